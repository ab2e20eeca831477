use crate::function::Function;
use crate::template::TemplateId;
use crate::value::Value;

/// An expression with its names resolved.
#[derive(Debug)]
pub enum Expr {
    Const(Value),
    /// A text with `{{…}}` in it, rendered as plain text.
    Template(TemplateId),
    /// A variable of the session.
    Variable(String),
    /// A parameter of the running node.
    Local(String),
    Builtin(Builtin),
    /// `none` where the field is missing.
    Field(Box<Expr>, String),
    Index(Box<Expr>, Box<Expr>),
    List(Vec<Expr>),
    Map(Vec<(String, Expr)>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Matches(Box<Expr>, Regex),
    Call(&'static Function, Vec<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// Both sides are evaluated only as far as needed.
    And,
    Or,
    In,
    NotIn,
    Contains,
    StartsWith,
    /// `??`
    Else,
}

/// Names that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    Caller,
    Called,
    Channel,
    Language,
    /// `.text .digits .speech .confidence .media .location .button`
    Input,
    /// The provider's parameters of the call, in snake case.
    Call,
    /// The provider's parameters of the message, in snake case.
    Message,
    /// `.id .turns .started`
    Session,
    /// The declared fields of the person.
    Contact,
}

impl Builtin {
    pub const ALL: [(&'static str, Builtin); 9] = [
        ("caller", Builtin::Caller),
        ("called", Builtin::Called),
        ("channel", Builtin::Channel),
        ("language", Builtin::Language),
        ("input", Builtin::Input),
        ("call", Builtin::Call),
        ("message", Builtin::Message),
        ("session", Builtin::Session),
        ("contact", Builtin::Contact),
    ];

    pub fn parse(name: &str) -> Option<Builtin> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, b)| *b)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, b)| *b == self).map_or("", |(n, _)| n)
    }
}

/// A compiled regex of a flow. Compiled at load with a size limit; matching is linear in the subject.
#[derive(Debug, Clone)]
pub struct Regex {
    pub source: String,
    pub compiled: regex::Regex,
}
