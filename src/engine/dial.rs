use crate::program::{DialNumber, DialSpec};

use super::effect::{Dial, DialTarget, Effect, Fault};
use super::run::Next;
use super::session::Waiting;
use super::turn::Turn;
use super::words::is_silent;

/// The outcome of a dial that could not be made.
pub(super) const FAILED: &str = "failed";
const ANSWERED: &str = "answered";

impl<'p> Turn<'p> {
    /// Bridges the call and stops the turn. With nobody to ring, and in a message, it has failed at once.
    pub fn dial(&mut self, spec: &'p DialSpec) -> Result<Next, Fault> {
        let mut targets = Vec::new();
        for number in &spec.targets {
            match self.dial_target(number) {
                Some(target) => targets.push(target),
                None => self.notice("a number to dial came out empty and was left out".to_owned()),
            }
        }
        if targets.is_empty() || !self.is_voice() {
            self.notice("there is nobody to dial".to_owned());
            return self.dialled(spec, FAILED);
        }
        let caller_id = spec.caller_id.as_ref().map(|expr| self.eval(expr).to_text());
        let whisper = spec.whisper.map(|id| self.speech(id, &[])).filter(|speech| !is_silent(speech));
        let whisper = whisper.map(|speech| self.spoken(speech));
        self.effects.push(Effect::Dial(Dial {
            targets,
            timeout_ms: spec.timeout_ms,
            caller_id: caller_id.filter(|id| !id.trim().is_empty()),
            record: spec.record,
            whisper,
        }));
        self.session.waiting = Some(Waiting::default());
        Ok(Next::Stop)
    }

    /// Goes on at the outcome's arm. An outcome that has none counts as `failed`, and `answered` goes on with the
    /// next op.
    pub fn dialled(&mut self, spec: &DialSpec, outcome: &str) -> Result<Next, Fault> {
        self.trace(format!("dial: {outcome}"));
        let arm = |name: &str| spec.arms.iter().find(|arm| arm.outcome == name).map(|arm| Next::Jump(arm.to));
        if outcome == ANSWERED {
            return Ok(arm(ANSWERED).unwrap_or(Next::Following));
        }
        arm(outcome).or_else(|| arm(FAILED)).ok_or_else(|| self.lost(format!("the dial has no arm for `{outcome}`")))
    }

    fn dial_target(&mut self, number: &'p DialNumber) -> Option<DialTarget> {
        let (expr, target): (_, fn(String) -> DialTarget) = match number {
            DialNumber::Number(expr) => (expr, DialTarget::Number),
            DialNumber::Sip(expr) => (expr, DialTarget::Sip),
            DialNumber::Client(expr) => (expr, DialTarget::Client),
            DialNumber::Conference(expr) => (expr, DialTarget::Conference),
            DialNumber::Queue(expr) => (expr, DialTarget::Queue),
        };
        let text = self.eval(expr).to_text().trim().to_owned();
        (!text.is_empty()).then(|| target(text))
    }
}
