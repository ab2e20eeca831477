//! What happens beside the conversation: the blocks of `on hangup` and its kin. The session goes on waiting where it was.

use std::collections::BTreeMap;

use crate::program::event::FAULT;
use crate::program::{Place, Program};
use crate::value::Value;

use super::contact::Contact;
use super::effect::{Effect, Fault, FaultCode};
use super::input::Event;
use super::limits;
use super::receive::name;
use super::session::{Frame, Session};
use super::step::{Rejected, Step};
use super::turn::Turn;

/// The status of a call that came to its end as calls do.
const COMPLETED: &str = "completed";
/// What a recording's words are called in it.
const TRANSCRIPT: &str = "transcript";

impl Event {
    /// Whether it happens beside the conversation: nobody waits for an answer, and the session may be over.
    pub fn is_aside(&self) -> bool {
        matches!(
            self,
            Event::Over { .. }
                | Event::Fared { .. }
                | Event::Recording { .. }
                | Event::Transcribed { .. }
                | Event::OptedOut
                | Event::OptedIn
        )
    }

    /// The name of the block that it runs.
    pub fn block(&self) -> Option<&str> {
        Some(match self {
            Event::Over { status } | Event::Fared { status } => status,
            Event::Recording { .. } => "recording",
            Event::Transcribed { .. } => "transcription",
            Event::OptedOut => "opt_out",
            Event::OptedIn => "opt_in",
            _ => return None,
        })
    }
}

/// Takes what happened beside the conversation, which may be over.
pub(super) fn beside(
    program: &Program,
    session: &Session,
    at_ms: i64,
    event: &Event,
    params: BTreeMap<String, String>,
    contact: &Contact,
) -> Result<Step, Rejected> {
    let is_voice = session.channel.is_voice();
    let fits = match event {
        Event::Over { .. } => is_voice,
        Event::OptedOut | Event::OptedIn => !is_voice,
        _ => true,
    };
    if !fits {
        let waits_for = if is_voice { "what happens to a call" } else { "what happens to messages" };
        return Err(Rejected::Unexpected { waits_for, got: name(event) });
    }
    let mut turn = Turn::new(program, session.clone(), at_ms);
    turn.meet(contact);
    turn.session.params = params;
    turn.about_message = matches!(event, Event::Fared { .. });
    match event {
        Event::Over { status } => {
            turn.trace(format!("the call is over: {status}"));
            if !turn.session.ended && status == COMPLETED {
                turn.aside("hangup");
            }
            turn.over();
        }
        Event::Transcribed { sid, text } => turn.transcribed(sid, text.as_deref()),
        _ => {}
    }
    if let Some(block) = event.block() {
        turn.aside(block);
    }
    if *event == Event::OptedOut {
        turn.over();
    }
    Ok(turn.finish(Ok(())))
}

impl Turn<'_> {
    /// Runs the block of an event, where the flow has one: what it sets and sends counts, where it stops does not.
    pub fn aside(&mut self, event: &str) {
        let Some(node) = self.program.lifecycle(event) else { return };
        let frame = Frame { node: node.name.clone(), ..Frame::default() };
        let frames = std::mem::replace(&mut self.session.frames, vec![frame]);
        let (waiting, fetching) = (self.session.waiting.take(), self.session.fetching.take());
        let said = std::mem::take(&mut self.effects);
        self.trace(format!("on {event}"));
        self.is_aside = true;
        if let Err(fault) = self.run() {
            self.notice(format!("`on {event}` broke down: {}", fault.text));
        }
        self.is_aside = false;
        self.effects.retain(Effect::is_outward);
        self.effects.splice(..0, said);
        self.session.frames = frames;
        (self.session.waiting, self.session.fetching) = (waiting, fetching);
    }

    /// The person is gone; nothing is said any more.
    pub fn over(&mut self) {
        self.session.ended = true;
        self.session.waiting = None;
        self.session.fetching = None;
    }

    /// A fault that `on error` takes over is none. It leads to a node, or says nothing: then, and where it breaks down
    /// itself, the apology follows.
    pub fn recover(&mut self, fault: Fault) -> Option<Fault> {
        let Some(node) = self.program.lifecycle(FAULT) else { return Some(fault) };
        // Beyond the limit of inputs each further one would be a fault again.
        if fault.code == FaultCode::TurnLimit && self.session.turns > limits::TURNS.saturating_add(1) {
            return Some(fault);
        }
        self.trace(format!("fault, so on error: {}", fault.text));
        self.effects.retain(Effect::is_outward);
        self.interruptible_from = self.effects.len();
        self.session.frames = vec![Frame { node: node.name.clone(), ..Frame::default() }];
        (self.session.waiting, self.session.fetching, self.first) = (None, None, None);
        (self.statements, self.ops) = (0, 0);
        if let Err(second) = self.run() {
            self.notice(format!("`on error` broke down: {}", second.text));
            return Some(fault);
        }
        let stayed = self.session.frames.last().is_some_and(|frame| frame.node == node.name);
        if self.session.ended && stayed {
            return Some(fault);
        }
        self.notice(format!("`on error` went on after a fault: {}", fault.text));
        None
    }

    /// The words of this recording are to come.
    pub fn expect_words(&mut self, place: &Place, sid: &str) {
        let Place::Session(variable) = place else { return };
        let recordings = &mut self.session.recordings;
        recordings.retain(|_, name| name != variable);
        if !sid.is_empty() && recordings.len() < limits::RECORDINGS {
            recordings.insert(sid.to_owned(), variable.clone());
        }
    }

    fn transcribed(&mut self, sid: &str, text: Option<&str>) {
        let Some(variable) = self.session.recordings.remove(sid) else { return };
        if let (Some(Value::Map(recording)), Some(text)) = (self.session.variables.get_mut(&variable), text) {
            let (kept, _) = limits::cut(text, limits::TEXT_CHARS);
            recording.insert(TRANSCRIPT.to_owned(), Value::Text(kept.to_owned()));
        }
    }
}
