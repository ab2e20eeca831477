//! The sweep: looks at threads and versions when their moment has come, ends what has expired and forgets what is old.
//!
//! Every thread that has turns has a mark no later than the moment at which it wants to be looked at. A mark is a hint:
//! what is to be done follows from the thread's newest turn. The next mark is put before the one that was looked at is
//! taken away, so that a process may end at any moment and the next one goes on from there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::Instant;
use tracing::{debug, error, info, warn};

use super::Host;
use super::life::{DAY_MS, MARK, PROGRAM, later};
use super::outbox::JOB;
use super::proceed::PROCEED;
use super::state::State;
use super::take::Taking;
use super::webhook::TurnError;
use crate::engine::{Event, Input, Session};
use crate::program::{Digest, Program};
use crate::store::{Due, StoreError};

/// Threads looked at side by side: they share a group of commits, and leave room in it for live turns.
const BATCH: usize = 64;

/// How often to look whether something is due, where nothing was: as exact as a flow's timer is.
const TICK: Duration = Duration::from_secs(1);

/// While the store cannot be used.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);

/// A thread in the middle of a turn is looked at again after so long.
const BUSY_MS: i64 = 10_000;

/// A thread that is old is looked at again after so long where something that its turns may have asked for is not done.
const OWED_MS: i64 = 600_000;

/// A mark of the turns that no webhook made.
const DEDUPE: &str = "due";

/// Does what is due, until it is dropped.
pub struct Sweeper {
    host: Arc<Host>,
    /// Whether it is known until when the versions are kept of which the store knows.
    read: AtomicBool,
}

/// What is to become of a mark.
enum Look {
    /// The thread is marked otherwise, or is gone.
    Done,
    Again {
        at_ms: i64,
    },
}

impl Sweeper {
    pub fn new(host: Arc<Host>) -> Self {
        Self { host, read: AtomicBool::new(false) }
    }

    /// After a long stop there may be much to do: it takes half of the time, so that live turns have the other half.
    pub async fn run(self) {
        loop {
            let begun = Instant::now();
            let pause = match self.step().await {
                Ok(true) => begun.elapsed(),
                Ok(false) => TICK,
                Err(error) => {
                    warn!("what is due has to wait: {error}");
                    AFTER_TROUBLE
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Looks at the next few that are due; whether there were any. Versions come last: a thread that has waited for
    /// long may need one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be used. What was not done stays due.
    pub async fn step(&self) -> Result<bool, StoreError> {
        let (store, now_ms) = (self.host.store(), self.host.world.now_ms());
        let marks = store.due(now_ms, MARK, BATCH).await?;
        if !marks.is_empty() {
            self.threads(marks, now_ms).await?;
            return Ok(true);
        }
        if !self.read.load(Ordering::Relaxed) {
            for due in store.due(i64::MAX, PROGRAM, usize::MAX).await? {
                self.host.life.keeps(&digest_of(&due), due.at_ms);
            }
            self.read.store(true, Ordering::Relaxed);
        }
        let versions = store.due(now_ms, PROGRAM, BATCH).await?;
        for due in &versions {
            self.version(due).await?;
        }
        Ok(!versions.is_empty())
    }

    async fn threads(&self, marks: Vec<Due>, now_ms: i64) -> Result<(), StoreError> {
        // Now and then a thread has two.
        let mut threads: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for mark in marks {
            threads.entry(mark.name).or_default().push(mark.at_ms);
        }
        let look = |(name, moments): (String, Vec<i64>)| {
            let host = Arc::clone(&self.host);
            let thread = name.strip_prefix(MARK).unwrap_or_default().to_owned();
            (name, moments, tokio::spawn(async move { host.look(&thread).await }))
        };
        let looks: Vec<_> = threads.into_iter().map(look).collect();
        let (mut done, mut put, mut failed) = (Vec::new(), Vec::new(), None);
        for (name, moments, look) in looks {
            let again_ms = match look.await {
                Ok(Ok(Look::Done)) => None,
                Ok(Ok(Look::Again { at_ms })) => Some(at_ms),
                Ok(Err(error @ StoreError::Unavailable(_))) => {
                    failed = Some(error);
                    continue;
                }
                Ok(Err(error)) => {
                    error!("a session cannot be looked at; it is tried again in a day: {error}");
                    Some(now_ms.saturating_add(DAY_MS))
                }
                Err(panic) => {
                    error!("the look at a session failed; it is tried again in a day: {panic}");
                    Some(now_ms.saturating_add(DAY_MS))
                }
            };
            put.extend(again_ms.map(|at_ms| Due { at_ms, name: name.clone(), bytes: Vec::new() }));
            done.extend(moments.into_iter().map(|at_ms| (at_ms, name.clone())));
        }
        self.host.store().settle(done, put).await?;
        failed.map_or(Ok(()), Err)
    }

    /// Drops a version that nothing needs any more.
    async fn version(&self, due: &Due) -> Result<(), StoreError> {
        let (host, digest) = (&self.host, digest_of(due));
        let _changing = host.life.changing().await;
        let is_last = host.life.kept_until_ms(&digest).is_none_or(|until_ms| until_ms <= due.at_ms);
        if is_last && host.catalog.all().iter().any(|program| program.digest == digest) {
            host.keep_for_now(&digest).await?;
        } else if is_last {
            host.store().drop_program(&digest.0).await?;
            host.life.drops(&digest);
            info!(version = digest.short(), "a version of a flow is dropped: no session or turn needs it any more");
        }
        host.store().settle(vec![(due.at_ms, due.name.clone())], Vec::new()).await
    }
}

fn digest_of(due: &Due) -> Digest {
    Digest(due.name.strip_prefix(PROGRAM).unwrap_or_default().to_owned())
}

impl Host {
    /// Looks at a thread whose mark is due.
    async fn look(&self, thread: &str) -> Result<Look, StoreError> {
        let now_ms = self.world.now_ms();
        let Some(_held) = self.locks.take(thread, Duration::ZERO).await else {
            return Ok(Look::Again { at_ms: now_ms.saturating_add(BUSY_MS) });
        };
        let Some(newest) = self.store.newest(thread).await? else { return Ok(Look::Done) };
        let state = State::read(&newest.session)?;
        let live = self.live(&state).await?;
        let wakes_ms = live.as_ref().and_then(|(session, program)| session.wakes_ms(program));
        if let Some((session, program)) = &live
            && wakes_ms.is_some_and(|wakes_ms| wakes_ms <= now_ms)
        {
            return self.wake(thread, newest.version, &state, session, program, now_ms).await;
        }
        let old_ms = self.life.old_ms(now_ms);
        let before_ms = if live.is_some() { old_ms.min(newest.at_ms) } else { old_ms };
        if newest.at_ms < before_ms && self.owes(newest.at_ms).await? {
            return Ok(Look::Again { at_ms: now_ms.saturating_add(OWED_MS) });
        }
        let Some(oldest_ms) = self.store.forget(thread, before_ms).await? else { return Ok(Look::Done) };
        let grows_old = live.is_none() || oldest_ms < newest.at_ms;
        let grown_old_ms = grows_old.then(|| self.life.grown_old_ms(oldest_ms));
        let Some(next_ms) = wakes_ms.into_iter().chain(grown_old_ms).min() else { return Ok(Look::Done) };
        let next_ms = later(next_ms, now_ms);
        let is_marked = state.marked_ms > now_ms && state.marked_ms <= next_ms;
        Ok(if is_marked { Look::Done } else { Look::Again { at_ms: next_ms } })
    }

    /// Whether something waits to be done that a turn of this moment or an earlier one asked for, of whatever thread: a
    /// due that has never been tried is known by its turn, and would be lost with it.
    async fn owes(&self, at_ms: i64) -> Result<bool, StoreError> {
        for class in [JOB, PROCEED] {
            if !self.store.due(at_ms, class, 1).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Wakes a session whose moment has passed before a message was taken that came later; whether it did. So what a
    /// flow does at some moment does not depend on how soon somebody looks.
    pub(super) async fn wake_late(&self, thread: &str, version: u64, state: &State) -> Result<bool, StoreError> {
        let Some((session, program)) = self.live(state).await? else { return Ok(false) };
        let now_ms = self.world.now_ms();
        if session.wakes_ms(&program).is_none_or(|wakes_ms| now_ms <= wakes_ms) {
            return Ok(false);
        }
        Ok(matches!(self.wake(thread, version, state, session, &program, now_ms).await?, Look::Done))
    }

    /// The session that goes on, where its version is there.
    async fn live<'a>(&self, state: &'a State) -> Result<Option<(&'a Session, Arc<Program>)>, StoreError> {
        let Some(session) = state.session.as_ref().filter(|session| !session.ended) else { return Ok(None) };
        Ok(self.program(&session.digest).await?.map(|program| (session, program)))
    }

    /// Wakes a session by a turn that no webhook made. That turn brings the thread's next mark.
    async fn wake(
        &self,
        thread: &str,
        version: u64,
        state: &State,
        session: &Session,
        program: &Arc<Program>,
        now_ms: i64,
    ) -> Result<Look, StoreError> {
        let state = state.clone();
        let mut taking = Taking::without_webhook(self, thread, Arc::clone(program), version, state, DEDUPE);
        let input = Input { at_ms: now_ms, event: Event::Due, params: Default::default(), contact: Default::default() };
        let taken = match taking.take(Some(session), input).await {
            Ok(()) => taking.settle().await,
            error => error,
        };
        match taken {
            Ok(()) => {
                debug!(flow = program.flow, session = session.id, "session woken");
                Ok(Look::Done)
            }
            Err(TurnError::Store(error)) => Err(error),
            Err(error) => {
                warn!(flow = program.flow, session = session.id, "a session could not be woken: {error}");
                Ok(Look::Again { at_ms: now_ms.saturating_add(DAY_MS) })
            }
        }
    }
}
