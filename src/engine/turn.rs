use std::collections::BTreeMap;

use crate::function::Scope;
use crate::program::{Op, Program};
use crate::source::LineColumn;
use crate::template;
use crate::value::Clock;

use super::contact::{Contact, Known};
use super::effect::{At, Effect, Fault, FaultCode, Message, Notice, TraceEntry};
use super::input::Texted;
use super::session::{Frame, Session};
use super::step::Step;

/// One turn being run: the session as it will be, and what came of it so far.
pub(super) struct Turn<'p> {
    pub program: &'p Program,
    pub session: Session,
    pub now_ms: i64,
    /// The person's fields as they are now.
    pub contact: Contact,
    /// Those that changed.
    pub kept: BTreeMap<String, Option<Known>>,
    pub effects: Vec<Effect>,
    /// The effects from here on are prompts over which the caller may answer; the next `Gather` takes them in.
    pub interruptible_from: usize,
    pub notices: Vec<Notice>,
    pub trace: Vec<TraceEntry>,
    pub path: Vec<(usize, usize)>,
    /// The message that started the session, or ended a `wait`, until a `keywords` wait has taken it.
    pub first: Option<Texted>,
    pub statements: u32,
    pub ops: u32,
    /// The block of an event runs, beside the place where the session stands.
    pub is_aside: bool,
    /// What happened is about a message, though the session may be a call.
    pub about_message: bool,
}

impl<'p> Turn<'p> {
    pub fn new(program: &'p Program, session: Session, now_ms: i64) -> Self {
        Self {
            program,
            session,
            now_ms,
            contact: Contact::new(),
            kept: BTreeMap::new(),
            effects: Vec::new(),
            interruptible_from: 0,
            notices: Vec::new(),
            trace: Vec::new(),
            path: Vec::new(),
            first: None,
            statements: 0,
            ops: 0,
            is_aside: false,
            about_message: false,
        }
    }

    pub fn is_voice(&self) -> bool {
        self.session.channel.is_voice()
    }

    /// The op at which the running frame stands.
    pub fn op(&self) -> Result<&'p Op, Fault> {
        let Some(frame) = self.session.frames.last() else {
            return Err(self.lost("the session has no running node".to_owned()));
        };
        let Some(node) = self.program.node(&frame.node) else {
            return Err(self.lost(format!("the flow has no node `{}`", frame.node)));
        };
        match node.code.get(frame.at) {
            Some(op) => Ok(op),
            None => Err(self.lost(format!("node `{}` has no op {}", frame.node, frame.at))),
        }
    }

    /// The same as the indexes of the node and of the op.
    pub fn place(&self) -> Option<(usize, usize)> {
        let frame = self.session.frames.last()?;
        Some((*self.program.by_name.get(&frame.node)?, frame.at))
    }

    /// The running frame.
    pub fn frame(&mut self) -> Result<&mut Frame, Fault> {
        match self.session.frames.last_mut() {
            Some(frame) => Ok(frame),
            None => Err(Fault { code: FaultCode::Lost, at: None, text: "the session has no running node".to_owned() }),
        }
    }

    pub fn at(&self) -> Option<At> {
        let frame = self.session.frames.last()?;
        let place = self.program.node(&frame.node).and_then(|node| node.places.get(frame.at)).copied();
        let place = place.unwrap_or(LineColumn { line: 1, column: 1 });
        Some(At { node: frame.node.clone(), place })
    }

    pub fn fault(&self, code: FaultCode, text: String) -> Fault {
        Fault { code, at: self.at(), text }
    }

    pub fn lost(&self, text: String) -> Fault {
        self.fault(FaultCode::Lost, text)
    }

    pub fn notice(&mut self, text: String) {
        if let Some(at) = self.at() {
            self.notices.push(Notice { at, text });
        }
    }

    pub fn trace(&mut self, text: String) {
        if let Some(at) = self.at() {
            self.trace.push(TraceEntry { at, text });
        }
    }

    /// The session is over; a call is closed after what was said.
    pub fn end(&mut self) {
        self.session.ended = true;
        self.session.waiting = None;
        self.session.fetching = None;
        if self.is_voice() {
            self.effects.push(Effect::Hangup);
        }
    }

    /// The step that this turn made. A fault that `on error` does not take over ends the session with an apology in place of what was said.
    pub fn finish(mut self, result: Result<(), Fault>) -> Step {
        let fault = result.err().and_then(|fault| self.recover(fault));
        if let Some(fault) = &fault {
            self.trace(format!("fault: {}", fault.text));
            self.apologise();
        }
        Step {
            session: self.session,
            effects: self.effects,
            contact: self.kept.into_iter().collect(),
            notices: self.notices,
            fault,
            trace: self.trace,
            path: self.path,
        }
    }

    fn apologise(&mut self) {
        self.effects.retain(Effect::is_outward);
        let words = self.program.templates.phrases(&self.session.language).apology(self.is_voice()).to_owned();
        if self.is_voice() {
            let prompt = self.spoken(vec![template::Speech::Text(words)]);
            self.effects.push(Effect::Prompt(prompt));
        } else {
            self.effects.push(Effect::Message(Message { body: words, media: Vec::new() }));
        }
        self.end();
    }
}

/// What functions and templates may know of the turn.
pub(super) struct TurnScope<'a> {
    pub now_ms: i64,
    pub random: &'a mut u64,
    pub language: &'a str,
    pub clock: &'a Clock,
}

impl Scope for TurnScope<'_> {
    fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): one word of state, and any seed will do.
    fn random(&mut self) -> u64 {
        *self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn language(&self) -> &str {
        self.language
    }

    fn clock(&self) -> &Clock {
        self.clock
    }
}
