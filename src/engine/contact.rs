//! What is kept of the person, on each channel and beyond the session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::program::ContactField;
use crate::value::Value;

use super::turn::Turn;
use super::words::MASK;

/// A field of the person, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub value: Value,
    /// Given in confidence: never to be shown, logged or sent on in clear.
    #[serde(default, skip_serializing_if = "is_open")]
    pub sensitive: bool,
}

/// The fields of the person that have been set, by name.
pub type Contact = BTreeMap<String, Known>;

fn is_open(sensitive: &bool) -> bool {
    !sensitive
}

impl Turn<'_> {
    /// Takes what is kept of the person, as far as the flow declares it and as it declares it.
    pub fn meet(&mut self, kept: &Contact) {
        for field in &self.program.contact {
            let known = match kept.get(&field.name) {
                Some(known) => {
                    let value = self.shaped(&shown(&field.name), field.ty, known.value.clone());
                    Known { value, sensitive: known.sensitive }
                }
                None => unset(field),
            };
            self.contact.insert(field.name.clone(), known);
        }
    }

    /// What `contact` gives.
    pub fn contact(&self, masked: bool) -> Value {
        let value = |known: &Known| match masked && known.sensitive {
            true => Value::Text(MASK.to_owned()),
            false => known.value.clone(),
        };
        Value::Map(self.contact.iter().map(|(name, known)| (name.clone(), value(known))).collect())
    }

    /// Whether a field, or any of them, was given in confidence.
    pub fn is_contact_sensitive(&self, name: Option<&str>) -> bool {
        self.contact.iter().any(|(field, known)| known.sensitive && name.is_none_or(|name| name == field))
    }

    /// A field without a value has its first one again.
    pub fn keep(&mut self, name: &str, value: Value, sensitive: bool) {
        let known = match value {
            Value::None => None,
            value => Some(Known { value, sensitive }),
        };
        let field = self.program.contact.iter().find(|field| field.name == name);
        if let Some(now) = known.clone().or_else(|| field.map(unset)) {
            self.contact.insert(name.to_owned(), now);
        }
        self.kept.insert(name.to_owned(), known);
    }
}

fn unset(field: &ContactField) -> Known {
    Known { value: field.initial.clone(), sensitive: false }
}

/// As a flow names the field.
pub(super) fn shown(name: &str) -> String {
    format!("contact.{name}")
}
