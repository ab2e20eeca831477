//! The store on disk: sled, with one writer that commits in groups.
//!
//! A turn is one entry under its thread and version. It becomes visible when it is as durable as the store was opened
//! for, and not before. A commit whose future is dropped may still be made.

mod begin;
mod cache;
mod committer;
mod dues;
mod error;
mod heal;
mod hidden;
mod key;
mod mark;
mod open;
mod options;
mod readers;
mod shared;
#[cfg(test)]
mod tests;
mod trees;
mod watch;

use std::mem::take;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use self::committer::{Job, Task};
use self::dues::Sealed;
pub use self::error::OpenError;
pub use self::options::{DEFAULT_CACHE, Options};
use self::readers::Readers;
use self::shared::{Health, Shared};
use super::codec::Origin;
use super::{Due, Fact, Pending, Record, Store, StoreError};
use super::{check_class, check_name, check_settling, check_value, class_of, codec};

/// Commits that may wait. At the 5,000 turns a second that a slow disk allows they are answered within a second;
/// beyond that it is better to say so at once, while the caller still has time to do something else.
const QUEUE: usize = 4096;

/// Turns that are forgotten at once: a few milliseconds of the committer's time.
const FORGOTTEN: usize = 256;

/// A store in a directory, which it locks. Dropping it closes it, and waits for that; [`Store::close`] also says
/// whether it went well.
pub struct SledStore {
    shared: Arc<Shared>,
    readers: Readers,
    queue: Option<SyncSender<Job>>,
    committer: Option<JoinHandle<()>>,
    watch: Option<(SyncSender<()>, JoinHandle<()>)>,
}

/// Opens the store in `dir`, and creates both where there is none. Blocks: up to some seconds for a large store after
/// a crash.
pub fn open(dir: &Path, options: Options) -> Result<SledStore, OpenError> {
    let trees = open::open(dir, &options)?;
    let shared = Arc::new(Shared::new(dir.to_owned(), options, trees));
    let no_thread = |error: std::io::Error| OpenError::Other(dir.to_owned(), format!("no thread for it: {error}"));
    let readers = Readers::start(&shared).map_err(no_thread)?;
    let (queue, jobs) = sync_channel(QUEUE);
    let committer = std::thread::Builder::new().name("store-commit".into()).spawn({
        let shared = Arc::clone(&shared);
        move || committer::run(&shared, &jobs)
    });
    let (end, ended) = sync_channel(0);
    let watch = std::thread::Builder::new().name("store-watch".into()).spawn({
        let shared = Arc::clone(&shared);
        move || watch::run(&shared, &ended)
    });
    Ok(SledStore {
        readers,
        queue: Some(queue),
        committer: Some(committer.map_err(no_thread)?),
        watch: Some((end, watch.map_err(no_thread)?)),
        shared,
    })
}

impl SledStore {
    async fn ask(&self, task: Task) -> Result<(), StoreError> {
        let closed = || StoreError::Unavailable("the store is closed".into());
        let (reply, answer) = oneshot::channel();
        match self.queue.as_ref().ok_or_else(closed)?.try_send(Job { task, reply }) {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(closed())),
            Err(TrySendError::Full(_)) => Err(StoreError::Unavailable(format!("{QUEUE} turns are waiting already"))),
            Err(TrySendError::Disconnected(_)) => Err(closed()),
        }
    }

    /// Refuses at once what the committer would refuse after its other work.
    fn check_well(&self) -> Result<(), StoreError> {
        if self.shared.health() == Health::Well { Ok(()) } else { Err(self.shared.refusal()) }
    }
}

fn seal_due(due: &Due, origin: Option<&Origin>) -> Result<Sealed, StoreError> {
    let key = key::due(class_of(&due.name)?, due.at_ms, &due.name);
    let value = Some(codec::encode_due(&key, origin, &due.bytes));
    Ok(Sealed { key, value })
}

fn seal_fact(fact: Fact) -> Sealed {
    let key = fact.key.into_bytes();
    let value = fact.value.map(|bytes| codec::seal(&key, bytes.len(), |out| out.extend_from_slice(&bytes)));
    Sealed { key, value }
}

impl Store for SledStore {
    fn newest<'a>(&'a self, thread: &'a str) -> Pending<'a, Option<Record>> {
        Box::pin(async move {
            check_name(thread)?;
            if let Some(turn) = self.shared.cache.get(thread) {
                return Ok(Some(turn));
            }
            let thread = thread.to_owned();
            self.readers.read(move |trees, hidden| trees.newest(&thread, hidden)).await
        })
    }

    fn at_hand(&self, thread: &str) -> Option<Record> {
        self.shared.cache.get(thread)
    }

    fn turn<'a>(&'a self, thread: &'a str, version: u64) -> Pending<'a, Option<Record>> {
        Box::pin(async move {
            check_name(thread)?;
            let thread = thread.to_owned();
            self.readers.read(move |trees, hidden| trees.turn(&thread, version, hidden)).await
        })
    }

    fn commit<'a>(&'a self, thread: &'a str, record: Record) -> Pending<'a, ()> {
        Box::pin(async move {
            check_name(thread)?;
            record.check()?;
            self.check_well()?;
            let key = key::turn(thread, record.version);
            let mut record = record;
            let (due, facts) = (take(&mut record.due), take(&mut record.facts));
            let sealed = codec::encode(&key, &record);
            let origin = codec::mark(&sealed).map(|mark| Origin { turn: key, mark });
            let dues = due.iter().map(|due| seal_due(due, origin.as_ref())).collect::<Result<_, _>>()?;
            let facts = facts.into_iter().map(seal_fact).collect();
            let record = Box::new(record);
            self.ask(Task::Commit { thread: thread.to_owned(), record, sealed, dues, facts }).await
        })
    }

    fn due<'a>(&'a self, upto_ms: i64, class: &'a str, limit: usize) -> Pending<'a, Vec<Due>> {
        Box::pin(async move {
            check_class(class)?;
            loop {
                let of = class.to_owned();
                let found = self.readers.read(move |trees, hidden| trees.dues(upto_ms, &of, limit, hidden)).await?;
                if found.orphans.is_empty() {
                    return Ok(found.dues);
                }
                self.ask(Task::Settle { done: found.orphans, put: Vec::new() }).await?;
            }
        })
    }

    fn settle(&self, done: Vec<(i64, String)>, put: Vec<Due>) -> Pending<'_, ()> {
        Box::pin(async move {
            check_settling(&done, &put)?;
            self.check_well()?;
            let key = |(at_ms, name): &(i64, String)| Ok(key::due(class_of(name)?, *at_ms, name));
            let done = done.iter().map(key).collect::<Result<_, StoreError>>()?;
            let put = put.iter().map(|due| seal_due(due, None)).collect::<Result<_, _>>()?;
            self.ask(Task::Settle { done, put }).await
        })
    }

    fn forget<'a>(&'a self, thread: &'a str, before_ms: i64) -> Pending<'a, Option<i64>> {
        Box::pin(async move {
            check_name(thread)?;
            loop {
                let of = thread.to_owned();
                let older = self.readers.read(move |trees, _| trees.older(&of, before_ms, FORGOTTEN)).await?;
                if !older.keys.is_empty() {
                    let all = older.left_ms.is_none() && !older.more;
                    self.ask(Task::Forget { thread: thread.to_owned(), turns: older.keys, all }).await?;
                }
                if !older.more {
                    return Ok(older.left_ms);
                }
            }
        })
    }

    fn facts<'a>(&'a self, prefix: &'a str) -> Pending<'a, Vec<(String, Vec<u8>)>> {
        Box::pin(async move {
            check_name(prefix)?;
            let prefix = prefix.to_owned();
            self.readers.read(move |trees, hidden| trees.facts(&prefix, hidden)).await
        })
    }

    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()> {
        Box::pin(async move {
            check_name(digest)?;
            check_value(bytes.len())?;
            self.check_well()?;
            let sealed = codec::seal(digest.as_bytes(), bytes.len(), |out| out.extend_from_slice(&bytes));
            self.ask(Task::Program { digest: digest.to_owned(), sealed }).await
        })
    }

    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            check_name(digest)?;
            let digest = digest.to_owned();
            self.readers.read(move |trees, hidden| trees.program(&digest, hidden)).await
        })
    }

    fn drop_program<'a>(&'a self, digest: &'a str) -> Pending<'a, ()> {
        Box::pin(async move {
            check_name(digest)?;
            self.ask(Task::DropProgram { digest: digest.to_owned() }).await
        })
    }

    fn entries(&self) -> Pending<'_, usize> {
        Box::pin(self.readers.read(|trees, _| Ok(trees.count())))
    }

    fn probe(&self) -> Pending<'_, ()> {
        Box::pin(self.ask(Task::Probe))
    }

    fn close(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            if self.shared.health() == Health::Closed {
                return Ok(());
            }
            self.ask(Task::Close).await
        })
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        // The committer sees that nobody is left, commits what waits and closes.
        self.queue = None;
        if let Some(committer) = self.committer.take() {
            let _panicked = committer.join();
        }
        if let Some((end, watch)) = self.watch.take() {
            drop(end);
            let _panicked = watch.join();
        }
    }
}
