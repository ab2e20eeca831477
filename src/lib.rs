//! Flowtone: a declarative engine for phone menus and messaging bots.
//!
//! See `docs/architecture.md` for the map: the floors of the house and the two streams that run through it.

// The core is pure: no clock, chance, environment, file or network, and no panic. `clippy.toml` has the reasons.
#![deny(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::iter_over_hash_type
)]

pub mod address;
pub mod channel;
pub mod check;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod function;
pub mod program;
pub mod sim;
pub mod source;
pub mod store;
pub mod syntax;
pub mod template;
pub mod value;

// The rim is where clock, files and environment live.
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods)]
pub mod catalog;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods)]
pub mod cli;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods)]
pub mod host;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods)]
pub mod server;
