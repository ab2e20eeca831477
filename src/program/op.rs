use crate::template::TemplateId;
use crate::value::Channel;

use super::expr::{Expr, Regex};
use super::fetch::FetchSpec;
use super::send::{EmitSpec, SendSpec};
use super::verb::VerbSpec;
use super::wait::{Interrupt, Wait};

/// One instruction. `usize` fields named `to`, `otherwise` … are indexes into the same node's code.
#[derive(Debug)]
pub enum Op {
    Say(Say),
    Play(Play),
    /// Silence on a call, in milliseconds; nothing in a message.
    Pause(u32),
    /// Says its prompt, stops the turn and goes on with the input at an arm, a bound or the next op.
    Wait(Box<Wait>),
    /// Bridges the call, stops the turn and goes on at the outcome's arm; `answered` without an arm goes on with the next op.
    Dial(Box<DialSpec>),
    /// A voice verb. One with outcomes stops the turn and goes on at the outcome's arm, or with the next op.
    Verb(Box<VerbSpec>),
    /// Asks the outside for a request, stops the turn and goes on with the answer: at an arm, or at the next op.
    Fetch(Box<FetchSpec>),
    /// Tells the outside of an event, and goes on.
    Emit(Box<EmitSpec>),
    /// Asks for a message beside the reply, and goes on: how it fares comes as an event of its own.
    Send(Box<SendSpec>),
    Set {
        variable: Variable,
        value: Expr,
    },
    Clear(Variable),
    /// Goes on at `otherwise` where the condition is not true.
    Unless {
        condition: Expr,
        otherwise: usize,
    },
    /// Goes on at the first arm that fits, or at `otherwise`.
    Match {
        subject: Expr,
        arms: Vec<(Vec<MatchPattern>, usize)>,
        otherwise: usize,
    },
    /// Goes on at the arm of the person's share.
    Split(Split),
    Goto(usize),
    /// `-> node(…)`: leaves this node for another.
    Enter {
        node: String,
        arguments: Vec<Expr>,
    },
    /// `do node(…)`: comes back to the next op; the value it returns goes into `result`.
    Call {
        node: String,
        arguments: Vec<Expr>,
        result: Option<Variable>,
    },
    Return(Option<Expr>),
    /// At the end of an arm that did not leave: asks the wait at `to` again, counters kept, no failed try.
    AskAgain {
        to: usize,
    },
    /// At the end of an `always` arm that did not leave: asks the interrupted wait again.
    Resume,
    Language(String),
    Tag(TemplateId),
    Log(TemplateId),
    End,
    Hangup,
}

/// Shares of all people, each with its arm.
#[derive(Debug)]
pub struct Split {
    /// As written: who goes where stays the same as long as this does.
    pub text: String,
    /// Percents, which add up to 100, and where the arm begins.
    pub arms: Vec<(u32, usize)>,
}

/// Where `set` writes: a variable of the session, a parameter of the running node, or a field of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    Session(String),
    Local(String),
    Contact(String),
}

#[derive(Debug)]
pub enum MatchPattern {
    Value(Expr),
    /// Both ends included.
    Range(Expr, Expr),
    Regex(Regex),
}

/// Words for each channel; a channel without words says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub voice: Option<TemplateId>,
    pub sms: Option<TemplateId>,
    pub whatsapp: Option<TemplateId>,
}

impl Words {
    pub fn same(template: TemplateId) -> Self {
        Self { voice: Some(template), sms: Some(template), whatsapp: Some(template) }
    }

    pub fn on(&self, channel: Channel) -> Option<TemplateId> {
        match channel {
            Channel::Voice => self.voice,
            Channel::Sms => self.sms,
            Channel::Whatsapp => self.whatsapp,
        }
    }
}

#[derive(Debug)]
pub struct Say {
    pub words: Words,
    /// The address of a picture, for messages.
    pub media: Option<TemplateId>,
    pub interrupt: Option<Interrupt>,
}

#[derive(Debug)]
pub struct Play {
    pub url: TemplateId,
    /// Spoken where the recording's address comes out empty.
    pub or: Option<TemplateId>,
}

#[derive(Debug)]
pub struct DialSpec {
    pub targets: Vec<DialNumber>,
    pub timeout_ms: Option<i64>,
    pub caller_id: Option<Expr>,
    pub record: bool,
    pub whisper: Option<TemplateId>,
    pub arms: Vec<OutcomeArm>,
}

#[derive(Debug)]
pub enum DialNumber {
    Number(Expr),
    Sip(Expr),
    Client(Expr),
    Conference(Expr),
    Queue(Expr),
}

#[derive(Debug)]
pub struct OutcomeArm {
    /// `answered`, `busy`, `noanswer` or `failed`.
    pub outcome: String,
    pub to: usize,
}
