//! What all tree builders share: places, names, and the list of problems.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::grammar::{Pair, Rule, one};
use crate::syntax::tree::Name;
use crate::syntax::words::{as_name, is_name, is_reserved};

/// Turns pairs into the tree. What is nearly right (a capital in a name, `=` in a condition) is reported here and kept.
pub struct Builder {
    file: FileId,
    /// Where the file ends. What is read may be longer: a text that is not closed gets its quote there.
    end: usize,
    /// Where the parsed stretch begins in the file.
    pub(super) base: usize,
    pub problems: Vec<Diagnostic>,
    /// Names already reported, so that each is reported once however often it is used.
    reported: BTreeSet<String>,
    /// Whether an expression around this one has counted the operators.
    pub(super) within_expr: bool,
}

impl Builder {
    pub fn new(file: FileId, end: usize) -> Self {
        Self { file, end, base: 0, problems: Vec::new(), reported: BTreeSet::new(), within_expr: false }
    }

    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| (self.base + at).min(self.end);
        Span::new(self.file, place(start), place(end))
    }

    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        self.place(pair.as_span().start(), end_of(pair))
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Keeps the first of a repeated setting, and reports the rest.
    pub(super) fn once<T>(&mut self, slot: &mut Option<T>, value: T, word: &str, span: Span) {
        if slot.is_some() {
            let problem = Diagnostic::error(Code::F0101, format!("a second `{word}`"), span, "there is one already");
            self.report(problem.with_help("keep one of them"));
        } else {
            *slot = Some(value);
        }
    }

    /// A word, taken as it is.
    pub(super) fn word(&self, pair: &Pair<'_>) -> Name {
        Name { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    /// The word of the child with this rule.
    pub(super) fn word_in(&self, pair: &Pair<'_>, rule: Rule) -> Name {
        one(pair, rule).map_or_else(|| self.no_name(pair), |kid| self.word(&kid))
    }

    /// A name, reported where it is none.
    pub(super) fn name(&mut self, pair: &Pair<'_>) -> Name {
        let name = self.word(pair);
        self.check_name(&name);
        name
    }

    pub(super) fn name_in(&mut self, pair: &Pair<'_>, rule: Rule) -> Name {
        match one(pair, rule) {
            Some(kid) => self.name(&kid),
            None => self.no_name(pair),
        }
    }

    fn no_name(&self, pair: &Pair<'_>) -> Name {
        Name { text: String::new(), span: self.span(pair).head() }
    }

    pub(super) fn check_name(&mut self, name: &Name) {
        if is_reserved(&name.text) {
            let problem = Diagnostic::error(
                Code::F0105,
                format!("`{}` is a reserved word", name.text),
                name.span,
                "this cannot be a name",
            );
            self.report(
                problem.with_help(format!("choose another name, such as `{}_1` or `my_{}`", name.text, name.text)),
            );
        } else if !is_name(&name.text) && self.reported.insert(name.text.clone()) {
            let problem = Diagnostic::error(
                Code::F0114,
                format!("`{}` is not a name", name.text),
                name.span,
                wrong_in(&name.text),
            );
            self.report(match as_name(&name.text) {
                Some(better) => problem.with_help(format!("write `{better}`")).with_edit(name.span, better),
                None => {
                    problem.with_help("a name is made of the letters a to z, digits and `_`, and begins with a letter")
                }
            });
        }
    }
}

/// Where a pair's last token ends. pest counts in the white space and comments that it passed while it looked for an
/// optional end.
fn end_of(pair: &Pair<'_>) -> usize {
    let mut last = pair.clone();
    while let Some(kid) = last.clone().into_inner().rfind(|kid| kid.as_rule() != Rule::COMMENT) {
        last = kid;
    }
    last.as_span().end()
}

fn wrong_in(word: &str) -> &'static str {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        "a name begins with a letter"
    } else if word.starts_with('_') {
        "a name begins with a letter, not with `_`"
    } else if word.contains('-') {
        "a name has no hyphens; words are joined with `_`"
    } else if word.chars().any(char::is_uppercase) {
        "a name has no capital letters"
    } else {
        "a name has only the letters a to z, digits and `_`"
    }
}
