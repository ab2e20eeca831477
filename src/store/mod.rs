//! Where turns are kept. A record is keys, a version and bytes: the store knows nothing of flows.
//!
//! A thread is the line of turns between one person and one flow's door: a call's SID, or a sender's number and
//! ours. Each turn is one record, written by one insert, which is the whole commit: the session after the turn, the
//! reply under its dedupe key, and the log entry.

#[cfg(any(test, feature = "server"))]
mod codec;
pub mod conformance;
pub mod memory;
#[cfg(feature = "server")]
#[allow(clippy::disallowed_methods, reason = "a store on disk opens files and waits for its own threads")]
pub mod sled;

use std::future::Future;
use std::pin::Pin;

pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// One turn of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// 1 for a thread's first turn, then one more for each.
    pub version: u64,
    /// What marks the webhook that made this turn; a webhook with the same mark is a duplicate.
    pub dedupe: String,
    /// The session after the turn, as the host writes it; empty where the thread rests without one.
    pub session: Vec<u8>,
    /// The reply, to the byte.
    pub reply: Vec<u8>,
    /// The log entry: the input and what came of it.
    pub log: Vec<u8>,
}

/// Errors by meaning, not by engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// Another turn was committed first; read again and step again.
    Conflict { newest: u64 },
    /// What is stored cannot be read; the text says what and where.
    Corrupt(String),
    /// Written by a newer build.
    Newer(String),
    /// Not now: the disk is full, the store is closing or held by another process.
    Unavailable(String),
}

impl std::error::Error for StoreError {}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StoreError::Conflict { newest } => write!(f, "another turn was committed first: the newest is {newest}"),
            StoreError::Corrupt(what) => write!(f, "stored data is damaged: {what}"),
            StoreError::Newer(what) => write!(f, "stored data is from a newer build: {what}"),
            StoreError::Unavailable(why) => write!(f, "the store is not available: {why}"),
        }
    }
}

/// What an acknowledged commit has survived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// Loss of power: flushed and synced before the reply.
    Power,
    /// A killed process: handed to the operating system, synced within half a second.
    Process,
    /// Nothing.
    None,
}

pub trait Store: Send + Sync {
    /// The newest turn of a thread.
    fn newest<'a>(&'a self, thread: &'a str) -> Pending<'a, Option<Record>>;

    /// One turn of a thread.
    fn turn<'a>(&'a self, thread: &'a str, version: u64) -> Pending<'a, Option<Record>>;

    /// Stores a turn if the thread's newest is `record.version - 1`, else [`StoreError::Conflict`]. Ready when the
    /// turn is as durable as the store was opened for.
    fn commit<'a>(&'a self, thread: &'a str, record: Record) -> Pending<'a, ()>;

    /// Keeps the texts of a flow's version under its digest. Storing what is there already is no error.
    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()>;

    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>>;

    /// Writes and reads a probe: whether a commit could succeed now.
    fn probe(&self) -> Pending<'_, ()>;

    /// Makes everything durable and lets go. Later calls give [`StoreError::Unavailable`].
    fn close(&self) -> Pending<'_, ()>;
}

/// The longest name of a thread or program, in bytes. A name is a SID or two numbers, far below it; the stores that
/// keep names inside index pages need some bound.
pub const MAX_NAME: usize = 256;

/// The longest record or program, in bytes. A turn is some hundred bytes and a folder of flows some hundred
/// kilobytes; what is longer is a mistake, and would hold up the turns behind it.
pub const MAX_VALUE: usize = 8 * 1024 * 1024;

fn check_name(name: &str) -> Result<(), StoreError> {
    if name.len() <= MAX_NAME {
        return Ok(());
    }
    let start: String = name.chars().take(32).collect();
    Err(StoreError::Unavailable(format!(
        "the name `{start}…` is {} bytes long; the store takes {MAX_NAME}",
        name.len()
    )))
}

fn check_value(length: usize) -> Result<(), StoreError> {
    if length <= MAX_VALUE {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!("{length} bytes are too many for one record; the store takes {MAX_VALUE}")))
}
