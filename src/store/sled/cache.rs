//! The newest turns, so that a webhook of a running call is answered without a thread hop.
//!
//! Only the committer fills it, and only with what is durable, so that what is found is the newest or one that is just
//! being replaced; a commit on top of the latter is a conflict like any other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::store::Record;

/// Some ten thousand turns of a kilobyte: the calls in progress of a busy server. What is not here is read from the
/// database.
const CAPACITY: usize = 16 * 1024 * 1024;

/// What the map, the queue and the record's own fields take for an entry, roughly.
const OVERHEAD: usize = 256;

#[derive(Default)]
pub struct Newest(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    turns: BTreeMap<String, Record>,
    /// The threads in the order they came in; the oldest leaves first.
    order: VecDeque<String>,
    bytes: usize,
}

fn size(thread: &str, turn: &Record) -> usize {
    OVERHEAD + 2 * thread.len() + turn.dedupe.len() + turn.session.len() + turn.reply.len() + turn.log.len()
}

impl Newest {
    pub fn get(&self, thread: &str) -> Option<Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turns.get(thread).cloned()
    }

    pub fn version(&self, thread: &str) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turns.get(thread).map(|turn| turn.version)
    }

    pub fn put(&self, thread: String, turn: Record) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = &mut *shelf;
        shelf.bytes += size(&thread, &turn);
        if let Some(seat) = shelf.turns.get_mut(&thread) {
            shelf.bytes -= size(&thread, seat);
            *seat = turn;
        } else {
            shelf.order.push_back(thread.clone());
            shelf.turns.insert(thread, turn);
        }
        while shelf.bytes > CAPACITY {
            let Some(oldest) = shelf.order.pop_front() else { break };
            if let Some(turn) = shelf.turns.remove(&oldest) {
                shelf.bytes -= size(&oldest, &turn);
            }
        }
    }

    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Shelf::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(version: u64, bytes: usize) -> Record {
        Record { version, dedupe: String::new(), session: vec![0; bytes], reply: Vec::new(), log: Vec::new() }
    }

    #[test]
    fn the_oldest_leave_when_it_is_full() {
        let cache = Newest::default();
        for thread in 0..40 {
            cache.put(format!("CA{thread}"), turn(1, CAPACITY / 16));
        }
        assert_eq!(cache.version("CA39"), Some(1));
        assert_eq!(cache.version("CA0"), None);
        assert!(cache.0.lock().unwrap().bytes <= CAPACITY);
    }

    #[test]
    fn a_newer_turn_takes_the_place_of_the_older() {
        let cache = Newest::default();
        for version in 1..100 {
            cache.put("CA1".into(), turn(version, CAPACITY / 2));
        }
        assert_eq!(cache.get("CA1").map(|turn| turn.version), Some(99));
        let shelf = cache.0.lock().unwrap();
        assert_eq!((shelf.order.len(), shelf.bytes), (1, size("CA1", &turn(99, CAPACITY / 2))));
    }
}
