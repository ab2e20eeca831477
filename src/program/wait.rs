use std::collections::BTreeMap;

use super::expr::{Expr, Regex};
use super::op::{Variable, Words};

/// A place where the turn stops until the person answers.
#[derive(Debug)]
pub struct Wait {
    pub kind: WaitKind,
    /// `None` for `keywords`, which wait silently. For a menu, `{{options}}` gives its generated wording.
    pub prompt: Option<Words>,
    /// Silence after the prompt, in milliseconds, on a call.
    pub timeout_ms: i64,
    /// Silence after which a texter is asked again, in milliseconds; without it there is no such time.
    pub text_timeout_ms: Option<i64>,
    /// Said before asking again: first, second, … the last one repeating.
    pub noinput: Vec<Words>,
    pub nomatch: Vec<Words>,
    pub noinput_bound: Option<Bound>,
    pub nomatch_bound: Option<Bound>,
    /// Failed tries of either kind. Where both bounds are reached, the kind's goes first.
    pub tries: Option<Bound>,
    /// The key that ends an entry, `""` for none.
    pub finish: Option<String>,
    pub input: InputModes,
    pub hints: Hints,
    pub interrupt: Interrupt,
    pub sensitive: bool,
}

/// After `count` failed tries, go on at `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    pub count: u32,
    pub to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputModes {
    pub keys: bool,
    pub speech: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupt {
    None,
    Keys,
    Speech,
    Any,
}

#[derive(Debug)]
pub enum WaitKind {
    /// Takes the arm that fits; `otherwise` takes any other input.
    Menu {
        arms: Vec<Arm>,
        otherwise: Option<usize>,
        /// Shown arms in order: key and label, for the generated wording.
        options: Vec<(String, Label)>,
    },
    /// As a menu, on messages only.
    Keywords { arms: Vec<Arm>, otherwise: Option<usize> },
    /// Converts the answer, stores it and goes on with the next op.
    Ask { variable: Variable, kind: AskKind },
    /// Stores a map with `url`, `duration` (seconds) and goes on with the next op.
    Record { variable: Variable, spec: RecordSpec },
    /// `wait`, on messages only: asleep until a message or the time, which goes on at `message` or `timeout`, or with
    /// the next op. Without a time until the session expires.
    Sleep { ms: Option<i64>, message: Option<usize>, timeout: Option<usize> },
}

#[derive(Debug)]
pub struct Arm {
    pub matchers: Vec<Matcher>,
    /// By language: the same with the words of that language.
    pub translated: BTreeMap<String, Vec<Matcher>>,
    pub to: usize,
}

impl Arm {
    pub fn in_language(&self, tag: &str) -> &[Matcher] {
        self.translated.get(tag).unwrap_or(&self.matchers)
    }
}

/// Plain words that are shown, and what they are in other languages.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Label {
    pub words: String,
    pub translated: BTreeMap<String, String>,
}

impl Label {
    pub fn in_language(&self, tag: &str) -> &str {
        self.translated.get(tag).unwrap_or(&self.words)
    }
}

impl From<&str> for Label {
    fn from(words: &str) -> Self {
        Self { words: words.to_owned(), translated: BTreeMap::new() }
    }
}

impl std::fmt::Debug for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words.fmt(f)?;
        if self.translated.is_empty() { Ok(()) } else { self.translated.fmt(f) }
    }
}

/// What the recogniser should expect, by language where that has words of its own.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hints {
    pub words: Vec<String>,
    pub translated: BTreeMap<String, Vec<String>>,
}

impl Hints {
    pub fn in_language(&self, tag: &str) -> &[String] {
        self.translated.get(tag).unwrap_or(&self.words)
    }
}

impl std::fmt::Debug for Hints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words.fmt(f)?;
        if self.translated.is_empty() { Ok(()) } else { self.translated.fmt(f) }
    }
}

/// What an arm fits. Texts are already normalised with [`crate::value::fold`].
#[derive(Debug)]
pub enum Matcher {
    /// Keys pressed on a call; the same as a message.
    Key(String),
    /// The whole of what was said or sent.
    Whole(String),
    Prefix(String),
    Has(String),
    /// Named captures are stored in session variables of that name.
    Regex(Regex),
    Media,
    Location,
    Button(String),
}

#[derive(Debug)]
pub enum AskKind {
    Text { max: Option<u32> },
    Digits { min: u32, max: u32 },
    Number { min: Option<Expr>, max: Option<Expr> },
    YesNo,
    Date,
    Time,
    Phone,
    Email,
    Money,
    Pattern(Regex),
    Media,
    Location,
}

#[derive(Debug)]
pub struct RecordSpec {
    pub max_ms: i64,
    pub transcribe: bool,
    /// Played before recording begins.
    pub beep: bool,
}
