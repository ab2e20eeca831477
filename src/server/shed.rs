//! Says that webhooks are turned away: in an overload a line for each would be a load of its own.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::warn;

/// Between two lines.
const EVERY: Duration = Duration::from_secs(1);

/// Counts what was turned away since the last line.
#[derive(Debug, Default)]
pub struct Shed(Mutex<(u64, Option<Instant>)>);

impl Shed {
    pub fn note(&self, why: &str) {
        if let Some(webhooks) = self.count() {
            warn!(webhooks, "{why}: told the provider to use its fallback");
        }
    }

    /// How many since the last line, where it is time for the next.
    fn count(&self) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, told) = &mut *state;
        *count += 1;
        if told.is_some_and(|at| at.elapsed() < EVERY) {
            return None;
        }
        *told = Some(Instant::now());
        Some(std::mem::take(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_next_are_counted() {
        let shed = Shed::default();
        assert_eq!(shed.count(), Some(1));
        assert_eq!((0..100).filter_map(|_| shed.count()).count(), 0);
        shed.0.lock().expect("no panic").1 = None;
        assert_eq!(shed.count(), Some(101));
    }
}
