//! From a webhook's input to its reply: one step, and one more for each answer to a fetch. Each is committed before
//! anything that it asks for is done.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;
use tracing::{error, warn};

use super::outbox::Asking;
use super::state::State;
use super::webhook::{Door, TurnError, Webhook};
use super::{Host, contact, fetches, late};
use crate::channel::twilio::twiml;
use crate::engine::{self, Effect, Event, Fault, Input, Outcome, Session, Step};
use crate::program::Program;
use crate::program::event::REPORTS;
use crate::store::{Due, Record};
use crate::value::Channel;

/// Of a webhook's time, kept for what comes after a fetch that is given up.
const MARGIN: Duration = Duration::from_millis(500);

/// What the log keeps of a turn: with the session before it, which has the flow's version, enough to take it again, to
/// the byte.
#[derive(Serialize)]
struct LogEntry<'a> {
    /// Left out where the person answered in confidence.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    input: Option<&'a Input>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

/// A thread being taken further by one webhook, or by nobody where its session is woken.
pub(super) struct Taking<'a> {
    pub host: &'a Host,
    pub thread: &'a str,
    /// What is answered; nothing where the turn was not asked for by a person. Then what it says goes out as messages.
    pub webhook: Option<&'a Webhook>,
    pub begun: Instant,
    pub program: Arc<Program>,
    /// Of the newest committed turn, as the state is.
    pub version: u64,
    pub state: State,
    /// The mark of the turns made here.
    pub dedupe: String,
    /// Whether a fetch that is late has failed, whatever could be done about it.
    pub hurried: bool,
    /// What the person has not been told yet.
    pub owed: Vec<Effect>,
    /// The newest turn's; empty where that waits for a fetch.
    pub reply: Vec<u8>,
    /// What that reply tells.
    pub told: Vec<Effect>,
}

impl<'a> Taking<'a> {
    /// A turn that no webhook asked for: what it says goes out as messages.
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
            begun: Instant::now(),
            program,
            version,
            state,
            dedupe: dedupe.to_owned(),
            hurried: false,
            owed: Vec::new(),
            reply: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Steps and commits, and begins the request that the turn asks for.
    pub async fn take(&mut self, session: Option<&Session>, mut input: Input) -> Result<(), TurnError> {
        let person = contact::person(session, &input.event).to_owned();
        input.contact = self.host.contact(&self.program, &person).await?;
        let sensitive = session.is_some_and(|session| engine::is_sensitive(&self.program, session))
            || is_private(session, &input.event);
        let step = engine::step(&self.program, session, input.clone()).map_err(TurnError::Rejected)?;
        report(&self.program, &step);
        let version = self.version + 1;
        let asks = matches!(step.effects.last(), Some(Effect::Fetch(_)));
        // A report is answered by nobody, and the question that the person was asked stays the newest reply.
        let reports = input.event.is_aside() && step.session.channel.is_voice();
        let reply = if asks || reports { Vec::new() } else { self.encode(&step, version) };
        let facts = contact::facts(&person, &step.contact);
        let logged = contact::logged(&input);
        let entry = LogEntry { input: (!sensitive).then_some(&*logged), fault: step.fault.as_ref().map(describe) };
        let account = self.account().to_owned();
        let outward = self.dues(&step, version, &input, &account);
        let proceedings = self.host.proceedings(self.thread, version, input.at_ms, &account, &step);
        let proceeds = !proceedings.is_empty();
        let is_outward = !outward.is_empty();
        let done = step.session.fetching.is_none();
        let told = step.effects.into_iter().filter(|effect| !effect.is_outward());
        let told: Vec<Effect> = std::mem::take(&mut self.owed).into_iter().chain(told).collect();
        self.host.keep_for(&step.session, &self.program, input.at_ms).await?;
        let mut state = self.state.next(step.session, &self.dedupe, &account);
        let mut due = self.host.life.mark(self.thread, &mut state, &self.program, input.at_ms);
        due.extend(outward);
        due.extend(proceedings);
        let record = Record {
            version,
            at_ms: input.at_ms,
            dedupe: self.dedupe.clone(),
            session: state.write(),
            reply: reply.clone(),
            log: serde_json::to_vec(&entry).unwrap_or_default(),
            due,
            facts,
        };
        self.host.store.commit(self.thread, record).await?;
        if is_outward {
            self.host.wake_senders();
        }
        if proceeds {
            self.host.proceeding.notify_one();
        }
        if done {
            self.host.fetches.forget(self.thread);
        }
        (self.version, self.state, self.reply) = (version, state, reply);
        // The request of a turn that asks is no news to the person.
        (self.owed, self.told) = if asks { (told, Vec::new()) } else { (Vec::new(), told) };
        if asks
            && let Some(session) = &self.state.session
            && let Some(asked) = session.fetching.as_deref()
        {
            self.host.fetches.start(self.thread, session, asked, &self.host.world);
        }
        Ok(())
    }

    fn account(&self) -> &str {
        self.webhook.map_or(&self.state.account, |webhook| &webhook.inbound.account)
    }

    /// What is to be done because of this turn, beside the reply.
    fn dues(&self, step: &Step, version: u64, input: &Input, account: &str) -> Vec<Due> {
        let (at_ms, on_report) = (input.at_ms, matches!(input.event, Event::Fared { .. }));
        let asking = Asking { thread: self.thread, version, at_ms, session: &step.session, account, on_report };
        let mut dues = asking.dues(&self.host.outbox, &step.effects, self.webhook.is_some());
        let texts = !step.session.channel.is_voice() && step.session.fetching.is_some();
        if texts && (self.webhook.is_none() || self.host.outbox.has_credentials(account)) {
            let wait = if self.webhook.is_some() { self.budget() } else { Duration::ZERO };
            dues.push(late::due(self.thread, version, at_ms, wait));
        }
        dues
    }

    /// Goes on while the session waits for a fetch: until there is a reply, or none can be had in time.
    pub async fn settle(&mut self) -> Result<(), TurnError> {
        while self.reply.is_empty() {
            let Some(session) = self.state.session.clone().filter(|session| session.fetching.is_some()) else { break };
            let Some(event) = self.answer(&session).await else { break };
            let input = Input {
                at_ms: self.host.world.now_ms(),
                event,
                params: Default::default(),
                contact: Default::default(),
            };
            self.take(Some(&session), input).await?;
        }
        Ok(())
    }

    /// What becomes of the session's request as far as this webhook can wait. A call is held after the grace. For a
    /// text nothing is known by then where the answer can be sent as a message of its own; else its fetch has failed.
    async fn answer(&self, session: &Session) -> Option<Event> {
        let Some(asked) = session.fetching.as_deref() else { return Some(Event::Waited) };
        let id = asked.request.id;
        let failed = |why: &str| Some(Event::Fetched { id, outcome: Outcome::Failed { why: why.to_owned() } });
        let Some(coming) = self.host.coming(self.thread, session, asked) else {
            return failed(late::CUT_OFF);
        };
        let voice = session.channel.is_voice();
        let time = if voice { self.budget().min(self.host.fetches.grace) } else { self.budget() };
        match fetches::until(coming, self.begun + time).await {
            Some(outcome) => Some(Event::Fetched { id, outcome }),
            None if voice => Some(Event::Waited),
            None if !self.hurried && self.host.outbox.has_credentials(self.account()) => None,
            None => failed("no answer within the time that a message can wait"),
        }
    }

    /// How long a webhook can wait for fetches.
    fn budget(&self) -> Duration {
        self.host.patience.saturating_sub(MARGIN)
    }

    fn encode(&self, step: &Step, version: u64) -> Vec<u8> {
        let Some(webhook) = self.webhook else {
            // A repeated webhook whose fetch was late finds that there is nothing to say.
            let was_asked = self.state.session.as_ref().is_some_and(|session| session.fetching.is_some());
            return if was_asked { silence(step.session.channel) } else { Vec::new() };
        };
        let action = format!("{}{version}", webhook.action);
        let document = match webhook.door {
            Door::Voice if step.session.fetching.is_some() => twiml::hold(&step.effects, &action),
            Door::Voice => self.voice(step, &action),
            Door::Message if self.owed.is_empty() => self.messages(&step.effects),
            Door::Message => self.messages(&[self.owed.as_slice(), &step.effects].concat()),
        };
        for note in document.notes {
            warn!(flow = webhook.flow, session = step.session.id, note, "left out of the reply");
        }
        document.bytes
    }
}

/// An empty document: nothing is said, nothing is sent.
pub(super) fn silence(channel: Channel) -> Vec<u8> {
    let document = if channel.is_voice() { twiml::voice(&[], "") } else { twiml::message(&[]) };
    document.bytes
}

impl Taking<'_> {
    /// One of our addresses, for what comes later.
    fn address(&self, what: &str) -> Option<String> {
        let (prefix, flow) = self.webhook?.action.rsplit_once("/voice/")?;
        Some(format!("{prefix}/{what}/{}", flow.trim_end_matches('/')))
    }

    /// A texter's document, whose messages are reported on where the flow wants to hear of them.
    fn messages(&self, effects: &[Effect]) -> twiml::Document {
        let listens = REPORTS.iter().any(|report| self.program.lifecycle(report).is_some());
        match self.address("status/message").filter(|_| listens) {
            Some(address) => twiml::message_reported(effects, &address),
            None => twiml::message(effects),
        }
    }

    /// A call's document, with our addresses for what comes of recordings later.
    fn voice(&self, step: &Step, action: &str) -> twiml::Document {
        let transcription = self.address("transcription");
        let recording = self.address("recording").filter(|_| self.program.lifecycle("recording").is_some());
        let whisper = self.address("whisper");
        let addresses = twiml::Addresses {
            action,
            transcription: transcription.as_deref(),
            recording: recording.as_deref(),
            whisper: whisper.as_deref(),
        };
        twiml::voice_at(&step.effects, &addresses)
    }
}

/// Whether an input holds what was given in confidence, or may: values that are taken along, the words of a recording.
fn is_private(session: Option<&Session>, event: &Event) -> bool {
    match event {
        Event::Proceed(from) => !from.sensitive.is_empty(),
        Event::Transcribed { sid, .. } => {
            let of =
                |session: &Session| session.recordings.get(sid).is_some_and(|name| session.sensitive.contains(name));
            session.is_some_and(of)
        }
        _ => false,
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
