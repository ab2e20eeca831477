//! The provider's other voice verbs: their values, words and outcomes.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::Verb;
use crate::source::Span;
use crate::syntax::tree::{Block, Expr, ExprKind, Name, Setting, SettingKind, Statement, StatementKind, VerbArgument};
use crate::value::{Type, Value};

use super::checker::Checker;
use super::{constants, suggest, types};

/// A verb's arguments, told apart.
pub(super) struct Arguments<'a> {
    pub target: Option<&'a Expr>,
    pub options: Vec<(&'a Name, &'a Expr)>,
    /// Values that have no place.
    extra: Vec<&'a Expr>,
}

/// `connect stream "wss://…"` and `refer sip "sip:…"` name the kind of their target.
pub(super) fn arguments(verb: Verb, written: &[VerbArgument]) -> Arguments<'_> {
    let mut found = Arguments { target: None, options: Vec::new(), extra: Vec::new() };
    for argument in written {
        match &argument.word {
            Some(word) if !is_kind(verb, &word.text) => found.options.push((word, &argument.value)),
            _ if found.target.is_none() => found.target = Some(&argument.value),
            _ => found.extra.push(&argument.value),
        }
    }
    found
}

fn is_kind(verb: Verb, word: &str) -> bool {
    matches!((verb, word), (Verb::Connect, "stream") | (Verb::Refer, "sip") | (Verb::Pay, "amount"))
}

/// What stands in quotes nowhere: `reject busy`, `track inbound`, `token reusable`.
pub(super) fn words(verb: Verb, option: Option<&str>) -> Option<&'static [&'static str]> {
    match (verb, option) {
        (Verb::Reject, None) => Some(&["busy", "rejected"]),
        (Verb::Stream, Some("track")) => Some(&["inbound", "outbound", "both"]),
        (Verb::Pay, Some("token")) => Some(&["once", "reusable"]),
        _ => None,
    }
}

impl<'a> Checker<'a> {
    pub fn check_verb(&mut self, name: &'a Name, written: &'a [VerbArgument], settings: &'a [Setting]) {
        let Some(verb) = Verb::parse(&name.text) else { return };
        let found = arguments(verb, written);
        self.check_verb_target(verb, name, found.target);
        let mut seen = Vec::new();
        for (word, value) in found.options {
            let option = word.text.as_str();
            if verb.options().contains(&option) {
                self.once(&mut seen, option.to_owned(), word.span);
                self.check_option(verb, option, value);
            } else {
                self.unknown_option(verb, word);
            }
        }
        for value in found.extra {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("`{}` takes one value", verb.name()),
                    value.span,
                    "this is one too many",
                )
                .with_help(format!("it is written `{}`", form(verb))),
            );
        }
        self.check_verb_settings(verb, settings);
    }

    fn check_verb_target(&mut self, verb: Verb, name: &Name, target: Option<&'a Expr>) {
        let Some(target) = target else {
            if !matches!(verb, Verb::Reject | Verb::Pay) {
                self.report(
                    Diagnostic::error(
                        Code::F0505,
                        format!("`{}` needs a value", verb.name()),
                        name.span,
                        "where the call goes is missing",
                    )
                    .with_help(format!("it is written `{}`", form(verb))),
                );
            }
            return;
        };
        if verb == Verb::Reject {
            return self.check_verb_word(verb, None, target);
        }
        let ty = self.infer(target);
        let wanted = if verb == Verb::Pay { Type::Number } else { Type::Text(None) };
        if !types::fits(ty, wanted) {
            let why = format!("`{}` wants {} here", verb.name(), types::words(wanted));
            self.mismatch(target.span, ty, &why, &format!("it is written `{}`", form(verb)));
            return;
        }
        let wrong = match (verb, constants::value(self.names, target)) {
            (Verb::Stream | Verb::Connect, Some(Value::Text(text))) => {
                let plain =
                    text.starts_with("wss://") && !text.contains(['?', '#', ' ']) && text.len() > "wss://".len();
                (!plain).then_some("a server that takes sound has an address `wss://…` without a query")
            }
            (Verb::Refer, Some(Value::Text(text))) => (!text.starts_with("sip:") && !text.starts_with("sips:"))
                .then_some("a call is referred to a `sip:` address"),
            (Verb::Enqueue, Some(Value::Text(text))) => {
                (text.trim().is_empty() || text.chars().count() > 64).then_some("a queue's name has 1 to 64 characters")
            }
            (Verb::Pay, Some(Value::Number(amount))) => {
                amount.is_sign_negative().then_some("nothing can be paid out this way")
            }
            _ => None,
        };
        if let Some(why) = wrong {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("`{}` cannot use {}", verb.name(), self.short(target.span)),
                    target.span,
                    why,
                )
                .with_help(format!("it is written `{}`", form(verb))),
            );
        }
    }

    fn check_option(&mut self, verb: Verb, option: &str, value: &'a Expr) {
        if words(verb, Some(option)).is_some() {
            return self.check_verb_word(verb, Some(option), value);
        }
        let ty = self.infer(value);
        let wanted = if option == "attempts" { Type::Number } else { Type::Text(None) };
        if !types::fits(ty, wanted) {
            let why = format!("`{option}` is {}", types::words(wanted));
            self.mismatch(value.span, ty, &why, &format!("it is written `{}`", form(verb)));
        } else if option == "attempts"
            && let Some(Value::Number(count)) = constants::value(self.names, value)
            && !(1..=3).any(|fits| count == fits.into())
        {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    "`attempts` is out of range",
                    value.span,
                    "the provider tries 1 to 3 times",
                )
                .with_help("write `attempts 2`"),
            );
        }
    }

    fn check_verb_word(&mut self, verb: Verb, option: Option<&str>, value: &'a Expr) {
        let allowed = words(verb, option).unwrap_or_default();
        let what = option.unwrap_or(verb.name());
        let written = match &value.kind {
            ExprKind::Name(word) => word.as_str(),
            _ => self.source.slice(value.span),
        };
        if allowed.contains(&written) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0215,
            format!("`{what}` does not know `{written}`"),
            value.span,
            "a word of the language is needed here",
        );
        let near = nearest(written.trim_matches('"'), allowed.iter().copied());
        self.report(suggest::or_else(problem, near, || {
            format!("`{what}` is one of {}", suggest::listed(allowed.iter().copied()))
        }));
    }

    fn unknown_option(&mut self, verb: Verb, word: &Name) {
        let problem = Diagnostic::error(
            Code::F0215,
            format!("`{}` does not know `{}`", verb.name(), word.text),
            word.span,
            "no such word belongs here",
        );
        self.report(suggest::or_else(problem, nearest(&word.text, verb.options().iter().copied()), || {
            format!("it is written `{}`", form(verb))
        }));
    }

    fn check_verb_settings(&mut self, verb: Verb, settings: &'a [Setting]) {
        let mut seen = Vec::new();
        for setting in settings {
            match &setting.kind {
                SettingKind::Failed(action) | SettingKind::Outcome { action, .. } => {
                    let failed = [("failed", setting.span)];
                    let names: Vec<(&str, Span)> = match &setting.kind {
                        SettingKind::Outcome { names, .. } => names.iter().map(|n| (n.text.as_str(), n.span)).collect(),
                        _ => failed.to_vec(),
                    };
                    for (name, span) in names {
                        self.check_ending(verb, name, span, &mut seen);
                    }
                    self.action(action);
                }
                SettingKind::Timeout(_) if verb == Verb::Pay => {
                    self.once(&mut seen, "timeout".to_owned(), setting.span);
                }
                SettingKind::Bad => {}
                _ => self.report(
                    Diagnostic::error(
                        Code::F0505,
                        format!("this setting does not fit in `{}`", verb.name()),
                        setting.span,
                        format!("`{}` has no such setting", verb.name()),
                    )
                    .with_help(match verb.endings() {
                        [] => format!("`{}` has no settings: nothing is waited for", verb.name()),
                        all => format!("its outcomes are {}", suggest::listed(all.iter().map(|ending| ending.name))),
                    }),
                ),
            }
        }
    }

    fn check_ending(&mut self, verb: Verb, name: &str, span: Span, seen: &mut Vec<(String, Span)>) {
        if verb.ending(name).is_some() {
            return self.once(seen, name.to_owned(), span);
        }
        let problem = Diagnostic::error(
            Code::F0213,
            format!("`{}` has no outcome `{name}`", verb.name()),
            span,
            "it never ends like this",
        );
        let all = || verb.endings().iter().map(|ending| ending.name);
        self.report(suggest::or_else(problem, nearest(name, all()), || match verb.endings() {
            [] => format!("`{}` has no outcomes: nothing is waited for", verb.name()),
            _ => format!("its outcomes are {}", suggest::listed(all())),
        }));
    }

    /// A call that has been spoken to has been taken: it can only be hung up.
    pub fn check_reject_first(&mut self, block: &Block) {
        let speaks = |statement: &&Statement| {
            matches!(
                statement.kind,
                StatementKind::Say { .. }
                    | StatementKind::Play { .. }
                    | StatementKind::Pause(_)
                    | StatementKind::Ask { .. }
                    | StatementKind::Record { .. }
                    | StatementKind::Dial { .. }
            )
        };
        let Some(first) = block.statements.iter().find(speaks) else { return };
        for statement in &block.statements {
            let StatementKind::Verb { verb, .. } = &statement.kind else { continue };
            if verb.text == "reject" && statement.span.start > first.span.start {
                self.report(
                    Diagnostic::error(
                        Code::F0505,
                        "`reject` comes too late",
                        verb.span,
                        "the call has been taken when something is heard",
                    )
                    .with_label(first.span.head(), "this takes the call")
                    .with_help("reject the call before anything is said, or write `hangup`"),
                );
            }
        }
    }
}

/// How a verb is written.
fn form(verb: Verb) -> &'static str {
    match verb {
        Verb::Enqueue => "enqueue \"support\" wait_url \"https://…\" { failed -> NODE }",
        Verb::Refer => "refer \"sip:desk@example.com\" { failed -> NODE }",
        Verb::Reject => "reject` or `reject busy",
        Verb::Stream => "stream \"wss://…\" track both",
        Verb::Connect => "connect stream \"wss://…\" { failed -> NODE }",
        Verb::Pay => "pay amount 12.50 currency \"usd\" { failed -> NODE }",
    }
}
