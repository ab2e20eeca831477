//! What every store must do, as functions over any store. Each wants a store of its own that holds nothing yet, and says
//! in words what went wrong.

mod life;

use std::future::Future;
use std::pin::Pin;

use super::{Due, Fact, MAX_NAME, MAX_VALUE, Record, Store, StoreError};

pub type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// One demand: its name and the function that holds a store against it.
pub type Demand = (&'static str, for<'a> fn(&'a dyn Store) -> Outcome<'a>);

/// Opens the same place again, once the store before was dropped.
pub type Reopen<'a> = &'a (dyn Fn() -> Box<dyn Store> + Sync);

/// The demands on every store.
pub const ALL: &[Demand] = &[
    ("a new thread has no turns", |store| Box::pin(a_new_thread_has_no_turns(store))),
    ("what is committed is read, to the byte", |store| Box::pin(what_is_committed_is_read(store))),
    ("older turns stay", |store| Box::pin(older_turns_stay(store))),
    ("a turn that does not follow is a conflict", |store| Box::pin(a_turn_that_does_not_follow(store))),
    ("threads do not see one another", |store| Box::pin(threads_do_not_see_one_another(store))),
    ("large turns are kept", |store| Box::pin(large_turns_are_kept(store))),
    ("what is too large is refused", |store| Box::pin(what_is_too_large_is_refused(store))),
    ("programs are kept by digest", |store| Box::pin(programs_are_kept(store))),
    ("dues come by time within their class", |store| Box::pin(life::dues_come_by_time(store))),
    ("dues are settled by time and name", |store| Box::pin(life::dues_are_settled(store))),
    ("dues come with their turn", |store| Box::pin(life::dues_come_with_their_turn(store))),
    ("facts come with their turn", |store| Box::pin(life::facts_come_with_their_turn(store))),
    ("large dues and facts are kept", |store| Box::pin(life::large_dues_and_facts_are_kept(store))),
    ("old turns are forgotten", |store| Box::pin(life::old_turns_are_forgotten(store))),
    ("programs are dropped", |store| Box::pin(life::programs_are_dropped(store))),
    ("names without sense are refused", |store| Box::pin(life::names_without_sense_are_refused(store))),
    ("a probe succeeds and leaves no trace", |store| Box::pin(a_probe_succeeds(store))),
    ("a closed store refuses", |store| Box::pin(a_closed_store_refuses(store))),
];

/// A turn whose bytes differ with its version and thread.
pub fn sample(thread: &str, version: u64) -> Record {
    Record {
        version,
        at_ms: 1_700_000_000_000 + i64::try_from(version).unwrap_or(0) * 1000,
        dedupe: format!("{thread}/{version}"),
        session: format!("{{\"turns\":{version},\"thread\":{thread:?}}}").into_bytes(),
        reply: format!("<Response><Say>{version}</Say></Response>").into_bytes(),
        log: vec![0, 0xff, version.to_le_bytes().first().copied().unwrap_or_default()],
        due: Vec::new(),
        facts: Vec::new(),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, actual: &T, expected: &T) -> Result<(), String> {
    if actual == expected { Ok(()) } else { Err(format!("{what}: {actual:?} instead of {expected:?}")) }
}

fn refused<T: std::fmt::Debug>(what: &str, actual: &Result<T, StoreError>) -> Result<(), String> {
    match actual {
        Err(StoreError::Unavailable(_)) => Ok(()),
        other => Err(format!("{what}: {other:?} instead of a refusal")),
    }
}

async fn a_new_thread_has_no_turns(store: &dyn Store) -> Result<(), String> {
    same("the newest", &store.newest("CA1").await, &Ok(None))?;
    for version in [0, 1, u64::MAX] {
        same("a turn", &store.turn("CA1", version).await, &Ok(None))?;
    }
    Ok(())
}

async fn what_is_committed_is_read(store: &dyn Store) -> Result<(), String> {
    let nothing = Record { dedupe: String::new(), session: Vec::new(), reply: Vec::new(), ..sample("", 1) };
    let empty = Record { at_ms: 0, log: Vec::new(), ..nothing };
    let every_byte: Vec<u8> = (0..=255).collect();
    let full = Record {
        version: 1,
        at_ms: i64::MIN,
        dedupe: "a\0b \u{1F600}".into(),
        session: every_byte.clone(),
        reply: every_byte.iter().rev().copied().collect(),
        log: [every_byte.clone(), every_byte].concat(),
        due: Vec::new(),
        facts: Vec::new(),
    };
    for (thread, turn) in [("empty", empty), ("full", full)] {
        same("a commit", &store.commit(thread, turn.clone()).await, &Ok(()))?;
        same("the newest", &store.newest(thread).await, &Ok(Some(turn.clone())))?;
        same("turn 1", &store.turn(thread, 1).await, &Ok(Some(turn)))?;
    }
    Ok(())
}

async fn older_turns_stay(store: &dyn Store) -> Result<(), String> {
    // Beyond a byte, so that an order by text or by little-endian bytes shows.
    const TURNS: u64 = 300;
    for version in 1..=TURNS {
        same("a commit", &store.commit("CA1", sample("CA1", version)).await, &Ok(()))?;
        same("the newest", &store.newest("CA1").await, &Ok(Some(sample("CA1", version))))?;
    }
    for version in 1..=TURNS {
        same("a turn", &store.turn("CA1", version).await, &Ok(Some(sample("CA1", version))))?;
    }
    same("the next turn", &store.turn("CA1", TURNS + 1).await, &Ok(None))
}

async fn a_turn_that_does_not_follow(store: &dyn Store) -> Result<(), String> {
    for newest in 0..3 {
        for version in (0..6).chain([u64::MAX]).filter(|version| *version != newest + 1) {
            let other = Record { dedupe: "another".into(), ..sample("CA1", version) };
            same("a commit", &store.commit("CA1", other).await, &Err(StoreError::Conflict { newest }))?;
            let before = (newest > 0).then(|| sample("CA1", newest));
            same("the newest after a conflict", &store.newest("CA1").await, &Ok(before))?;
        }
        same("the turn that follows", &store.commit("CA1", sample("CA1", newest + 1)).await, &Ok(()))?;
    }
    Ok(())
}

async fn threads_do_not_see_one_another(store: &dyn Store) -> Result<(), String> {
    let names = ["", "a", "a\0", "a\0\0\0\0\0\0\0\0\u{1}", "a\0\u{1}", "ab", "b", "\u{ff}", "+1555|+1556"];
    for (turns, name) in (0..).zip(names) {
        for version in 1..=turns {
            same("a commit", &store.commit(name, sample(name, version)).await, &Ok(()))?;
        }
    }
    for (turns, name) in (0..).zip(names) {
        let newest = (turns > 0).then(|| sample(name, turns));
        same("the newest", &store.newest(name).await, &Ok(newest))?;
        same("a turn too far", &store.turn(name, turns + 1).await, &Ok(None))?;
    }
    Ok(())
}

async fn large_turns_are_kept(store: &dyn Store) -> Result<(), String> {
    // Around the sizes where a store may begin to split values, and far above.
    for (version, length) in (1..).zip([4000, 4080, 4095, 4096, 4097, 8192, 70_000, 1_000_000]) {
        let reply: Vec<u8> = (0..length).map(|place: u32| place.to_le_bytes()[0] ^ place.to_le_bytes()[1]).collect();
        let turn = Record { reply, ..sample("CA1", version) };
        same("a commit", &store.commit("CA1", turn.clone()).await, &Ok(()))?;
        if store.newest("CA1").await != Ok(Some(turn.clone())) || store.turn("CA1", version).await != Ok(Some(turn)) {
            return Err(format!("a turn of {length} bytes is not read as it was written"));
        }
    }
    Ok(())
}

async fn what_is_too_large_is_refused(store: &dyn Store) -> Result<(), String> {
    let huge = Record { log: vec![7; MAX_VALUE + 1], ..sample("CA1", 1) };
    refused("a huge turn", &store.commit("CA1", huge).await)?;
    refused("a huge program", &store.keep_program("d1", vec![7; MAX_VALUE + 1]).await)?;
    let name = "é".repeat(MAX_NAME / 2);
    same("the longest name", &store.commit(&name, sample(&name, 1)).await, &Ok(()))?;
    same("its turn", &store.newest(&name).await, &Ok(Some(sample(&name, 1))))?;
    let long = name + "é";
    refused("a long name", &store.commit(&long, sample(&long, 1)).await)?;
    refused("a long name", &store.newest(&long).await)?;
    same("after the refusals", &store.commit("CA1", sample("CA1", 1)).await, &Ok(()))
}

async fn programs_are_kept(store: &dyn Store) -> Result<(), String> {
    let long = vec![b'f'; 500_000];
    same("none yet", &store.program("d1").await, &Ok(None))?;
    for (digest, bytes) in [("d1", Vec::new()), ("d2", long.clone()), ("d1", b"again".to_vec()), ("d2", long.clone())] {
        same("keeping", &store.keep_program(digest, bytes).await, &Ok(()))?;
    }
    same("the first", &store.program("d1").await, &Ok(Some(Vec::new())))?;
    same("the second", &store.program("d2").await, &Ok(Some(long)))?;
    same("another", &store.program("d").await, &Ok(None))?;
    same("no turn of that name", &store.newest("d1").await, &Ok(None))
}

async fn a_probe_succeeds(store: &dyn Store) -> Result<(), String> {
    for _ in 0..3 {
        same("a probe", &store.probe().await, &Ok(()))?;
    }
    same("no turn", &store.newest("probe").await, &Ok(None))?;
    same("no program", &store.program("probe").await, &Ok(None))
}

async fn a_closed_store_refuses(store: &dyn Store) -> Result<(), String> {
    same("a commit", &store.commit("CA1", sample("CA1", 1)).await, &Ok(()))?;
    for _ in 0..2 {
        same("closing", &store.close().await, &Ok(()))?;
    }
    refused("a commit", &store.commit("CA1", sample("CA1", 2)).await)?;
    refused("the newest", &store.newest("CA1").await)?;
    refused("a turn", &store.turn("CA1", 1).await)?;
    refused("dues", &store.due(1, "mark/", 1).await)?;
    refused("settling", &store.settle(vec![(1, "mark/CA1".into())], Vec::new()).await)?;
    refused("forgetting", &store.forget("CA1", i64::MAX).await)?;
    refused("facts", &store.facts("").await)?;
    refused("dropping a program", &store.drop_program("d1").await)?;
    refused("a count", &store.entries().await)?;
    refused("a program", &store.program("d1").await)?;
    refused("keeping a program", &store.keep_program("d1", Vec::new()).await)?;
    refused("a probe", &store.probe().await)
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

/// The demand on stores that outlive their process: what was acknowledged is there when the place is opened again, after
/// a close and after a mere drop.
pub async fn what_is_kept_is_there_again(reopen: Reopen<'_>) -> Result<(), String> {
    let names = ["CA1", "CA2", "+15550100000|+15550100001"];
    for round in 0..4 {
        let store = reopen();
        for name in names {
            let newest = (round > 0).then(|| sample(name, round));
            same("the newest, reopened", &store.newest(name).await, &Ok(newest))?;
            for version in 1..=round {
                same("a turn, reopened", &store.turn(name, version).await, &Ok(Some(sample(name, version))))?;
                let late = store.commit(name, sample(name, version)).await;
                same("a late commit", &late, &Err(StoreError::Conflict { newest: round }))?;
            }
            let due = vec![Due { at_ms: 1, name: format!("job/{name}/{round}"), bytes: vec![7; 9_000] }];
            let facts = vec![Fact { key: name.into(), value: Some(round.to_be_bytes().repeat(1000)) }];
            let turn = Record { due, facts, ..sample(name, round + 1) };
            same("a commit", &store.commit(name, turn).await, &Ok(()))?;
        }
        let dues = store.due(1, "job/", 100).await.map(|dues| dues.len() as u64);
        same("the dues, reopened", &dues, &Ok((round + 1) * 3))?;
        let facts: Vec<_> = names.iter().map(|name| ((*name).into(), round.to_be_bytes().repeat(1000))).collect();
        same("the facts, reopened", &store.facts("").await, &Ok(sorted(facts)))?;
        let program = (round > 0).then(|| vec![1; 10_000]);
        same("the program, reopened", &store.program("d1").await, &Ok(program))?;
        same("keeping it", &store.keep_program("d1", vec![1; 10_000]).await, &Ok(()))?;
        if round % 2 == 0 {
            same("closing", &store.close().await, &Ok(()))?;
        }
    }
    Ok(())
}
