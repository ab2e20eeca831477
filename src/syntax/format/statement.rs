//! Statements.

use crate::source::Span;
use crate::syntax::format::arms::{Choice, choice_span};
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{
    Action, AskArgument, AskKind, Block, Expr, MatchArm, Place, Send, SetValue, Statement, StatementKind,
};

impl Printer<'_> {
    pub(super) fn statements(&mut self, block: &Block) {
        self.block(block.span, &block.statements, |statement| statement.span, Self::statement);
    }

    pub(super) fn action(&mut self, action: &Action) {
        match action.body.statements.first() {
            Some(only) if !action.braced => self.statement(only),
            _ => self.statements(&action.body),
        }
    }

    fn word_and(&mut self, word: &str, span: Span) {
        self.write(word);
        self.write(" ");
        self.copy(span);
    }

    fn statement(&mut self, statement: &Statement) {
        let Span { start, end, .. } = statement.span;
        match &statement.kind {
            StatementKind::Set { target, value } => {
                self.write("set ");
                self.place(target);
                self.write(" = ");
                match value {
                    SetValue::Expr(value) => self.expr(value),
                    SetValue::Do(target) => {
                        self.write("do ");
                        self.target(target);
                    }
                }
            }
            StatementKind::Clear(place) => {
                self.write("clear ");
                self.place(place);
            }
            StatementKind::If { branches, otherwise } => {
                for (number, branch) in branches.iter().enumerate() {
                    self.write(if number == 0 { "if " } else { " else if " });
                    self.expr(&branch.condition);
                    self.write(" ");
                    self.statements(&branch.body);
                }
                if let Some(block) = otherwise {
                    self.write(" else ");
                    self.statements(block);
                }
            }
            StatementKind::Match { subject, arms, otherwise } => {
                self.match_value(subject, arms, otherwise.as_ref(), end);
            }
            StatementKind::Split(arms) => {
                self.write("split ");
                self.block(self.braces(start, end), arms, |arm| arm.span, Self::split_arm);
            }
            StatementKind::Wait { duration, arms } => {
                self.write("wait");
                if let Some(time) = duration {
                    self.word_and("", time.span);
                }
                if !arms.is_empty() {
                    self.write(" ");
                    self.block(self.braces(start, end), arms, |arm| arm.span, Self::wait_arm);
                }
            }
            StatementKind::Jump(target) => {
                self.write("-> ");
                self.target(target);
            }
            StatementKind::Do(target) => {
                self.write("do ");
                self.target(target);
            }
            StatementKind::Return(value) => {
                self.write("return");
                if let Some(value) = value {
                    self.write(" ");
                    self.expr(value);
                }
            }
            StatementKind::Language(tag) => self.word_and("language", tag.span),
            StatementKind::Tag(text) => self.word_and("tag", text.span),
            StatementKind::Log(text) => self.word_and("log", text.span),
            StatementKind::End => self.write("end"),
            StatementKind::Hangup => self.write("hangup"),
            _ => self.spoken(statement),
        }
    }

    /// The statements that say or ask something.
    fn spoken(&mut self, statement: &Statement) {
        let end = statement.span.end;
        match &statement.kind {
            StatementKind::Say { words, media, interrupt } => {
                self.write("say ");
                self.forms(words);
                if let Some(media) = media {
                    self.word_and(" media", media.span);
                }
                if let Some(word) = interrupt {
                    self.word_and(" interrupt", word.span);
                }
            }
            StatementKind::Play { url, or } => {
                self.word_and("play", url.span);
                if let Some(or) = or {
                    self.word_and(" or", or.span);
                }
            }
            StatementKind::Pause(time) => self.word_and("pause", time.span),
            StatementKind::Ask { name, kind, prompt, settings } => {
                self.word_and("ask", name.span);
                self.write(": ");
                self.ask_kind(kind);
                self.write(" ");
                self.prompt(prompt);
                self.settings(prompt.span.end, end, settings);
            }
            StatementKind::Record { name, prompt, settings } => {
                self.word_and("record", name.span);
                if let Some(prompt) = prompt {
                    self.write(" ");
                    self.forms(prompt);
                }
                self.settings(prompt.as_ref().map_or(name.span.end, |p| p.span.end), end, settings);
            }
            _ => self.outward(statement),
        }
    }

    /// The statements that reach outside: requests, messages, events and other calls.
    fn outward(&mut self, statement: &Statement) {
        let Span { start, end, .. } = statement.span;
        match &statement.kind {
            StatementKind::Fetch { name, url, settings } => {
                self.word_and("fetch", name.span);
                self.word_and(" from", url.span);
                self.settings(url.span.end, end, settings);
            }
            StatementKind::Send(send) => self.send(send, end),
            StatementKind::Emit { name, fields } => {
                self.word_and("emit", name.span);
                if !fields.is_empty() {
                    self.write(" ");
                    self.body(self.braces(name.span.end, end), fields);
                }
            }
            StatementKind::Dial { targets, settings } => {
                self.write("dial");
                for (number, target) in targets.iter().enumerate() {
                    self.write(if number == 0 { " " } else { ", " });
                    if let Some(kind) = &target.kind {
                        self.write(&kind.text);
                        self.write(" ");
                    }
                    self.expr(&target.address);
                }
                self.settings(targets.last().map_or(start, |t| t.span.end), end, settings);
            }
            StatementKind::Verb { verb, arguments, settings } => {
                self.write(&verb.text);
                for argument in arguments {
                    if let Some(word) = &argument.word {
                        self.word_and("", word.span);
                    }
                    self.write(" ");
                    self.expr(&argument.value);
                }
                self.settings(arguments.last().map_or(verb.span.end, |a| a.value.span.end), end, settings);
            }
            _ => self.copy(statement.span),
        }
    }

    fn send(&mut self, send: &Send, end: u32) {
        self.word_and("send", send.channel.span);
        self.write(" to ");
        self.expr(&send.to);
        let mut last = send.to.span.end;
        if let Some(text) = &send.text {
            self.word_and("", text.span);
            last = last.max(text.span.end);
        }
        if let Some((name, fields)) = &send.template {
            self.word_and(" template", name.span);
            last = last.max(name.span.end);
            if let Some(field) = fields.last() {
                self.write(" ");
                last = last.max(field.value.span.end);
                let braces = self.braces(name.span.end, end);
                let close = self.slice(braces).get((last - braces.start) as usize..).and_then(|rest| rest.find('}'));
                let close = close.map_or(last, |at| last.saturating_add(u32::try_from(at + 1).unwrap_or(0)));
                self.body(Span { end: close, ..braces }, fields);
                last = close;
            }
        }
        if let Some(media) = &send.media {
            self.word_and(" media", media.span);
            last = last.max(media.span.end);
        }
        if let Some(target) = &send.proceed {
            self.write(" continue ");
            self.target(target);
            last = last.max(target.span.end);
        }
        self.settings(last, end, &send.settings);
    }

    fn match_value(&mut self, subject: &Expr, arms: &[MatchArm], otherwise: Option<&Action>, end: u32) {
        self.write("match ");
        self.expr(subject);
        self.write(" ");
        let mut choices: Vec<Choice<'_>> = arms.iter().map(Choice::Arm).collect();
        choices.extend(otherwise.map(|action| Choice::Else(action, self.else_before(action.body.span))));
        self.block(self.braces(subject.span.end, end), &choices, choice_span, Self::choice);
    }

    fn ask_kind(&mut self, kind: &AskKind) {
        self.write(&kind.name.text);
        match &kind.argument {
            AskArgument::None => {}
            AskArgument::One(only) => {
                self.write("(");
                self.expr(only);
                self.write(")");
            }
            AskArgument::Range(from, to) => {
                self.write("(");
                self.expr(from);
                self.write("..");
                self.expr(to);
                self.write(")");
            }
            AskArgument::Regex(regex) => {
                self.word_and_tight("(", regex.span);
                self.write(")");
            }
        }
    }

    fn word_and_tight(&mut self, word: &str, span: Span) {
        self.write(word);
        self.copy(span);
    }

    fn place(&mut self, place: &Place) {
        self.write(if place.contact { "contact." } else { "" });
        self.write(&place.name.text);
    }
}
