use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// The connections of a listener, at most so many. When all places are taken, a newcomer gets the place of the
/// connection that has waited longest for its own client: idle, half-sent and half-read ones make way, and one whose
/// turn is running never does.
#[derive(Debug)]
pub struct Slots {
    max: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    /// By age of the wait: the oldest first.
    waiting: BTreeMap<u64, Arc<Notify>>,
    working: usize,
}

/// A connection's place, given back when dropped.
#[derive(Debug)]
pub struct Slot {
    slots: Arc<Slots>,
    evicted: Arc<Notify>,
    /// The key among the waiting; `None` while its turn runs.
    key: Mutex<Option<u64>>,
}

impl Slots {
    pub fn new(max: usize) -> Arc<Slots> {
        Arc::new(Slots { max: max.max(1), state: Mutex::default() })
    }

    /// A place, which the longest-waiting connection may have to leave; `None` where every one has a turn running.
    pub fn take(self: &Arc<Self>) -> Option<Arc<Slot>> {
        let mut state = self.lock();
        if state.waiting.len() + state.working >= self.max {
            let (_, oldest) = state.waiting.pop_first()?;
            oldest.notify_one();
        }
        let evicted = Arc::new(Notify::new());
        let key = state.enter(&evicted);
        Some(Arc::new(Slot { slots: Arc::clone(self), evicted, key: Mutex::new(Some(key)) }))
    }

    /// Where there is another bound than ours, such as the system's on open files: some of those that wait make way.
    pub fn make_room(&self) {
        let mut state = self.lock();
        for _ in 0..state.waiting.len().div_ceil(16) {
            if let Some((_, oldest)) = state.waiting.pop_first() {
                oldest.notify_one();
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enter(&mut self, evicted: &Arc<Notify>) -> u64 {
        self.next += 1;
        self.waiting.insert(self.next, Arc::clone(evicted));
        self.next
    }
}

impl Slot {
    /// Ready when the place is needed for somebody else.
    pub async fn evicted(&self) {
        self.evicted.notified().await;
    }

    pub fn is_working(&self) -> bool {
        self.key.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// The request is whole and authentic: its turn may not be cut off. The place waits again when the guard drops.
    pub fn work(self: &Arc<Self>) -> Working {
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.slots.lock();
        if let Some(waited) = key.take() {
            state.waiting.remove(&waited);
            state.working += 1;
        }
        Working(Arc::clone(self))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let key = self.key.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(key) = key {
            // Gone already where the place was taken by somebody else.
            self.slots.lock().waiting.remove(&key);
        }
    }
}

/// While this lives the connection keeps its place.
#[derive(Debug)]
pub struct Working(Arc<Slot>);

impl Drop for Working {
    fn drop(&mut self) {
        let mut key = self.0.key.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.0.slots.lock();
        if key.is_none() {
            state.working = state.working.saturating_sub(1);
            *key = Some(state.enter(&self.0.evicted));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn is_evicted(slot: &Slot) -> bool {
        tokio::time::timeout(Duration::from_millis(1), slot.evicted()).await.is_ok()
    }

    #[tokio::test]
    async fn the_longest_waiting_makes_way_and_a_working_one_never() {
        let slots = Slots::new(2);
        let first = slots.take().expect("free");
        let second = slots.take().expect("free");
        let working = first.work();
        let third = slots.take().expect("the second makes way");
        assert!(is_evicted(&second).await);
        assert!(!is_evicted(&first).await);
        let third_works = third.work();
        assert!(slots.take().is_none(), "both work");
        drop(working);
        assert!(slots.take().is_some());
        assert!(is_evicted(&first).await, "waits again, so it makes way");
        drop((third_works, second));
    }

    #[tokio::test]
    async fn room_is_made_among_the_waiting_only() {
        let slots = Slots::new(10);
        let working = slots.take().expect("free");
        let guard = working.work();
        let waiting = [slots.take().expect("free"), slots.take().expect("free")];
        slots.make_room();
        assert!(is_evicted(&waiting[0]).await, "the longest-waiting");
        assert!(!is_evicted(&waiting[1]).await && !is_evicted(&working).await);
        drop(guard);
    }

    #[tokio::test]
    async fn a_dropped_connection_gives_its_place_back() {
        let slots = Slots::new(1);
        for _ in 0..5 {
            let slot = slots.take().expect("free");
            drop(slot.work());
            drop(slot);
        }
        let last = slots.take().expect("free");
        assert!(!is_evicted(&last).await);
    }
}
