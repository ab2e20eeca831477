//! Where turns are kept. A record is keys, a version and bytes: the store knows nothing of flows.
//!
//! A thread is the line of turns between one person and one flow's door: a call's SID, or a sender's number and
//! ours. Each turn is one record, written by one insert, which is the whole commit: the session after the turn, the
//! reply under its dedupe key, and the log entry.

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
