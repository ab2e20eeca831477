//! How long things are needed: when a thread is to be looked at again, and until when a version of a flow is kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Host;
use super::state::State;
use crate::engine::Session;
use crate::program::{Digest, Program};
use crate::store::{Due, StoreError};

/// The class of dues that say when to look at a thread.
pub(super) const MARK: &str = "mark/";

/// The class of dues that say until when a version of a flow is kept.
pub(super) const PROGRAM: &str = "program/";

/// Turns stay so much longer than they must, so that those of one call go together, at one look.
const SLACK_MS: i64 = 3_600_000;

/// The least time until a thread is looked at again, whatever it wants.
const STEP_MS: i64 = 1000;

/// Versions are kept in whole days, so that a busy one is put off once a day.
pub(super) const DAY_MS: i64 = 86_400_000;

pub(super) struct Life {
    retention_ms: i64,
    /// Until when each version is kept, as the store knows it; only what was used or read since the start.
    kept: Mutex<BTreeMap<Digest, i64>>,
    /// Held while a version's time is looked at and changed.
    changing: tokio::sync::Mutex<()>,
}

impl Life {
    pub fn new(retention: Duration) -> Self {
        let retention_ms = i64::try_from(retention.as_millis()).unwrap_or(i64::MAX);
        Self { retention_ms, kept: Mutex::default(), changing: tokio::sync::Mutex::default() }
    }

    /// Turns taken before this moment are old.
    pub fn old_ms(&self, now_ms: i64) -> i64 {
        now_ms.saturating_sub(self.retention_ms)
    }

    /// When the turns of a thread are to be looked at because the one taken then has grown old.
    pub fn grown_old_ms(&self, at_ms: i64) -> i64 {
        at_ms.saturating_add(self.retention_ms).saturating_add(SLACK_MS)
    }

    /// The mark that a turn of this moment brings, where none that is known looks at the thread early enough: what was
    /// marked for an earlier moment may have been taken.
    pub fn mark(&self, thread: &str, state: &mut State, program: &Program, at_ms: i64) -> Vec<Due> {
        let old_ms = self.grown_old_ms(at_ms);
        let wakes_ms = state.session.as_ref().and_then(|session| session.wakes_ms(program));
        let next_ms = later(wakes_ms.map_or(old_ms, |wakes_ms| wakes_ms.min(old_ms)), at_ms);
        if state.marked_ms > at_ms && state.marked_ms <= next_ms {
            return Vec::new();
        }
        state.marked_ms = next_ms;
        vec![Due { at_ms: next_ms, name: format!("{MARK}{thread}"), bytes: Vec::new() }]
    }

    /// Until when a version is kept, as far as is known here.
    pub fn kept_until_ms(&self, digest: &Digest) -> Option<i64> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(digest).copied()
    }

    pub fn keeps(&self, digest: &Digest, until_ms: i64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.entry(digest.clone()).or_insert(until_ms);
        *known = until_ms.max(*known);
    }

    pub fn drops(&self, digest: &Digest) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(digest);
    }

    /// Held by whoever changes until when a version is kept.
    pub async fn changing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.changing.lock().await
    }
}

/// A moment, but not before the next step after this one.
pub(super) fn later(wanted_ms: i64, now_ms: i64) -> i64 {
    wanted_ms.max(now_ms.saturating_add(STEP_MS))
}

/// The end of the day after this one.
fn day_after(at_ms: i64) -> i64 {
    at_ms.saturating_sub(at_ms.rem_euclid(DAY_MS)).saturating_add(2 * DAY_MS)
}

impl Host {
    /// Sees to it that a session's version is kept for as long as the session may go on and its turns are kept. To be
    /// done before the turn of this moment is committed.
    pub(super) async fn keep_for(&self, session: &Session, program: &Program, at_ms: i64) -> Result<(), StoreError> {
        let old_ms = self.life.grown_old_ms(at_ms);
        let needed_ms = session.wakes_ms(program).map_or(old_ms, |wakes_ms| wakes_ms.max(old_ms));
        if self.life.kept_until_ms(&session.digest).is_some_and(|until_ms| needed_ms <= until_ms) {
            return Ok(());
        }
        let _changing = self.life.changing().await;
        self.keep_until(&session.digest, day_after(needed_ms)).await
    }

    /// Sees to it that a version is kept until the end of tomorrow, whether anybody uses it or not.
    pub(super) async fn keep_for_now(&self, digest: &Digest) -> Result<(), StoreError> {
        self.keep_until(digest, day_after(self.world.now_ms())).await
    }

    /// The day until which a version is kept at least, for people.
    pub(super) fn kept_until(&self, digest: &Digest) -> String {
        let until_ms = self.life.kept_until_ms(digest).unwrap_or_else(|| self.world.now_ms());
        jiff::Timestamp::from_millisecond(until_ms)
            .map_or_else(|_| String::new(), |time| time.strftime("%F").to_string())
    }

    /// Nobody else changes it meanwhile.
    async fn keep_until(&self, digest: &Digest, until_ms: i64) -> Result<(), StoreError> {
        if self.life.kept_until_ms(digest).is_some_and(|known_ms| until_ms <= known_ms) {
            return Ok(());
        }
        let due = Due { at_ms: until_ms, name: format!("{PROGRAM}{digest}"), bytes: Vec::new() };
        self.store.settle(Vec::new(), vec![due]).await?;
        self.life.keeps(digest, until_ms);
        Ok(())
    }
}
