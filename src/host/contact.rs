//! What is kept of people: facts of the store, by number and field.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::warn;

use super::Host;
use crate::engine::{Contact, Event, Input, Known, Session};
use crate::program::Program;
use crate::store::{Fact, StoreError};
use crate::value::Value;

/// In a key, what a number has stays as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'+').remove(b'-').remove(b'_').remove(b'.');

/// Whose turn it is.
pub(super) fn person<'a>(session: Option<&'a Session>, event: &'a Event) -> &'a str {
    match (session, event) {
        (Some(session), _) => &session.caller,
        (None, Event::Start(start)) => &start.caller,
        (None, Event::Proceed(from)) => &from.start.caller,
        (None, _) => "",
    }
}

/// Where a person's fields are; `None` for one who does not say who they are, and of whom nothing is kept.
fn place(person: &str) -> Option<String> {
    let is_named = person.starts_with('+') || person.contains(':');
    is_named.then(|| format!("contact/{}/", utf8_percent_encode(person, KEPT)))
}

impl Host {
    /// What is kept of a person; nothing is looked up for a flow that declares no fields.
    pub(super) async fn contact(&self, program: &Program, person: &str) -> Result<Contact, StoreError> {
        let Some(place) = place(person).filter(|_| !program.contact.is_empty()) else { return Ok(Contact::new()) };
        let mut contact = Contact::new();
        for (key, bytes) in self.store.facts(&place).await? {
            let name = key.get(place.len()..).unwrap_or_default();
            if !program.contact.iter().any(|field| field.name == name) {
                continue;
            }
            match serde_json::from_slice::<Known>(&bytes) {
                Ok(known) => {
                    contact.insert(name.to_owned(), known);
                }
                Err(error) => warn!(field = name, %error, "a contact field could not be read, and counts as not set"),
            }
        }
        Ok(contact)
    }
}

/// What a turn keeps of a person.
pub(super) fn facts(person: &str, kept: &[(String, Option<Known>)]) -> Vec<Fact> {
    let Some(place) = place(person) else { return Vec::new() };
    let fact = |(name, known): &(String, Option<Known>)| Fact {
        key: format!("{place}{name}"),
        value: known.as_ref().and_then(|known| serde_json::to_vec(known).ok()),
    };
    kept.iter().map(fact).collect()
}

/// The input as the log keeps it: what a person gave in confidence is not in it.
pub(super) fn logged(input: &Input) -> Cow<'_, Input> {
    if !input.contact.values().any(|known| known.sensitive) {
        return Cow::Borrowed(input);
    }
    let mut masked = input.clone();
    masked.contact.values_mut().filter(|known| known.sensitive).for_each(|known| known.value = Value::None);
    Cow::Owned(masked)
}
