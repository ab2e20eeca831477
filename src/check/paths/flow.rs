//! What every check of paths is given.

use super::graph::{Graph, Node};
use super::reach::Reached;
use super::settings::Defaults;
use crate::source::Span;

pub struct Flow<'t> {
    /// The whole file.
    pub file: Span,
    pub graph: Graph<'t>,
    pub reached: Reached,
    pub defaults: Defaults<'t>,
}

impl<'t> Flow<'t> {
    /// The `always` of the file itself.
    pub fn own_always(&self) -> Option<&Node<'t>> {
        self.graph.always.get(&self.file.file).and_then(|id| self.graph.node(*id))
    }
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
