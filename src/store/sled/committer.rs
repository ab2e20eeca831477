//! The one writer: a thread that takes all commits that wait, puts them, makes them durable together and then answers.
//!
//! It exists because sled's `flush_async` hangs when requests call it side by side, because a flush costs the same for
//! one turn as for a hundred, and because with one writer compare-and-swap needs no lock.
//!
//! **When a commit fails** (a full disk, a write error, a panic in the engine) its turns may lie in the database, in
//! part, in memory or on disk. They stay hidden from readers, all waiters hear `Unavailable`, and every commit is
//! refused until the database was opened anew and those turns were removed from it. If the process ends before that, such
//! a turn may be there afterwards, whole: then the retried webhook finds its own mark and gets the stored reply.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::dues::Sealed;
use super::error::{panic_text, plain};
use super::shared::{Health, Shared};
use super::trees::{Room, Trees};
use super::{heal, key};
use crate::store::{Durability, Record, StoreError};

/// How many jobs are made durable at once: enough that a flush of 10 ms carries 50,000 turns a second, and few enough
/// that the first of them does not wait long for the last.
const BATCH: usize = 512;

/// From so many jobs in one flush on, the next is put off a little, so that it takes more of them along.
const BUSY: usize = 4;

/// How long a flush is put off while there is much to do: little beside the several milliseconds that a turn takes then,
/// and it saves flushes, which are among the dearest parts of a turn.
const GATHER: Duration = Duration::from_micros(1200);

/// How often an unwell store is tried again.
const HEAL_EVERY: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 1000 });

const PROBE_KEY: &[u8] = b"probe";

pub type Answer = Result<(), StoreError>;

/// What the committer is asked to do.
pub enum Task {
    Commit {
        thread: String,
        /// Without its dues and facts.
        record: Box<Record>,
        sealed: Vec<u8>,
        dues: Vec<Sealed>,
        facts: Vec<Sealed>,
    },
    Settle {
        done: Vec<Vec<u8>>,
        put: Vec<Sealed>,
    },
    /// Removes turns, the oldest of their thread.
    Forget {
        thread: String,
        turns: Vec<Vec<u8>>,
        /// These are all it has.
        all: bool,
    },
    Program {
        digest: String,
        sealed: Vec<u8>,
    },
    DropProgram {
        digest: String,
    },
    Probe,
    Close,
}

pub struct Job {
    pub task: Task,
    pub reply: oneshot::Sender<Answer>,
}

/// Until the store is closed or dropped.
pub fn run(shared: &Shared, jobs: &Receiver<Job>) {
    let mut probes = 0_u64;
    let mut tried: Option<Instant> = None;
    let mut busy = false;
    loop {
        let unwell = shared.health() != Health::Well;
        let first = if unwell {
            jobs.recv_timeout(HEAL_EVERY)
        } else {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let mut batch = Vec::new();
        match first {
            Ok(job) => batch.push(job),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if busy {
            std::thread::sleep(GATHER);
        }
        let ended = fill(&mut batch, jobs);
        busy = batch.len() >= BUSY;
        if unwell && tried.is_none_or(|at| at.elapsed() >= HEAL_EVERY) {
            heal::heal(shared);
            tried = Some(Instant::now());
        }
        let closing: Vec<Job> = batch.extract_if(.., |job| matches!(job.task, Task::Close)).collect();
        perform(shared, batch, &mut probes);
        if !closing.is_empty() {
            let answer = close(shared);
            for job in closing {
                let _gone = job.reply.send(answer.clone());
            }
            return;
        }
        if ended {
            break;
        }
    }
    let _nobody_waits = close(shared);
}

/// Takes the jobs that wait; whether there will be no others.
fn fill(batch: &mut Vec<Job>, jobs: &Receiver<Job>) -> bool {
    while batch.len() < BATCH {
        match jobs.try_recv() {
            Ok(job) => batch.push(job),
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => return true,
        }
    }
    false
}

/// Puts a batch, makes it durable and answers each of its waiters.
fn perform(shared: &Shared, batch: Vec<Job>, probes: &mut u64) {
    if batch.is_empty() {
        return;
    }
    let guard = shared.trees.read().unwrap_or_else(PoisonError::into_inner);
    let (Health::Well, Some(trees)) = (shared.health(), guard.as_ref()) else {
        drop(guard);
        for job in batch {
            let _gone = job.reply.send(Err(shared.refusal()));
        }
        return;
    };
    let mut answers: Vec<Answer> = Vec::with_capacity(batch.len());
    let done = catch_unwind(AssertUnwindSafe(|| {
        let mut durability = shared.options.durability;
        for job in &batch {
            if matches!(job.task, Task::Probe) && durability == Durability::None {
                durability = Durability::Process;
            }
            answers.push(put(shared, trees, &job.task, probes)?);
        }
        if answers.iter().any(Result::is_ok) { shared.settle(trees, durability) } else { Ok(()) }
    }));
    let failure = match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(plain(&error)),
        Err(panic) => Some(panic_text(&*panic)),
    };
    if let Some(reason) = failure {
        shared.set_health(Health::Ill(format!("the last commit failed: {reason}")));
        drop(guard);
        for job in batch {
            let _gone = job.reply.send(Err(shared.refusal()));
        }
        return;
    }
    shared.hidden.clear();
    for (job, answer) in batch.into_iter().zip(answers) {
        if let (Task::Commit { thread, record, .. }, Ok(())) = (job.task, &answer) {
            shared.cache.put(thread, *record);
        }
        let _gone = job.reply.send(answer);
    }
}

/// Puts one job's entry without making it durable. The outer error is the engine's and fails the whole batch; the inner
/// is this job's own.
fn put(shared: &Shared, trees: &Trees, task: &Task, probes: &mut u64) -> io::Result<Answer> {
    match task {
        Task::Commit { .. } => put_turn(shared, trees, task),
        Task::Settle { done, put } => trees.settle_dues(done, put).map(Ok).map_err(Into::into),
        Task::Forget { thread, turns, all } => {
            if *all {
                shared.cache.remove(thread);
            }
            turns.iter().try_for_each(|key| trees.write(Room::Turns, (key, None))).map(Ok).map_err(Into::into)
        }
        Task::Program { digest, sealed } => {
            let key = digest.as_bytes();
            if trees.holds(Room::Programs, key)? {
                return Ok(Ok(()));
            }
            shared.hidden.hide(Room::Programs, key.to_vec(), None);
            trees.put(Room::Programs, key, sealed)?;
            Ok(Ok(()))
        }
        Task::DropProgram { digest } => {
            trees.write(Room::Programs, (digest.as_bytes(), None)).map(Ok).map_err(Into::into)
        }
        Task::Probe => {
            *probes += 1;
            let written = probes.to_be_bytes();
            trees.meta.insert(PROBE_KEY, &written)?;
            let read = trees.meta.get(PROBE_KEY)?;
            if read.is_some_and(|read| *read == written) {
                Ok(Ok(()))
            } else {
                Ok(Err(StoreError::Corrupt("a probe did not read as it was written".into())))
            }
        }
        Task::Close => Ok(Ok(())),
    }
}

fn put_turn(shared: &Shared, trees: &Trees, task: &Task) -> io::Result<Answer> {
    let Task::Commit { thread, record, sealed, dues, facts } = task else { return Ok(Ok(())) };
    let version = record.version;
    let key = key::turn(thread, version);
    // The cache holds a thread's newest durable turn; what may be above it is of this batch, and hidden.
    let free = if version > 1 && shared.cache.version(thread) == Some(version - 1) {
        !shared.hidden.hides(Room::Turns, &key)
    } else {
        // Versions have no gaps, so the newest is the one before if that is there and this one is not. Of a thread
        // whose oldest turns are forgotten the first is not there either.
        match version {
            0 => false,
            1 => trees.newest_version(thread) == Ok(0),
            _ => trees.holds(Room::Turns, &key::turn(thread, version - 1))? && !trees.holds(Room::Turns, &key)?,
        }
    };
    if free {
        for due in dues {
            trees.put_due(due, &shared.hidden)?;
        }
        shared.hidden.hide(Room::Turns, key.clone(), None);
        if !facts.is_empty() {
            trees.put_with_facts(&key, sealed, facts, &shared.hidden)?;
            return Ok(Ok(()));
        }
        if trees.put(Room::Turns, &key, sealed)? {
            return Ok(Ok(()));
        }
    }
    Ok(Err(match trees.newest_version(thread) {
        Ok(newest) => StoreError::Conflict { newest },
        Err(error) => error,
    }))
}

/// Makes everything durable and lets the files go.
fn close(shared: &Shared) -> Answer {
    let mut guard = shared.trees.write().unwrap_or_else(PoisonError::into_inner);
    let well = shared.health() == Health::Well;
    let refusal = shared.refusal();
    shared.set_health(Health::Closed);
    shared.cache.clear();
    let Some(trees) = guard.take() else { return Err(refusal) };
    // sled may panic where it meets a write error on the way out.
    let settled = catch_unwind(AssertUnwindSafe(|| {
        let settled = if well { trees.settle(Durability::Power) } else { Ok(()) };
        drop(trees);
        settled
    }));
    match settled {
        Ok(Ok(())) if well => Ok(()),
        Ok(Ok(())) => Err(refusal),
        Ok(Err(error)) => {
            Err(StoreError::Unavailable(format!("the store could not be made durable: {}", plain(&error))))
        }
        Err(panic) => Err(StoreError::Unavailable(format!("the store gave up: {}", panic_text(&*panic)))),
    }
}
