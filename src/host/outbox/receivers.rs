//! How much each receiver gets at a time. One that is down is left alone for a while, and tried with one job at a time.

use std::collections::BTreeMap;

/// For one receiver at once.
const AT_ONCE: u32 = 8;

/// So many failures one after another, and it is down.
const FAILURES: u32 = 5;

/// How long a receiver that is down is left alone.
const REST_MS: i64 = 30_000;

#[derive(Debug, Default)]
pub(super) struct Receivers(BTreeMap<String, Receiver>);

#[derive(Debug, Default)]
struct Receiver {
    under_way: u32,
    failures: u32,
    rests_until_ms: i64,
}

/// Whether a receiver may get one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    Free,
    /// As soon as one that is under way has come back.
    Full,
    /// Not before this moment.
    Rests(i64),
}

impl Receivers {
    pub fn room(&self, name: &str, now_ms: i64) -> Room {
        let Some(receiver) = self.0.get(name) else { return Room::Free };
        if receiver.failures >= FAILURES {
            let tried = receiver.under_way > 0;
            return match receiver.rests_until_ms > now_ms {
                true => Room::Rests(receiver.rests_until_ms),
                false if tried => Room::Rests(now_ms + REST_MS),
                false => Room::Free,
            };
        }
        if receiver.under_way < AT_ONCE { Room::Free } else { Room::Full }
    }

    pub fn begun(&mut self, name: &str) {
        self.0.entry(name.to_owned()).or_default().under_way += 1;
    }

    /// `Some(false)` where the receiver could not be reached or had enough of us; `None` where nothing is known.
    /// Whether it is down since just now.
    pub fn ended(&mut self, name: &str, well: Option<bool>, now_ms: i64) -> bool {
        let Some(receiver) = self.0.get_mut(name) else { return false };
        receiver.under_way = receiver.under_way.saturating_sub(1);
        match well {
            Some(true) => receiver.failures = 0,
            Some(false) => {
                receiver.failures += 1;
                receiver.rests_until_ms = now_ms + REST_MS;
            }
            None => {}
        }
        let down = well == Some(false) && receiver.failures == FAILURES;
        if receiver.under_way == 0 && receiver.failures == 0 {
            self.0.remove(name);
        }
        down
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_that_is_down_is_tried_with_one_at_a_time() {
        let mut receivers = Receivers::default();
        for failure in 1..=FAILURES {
            assert_eq!(receivers.room("a", 0), Room::Free);
            receivers.begun("a");
            assert_eq!(receivers.ended("a", Some(false), 0), failure == FAILURES);
        }
        assert_eq!(receivers.room("a", 1), Room::Rests(REST_MS));
        assert_eq!(receivers.room("b", 1), Room::Free);
        assert_eq!(receivers.room("a", REST_MS), Room::Free);
        receivers.begun("a");
        assert_eq!(receivers.room("a", REST_MS), Room::Rests(2 * REST_MS));
        receivers.ended("a", Some(true), REST_MS);
        assert_eq!(receivers.room("a", REST_MS), Room::Free);
        assert!(receivers.0.is_empty());
    }

    #[test]
    fn a_receiver_gets_so_many_at_once() {
        let mut receivers = Receivers::default();
        for _ in 0..AT_ONCE {
            assert_eq!(receivers.room("a", 0), Room::Free);
            receivers.begun("a");
        }
        assert_eq!(receivers.room("a", 0), Room::Full);
        receivers.ended("a", None, 0);
        assert_eq!(receivers.room("a", 0), Room::Free);
    }
}
