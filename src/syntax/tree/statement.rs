use super::{Count, Duration, Expr, Field, Name, Pattern, Prompt, Setting, Text};
use crate::source::Span;

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub statements: Vec<Statement>,
    /// Including the braces.
    pub span: Span,
}

/// What an arm does: one statement, or several in braces.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    pub body: Block,
    pub braced: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub kind: StatementKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    Say {
        words: Prompt,
        media: Option<Text>,
        interrupt: Option<Name>,
    },
    Play {
        url: Text,
        or: Option<Text>,
    },
    Pause(Duration),
    Ask {
        name: Name,
        kind: AskKind,
        prompt: Prompt,
        settings: Vec<Setting>,
    },
    Record {
        name: Name,
        prompt: Option<Prompt>,
        settings: Vec<Setting>,
    },
    Set {
        target: Place,
        value: SetValue,
    },
    Clear(Place),
    If {
        branches: Vec<Branch>,
        otherwise: Option<Block>,
    },
    Match {
        subject: Expr,
        arms: Vec<MatchArm>,
        otherwise: Option<Action>,
    },
    Split(Vec<SplitArm>),
    Fetch {
        name: Name,
        url: Text,
        settings: Vec<Setting>,
    },
    Send(Box<Send>),
    Emit {
        name: Text,
        fields: Vec<Field>,
    },
    Dial {
        targets: Vec<DialTarget>,
        settings: Vec<Setting>,
    },
    /// `enqueue refer reject stream connect pay`.
    Verb {
        verb: Name,
        arguments: Vec<VerbArgument>,
        settings: Vec<Setting>,
    },
    Wait {
        duration: Option<Duration>,
        arms: Vec<WaitArm>,
    },
    Jump(Target),
    Do(Target),
    Return(Option<Expr>),
    Language(Name),
    Tag(Text),
    Log(Text),
    End,
    Hangup,
    /// Something that did not parse; it has been reported.
    Bad,
}

/// `name` or `contact.name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub contact: bool,
    pub name: Name,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum SetValue {
    Expr(Expr),
    Do(Target),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    pub condition: Expr,
    pub body: Block,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MatchArm {
    /// Empty for an arm that did not parse.
    pub patterns: Vec<MatchPattern>,
    pub action: Action,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum MatchPattern {
    /// A literal, `none`, or the name of a constant.
    Value(Expr),
    /// `1..5`, both ends included.
    Range {
        from: Expr,
        to: Expr,
        span: Span,
    },
    Regex(Pattern),
}

#[derive(Debug, Clone, PartialEq)]
pub struct SplitArm {
    pub percent: Count,
    pub action: Action,
    pub span: Span,
}

/// `send sms to "+1…" "…"`, `send whatsapp to caller template "HX…" { 1: name } continue NODE`
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    pub channel: Name,
    pub to: Expr,
    pub text: Option<Text>,
    pub template: Option<(Text, Vec<Field>)>,
    pub media: Option<Text>,
    pub proceed: Option<Target>,
    pub settings: Vec<Setting>,
}

/// `"+1…"`, `sip "…"`, `client "…"`, `conference "…"`, `queue "…"`, or a constant's name.
#[derive(Debug, Clone, PartialEq)]
pub struct DialTarget {
    pub kind: Option<Name>,
    pub address: Expr,
    pub span: Span,
}

/// `"value"` or `word "value"`.
#[derive(Debug, Clone, PartialEq)]
pub struct VerbArgument {
    pub word: Option<Name>,
    pub value: Expr,
}

/// `message ACTION`, `timeout ACTION`
#[derive(Debug, Clone, PartialEq)]
pub struct WaitArm {
    pub event: Name,
    pub action: Action,
    pub span: Span,
}

/// `node`, `billing.node`, `node("Ann")`
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub flow: Option<Name>,
    pub node: Name,
    pub arguments: Vec<Expr>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AskKind {
    /// `digits`, `yesno`, …
    pub name: Name,
    pub argument: AskArgument,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AskArgument {
    None,
    /// `digits(4)`
    One(Expr),
    /// `digits(4..10)`, `number(1..99)`
    Range(Expr, Expr),
    /// `pattern(/…/)`
    Regex(Pattern),
}
