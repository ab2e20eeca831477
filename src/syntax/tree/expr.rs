use super::{Field, Name, Pattern, Text};
use crate::source::Span;

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    None,
    Bool(bool),
    /// As written, sign included.
    Number(String),
    Duration(i64),
    Text(Text),
    List(Vec<Expr>),
    /// Only as a body of `json`.
    Map(Vec<Field>),
    Name(String),
    Field {
        of: Box<Expr>,
        name: Name,
    },
    Index {
        of: Box<Expr>,
        index: Box<Expr>,
    },
    Call {
        function: Name,
        arguments: Vec<Expr>,
    },
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary {
        operator: Operator,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Matches {
        subject: Box<Expr>,
        pattern: Pattern,
    },
    /// Round brackets, kept for the formatter.
    Group(Box<Expr>),
    Bad,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
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
    And,
    Or,
    In,
    NotIn,
    Contains,
    StartsWith,
    /// `??`: the left side unless it is `none`.
    Else,
}
