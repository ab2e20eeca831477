use std::sync::Arc;

use serde::Serialize;
use tracing::{error, info, warn};

use super::Host;
use super::state::State;
use crate::channel::twilio::request::{Happened, Inbound};
use crate::channel::twilio::twiml;
use crate::engine::{self, Event, Fault, Input, Rejected, Session, Start, Step};
use crate::program::{Digest, Program};
use crate::store::{Record, StoreError};

/// How often a turn is stepped again because another one was committed first. Within one process the thread's lock
/// lets this happen only once, after a commit whose answer was lost.
const CONFLICTS: usize = 3;

/// Which of a number's two URLs a webhook came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Voice,
    Message,
}

/// A verified and decoded webhook.
#[derive(Debug)]
pub struct Webhook {
    pub flow: String,
    pub door: Door,
    pub inbound: Inbound,
    /// The turn whose document asked for this webhook, from the URL; `None` at the number's own URL.
    pub turn: Option<u64>,
    /// What our own action URLs begin with: `/voice/support/`.
    pub action: String,
}

/// The document to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub body: Vec<u8>,
    /// The reply of an earlier turn, to the byte.
    pub repeated: bool,
}

/// Why a turn was not taken. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnError {
    /// The flow is not served.
    UnknownFlow,
    /// Too many turns wait before this one.
    Busy,
    /// The store, or a version of the flow that the session needs.
    Store(StoreError),
    /// The session does not take this input, or the flow has no entry for this channel.
    Rejected(Rejected),
}

impl std::error::Error for TurnError {}

impl std::fmt::Display for TurnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TurnError::UnknownFlow => f.write_str("the flow is not served"),
            TurnError::Busy => f.write_str("too many turns of this conversation wait"),
            TurnError::Store(error) => write!(f, "the store failed: {error}"),
            TurnError::Rejected(rejected) => write!(f, "{rejected}"),
        }
    }
}

impl From<StoreError> for TurnError {
    fn from(error: StoreError) -> Self {
        TurnError::Store(error)
    }
}

/// What the log keeps of a turn: enough to take it again, to the byte.
#[derive(Serialize)]
struct LogEntry<'a> {
    digest: &'a Digest,
    at_ms: i64,
    /// Left out where the person answered in confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a Input>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

/// A thread as it stands before a turn.
struct Thread {
    version: u64,
    state: State,
}

impl Host {
    /// Takes one turn, or finds the reply that the same webhook got before.
    pub async fn turn(&self, webhook: &Webhook) -> Result<Answer, TurnError> {
        let thread = format!("{}/{}", webhook.flow, webhook.inbound.thread);
        let Some(_held) = self.locks.take(&thread, self.patience * 3 / 4).await else { return Err(TurnError::Busy) };
        for _ in 0..CONFLICTS {
            match self.attempt(&thread, webhook).await {
                Err(TurnError::Store(StoreError::Conflict { .. })) => {}
                done => return done,
            }
        }
        Err(TurnError::Busy)
    }

    async fn attempt(&self, thread: &str, webhook: &Webhook) -> Result<Answer, TurnError> {
        let newest = self.store.newest(thread).await?;
        let before = match &newest {
            Some(record) => Thread { version: record.version, state: State::read(&record.session)? },
            None => Thread { version: 0, state: State::default() },
        };
        if let Some(answer) = self.repeated(thread, webhook, &before).await? {
            return Ok(answer);
        }
        if before.state.session.is_none() && hung_up(webhook) {
            return Ok(silence(webhook.door));
        }
        let (program, session, input) = match self.prepare(webhook, &before).await {
            Err(TurnError::Rejected(Rejected::Ended)) => return Ok(silence(webhook.door)),
            prepared => prepared?,
        };
        let sensitive = session.as_ref().is_some_and(|session| engine::is_sensitive(&program, session));
        let step = engine::step(&program, session.as_ref(), input.clone()).map_err(TurnError::Rejected)?;
        report(&program, &step);
        let version = before.version + 1;
        let reply = encode(webhook, &step, version);
        let entry = LogEntry {
            digest: &program.digest,
            input: (!sensitive).then_some(&input),
            at_ms: input.at_ms,
            fault: step.fault.as_ref().map(describe),
        };
        let record = Record {
            version,
            dedupe: webhook.inbound.dedupe.clone(),
            session: before.state.next(step.session, &webhook.inbound.dedupe).write(),
            reply: reply.clone(),
            log: serde_json::to_vec(&entry).unwrap_or_default(),
        };
        self.store.commit(thread, record).await?;
        Ok(Answer { body: reply, repeated: false })
    }

    /// The stored reply, where this webhook has been answered before. A call's webhooks name the turn they follow;
    /// a message has an id of its own.
    async fn repeated(&self, thread: &str, webhook: &Webhook, before: &Thread) -> Result<Option<Answer>, TurnError> {
        let versions: Vec<u64> = match (webhook.door, &webhook.inbound.happened) {
            (Door::Voice, _) if hung_up(webhook) => return Ok(None),
            (Door::Voice, _) => {
                let follows = webhook.turn.unwrap_or(0);
                if follows < before.version { vec![follows + 1] } else { Vec::new() }
            }
            (Door::Message, _) => before.state.made_by(&webhook.inbound.dedupe, before.version).collect(),
        };
        for version in versions {
            let Some(record) = self.store.turn(thread, version).await? else { continue };
            if webhook.door == Door::Voice || record.dedupe == webhook.inbound.dedupe {
                info!(flow = webhook.flow, turn = version, "repeated webhook: answered as before");
                return Ok(Some(Answer { body: record.reply, repeated: true }));
            }
        }
        Ok(None)
    }

    /// The version to run on, the session to go on with, and the input.
    async fn prepare(
        &self,
        webhook: &Webhook,
        before: &Thread,
    ) -> Result<(Arc<Program>, Option<Session>, Input), TurnError> {
        let at_ms = self.world.now_ms();
        let inbound = &webhook.inbound;
        let input = |event| Input { at_ms, event, params: inbound.params.clone() };
        if let Some((program, session)) = self.resume(webhook, before, at_ms).await? {
            let event = match &inbound.happened {
                Happened::CallBegan => Event::Silence,
                Happened::Event(event) => event.clone(),
                Happened::Message(texted) => Event::Texted(texted.clone()),
            };
            return Ok((program, Some(session), input(event)));
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
        Ok((program, None, input(Event::Start(Box::new(start)))))
    }

    /// The thread's session with its own version of the flow; `None` where a new session begins.
    async fn resume(
        &self,
        webhook: &Webhook,
        before: &Thread,
        at_ms: i64,
    ) -> Result<Option<(Arc<Program>, Session)>, TurnError> {
        let Some(session) = before.state.session.clone() else { return Ok(None) };
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
        if at_ms.saturating_sub(session.last_ms) > program.expires_ms {
            info!(flow = webhook.flow, session = session.id, "session expired");
            return Ok(None);
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

fn encode(webhook: &Webhook, step: &Step, version: u64) -> Vec<u8> {
    let document = match webhook.door {
        Door::Voice => twiml::voice(&step.effects, &format!("{}{version}", webhook.action)),
        Door::Message => twiml::message(&step.effects),
    };
    for note in document.notes {
        warn!(flow = webhook.flow, session = step.session.id, note, "left out of the reply");
    }
    document.bytes
}

/// An empty document: nothing is said, nothing is sent.
fn silence(door: Door) -> Answer {
    let document = match door {
        Door::Voice => twiml::voice(&[], ""),
        Door::Message => twiml::message(&[]),
    };
    Answer { body: document.bytes, repeated: false }
}

fn hung_up(webhook: &Webhook) -> bool {
    matches!(webhook.inbound.happened, Happened::Event(Event::HungUp))
}

fn describe(fault: &Fault) -> String {
    match &fault.at {
        Some(at) => format!("{:?} at {} ({}): {}", fault.code, at.node, at.place, fault.text),
        None => format!("{:?}: {}", fault.code, fault.text),
    }
}

/// Says in the log what the flow's author can mend. Neither numbers nor words of the person are in it.
fn report(program: &Program, step: &Step) {
    let session = step.session.id.as_str();
    for notice in &step.notices {
        warn!(flow = program.flow, session, node = notice.at.node, place = %notice.at.place, "{}", notice.text);
    }
    if let Some(fault) = &step.fault {
        error!(flow = program.flow, session, version = program.digest.short(), "flow fault: {}", describe(fault));
    }
}
