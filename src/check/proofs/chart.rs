//! A flow as points and the ways between them: what a person at a point may do, one statement at a time.
//!
//! Where the graph of `paths` knows nodes and jumps, this knows what happens between them. Actions of `defaults` are
//! drawn at each wait that uses them.

use crate::check::paths::graph::NodeId;
use crate::source::Span;
use crate::syntax::tree::{
    AskKind, DialTarget, Duration, Expr, Keyword, MatchArm, MatchPattern, Menu, MenuPart, Name, Place, Prompt, Setting,
    Statement, Target,
};

pub(super) type PointId = usize;

#[derive(Debug, Default)]
pub(super) struct Chart<'t> {
    pub points: Vec<Point<'t>>,
    /// For each node of the graph, where it begins.
    pub starts: Vec<PointId>,
}

#[derive(Debug)]
pub(super) struct Point<'t> {
    pub node: NodeId,
    pub span: Span,
    pub does: Does<'t>,
    pub ways: Vec<Way<'t>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'t> {
    pub to: PointId,
    pub when: When<'t>,
}

#[derive(Debug)]
pub(super) enum Does<'t> {
    /// A node begins.
    Pass,
    /// Does something and goes on.
    Statement(&'t Statement),
    If(&'t Expr),
    Match {
        subject: &'t Expr,
        has_else: bool,
    },
    Split,
    Ask(Box<Asked<'t>>),
    /// `keywords`: silent until a message comes.
    Rest,
    /// The arms of `always`.
    Always,
    /// `wait`
    Sleep(Option<Duration>),
    Fetch(&'t Statement),
    Dial {
        targets: &'t [DialTarget],
        settings: &'t [Setting],
    },
    /// `enqueue` and its kin.
    Verb(&'t Statement),
    Call {
        target: &'t Target,
        result: Option<&'t Place>,
    },
    Jump(&'t Target),
    End,
    Return(Option<&'t Expr>),
    /// The wait that was interrupted goes on.
    Resume,
    /// Another file, or what did not parse: nothing is known.
    Elsewhere,
}

/// A menu, an `ask` or a `record`.
#[derive(Debug)]
pub(super) struct Asked<'t> {
    pub what: Question<'t>,
    pub prompt: Option<&'t Prompt>,
    pub settings: Vec<&'t Setting>,
    pub limits: Limits,
}

impl Asked<'_> {
    /// Whether any other input is taken, so that none is wrong.
    pub fn has_else(&self) -> bool {
        match self.what {
            Question::Menu(menu) => menu.parts.iter().any(|part| matches!(part, MenuPart::Else { .. })),
            _ => false,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Question<'t> {
    Menu(&'t Menu),
    Ask { name: &'t Name, kind: &'t AskKind },
    Record { name: &'t Name },
}

/// How long a wait lasts, those of `defaults` in the place of what it lacks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits {
    /// Silence on a call, in milliseconds.
    pub timeout_ms: i64,
    /// Written at the wait itself, so that it counts for messages.
    pub own_timeout_ms: Option<i64>,
    /// The longest recording.
    pub max_ms: i64,
    pub noinput: Option<u32>,
    pub nomatch: Option<u32>,
    pub tries: Option<u32>,
    /// What is given here is given in confidence.
    pub sensitive: bool,
}

/// What has to happen for a way to be taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum When<'t> {
    Next,
    True(&'t Expr),
    False(&'t Expr),
    Fits {
        subject: &'t Expr,
        patterns: &'t [MatchPattern],
    },
    NoneFits {
        subject: &'t Expr,
        arms: &'t [MatchArm],
    },
    /// The answer was understood, the recording is there, the fetch came back.
    Answered,
    /// A choice of a menu.
    Chosen,
    Keyword(&'t [Keyword]),
    Else,
    Always,
    NoInput,
    NoMatch,
    Tries,
    /// An outcome that did not leave.
    Outcome,
    Message,
    Timeout,
    /// Into the node that `do` names.
    Call,
    /// Behind a `do`, once the node has returned.
    After,
    /// `send … continue`: the conversation goes on in messages of that channel.
    Continue(crate::check::paths::channels::Channels),
}

impl When<'_> {
    /// Whether taking the way gives values; a condition only shows that they are there.
    pub fn sets(&self) -> bool {
        !matches!(self, When::True(_) | When::False(_) | When::Fits { .. } | When::NoneFits { .. })
    }
}
