//! Every store against the conformance functions, and the one on disk against crashes, crowds and damage.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use flowtone::store::conformance;
use flowtone::store::memory::Memory;
use flowtone::store::{Store, StoreError};

struct Unpark(thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The stores need no runtime of a certain kind, so their tests use none.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

fn conforms(fresh: &dyn Fn() -> Box<dyn Store>) {
    let mut failures = Vec::new();
    for (name, demand) in conformance::ALL {
        if let Err(what) = wait(demand(&*fresh())) {
            failures.push(format!("{name}: {what}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A thousand commits of one version by eight threads: one wins, the others hear of it.
fn one_of_many_wins(store: &dyn Store) {
    let crowd = || {
        let commit = |n| wait(store.commit("CA1", flowtone::store::Record { dedupe: format!("{n}"), ..turn(1) }));
        (0..125).map(commit).collect::<Vec<_>>()
    };
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(crowd)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.len(), 1000);
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let conflict = Err(StoreError::Conflict { newest: 1 });
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == conflict));
}

fn turn(version: u64) -> flowtone::store::Record {
    conformance::sample("CA1", version)
}

#[test]
fn memory_conforms() {
    conforms(&|| Box::new(Memory::new()));
}

#[test]
fn memory_lets_one_of_many_win() {
    one_of_many_wins(&Memory::new());
}

#[cfg(feature = "server")]
mod crash;
#[cfg(feature = "server")]
mod damage;
#[cfg(feature = "server")]
mod disk;
#[cfg(feature = "server")]
mod full;
