//! A side file: the translations of one flow into one language, as TOML.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, SourceFile, Span};

/// The tables of a side file: what is said and shown, what people say and type, addresses of recordings, our own
/// wording, and what no text needs any more.
pub const TABLES: [&str; 5] = ["texts", "words", "recordings", "phrases", "stale"];

/// A line of a side file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The translation; empty where there is none yet.
    pub words: String,
    pub key: Span,
    pub span: Span,
}

pub type Table = BTreeMap<String, Entry>;

#[derive(Debug)]
pub struct Side<'s> {
    pub id: FileId,
    pub source: &'s SourceFile,
    pub flow: &'s str,
    pub tag: &'s str,
    pub texts: Table,
    pub words: Table,
    pub recordings: Table,
    pub phrases: Table,
    pub stale: Table,
    /// Where the tables begin.
    pub heads: BTreeMap<String, Span>,
    /// Some of it could not be read.
    pub is_broken: bool,
}

impl<'s> Side<'s> {
    pub fn read(id: FileId, source: &'s SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let (flow, tag) = source.translates()?;
        let mut side = Self {
            id,
            source,
            flow,
            tag,
            texts: Table::new(),
            words: Table::new(),
            recordings: Table::new(),
            phrases: Table::new(),
            stale: Table::new(),
            heads: BTreeMap::new(),
            is_broken: false,
        };
        let before = problems.len();
        let (tables, errors) = DeTable::parse_recoverable(&source.text);
        for error in errors {
            let at = error.span().unwrap_or_default();
            let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
            problems.push(
                Diagnostic::error(Code::F1412, "this is not TOML", Span::new(id, at.start, at.end), message).with_help(
                    "a translation is a line such as `\"Good morning.\" = \"Buenos días.\"` under `[texts]`",
                ),
            );
        }
        for (name, value) in tables.get_ref() {
            side.table(name, value, problems);
        }
        side.is_broken = problems.len() > before;
        Some(side)
    }

    fn table(&mut self, name: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Diagnostic>) {
        let (id, word) = (self.id, name.get_ref().as_ref());
        let head = Span::new(id, name.span().start, name.span().end);
        let table = match word {
            "texts" => &mut self.texts,
            "words" => &mut self.words,
            "recordings" => &mut self.recordings,
            "phrases" => &mut self.phrases,
            "stale" => &mut self.stale,
            _ => {
                let problem = Diagnostic::error(
                    Code::F1412,
                    format!("unknown table `{word}`"),
                    head,
                    "a file of translations has no such part",
                );
                problems.push(match nearest(word, TABLES) {
                    Some(near) => problem.with_help(format!("did you mean `{near}`?")).with_edit(head, near),
                    None => problem
                        .with_help("translations stand under `[texts]`, `[words]`, `[recordings]` and `[phrases]`"),
                });
                return;
            }
        };
        self.heads.insert(word.to_owned(), head);
        let DeValue::Table(entries) = value.get_ref() else {
            problems.push(
                Diagnostic::error(
                    Code::F1412,
                    format!("`{word}` is no table"),
                    head,
                    "lines under a heading belong here",
                )
                .with_help(format!("write `[{word}]`, and the translations below it")),
            );
            return;
        };
        for (key, value) in entries {
            let (at, span) = (key.span(), value.span());
            let (at, span) = (Span::new(id, at.start, at.end), Span::new(id, span.start, span.end));
            match value.get_ref() {
                DeValue::String(words) => {
                    table.insert(key.get_ref().to_string(), Entry { words: words.to_string(), key: at, span });
                }
                _ => problems.push(
                    Diagnostic::error(Code::F1412, "a translation is a text", span, "this is something else")
                        .with_help("put it between quotes; leave `\"\"` where there is none yet"),
                ),
            }
        }
    }

    /// The translation of a text as written, where there is one.
    pub fn find(&self, text: &str) -> Option<&Entry> {
        let entry = [&self.texts, &self.words, &self.recordings].into_iter().find_map(|table| table.get(text));
        entry.filter(|entry| !entry.words.is_empty())
    }
}
