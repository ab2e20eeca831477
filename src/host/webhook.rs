use crate::channel::twilio::request::Inbound;
use crate::engine::Rejected;
use crate::store::StoreError;

/// Which of a number's two URLs a webhook came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Voice,
    Message,
}

/// A verified and decoded webhook.
#[derive(Debug)]
pub struct Webhook {
    pub flow: String,
    pub door: Door,
    pub inbound: Inbound,
    /// The turn whose document asked for this webhook, from the URL; `None` at the number's own URL.
    pub turn: Option<u64>,
    /// The provider got our reply to this and could not use it.
    pub unusable: bool,
    /// What our own action URLs begin with: `/voice/support/`.
    pub action: String,
}

/// The document to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub body: Vec<u8>,
    /// The reply of an earlier turn, to the byte.
    pub repeated: bool,
}

/// Why a turn was not taken. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnError {
    /// The flow is not served.
    UnknownFlow,
    /// Too many turns wait before this one.
    Busy,
    /// The store, or a version of the flow that the session needs.
    Store(StoreError),
    /// The session does not take this input, or the flow has no entry for this channel.
    Rejected(Rejected),
}

impl std::error::Error for TurnError {}

impl std::fmt::Display for TurnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TurnError::UnknownFlow => f.write_str("the flow is not served"),
            TurnError::Busy => f.write_str("too many turns of this conversation wait"),
            TurnError::Store(error) => write!(f, "the store failed: {error}"),
            TurnError::Rejected(rejected) => write!(f, "{rejected}"),
        }
    }
}

impl From<StoreError> for TurnError {
    fn from(error: StoreError) -> Self {
        TurnError::Store(error)
    }
}
