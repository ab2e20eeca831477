//! `send … continue`: begins the conversation with which a call goes on in messages. It is a due of the turn that asked
//! for it, so that it is begun once although the process may end at any moment.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tracing::{error, info, warn};

use super::Host;
use super::life::DAY_MS;
use super::state::State;
use super::take::Taking;
use super::webhook::TurnError;
use crate::engine::{self, Effect, Event, Input, Proceeding, Start, Step};
use crate::program::Digest;
use crate::store::{Due, MAX_NAME, StoreError};

/// The class of these dues.
pub(super) const PROCEED: &str = "proceed/";

/// Conversations begun together.
const BATCH: usize = 64;

/// What could not be begun is tried again after so long.
const SOON_MS: i64 = 30_000;

/// How often to look where no turn of this process has asked, and after something failed.
const IDLE: Duration = Duration::from_secs(30);

/// What is begun, as a due keeps it.
#[derive(Serialize, Deserialize)]
struct Begin {
    account: String,
    digest: Digest,
    from: Proceeding,
}

/// After how long to try once more where a conversation could not be begun.
fn put_off_ms(begun: Result<Result<(), TurnError>, tokio::task::JoinError>) -> Option<i64> {
    match begun {
        Ok(Ok(())) => None,
        Ok(Err(
            error @ (TurnError::Busy | TurnError::Store(StoreError::Unavailable(_) | StoreError::Conflict { .. })),
        )) => {
            warn!("a conversation that goes on in messages has to wait: {error}");
            Some(SOON_MS)
        }
        Ok(Err(error)) => {
            error!("a conversation cannot go on in messages; it is tried again in a day: {error}");
            Some(DAY_MS)
        }
        Err(panic) => {
            error!("a conversation cannot go on in messages; it is tried again in a day: {panic}");
            Some(DAY_MS)
        }
    }
}

/// As a message from there names it.
fn thread_of(flow: &str, start: &Start) -> String {
    format!("{flow}/{}/{}/{}", start.channel.as_str(), start.called, start.caller)
}

impl Host {
    /// To be committed with a turn whose messages let the conversation go on there.
    pub(super) fn proceedings(&self, thread: &str, version: u64, at_ms: i64, account: &str, step: &Step) -> Vec<Due> {
        let sends = step.effects.iter().enumerate().filter_map(|(index, effect)| match effect {
            Effect::Send(send) if send.proceed.is_some() => Some((index, &**send)),
            _ => None,
        });
        let due = |(index, send): (usize, &engine::Send)| {
            let seed = self.world.seed();
            let from = engine::proceeding(&step.session, send, format!("{seed:016x}"), seed)?;
            if thread_of(&step.session.flow, &from.start).len() > MAX_NAME {
                warn!(flow = step.session.flow, "an address is too long for a conversation to go on there");
                return None;
            }
            let begin = Begin { account: account.to_owned(), digest: step.session.digest.clone(), from };
            let bytes = serde_json::to_vec(&begin).ok()?;
            Some(Due { at_ms, name: format!("{PROCEED}{thread}/{version}/{index}"), bytes })
        };
        sends.filter_map(due).collect()
    }

    /// Begins what is due until the task is dropped.
    pub async fn run_proceeding(self: Arc<Self>) {
        loop {
            let woken = self.proceeding.notified();
            if let Err(error) = self.proceed().await {
                warn!("conversations that go on in messages have to wait: {error}");
            }
            let _ = tokio::time::timeout(IDLE, woken).await;
        }
    }

    /// Begins what is due at this moment. What cannot be begun is put off, and keeps nothing else up.
    ///
    /// # Errors
    ///
    /// Where the store cannot be used. What was not begun stays due.
    pub async fn proceed(self: &Arc<Self>) -> Result<(), StoreError> {
        loop {
            let dues = self.store.due(self.world.now_ms(), PROCEED, BATCH).await?;
            if dues.is_empty() {
                return Ok(());
            }
            for due in dues {
                let (host, begun) = (Arc::clone(self), due.clone());
                let begun = tokio::spawn(async move { host.begin(&begun).await }).await;
                let again = put_off_ms(begun).map(|ms| self.world.now_ms().saturating_add(ms));
                let put = again.map(|at_ms| Due { at_ms, ..due.clone() });
                self.store.settle(vec![(due.at_ms, due.name)], put.into_iter().collect()).await?;
            }
        }
    }

    async fn begin(&self, due: &Due) -> Result<(), TurnError> {
        let Ok(Begin { account, digest, from }) = serde_json::from_slice(&due.bytes) else {
            warn!("what a conversation goes on with cannot be read");
            return Ok(());
        };
        let Some(program) = self.program(&digest).await? else {
            warn!(version = digest.short(), "the version of a flow that goes on in messages is gone");
            return Ok(());
        };
        let thread = thread_of(&program.flow, &from.start);
        let Some(_held) = self.locks.take(&thread, self.patience).await else { return Err(TurnError::Busy) };
        let newest = self.store.newest(&thread).await?;
        let mut state = newest.as_ref().map_or(Ok(State::default()), |record| State::read(&record.session))?;
        let version = newest.map_or(0, |record| record.version);
        for made in state.made_by(&due.name, version) {
            if self.store.turn(&thread, made).await?.is_some_and(|record| record.dedupe == due.name) {
                return Ok(());
            }
        }
        state.account = account;
        let mut taking = Taking::without_webhook(self, &thread, program, version, state, &due.name);
        let session = from.start.session_id.clone();
        let event = Event::Proceed(Box::new(from));
        taking
            .take(
                None,
                Input { at_ms: self.world.now_ms(), event, params: Default::default(), contact: Default::default() },
            )
            .await?;
        info!(session, "a conversation goes on in messages");
        Ok(())
    }
}
