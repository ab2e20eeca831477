//! What a person may do at a wait: something for each of its ways, and something that fits none.

use std::collections::BTreeSet;

use crate::engine::Outcome;
use crate::program::{Arm, AskKind, Expr, MatchPattern, Matcher, Op, Program, Wait, WaitKind};
use crate::value::{Channel, Decimal, Value, number_text, primary, show_duration};

use super::sample::sample;
use crate::sim::phone::{self, Phone};
use crate::sim::reach::{self, At, always_arms};
use crate::sim::turn::Trouble;

/// Something that is done, or that the world answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Move {
    Call,
    Press(String),
    Speak(String),
    Silence,
    Write(String),
    Tap(String),
    Media,
    Location,
    Dialled(&'static str),
    Performed(&'static str),
    Fetched(Outcome),
    /// So many milliseconds go by.
    Later(i64),
    HangUp,
}

pub(super) const OUTCOMES: [&str; 4] = ["answered", "busy", "noanswer", "failed"];

/// Values that the flow itself compares with: answers near them decide its conditions.
#[derive(Debug, Default)]
pub(super) struct Pool {
    texts: BTreeSet<String>,
    numbers: BTreeSet<Decimal>,
    /// In a message a picture is what no question for words takes; on a call it must be words that are too long.
    has_messages: bool,
}

/// So many values are taken from a flow, as each is tried at each question.
const POOL: usize = 12;
/// Ops from a `wait` to the choices that its message meets.
const HOPS: usize = 20;
/// Words that no menu has.
const NONSENSE: &str = "purple elephant";
const PICTURE: &str = "https://example.com/picture.jpg";
const LATITUDE: &str = "52.52";
const LONGITUDE: &str = "13.405";

impl Pool {
    pub fn of(program: &Program) -> Self {
        let has_messages = program.entries.sms.is_some() || program.entries.whatsapp.is_some();
        let mut pool = Self { has_messages, ..Self::default() };
        for op in program.nodes.iter().flat_map(|node| &node.code) {
            match op {
                Op::Unless { condition, .. } => pool.expr(condition),
                Op::Match { arms, .. } => {
                    for pattern in arms.iter().flat_map(|(patterns, _)| patterns) {
                        match pattern {
                            MatchPattern::Value(value) => pool.expr(value),
                            MatchPattern::Range(low, high) => {
                                pool.expr(low);
                                pool.expr(high);
                            }
                            MatchPattern::Regex(regex) => pool.texts.extend(sample(regex)),
                        }
                    }
                }
                _ => {}
            }
        }
        pool
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Const(Value::Text(text)) if Channel::ALL.iter().all(|channel| channel.as_str() != text) => {
                self.texts.insert(text.clone());
            }
            Expr::Const(Value::Number(number)) => {
                self.numbers.insert(*number);
            }
            Expr::Not(inner) | Expr::Negate(inner) | Expr::Field(inner, _) => self.expr(inner),
            Expr::Matches(inner, regex) => {
                self.expr(inner);
                self.texts.extend(sample(regex));
            }
            Expr::Binary(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::List(items) | Expr::Call(_, items) => items.iter().for_each(|item| self.expr(item)),
            _ => {}
        }
    }
}

/// What to try at a wait.
pub(super) fn moves(
    program: &Program,
    (node, wait): (usize, &Wait),
    channel: Channel,
    language: &str,
    pool: &Pool,
) -> Vec<Move> {
    let hand = Hand { voice: channel.is_voice(), wait };
    let mut moves = Vec::new();
    match &wait.kind {
        WaitKind::Menu { arms, .. } | WaitKind::Keywords { arms, .. } => {
            moves.extend(arms.iter().filter_map(|arm| hand.choice(arm)));
        }
        WaitKind::Ask { kind, .. } => {
            let mut answers = answers(kind, language, pool);
            let mut seen = BTreeSet::new();
            answers.retain(|answer| seen.insert(answer.clone()));
            moves.extend(answers.iter().map(|answer| hand.say(answer)));
            match kind {
                AskKind::Media => moves.push(Move::Media),
                AskKind::Location => moves.push(Move::Location),
                _ => {}
            }
        }
        WaitKind::Sleep { ms, message, .. } => {
            moves.push(Move::Write("hello".to_owned()));
            if let Some(Wait { kind: WaitKind::Menu { arms, .. } | WaitKind::Keywords { arms, .. }, .. }) =
                message.and_then(|to| first_wait(program, (node, to)))
            {
                moves.extend(arms.iter().filter_map(|arm| hand.choice(arm)));
            }
            moves.extend(ms.map(Move::Later));
        }
        WaitKind::Record { .. } => moves.push(Move::Speak("Hello, this is Ann. Please call me back.".to_owned())),
    }
    let always = always_arms(program, node, wait).map_or(&[][..], |(_, arms)| arms);
    moves.extend(always.iter().filter_map(|arm| hand.choice(arm)));
    moves.extend(beside(program, wait, hand.voice));
    if !matches!(wait.kind, WaitKind::Record { .. } | WaitKind::Sleep { .. }) {
        moves.extend(hand.nonsense());
    }
    moves
}

/// The wait to which a message leads from here without anything that decides on the way: it is the first to match it.
fn first_wait(program: &Program, mut at: At) -> Option<&Wait> {
    for _ in 0..HOPS {
        at = match reach::op(program, at)? {
            Op::Wait(wait) => return Some(wait),
            Op::Goto(to) => (at.0, *to),
            Op::Enter { node, .. } => (*program.by_name.get(node)?, 0),
            Op::Unless { .. } | Op::Match { .. } | Op::Split(_) | Op::Call { .. } | Op::Fetch(_) => return None,
            _ => (at.0, at.1 + 1),
        };
    }
    None
}

/// Silence, and what ends a conversation without a word, where the flow takes notice of it.
fn beside(program: &Program, wait: &Wait, voice: bool) -> Vec<Move> {
    let has = |event: &str| program.lifecycle(event).is_some();
    if voice {
        let hang_up = (has("hangup") || has("completed")).then_some(Move::HangUp);
        return std::iter::once(Move::Silence).chain(hang_up).collect();
    }
    let times = matches!(wait.kind, WaitKind::Sleep { ms: Some(_), .. });
    let expires = (has("expired") && !times && wait.text_timeout_ms.is_none()).then_some(program.expires_ms);
    let carried = [("opt_out", "STOP"), ("opt_in", "START")].into_iter().filter(|(event, _)| has(event));
    let carried = carried.map(|(_, word)| Move::Write(word.to_owned()));
    wait.text_timeout_ms.into_iter().chain(expires).map(Move::Later).chain(carried).collect()
}

struct Hand<'a> {
    voice: bool,
    wait: &'a Wait,
}

impl Hand<'_> {
    /// Keys are pressed and words are typed; words are spoken where no keys are taken.
    fn say(&self, words: &str) -> Move {
        let is_keys = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#'));
        match (self.voice, is_keys) {
            (false, _) => Move::Write(words.to_owned()),
            (true, true) if self.wait.input.keys => Move::Press(words.to_owned()),
            (true, _) => Move::Speak(words.to_owned()),
        }
    }

    /// What takes an arm: on a call its key, in a message its words.
    fn choice(&self, arm: &Arm) -> Option<Move> {
        let speaks = self.wait.input.speech || !self.voice;
        let key = arm.matchers.iter().find_map(|matcher| match matcher {
            Matcher::Key(key) => Some(self.say(key)),
            _ => None,
        });
        let words = arm.matchers.iter().filter(|_| speaks).find_map(|matcher| match matcher {
            Matcher::Whole(text) | Matcher::Has(text) => Some(self.say(text)),
            Matcher::Prefix(text) => Some(self.say(&format!("{text} please"))),
            Matcher::Regex(regex) => sample(regex).map(|text| self.say(&text)),
            Matcher::Media if !self.voice => Some(Move::Media),
            Matcher::Location if !self.voice => Some(Move::Location),
            Matcher::Button(payload) if !self.voice => Some(Move::Tap(payload.clone())),
            _ => None,
        });
        if self.voice { key.or(words) } else { words.or(key) }
    }

    fn nonsense(&self) -> Vec<Move> {
        if !self.voice {
            return vec![Move::Write(NONSENSE.to_owned()), Move::Media];
        }
        let WaitKind::Menu { arms, .. } = &self.wait.kind else {
            let spoken = self.wait.input.speech.then(|| Move::Speak(NONSENSE.to_owned()));
            return spoken.into_iter().chain(self.wait.input.keys.then(|| Move::Press("*".to_owned()))).collect();
        };
        let is_key = |wrong: &char| {
            arms.iter().flat_map(|arm| &arm.matchers).any(|m| matches!(m, Matcher::Key(key) if key.starts_with(*wrong)))
        };
        let wrong = "987654321*".chars().find(|wrong| !is_key(wrong));
        match wrong {
            Some(key) if self.wait.input.keys => vec![Move::Press(key.to_string())],
            _ => vec![Move::Speak(NONSENSE.to_owned())],
        }
    }
}

/// Answers that a question takes, those first that the flow compares with, and some that it may refuse.
fn answers(kind: &AskKind, language: &str, pool: &Pool) -> Vec<String> {
    let texts = || pool.texts.iter().take(POOL).cloned();
    let own = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    match kind {
        AskKind::Text { max } => {
            let long = max.filter(|_| !pool.has_messages).map(|max| "a".repeat(max as usize + 1));
            std::iter::once("Ann".to_owned()).chain(texts()).chain(long).collect()
        }
        AskKind::Digits { min, max } => {
            let (min, max) = (*min as usize, *max as usize);
            let numbers = pool.numbers.iter().map(|number| number_text(*number));
            let known = texts().chain(numbers).filter(|text| text.chars().all(|c| c.is_ascii_digit()));
            let known = known.filter(|text| !text.is_empty() && text.len() <= max).take(POOL);
            let known: Vec<String> = known.map(|text| padded(&text, min)).collect();
            let short = (min > 1).then(|| padded("", min - 1));
            std::iter::once(padded("", min)).chain(known).chain(short).chain([padded("9", min)]).collect()
        }
        AskKind::Number { min, max } => {
            let bound = |bound: &Option<Expr>| match bound {
                Some(Expr::Const(Value::Number(number))) => Some(*number),
                _ => None,
            };
            let near = pool.numbers.iter().take(POOL).flat_map(|n| [*n, *n - Decimal::ONE, *n + Decimal::ONE]);
            let (low, high) = (bound(min), bound(max));
            let first = low.or(high).unwrap_or(Decimal::ONE);
            let fitting = near.filter(|n| low.is_none_or(|low| low <= *n) && high.is_none_or(|high| *n <= high));
            let beyond = high.map(|high| high + Decimal::ONE);
            [first].into_iter().chain(fitting).chain(beyond).map(number_text).collect()
        }
        AskKind::YesNo => own(match primary(language).as_str() {
            "es" => &["sí", "no"],
            "de" => &["ja", "nein"],
            "fr" => &["oui", "non"],
            "pt" => &["sim", "não"],
            _ => &["yes", "no"],
        }),
        AskKind::Date => own(&["2026-03-14", "1980-03-14"]),
        AskKind::Time => own(&["15:30", "9:15"]),
        AskKind::Phone => own(&["+15550100009", "15550100009", "5550100009"]),
        AskKind::Email => own(&["ann@example.com"]),
        AskKind::Money => {
            let near = pool.numbers.iter().take(POOL).flat_map(|n| [*n, *n - Decimal::ONE, *n + Decimal::ONE]);
            let near = near.filter(Decimal::is_sign_positive);
            own(&["12.50"]).into_iter().chain(near.map(number_text)).collect()
        }
        AskKind::Pattern(regex) => sample(regex).into_iter().chain(texts()).collect(),
        AskKind::Media | AskKind::Location => Vec::new(),
    }
}

/// Digits that begin like this, at least so many.
fn padded(start: &str, length: usize) -> String {
    let filler = "1234567890".chars().cycle().skip(start.len());
    start.chars().chain(filler).take(length.max(start.len())).collect()
}

impl Move {
    /// Whether it is a call, or a message of plain words.
    pub fn is_words(&self) -> bool {
        !matches!(self, Move::Tap(_) | Move::Media | Move::Location)
    }

    pub fn make(&self, phone: &mut Phone<'_>, channel: Channel) -> Result<(), Trouble> {
        match self {
            Move::Call => phone.call(None, None),
            Move::Press(keys) => phone.press(keys),
            Move::Speak(words) => phone.speak(words),
            Move::Silence => phone.silence(),
            Move::Write(text) => phone.message(channel, phone::words(text)),
            Move::Tap(button) => phone.message(channel, phone::tapped(button)),
            Move::Media => phone.message(channel, phone::media(PICTURE)),
            Move::Location => phone.message(channel, phone::location(LATITUDE, LONGITUDE, None)),
            Move::Later(ms) => phone.later(*ms, String::new()).map(|_| ()),
            Move::HangUp => phone.hang_up(),
            Move::Dialled(outcome) => phone.dialled(outcome),
            Move::Performed(outcome) => phone.performed(outcome),
            Move::Fetched(outcome) => phone.fetched(outcome.clone()),
        }
    }

    /// As a test writes it; an outcome is given beforehand and has no line here.
    pub fn written(&self, channel: Channel) -> Option<String> {
        Some(match self {
            Move::Call => "call".to_owned(),
            Move::Press(keys) => format!("press {keys}"),
            Move::Speak(words) => format!("speak {}", quoted(words)),
            Move::Silence => "silence".to_owned(),
            Move::Write(text) if channel == Channel::Whatsapp => format!("whatsapp {}", quoted(text)),
            Move::Write(text) => format!("text {}", quoted(text)),
            Move::Tap(button) => format!("tap {}", quoted(button)),
            Move::Media => format!("media {}", quoted(PICTURE)),
            Move::Location => format!("location {LATITUDE}, {LONGITUDE}"),
            Move::Later(ms) => format!("later {}", show_duration(*ms)),
            Move::HangUp => "hangup".to_owned(),
            Move::Dialled(_) | Move::Performed(_) | Move::Fetched(_) => return None,
        })
    }
}

/// A text as a flow writes it.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace("{{", "\\{{");
    format!("\"{escaped}\"")
}
