//! `ask`: the kind of answer, and the variable that takes it.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{AskArgument, AskKind, Expr, Name};
use crate::value::{Type, Value};

use super::checker::Checker;
use super::names::{Declared, What};
use super::regexes::Use;
use super::{constants, suggest, types};

/// What a kind of answer is stored as.
const KINDS: [(&str, Type); 12] = [
    ("text", Type::Text(None)),
    ("digits", Type::Text(None)),
    ("number", Type::Number),
    ("yesno", Type::Bool),
    ("date", Type::Date),
    ("time", Type::Time),
    ("phone", Type::Phone),
    ("email", Type::Text(None)),
    ("money", Type::Number),
    ("pattern", Type::Text(None)),
    ("media", Type::Map),
    ("location", Type::Map),
];

impl<'a> Checker<'a> {
    pub fn check_ask(&mut self, name: &'a Name, kind: &'a AskKind) {
        let Some((_, stored)) = KINDS.iter().find(|(word, _)| *word == kind.name.text) else {
            self.unknown_kind(kind);
            self.writable(name);
            return;
        };
        let most = self.check_argument(kind);
        if self.names.meaning(&name.text, self.parameters).is_none() && self.names.get(&name.text).is_none() {
            return self.undeclared(name, *stored);
        }
        let Some(ty) = self.writable(name) else { return };
        if !types::fits(*stored, ty) {
            self.report(
                Diagnostic::error(
                    Code::F0301,
                    format!("`{}` holds {}, the answer is {}", name.text, types::words(ty), types::words(*stored)),
                    kind.span,
                    format!("`{}` gives {}", kind.name.text, types::words(*stored)),
                )
                .with_help(format!(
                    "declare it as `var {}: {}`, or ask for another kind",
                    name.text,
                    stored.name()
                )),
            );
        } else if let (Type::Text(Some(limit)), Some(most)) = (ty, most)
            && most > limit
            && kind.name.text == "digits"
        {
            self.report(
                Diagnostic::error(
                    Code::F0301,
                    format!("`{}` holds {limit} characters, the answer may have {most}", name.text),
                    kind.span,
                    "a long answer would be cut",
                )
                .with_help(format!("declare it as `var {}: text({most})`", name.text)),
            );
        }
    }

    fn undeclared(&mut self, name: &Name, stored: Type) {
        if !self.is_news("value", &name.text) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0202,
            format!("unknown variable `{}`", name.text),
            name.span,
            "the answer has nowhere to go",
        );
        let is_variable = |(name, declared): (_, &Declared)| matches!(declared.what, What::Variable(_)).then_some(name);
        let variables = self.names.iter().filter_map(is_variable);
        let near = nearest(&name.text, variables).map(str::to_owned);
        self.report(suggest::or_else(problem, near.as_deref(), || {
            format!("declare it at the top of the file, as in `var {}: {}`", name.text, stored.name())
        }));
    }

    fn unknown_kind(&mut self, kind: &AskKind) {
        let word = kind.name.text.as_str();
        let problem = Diagnostic::error(
            Code::F0215,
            format!("unknown kind of answer `{word}`"),
            kind.name.span,
            "`ask` knows no such kind",
        );
        let near = match word {
            "bool" | "yes_no" | "confirm" => Some("yesno"),
            "string" | "any" => Some("text"),
            "int" | "integer" => Some("number"),
            "regex" => Some("pattern"),
            _ => nearest(word, KINDS.iter().map(|(name, _)| *name)),
        };
        self.report(suggest::or_else(problem, near, || {
            format!("the kinds are {}", suggest::listed(KINDS.iter().map(|(name, _)| *name)))
        }));
    }

    /// What stands in brackets after a kind; gives the most characters that an answer may have.
    fn check_argument(&mut self, kind: &'a AskKind) -> Option<u32> {
        match (kind.name.text.as_str(), &kind.argument) {
            ("pattern", AskArgument::Regex(pattern)) => {
                self.check_regex(pattern, Use::Answer);
                None
            }
            ("pattern", _) => {
                self.argument(kind, "write a regex in brackets, as in `pattern(/[A-Z]{2}[0-9]{4}/)`");
                None
            }
            (_, AskArgument::None) => None,
            ("text" | "digits", AskArgument::One(most)) => self.count(most),
            ("digits", AskArgument::Range(from, to)) => {
                let most = (self.count(from), self.count(to)).1;
                self.check_range(from, to, from.span.to(to.span));
                most
            }
            ("number", AskArgument::Range(from, to)) => {
                for end in [from, to] {
                    let ty = self.infer(end);
                    if !types::fits(ty, Type::Number) {
                        self.mismatch(end.span, ty, "both ends are numbers", "write them as in `number(1..10)`");
                    }
                }
                self.check_range(from, to, from.span.to(to.span));
                None
            }
            ("number", _) => {
                self.argument(kind, "give both ends, as in `number(1..10)`");
                None
            }
            ("digits", _) => {
                self.argument(kind, "say how many, as in `digits(4)` or `digits(4..10)`");
                None
            }
            ("text", _) => {
                self.argument(kind, "say how many characters at most, as in `text(40)`");
                None
            }
            (word, _) => {
                self.argument(kind, &format!("write `{word}` alone"));
                None
            }
        }
    }

    fn argument(&mut self, kind: &AskKind, help: &str) {
        self.report(
            Diagnostic::error(
                Code::F0505,
                format!("the kind `{}` is not written like this", kind.name.text),
                kind.span,
                "what stands in brackets does not fit",
            )
            .with_help(help),
        );
    }

    /// A number of characters or keys, which must be known beforehand.
    fn count(&mut self, expr: &'a Expr) -> Option<u32> {
        let before = self.problems.len();
        let ty = self.infer(expr);
        if self.problems.len() > before {
            return None;
        }
        match constants::count(self.names, expr) {
            Some(0) => self.bad_count(expr.span, "`0` characters are no answer"),
            Some(count) => return Some(count),
            None if matches!(constants::value(self.names, expr), Some(Value::Number(_))) => {
                self.bad_count(expr.span, "this is not a whole number");
            }
            None if !types::fits(ty, Type::Number) => {
                self.mismatch(expr.span, ty, "a number of characters is needed here", "write it without quotes");
            }
            None => self.report(
                Diagnostic::error(
                    Code::F0305,
                    format!("`{}` is not constant", self.short(expr.span)),
                    expr.span,
                    "this is not known before the first call",
                )
                .with_help("write a number or the name of a constant"),
            ),
        }
        None
    }

    fn bad_count(&mut self, span: Span, label: &str) {
        self.report(
            Diagnostic::error(
                Code::F0505,
                format!("`{}` cannot be a number of characters", self.short(span)),
                span,
                label,
            )
            .with_help("write a whole number, 1 or more"),
        );
    }
}
