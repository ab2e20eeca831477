//! `ask`, `record` and `wait`: a wait between two statements.

use crate::program::{AskKind, Hints, InputModes, Interrupt, Label, Op, RecordSpec, Wait, WaitKind};
use crate::syntax::tree::{self, AskArgument, Duration, Name, Prompt, Setting, SettingKind, Text, WaitArm};
use crate::value::Type;

use super::super::constants;
use super::super::names::Meaning;
use super::super::regexes::Use;
use super::super::settings::MESSAGING_MIN_MS;
use super::builder::{After, Builder};
use super::settings::{Failures, Settings};
use super::wording;

/// Silence after a prompt where neither the wait nor `defaults` says: what callers are used to.
const TIMEOUT_MS: i64 = 5_000;
/// A recording's length where none is said: long enough for a message, short enough for a forgotten line.
const RECORD_MAX_MS: i64 = 120_000;
/// The most keys that `digits` takes where no number is said: longer than any card or account number.
const DIGITS_MAX: u32 = 32;

impl Builder<'_> {
    pub fn ask(&mut self, name: &Name, kind: &tree::AskKind, prompt: &Prompt, own: &[Setting]) {
        let settings = Settings::new(own, self.defaults);
        let Some(ask) = self.ask_kind(name, kind) else { return };
        let variable = self.place(&name.text);
        self.inline_wait(Some(prompt), &settings, WaitKind::Ask { variable, kind: ask });
    }

    pub fn record(&mut self, name: &Name, prompt: Option<&Prompt>, own: &[Setting]) {
        let settings = Settings::new(own, self.defaults);
        let max_ms = settings.find(|kind| match kind {
            SettingKind::Max(length) => Some(length.millis),
            _ => None,
        });
        let spec = RecordSpec {
            max_ms: max_ms.unwrap_or(RECORD_MAX_MS),
            transcribe: settings.has(&SettingKind::Transcribe),
            beep: true,
        };
        let variable = self.place(&name.text);
        self.inline_wait(prompt, &settings, WaitKind::Record { variable, spec });
    }

    /// `wait`: then a jump over the code of its arms.
    pub fn sleep(&mut self, duration: Option<Duration>, arms: &[WaitArm]) {
        let at = self.reserve();
        let mut ends = vec![self.reserve()];
        let mut places = [None, None];
        for (event, place) in ["message", "timeout"].into_iter().zip(&mut places) {
            let Some(arm) = arms.iter().find(|arm| arm.event.text == event) else { continue };
            *place = Some(self.here());
            ends.extend(self.action(&arm.action, After::Next));
        }
        let [message, timeout] = places;
        let kind = WaitKind::Sleep { ms: duration.map(|length| length.millis), message, timeout };
        let wait = self.wait(None, &Settings::new([], &[]), kind);
        self.fill(at, Op::Wait(Box::new(wait)));
        self.land(ends);
    }

    /// A wait between statements: after it, a jump over the code of its failed tries.
    fn inline_wait(&mut self, prompt: Option<&Prompt>, settings: &Settings<'_>, kind: WaitKind) {
        let at = self.reserve();
        let over = self.reserve();
        let mut wait = self.wait(prompt, settings, kind);
        if matches!(wait.kind, WaitKind::Record { .. }) {
            // A recording is there or is empty; it never fails to match.
            wait.nomatch.clear();
            wait.nomatch_bound = None;
        }
        self.fill(at, Op::Wait(Box::new(wait)));
        self.land(vec![over]);
    }

    /// A wait with its settings; the code of its failed tries is emitted here.
    pub fn wait(&mut self, prompt: Option<&Prompt>, settings: &Settings<'_>, kind: WaitKind) -> Wait {
        let prompt = prompt.map(|prompt| self.words(prompt));
        let is_record = matches!(kind, WaitKind::Record { .. });
        let own = settings.own(timeout);
        let (own, text_timeout_ms) = match own {
            Some(ms) if ms >= MESSAGING_MIN_MS && !is_record => (None, Some(ms)),
            own => (own, None),
        };
        let Failures { noinput, nomatch, noinput_bound, nomatch_bound, tries } = self.failures(settings);
        Wait {
            kind,
            prompt,
            timeout_ms: own.or_else(|| settings.inherited(timeout)).unwrap_or(TIMEOUT_MS),
            text_timeout_ms,
            noinput,
            nomatch,
            noinput_bound,
            nomatch_bound,
            tries,
            finish: settings.find(finish),
            input: settings.find(input).unwrap_or(InputModes { keys: true, speech: true }),
            hints: settings.find(hints).map(|text| self.hints(text)).unwrap_or_default(),
            interrupt: settings.find(interrupt).unwrap_or(Interrupt::Any),
            sensitive: settings.has(&SettingKind::Sensitive),
        }
    }

    fn hints(&self, text: &Text) -> Hints {
        let Label { words, translated } = self.label(text);
        let translated = translated.into_iter().map(|(tag, words)| (tag, split(&words))).collect();
        Hints { words: split(&words), translated }
    }

    fn ask_kind(&mut self, name: &Name, kind: &tree::AskKind) -> Option<AskKind> {
        let one = match &kind.argument {
            AskArgument::One(expr) => constants::count(self.names, expr),
            _ => None,
        };
        Some(match kind.name.text.as_str() {
            "digits" => match &kind.argument {
                AskArgument::Range(from, to) => {
                    AskKind::Digits { min: constants::count(self.names, from)?, max: constants::count(self.names, to)? }
                }
                _ => AskKind::Digits { min: one.unwrap_or(1), max: one.unwrap_or(DIGITS_MAX) },
            },
            "number" => match &kind.argument {
                AskArgument::Range(from, to) => {
                    AskKind::Number { min: Some(self.expr(from)), max: Some(self.expr(to)) }
                }
                _ => AskKind::Number { min: None, max: None },
            },
            "text" => AskKind::Text { max: shorter(one, self.length_of(name)) },
            "yesno" => AskKind::YesNo,
            "date" => AskKind::Date,
            "time" => AskKind::Time,
            "phone" => AskKind::Phone,
            "email" => AskKind::Email,
            "money" => AskKind::Money,
            "media" => AskKind::Media,
            "location" => AskKind::Location,
            "pattern" => match &kind.argument {
                AskArgument::Regex(pattern) => AskKind::Pattern(self.regex(pattern, Use::Answer)?),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The most characters that a variable of a declared length holds.
    fn length_of(&self, name: &Name) -> Option<u32> {
        match self.names.meaning(&name.text, self.parameters)? {
            Meaning::Local(Type::Text(length)) | Meaning::Variable(Type::Text(length)) => length,
            _ => None,
        }
    }
}

fn shorter(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        _ => a.or(b),
    }
}

fn timeout(kind: &SettingKind) -> Option<i64> {
    match kind {
        SettingKind::Timeout(length) => Some(length.millis),
        _ => None,
    }
}

fn finish(kind: &SettingKind) -> Option<String> {
    match kind {
        SettingKind::Finish(text) => Some(wording::plain(text)),
        _ => None,
    }
}

fn input(kind: &SettingKind) -> Option<InputModes> {
    match kind {
        SettingKind::Input(word) => Some(match word.text.as_str() {
            "keys" => InputModes { keys: true, speech: false },
            "speech" => InputModes { keys: false, speech: true },
            _ => InputModes { keys: true, speech: true },
        }),
        _ => None,
    }
}

fn hints(kind: &SettingKind) -> Option<&Text> {
    match kind {
        SettingKind::Hints(text) => Some(text),
        _ => None,
    }
}

fn split(hints: &str) -> Vec<String> {
    hints.split(',').map(str::trim).filter(|hint| !hint.is_empty()).map(str::to_owned).collect()
}

fn interrupt(kind: &SettingKind) -> Option<Interrupt> {
    match kind {
        SettingKind::Interrupt(word) => Some(wording::interrupt(word)),
        _ => None,
    }
}
