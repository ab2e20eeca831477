use jiff::tz::TimeZone;

use crate::function::Scope;
use crate::template::phrases::Phrases;
use crate::template::speech::Speech;
use crate::value::Value;

/// A helper: what it takes, its documentation and its code in one place.
#[derive(Clone, Copy)]
pub struct Helper {
    pub name: &'static str,
    /// The fewest and the most values it takes.
    pub arity: (usize, usize),
    /// What to write, for the reference and for help: `date DATE ZONE?`.
    pub usage: &'static str,
    /// One line for the reference.
    pub about: &'static str,
    pub(in crate::template) write: fn(&[Value], &View) -> Vec<Speech>,
}

impl std::fmt::Debug for Helper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// For whom a helper writes.
#[derive(Debug, Clone)]
pub struct View {
    /// Heard rather than read.
    pub(in crate::template) call: bool,
    pub(in crate::template) phrases: Phrases,
    pub(in crate::template) now_ms: i64,
    /// The flow's.
    pub(in crate::template) zone: TimeZone,
}

impl View {
    pub(in crate::template) fn new(call: bool, phrases: Phrases, scope: &dyn Scope) -> View {
        View { call, phrases, now_ms: scope.now_ms(), zone: scope.clock().zone.clone() }
    }

    pub(in crate::template) fn for_text(&self) -> View {
        View { call: false, ..self.clone() }
    }
}

pub(super) fn text(words: String) -> Vec<Speech> {
    vec![Speech::Text(words)]
}

/// An optional text argument.
pub(super) fn option(arguments: &[Value], at: usize) -> Option<&str> {
    arguments.get(at).and_then(Value::as_text)
}
