//! Dues, facts, and what is forgotten.

use super::{refused, same, sample};
use crate::store::{Due, Fact, MAX_NAME, Record, Store, StoreError};

fn due(at_ms: i64, name: &str) -> Due {
    Due { at_ms, name: name.into(), bytes: format!("{name} at {at_ms}").into_bytes() }
}

fn fact(key: &str, value: &str) -> Fact {
    Fact { key: key.into(), value: Some(value.as_bytes().to_vec()) }
}

fn pair(key: &str, value: &str) -> (String, Vec<u8>) {
    (key.into(), value.as_bytes().to_vec())
}

pub async fn dues_come_by_time(store: &dyn Store) -> Result<(), String> {
    let moments = [i64::MAX, 70_000, 3, 0, -1, i64::MIN, 300, 255, 256];
    let put = moments.iter().flat_map(|at_ms| ["job/b", "mark/a", "job/a", "jo/a"].map(|name| due(*at_ms, name)));
    same("putting", &store.settle(Vec::new(), put.collect()).await, &Ok(()))?;
    let mut sorted = moments;
    sorted.sort_unstable();
    let jobs: Vec<Due> = sorted.iter().flat_map(|at_ms| [due(*at_ms, "job/a"), due(*at_ms, "job/b")]).collect();
    same("all jobs", &store.due(i64::MAX, "job/", 100).await, &Ok(jobs.clone()))?;
    same("the first jobs", &store.due(i64::MAX, "job/", 3).await, &Ok(jobs.iter().take(3).cloned().collect()))?;
    same("no job", &store.due(i64::MAX, "job/", 0).await, &Ok(Vec::new()))?;
    for upto in [i64::MIN, -2, -1, 0, 254, 255, 256, 1_000_000, i64::MAX] {
        let expected: Vec<Due> = jobs.iter().filter(|due| due.at_ms <= upto).cloned().collect();
        same("jobs up to a moment", &store.due(upto, "job/", 100).await, &Ok(expected))?;
    }
    let marks = sorted.map(|at_ms| due(at_ms, "mark/a")).to_vec();
    same("all marks", &store.due(i64::MAX, "mark/", 100).await, &Ok(marks))?;
    same("another class", &store.due(i64::MAX, "marks/", 100).await, &Ok(Vec::new()))
}

pub async fn dues_are_settled(store: &dyn Store) -> Result<(), String> {
    let ask = || store.due(i64::MAX, "job/", 100);
    same("putting", &store.settle(Vec::new(), vec![due(1, "job/a"), due(2, "job/a"), due(2, "job/b")]).await, &Ok(()))?;
    let moved = store.settle(vec![(1, "job/a".into()), (7, "job/never".into())], vec![due(9, "job/a")]).await;
    same("moving one", &moved, &Ok(()))?;
    same("after that", &ask().await, &Ok(vec![due(2, "job/a"), due(2, "job/b"), due(9, "job/a")]))?;
    let again = Due { bytes: b"again".to_vec(), ..due(2, "job/b") };
    let kept = store.settle(vec![(2, "job/b".into()), (9, "job/a".into())], vec![again.clone()]).await;
    same("one that is done and put", &kept, &Ok(()))?;
    same("it stays, as it was put", &ask().await, &Ok(vec![due(2, "job/a"), again]))?;
    same("the rest", &store.settle(vec![(2, "job/a".into()), (2, "job/b".into())], Vec::new()).await, &Ok(()))?;
    same("none is left", &ask().await, &Ok(Vec::new()))
}

pub async fn dues_come_with_their_turn(store: &dyn Store) -> Result<(), String> {
    let before = store.entries().await;
    for version in 1..=3 {
        let dues =
            vec![due(1, "mark/CA1"), due(10 - i64::try_from(version).unwrap_or(0), &format!("job/CA1/{version}/0"))];
        let turn = Record { due: dues, ..sample("CA1", version) };
        same("a commit", &store.commit("CA1", turn.clone()).await, &Ok(()))?;
        let late = Record { due: vec![due(0, "job/late"), due(1, "mark/late")], ..turn };
        same("a late commit", &store.commit("CA1", late).await, &Err(StoreError::Conflict { newest: version }))?;
        same("the newest", &store.newest("CA1").await, &Ok(Some(sample("CA1", version))))?;
    }
    same("the mark", &store.due(i64::MAX, "mark/", 9).await, &Ok(vec![due(1, "mark/CA1")]))?;
    let jobs = vec![due(7, "job/CA1/3/0"), due(8, "job/CA1/2/0"), due(9, "job/CA1/1/0")];
    same("the jobs", &store.due(i64::MAX, "job/", 9).await, &Ok(jobs))?;
    // A job outlives the turns before the newest.
    same("forgetting", &store.forget("CA1", sample("CA1", 3).at_ms).await, &Ok(Some(sample("CA1", 3).at_ms)))?;
    same("how many", &store.due(i64::MAX, "job/", 9).await.map(|jobs| jobs.len()), &Ok(3))?;
    let done = [(7, "job/CA1/3/0"), (8, "job/CA1/2/0"), (9, "job/CA1/1/0"), (1, "mark/CA1")];
    let done = done.map(|(at_ms, name)| (at_ms, name.to_owned())).to_vec();
    same("settling", &store.settle(done, Vec::new()).await, &Ok(()))?;
    same("forgetting all", &store.forget("CA1", i64::MAX).await, &Ok(None))?;
    same("nothing is left", &store.entries().await, &before)
}

pub async fn facts_come_with_their_turn(store: &dyn Store) -> Result<(), String> {
    let before = store.entries().await;
    let first = vec![fact("contact/+1/name", "Ann"), fact("contact/+1/plan", "gold"), fact("contact/+2/name", "Bo")];
    same("a commit", &store.commit("CA1", Record { facts: first, ..sample("CA1", 1) }).await, &Ok(()))?;
    same("its turn", &store.newest("CA1").await, &Ok(Some(sample("CA1", 1))))?;
    let ann = vec![pair("contact/+1/name", "Ann"), pair("contact/+1/plan", "gold")];
    same("facts", &store.facts("contact/+1/").await, &Ok(ann))?;
    let late = Record { facts: vec![fact("contact/+1/name", "Eve")], ..sample("CA1", 1) };
    same("a late commit", &store.commit("CA1", late).await, &Err(StoreError::Conflict { newest: 1 }))?;
    let gone = Fact { key: "contact/+1/name".into(), value: None };
    let never = Fact { key: "contact/+1/none".into(), value: None };
    let facts = vec![gone, never, fact("contact/+1/plan", "")];
    same("another commit", &store.commit("CA2", Record { facts, ..sample("CA2", 1) }).await, &Ok(()))?;
    let all = vec![pair("contact/+1/plan", ""), pair("contact/+2/name", "Bo")];
    same("all facts", &store.facts("").await, &Ok(all))?;
    same("no facts", &store.facts("contact/+3").await, &Ok(Vec::new()))?;
    let none = ["contact/+1/plan", "contact/+2/name"].map(|key| Fact { key: key.into(), value: None }).to_vec();
    same("removing them", &store.commit("CA2", Record { facts: none, ..sample("CA2", 2) }).await, &Ok(()))?;
    for thread in ["CA1", "CA2"] {
        same("forgetting", &store.forget(thread, i64::MAX).await, &Ok(None))?;
    }
    same("nothing is left", &store.entries().await, &before)
}

pub async fn large_dues_and_facts_are_kept(store: &dyn Store) -> Result<(), String> {
    let before = store.entries().await;
    for (version, length) in (1..).zip([4000, 4085, 4096, 70_000, 10, 20_000]) {
        let bytes: Vec<u8> = (0..length).map(|place: u32| place.to_le_bytes()[0] ^ place.to_le_bytes()[1]).collect();
        let job = Due { bytes: bytes.clone(), ..due(1, "job/CA1") };
        let fact = Fact { key: "contact/+1/notes".into(), value: Some(bytes.clone()) };
        let turn = Record { reply: bytes.clone(), ..sample("CA1", version) };
        let whole = Record { due: vec![job.clone()], facts: vec![fact], ..turn.clone() };
        same("a commit", &store.commit("CA1", whole).await, &Ok(()))?;
        if store.newest("CA1").await != Ok(Some(turn)) {
            return Err(format!("a turn of {length} bytes with a fact is not read as it was written"));
        }
        if store.due(1, "job/", 9).await != Ok(vec![job.clone()]) {
            return Err(format!("a due of {length} bytes is not read as it was written"));
        }
        if store.facts("contact/").await != Ok(vec![("contact/+1/notes".into(), bytes)]) {
            return Err(format!("a fact of {length} bytes is not read as it was written"));
        }
        same("putting it again", &store.settle(Vec::new(), vec![job]).await, &Ok(()))?;
    }
    let none = vec![Fact { key: "contact/+1/notes".into(), value: None }];
    same("the last turn", &store.commit("CA1", Record { facts: none, ..sample("CA1", 7) }).await, &Ok(()))?;
    same("settling", &store.settle(vec![(1, "job/CA1".into())], Vec::new()).await, &Ok(()))?;
    same("forgetting", &store.forget("CA1", i64::MAX).await, &Ok(None))?;
    same("nothing is left", &store.entries().await, &before)
}

pub async fn old_turns_are_forgotten(store: &dyn Store) -> Result<(), String> {
    const TURNS: u64 = 600;
    for thread in ["CA1", "CA1\0", "CA2"] {
        for version in 1..=TURNS {
            same("a commit", &store.commit(thread, sample(thread, version)).await, &Ok(()))?;
        }
    }
    let at = |version| sample("CA1", version).at_ms;
    for (before_ms, oldest) in [(0, 1), (at(1), 1), (at(1) + 1, 2), (at(300), 300), (at(300), 300), (at(TURNS), TURNS)]
    {
        same("forgetting", &store.forget("CA1", before_ms).await, &Ok(Some(at(oldest))))?;
        for version in [1, 2, 299, 300, 301, TURNS - 1, TURNS] {
            let turn = (version >= oldest).then(|| sample("CA1", version));
            same("a turn", &store.turn("CA1", version).await, &Ok(turn))?;
        }
        same("the newest", &store.newest("CA1").await, &Ok(Some(sample("CA1", TURNS))))?;
        for version in [0, 1, 2, 299, TURNS, TURNS + 2] {
            let newest = Err(StoreError::Conflict { newest: TURNS });
            same("a commit that does not follow", &store.commit("CA1", sample("CA1", version)).await, &newest)?;
        }
    }
    same("the turn that follows", &store.commit("CA1", sample("CA1", TURNS + 1)).await, &Ok(()))?;
    same("forgetting all", &store.forget("CA1", at(TURNS + 2)).await, &Ok(None))?;
    same("the newest", &store.newest("CA1").await, &Ok(None))?;
    same("forgetting again", &store.forget("CA1", i64::MAX).await, &Ok(None))?;
    let late = store.commit("CA1", sample("CA1", TURNS + 2)).await;
    same("a commit that followed", &late, &Err(StoreError::Conflict { newest: 0 }))?;
    same("it begins anew", &store.commit("CA1", sample("CA1", 1)).await, &Ok(()))?;
    for thread in ["CA1\0", "CA2"] {
        same("another's first", &store.turn(thread, 1).await, &Ok(Some(sample(thread, 1))))?;
        same("another's newest", &store.newest(thread).await, &Ok(Some(sample(thread, TURNS))))?;
    }
    Ok(())
}

pub async fn programs_are_dropped(store: &dyn Store) -> Result<(), String> {
    let before = store.entries().await;
    for bytes in [b"short".to_vec(), vec![b'f'; 500_000], b"again".to_vec()] {
        same("keeping", &store.keep_program("d1", bytes.clone()).await, &Ok(()))?;
        same("kept", &store.program("d1").await, &Ok(Some(bytes)))?;
        same("dropping", &store.drop_program("d1").await, &Ok(()))?;
        same("dropped", &store.program("d1").await, &Ok(None))?;
    }
    same("dropping none", &store.drop_program("d2").await, &Ok(()))?;
    same("nothing is left", &store.entries().await, &before)
}

pub async fn names_without_sense_are_refused(store: &dyn Store) -> Result<(), String> {
    let long = format!("mark/{}", "n".repeat(MAX_NAME + 100));
    for name in ["", "mark", long.as_str()] {
        refused("putting", &store.settle(Vec::new(), vec![due(1, name)]).await)?;
        refused("settling", &store.settle(vec![(1, name.to_owned())], Vec::new()).await)?;
        let turn = Record { due: vec![due(1, name)], ..sample("CA1", 1) };
        refused("a commit", &store.commit("CA1", turn).await)?;
    }
    for class in ["", "mark", "mark/CA1", "mark/a/"] {
        refused("dues of no class", &store.due(1, class, 1).await)?;
    }
    let turn = Record { facts: vec![fact(&long, "value")], ..sample("CA1", 1) };
    refused("a fact with a long name", &store.commit("CA1", turn).await)?;
    refused("facts with a long name", &store.facts(&long).await)?;
    refused("a thread with a long name", &store.forget(&long, 1).await)?;
    let longest = format!("mark/{}", "n".repeat(MAX_NAME));
    same("the longest thread's mark", &store.settle(Vec::new(), vec![due(1, &longest)]).await, &Ok(()))?;
    same("no turn was made", &store.newest("CA1").await, &Ok(None))
}
