use super::contact::Known;
use super::effect::{Effect, Fault, Notice, TraceEntry};
use super::session::Session;

/// What a turn gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub session: Session,
    /// In order. On a call they are the verbs of one document, in a message what is sent.
    pub effects: Vec<Effect>,
    /// Fields of the person that are to be kept with the turn, by name; without a value, to be forgotten.
    pub contact: Vec<(String, Option<Known>)>,
    /// Trouble that did not stop the flow.
    pub notices: Vec<Notice>,
    /// The fault that ended the session, where one did; the effects already hold the apology.
    pub fault: Option<Fault>,
    pub trace: Vec<TraceEntry>,
    /// The ops that were run, in order: of each the node's index in the program and its own in the node's code.
    pub path: Vec<(usize, usize)>,
}

/// The input does not fit the session: stale, or the host's mistake. The session is untouched and
/// the right input may still come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejected {
    /// The session has ended.
    Ended,
    /// The session waits for something else.
    Unexpected { waits_for: &'static str, got: &'static str },
    /// The session was written by another layout version.
    Format(u16),
    /// The session runs on another digest.
    Digest,
    /// The flow has no entry for this channel.
    NoEntry,
}

impl std::error::Error for Rejected {}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Rejected::Ended => f.write_str("the session has ended"),
            Rejected::Unexpected { waits_for, got } => write!(f, "the session waits for {waits_for}, got {got}"),
            Rejected::Format(version) => {
                write!(f, "the session's layout is version {version}, this build reads {}", Session::FORMAT)
            }
            Rejected::Digest => f.write_str("the session runs on another version of the flow"),
            Rejected::NoEntry => f.write_str("the flow has no entry for this channel"),
        }
    }
}
