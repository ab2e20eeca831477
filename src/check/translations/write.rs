//! A side file written anew: what is there stays, what is missing is added without words, what no text needs any more
//! is set aside. Writing twice changes nothing.

use std::fmt::Write as _;

use super::side::{Entry, Side, Table};
use super::texts::{self, Kind, Wanted};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::source::{SourceFile, Sources};
use crate::syntax;
use crate::template;

/// A side file's new text, and what is in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refreshed {
    pub text: String,
    /// Texts and labels without a translation.
    pub missing: usize,
    /// Lines that were added.
    pub added: usize,
    /// Lines that are set aside.
    pub stale: usize,
}

/// Writes the side file of a flow, the only one in `sources`, for a language; `sources` may hold the file as it is.
///
/// # Errors
/// The mistakes of the flow or of the file, which is better left alone then.
pub fn refresh(sources: &Sources, tag: &str) -> Result<Refreshed, Vec<Diagnostic>> {
    let Some((id, source)) = sources.flows().next() else { return Err(Vec::new()) };
    let parsed = syntax::parse(id, source);
    let mut problems = parsed.problems;
    let empty = SourceFile::new(format!("{}.{tag}.toml", source.stem()), "");
    let written = sources.iter().find(|(_, file)| file.translates() == Some((source.stem(), tag)));
    let (side_id, file) = written.unwrap_or((id, &empty));
    let side = Side::read(side_id, file, &mut problems);
    let Some(side) = side.filter(|_| !has_errors(&problems)) else { return Err(problems) };
    Ok(Pen { side: &side, out: String::new(), missing: 0, added: 0 }.write(source, &texts::collect(&parsed.tree)))
}

struct Pen<'p, 's> {
    side: &'p Side<'s>,
    out: String,
    missing: usize,
    added: usize,
}

impl<'p> Pen<'p, '_> {
    fn write(mut self, flow: &SourceFile, wanted: &[Wanted<'_>]) -> Refreshed {
        let header = self.header();
        if header.is_empty() {
            let (flow, tag) = (flow.base(), self.side.tag);
            let _ = writeln!(
                self.out,
                "# {flow} in {tag}. `flowtone translate` adds what is missing and sets aside what is not needed."
            );
        } else {
            self.out.push_str(&header);
        }
        let of = |kinds: &[Kind]| -> Vec<Wanted<'_>> {
            wanted.iter().filter(|wanted| kinds.contains(&wanted.kind)).copied().collect()
        };
        self.table("texts", &of(&[Kind::Text, Kind::Label]));
        self.table("words", &of(&[Kind::Word]));
        self.table("recordings", &of(&[Kind::Recording]));
        self.phrases();
        let stale = self.stale(wanted);
        let footer = self.footer();
        if !footer.is_empty() {
            self.out.push('\n');
            self.out.push_str(&footer);
        }
        Refreshed { text: self.out, missing: self.missing, added: self.added, stale }
    }

    fn table(&mut self, name: &str, wanted: &[Wanted<'_>]) {
        if wanted.is_empty() && !self.side.heads.contains_key(name) {
            return;
        }
        self.head(name);
        for wanted in
            wanted.iter().filter(|wanted| !matches!(wanted.kind, Kind::Text | Kind::Label) || wanted.is_needed())
        {
            let key = wanted.key();
            let known = self.known(key);
            let words = known.map_or("", |entry| entry.words.as_str());
            if words.is_empty() && wanted.is_needed() {
                self.missing += 1;
            }
            if known.is_none() {
                self.added += 1;
            }
            self.line(quoted(key), known, words);
        }
    }

    /// What is there for a text: with words rather than without, wherever it stands.
    fn known(&self, text: &str) -> Option<&'p Entry> {
        let Side { texts, words, recordings, stale, .. } = self.side;
        let all = [texts, words, recordings, stale];
        let found = || all.into_iter().filter_map(|table| table.get(text));
        found().find(|entry| !entry.words.is_empty()).or_else(|| found().next())
    }

    /// Those that are there, and what a language without words of ours needs at least.
    fn phrases(&mut self) {
        let Side { phrases, tag, .. } = self.side;
        let lacks = !template::has_phrases(tag);
        let needed = template::PHRASES.into_iter().filter(|name| lacks || phrases.contains_key(*name));
        let needed: Vec<&str> = needed.collect();
        let strange: Vec<&String> = phrases.keys().filter(|name| !needed.contains(&name.as_str())).collect();
        if needed.is_empty() && strange.is_empty() {
            return;
        }
        self.head("phrases");
        for name in needed.into_iter().chain(strange.into_iter().map(String::as_str)) {
            let known = phrases.get(name);
            self.added += usize::from(known.is_none());
            // Ours need no quotes.
            let key = if template::PHRASES.contains(&name) { name.to_owned() } else { quoted(name) };
            self.line(key, known, known.map_or("", |entry| entry.words.as_str()));
        }
    }

    fn stale(&mut self, wanted: &[Wanted<'_>]) -> usize {
        let Side { texts, words, recordings, stale, .. } = self.side;
        let mut aside = Vec::new();
        for (text, entry) in [stale, texts, words, recordings].into_iter().flat_map(Table::iter) {
            let is_wanted = wanted.iter().any(|wanted| wanted.key() == text);
            let is_there = aside.iter().any(|(other, _)| *other == text);
            if !is_wanted && !is_there && !entry.words.is_empty() {
                aside.push((text, entry));
            }
        }
        if aside.is_empty() {
            return 0;
        }
        aside.sort_unstable_by_key(|(text, _)| *text);
        self.head("stale");
        for (text, entry) in &aside {
            self.line(quoted(text), Some(entry), &entry.words);
        }
        aside.len()
    }

    fn head(&mut self, name: &str) {
        self.out.push('\n');
        if let Some(span) = self.side.heads.get(name) {
            let above = self.above(span.start as usize);
            self.out.push_str(&above);
        }
        let _ = writeln!(self.out, "[{name}]");
    }

    fn line(&mut self, key: String, known: Option<&Entry>, words: &str) {
        if let Some(entry) = known {
            let above = self.above(entry.key.start as usize);
            self.out.push_str(&above);
        }
        let behind = known.map(|entry| self.behind(entry.span.end as usize)).unwrap_or_default();
        let _ = writeln!(self.out, "{key} = {}{behind}", quoted(words));
    }

    /// The comments above the line of this place, up to the next line with something else on it.
    fn above(&self, at: usize) -> String {
        let text = &self.side.source.text;
        let before = text.get(..at).unwrap_or_default();
        let before = before.rfind('\n').map_or("", |end| before.get(..=end).unwrap_or_default());
        let mut lines: Vec<&str> = Vec::new();
        for line in before.lines().rev() {
            match line.trim() {
                "" => {}
                comment if comment.starts_with('#') => lines.push(comment),
                _ => return joined(lines),
            }
        }
        // The comments at the beginning are the file's.
        String::new()
    }

    /// A comment behind the value that ends here.
    fn behind(&self, at: usize) -> String {
        let rest = self.side.source.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default().trim();
        if rest.starts_with('#') { format!(" {rest}") } else { String::new() }
    }

    fn header(&self) -> String {
        let lines = self.side.source.text.lines().map(str::trim);
        let lines = lines.take_while(|line| line.is_empty() || line.starts_with('#'));
        lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
    }

    fn footer(&self) -> String {
        let text = self.side.source.text.trim_end();
        if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            return String::new();
        }
        let lines = text.lines().rev().map(str::trim).take_while(|line| line.is_empty() || line.starts_with('#'));
        joined(lines.filter(|line| !line.is_empty()).collect())
    }
}

/// Lines that were gathered from the last to the first.
fn joined(mut lines: Vec<&str>) -> String {
    lines.reverse();
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => _ = write!(out, "\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
