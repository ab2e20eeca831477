//! "Did you mean", the same way everywhere.

use crate::diagnostic::Diagnostic;

/// Offers `near` as the mend of the place at fault, or says what else to do.
pub(super) fn or_else(problem: Diagnostic, near: Option<&str>, otherwise: impl FnOnce() -> String) -> Diagnostic {
    let span = problem.primary.span;
    match near {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")).with_edit(span, near),
        None => problem.with_help(otherwise()),
    }
}

/// Words in backticks, with commas between them.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
