//! How a call listens: what is said meanwhile, when an entry of keys is complete, which words to expect.

use std::collections::BTreeSet;

use crate::program::{Arm, AskKind, Interrupt, Matcher, Wait, WaitKind};
use crate::value::fold;

use super::effect::{Effect, Gather, Prompt};
use super::limits;
use super::turn::Turn;
use super::words::is_silent;

impl Turn<'_> {
    /// The turn's last effect: what may be answered over, the prompt, and how to listen.
    pub fn gather(&mut self, wait: &Wait) {
        let from = self.interruptible_from.min(self.effects.len());
        let mut prompts: Vec<Prompt> = Vec::new();
        for effect in self.effects.split_off(from) {
            match effect {
                Effect::Prompt(prompt) => prompts.push(prompt),
                other => self.effects.push(other),
            }
        }
        prompts.extend(self.prompts(wait));
        let always = self.always_arms(wait);
        let entry = entry(wait, always);
        self.effects.push(Effect::Gather(Gather {
            prompts,
            keys: wait.input.keys,
            speech: wait.input.speech,
            timeout_ms: wait.timeout_ms,
            num_digits: entry.num_digits,
            finish: entry.finish,
            hints: if wait.input.speech { hints(wait, always, &self.session.language) } else { Vec::new() },
            language: self.session.language.clone(),
            interrupt: wait.interrupt != Interrupt::None,
        }));
    }

    pub fn prompts(&mut self, wait: &Wait) -> Vec<Prompt> {
        let speech = self.prompt_speech(wait);
        if is_silent(&speech) { Vec::new() } else { vec![self.spoken(speech)] }
    }
}

struct Entry {
    num_digits: Option<u32>,
    finish: Option<String>,
}

/// The `#` that ends an entry where the flow says nothing.
const DEFAULT_FINISH: &str = "#";

/// Ends the entry by itself where its length is known. A menu whose keys have one length answers at the last key of a
/// choice, with no key and no silence to end it; a finishing key that is itself a choice is none.
fn entry(wait: &Wait, always: &[Arm]) -> Entry {
    let arms = match &wait.kind {
        WaitKind::Menu { arms, .. } => arms.as_slice(),
        WaitKind::Ask { kind, .. } => {
            let num_digits = match kind {
                AskKind::Digits { max, .. } => Some(*max),
                AskKind::YesNo => Some(1),
                _ => None,
            };
            return Entry { num_digits, finish: wait.finish.clone() };
        }
        WaitKind::Keywords { .. } | WaitKind::Record { .. } | WaitKind::Sleep { .. } => &[],
    };
    let keys: Vec<&str> = arms
        .iter()
        .chain(always)
        .flat_map(|arm| &arm.matchers)
        .filter_map(|matcher| match matcher {
            Matcher::Key(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let length = keys.first().map(|key| key.chars().count());
    let same_length = length.filter(|length| keys.iter().all(|key| key.chars().count() == *length));
    let num_digits = same_length.and_then(|length| u32::try_from(length).ok());
    let finish = wait.finish.as_deref().unwrap_or(DEFAULT_FINISH);
    let is_choice = keys.iter().any(|key| !finish.is_empty() && key.contains(finish));
    let finish = match wait.finish {
        _ if is_choice => Some(String::new()),
        None if num_digits.is_some() => Some(String::new()),
        _ => wait.finish.clone(),
    };
    Entry { num_digits, finish }
}

/// What the recogniser should expect in a language: the wait's own hints, then what its choices are called.
fn hints(wait: &Wait, always: &[Arm], language: &str) -> Vec<String> {
    let (arms, options) = match &wait.kind {
        WaitKind::Menu { arms, options, .. } => (arms.as_slice(), options.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let labels = options.iter().map(|(_, label)| label.in_language(language));
    let matchers = arms.iter().chain(always).flat_map(|arm| arm.in_language(language));
    let words = matchers.filter_map(|matcher| match matcher {
        Matcher::Whole(text) | Matcher::Prefix(text) | Matcher::Has(text) => Some(text.as_str()),
        _ => None,
    });
    let mut seen = BTreeSet::new();
    let all = wait.hints.in_language(language).iter().map(String::as_str).chain(labels).chain(words);
    all.filter(|hint| !hint.is_empty() && hint.chars().count() <= limits::HINT_CHARS)
        .filter(|hint| seen.insert(fold(hint)))
        .take(limits::HINTS)
        .map(str::to_owned)
        .collect()
}
