//! The limits of a wait as they count: its own settings, then those of `defaults`.

use super::chart::{Limits, When};
use crate::check::settings::MESSAGING_MIN_MS;
use crate::syntax::tree::{Action, Failure, Name, Setting, SettingKind};

/// Silence where neither the wait nor `defaults` says.
const TIMEOUT_MS: i64 = 5_000;
/// A recording's length where none is said.
const RECORD_MAX_MS: i64 = 120_000;

/// A bound that leads to an action, and whether it is one of `defaults`.
pub(super) type Bound<'t> = (When<'t>, &'t Action, bool);

pub(super) fn limits<'t>(own: &[&'t Setting], defaults: &'t [Setting], is_record: bool) -> (Limits, Vec<Bound<'t>>) {
    let mut limits = Limits { timeout_ms: TIMEOUT_MS, max_ms: RECORD_MAX_MS, ..Limits::default() };
    let mut bounds: Vec<Bound<'t>> = Vec::new();
    let mut had_timeout = false;
    let mut had_max = false;
    let all = own.iter().copied().map(|setting| (setting, false)).chain(defaults.iter().map(|setting| (setting, true)));
    for (setting, inherited) in all {
        match &setting.kind {
            // So long a time is one for texters.
            SettingKind::Timeout(length) if !inherited && !is_record && length.millis >= MESSAGING_MIN_MS => {
                limits.own_timeout_ms = limits.own_timeout_ms.or(Some(length.millis));
            }
            SettingKind::Timeout(length) if !had_timeout => {
                had_timeout = true;
                limits.timeout_ms = length.millis;
            }
            SettingKind::Max(length) if !had_max => {
                had_max = true;
                limits.max_ms = length.millis;
            }
            SettingKind::NoInput(Failure::Bound { count, action }) if limits.noinput.is_none() => {
                limits.noinput = Some(count.map_or(1, |count| count.value));
                bounds.push((When::NoInput, action, inherited));
            }
            SettingKind::NoMatch(Failure::Bound { count, action }) if limits.nomatch.is_none() && !is_record => {
                limits.nomatch = Some(count.map_or(1, |count| count.value));
                bounds.push((When::NoMatch, action, inherited));
            }
            SettingKind::Tries { count, action } if limits.tries.is_none() => {
                limits.tries = Some(count.value);
                bounds.push((When::Tries, action, inherited));
            }
            SettingKind::Sensitive => limits.sensitive = true,
            _ => {}
        }
    }
    (limits, bounds)
}

/// The outcomes of `fetch`, `dial` and `defaults` with what they do.
pub(super) fn outcome_actions(settings: &[Setting]) -> impl Iterator<Item = (&[Name], &Action)> {
    settings.iter().filter_map(|setting| match &setting.kind {
        SettingKind::Failed(action) => Some((&[][..], action)),
        SettingKind::Outcome { names, action } => Some((names.as_slice(), action)),
        _ => None,
    })
}
