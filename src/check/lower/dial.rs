//! `dial`: the targets, then the code of its outcomes.

use crate::program::{DialNumber, DialSpec, Op, OutcomeArm};
use crate::syntax::tree::{Action, DialTarget, Setting, SettingKind};

use super::builder::{After, Builder};

/// How a dialled call can end, in the order in which `defaults` fills them in.
const OUTCOMES: [&str; 3] = ["busy", "noanswer", "failed"];

impl Builder<'_> {
    pub fn dial(&mut self, targets: &[DialTarget], settings: &[Setting]) {
        let at = self.reserve();
        let mut ends = vec![self.reserve()];
        let targets = targets.iter().map(|target| self.dial_number(target)).collect();
        let mut spec = DialSpec { targets, timeout_ms: None, caller_id: None, record: false, arms: Vec::new() };
        for setting in settings {
            match &setting.kind {
                SettingKind::Timeout(length) => spec.timeout_ms = Some(length.millis),
                SettingKind::CallerId(value) => spec.caller_id = Some(self.expr(value)),
                SettingKind::Record => spec.record = true,
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
