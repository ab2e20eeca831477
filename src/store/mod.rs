//! Where turns are kept. A record is keys, a version and bytes: the store knows nothing of flows.
//!
//! A thread is the line of turns between one person and one flow's door: a call's SID, or a sender's number and
//! ours. Each turn is one record, written by one insert, which is the whole commit: the session after the turn, the
//! reply under its dedupe key, and the log entry. What a turn wants to be looked at later (dues) and what it keeps beyond
//! its thread (facts) go into places of their own, with the turn or not at all.

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
    /// When the turn was taken; milliseconds since 1970 (UTC). 0 in records of builds that did not keep it.
    pub at_ms: i64,
    /// What marks the webhook that made this turn; a webhook with the same mark is a duplicate.
    pub dedupe: String,
    /// The session after the turn, as the host writes it; empty where the thread rests without one.
    pub session: Vec<u8>,
    /// The reply, to the byte.
    pub reply: Vec<u8>,
    /// The log entry: the input and what came of it.
    pub log: Vec<u8>,
    /// To be looked at later, while this turn is kept. They go to [`Store::due`]: a record that is read has none.
    pub due: Vec<Due>,
    /// Kept beyond this thread. They go to [`Store::facts`]: a record that is read has none.
    pub facts: Vec<Fact>,
}

impl Record {
    /// The bytes it takes, dues and facts included.
    fn size(&self) -> usize {
        let dues: usize = self.due.iter().map(|due| due.name.len() + due.bytes.len()).sum();
        let facts: usize = self.facts.iter().map(|fact| fact.key.len() + fact.value.as_ref().map_or(0, Vec::len)).sum();
        self.dedupe.len() + self.session.len() + self.reply.len() + self.log.len() + dues + facts
    }

    fn check(&self) -> Result<(), StoreError> {
        self.due.iter().try_for_each(|due| class_of(&due.name).map(drop))?;
        self.facts.iter().try_for_each(|fact| check_name(&fact.key))?;
        check_value(self.size())
    }
}

/// Something to be looked at at some moment. It is a hint: by then there may be nothing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub at_ms: i64,
    /// Its class up to the first `/`, as in `mark/CA1`, and what it is about. A time and a name make one due.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a turn makes known beyond its thread; `None` removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub key: String,
    pub value: Option<Vec<u8>>,
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

    /// The newest turn where it is at hand. `None` says nothing: the thread may have turns all the same.
    fn at_hand(&self, _thread: &str) -> Option<Record> {
        None
    }

    /// One turn of a thread.
    fn turn<'a>(&'a self, thread: &'a str, version: u64) -> Pending<'a, Option<Record>>;

    /// Stores a turn if the thread's newest is `record.version - 1`, else [`StoreError::Conflict`]. Ready when the
    /// turn is as durable as the store was opened for.
    fn commit<'a>(&'a self, thread: &'a str, record: Record) -> Pending<'a, ()>;

    /// The dues of a class, as in `mark/`, whose moment has come, the earliest first, at most so many. One that came
    /// with a turn is there once the turn is; one whose turn was not made is never given.
    fn due<'a>(&'a self, upto_ms: i64, class: &'a str, limit: usize) -> Pending<'a, Vec<Due>>;

    /// Puts dues, and then takes away those that are done, by time and name; what is in both lists stays. Where it
    /// fails, any of those done may still be there, and none of those to be put is lost without them.
    fn settle(&self, done: Vec<(i64, String)>, put: Vec<Due>) -> Pending<'_, ()>;

    /// Removes a thread's turns from the oldest on, as long as they were taken before this moment. Gives the time of the
    /// oldest that is left, `None` where none is. The turns that are left keep their versions; a thread without any
    /// begins anew.
    fn forget<'a>(&'a self, thread: &'a str, before_ms: i64) -> Pending<'a, Option<i64>>;

    /// The facts whose keys begin like this, by key.
    fn facts<'a>(&'a self, prefix: &'a str) -> Pending<'a, Vec<(String, Vec<u8>)>>;

    /// Keeps the texts of a flow's version under its digest. Storing what is there already is no error.
    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()>;

    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>>;

    /// Removes a version's texts, where they are.
    fn drop_program<'a>(&'a self, digest: &'a str) -> Pending<'a, ()>;

    /// How many entries there are of all kinds. Reads everything: for tests, and for people who wonder.
    fn entries(&self) -> Pending<'_, usize>;

    /// Writes and reads a probe: whether a commit could succeed now.
    fn probe(&self) -> Pending<'_, ()>;

    /// Makes everything durable and lets go. Later calls give [`StoreError::Unavailable`].
    fn close(&self) -> Pending<'_, ()>;
}

/// The longest name of a thread or program, in bytes. A name is a SID or two numbers, far below it; the stores that
/// keep names inside index pages need some bound.
pub const MAX_NAME: usize = 256;

/// The longest name of a due: a thread's and what says which of its turns it is about.
const MAX_DUE_NAME: usize = MAX_NAME + 64;

/// The longest record or program, in bytes. A turn is some hundred bytes and a folder of flows some hundred
/// kilobytes; what is longer is a mistake, and would hold up the turns behind it.
pub const MAX_VALUE: usize = 8 * 1024 * 1024;

fn check_name(name: &str) -> Result<(), StoreError> {
    check_length(name, MAX_NAME)
}

fn check_length(name: &str, most: usize) -> Result<(), StoreError> {
    if name.len() <= most {
        return Ok(());
    }
    let start: String = name.chars().take(32).collect();
    Err(StoreError::Unavailable(format!("the name `{start}…` is {} bytes long; the store takes {most}", name.len())))
}

/// The class in a due's name, its `/` included.
fn class_of(name: &str) -> Result<&str, StoreError> {
    check_length(name, MAX_DUE_NAME)?;
    let class = name.find('/').and_then(|end| name.get(..=end));
    class.ok_or_else(|| StoreError::Unavailable(format!("the due `{name}` has no class: its name has no `/`")))
}

/// Whether a text is a class and nothing more.
fn check_class(class: &str) -> Result<(), StoreError> {
    if class_of(class)? == class {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!("`{class}` is no class of dues: it does not end with its first `/`")))
}

/// What is to be settled, checked.
fn check_settling(done: &[(i64, String)], put: &[Due]) -> Result<(), StoreError> {
    done.iter().try_for_each(|(_, name)| class_of(name).map(drop))?;
    put.iter().try_for_each(|due| class_of(&due.name).map(drop))?;
    check_value(put.iter().map(|due| due.name.len() + due.bytes.len()).sum())
}

fn check_value(length: usize) -> Result<(), StoreError> {
    if length <= MAX_VALUE {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!("{length} bytes are too many for one record; the store takes {MAX_VALUE}")))
}
