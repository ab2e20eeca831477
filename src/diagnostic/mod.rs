//! What a user is told about a flow: one value, several renderers.

mod codes;
pub mod render;
mod suggest;

pub use codes::{Code, CodeInfo};
pub use suggest::nearest;

use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Hint,
    Warning,
    /// The flow is not loaded.
    Error,
}

/// A place and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A replacement that would mend the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// One problem. The headline is lower case and names the thing in backticks, the label says what
/// is wrong here, the help says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub headline: String,
    pub primary: Label,
    pub others: Vec<Label>,
    pub notes: Vec<String>,
    pub help: Option<String>,
    pub edit: Option<Edit>,
}

impl Diagnostic {
    fn new(severity: Severity, code: Code, headline: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            headline: headline.into(),
            primary: Label { span, text: label.into() },
            others: Vec::new(),
            notes: Vec::new(),
            help: None,
            edit: None,
        }
    }

    /// The primary one first.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        std::iter::once(&self.primary).chain(&self.others)
    }

    /// All places that are named: those of the labels and the edit's.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.labels().map(|label| label.span).chain(self.edit.iter().map(|edit| edit.span))
    }

    pub fn error(code: Code, headline: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, headline, span, label)
    }

    pub fn warning(code: Code, headline: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, headline, span, label)
    }

    pub fn hint(code: Code, headline: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self::new(Severity::Hint, code, headline, span, label)
    }

    /// What the headline names first.
    pub fn thing(&self) -> Option<&str> {
        self.headline.split('`').nth(1)
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    #[must_use]
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    #[must_use]
    pub fn with_edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edit = Some(Edit { span, replacement: replacement.into() });
        self
    }
}

/// The order in which problems are shown: file, place, code.
pub fn sort(problems: &mut [Diagnostic]) {
    problems.sort_by(|a, b| (a.primary.span, a.code, &a.headline).cmp(&(b.primary.span, b.code, &b.headline)));
}

pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|d| d.severity == Severity::Error)
}
