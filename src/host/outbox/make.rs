//! From what a turn asks for to jobs.

use serde_json::Value as Json;

use super::Outbox;
use super::job::{Event, JOB, Job, Message, Place, Work};
use crate::channel::twilio::{api, twiml};
use crate::engine::{self, Effect, Session};
use crate::store::Due;
use crate::value::Channel;

/// The turn that asks.
pub(in crate::host) struct Asking<'a> {
    pub thread: &'a str,
    pub version: u64,
    pub at_ms: i64,
    /// After the turn.
    pub session: &'a Session,
    /// The account that the session came in on.
    pub account: &'a str,
    /// Whether the turn heard what became of a message.
    pub on_report: bool,
}

impl Asking<'_> {
    /// The jobs of a turn, to be committed with it. `reply` is whether there is a reply that takes its messages.
    pub fn dues(&self, outbox: &Outbox, effects: &[Effect], reply: bool) -> Vec<Due> {
        let mut work = Vec::new();
        for effect in effects {
            match effect {
                Effect::Emit(emit) => self.event(outbox, emit, &mut work),
                Effect::Send(send) => work.push(self.sent(send)),
                Effect::Message(message) if !reply => work.extend(self.said(message)),
                _ => {}
            }
        }
        (0..).zip(work).map(|(index, work)| self.due(index, work)).collect()
    }

    fn due(&self, index: u32, work: Work) -> Due {
        let place = Place { thread: self.thread.to_owned(), version: self.version, index };
        let job = Job {
            id: format!("{}_{}_{index}", self.session.id, self.version),
            at_ms: self.at_ms,
            tries: 0,
            why: None,
            flow: self.session.flow.clone(),
            session: self.session.id.clone(),
            work,
        };
        Due { at_ms: self.at_ms, name: place.name(JOB), bytes: job.write() }
    }

    fn event(&self, outbox: &Outbox, emit: &engine::Emit, work: &mut Vec<Work>) {
        let wanting = outbox.targets.iter().map(|target| &target.endpoint).filter(|e| e.takes(&emit.name));
        let before = work.len();
        for endpoint in wanting {
            let fields = emit.fields.iter().map(|(name, value)| (name.clone(), value.to_json()));
            let fields = Json::Object(fields.collect());
            work.push(Work::Event(Event { endpoint: endpoint.name.clone(), name: emit.name.clone(), fields }));
        }
        if work.len() == before {
            tracing::info!(flow = self.session.flow, event = emit.name, "no endpoint takes this event");
        }
    }

    /// To anyone, from the number that the session came in on.
    fn sent(&self, send: &engine::Send) -> Work {
        let template = send.template.as_ref();
        self.message(api::Create {
            to: api::address(send.channel, &send.to),
            from: api::address(send.channel, &self.session.called),
            body: send.body.clone().unwrap_or_default(),
            media: send.media.clone(),
            content: template.map(|t| api::Content { sid: t.sid.clone(), variables: t.variables.clone() }),
        })
    }

    /// To the person, where there is no reply to say it in: in as many messages as a reply would have.
    fn said(&self, message: &engine::Message) -> Vec<Work> {
        let Session { channel, caller, called, .. } = self.session;
        if *channel == Channel::Voice {
            return Vec::new();
        }
        let parts = twiml::parts(message).into_iter();
        let create = parts.map(|part| api::Create {
            to: api::address(*channel, caller),
            from: api::address(*channel, called),
            body: part.body,
            media: part.media,
            content: None,
        });
        create.map(|create| self.message(create)).collect()
    }

    fn message(&self, create: api::Create) -> Work {
        Work::Message(Message { account: self.account.to_owned(), create, unreported: self.on_report })
    }
}
