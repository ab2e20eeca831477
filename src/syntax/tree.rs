//! The syntax tree: what a `.flow` file says, before anything is known of names and types.
//!
//! Every node carries its place. A mistake leaves a `Bad` node and the rest of the file stays.

mod expr;
mod statement;
mod test;

pub use expr::*;
pub use statement::*;
pub use test::*;

use std::sync::Arc;

use crate::source::Span;

/// A name or a word used as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A quoted text: a template, escapes resolved (`\{{` and `\\{{` stay for the template engine).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    /// The place including the quotes.
    pub span: Span,
    /// For each run of unchanged bytes: where it begins in `value`, and where in the file.
    pub map: Vec<(u32, u32)>,
    /// Written as `"""…"""`.
    pub block: bool,
    /// Where flows are joined by `use`: the used flow whose names this text means.
    pub flow: Option<Arc<str>>,
}

impl Text {
    /// What a variable or constant named in this text is called where flows are joined.
    pub fn global(&self, name: &str) -> String {
        self.flow.as_ref().map_or_else(|| name.to_owned(), |flow| format!("{flow}.{name}"))
    }

    /// The place in the file of bytes `start..end` of `value`; the whole text's where it is not known how it is written.
    pub fn place(&self, start: usize, end: usize) -> Span {
        if self.map.is_empty() {
            return self.span;
        }
        let source = |offset: usize| {
            let index = self.map.partition_point(|(v, _)| *v as usize <= offset).saturating_sub(1);
            self.map
                .get(index)
                .map_or(self.span.start as usize, |(v, s)| *s as usize + offset.saturating_sub(*v as usize))
        };
        let end = source(end).min(self.span.end as usize);
        Span::new(self.span.file, source(start).min(end), end)
    }
}

/// `/…/`, without the slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub source: String,
    pub span: Span,
}

/// A length of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    pub millis: i64,
    pub span: Span,
}

/// A whole number in a setting or a kind, such as the 3 of `tries 3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub value: u32,
    pub span: Span,
}

/// `// …` or `/* … */` with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    pub items: Vec<Item>,
    /// In the order of the file; the formatter puts them back by place.
    pub comments: Vec<Comment>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub kind: ItemKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    Edition(Count),
    Title(Text),
    Language {
        tag: Name,
        voice: Option<Text>,
    },
    /// In which the flow tells the time.
    Zone(Text),
    Expires(Duration),
    MaxCall {
        after: Duration,
        words: Option<Text>,
    },
    Defaults(Vec<Setting>),
    Hours(Hours),
    Var(Variable),
    Contact(Variable),
    Const {
        name: Name,
        value: Expr,
    },
    Use(Text),
    On(On),
    Always(Vec<KeywordArm>),
    Step(Step),
    Menu(Menu),
    Keywords(Keywords),
    Test(Test),
    /// Something that did not parse; it has been reported.
    Bad,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    pub name: Name,
    pub zone: Text,
    pub lines: Vec<HoursLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct HoursLine {
    pub kind: HoursKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum HoursKind {
    /// Pairs of first and last day (`mon-fri`; the same day twice for one), then the times.
    Days {
        days: Vec<(Name, Name)>,
        times: Vec<TimeRange>,
    },
    Closed {
        from: Name,
        to: Option<Name>,
        why: Option<Text>,
    },
    Special {
        date: Name,
        times: Vec<TimeRange>,
    },
    Bad,
}

/// `09:00-17:00`, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeRange {
    pub from: Name,
    pub to: Name,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    pub name: Name,
    pub ty: Option<TypeName>,
    pub value: Option<Expr>,
}

/// `text(10)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    pub name: Name,
    pub length: Option<Count>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct On {
    pub event: Name,
    pub action: Action,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub name: Name,
    pub params: Vec<Variable>,
    pub body: Block,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    pub name: Name,
    pub params: Vec<Variable>,
    pub prompt: Prompt,
    pub parts: Vec<MenuPart>,
    /// The braces.
    pub block: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum MenuPart {
    Arm(MenuArm),
    Else { action: Action, span: Span },
    Setting(Setting),
    Bad(Span),
}

/// `1 "Order status" also "where is my order" hidden -> ask_order`
#[derive(Debug, Clone, PartialEq)]
pub struct MenuArm {
    pub key: Name,
    pub label: Text,
    pub also: Vec<Text>,
    pub hidden: bool,
    pub action: Action,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Keywords {
    pub name: Name,
    pub params: Vec<Variable>,
    pub arms: Vec<KeywordArm>,
    pub block: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeywordArm {
    /// Empty for an arm that did not parse.
    pub patterns: Vec<Keyword>,
    pub action: Action,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    pub kind: KeywordKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum KeywordKind {
    /// `"text"`: the whole message.
    Whole(Text),
    /// `"text"*`: begins with it.
    Prefix(Text),
    /// `has "text"`: contains the word or phrase.
    Has(Text),
    Regex(Pattern),
    Media,
    Location,
    Button(Text),
    /// A key, in `always`.
    Key(Name),
    Else,
}

/// What is said at a wait: one text, or words for each channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    pub forms: Vec<Wording>,
    pub span: Span,
}

/// Words, and the channel they are for (`voice`, `text`, `sms`, `whatsapp`); `None` for all.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    pub channel: Option<Name>,
    pub text: Text,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub kind: SettingKind,
    pub span: Span,
}

/// One setting of a wait, of `defaults`, of `dial` and of `fetch`. The checker says which fit where.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingKind {
    Timeout(Duration),
    NoInput(Failure),
    NoMatch(Failure),
    Tries {
        count: Count,
        action: Action,
    },
    Failed(Action),
    Finish(Text),
    Input(Name),
    Hints(Text),
    Interrupt(Name),
    Sensitive,
    Max(Duration),
    Transcribe,
    // dial
    CallerId(Expr),
    Record,
    Whisper(Text),
    // fetch
    Method(Name),
    Header {
        name: Text,
        value: Text,
    },
    Query(Vec<Field>),
    Json(Expr),
    Form(Vec<Field>),
    Retry {
        count: Count,
        always: bool,
    },
    Hold {
        play: bool,
        text: Text,
    },
    /// `404, 5xx, busy ACTION`: statuses, classes, outcomes and `failed`.
    Outcome {
        names: Vec<Name>,
        action: Action,
    },
    Bad,
}

/// `noinput "first" then "second"`, `noinput 2 -> agent`, `noinput end`.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    Words(Vec<Prompt>),
    Bound { count: Option<Count>, action: Action },
}

/// `key: EXPR`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub key: Name,
    pub value: Expr,
}
