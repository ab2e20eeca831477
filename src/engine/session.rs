use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::program::{Digest, Program};
use crate::value::{Channel, Value};

use super::effect::{Effect, Prompt};
use super::input::Texted;
use super::request::Request;

/// A conversation between two webhooks: plain data, with names of nodes in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The version of this layout; see [`Session::FORMAT`].
    pub format: u16,
    pub id: String,
    pub flow: String,
    pub digest: Digest,
    pub channel: Channel,
    pub caller: String,
    pub called: String,
    /// The language tag in force.
    pub language: String,
    pub started_ms: i64,
    /// The time of the newest input.
    pub last_ms: i64,
    /// Inputs taken so far.
    pub turns: u32,
    /// The state of the session's random numbers.
    pub random: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Value>,
    /// The running node last; those that wait for a `do` to come back before it.
    pub frames: Vec<Frame>,
    /// Names whose values the person gave in confidence: never to be shown, logged or sent on in clear.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sensitive: BTreeSet<String>,
    /// Set while the session waits for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// Recordings whose words may still come: their ids, and the variables that hold them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recordings: BTreeMap<String, String>,
    /// Requests made so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fetches: u32,
    /// Set while the session waits for the answer to a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetching: Option<Box<Fetching>>,
    #[serde(default, skip_serializing_if = "LastInput::is_empty")]
    pub input: LastInput,
    /// The provider's parameters of the newest webhook, as far as the flow reads them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub ended: bool,
}

impl Session {
    /// The layout's version that this build writes.
    pub const FORMAT: u16 = 1;

    /// When the session wants to be woken by [`super::Event::Due`], if nothing comes before: a conversation when its
    /// timer runs out, or when it expires; a call when it must be long over though nobody said so. `None` once it has ended.
    pub fn wakes_ms(&self, program: &Program) -> Option<i64> {
        if self.ended {
            return None;
        }
        if self.channel.is_voice() {
            return Some(self.started_ms.saturating_add(program.max_call_ms).saturating_add(CALL_SLACK_MS));
        }
        let timer = self.waiting.and_then(|waiting| waiting.due_ms);
        Some(timer.unwrap_or_else(|| self.last_ms.saturating_add(program.expires_ms)))
    }
}

/// A call is ended at its longest time with the webhook that comes next, and its hang-up is told then. What waits for
/// neither any more, such as a bridge to somebody, may go on for a while.
const CALL_SLACK_MS: i64 = 3_600_000;

/// A node being run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frame {
    pub node: String,
    /// The index of the next op.
    #[serde(default, skip_serializing_if = "is_first")]
    pub at: usize,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub locals: BTreeMap<String, Value>,
    /// Where this frame's `return EXPR` goes in the frame below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultPlace>,
    /// The failed tries of waits whose arm is being run and may ask again, by op.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tries: BTreeMap<usize, Waiting>,
}

/// What is to be set by `return`: a variable of the session, a parameter of the node below, a field of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultPlace {
    Session(String),
    Local(String),
    Contact(String),
}

/// The failed tries of one stay at a wait, and its timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waiting {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub noinput: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub nomatch: u32,
    /// When a texter's time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_ms: Option<i64>,
}

/// A request under way, and what the turn had come to when it asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetching {
    pub request: Request,
    /// Heard while the answer takes its time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold: Vec<Prompt>,
    /// How often the call came back before the answer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waited: u32,
    /// What was said before and has not gone out yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Effect>,
    /// The message that started the session, where no `keywords` has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Texted>,
    /// What has run since the person was heard: a circle of requests is a circle without a wait.
    pub statements: u32,
    pub ops: u32,
}

fn is_false(yes: &bool) -> bool {
    !*yes
}

fn is_first(index: &usize) -> bool {
    *index == 0
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What `input` gives.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LastInput {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speech: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texted: Option<Texted>,
}

impl LastInput {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
