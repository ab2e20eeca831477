//! Fetches that the webhook of a text could not wait for. The answer is a turn of its own, and what it says goes out as
//! messages. After a restart it goes on in the same way: the turn that asked left a due.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tracing::{error, info, warn};

use super::Host;
use super::fetches::{self, Coming};
use super::state::State;
use super::take::Taking;
use super::webhook::TurnError;
use crate::engine::{Event, Fetching, Input, Outcome, Session};
use crate::store::{Due, StoreError};

/// The class of the store's dues that say which thread waits.
const LATE: &str = "late/";

/// The mark of the turns made here.
const DEDUPE: &str = "late";

/// Why a request that must not be made twice has failed after a restart.
pub(super) const CUT_OFF: &str = "the server stopped while the request was under way";

/// Threads that are looked at together.
const LOOK: usize = 512;

/// Longer than any request may take.
const LONG: Duration = Duration::from_secs(10 * 60);

/// How long to sleep where nothing is known to come, and after something failed.
const IDLE: Duration = Duration::from_secs(30);
const FAILED: Duration = Duration::from_secs(5);

/// The threads whose fetches are waited for.
#[derive(Default)]
pub(super) struct Late {
    waiting: Mutex<BTreeSet<String>>,
    woken: Notify,
}

impl Late {
    pub fn wake(&self) {
        self.woken.notify_one();
    }
}

/// To be committed with a turn that asks: the webhook waits for so long itself.
pub(super) fn due(thread: &str, version: u64, at_ms: i64, wait: Duration) -> Due {
    let wait = i64::try_from(wait.as_millis()).unwrap_or(0);
    Due { at_ms: at_ms.saturating_add(wait), name: format!("{LATE}{thread}/{version}"), bytes: Vec::new() }
}

fn read(name: &str) -> Option<(&str, u64)> {
    let (thread, version) = name.strip_prefix(LATE)?.rsplit_once('/')?;
    Some((thread, version.parse().ok()?))
}

impl Host {
    /// Follows the late fetches until the task is dropped.
    pub async fn run_late(self: Arc<Self>) {
        loop {
            let woken = self.late.woken.notified();
            let pause = match self.look_for_late().await {
                Ok(Some(next)) => {
                    let ms = next.saturating_sub(self.world.now_ms()).max(1);
                    Duration::from_millis(u64::try_from(ms).unwrap_or(1)).min(IDLE)
                }
                Ok(None) => IDLE,
                Err(error) => {
                    error!("late fetches cannot be read from the store: {error}");
                    FAILED
                }
            };
            let _ = tokio::time::timeout(pause, woken).await;
        }
    }

    /// Follows those that are late at this moment to their end, for tests.
    pub async fn drain_late(self: &Arc<Self>) -> Result<(), StoreError> {
        loop {
            let woken = self.late.woken.notified();
            self.look_for_late().await?;
            if self.late.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return Ok(());
            }
            woken.await;
        }
    }

    /// Gives the moment at which to look again, where one is known.
    async fn look_for_late(self: &Arc<Self>) -> Result<Option<i64>, StoreError> {
        let now_ms = self.world.now_ms();
        let ahead = i64::try_from(IDLE.as_millis()).unwrap_or(0);
        let mut next = None;
        for due in self.store.due(now_ms.saturating_add(ahead), LATE, LOOK).await? {
            if due.at_ms > now_ms {
                next = next.or(Some(due.at_ms));
            } else if self.late.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(due.name.clone()) {
                tokio::spawn(Arc::clone(self).follow(due));
            }
        }
        Ok(next)
    }

    async fn follow(self: Arc<Self>, due: Due) {
        let outcome = match read(&due.name) {
            Some((thread, version)) => self.end_late(thread, version).await,
            None => Ok(()),
        };
        let settled = match outcome {
            Ok(()) => self.store.settle(vec![(due.at_ms, due.name.clone())], Vec::new()).await.map_err(TurnError::from),
            Err(error) => Err(error),
        };
        if let Err(error) = settled {
            warn!("a late fetch could not be ended, tried again: {error}");
            tokio::time::sleep(FAILED).await;
        }
        self.late.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&due.name);
        self.late.wake();
    }

    /// Waits for the answer, and takes the turn. Where the thread has gone on meanwhile there is nothing to do.
    async fn end_late(&self, thread: &str, version: u64) -> Result<(), TurnError> {
        let Some((_, session)) = self.waiting(thread, version).await? else { return Ok(()) };
        let Some(asked) = session.fetching.as_deref() else { return Ok(()) };
        let outcome = match self.coming(thread, &session, asked) {
            Some(coming) => fetches::until(coming, Instant::now() + LONG).await,
            None => Some(Outcome::Failed { why: CUT_OFF.to_owned() }),
        };
        let outcome = outcome.unwrap_or(Outcome::Failed { why: format!("no answer within {LONG:?}") });
        let Some(_held) = self.locks.take(thread, self.patience).await else { return Err(TurnError::Busy) };
        let Some((state, session)) = self.waiting(thread, version).await? else { return Ok(()) };
        let Some(program) = self.program(&session.digest).await? else {
            warn!(flow = session.flow, session = session.id, "a late fetch's version of the flow is gone");
            return Ok(());
        };
        let mut taking = Taking::without_webhook(self, thread, program, version, state, DEDUPE);
        let event = Event::Fetched { id: asked.request.id, outcome };
        taking
            .take(
                Some(&session),
                Input { at_ms: self.world.now_ms(), event, params: Default::default(), contact: Default::default() },
            )
            .await?;
        info!(flow = session.flow, session = session.id, "late fetch ended: what it says goes out as messages");
        Ok(())
    }

    /// The session that this turn left waiting for a fetch, where it still does.
    async fn waiting(&self, thread: &str, version: u64) -> Result<Option<(State, Session)>, TurnError> {
        let Some(record) = self.store.newest(thread).await?.filter(|record| record.version == version) else {
            return Ok(None);
        };
        let state = State::read(&record.session)?;
        let session = state.session.clone().filter(|session| session.fetching.is_some() && !session.ended);
        Ok(session.map(|session| (state, session)))
    }

    /// The answer to come of a request that was asked for before: one that runs, or that may be made again.
    pub(super) fn coming(&self, thread: &str, session: &Session, asked: &Fetching) -> Option<Coming> {
        let again = || asked.request.repeatable.then(|| self.fetches.start(thread, session, asked, &self.world));
        self.fetches.find(thread, session, asked).or_else(again)
    }

    /// A turn has asked for something that is done beside its reply.
    pub(super) fn wake_senders(&self) {
        self.outbox.wake();
        self.late.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_names_the_turn() {
        let due = due("f/sms/+1/+2", 7, 5, Duration::from_millis(10));
        assert_eq!((due.at_ms, read(&due.name)), (15, Some(("f/sms/+1/+2", 7))));
        assert_eq!(read("late/x"), None);
    }
}
