//! What helpers read and write during one rendering.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use handlebars::{HelperResult, Output, RenderErrorReason};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::function::Scope;
use crate::value::{Clock, Value};

use super::helpers::{View, show};
use super::limits::{MAX_OUTPUT, MAX_WORK};
use super::markup;
use super::path::{Path, Start};
use super::phrases::Phrases;
use super::speech::Speech;

/// What a template may read: root names to values.
pub type Data = BTreeMap<String, Value>;

/// Where the output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Call,
    Message,
    /// Values as the function `text` writes them.
    Plain,
    Url,
}

/// RFC 3986's unreserved characters stay.
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Output that refuses to grow past [`MAX_OUTPUT`].
#[derive(Default)]
pub(super) struct Capped {
    pub text: String,
}

impl Output for Capped {
    fn write(&mut self, part: &str) -> Result<(), io::Error> {
        if self.text.len() + part.len() > MAX_OUTPUT {
            return Err(io::Error::other(format!("a text came to more than {} kB", MAX_OUTPUT / 1024)));
        }
        self.text.push_str(part);
        Ok(())
    }
}

/// One rendering. Handlebars wants its helpers to be `Sync`, hence the atomics.
pub(super) struct State<'a> {
    goal: For,
    data: &'a Data,
    pub view: View,
    language: String,
    clock: &'a Clock,
    now_ms: i64,
    seed: AtomicU64,
    work: AtomicUsize,
    /// Nothing has been written, and a value comes first.
    at_start: AtomicBool,
    /// The items of the `each` blocks we are in.
    items: Mutex<Vec<Item>>,
}

/// One turn of an `each`.
pub(super) struct Item {
    pub value: Value,
    pub index: usize,
    pub key: Option<String>,
    pub last: bool,
    /// What the block calls the item and its place: `as |item place|`.
    pub names: (Option<String>, Option<String>),
}

impl Item {
    fn place(&self) -> Value {
        match &self.key {
            Some(key) => Value::text(key.clone()),
            None => i64::try_from(self.index).ok().into(),
        }
    }

    fn local(&self, name: &str) -> Value {
        match name {
            "index" => i64::try_from(self.index).ok().into(),
            "key" => self.place(),
            "first" => (self.index == 0).into(),
            "last" => self.last.into(),
            _ => Value::None,
        }
    }

    fn named(&self, name: &str) -> Option<Value> {
        if self.names.0.as_deref() == Some(name) {
            return Some(self.value.clone());
        }
        if self.names.1.as_deref() == Some(name) {
            return Some(self.place());
        }
        self.value.get(name).cloned()
    }
}

pub(super) fn failed(why: &str) -> handlebars::RenderError {
    RenderErrorReason::Other(why.to_owned()).into()
}

impl<'a> State<'a> {
    pub fn new(
        goal: For,
        phrases: Phrases,
        data: &'a Data,
        scope: &'a dyn Scope,
        seed: u64,
        at_start: bool,
    ) -> State<'a> {
        State {
            goal,
            data,
            view: View::new(goal == For::Call, phrases, scope),
            language: scope.language().to_owned(),
            clock: scope.clock(),
            now_ms: scope.now_ms(),
            seed: AtomicU64::new(seed),
            work: AtomicUsize::new(0),
            at_start: AtomicBool::new(at_start),
            items: Mutex::new(Vec::new()),
        }
    }

    /// Pays for handling the value.
    pub fn charge(&self, value: &Value) -> Result<(), handlebars::RenderError> {
        let cost = cost(value);
        let before = self.work.fetch_add(cost, Ordering::Relaxed);
        if before.saturating_add(cost) > MAX_WORK {
            return Err(failed("a text takes too much work"));
        }
        Ok(())
    }

    pub fn items(&self) -> std::sync::MutexGuard<'_, Vec<Item>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn resolve(&self, path: &Path) -> Option<Value> {
        let items = self.items();
        let in_sight = items.get(..items.len().saturating_sub(path.up)).unwrap_or_default();
        let (first, rest) = match path.segments.split_first() {
            Some((first, rest)) => (first.as_str(), rest),
            None => return in_sight.last().map(|item| item.value.clone()),
        };
        let found = match path.start {
            Start::Local => return in_sight.last().map(|item| item.local(first)),
            Start::Root => self.data.get(first).cloned(),
            Start::Item => match in_sight.last() {
                Some(item) => descend(&item.value, first).cloned(),
                None => self.data.get(first).cloned(),
            },
            Start::Name => {
                let in_items = in_sight.iter().rev().find_map(|item| item.named(first));
                in_items.or_else(|| self.data.get(first).cloned())
            }
        };
        let found = found?;
        rest.iter().try_fold(&found, |value, segment| descend(value, segment)).cloned()
    }

    pub fn write(&self, pieces: &[Speech], out: &mut dyn Output) -> HelperResult {
        let at_start = self.at_start.swap(false, Ordering::Relaxed);
        let mut text = String::new();
        match self.goal {
            For::Call => markup::write(pieces, &mut text),
            For::Message | For::Plain => text = markup::flat(pieces),
            For::Url if at_start => text = markup::flat(pieces),
            For::Url => text.extend(utf8_percent_encode(&markup::flat(pieces), UNSAFE)),
        }
        out.write(&text)?;
        Ok(())
    }

    pub fn show(&self, value: &Value, out: &mut dyn Output) -> HelperResult {
        let text = match self.goal {
            For::Call | For::Message => show(value, &self.view),
            For::Plain | For::Url => value.to_text(),
        };
        self.write(&[Speech::Text(text)], out)
    }
}

fn descend<'v>(value: &'v Value, segment: &str) -> Option<&'v Value> {
    match value {
        Value::Map(fields) => fields.get(segment),
        Value::List(items) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    }
}

fn cost(value: &Value) -> usize {
    match value {
        Value::Text(text) => 1 + text.len() / 64,
        Value::List(items) => 1 + items.iter().map(cost).sum::<usize>(),
        Value::Map(fields) => 1 + fields.values().map(cost).sum::<usize>(),
        _ => 1,
    }
}

/// The turn as functions see it within a text. What they draw comes from one number of the session's.
pub(super) struct Within<'a>(pub &'a State<'a>);

impl Scope for Within<'_> {
    fn now_ms(&self) -> i64 {
        self.0.now_ms
    }

    /// SplitMix64.
    fn random(&mut self) -> u64 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut z = self.0.seed.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn language(&self) -> &str {
        &self.0.language
    }

    fn clock(&self) -> &Clock {
        self.0.clock
    }
}
