//! `dial` and the other voice verbs: what they take, then the code of their outcomes.

use crate::program::{self, DialNumber, DialSpec, Op, OutcomeArm, Verb, VerbSpec};
use crate::syntax::tree::{Action, DialTarget, Expr, ExprKind, Setting, SettingKind, VerbArgument};
use crate::value::Value;

use super::super::verbs;
use super::builder::{After, Builder};

/// How a dialled call can end, in the order in which `defaults` fills them in.
const OUTCOMES: [&str; 3] = ["busy", "noanswer", "failed"];

impl Builder<'_> {
    pub fn dial(&mut self, targets: &[DialTarget], settings: &[Setting]) {
        let at = self.reserve();
        let mut ends = vec![self.reserve()];
        let targets = targets.iter().map(|target| self.dial_number(target)).collect();
        let mut spec =
            DialSpec { targets, timeout_ms: None, caller_id: None, record: false, whisper: None, arms: Vec::new() };
        for setting in settings {
            match &setting.kind {
                SettingKind::Timeout(length) => spec.timeout_ms = Some(length.millis),
                SettingKind::CallerId(value) => spec.caller_id = Some(self.expr(value)),
                SettingKind::Record => spec.record = true,
                SettingKind::Whisper(text) => spec.whisper = Some(self.said(text)),
                SettingKind::Failed(action) => {
                    self.outcomes(&mut spec.arms, &["failed"], action, &mut ends);
                }
                SettingKind::Outcome { names, action } => {
                    let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                    self.outcomes(&mut spec.arms, &names, action, &mut ends);
                }
                _ => {}
            }
        }
        let open: Vec<&str> =
            OUTCOMES.into_iter().filter(|name| !spec.arms.iter().any(|arm| arm.outcome == *name)).collect();
        if let Some(action) = self.default_failed()
            && !open.is_empty()
        {
            self.outcomes(&mut spec.arms, &open, action, &mut ends);
        }
        self.fill(at, Op::Dial(Box::new(spec)));
        self.land(ends);
    }

    fn outcomes(&mut self, arms: &mut Vec<OutcomeArm>, names: &[&str], action: &Action, ends: &mut Vec<usize>) {
        let to = self.here();
        arms.extend(names.iter().map(|name| OutcomeArm { outcome: (*name).to_owned(), to }));
        ends.extend(self.action(action, After::Next));
    }

    pub fn verb(&mut self, name: &str, written: &[VerbArgument], settings: &[Setting]) {
        let Some(verb) = Verb::parse(name) else { return };
        let found = verbs::arguments(verb, written);
        let at = self.reserve();
        let mut ends = vec![self.reserve()];
        let target = found.target.map(|target| self.verb_value(verb, None, target));
        let options = found.options.iter().map(|(word, value)| {
            let option = word.text.clone();
            let value = self.verb_value(verb, Some(&option), value);
            (option, value)
        });
        let mut spec = VerbSpec { verb, target, options: options.collect(), timeout_ms: None, arms: Vec::new() };
        for setting in settings {
            match &setting.kind {
                SettingKind::Timeout(length) => spec.timeout_ms = Some(length.millis),
                SettingKind::Failed(action) => self.outcomes(&mut spec.arms, &["failed"], action, &mut ends),
                SettingKind::Outcome { names, action } => {
                    let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                    self.outcomes(&mut spec.arms, &names, action, &mut ends);
                }
                _ => {}
            }
        }
        let handled = spec.arms.iter().any(|arm| arm.outcome == "failed");
        if let Some(action) = self.default_failed()
            && verb.waits()
            && !handled
        {
            self.outcomes(&mut spec.arms, &["failed"], action, &mut ends);
        }
        self.fill(at, Op::Verb(Box::new(spec)));
        self.land(ends);
    }

    /// A word of the language stands for itself.
    fn verb_value(&mut self, verb: Verb, option: Option<&str>, value: &Expr) -> program::Expr {
        match &value.kind {
            ExprKind::Name(word) if verbs::words(verb, option).is_some() => {
                program::Expr::Const(Value::Text(word.clone()))
            }
            _ => self.expr(value),
        }
    }

    fn dial_number(&mut self, target: &DialTarget) -> DialNumber {
        let address = self.expr(&target.address);
        match target.kind.as_ref().map(|kind| kind.text.as_str()) {
            Some("sip") => DialNumber::Sip(address),
            Some("client") => DialNumber::Client(address),
            Some("conference") => DialNumber::Conference(address),
            Some("queue") => DialNumber::Queue(address),
            _ => DialNumber::Number(address),
        }
    }
}

impl<'a> Builder<'a> {
    /// What `defaults` does with an outcome that is not handled where it stands.
    pub fn default_failed(&self) -> Option<&'a Action> {
        self.defaults.iter().find_map(|setting| match &setting.kind {
            SettingKind::Failed(action) => Some(action),
            SettingKind::Outcome { names, action } if names.iter().any(|name| name.text == "failed") => Some(action),
            _ => None,
        })
    }
}
