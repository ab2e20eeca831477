//! The one integration binary. Cases are files under `tests/cases`; the code here is a glob over them.

#![allow(clippy::disallowed_methods, reason = "tests read files and the environment")]
mod check;
mod cli;
mod docs;
mod format;
mod house;
mod parse;
mod run;
mod server;
mod signature;
mod store;
mod support;
mod twiml;
