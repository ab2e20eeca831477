use crate::program::{MatchPattern, Op};
use crate::template::TemplateId;
use crate::value::Value;

use super::effect::{Fault, FaultCode};
use super::limits;
use super::split::split;
use super::turn::Turn;

/// Where the running frame goes after an op.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Following,
    Jump(usize),
    /// The frames already say where.
    Placed,
    /// The turn is over.
    Stop,
}

impl<'p> Turn<'p> {
    /// Runs ops until the session waits or ends.
    pub fn run(&mut self) -> Result<(), Fault> {
        self.run_from(Next::Placed)
    }

    /// The same, after an op that was finished by an input.
    pub fn run_from(&mut self, mut next: Next) -> Result<(), Fault> {
        loop {
            match next {
                Next::Following => self.frame()?.at += 1,
                Next::Jump(to) => self.frame()?.at = to,
                Next::Placed => {}
                Next::Stop => return Ok(()),
            }
            let op = self.op()?;
            self.path.extend(self.place());
            self.count(op)?;
            next = self.perform(op)?;
        }
    }

    fn count(&mut self, op: &Op) -> Result<(), Fault> {
        let is_statement = !matches!(
            op,
            Op::Goto(_) | Op::Unless { .. } | Op::Match { .. } | Op::Split(_) | Op::AskAgain { .. } | Op::Resume
        );
        self.ops += 1;
        self.statements += u32::from(is_statement);
        if self.statements > limits::STATEMENTS {
            let text = format!("more than {} statements without a wait: the flow goes in a circle", limits::STATEMENTS);
            return Err(self.fault(FaultCode::StepLimit, text));
        }
        if self.ops > limits::OPS {
            let text = format!("more than {} conditions and jumps without a wait", limits::OPS);
            return Err(self.fault(FaultCode::StepLimit, text));
        }
        Ok(())
    }

    fn perform(&mut self, op: &'p Op) -> Result<Next, Fault> {
        match op {
            Op::Say(say) => self.say(say),
            Op::Play(play) => self.play(play),
            Op::Pause(ms) => self.pause(*ms),
            Op::Wait(wait) => return self.arrive(wait),
            Op::Dial(spec) => return self.dial(spec),
            Op::Verb(spec) => return self.verb(spec),
            Op::Fetch(spec) => return self.fetch(spec),
            Op::Emit(spec) => self.emit(spec),
            Op::Send(spec) => self.send(spec),
            Op::Set { variable, value } => self.set(variable, value),
            Op::Clear(variable) => self.clear(variable),
            Op::Unless { condition, otherwise } => {
                return Ok(if self.holds(condition) { Next::Following } else { Next::Jump(*otherwise) });
            }
            Op::Match { subject, arms, otherwise } => {
                let subject = (self.eval(subject), self.reads_sensitive(subject));
                let arm = arms.iter().find(|(patterns, _)| patterns.iter().any(|p| self.fits(&subject, p)));
                return Ok(Next::Jump(arm.map_or(*otherwise, |(_, to)| *to)));
            }
            Op::Split(shares) => {
                let to = split(&self.program.flow, shares, &self.session.caller);
                return to
                    .map(Next::Jump)
                    .ok_or_else(|| self.lost("the shares of a split leave somebody out".to_owned()));
            }
            Op::Goto(to) => return Ok(Next::Jump(*to)),
            Op::Enter { node, arguments } => return self.enter(node, arguments),
            Op::Call { node, arguments, result } => return self.call(node, arguments, result.as_ref()),
            Op::Return(value) => return self.return_(value.as_ref()),
            Op::AskAgain { to } => {
                self.frame()?.at = *to;
                return self.ask_again();
            }
            Op::Resume => return self.resume(),
            Op::Language(tag) => self.switch_language(tag),
            Op::Tag(template) => self.tag(*template),
            Op::Log(template) => {
                let line = self.plain_masked(*template);
                self.trace(format!("log: {line}"));
            }
            Op::End | Op::Hangup if self.is_aside => return Ok(Next::Stop),
            Op::End | Op::Hangup => {
                self.trace(if matches!(op, Op::End) { "ended" } else { "hung up by the flow" }.to_owned());
                self.end();
                return Ok(Next::Stop);
            }
        }
        Ok(Next::Following)
    }

    fn fits(&mut self, (value, sensitive): &(Value, bool), pattern: &'p MatchPattern) -> bool {
        match pattern {
            MatchPattern::Value(expr) => value.equals(&self.eval(expr)),
            MatchPattern::Range(low, high) => {
                let (low, high) = (self.eval(low), self.eval(high));
                value.is_between(&low, &high)
            }
            MatchPattern::Regex(regex) => self.regex_fits(regex, value, *sensitive),
        }
    }

    fn switch_language(&mut self, tag: &str) {
        match self.program.language(tag) {
            Some(language) => {
                self.session.language.clone_from(&language.tag);
                self.trace(format!("language {tag}"));
            }
            None => self.notice(format!("the flow has no language `{tag}`")),
        }
    }

    fn tag(&mut self, template: TemplateId) {
        let text = self.plain_masked(template);
        let tag = limits::cut(text.trim(), limits::TAG_CHARS).0.to_owned();
        if tag.is_empty() || self.session.tags.contains(&tag) {
            return;
        }
        if self.session.tags.len() >= limits::TAGS {
            self.notice(format!("tag `{tag}` was left off: a session has at most {} tags", limits::TAGS));
            return;
        }
        self.trace(format!("tag {tag}"));
        self.session.tags.push(tag);
    }
}
