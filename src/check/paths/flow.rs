//! What every check of paths is given.

use super::graph::Graph;
use super::reach::Reached;
use super::settings::Bounds;
use crate::source::Span;

pub struct Flow<'t> {
    /// The whole file.
    pub file: Span,
    pub graph: Graph<'t>,
    pub reached: Reached,
    pub defaults: Bounds<'t>,
}

/// The first word of a statement, so that a label does not run over many lines.
pub fn word_at(statement: Span, word: &str) -> Span {
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    Span { end: statement.start.saturating_add(length).min(statement.end), ..statement }
}

/// `a`, `b` and `c`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
