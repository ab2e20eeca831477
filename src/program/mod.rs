//! The checked, executable form of a flow. The engine runs this and never sees the syntax tree.
//!
//! Each node is flat code: a list of [`Op`]s with jumps by index, so that a session's place is a node's name and a
//! number. Indexes are stable within one digest, and a session stays on the digest on which it began.

pub mod event;
mod expr;
mod fetch;
mod op;
mod reads;
mod send;
mod test;
mod verb;
mod wait;

use std::collections::BTreeMap;

pub use expr::{BinaryOp, Builtin, Expr, Regex};
pub use fetch::{Body, FetchSpec, Hold, Json, Method, Part, StatusArm};
pub use op::{DialNumber, DialSpec, MatchPattern, Op, OutcomeArm, Play, Say, Split, Variable as Place, Words};
pub use reads::Reads;
pub use send::{EmitSpec, SendSpec, TemplateSpec};
pub use test::{Deed, EffectPattern, Given, StatusAnswer, Test, TestStep};
pub use verb::{Ending, Verb, VerbSpec};
pub use wait::{Arm, AskKind, Bound, Hints, InputModes, Interrupt, Label, Matcher, RecordSpec, Wait, WaitKind};

use crate::source::{FileId, LineColumn};
use crate::template::{TemplateId, Templates};
use crate::value::{Channel, Clock, Type, Value};

/// SHA-256 of the language's edition and of all the texts a flow is made of, as 64 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Digest(pub String);

impl Digest {
    /// The first 12 digits, as shown to people.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug)]
pub struct Program {
    pub flow: String,
    /// The files of the run that it was made of: its own, then those that it uses and their translations, by name.
    pub files: Vec<FileId>,
    pub digest: Digest,
    pub title: Option<String>,
    /// Never empty; the first is the default.
    pub languages: Vec<Language>,
    /// A silent messaging session ends after so many milliseconds.
    pub expires_ms: i64,
    /// A call is ended after so many milliseconds, with these words.
    pub max_call_ms: i64,
    pub max_call_words: Option<TemplateId>,
    pub variables: Vec<Variable>,
    /// What the flow keeps of the person.
    pub contact: Vec<ContactField>,
    pub nodes: Vec<Node>,
    /// Node names to indexes of `nodes`.
    pub by_name: BTreeMap<String, usize>,
    pub entries: Entries,
    /// The choices of `always` of each flow that this is made of, by the name of the node with their code.
    pub always: BTreeMap<String, Always>,
    /// Its zone and opening hours.
    pub clock: Clock,
    pub templates: Templates,
    /// Of the provider's parameters.
    pub reads: Reads,
    /// In the order of the file.
    pub tests: Vec<Test>,
}

impl Program {
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.by_name.get(name).and_then(|i| self.nodes.get(*i))
    }

    /// The block of `on EVENT` for an event beside the conversation.
    pub fn lifecycle(&self, event: &str) -> Option<&Node> {
        self.node(&format!("on {event}")).filter(|node| node.kind == NodeKind::Lifecycle)
    }

    /// The choices of `always` that count at a node: those of the flow that the node was written in, and the name
    /// of the node with their code.
    pub fn always_at(&self, node: &str) -> Option<(&str, &Always)> {
        let name = match flow_of(node) {
            Some(flow) => self.always.get_key_value(&global(flow, ALWAYS)),
            None => self.always.get_key_value(ALWAYS),
        };
        name.map(|(name, always)| (name.as_str(), always))
    }

    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|l| l.tag == tag)
    }

    pub fn entry(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Voice => self.entries.call.as_deref(),
            Channel::Sms => self.entries.sms.as_deref(),
            Channel::Whatsapp => self.entries.whatsapp.as_deref(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47, as in `en-US`.
    pub tag: String,
    pub voice: Option<String>,
}

#[derive(Debug)]
pub struct Variable {
    pub name: String,
    pub ty: Type,
    pub initial: Option<Expr>,
}

#[derive(Debug)]
pub struct ContactField {
    pub name: String,
    pub ty: Type,
    /// Its value as long as none has been kept.
    pub initial: Value,
}

/// Names of nodes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Entries {
    pub call: Option<String>,
    pub sms: Option<String>,
    pub whatsapp: Option<String>,
}

#[derive(Debug)]
pub struct Node {
    pub name: String,
    pub kind: NodeKind,
    pub parameters: Vec<(String, Type)>,
    pub code: Vec<Op>,
    /// For each op, where it stands in the flow's file.
    pub places: Vec<LineColumn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    Step,
    Menu,
    Keywords,
    /// The code of the `always` arms; its name is [`ALWAYS`].
    Always,
    /// The block of an event beside the conversation, such as `on hangup`, which is its name.
    Lifecycle,
}

/// The name of the node that holds the code of the `always` arms; no name of the language can be this.
pub const ALWAYS: &str = "always";

/// Whether a node holds the code of `always` arms, the flow's own or those of a flow that it uses.
pub fn is_always(node: &str) -> bool {
    node.rsplit('.').next() == Some(ALWAYS)
}

/// What a node, variable or constant of a used flow is called: `billing.pay`.
pub fn global(flow: &str, name: &str) -> String {
    format!("{flow}.{name}")
}

/// The used flow that a node was written in; `None` for the program's own.
pub fn flow_of(node: &str) -> Option<&str> {
    node.split_once('.').map(|(flow, _)| flow)
}

#[derive(Debug)]
pub struct Always {
    /// Arms to be tried after the waiting node's own; `to` is an index into the code of the `always` node.
    pub arms: Vec<Arm>,
}
