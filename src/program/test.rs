use crate::source::Span;

use super::expr::Expr;
use super::verb::Verb;

/// A conversation that must go this way, as `flowtone test` runs it; serving never looks at it.
#[derive(Debug)]
pub struct Test {
    pub name: String,
    /// The test's name in its file.
    pub span: Span,
    pub steps: Vec<TestStep>,
}

#[derive(Debug)]
pub struct TestStep {
    pub deed: Deed,
    pub span: Span,
}

/// What a line of a test does, or what it holds against what came.
#[derive(Debug)]
pub enum Deed {
    /// Milliseconds since 1970 (UTC).
    At(i64),
    /// Milliseconds.
    Later(i64),
    Call {
        from: Option<String>,
        to: Option<String>,
    },
    Text(String),
    Whatsapp(String),
    Press(String),
    Speak(String),
    Silence,
    /// A button's payload or label.
    Tap(String),
    /// The address of a picture, a sound or a document.
    Media(String),
    Location {
        latitude: String,
        longitude: String,
        label: Option<String>,
    },
    HangUp,
    Given(Given),
    /// The number of the one who calls and writes from here on.
    Person(String),
    /// What has been kept of that person before.
    Contact(Vec<(String, Expr)>),
    Hear(String),
    Read(String),
    /// The name of the node at which the conversation rests.
    ExpectAt(String),
    ExpectEnd,
    ExpectHangup,
    ExpectEffect(EffectPattern),
    Expect {
        condition: Expr,
        /// What the condition reads, as written: shown where it does not hold.
        reads: Vec<(String, Expr)>,
    },
}

/// What the world outside answers, in place of it.
#[derive(Debug)]
pub enum Given {
    Dial {
        /// `None` for any; `*` in it stands for anything.
        target: Option<Expr>,
        outcome: String,
        /// How long the line was busy with it, in milliseconds.
        lasts_ms: i64,
    },
    Verb {
        verb: Verb,
        /// `None` for any; `*` in it stands for anything.
        target: Option<Expr>,
        outcome: String,
        lasts_ms: i64,
    },
    Fetch {
        /// `None` for any; `*` in it stands for anything.
        url: Option<Expr>,
        /// `None` where the request fails.
        answer: Option<StatusAnswer>,
    },
    /// What becomes of messages sent to somebody, or how the call ends.
    Status {
        /// `None` for any; `*` in it stands for anything.
        target: Option<Expr>,
        status: String,
    },
}

/// `200 { status: "shipped" }`
#[derive(Debug)]
pub struct StatusAnswer {
    pub code: u16,
    pub body: Option<Expr>,
}

/// `dial "+15550100"`, `emit "order.checked" { id: "1234" }`: what the flow must have asked for.
#[derive(Debug)]
pub struct EffectPattern {
    /// `dial`, `emit`, `play` …
    pub what: String,
    /// Each must be among the effect's words, in this order; `*` in one stands for anything.
    pub words: Vec<Expr>,
    /// Each must be among the effect's fields.
    pub fields: Vec<(String, Expr)>,
}
