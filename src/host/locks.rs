use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

type Lock = Arc<tokio::sync::Mutex<()>>;

/// One turn of a thread at a time, in the order of arrival.
#[derive(Debug, Default)]
pub struct Locks {
    /// Only of threads that have a turn running or waiting. Held for a look-up at a time.
    threads: Mutex<BTreeMap<String, Lock>>,
}

/// Held for one turn; dropping it lets the next one in.
#[derive(Debug)]
pub struct Held<'a> {
    locks: &'a Locks,
    thread: String,
    lock: Option<Lock>,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Locks {
    /// Waits for the thread's turn, or gives up after `patience`.
    pub async fn take(&self, thread: &str, patience: Duration) -> Option<Held<'_>> {
        let lock = Arc::clone(self.threads().entry(thread.to_owned()).or_default());
        let mut held = Held { locks: self, thread: thread.to_owned(), lock: Some(Arc::clone(&lock)), guard: None };
        held.guard = Some(tokio::time::timeout(patience, lock.lock_owned()).await.ok()?);
        Some(held)
    }

    fn threads(&self) -> MutexGuard<'_, BTreeMap<String, Lock>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.guard = None;
        let mut threads = self.locks.threads();
        self.lock = None;
        // Nobody else waits: waiters clone the lock while they hold the map.
        if threads.get(&self.thread).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            threads.remove(&self.thread);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_and_nothing_left_behind() {
        let locks = Locks::default();
        let first = locks.take("a", Duration::from_secs(1)).await.expect("free");
        assert!(locks.take("a", Duration::ZERO).await.is_none(), "held by the first");
        assert!(locks.take("b", Duration::ZERO).await.is_some(), "another thread is free");
        assert_eq!(locks.threads().len(), 1);
        drop(first);
        assert_eq!(locks.threads().len(), 0);
        assert!(locks.take("a", Duration::ZERO).await.is_some());
    }
}
