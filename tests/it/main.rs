//! The one integration binary. Cases are files under `tests/cases`; the code here is a glob over them.

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
