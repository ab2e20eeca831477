//! Statements, one after the other, and where an action goes on.

use crate::program::{MatchPattern, Op, Play, Say, Split};
use crate::source::Span;
use crate::syntax::tree::{
    self, Action, Block, Branch, MatchArm, SetValue, SplitArm, Statement, StatementKind, Target,
};

use super::super::regexes::Use;
use super::builder::{After, Builder};
use super::wording;

impl Builder<'_> {
    /// An action, and what follows it where it does not leave. For [`After::Next`] the index of the jump to be landed.
    pub fn action(&mut self, action: &Action, after: After) -> Option<usize> {
        self.at(action.body.span);
        self.block(&action.body);
        if leaves(&action.body) {
            return None;
        }
        match after {
            After::Next => return Some(self.reserve()),
            After::AskAgain(to) => self.emit(Op::AskAgain { to }),
            After::Resume => self.emit(Op::Resume),
            After::Nowhere => self.emit(Op::End),
        };
        None
    }

    pub fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.at(statement.span);
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Say { words, media, interrupt } => {
                let words = self.words(words);
                let media = media.as_ref().map(|text| self.said(text));
                self.emit(Op::Say(Say { words, media, interrupt: interrupt.as_ref().map(wording::interrupt) }));
            }
            StatementKind::Play { url, or } => {
                let url = self.said(url);
                let or = or.as_ref().map(|text| self.said(text));
                self.emit(Op::Play(Play { url, or }));
            }
            StatementKind::Pause(length) => {
                self.emit(Op::Pause(u32::try_from(length.millis).unwrap_or(u32::MAX)));
            }
            StatementKind::Ask { name, kind, prompt, settings } => self.ask(name, kind, prompt, settings),
            StatementKind::Record { name, prompt, settings } => self.record(name, prompt.as_ref(), settings),
            StatementKind::Dial { targets, settings } => self.dial(targets, settings),
            StatementKind::Verb { verb, arguments, settings } => self.verb(&verb.text, arguments, settings),
            StatementKind::Fetch { name, url, settings } => self.fetch(name, url, settings),
            StatementKind::Wait { duration, arms } => self.sleep(*duration, arms),
            StatementKind::Send(send) => self.send(send),
            StatementKind::Emit { name, fields } => self.emit_event(name, fields),
            StatementKind::Set { target, value } => self.set(target, value),
            StatementKind::Clear(target) => {
                let place = self.written_place(target);
                self.emit(Op::Clear(place));
            }
            StatementKind::If { branches, otherwise } => self.branches(branches, otherwise.as_ref()),
            StatementKind::Match { subject, arms, otherwise } => self.fits(subject, arms, otherwise.as_ref()),
            StatementKind::Split(arms) => self.split(arms, statement.span),
            StatementKind::Jump(target) => {
                let op = Op::Enter { node: target.node.text.clone(), arguments: self.exprs(&target.arguments) };
                self.emit(op);
            }
            StatementKind::Do(target) => self.call(target, None),
            StatementKind::Return(value) => {
                let value = value.as_ref().map(|value| self.expr(value));
                self.emit(Op::Return(value));
            }
            StatementKind::Language(tag) => {
                self.emit(Op::Language(tag.text.clone()));
            }
            StatementKind::Tag(text) => {
                let id = self.template(text);
                self.emit(Op::Tag(id));
            }
            StatementKind::Log(text) => {
                let id = self.template(text);
                self.emit(Op::Log(id));
            }
            StatementKind::End => {
                self.emit(Op::End);
            }
            StatementKind::Hangup => {
                self.emit(Op::Hangup);
            }
            // Reported: by the parser, or as not supported yet.
            StatementKind::Bad => {}
        }
    }

    fn set(&mut self, target: &tree::Place, value: &SetValue) {
        let variable = self.written_place(target);
        match value {
            SetValue::Expr(value) => {
                let value = self.expr(value);
                self.emit(Op::Set { variable, value });
            }
            SetValue::Do(target) => self.call(target, Some(variable)),
        }
    }

    fn call(&mut self, target: &Target, result: Option<crate::program::Place>) {
        let arguments = self.exprs(&target.arguments);
        self.emit(Op::Call { node: target.node.text.clone(), arguments, result });
    }

    fn branches(&mut self, branches: &[Branch], otherwise: Option<&Block>) {
        let mut ends = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            self.at(branch.condition.span);
            let condition = self.expr(&branch.condition);
            let test = self.reserve();
            self.block(&branch.body);
            let last = index + 1 == branches.len() && otherwise.is_none();
            if !last && !leaves(&branch.body) {
                ends.push(self.reserve());
            }
            let otherwise = self.here();
            self.fill(test, Op::Unless { condition, otherwise });
        }
        if let Some(block) = otherwise {
            self.block(block);
        }
        self.land(ends);
    }

    fn fits(&mut self, subject: &tree::Expr, arms: &[MatchArm], otherwise: Option<&Action>) {
        let subject = self.expr(subject);
        let test = self.reserve();
        let mut ends = Vec::new();
        let mut compiled = Vec::new();
        for arm in arms {
            let patterns = arm.patterns.iter().filter_map(|pattern| self.match_pattern(pattern)).collect();
            compiled.push((patterns, self.here()));
            ends.extend(self.action(&arm.action, After::Next));
        }
        let rest = self.here();
        if let Some(action) = otherwise {
            ends.extend(self.action(action, After::Next));
        }
        self.fill(test, Op::Match { subject, arms: compiled, otherwise: rest });
        self.land(ends);
    }

    fn split(&mut self, arms: &[SplitArm], span: Span) {
        let at = self.reserve();
        let mut ends = Vec::new();
        let mut shares = Vec::new();
        for arm in arms {
            shares.push((arm.percent.value, self.here()));
            ends.extend(self.action(&arm.action, After::Next));
        }
        let text = self.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        self.fill(at, Op::Split(Split { text, arms: shares }));
        self.land(ends);
    }

    fn match_pattern(&mut self, pattern: &tree::MatchPattern) -> Option<MatchPattern> {
        match pattern {
            tree::MatchPattern::Value(value) => Some(MatchPattern::Value(self.expr(value))),
            tree::MatchPattern::Range { from, to, .. } => Some(MatchPattern::Range(self.expr(from), self.expr(to))),
            tree::MatchPattern::Regex(pattern) => self.regex(pattern, Use::Value).map(MatchPattern::Regex),
        }
    }
}

/// Whether a block ends in a statement that never goes on.
pub(super) fn leaves(block: &Block) -> bool {
    block.statements.last().is_some_and(|last| {
        matches!(
            last.kind,
            StatementKind::Jump(_) | StatementKind::End | StatementKind::Hangup | StatementKind::Return(_)
        )
    })
}
