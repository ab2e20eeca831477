//! The one integration binary. Cases are files under `tests/cases`; the code here is a glob over them.

#![allow(clippy::disallowed_methods, reason = "tests read files and the environment")]

mod beside;
mod check;
#[cfg(feature = "server")]
mod cli;
#[cfg(feature = "server")]
mod crash;
mod docs;
#[cfg(feature = "server")]
mod fetch;
#[cfg(feature = "server")]
mod fire;
mod format;
mod generate;
#[cfg(feature = "server")]
mod hostile;
mod house;
#[cfg(feature = "server")]
mod life;
#[cfg(feature = "server")]
mod load;
mod mutation;
#[cfg(feature = "server")]
mod outbox;
mod parse;
#[cfg(feature = "server")]
mod people;
#[cfg(all(feature = "server", target_os = "linux"))]
mod power;
#[cfg(feature = "server")]
mod process;
#[cfg(feature = "server")]
mod races;
#[cfg(feature = "server")]
mod reopen;
#[cfg(feature = "server")]
mod run;
#[cfg(feature = "server")]
mod server;
mod signature;
mod sim;
#[cfg(feature = "server")]
mod store;
mod support;
#[cfg(feature = "server")]
mod translate;
mod twiml;
mod webhooks;
