//! Web addresses, read strictly, and the ranges of the network that a flow has no business in.
//!
//! Readers of addresses disagree, and guards are got around where they do: what has no single meaning is refused here
//! rather than guessed.

mod ranges;
mod url;

pub use ranges::blocked;
pub use url::{Host, Refusal, Url, is_host_name};
