//! What happens when the disk says no.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use super::trees::Room;
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

/// If the new turn were lost with the power, one that replaced the due would be lost with it.
#[test]
fn a_due_that_is_there_serves_a_later_turn_as_it_is() {
    let (store, _dir) = fresh(Durability::Power);
    let due = Due { at_ms: 5, name: "mark/CA1".into(), bytes: b"same".to_vec() };
    wait(store.settle(Vec::new(), vec![due.clone()])).unwrap();
    let key = key::due("mark/", 5, "mark/CA1");
    let raw = || store.shared.read(|trees, _| Ok(trees.raw(Room::Dues, &key).unwrap())).unwrap();
    let before = raw();
    wait(store.commit("CA1", Record { due: vec![due.clone()], ..sample("CA1", 1) })).unwrap();
    assert!(before.is_some() && raw() == before);
    let other = Due { bytes: b"other".to_vec(), ..due };
    wait(store.commit("CA1", Record { due: vec![other.clone()], ..sample("CA1", 2) })).unwrap();
    assert_eq!(wait(store.due(9, "mark/", 9)), Ok(vec![other]));
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

fn due(at_ms: i64, name: &str) -> Due {
    Due { at_ms, name: name.into(), bytes: name.as_bytes().to_vec() }
}

fn with(version: u64, jobs: &[&str], facts: &[(&str, Option<&str>)]) -> Record {
    let fact = |(key, value): &(&str, Option<&str>)| Fact {
        key: (*key).into(),
        value: value.map(|value| value.as_bytes().to_vec()),
    };
    let due = jobs.iter().map(|name| due(1, name)).collect();
    Record { due, facts: facts.iter().map(fact).collect(), ..sample("CA1", version) }
}

fn names(store: &SledStore) -> Vec<String> {
    wait(store.due(i64::MAX, "job/", 1000)).unwrap().into_iter().map(|due| due.name).collect()
}

fn facts(store: &SledStore) -> Vec<(String, String)> {
    let facts = wait(store.facts("")).unwrap().into_iter();
    facts.map(|(key, value)| (key, String::from_utf8(value).unwrap())).collect()
}

#[test]
fn a_failed_commit_takes_its_dues_and_facts_along() {
    let (store, dir) = fresh(Durability::Power);
    wait(store.commit("CA1", with(1, &["job/a"], &[("x", Some("1")), ("y", Some("1"))]))).unwrap();
    let before = (names(&store), facts(&store), wait(store.entries()));
    for (round, jobs) in [["job/a", "job/b"], ["job/b", "job/c"]].into_iter().enumerate() {
        store.shared.failing.store(1, Ordering::SeqCst);
        let turn = with(2, &jobs, &[("x", Some("2")), ("y", None), ("z", Some("2"))]);
        assert!(is_refused(&wait(store.commit("CA1", turn))));
        until_well(&store);
        assert_eq!((names(&store), facts(&store), wait(store.entries())), before, "{round}");
    }
    wait(store.commit("CA1", with(2, &["job/b"], &[("y", None), ("z", Some("3"))]))).unwrap();
    drop(store);
    let store = open(dir.path(), Options { durability: Durability::Power, cache: 8 * 1024 * 1024 }).unwrap();
    assert_eq!(names(&store), ["job/a", "job/b"]);
    assert_eq!(facts(&store), [("x".into(), "1".into()), ("z".into(), "3".into())]);
}

/// What a failed group was told to put is kept: what it was told to take away may be gone.
#[test]
fn a_failed_settling_loses_nothing() {
    let (store, _dir) = fresh(Durability::Power);
    wait(store.settle(Vec::new(), vec![due(1, "job/a")])).unwrap();
    store.shared.failing.store(1, Ordering::SeqCst);
    assert!(is_refused(&wait(store.settle(vec![(1, "job/a".into())], vec![due(2, "job/a")]))));
    until_well(&store);
    assert!(names(&store).contains(&"job/a".to_owned()));
    wait(store.settle(vec![(1, "job/a".into())], vec![due(2, "job/a")])).unwrap();
    assert_eq!(wait(store.due(i64::MAX, "job/", 9)), Ok(vec![due(2, "job/a")]));
}

/// After a loss of power a turn may be gone and its dues may be there.
#[test]
fn a_due_without_its_turn_is_dropped() {
    let (store, _dir) = fresh(Durability::Power);
    let turn = with(1, &["job/a", "job/b"], &[]);
    for retried in [false, true] {
        wait(store.commit("CA1", turn.clone())).unwrap();
        {
            let trees = store.shared.trees.read().unwrap();
            trees.as_ref().unwrap().write(Room::Turns, (&key::turn("CA1", 1), None)).unwrap();
        }
        store.shared.cache.clear();
        assert_eq!(wait(store.newest("CA1")), Ok(None));
        if retried {
            let other = Record { dedupe: "another webhook".into(), ..with(1, &["job/b", "job/c"], &[]) };
            wait(store.commit("CA1", other)).unwrap();
        }
        assert_eq!(names(&store), if retried { vec!["job/b", "job/c"] } else { Vec::new() });
    }
    assert_eq!(wait(store.entries()), Ok(3));
}

/// The turn of a due is put just after it, and no reader comes between.
#[test]
fn nobody_takes_a_due_before_its_turn() {
    const TURNS: u64 = 300;
    let (store, _dir) = fresh(Durability::Process);
    let done = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for version in 1..=TURNS {
                let turn = Record { due: vec![due(1, &format!("job/{version:03}"))], ..sample("CA1", version) };
                wait(store.commit("CA1", turn)).unwrap();
            }
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            let newest = wait(store.newest("CA1")).unwrap().map_or(0, |turn| turn.version);
            assert!(names(&store).len() as u64 >= newest, "{newest}");
        }
    });
    assert_eq!(names(&store).len() as u64, TURNS);
}
