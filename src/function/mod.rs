//! The functions of the language. Each is one entry: what it takes, what it gives, its documentation, its examples
//! (run as tests) and its code. Expressions call them, and templates call them as sub-expressions.

use crate::value::{Type, Value};

/// A function of the language: what it takes, what it gives, its documentation and its code in one place.
pub struct Function {
    pub name: &'static str,
    pub parameters: &'static [Parameter],
    pub returns: Type,
    /// One line for the reference.
    pub about: &'static str,
    /// Expressions and what they come to, run as tests: `("upper(\"ab\")", "AB")`.
    pub examples: &'static [(&'static str, &'static str)],
    pub call: fn(&[Value], &mut dyn Scope) -> Value,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    /// Any of these.
    pub types: &'static [Type],
    pub optional: bool,
    /// The last parameter may stand several times.
    pub repeats: bool,
}

/// What a function may know of the turn beside its arguments.
pub trait Scope {
    /// The turn's time in milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
    /// The session's next random number; the same seed gives the same numbers.
    fn random(&mut self) -> u64;
    /// The session's language tag.
    fn language(&self) -> &str;
}

/// All functions, by name.
pub fn all() -> &'static [Function] {
    &[]
}

pub fn lookup(name: &str) -> Option<&'static Function> {
    all().iter().find(|f| f.name == name)
}
