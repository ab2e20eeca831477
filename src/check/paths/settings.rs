//! The settings of a wait, of `dial`, of `fetch` and of `defaults`, read once.

use std::collections::BTreeMap;

use super::visit::setting_action;
use crate::check::settings::MESSAGING_MIN_MS;
use crate::source::FileId;
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

    /// Whether it gives texters a time.
    pub fn times_texters(&self) -> bool {
        self.timeout.is_some_and(|timeout| timeout.millis >= MESSAGING_MIN_MS)
    }

    pub fn handles(&self, outcome: &str) -> bool {
        self.outcomes.iter().any(|name| name.text == outcome) || (outcome == "failed" && self.failed.is_some())
    }
}

/// The `defaults` of each file, which hold for its own nodes.
#[derive(Debug, Default)]
pub struct Defaults<'t> {
    files: BTreeMap<FileId, Bounds<'t>>,
    none: Bounds<'t>,
}

impl<'t> Defaults<'t> {
    pub fn collect(tree: &'t File) -> Self {
        let mut settings: BTreeMap<FileId, Vec<&'t Setting>> = BTreeMap::new();
        for item in &tree.items {
            if let ItemKind::Defaults(own) = &item.kind {
                settings.entry(item.span.file).or_default().extend(own);
            }
        }
        let files = settings.into_iter().map(|(file, own)| (file, Bounds::read(own.into_iter()))).collect();
        Self { files, none: Bounds::default() }
    }

    pub fn of(&self, file: FileId) -> &Bounds<'t> {
        self.files.get(&file).unwrap_or(&self.none)
    }

    pub fn none(&self) -> &Bounds<'t> {
        &self.none
    }
}
