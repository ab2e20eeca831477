//! What is asked once more in plain words, for a provider that could not use what it was sent.

use crate::program::{Op, Program, Wait, WaitKind};
use crate::template::{Speech, plain};

use super::contact::Contact;
use super::effect::{Effect, Gather, Message, Prompt, PromptKind, Record};
use super::session::Session;
use super::turn::Turn;
use super::wait::waits_for;

/// The session's open question after an apology, as plain as it can be: no recordings, no voice, no markup, no hints.
/// A call that waits for something else is to come back after the apology, and where nothing is waited for it ends.
/// Changes nothing.
pub fn again(program: &Program, session: &Session, kept: &Contact, at_ms: i64) -> Vec<Effect> {
    let mut turn = Turn::new(program, session.clone(), at_ms);
    turn.meet(kept);
    let phrases = program.templates.phrases(&session.language);
    let op = turn.op().ok().filter(|_| !session.ended && session.digest == program.digest);
    match op {
        Some(Op::Wait(wait)) => {
            turn.say_plainly(phrases.trouble());
            turn.ask_plainly(wait);
        }
        Some(op) if waits_for(op, turn.is_voice()).is_some() => turn.say_plainly(phrases.trouble()),
        _ => {
            turn.say_plainly(phrases.apology(turn.is_voice()));
            turn.effects.extend(turn.is_voice().then_some(Effect::Hangup));
        }
    }
    turn.effects
}

impl Turn<'_> {
    fn say_plainly(&mut self, words: &str) {
        if self.is_voice() {
            let prompt = self.spoken(vec![Speech::Text(words.to_owned())]);
            self.effects.push(Effect::Prompt(unadorned(prompt)));
        } else {
            self.effects.push(Effect::Message(Message { body: words.to_owned(), media: Vec::new() }));
        }
    }

    fn ask_plainly(&mut self, wait: &Wait) {
        if !self.is_voice() {
            let prompt = self.prompt_text(wait);
            return self.write(&prompt);
        }
        if let WaitKind::Record { spec, .. } = &wait.kind {
            let prompts = self.prompts(wait).into_iter().map(unadorned).collect();
            let (timeout_ms, max_ms) = (wait.timeout_ms, spec.max_ms);
            let record = Record { prompts, timeout_ms, max_ms, finish: None, transcribe: false, beep: spec.beep };
            return self.effects.push(Effect::Record(record));
        }
        self.gather(wait);
        if let Some(Effect::Gather(gather)) = self.effects.pop() {
            let prompts = gather.prompts.into_iter().map(unadorned).collect();
            self.effects.push(Effect::Gather(Gather { prompts, hints: Vec::new(), ..gather }));
        }
    }
}

fn unadorned(prompt: Prompt) -> Prompt {
    let kind = match prompt.kind {
        PromptKind::Say(speech) => PromptKind::Say(vec![Speech::Text(plain(&speech))]),
        other => other,
    };
    Prompt { voice: None, kind, ..prompt }
}
