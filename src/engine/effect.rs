use serde::{Deserialize, Serialize};

use crate::source::LineColumn;
use crate::template::Speech;

use super::session::Session;

/// What a turn gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub session: Session,
    /// In order. On a call they are the verbs of one document, in a message what is sent.
    pub effects: Vec<Effect>,
    /// Trouble that did not stop the flow.
    pub notices: Vec<Notice>,
    /// The fault that ended the session, where one did; the effects already hold the apology.
    pub fault: Option<Fault>,
    pub trace: Vec<TraceEntry>,
}

/// Something for the outside to do, as data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Spoken or played on a call.
    Prompt(Prompt),
    /// Prompts, then waits for keys or speech. Always the last effect of a turn.
    Gather(Gather),
    /// Records. Always the last effect of a turn.
    Record(Record),
    /// Bridges. Always the last effect of a turn.
    Dial(Dial),
    /// Ends the call. Always the last effect of a turn.
    Hangup,
    /// Sent to the person as one message.
    Message(Message),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prompt {
    /// The language tag and voice in which to speak.
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    pub kind: PromptKind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    Say(Vec<Speech>),
    /// The address of a recording.
    Play(String),
    /// Whole milliseconds of silence.
    Pause(u32),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gather {
    pub prompts: Vec<Prompt>,
    pub keys: bool,
    pub speech: bool,
    pub timeout_ms: i64,
    /// Ends the entry by itself after so many keys.
    pub num_digits: Option<u32>,
    /// The key that ends the entry; `None` leaves the provider's (`#`), empty for none.
    pub finish: Option<String>,
    pub hints: Vec<String>,
    pub language: String,
    /// Whether the caller may answer while we talk.
    pub interrupt: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub prompts: Vec<Prompt>,
    /// Silence that ends the recording.
    pub timeout_ms: i64,
    pub max_ms: i64,
    pub finish: Option<String>,
    pub transcribe: bool,
    pub beep: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dial {
    pub targets: Vec<DialTarget>,
    pub timeout_ms: Option<i64>,
    pub caller_id: Option<String>,
    pub record: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialTarget {
    Number(String),
    Sip(String),
    Client(String),
    Conference(String),
    Queue(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
}

/// Where in a flow something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    pub node: String,
    pub place: LineColumn,
}

/// Trouble that the flow went on from, such as a value cut to its declared length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub at: At,
    pub text: String,
}

/// Trouble that ended the session and that the flow's author can mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: FaultCode,
    pub at: Option<At>,
    /// For the author and the log, never for the caller.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// More ops in one turn than the limits allows.
    StepLimit,
    TurnLimit,
    DepthLimit,
    /// A template failed to render or gave too much.
    Template,
    /// The session names a node or op that its program does not have.
    Lost,
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

/// A line of what happened, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEntry {
    pub at: At,
    pub text: String,
}
