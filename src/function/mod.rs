//! The functions of the language. Each is one entry: what it takes, what it gives, its documentation, its examples
//! (run as tests) and its code. Expressions call them, and templates call them as sub-expressions.

mod chance;
mod entry;
mod list;
mod number;
#[cfg(test)]
mod tests;
mod text;
mod time;

use std::sync::LazyLock;

pub use entry::{Function, Parameter, Scope};
pub use text::{SHOWN, mask};

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut all = [text::FUNCTIONS, number::FUNCTIONS, list::FUNCTIONS, time::FUNCTIONS, chance::FUNCTIONS].concat();
    all.sort_by_key(|function| function.name);
    all
});

/// All functions, by name.
pub fn all() -> &'static [Function] {
    &ALL
}

pub fn lookup(name: &str) -> Option<&'static Function> {
    let at = ALL.binary_search_by(|function| function.name.cmp(name)).ok()?;
    ALL.get(at)
}
