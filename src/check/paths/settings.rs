//! The settings of a wait, of `dial`, of `fetch` and of `defaults`, read once.

use super::visit::setting_action;
use crate::check::settings::MESSAGING_MIN_MS;
use crate::syntax::tree::{Action, Duration, Failure, File, ItemKind, Name, Setting, SettingKind};

#[derive(Debug, Default)]
pub struct Bounds<'t> {
    pub tries: Option<&'t Action>,
    pub noinput: Option<&'t Action>,
    pub nomatch: Option<&'t Action>,
    pub failed: Option<&'t Action>,
    pub timeout: Option<Duration>,
    /// The outcomes handled by name, `failed` among them.
    pub outcomes: Vec<&'t Name>,
    /// One did not parse, so nothing can be said to be missing.
    pub incomplete: bool,
}

impl<'t> Bounds<'t> {
    /// Of several of a kind the first counts; that there are several is reported elsewhere.
    pub fn read(settings: impl Iterator<Item = &'t Setting>) -> Self {
        let mut found = Bounds::default();
        for setting in settings {
            let action = setting_action(setting);
            match &setting.kind {
                SettingKind::Tries { .. } => found.tries = found.tries.or(action),
                SettingKind::NoInput(Failure::Bound { .. }) => found.noinput = found.noinput.or(action),
                SettingKind::NoMatch(Failure::Bound { .. }) => found.nomatch = found.nomatch.or(action),
                SettingKind::Failed(_) => found.failed = found.failed.or(action),
                SettingKind::Timeout(duration) => found.timeout = found.timeout.or(Some(*duration)),
                SettingKind::Outcome { names, .. } => found.outcomes.extend(names),
                SettingKind::Bad => found.incomplete = true,
                _ => {}
            }
        }
        found
    }

    pub fn of_defaults(tree: &'t File) -> Self {
        Self::read(tree.items.iter().flat_map(|item| match &item.kind {
            ItemKind::Defaults(settings) => settings.as_slice(),
            _ => &[],
        }))
    }

    /// Whether it gives texters a time.
    pub fn times_texters(&self) -> bool {
        self.timeout.is_some_and(|timeout| timeout.millis >= MESSAGING_MIN_MS)
    }

    pub fn handles(&self, outcome: &str) -> bool {
        self.outcomes.iter().any(|name| name.text == outcome) || (outcome == "failed" && self.failed.is_some())
    }
}
