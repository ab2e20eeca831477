//! What the provider reports beside a conversation: a turn that says nothing, taken once however often it is told.

use super::Host;
use super::state::State;
use super::take::Taking;
use super::webhook::{TurnError, Webhook};
use crate::channel::twilio::request::Happened;
use crate::engine::{Event, Input, Session};
use crate::program::Program;
use crate::store::StoreError;

/// A report is looked at again where another turn was committed first.
const ATTEMPTS: usize = 4;

impl Host {
    /// Takes a report into the session that it belongs to, where there is one.
    pub async fn beside(&self, webhook: &Webhook) -> Result<(), TurnError> {
        let Happened::Event(event) = &webhook.inbound.happened else { return Ok(()) };
        let thread = format!("{}/{}", webhook.flow, webhook.inbound.thread);
        let Some(_held) = self.locks.take(&thread, self.patience).await else { return Err(TurnError::Busy) };
        for _ in 0..ATTEMPTS {
            match self.report(&thread, webhook, event).await {
                Err(TurnError::Store(StoreError::Conflict { .. })) => {}
                done => return done,
            }
        }
        Err(TurnError::Busy)
    }

    async fn report(&self, thread: &str, webhook: &Webhook, event: &Event) -> Result<(), TurnError> {
        let Some(newest) = self.store.newest(thread).await? else { return Ok(()) };
        let state = State::read(&newest.session)?;
        let dedupe = &webhook.inbound.dedupe;
        for version in state.made_by(dedupe, newest.version) {
            if self.store.turn(thread, version).await?.is_some_and(|record| record.dedupe == *dedupe) {
                return Ok(());
            }
        }
        let Some(session) = state.session.clone() else { return Ok(()) };
        let Some(program) = self.program(&session.digest).await? else { return Ok(()) };
        if !is_news(&program, &session, event) {
            return Ok(());
        }
        let params = webhook.inbound.params(&program.reads);
        let mut taking = Taking::without_webhook(self, thread, program, newest.version, state, dedupe);
        let input = Input { at_ms: self.world.now_ms(), event: event.clone(), params, contact: Default::default() };
        taking.take(Some(&session), input).await
    }
}

/// Whether a report changes anything: a block runs, a call ends, the words of a recording are waited for.
fn is_news(program: &Program, session: &Session, event: &Event) -> bool {
    let runs = event.block().is_some_and(|block| program.lifecycle(block).is_some());
    let changes = match event {
        Event::Over { .. } => !session.ended,
        Event::Transcribed { sid, .. } => session.recordings.contains_key(sid),
        _ => false,
    };
    runs || changes
}
