use serde::{Deserialize, Serialize};

use crate::program::Verb;
use crate::source::LineColumn;
use crate::template::Speech;
use crate::value::{Channel, Value};

use super::request::Request;

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
    /// A voice verb. The last effect of a turn where its outcome is waited for, and where it ends the call.
    Verb(VerbCall),
    /// A request to be made; its answer comes back as an input. Always the last effect of a turn that tells the person
    /// nothing: what was said before it is said with the answer, or with the words for the time until then.
    Fetch(Box<Request>),
    /// An event for the outside. No part of a reply.
    Emit(Emit),
    /// A message beside the reply, to anyone. No part of a reply.
    Send(Box<Send>),
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
    /// Said to the one who answers, before the two are put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whisper: Option<Prompt>,
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
pub struct VerbCall {
    pub verb: Verb,
    /// The queue, the address, the amount or the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<i64>,
    /// The language tag in which a verb that talks does so.
    pub language: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Emit {
    pub name: String,
    /// In written order; what was given in confidence is masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(String, Value)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Send {
    /// SMS or WhatsApp.
    pub channel: Channel,
    /// A number, without `whatsapp:`.
    pub to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<SendTemplate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceed: Option<Proceed>,
}

/// A message whose wording the provider keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendTemplate {
    /// `HX…`
    pub sid: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<(String, String)>,
}

/// Where the conversation goes on once the message is on its way: on the thread of the one it is sent to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proceed {
    pub node: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Value>,
}

impl Effect {
    /// Whether it goes to the outside rather than to the person, and so stands in no reply.
    pub fn is_outward(&self) -> bool {
        matches!(self, Effect::Emit(_) | Effect::Send(_))
    }
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

/// A line of what happened, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEntry {
    pub at: At,
    pub text: String,
}
