use std::collections::BTreeMap;

use crate::engine::*;
use crate::program::Program;
use crate::template::plain;
use crate::value::{Channel, Value};

/// 2026-11-23 15:00 UTC, a Monday.
pub const NOON: i64 = 1_795_446_000_000;

/// A person at the other end of a program.
pub struct Talk<'p> {
    program: &'p Program,
    pub at_ms: i64,
    pub params: BTreeMap<String, String>,
    pub last: Step,
}

impl<'p> Talk<'p> {
    #[track_caller]
    pub fn call(program: &'p Program) -> Self {
        Self::start(program, Channel::Voice, None)
    }

    #[track_caller]
    pub fn text_first(program: &'p Program, first: &str) -> Self {
        Self::start(program, Channel::Sms, Some(texted(first)))
    }

    #[track_caller]
    pub fn start(program: &'p Program, channel: Channel, first: Option<Texted>) -> Self {
        let input = Input {
            at_ms: NOON,
            event: start_of(channel, first),
            params: BTreeMap::new(),
            contact: Default::default(),
        };
        let last = step(program, None, input).unwrap();
        Self { program, at_ms: NOON, params: BTreeMap::new(), last }
    }

    /// The session as it was stored.
    #[track_caller]
    pub fn stored(&self) -> Session {
        let json = serde_json::to_string(&self.last.session).unwrap();
        let read: Session = serde_json::from_str(&json).unwrap();
        assert_eq!(read, self.last.session, "the session changes when it is written and read back");
        read
    }

    pub fn try_give(&self, event: Event) -> Result<Step, Rejected> {
        let input = Input { at_ms: self.at_ms, event, params: self.params.clone(), contact: Default::default() };
        let first = step(self.program, Some(&self.stored()), input.clone());
        assert_eq!(first, step(self.program, Some(&self.stored()), input), "the same input gave another step");
        first
    }

    #[track_caller]
    pub fn give(&mut self, event: Event) -> &mut Self {
        self.at_ms += 5_000;
        self.last = self.try_give(event).unwrap();
        self
    }

    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.give(Event::Keys(keys.to_owned()))
    }

    #[track_caller]
    pub fn speak(&mut self, text: &str) -> &mut Self {
        self.give(Event::Speech { text: text.to_owned(), confidence: Some(0.9) })
    }

    #[track_caller]
    pub fn silence(&mut self) -> &mut Self {
        self.give(Event::Silence)
    }

    #[track_caller]
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.give(Event::Texted(texted(text)))
    }

    #[track_caller]
    pub fn tap(&mut self, payload: &str, title: &str) -> &mut Self {
        self.give(Event::Texted(Texted { button: Some(payload.to_owned()), ..texted(title) }))
    }

    /// Holds what came since the last input against lines as `show` writes them.
    #[track_caller]
    pub fn gives(&mut self, lines: &[&str]) -> &mut Self {
        assert_eq!(show(&self.last), lines, "{:#?}", self.last.trace);
        self
    }

    #[track_caller]
    pub fn has(&mut self, variable: &str, value: impl Into<Value>) -> &mut Self {
        assert_eq!(self.last.session.variables.get(variable), Some(&value.into()));
        self
    }

    pub fn gather(&self) -> &Gather {
        match self.last.effects.last() {
            Some(Effect::Gather(gather)) => gather,
            other => panic!("no gather but {other:?}"),
        }
    }

    pub fn notices(&self) -> Vec<&str> {
        self.last.notices.iter().map(|notice| notice.text.as_str()).collect()
    }
}

pub fn texted(text: &str) -> Texted {
    Texted { text: text.to_owned(), ..Texted::default() }
}

pub fn start_of(channel: Channel, first: Option<Texted>) -> Event {
    Event::Start(Box::new(Start {
        session_id: "s1".to_owned(),
        seed: 7,
        channel,
        caller: "+15550100001".to_owned(),
        called: "+15550100000".to_owned(),
        first,
    }))
}

/// One line an effect, then the fault or the end.
pub fn show(step: &Step) -> Vec<String> {
    let mut lines: Vec<String> = step.effects.iter().map(effect).collect();
    match &step.fault {
        Some(fault) => lines.push(format!("fault {:?}", fault.code)),
        None if step.session.ended => lines.push("end".to_owned()),
        None => {}
    }
    lines
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Prompt(prompt) => format!("say {}", said(prompt)),
        Effect::Gather(gather) => format!("gather {}", all(&gather.prompts)),
        Effect::Record(record) => format!("record {}", all(&record.prompts)),
        Effect::Dial(dial) => format!("dial {:?}", dial.targets),
        Effect::Fetch(request) => format!("fetch {} {}", request.method.name(), request.url),
        Effect::Emit(emit) => {
            let fields: Vec<String> =
                emit.fields.iter().map(|(key, value)| format!("{key}={}", value.to_json())).collect();
            format!("emit {} {}", emit.name, fields.join(" ")).trim_end().to_owned()
        }
        Effect::Send(send) => {
            let template = send.template.as_ref().map_or(String::new(), |t| format!(" {} {:?}", t.sid, t.variables));
            let media = send.media.iter().map(|url| format!(" <{url}>")).collect::<String>();
            let proceed =
                send.proceed.as_ref().map_or(String::new(), |to| format!(" -> {} {:?}", to.node, to.arguments));
            let body = send.body.as_deref().unwrap_or("-");
            format!("send {} {} {body}{media}{template}{proceed}", send.channel.as_str(), send.to)
        }
        Effect::Verb(call) => format!("{} {}", call.verb.name(), call.target.as_deref().unwrap_or_default()),
        Effect::Hangup => "hangup".to_owned(),
        Effect::Message(message) if message.media.is_empty() => format!("message {}", message.body),
        Effect::Message(message) => format!("message {} {:?}", message.body, message.media),
    }
}

fn all(prompts: &[Prompt]) -> String {
    prompts.iter().map(said).collect::<Vec<_>>().join(" | ")
}

fn said(prompt: &Prompt) -> String {
    match &prompt.kind {
        PromptKind::Say(speech) => plain(speech),
        PromptKind::Play(url) => format!("<{url}>"),
        PromptKind::Pause(ms) => format!("<{ms} ms>"),
    }
}
