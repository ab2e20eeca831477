//! What came from outside, held against what the session waits for.

use std::collections::BTreeMap;

use crate::program::{Op, Program, WaitKind};
use crate::template::Speech;

use super::answer::last_input;
use super::aside::beside;
use super::contact::Contact;
use super::dial::FAILED;
use super::due::due;
use super::effect::FaultCode;
use super::input::Event;
use super::limits;
use super::session::Session;
use super::step::{Rejected, Step};
use super::turn::Turn;
use super::wait::waits_for;

/// Takes an input into a session that has begun.
pub(super) fn receive(
    program: &Program,
    session: &Session,
    at_ms: i64,
    event: &Event,
    params: BTreeMap<String, String>,
    contact: &Contact,
) -> Result<Step, Rejected> {
    if session.format != Session::FORMAT {
        return Err(Rejected::Format(session.format));
    }
    if session.digest != program.digest {
        return Err(Rejected::Digest);
    }
    if event.is_aside() {
        return beside(program, session, at_ms, event, params, contact);
    }
    if session.ended {
        return Err(Rejected::Ended);
    }
    if *event == Event::Due {
        return due(program, session, at_ms, contact);
    }
    let mut turn = Turn::new(program, session.clone(), at_ms);
    turn.meet(contact);
    let op = turn.op();
    let is_sensitive = matches!(op, Ok(Op::Wait(wait)) if wait.sensitive);
    expect(op.as_ref().ok().copied(), session, event)?;

    let tries = turn.session.waiting.take().unwrap_or_default();
    turn.session.last_ms = at_ms;
    let of_fetch = matches!(event, Event::Fetched { .. } | Event::Waited);
    if !of_fetch {
        turn.session.fetching = None;
    }
    turn.session.turns = turn.session.turns.saturating_add(u32::from(!of_fetch));
    // The provider's parameters hold the answer too; after a sensitive one those of the webhook before stay.
    if !is_sensitive && !of_fetch {
        turn.session.params = params;
    }
    if let Some(input) = last_input(event, is_sensitive) {
        turn.session.input = input;
    }

    if *event == Event::HungUp {
        turn.trace("hung up by the caller".to_owned());
        turn.aside("hangup");
        turn.session.ended = true;
        return Ok(turn.finish(Ok(())));
    }
    if turn.session.turns > limits::TURNS {
        let fault = turn.fault(FaultCode::TurnLimit, format!("more than {} inputs in one session", limits::TURNS));
        return Ok(turn.finish(Err(fault)));
    }
    if turn.is_voice() && at_ms.saturating_sub(session.started_ms) > program.max_call_ms {
        turn.end_long_call();
        return Ok(turn.finish(Ok(())));
    }
    let next = match op {
        Err(fault) => Err(fault),
        Ok(Op::Wait(wait)) => turn.answered(wait, tries, event),
        Ok(Op::Dial(spec)) => match event {
            Event::Dialled { outcome } => turn.dialled(spec, outcome),
            _ => turn.dialled(spec, FAILED),
        },
        Ok(Op::Verb(spec)) => match event {
            Event::Performed { outcome } => turn.verb_ended(spec, outcome),
            _ => turn.verb_unsaid(spec),
        },
        Ok(Op::Fetch(spec)) => match event {
            Event::Fetched { outcome, .. } => turn.fetched(spec, outcome),
            _ => turn.hold(spec),
        },
        Ok(_) => Err(turn.lost("the session stands where nothing waits".to_owned())),
    };
    let result = next.and_then(|next| turn.run_from(next));
    Ok(turn.finish(result))
}

/// Whether the event can be what the op waits for. Silence at a dial means that the call went on without an outcome:
/// it counts as failed. Keys or speech at a recording are a stale webhook. A session whose place is lost takes
/// anything, so that it can be ended with an apology.
fn expect(op: Option<&Op>, session: &Session, event: &Event) -> Result<(), Rejected> {
    let is_voice = session.channel.is_voice();
    let expected = op.and_then(|op| waits_for(op, is_voice));
    let fits = match (op, event) {
        (_, event) if event.is_aside() => false,
        (_, Event::Start(_) | Event::Proceed(_) | Event::Due) => false,
        (_, Event::HungUp) => is_voice,
        (Some(Op::Wait(wait)), event) => {
            let is_record = matches!(wait.kind, WaitKind::Record { .. });
            match event {
                Event::Silence => is_voice,
                Event::Keys(_) | Event::Speech { .. } => is_voice && !is_record,
                Event::Texted(_) => !is_voice && !is_record,
                Event::Recorded { .. } => is_record,
                _ => false,
            }
        }
        (Some(Op::Fetch(_)), event) => match event {
            Event::Fetched { id, .. } => session.fetching.as_ref().is_some_and(|asked| asked.request.id == *id),
            Event::Waited => is_voice && session.fetching.is_some(),
            _ => false,
        },
        (Some(Op::Verb(_)), event) => is_voice && matches!(event, Event::Performed { .. } | Event::Silence),
        (Some(Op::Dial(_)), event) => matches!(event, Event::Dialled { .. } | Event::Silence),
        _ => true,
    };
    if fits {
        return Ok(());
    }
    Err(Rejected::Unexpected { waits_for: expected.unwrap_or("an input"), got: name(event) })
}

pub(super) fn name(event: &Event) -> &'static str {
    match event {
        Event::Start(_) => "a start",
        Event::Keys(_) => "keys",
        Event::Speech { .. } => "speech",
        Event::Silence => "silence",
        Event::Texted(_) => "a message",
        Event::Recorded { .. } => "a recording",
        Event::Dialled { .. } => "the outcome of a dial",
        Event::Performed { .. } => "the outcome of a voice verb",
        Event::HungUp => "a hang-up",
        Event::Fetched { .. } => "the answer to a fetch",
        Event::Waited => "a call on hold",
        Event::Due => "a moment",
        Event::Over { .. } => "the end of a call",
        Event::Fared { .. } => "what became of a message",
        Event::Recording { .. } => "a finished recording",
        Event::Transcribed { .. } => "the words of a recording",
        Event::OptedOut => "an opt-out",
        Event::OptedIn => "an opt-in",
        Event::Proceed(_) => "a conversation that goes on",
    }
}

impl Turn<'_> {
    fn end_long_call(&mut self) {
        self.trace("the call reached its longest time".to_owned());
        let speech = match self.program.max_call_words {
            Some(words) => self.speech(words, &[]),
            None => vec![Speech::Text(self.program.templates.phrases(&self.session.language).goodbye().to_owned())],
        };
        self.speak(speech, false);
        self.end();
    }
}
