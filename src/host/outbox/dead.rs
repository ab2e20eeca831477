//! What was given up: counted for the log, kept for the operator for a month, then dropped.

use std::sync::atomic::Ordering;

use tracing::warn;

use super::job::DEAD;
use crate::host::Host;
use crate::store::StoreError;

/// How long it is kept.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// How often it is looked through.
const EVERY_MS: i64 = 60 * 60 * 1000;

/// So many at once.
const LOOK: usize = 512;

/// No more are counted.
const COUNTED: usize = 10_000;

impl Host {
    /// Drops what is old, where the last look was long ago; the first look of a process counts the rest.
    pub(super) async fn tidy_dead(&self, now_ms: i64) -> Result<(), StoreError> {
        let before = self.outbox.state().tidied_ms;
        if before.is_some_and(|at_ms| now_ms.saturating_sub(at_ms) < EVERY_MS) {
            return Ok(());
        }
        let mut dropped = 0;
        loop {
            let old = self.store.due(now_ms.saturating_sub(KEPT_MS), DEAD, LOOK).await?;
            if old.is_empty() {
                break;
            }
            dropped += old.len();
            self.store.settle(old.into_iter().map(|due| (due.at_ms, due.name)).collect(), Vec::new()).await?;
        }
        if before.is_none() {
            let dead = self.store.due(i64::MAX, DEAD, COUNTED).await?.len();
            self.outbox.dead.fetch_add(dead, Ordering::Relaxed);
            if dead > 0 {
                warn!(dead, "events and messages were given up in the last 30 days; the log said why each time");
            }
        } else {
            let less = |dead: usize| Some(dead.saturating_sub(dropped));
            let _always = self.outbox.dead.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        }
        self.outbox.state().tidied_ms = Some(now_ms);
        Ok(())
    }
}
