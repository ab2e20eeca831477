//! Views of diagnostics: for a terminal, for programs, and one line for a log.

mod json;
mod terminal;

pub use json::json;
pub use terminal::terminal;

use super::{Diagnostic, Severity};
use crate::source::Sources;

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// `flows/support.flow:3:7: error F0201: unknown node …; did you mean …`
pub fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let mut out = match sources.get(problem.primary.span.file) {
        Some(file) => format!("{}:{}: ", file.name, file.line_column(problem.primary.span.start)),
        None => String::new(),
    };
    out.push_str(&format!("{} {}: {}", problem.severity.as_str(), problem.code, problem.headline));
    if let Some(help) = &problem.help {
        out.push_str("; ");
        out.push_str(help);
    }
    out
}

/// How many errors, warnings and hints there are: `2 errors, 1 warning`; empty for none.
pub fn summary(problems: &[Diagnostic]) -> String {
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let part = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .filter_map(|severity| part(count(severity), severity.as_str()))
        .collect();
    parts.join(", ")
}
