use std::collections::BTreeSet;

use super::lanes::Lane;
use super::receivers::Receivers;

/// What this process knows beyond the store.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Lanes with a job under way.
    pub busy: BTreeSet<Lane>,
    pub receivers: Receivers,
    /// When what was given up was looked through.
    pub tidied_ms: Option<i64>,
}
