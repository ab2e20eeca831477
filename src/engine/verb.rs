//! The provider's other voice verbs.

use crate::program::{OutcomeArm, Verb, VerbSpec};

use super::dial::FAILED;
use super::effect::{Effect, Fault, VerbCall};
use super::run::Next;
use super::session::Waiting;
use super::turn::Turn;

impl<'p> Turn<'p> {
    /// Asks for the verb. A verb with outcomes stops the turn; in a message it has failed at once.
    pub fn verb(&mut self, spec: &'p VerbSpec) -> Result<Next, Fault> {
        let name = spec.verb.name();
        if !self.is_voice() {
            self.notice(format!("a message cannot `{name}`"));
            return if spec.verb.waits() { self.verb_ended(spec, FAILED) } else { Ok(Next::Following) };
        }
        // A call that has been spoken to has been taken.
        if spec.verb == Verb::Reject && (self.session.turns > 1 || !self.effects.is_empty()) {
            self.notice("the call was taken before it could be rejected, so it was hung up".to_owned());
            self.end();
            return Ok(Next::Stop);
        }
        let target = spec.target.as_ref().map(|expr| self.eval(expr).to_text().trim().to_owned());
        let options = spec.options.iter().map(|(option, expr)| (option.clone(), self.eval(expr).to_text()));
        let options = options.collect();
        let language = self.session.language.clone();
        self.trace(name.to_owned());
        self.effects.push(Effect::Verb(VerbCall {
            verb: spec.verb,
            target: target.filter(|target| !target.is_empty()),
            options,
            timeout_ms: spec.timeout_ms,
            language,
        }));
        match spec.verb {
            Verb::Stream => {
                self.interruptible_from = self.effects.len();
                Ok(Next::Following)
            }
            Verb::Reject => {
                self.session.ended = true;
                self.session.waiting = None;
                Ok(Next::Stop)
            }
            Verb::Enqueue | Verb::Refer | Verb::Connect | Verb::Pay => {
                self.session.waiting = Some(Waiting::default());
                Ok(Next::Stop)
            }
        }
    }

    /// Goes on at the outcome's arm; one that has none goes on with the next op where it is a good one, and counts as
    /// `failed` otherwise.
    pub fn verb_ended(&mut self, spec: &VerbSpec, outcome: &str) -> Result<Next, Fault> {
        let name = spec.verb.name();
        self.trace(format!("{name}: {outcome}"));
        let arm = |name: &str| spec.arms.iter().find(|arm| arm.outcome == name).map(|arm: &OutcomeArm| arm.to);
        let goes_on = spec.verb.ending(outcome).is_some_and(|ending| ending.good);
        match arm(outcome) {
            Some(to) => Ok(Next::Jump(to)),
            None if goes_on => Ok(Next::Following),
            None => {
                arm(FAILED).map(Next::Jump).ok_or_else(|| self.lost(format!("`{name}` has no arm for `{outcome}`")))
            }
        }
    }

    /// The call came back without saying how it went: a server that was talked to has simply ended.
    pub fn verb_unsaid(&mut self, spec: &VerbSpec) -> Result<Next, Fault> {
        let outcome = if spec.verb == Verb::Connect { "ended" } else { FAILED };
        self.verb_ended(spec, outcome)
    }
}
