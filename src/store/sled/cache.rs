//! The newest turns, so that a webhook of a running call is answered without a thread hop.
//!
//! Only the committer fills it, and only with what is durable, so that what is found is the newest or one that is just
//! being replaced; a commit on top of the latter is a conflict like any other.

use std::collections::BTreeMap;
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
    /// With the number under which the thread came in.
    turns: BTreeMap<String, (u64, Record)>,
    /// The threads in the order they came in; the oldest leaves first.
    order: BTreeMap<u64, String>,
    came: u64,
    bytes: usize,
}

impl Shelf {
    fn remove(&mut self, thread: &str) {
        if let Some((came, turn)) = self.turns.remove(thread) {
            self.order.remove(&came);
            self.bytes -= size(thread, &turn);
        }
    }
}

fn size(thread: &str, turn: &Record) -> usize {
    OVERHEAD + 2 * thread.len() + turn.dedupe.len() + turn.session.len() + turn.reply.len() + turn.log.len()
}

impl Newest {
    pub fn get(&self, thread: &str) -> Option<Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turns.get(thread).map(|(_, turn)| turn.clone())
    }

    pub fn version(&self, thread: &str) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turns.get(thread).map(|(_, turn)| turn.version)
    }

    pub fn put(&self, thread: String, turn: Record) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = &mut *shelf;
        shelf.bytes += size(&thread, &turn);
        if let Some((_, seat)) = shelf.turns.get_mut(&thread) {
            shelf.bytes -= size(&thread, seat);
            *seat = turn;
        } else {
            shelf.came += 1;
            shelf.order.insert(shelf.came, thread.clone());
            shelf.turns.insert(thread, (shelf.came, turn));
        }
        while shelf.bytes > CAPACITY {
            let Some((_, oldest)) = shelf.order.pop_first() else { break };
            shelf.remove(&oldest);
        }
    }

    /// Its turns are forgotten.
    pub fn remove(&self, thread: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(thread);
    }

    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Shelf::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(version: u64, bytes: usize) -> Record {
        Record { session: vec![0; bytes], ..crate::store::conformance::sample("", version) }
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

    #[test]
    fn a_forgotten_thread_leaves_nothing() {
        let cache = Newest::default();
        for round in 1..4 {
            cache.put("CA1".into(), turn(round, 10));
            cache.remove("CA1");
        }
        cache.remove("CA2");
        let shelf = cache.0.lock().unwrap();
        assert_eq!((shelf.turns.len(), shelf.order.len(), shelf.bytes), (0, 0, 0));
    }
}
