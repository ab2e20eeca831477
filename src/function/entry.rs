use crate::value::{Clock, Type, Value};

/// A function of the language: what it takes, what it gives, its documentation and its code in one place.
#[derive(Clone, Copy)]
pub struct Function {
    pub name: &'static str,
    pub parameters: &'static [Parameter],
    pub returns: Type,
    /// One line for the reference.
    pub about: &'static str,
    /// Expressions and what they come to, run as tests: `("upper(\"ab\")", "AB")`.
    pub examples: &'static [(&'static str, &'static str)],
    /// Total: what cannot be computed is `none`. Missing optional arguments are simply not there.
    pub call: fn(&[Value], &mut dyn Scope) -> Value,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Function {
    /// The fewest and the most arguments it takes.
    pub fn arity(&self) -> (usize, usize) {
        let fewest = self.parameters.iter().filter(|p| !p.optional).count();
        let most = if self.parameters.last().is_some_and(|p| p.repeats) { usize::MAX } else { self.parameters.len() };
        (fewest, most)
    }

    /// The parameter that the argument at this place is for.
    pub fn parameter(&self, at: usize) -> Option<&'static Parameter> {
        self.parameters.get(at).or_else(|| self.parameters.last().filter(|p| p.repeats))
    }

    /// As one line for people: `round(number, places?)`.
    pub fn signature(&self) -> String {
        let parameter = |p: &Parameter| {
            format!("{}{}{}", p.name, if p.optional { "?" } else { "" }, if p.repeats { "…" } else { "" })
        };
        let parameters: Vec<String> = self.parameters.iter().map(parameter).collect();
        format!("{}({})", self.name, parameters.join(", "))
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

impl Parameter {
    pub(super) const fn one(name: &'static str, types: &'static [Type]) -> Parameter {
        Parameter { name, types, optional: false, repeats: false }
    }

    pub(super) const fn optional(name: &'static str, types: &'static [Type]) -> Parameter {
        Parameter { name, types, optional: true, repeats: false }
    }

    pub(super) const fn several(name: &'static str, types: &'static [Type]) -> Parameter {
        Parameter { name, types, optional: false, repeats: true }
    }
}

pub(super) const TEXT: Type = Type::Text(None);
/// What [`Type::Any`] alone says: nothing is refused.
pub(super) const ANY: &[Type] = &[Type::Any];

/// What a function may know of the turn beside its arguments.
pub trait Scope {
    /// The turn's time in milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
    /// The session's next random number; the same seed gives the same numbers.
    fn random(&mut self) -> u64;
    /// The session's language tag.
    fn language(&self) -> &str;
    /// The flow's zone and its opening hours.
    fn clock(&self) -> &Clock;
}

/// A text, or a simple value as its text; `None` where the argument is missing, `none`, a list or a map.
pub(super) fn text_of(arguments: &[Value], at: usize) -> Option<String> {
    match arguments.get(at)? {
        Value::None | Value::List(_) | Value::Map(_) => None,
        value => Some(value.to_text()),
    }
}
