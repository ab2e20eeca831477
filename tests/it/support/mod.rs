//! What the tests share.

pub mod backend;
pub mod cases;
#[cfg(feature = "server")]
pub mod hooks;
#[cfg(feature = "server")]
pub mod phone;
#[cfg(feature = "server")]
pub mod server;
pub mod twiml;
