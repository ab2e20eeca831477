//! What a wait does after failed tries, its own settings before those of `defaults`.

use crate::program::{Bound, Words};
use crate::syntax::tree::{Action, Count, Failure, Prompt, Setting, SettingKind};

use super::builder::{After, Builder};

/// The settings of one wait, its own before those of `defaults`.
pub(super) struct Settings<'a> {
    own: Vec<&'a SettingKind>,
    defaults: Vec<&'a SettingKind>,
}

impl<'a> Settings<'a> {
    pub fn new(own: impl IntoIterator<Item = &'a Setting>, defaults: &'a [Setting]) -> Self {
        Self {
            own: own.into_iter().map(|setting| &setting.kind).collect(),
            defaults: defaults.iter().map(|setting| &setting.kind).collect(),
        }
    }

    pub fn find<T>(&self, pick: impl Fn(&'a SettingKind) -> Option<T>) -> Option<T> {
        self.own.iter().chain(&self.defaults).find_map(|kind| pick(kind))
    }

    /// Written at the wait itself.
    pub fn own<T>(&self, pick: impl Fn(&'a SettingKind) -> Option<T>) -> Option<T> {
        self.own.iter().find_map(|kind| pick(kind))
    }

    pub fn inherited<T>(&self, pick: impl Fn(&'a SettingKind) -> Option<T>) -> Option<T> {
        self.defaults.iter().find_map(|kind| pick(kind))
    }

    pub fn has(&self, wanted: &SettingKind) -> bool {
        self.own
            .iter()
            .chain(&self.defaults)
            .any(|kind| std::mem::discriminant(*kind) == std::mem::discriminant(wanted))
    }
}

/// Where a wait goes after too many failed tries, and what it says before that.
#[derive(Default)]
pub(super) struct Failures {
    pub noinput: Vec<Words>,
    pub nomatch: Vec<Words>,
    pub noinput_bound: Option<Bound>,
    pub nomatch_bound: Option<Bound>,
    pub tries: Option<Bound>,
}

impl Builder<'_> {
    /// What a wait does after failed tries; the actions' code is emitted here.
    pub fn failures<'s>(&mut self, settings: &Settings<'s>) -> Failures {
        let silence = |kind: &'s SettingKind| match kind {
            SettingKind::NoInput(failure) => Some(failure),
            _ => None,
        };
        let wrong = |kind: &'s SettingKind| match kind {
            SettingKind::NoMatch(failure) => Some(failure),
            _ => None,
        };
        Failures {
            noinput: self.repeated_words(settings.find(|kind| silence(kind).and_then(words))),
            nomatch: self.repeated_words(settings.find(|kind| wrong(kind).and_then(words))),
            noinput_bound: settings.find(|kind| silence(kind).and_then(bound)).map(|b| self.bound(b)),
            nomatch_bound: settings.find(|kind| wrong(kind).and_then(bound)).map(|b| self.bound(b)),
            tries: settings.find(tries).map(|b| self.bound(b)),
        }
    }

    fn repeated_words(&mut self, prompts: Option<&[Prompt]>) -> Vec<Words> {
        prompts.unwrap_or_default().iter().map(|prompt| self.words(prompt)).collect()
    }

    fn bound(&mut self, (count, action): (u32, &Action)) -> Bound {
        let to = self.here();
        self.action(action, After::Nowhere);
        Bound { count, to }
    }
}

fn words(failure: &Failure) -> Option<&[Prompt]> {
    match failure {
        Failure::Words(prompts) => Some(prompts),
        Failure::Bound { .. } => None,
    }
}

fn bound(failure: &Failure) -> Option<(u32, &Action)> {
    match failure {
        Failure::Bound { count, action } => Some((count.map_or(1, |Count { value, .. }| value), action)),
        Failure::Words(_) => None,
    }
}

fn tries(kind: &SettingKind) -> Option<(u32, &Action)> {
    match kind {
        SettingKind::Tries { count, action } => Some((count.value, action)),
        _ => None,
    }
}
