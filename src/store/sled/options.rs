//! How a store is opened.

use crate::store::Durability;

/// sled's own timer, in milliseconds. Without it data of any age stays in the process; it also cleans segments up.
pub(super) const FLUSH_EVERY_MS: u64 = 500;

/// sled's page cache unless told otherwise: the pages of some 500,000 sessions. The process takes about one and a half
/// times as much, and 70 bytes a session.
pub const DEFAULT_CACHE: u64 = 256 * 1024 * 1024;

/// How to open a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub durability: Durability,
    /// Bytes of sled's page cache.
    pub cache: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { durability: Durability::Power, cache: DEFAULT_CACHE }
    }
}
