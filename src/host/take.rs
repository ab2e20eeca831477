//! From a webhook's input to its reply: one step, and one more for each answer to a fetch. Each is committed before
//! anything that it asks for is done.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;
use tracing::{error, warn};

use super::state::State;
use super::webhook::{Door, TurnError, Webhook};
use super::{Host, fetches};
use crate::channel::twilio::twiml;
use crate::engine::{self, Effect, Event, Fault, Input, Outcome, Session, Step};
use crate::program::{Digest, Program};
use crate::store::Record;

/// Of a webhook's time, kept for what comes after a fetch that is given up.
const MARGIN: Duration = Duration::from_millis(500);

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

/// A thread being taken further by one webhook, or by nobody where its session is woken.
pub(super) struct Taking<'a> {
    pub host: &'a Host,
    pub thread: &'a str,
    /// Without one there is nobody to be answered.
    pub webhook: Option<&'a Webhook>,
    pub door: Door,
    pub begun: Instant,
    pub program: Arc<Program>,
    /// Of the newest committed turn, as the state is.
    pub version: u64,
    pub state: State,
    /// The mark of the turns made here.
    pub dedupe: String,
    /// What the person has not been told yet.
    pub owed: Vec<Effect>,
    /// Whether the newest turn, made here, asked for a request that has not been made.
    pub asked: bool,
    /// The newest turn's; empty where that waits for a fetch.
    pub reply: Vec<u8>,
    /// What that reply tells.
    pub told: Vec<Effect>,
}

impl<'a> Taking<'a> {
    /// A turn that no webhook asked for. It may take as long as that of a message.
    pub fn without_webhook(
        host: &'a Host,
        thread: &'a str,
        program: Arc<Program>,
        version: u64,
        state: State,
        dedupe: &str,
    ) -> Self {
        Taking {
            host,
            thread,
            webhook: None,
            door: Door::Message,
            begun: Instant::now(),
            program,
            version,
            state,
            dedupe: dedupe.to_owned(),
            owed: Vec::new(),
            asked: false,
            reply: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Steps and commits.
    pub async fn take(&mut self, session: Option<&Session>, input: Input) -> Result<(), TurnError> {
        let sensitive = session.is_some_and(|session| engine::is_sensitive(&self.program, session));
        let step = engine::step(&self.program, session, input.clone()).map_err(TurnError::Rejected)?;
        report(&self.program, &step);
        let version = self.version + 1;
        let asks = matches!(step.effects.last(), Some(Effect::Fetch(_)));
        let reply = if asks { Vec::new() } else { self.encode(&step, version) };
        let entry = LogEntry {
            digest: &self.program.digest,
            input: (!sensitive).then_some(&input),
            at_ms: input.at_ms,
            fault: step.fault.as_ref().map(describe),
        };
        let told = [std::mem::take(&mut self.owed), step.effects].concat();
        let done = step.session.fetching.is_none();
        self.host.keep_for(&step.session, &self.program, input.at_ms).await?;
        let mut state = self.state.next(step.session, &self.dedupe);
        let due = self.host.life.mark(self.thread, &mut state, &self.program, input.at_ms);
        let record = Record {
            version,
            at_ms: input.at_ms,
            dedupe: self.dedupe.clone(),
            session: state.write(),
            reply: reply.clone(),
            log: serde_json::to_vec(&entry).unwrap_or_default(),
            due,
            facts: Vec::new(),
        };
        self.host.store.commit(self.thread, record).await?;
        if done {
            self.host.fetches.forget(self.thread);
        }
        (self.version, self.state, self.asked, self.reply) = (version, state, asks, reply);
        // The request of a turn that asks is no news to the person.
        (self.owed, self.told) = if asks { (told, Vec::new()) } else { (Vec::new(), told) };
        Ok(())
    }

    /// Goes on while the session waits for a fetch: until there is a reply.
    pub async fn settle(&mut self) -> Result<(), TurnError> {
        while self.reply.is_empty() {
            let Some(session) = self.state.session.clone().filter(|session| session.fetching.is_some()) else { break };
            let event = self.answer(&session).await;
            let input = Input { at_ms: self.host.world.now_ms(), event, params: Default::default() };
            self.take(Some(&session), input).await?;
        }
        Ok(())
    }

    /// What becomes of the session's request as far as this webhook can wait. A call is held after the grace; a
    /// message has no such way, so that its fetch has failed when the webhook's time is over.
    async fn answer(&self, session: &Session) -> Event {
        let Some(asked) = session.fetching.as_deref() else { return Event::Waited };
        let (id, fetches) = (asked.request.id, &self.host.fetches);
        let failed = |why: &str| Event::Fetched { id, outcome: Outcome::Failed { why: why.to_owned() } };
        let start = || fetches.start(self.thread, session, asked, &self.host.world);
        let coming = match fetches.find(self.thread, session, asked) {
            _ if self.asked => start(),
            Some(coming) => coming,
            None if asked.request.repeatable => start(),
            None => return failed("the server stopped while the request was under way"),
        };
        let budget = self.host.patience.saturating_sub(MARGIN);
        let time = match self.door {
            Door::Voice => budget.min(fetches.grace),
            Door::Message => budget,
        };
        match fetches::until(coming, self.begun + time).await {
            Some(outcome) => Event::Fetched { id, outcome },
            None if self.door == Door::Voice => Event::Waited,
            None => failed("no answer within the time that a message can wait"),
        }
    }

    fn encode(&self, step: &Step, version: u64) -> Vec<u8> {
        let Some(webhook) = self.webhook else { return Vec::new() };
        let action = format!("{}{version}", webhook.action);
        let document = match self.door {
            Door::Voice if step.session.fetching.is_some() => twiml::hold(&step.effects, &action),
            Door::Voice => twiml::voice(&step.effects, &action),
            Door::Message if self.owed.is_empty() => twiml::message(&step.effects),
            Door::Message => twiml::message(&[self.owed.as_slice(), &step.effects].concat()),
        };
        for note in document.notes {
            warn!(flow = webhook.flow, session = step.session.id, note, "left out of the reply");
        }
        document.bytes
    }
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
