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
    /// When more jobs than usual were looked at.
    wide_ms: Option<i64>,
}

impl State {
    /// Whether the last wide look was so long ago that there may be one now.
    pub fn looks_wide(&mut self, now_ms: i64, every_ms: i64) -> bool {
        let is_time = self.wide_ms.is_none_or(|at_ms| now_ms.saturating_sub(at_ms) >= every_ms);
        if is_time {
            self.wide_ms = Some(now_ms);
        }
        is_time
    }
}
