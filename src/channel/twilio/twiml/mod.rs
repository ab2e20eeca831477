//! Effects written as TwiML: typed elements, so that no document leaves the provider's grammar and no text leaves its
//! place, whatever it holds.

mod calls;
mod document;
mod message;
mod room;
mod speech;
mod split;
mod value;
mod verb;
mod voice;
mod whisper;
mod xml;

use crate::engine::{Effect, Message};

pub use document::{Addresses, Document};
pub use whisper::whispered;

/// The document that answers a call's webhook. `action` gets the outcome of its wait.
pub fn voice(effects: &[Effect], action: &str) -> Document {
    voice_at(effects, &Addresses::only(action))
}

/// As [`voice`], with addresses for what comes later.
pub fn voice_at(effects: &[Effect], addresses: &Addresses<'_>) -> Document {
    voice::document(effects, addresses, None)
}

/// What is heard while something takes its time; then the call comes back to `url`.
pub fn hold(effects: &[Effect], url: &str) -> Document {
    voice::document(effects, &Addresses::only(url), Some(url))
}

/// The document that answers a message's webhook; with no message in it, nothing is sent.
pub fn message(effects: &[Effect]) -> Document {
    message::document(effects, None)
}

/// As [`message`]; `report_to` hears what becomes of each message.
pub fn message_reported(effects: &[Effect], report_to: &str) -> Document {
    message::document(effects, Some(report_to))
}

/// A message in as many as the provider takes it in, for where there is no document.
pub fn parts(message: &Message) -> Vec<Message> {
    message::parts(message)
}
