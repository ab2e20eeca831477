//! Flowtone: a declarative engine for phone menus and messaging bots.
//!
//! See `docs/architecture.md` for the map: the floors of the house and the two streams that run through it.

/// The core is pure: no clock, chance, environment, file or network, and no panic.
macro_rules! core_modules {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        $(
            $(#[$meta])*
            #[deny(
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
            pub mod $name;
        )*
    };
}

core_modules! {
    channel;
    check;
    config;
    diagnostic;
    engine;
    function;
    program;
    source;
    store;
    syntax;
    template;
    value;
}

#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods, reason = "the rim is where clock, files and environment live")]
pub mod catalog;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods, reason = "the rim is where clock, files and environment live")]
pub mod cli;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods, reason = "the rim is where clock, files and environment live")]
pub mod host;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods, reason = "the rim is where clock, files and environment live")]
pub mod server;
