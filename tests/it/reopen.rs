//! A store with many sessions opens quickly: nothing is scanned at the start.
//!
//! `REOPEN_SESSIONS` sets how many; CI takes 100,000 on a release build.

use std::path::Path;
use std::time::{Duration, Instant};

use flowtone::store::sled::{self, Options};
use flowtone::store::{Durability, Record, Store};

/// A little less than what a call in a menu leaves: session, reply and log entry.
fn record() -> Record {
    Record {
        version: 1,
        at_ms: 1_700_000_000_000,
        dedupe: "0".to_owned(),
        session: vec![b's'; 500],
        reply: vec![b'r'; 500],
        log: vec![b'l'; 300],
        due: Vec::new(),
        facts: Vec::new(),
    }
}

fn open(dir: &Path) -> sled::SledStore {
    sled::open(dir, Options { durability: Durability::Process, cache: 256 << 20 }).expect("a store")
}

async fn fill(dir: &Path, sessions: usize) {
    let store = std::sync::Arc::new(open(dir));
    let mut commits = tokio::task::JoinSet::new();
    for session in 0..sessions {
        let store = std::sync::Arc::clone(&store);
        commits.spawn(async move { store.commit(&format!("support/call/CA{session:032x}"), record()).await });
        while commits.len() >= 1000 {
            commits.join_next().await.expect("a commit").expect("no panic").expect("committed");
        }
    }
    while let Some(done) = commits.join_next().await {
        done.expect("no panic").expect("committed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sessions_open_within_a_second() {
    let sessions: usize = std::env::var("REOPEN_SESSIONS").map_or(2_000, |n| n.parse().expect("a number"));
    let dir = tempfile::tempdir().expect("a folder");
    fill(dir.path(), sessions).await;
    let begun = Instant::now();
    let store = open(dir.path());
    let opened = begun.elapsed();
    let last = format!("support/call/CA{:032x}", sessions - 1);
    assert_eq!(store.newest(&last).await.expect("readable").expect("a turn"), record());
    println!("{sessions} sessions: opened in {opened:?}");
    assert!(opened < Duration::from_secs(1), "{opened:?}");
}
