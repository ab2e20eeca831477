//! Statements, one after the other.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Block, DialTarget, MatchArm, Name, Prompt, SetValue, SplitArm, Statement, StatementKind};
use crate::value::Type;

use super::checker::Checker;
use super::settings::Where;
use super::{suggest, types};

impl<'a> Checker<'a> {
    pub fn block(&mut self, block: &'a Block) {
        block.statements.iter().for_each(|statement| self.statement(statement));
        self.check_reject_first(block);
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Say { words, media, interrupt } => {
                self.check_prompt(words);
                media.iter().for_each(|media| self.check_template(media));
                interrupt.iter().for_each(|word| self.check_interrupt(word));
            }
            StatementKind::Play { url, or } => {
                self.check_template(url);
                or.iter().for_each(|words| self.check_template(words));
            }
            StatementKind::Ask { name, kind, prompt, settings } => {
                self.check_ask(name, kind);
                self.check_prompt(prompt);
                self.check_settings(settings, Where::Ask);
            }
            StatementKind::Record { prompt, settings, .. } => {
                prompt.iter().for_each(|prompt| self.check_prompt(prompt));
                self.check_settings(settings, Where::Record);
            }
            StatementKind::Set { target, value } => {
                let ty = self.written_place(target);
                match value {
                    SetValue::Expr(value) => self.assign(value, ty.unwrap_or(Type::Any), &target.name.text),
                    SetValue::Do(node) => self.target(node),
                }
            }
            StatementKind::Clear(target) => {
                self.written_place(target);
            }
            StatementKind::If { branches, otherwise } => {
                for branch in branches {
                    self.condition(&branch.condition);
                    self.block(&branch.body);
                }
                otherwise.iter().for_each(|block| self.block(block));
            }
            StatementKind::Match { subject, arms, otherwise } => {
                self.check_match(subject, arms);
                otherwise.iter().for_each(|action| self.action(action));
            }
            StatementKind::Dial { targets, settings } => {
                self.check_dial(targets);
                self.check_settings(settings, Where::Dial);
            }
            StatementKind::Verb { verb, arguments, settings } => self.check_verb(verb, arguments, settings),
            StatementKind::Fetch { url, settings, .. } => self.check_fetch(url, settings),
            StatementKind::Jump(target) | StatementKind::Do(target) => self.target(target),
            StatementKind::Return(value) => value.iter().for_each(|value| self.examine(value)),
            StatementKind::Language(tag) => self.check_language(tag),
            StatementKind::Tag(text) | StatementKind::Log(text) => self.check_template(text),
            StatementKind::Split(arms) => self.check_split(arms, statement.span),
            StatementKind::Wait { duration, arms } => self.check_wait(statement.span, *duration, arms),
            StatementKind::Send(send) => self.check_send(statement.span, send),
            StatementKind::Emit { name, fields } => self.check_emit(name, fields),
            StatementKind::Pause(_) | StatementKind::End | StatementKind::Hangup | StatementKind::Bad => {}
        }
    }

    /// What is said: one text, or words for each channel.
    pub fn check_prompt(&mut self, prompt: &'a Prompt) {
        self.check_forms(prompt);
        prompt.forms.iter().for_each(|form| self.check_template(&form.text));
    }

    /// The channels of a prompt's words.
    pub fn check_forms(&mut self, prompt: &'a Prompt) {
        let mut seen = Vec::new();
        for form in &prompt.forms {
            let Some(channel) = &form.channel else { continue };
            let before = self.problems.len();
            self.check_word(channel, &["voice", "text", "sms", "whatsapp"], "words are for one of");
            if self.problems.len() == before {
                self.once(&mut seen, channel.text.clone(), channel.span);
            }
        }
    }

    fn check_dial(&mut self, targets: &'a [DialTarget]) {
        for target in targets {
            let ty = self.infer(&target.address);
            if !types::fits(ty, Type::Phone) {
                self.mismatch(
                    target.address.span,
                    ty,
                    "this cannot be dialled",
                    "write a number in quotes, as in `\"+15550100200\"`",
                );
            }
            let Some(kind) = &target.kind else { continue };
            self.check_word(kind, &["sip", "client", "conference", "queue"], "beside numbers there are");
            if matches!(kind.text.as_str(), "conference" | "queue") && targets.len() > 1 {
                self.report(
                    Diagnostic::error(
                        Code::F0505,
                        format!("a {} cannot ring together with others", kind.text),
                        target.span,
                        "this must stand alone",
                    )
                    .with_help("numbers, SIP addresses and clients can ring together"),
                );
            }
        }
    }

    fn check_language(&mut self, tag: &Name) {
        if self.names.languages.contains(&tag.text.as_str()) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0215,
            format!("this flow does not speak `{}`", tag.text),
            tag.span,
            "no `language` part names it",
        );
        let near = nearest(&tag.text, self.names.languages.iter().copied()).map(str::to_owned);
        self.report(suggest::or_else(problem, near.as_deref(), || {
            format!("add `language {}` at the top of the file", tag.text)
        }));
    }

    fn check_split(&mut self, arms: &'a [SplitArm], span: Span) {
        arms.iter().for_each(|arm| self.action(&arm.action));
        let sum = arms.iter().fold(0_u32, |sum, arm| sum.saturating_add(arm.percent.value));
        for arm in arms.iter().filter(|arm| arm.percent.value == 0) {
            self.report(
                Diagnostic::error(Code::F0513, "`0%` is nobody", arm.percent.span, "nobody ever goes this way")
                    .with_help("give it a share, or remove it"),
            );
        }
        if sum != 100 {
            let (headline, help) = match arms {
                [] => ("a `split` without shares".to_owned(), "name them, as in `80% -> one 20% -> other`".to_owned()),
                [_] => (format!("the share of a `split` is {sum}%, not 100%"), "name the other shares too".to_owned()),
                _ if sum < 100 => {
                    (format!("the shares add up to {sum}%, not 100%"), format!("{}% are left out", 100 - sum))
                }
                _ => (format!("the shares add up to {sum}%, not 100%"), format!("{}% are too many", sum - 100)),
            };
            self.report(
                Diagnostic::error(Code::F0513, headline, span.head(), "each person goes one of these ways")
                    .with_help(help),
            );
        }
    }

    fn check_match(&mut self, subject: &'a crate::syntax::tree::Expr, arms: &'a [MatchArm]) {
        let ty = self.infer(subject);
        let channel = self.is_channel(subject);
        for arm in arms {
            arm.patterns.iter().for_each(|pattern| self.check_pattern(pattern, ty, channel));
            self.action(&arm.action);
        }
    }
}
