//! Secrets: where they are kept is a setting, what they are is not.

use std::fmt;

use super::problem::{Place, Problem};

/// What stands for a secret wherever one might be printed.
pub const MASK: &str = "•••";

/// Where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// `env:NAME`
    Env(String),
    /// `file:PATH`; the caller trims the line's end.
    File(String),
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SecretRef::Env(name) => write!(f, "env:{name}"),
            SecretRef::File(path) => write!(f, "file:{path}"),
        }
    }
}

impl SecretRef {
    /// `None` for what is no reference: perhaps the secret itself, so it must not be printed.
    pub(super) fn parse(text: &str) -> Option<SecretRef> {
        let reference = match text.split_once(':')? {
            ("env", name) => SecretRef::Env(name.trim().to_owned()),
            ("file", path) => SecretRef::File(path.trim().to_owned()),
            _ => return None,
        };
        match &reference {
            SecretRef::Env(name) | SecretRef::File(name) if name.is_empty() => None,
            _ => Some(reference),
        }
    }
}

/// A secret and where it is kept. Its value is there once the configuration's secrets were resolved, and `Debug` never
/// shows it.
#[derive(Clone)]
pub struct Secret {
    pub source: SecretRef,
    pub(super) place: Place,
    value: Option<String>,
}

impl Secret {
    pub(super) fn new(source: SecretRef, place: Place) -> Secret {
        Secret { source, place, value: None }
    }

    /// The value, for the one place that needs it.
    pub fn expose(&self) -> Option<&str> {
        self.value.as_deref()
    }

    pub(super) fn resolve(&mut self, resolve: &dyn Fn(&SecretRef) -> Result<String, String>) -> Result<(), Problem> {
        let source = &self.source;
        let value = resolve(source).and_then(|value| {
            let empty = value.trim().is_empty();
            if empty { Err("it is empty".into()) } else { Ok(value) }
        });
        self.value = Some(value.map_err(|why| {
            let help = match source {
                SecretRef::Env(name) => format!("set the environment variable `{name}` before the start"),
                SecretRef::File(path) => format!("let flowtone read the secret from `{path}`"),
            };
            Problem::new(&self.place, format!("no secret at `{source}`: {why}"), help)
        })?);
        Ok(())
    }
}

/// Where it was set makes no difference.
impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.source == other.source && self.value == other.value
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {MASK}", self.source)
    }
}
