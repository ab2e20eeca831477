//! What the checks of one flow share: its declarations, what was found, and how names are looked up.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::Builtin;
use crate::source::{SourceFile, Span};
use crate::syntax::tree::{File, ItemKind};
use crate::value::{Channel, Type};

use super::names::{Meaning, Names, Parameters, What};
use super::suggest;

/// The flows that the flow uses, by name; `None` for one of which nothing is known.
pub(super) type Uses<'a> = BTreeMap<&'a str, Option<&'a Names<'a>>>;

pub(super) struct Checker<'a> {
    pub names: &'a Names<'a>,
    pub uses: &'a Uses<'a>,
    pub source: &'a SourceFile,
    pub problems: Vec<Diagnostic>,
    /// Values that something reads or sets.
    pub mentioned: BTreeSet<String>,
    /// The parameters of the node at hand.
    pub parameters: &'a Parameters,
    /// The text at hand may have secrets in it.
    pub secrets: bool,
    /// Names that were reported as unknown: once is enough.
    reported: BTreeSet<String>,
    /// Parts that did not parse: a name in one of them may well be declared there.
    bad: Vec<Span>,
}

impl<'a> Checker<'a> {
    pub fn new(file: &File, names: &'a Names<'a>, uses: &'a Uses<'a>, source: &'a SourceFile) -> Self {
        let bad = file.items.iter().filter(|item| item.kind == ItemKind::Bad).map(|item| item.span).collect();
        Self {
            names,
            uses,
            source,
            problems: Vec::new(),
            mentioned: BTreeSet::new(),
            parameters: &[],
            secrets: false,
            reported: BTreeSet::new(),
            bad,
        }
    }

    pub fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Whether an unknown name is worth a report: the first time, and where no broken part mentions it.
    pub fn is_news(&mut self, kind: &str, name: &str) -> bool {
        let follows = self.bad.iter().any(|span| has_word(self.source.slice(*span), name));
        !follows && self.reported.insert(format!("{kind} {name}"))
    }

    /// What a name means as a value; a name that means none is reported.
    pub fn value_named(&mut self, name: &str, span: Span) -> Option<Meaning<'a>> {
        self.mentioned.insert(name.to_owned());
        if let Some(meaning) = self.names.meaning(name, self.parameters) {
            return Some(meaning);
        }
        let problem = match (name, self.names.get(name).map(|declared| &declared.what)) {
            (_, Some(What::Contact(_))) => Diagnostic::error(
                Code::F0202,
                format!("`{name}` is a contact field"),
                span,
                "it is kept with the person, not with the session",
            )
            .with_help(format!("read it as `contact.{name}`"))
            .with_edit(span, format!("contact.{name}")),
            (_, Some(What::Hours)) => Diagnostic::error(
                Code::F0202,
                format!("`{name}` are opening hours, not a value"),
                span,
                "there is nothing in them to be read",
            )
            .with_help(format!("ask whether it is open, `open({name})`, or when it opens, `next_open({name})`")),
            ("secret", _) => {
                Diagnostic::error(Code::F0202, "`secret` cannot be read here", span, "a secret would leave the house")
                    .with_help(
                        "secrets can be used in the settings of `fetch` only: alone, or in a text as `{{secret.NAME}}`",
                    )
            }
            (_, Some(_)) => Diagnostic::error(
                Code::F0202,
                format!("`{name}` is a node, not a value"),
                span,
                "a variable or a constant is needed here",
            )
            .with_help("to go to a node, write `-> ` before its name"),
            _ => return self.unknown_value(name, span),
        };
        if self.is_news("value", name) {
            self.report(problem);
        }
        None
    }

    fn unknown_value(&mut self, name: &str, span: Span) -> Option<Meaning<'a>> {
        if !self.is_news("value", name) {
            return None;
        }
        let problem =
            Diagnostic::error(Code::F0202, format!("unknown variable `{name}`"), span, "nothing has this name");
        let near = nearest(name, self.values()).map(str::to_owned);
        self.report(suggest::or_else(problem, near.as_deref(), || {
            if self.uses.contains_key(name) {
                format!("what `{name}` declares is its own: give it values as in `do {name}.NODE(…)`, and take one from `return`")
            } else if Channel::ALL.iter().any(|channel| channel.as_str() == name) {
                format!("the channels' names can be compared with `channel` only, as in `channel == {name}`")
            } else {
                format!("declare it at the top of the file, as in `var {name}: text`, or quote it if it is text")
            }
        }));
        None
    }

    /// Names of values that can be read here.
    fn values(&self) -> impl Iterator<Item = &str> {
        let parameters = self.parameters.iter().map(|(name, _)| name.as_str());
        let declared = self.names.iter().filter(|(_, d)| !matches!(d.what, What::Node { .. })).map(|(name, _)| name);
        parameters.chain(declared).chain(Builtin::ALL.iter().map(|(name, _)| *name))
    }
}

/// The type of a value, where it is known.
pub(super) fn type_of(meaning: Meaning<'_>) -> Type {
    match meaning {
        Meaning::Local(ty) | Meaning::Variable(ty) => ty,
        Meaning::Recording => Type::Map,
        Meaning::Fetched | Meaning::Constant(_) => Type::Any,
        Meaning::Builtin(builtin) => match builtin {
            Builtin::Caller | Builtin::Called => Type::Phone,
            Builtin::Channel | Builtin::Language => Type::Text(None),
            Builtin::Input | Builtin::Call | Builtin::Message | Builtin::Session | Builtin::Contact => Type::Map,
        },
    }
}

/// The fields of a value that has only these; `None` where they are not known.
pub(super) fn fields_of(meaning: Meaning<'_>) -> Option<&'static [(&'static str, Type)]> {
    match meaning {
        Meaning::Recording => {
            Some(&[("url", Type::Text(None)), ("duration", Type::Number), ("transcript", Type::Text(None))])
        }
        Meaning::Builtin(Builtin::Input) => Some(&[
            ("text", Type::Text(None)),
            ("digits", Type::Text(None)),
            ("speech", Type::Text(None)),
            ("confidence", Type::Number),
            ("media", Type::List),
            ("location", Type::Map),
            ("button", Type::Text(None)),
        ]),
        Meaning::Builtin(Builtin::Session) => {
            Some(&[("id", Type::Text(None)), ("turns", Type::Number), ("started", Type::Moment)])
        }
        _ => None,
    }
}

/// Whether `word` stands in `text` on its own.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|s| s.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}
