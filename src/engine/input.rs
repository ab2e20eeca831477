use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::value::{Channel, Value};

use super::contact::Contact;
use super::effect::Proceed;
use super::request::Outcome;

/// What happened, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Milliseconds since 1970 (UTC), stamped by the host.
    pub at_ms: i64,
    pub event: Event,
    /// The provider's parameters of this webhook, in snake case: `call.from_city`, `message.profile_name`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// What is kept of the person; only where the flow declares such fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contact: Contact,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A new session; nothing else can come first.
    Start(Box<Start>),
    /// Keys pressed on a call, the finishing key not included.
    Keys(String),
    Speech {
        text: String,
        confidence: Option<f64>,
    },
    /// A call's wait ran out.
    Silence,
    Texted(Texted),
    Recorded {
        url: String,
        duration_s: u32,
        sid: String,
    },
    /// `answered`, `busy`, `noanswer` or `failed`.
    Dialled {
        outcome: String,
    },
    /// How a voice verb ended, by the name of one of its outcomes.
    Performed {
        outcome: String,
    },
    HungUp,
    /// The answer to the request of this number.
    Fetched {
        id: u32,
        outcome: Outcome,
    },
    /// A call: the answer is not there yet, so the hold words are due.
    Waited,
    /// A call came to its end: `completed`, `busy`, `noanswer` or `failed`.
    Over {
        status: String,
    },
    /// What became of a message that was sent: `delivered`, `read` or `undelivered`.
    Fared {
        status: String,
    },
    /// A recording can be fetched.
    Recording {
        sid: String,
    },
    /// The words of a recording, where they could be made out.
    Transcribed {
        sid: String,
        text: Option<String>,
    },
    OptedOut,
    OptedIn,
    /// A conversation goes on in messages; nothing else comes first there.
    Proceed(Box<Proceeding>),
    /// The moment has come for which the session wanted to be woken; nobody is there to be answered.
    Due,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub session_id: String,
    /// All of the session's randomness comes from this.
    pub seed: u64,
    pub channel: Channel,
    /// The person's number, without `whatsapp:`.
    pub caller: String,
    /// Our number.
    pub called: String,
    /// The message that starts a messaging session; its first input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Texted>,
}

/// What `send … continue` takes along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proceeding {
    pub start: Start,
    pub to: Proceed,
    pub language: String,
    pub variables: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sensitive: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Texted {
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The payload of a tapped button or list row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Media {
    pub url: String,
    pub content_type: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub latitude: String,
    pub longitude: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}
