use super::{Duration, Expr, Name, Target, Text};
use crate::source::Span;

/// A `test` block.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    pub name: Text,
    pub steps: Vec<TestStep>,
    pub block: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TestStep {
    pub kind: TestKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TestKind {
    /// `at "2026-11-23 10:00 America/New_York"`
    At(Text),
    Later(Duration),
    Call {
        from: Option<Text>,
        to: Option<Text>,
    },
    Text(Text),
    Whatsapp(Text),
    /// Keys as written: `press 9`, `press "1234#"`.
    Press(Name),
    Speak(Text),
    Silence,
    Tap(Text),
    Media(Text),
    Location(Vec<Expr>),
    Hangup,
    Hear(Text),
    Read(Text),
    Given {
        what: Name,
        target: Option<Expr>,
        answers: Vec<Expr>,
    },
    ExpectAt(Target),
    ExpectEnd,
    ExpectHangup,
    /// `expect dial "+1…"`, `expect emit "…" { … }`, `expect send …`
    ExpectEffect {
        what: Name,
        arguments: Vec<Expr>,
    },
    Expect(Expr),
    Bad,
}
