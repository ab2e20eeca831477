use std::sync::Arc;

use tokio::time::Instant;
use tracing::{info, warn};

use super::Host;
use super::state::State;
use super::take::{Taking, silence};
use super::webhook::{Answer, Door, TurnError, Webhook};
use crate::channel::twilio::request::Happened;
use crate::channel::twilio::twiml;
use crate::engine::{self, Effect, Event, Input, Rejected, Session, Start};
use crate::program::Program;
use crate::store::{Record, StoreError};
use crate::value::Channel;

/// How often a webhook is looked at, because another turn was committed first, an older fetch had to be ended before, or
/// the session was to be woken before. Within one process the thread's lock lets the first happen only once, after a
/// commit whose answer was lost.
const ATTEMPTS: usize = 8;

/// A thread as it stands before a turn.
struct Thread {
    version: u64,
    state: State,
}

/// Whether a webhook has come before.
enum Seen {
    Never,
    /// Its turn waits for a fetch, or was cut off in one.
    Unfinished,
    Answered(Vec<u8>),
}

impl Host {
    /// Takes one turn, or finds the reply that the same webhook got before.
    pub async fn turn(&self, webhook: &Webhook) -> Result<Answer, TurnError> {
        let thread = format!("{}/{}", webhook.flow, webhook.inbound.thread);
        let begun = Instant::now();
        let Some(_held) = self.locks.take(&thread, self.patience * 3 / 4).await else { return Err(TurnError::Busy) };
        let mut owed = Vec::new();
        for attempt in 0..ATTEMPTS {
            // A call that begins is nearly always new. Where it is not, its commit is a conflict.
            let newest = match webhook.inbound.happened {
                Happened::CallBegan if attempt == 0 => self.store.at_hand(&thread),
                _ => self.store.newest(&thread).await?,
            };
            let is_guess = attempt == 0 && newest.is_none();
            // Large, and moved from task to task otherwise.
            match Box::pin(self.attempt(&thread, webhook, begun, newest, &mut owed)).await {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) | Err(TurnError::Store(StoreError::Conflict { .. })) => {}
                // A call that has begun before has its reply, also where its flow is served no more.
                Err(_) if is_guess => {}
                Err(error) => return Err(error),
            }
        }
        Err(TurnError::Busy)
    }

    /// `None` where the thread has been taken further, and the webhook is to be looked at anew. `owed` is what a
    /// person is told with the next reply.
    async fn attempt(
        &self,
        thread: &str,
        webhook: &Webhook,
        begun: Instant,
        newest: Option<Record>,
        owed: &mut Vec<Effect>,
    ) -> Result<Option<Answer>, TurnError> {
        let mut before = match &newest {
            Some(record) => Thread { version: record.version, state: State::read(&record.session)? },
            None => Thread { version: 0, state: State::default() },
        };
        let seen = self.seen(thread, webhook, &before).await?;
        if let Seen::Answered(body) = seen {
            let body = if webhook.unusable { self.plainly(webhook, &before).await? } else { body };
            return Ok(Some(Answer { body, repeated: true }));
        }
        if before.state.session.is_none() && hung_up(webhook) {
            return Ok(Some(nothing(webhook.door)));
        }
        let is_new = matches!(seen, Seen::Never) && webhook.door == Door::Message;
        if is_new && self.wake_late(thread, before.version, &before.state).await? {
            return Ok(None);
        }
        let (program, session, input) = match self.prepare(webhook, &mut before).await {
            Err(TurnError::Rejected(Rejected::Ended)) => return Ok(Some(nothing(webhook.door))),
            prepared => prepared?,
        };
        let waits = session.as_ref().is_some_and(|session| session.fetching.is_some()) && !hung_up(webhook);
        // A message that comes after one whose fetch was cut off: that one is ended first.
        let is_next = waits && webhook.door == Door::Message && matches!(seen, Seen::Never);
        let older = newest.filter(|_| is_next).map(|record| record.dedupe);
        let mut taking = Taking {
            host: self,
            thread,
            // What that one still says goes out as messages, where it can.
            webhook: (!is_next || !self.outbox.has_credentials(&before.state.account)).then_some(webhook),
            begun,
            program,
            version: before.version,
            state: before.state,
            dedupe: older.unwrap_or_else(|| webhook.inbound.dedupe.clone()),
            hurried: is_next,
            owed: std::mem::take(owed),
            reply: Vec::new(),
            told: Vec::new(),
        };
        if waits {
            taking.state.session = session;
        } else {
            taking.take(session.as_ref(), input).await?;
        }
        taking.settle().await?;
        if is_next {
            *owed = if taking.webhook.is_some() { taking.told } else { Vec::new() };
            return Ok(None);
        }
        if taking.reply.is_empty() {
            // The answer to its fetch comes as a message of its own.
            return Ok(Some(nothing(webhook.door)));
        }
        Ok(Some(Answer { body: taking.reply, repeated: false }))
    }

    /// Looks for the stored reply. A call's webhooks name the turn they follow; a message has an id of its own. A turn
    /// that waited for a fetch has no reply of its own: the answer is that of the turn in which it came.
    async fn seen(&self, thread: &str, webhook: &Webhook, before: &Thread) -> Result<Seen, TurnError> {
        let first: Vec<u64> = match (webhook.door, &webhook.inbound.happened) {
            (Door::Voice, _) if hung_up(webhook) => return Ok(Seen::Never),
            (Door::Voice, _) => match webhook.turn.unwrap_or(0) {
                follows if follows < before.version => vec![follows + 1],
                follows if follows == before.version => Vec::new(),
                // What it answers was lost with the store, or never was: the newest question is asked again.
                _ => vec![before.version],
            },
            (Door::Message, _) => before.state.made_by(&webhook.inbound.dedupe, before.version).collect(),
        };
        for first in first {
            for version in first..=before.version {
                let Some(record) = self.store.turn(thread, version).await? else { break };
                if webhook.door == Door::Message && version == first && record.dedupe != webhook.inbound.dedupe {
                    break;
                }
                if webhook.door == Door::Voice && is_beside(&record) {
                    continue;
                }
                if !record.reply.is_empty() {
                    info!(flow = webhook.flow, turn = version, "repeated webhook: answered as before");
                    return Ok(Seen::Answered(record.reply));
                }
                if version == before.version {
                    return Ok(Seen::Unfinished);
                }
            }
        }
        Ok(Seen::Never)
    }

    /// What to answer where the provider could not use the stored reply: the newest question in plain words.
    async fn plainly(&self, webhook: &Webhook, before: &Thread) -> Result<Vec<u8>, TurnError> {
        let Some(session) = &before.state.session else { return Ok(nothing(webhook.door).body) };
        let Some(program) = self.program(&session.digest).await? else { return Ok(nothing(webhook.door).body) };
        let kept = self.contact(&program, &session.caller).await?;
        let effects = engine::again(&program, session, &kept, self.world.now_ms());
        let action = format!("{}{}", webhook.action, before.version);
        let document = match webhook.door {
            Door::Voice if matches!(effects.last(), Some(Effect::Prompt(_))) => twiml::hold(&effects, &action),
            Door::Voice => twiml::voice(&effects, &action),
            Door::Message => twiml::message(&effects),
        };
        Ok(document.bytes)
    }

    /// The version to run on, the session to go on with, and the input.
    async fn prepare(
        &self,
        webhook: &Webhook,
        before: &mut Thread,
    ) -> Result<(Arc<Program>, Option<Session>, Input), TurnError> {
        let at_ms = self.world.now_ms();
        let inbound = &webhook.inbound;
        let input = |event, program: &Program| {
            let params = inbound.params(&program.reads);
            Input { at_ms, event, params, contact: Default::default() }
        };
        if let (Some(event), Some(session)) = (inbound.opted(), before.state.session.clone())
            && let Some(program) = self.program(&session.digest).await?
            && event.block().is_some_and(|block| program.lifecycle(block).is_some())
        {
            let input = input(event, &program);
            return Ok((program, Some(session), input));
        }
        if let Some((program, session)) = self.resume(webhook, before).await? {
            let event = match &inbound.happened {
                Happened::CallBegan => Event::Silence,
                Happened::Event(event) => event.clone(),
                Happened::Message(texted) => Event::Texted(texted.clone()),
            };
            let input = input(event, &program);
            return Ok((program, Some(session), input));
        }
        let program = self.catalog.live(&webhook.flow).ok_or(TurnError::UnknownFlow)?;
        let seed = self.world.seed();
        let start = Start {
            session_id: format!("{seed:016x}"),
            seed,
            channel: inbound.channel,
            caller: inbound.caller.clone(),
            called: inbound.called.clone(),
            first: match &inbound.happened {
                Happened::Message(texted) => Some(texted.clone()),
                Happened::CallBegan | Happened::Event(_) => None,
            },
        };
        let input = input(Event::Start(Box::new(start)), &program);
        Ok((program, None, input))
    }

    /// Takes the thread's session, with its own version of the flow; `None` where a new session begins.
    async fn resume(
        &self,
        webhook: &Webhook,
        before: &mut Thread,
    ) -> Result<Option<(Arc<Program>, Session)>, TurnError> {
        let Some(session) = before.state.session.take() else { return Ok(None) };
        if webhook.door == Door::Voice && session.ended {
            return Err(TurnError::Rejected(Rejected::Ended));
        }
        if session.ended {
            return Ok(None);
        }
        let Some(program) = self.program(&session.digest).await? else {
            warn!(flow = webhook.flow, version = session.digest.short(), "a session's version is gone: it begins anew");
            return Ok(None);
        };
        if webhook.door == Door::Voice {
            return Ok(Some((program, session)));
        }
        // A texter who rests at the flow's entry loses nothing by taking the newest version.
        let live = self.catalog.live(&webhook.flow).filter(|live| live.digest != session.digest);
        if let Some((live, renewed)) =
            live.and_then(|live| Some((Arc::clone(&live), engine::renew(&session, &program, &live)?)))
        {
            return Ok(Some((live, renewed)));
        }
        Ok(Some((program, session)))
    }
}

fn nothing(door: Door) -> Answer {
    let channel = if door == Door::Voice { Channel::Voice } else { Channel::Sms };
    Answer { body: silence(channel), repeated: false }
}

/// Whether a call's turn was made by something else than its webhooks, whose marks are numbers.
fn is_beside(record: &Record) -> bool {
    !record.dedupe.bytes().all(|byte| byte.is_ascii_digit())
}

fn hung_up(webhook: &Webhook) -> bool {
    matches!(webhook.inbound.happened, Happened::Event(Event::HungUp))
}
