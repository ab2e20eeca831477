//! What happens when the disk says no.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use super::*;
use crate::store::Durability;
use crate::store::conformance::sample;

struct Unpark(thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

fn fresh(durability: Durability) -> (SledStore, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (open(dir.path(), Options { durability, cache: 8 * 1024 * 1024 }).unwrap(), dir)
}

fn is_refused<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Unavailable(_)))
}

fn until_well(store: &SledStore) {
    let well = (0..10_000).any(|_| wait(store.probe()).is_ok());
    assert!(well, "it never got well: {:?}", store.shared.health());
}

#[test]
fn a_failed_commit_leaves_the_thread_where_it_was() {
    for durability in [Durability::Power, Durability::Process] {
        let (store, dir) = fresh(durability);
        wait(store.commit("CA1", sample("CA1", 1))).unwrap();
        store.shared.failing.store(1, Ordering::SeqCst);
        assert!(is_refused(&wait(store.commit("CA1", sample("CA1", 2)))));
        // Whether it is well again by now or not, the turn is not there.
        store.shared.cache.clear();
        assert_eq!(wait(store.newest("CA1")), Ok(Some(sample("CA1", 1))));
        assert_eq!(wait(store.turn("CA1", 2)), Ok(None));
        until_well(&store);
        assert_eq!(wait(store.newest("CA1")), Ok(Some(sample("CA1", 1))));
        let mut again = sample("CA1", 2);
        again.dedupe = "another webhook".into();
        assert_eq!(wait(store.commit("CA1", again.clone())), Ok(()));
        drop(store);
        let store = open(dir.path(), Options { durability, cache: 8 * 1024 * 1024 }).unwrap();
        assert_eq!(wait(store.newest("CA1")), Ok(Some(again)));
    }
}

#[test]
fn while_unwell_commits_are_refused_and_reads_go_on() {
    let (store, _dir) = fresh(Durability::Power);
    wait(store.commit("CA1", sample("CA1", 1))).unwrap();
    store.shared.failing.store(usize::MAX, Ordering::SeqCst);
    let first = wait(store.commit("CA2", sample("CA2", 1)));
    assert!(matches!(&first, Err(StoreError::Unavailable(reason)) if reason.contains("failed")), "{first:?}");
    for _ in 0..10 {
        assert!(is_refused(&wait(store.probe())));
        assert!(is_refused(&wait(store.commit("CA1", sample("CA1", 2)))));
        assert_eq!(wait(store.newest("CA1")), Ok(Some(sample("CA1", 1))));
        assert_eq!(wait(store.newest("CA2")), Ok(None));
    }
    store.shared.failing.store(0, Ordering::SeqCst);
    until_well(&store);
    assert_eq!(wait(store.commit("CA2", sample("CA2", 1))), Ok(()));
}

#[test]
fn all_waiters_of_a_failed_batch_hear_of_it_and_can_go_on() {
    const WAITERS: usize = 32;
    let (store, _dir) = fresh(Durability::Power);
    let start = Barrier::new(WAITERS);
    thread::scope(|scope| {
        for n in 0..WAITERS {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                let name = format!("CA{n}");
                start.wait();
                if n % 8 == 0 {
                    store.shared.failing.store(1, Ordering::SeqCst);
                }
                for version in 1..=20 {
                    // A retry after a failure finds the thread where it was: never a conflict, never a turn of its own.
                    while let Err(error) = wait(store.commit(&name, sample(&name, version))) {
                        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
                        assert_eq!(wait(store.turn(&name, version)).unwrap_or(None), None);
                        thread::yield_now();
                    }
                }
            });
        }
    });
    for n in 0..WAITERS {
        let name = format!("CA{n}");
        assert_eq!(wait(store.newest(&name)), Ok(Some(sample(&name, 20))));
    }
}

#[test]
fn a_program_that_was_not_kept_is_not_there() {
    let (store, _dir) = fresh(Durability::Power);
    store.shared.failing.store(1, Ordering::SeqCst);
    assert!(is_refused(&wait(store.keep_program("d1", vec![1; 20_000]))));
    until_well(&store);
    assert_eq!(wait(store.program("d1")), Ok(None));
    assert_eq!(wait(store.keep_program("d1", vec![2; 9_000])), Ok(()));
    assert_eq!(wait(store.program("d1")), Ok(Some(vec![2; 9_000])));
}

#[test]
fn closing_an_unwell_store_says_so() {
    let (store, _dir) = fresh(Durability::Power);
    store.shared.failing.store(100, Ordering::SeqCst);
    assert!(is_refused(&wait(store.commit("CA1", sample("CA1", 1)))));
    assert!(is_refused(&wait(store.close())));
    assert!(is_refused(&wait(store.newest("CA1"))));
}
