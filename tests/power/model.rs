//! What a recorded child does to its store, and what must be there of it afterwards.

use std::collections::{BTreeMap, BTreeSet};

use flowtone::store::sled::SledStore;
use flowtone::store::{Due, Fact, Record, Store};

use crate::store::wait;

pub fn name(thread: u64) -> String {
    format!("CA{thread}")
}

fn bytes(seed: u64, length: u64) -> Vec<u8> {
    (0..length).map(|n| (seed.wrapping_mul(31).wrapping_add(n * n) >> 3) as u8).collect()
}

fn job(thread: u64, version: u64) -> Due {
    let length = if version % 7 == 3 { 6_000 } else { 100 };
    Due { at_ms: version as i64, name: format!("job/{thread}/{version}"), bytes: bytes(thread + version, length) }
}

/// What the job of an earlier turn becomes.
fn moved(thread: u64, version: u64) -> Due {
    Due { name: format!("moved/{thread}/{version}"), ..job(thread, version) }
}

fn facts(thread: u64, version: u64) -> Vec<(String, Vec<u8>)> {
    let length = if version % 9 == 3 { 5_000 } else { 50 };
    ["first", "second"].map(|field| (format!("fact/{thread}/{field}"), bytes(version, length))).to_vec()
}

/// Every third turn has facts.
fn has_facts(version: u64) -> bool {
    version.is_multiple_of(3)
}

/// As it is read: a turn of some kilobytes; every ninth is kept in pieces.
pub fn plain(thread: u64, version: u64) -> Record {
    let length = if version % 9 == 4 { 9_000 } else { 200 + thread * 311 + version * 37 % 1_000 };
    Record {
        version,
        at_ms: version as i64,
        dedupe: format!("{thread}/{version}"),
        session: bytes(thread * 1_000 + version, length),
        reply: format!("<Response><Say>{version}</Say></Response>").into_bytes(),
        log: version.to_be_bytes().to_vec(),
        due: Vec::new(),
        facts: Vec::new(),
    }
}

pub fn turn(thread: u64, version: u64) -> Record {
    let facts = if has_facts(version) { facts(thread, version) } else { Vec::new() };
    let facts = facts.into_iter().map(|(key, value)| Fact { key, value: Some(value) }).collect();
    Record { due: vec![job(thread, version)], facts, ..plain(thread, version) }
}

/// What is settled after some turns: the job of an earlier one moves.
pub fn settling(thread: u64, version: u64) -> Option<((i64, String), Due)> {
    let earlier = version.is_multiple_of(4).then(|| version - 3)?;
    let job = job(thread, earlier);
    Some(((job.at_ms, job.name), moved(thread, earlier)))
}

pub fn program(number: u64) -> (String, Vec<u8>) {
    (format!("digest {number}"), bytes(number, 300 + number % 4 * 5_000))
}

/// What was acknowledged: the newest version of each line of turns, programs, after which turns was settled, and before
/// which turn all is forgotten.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub turns: BTreeMap<u64, u64>,
    pub programs: Vec<u64>,
    settled: BTreeSet<(u64, u64)>,
    forgotten: BTreeMap<u64, u64>,
}

impl Known {
    pub fn hear(&mut self, words: &str) {
        let number = |text: &str| text.parse::<u64>().unwrap();
        for line in words.lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["turn", thread, version] => drop(self.turns.insert(number(thread), number(version))),
                ["program", program] => self.programs.push(number(program)),
                ["settled", thread, version] => drop(self.settled.insert((number(thread), number(version)))),
                ["forgot", thread, version] => drop(self.forgotten.insert(number(thread), number(version))),
                _ => {}
            }
        }
    }
}

/// Holds a line of turns, of which so many are there, against what was acknowledged of it.
pub fn holds(store: &SledStore, thread: u64, found: u64, known: &Known) -> Result<(), String> {
    let forgotten = known.forgotten.get(&thread).copied().unwrap_or(0);
    // Not acknowledged, and on its way at most.
    let going = (found / 10 * 10).saturating_sub(6);
    let mut gap = true;
    for version in 1..=found {
        let read = wait(store.turn(&name(thread), version)).map_err(|e| format!("turn {version}: {e:?}"))?;
        let is_right = match &read {
            None => version < forgotten || (gap && version < going),
            Some(read) => version >= forgotten && *read == plain(thread, version),
        };
        gap &= read.is_none();
        if !is_right {
            return Err(format!("{}: turn {version} of {found} reads {read:?}", name(thread)));
        }
    }
    let jobs = dues(store, thread, "job/")?;
    let moves = dues(store, thread, "moved/")?;
    for version in 1..=found {
        let is_there = |dues: &[Due], due: Due| dues.contains(&due);
        let (job, moved) = (is_there(&jobs, job(thread, version)), is_there(&moves, moved(thread, version)));
        let after = version + 3;
        let is_right = if known.settled.contains(&(thread, after)) {
            !job && moved
        } else if settling(thread, after).is_some() && after <= found {
            job || moved
        } else {
            job && !moved
        };
        if !is_right {
            return Err(format!("{}: turn {version} of {found}: its job {job}, moved {moved}", name(thread)));
        }
    }
    if jobs.iter().chain(&moves).any(|due| due.at_ms > found as i64) {
        return Err(format!("{}: a job of a turn beyond {found}", name(thread)));
    }
    let newest = (1..=found).rev().find(|version| has_facts(*version));
    let expected = newest.map_or_else(Vec::new, |version| facts(thread, version));
    let read = wait(store.facts(&format!("fact/{thread}/"))).map_err(|e| format!("facts: {e:?}"))?;
    if read != expected {
        return Err(format!("{}: after {found} turns the facts are not those of turn {newest:?}", name(thread)));
    }
    Ok(())
}

fn dues(store: &SledStore, thread: u64, class: &str) -> Result<Vec<Due>, String> {
    let dues = wait(store.due(i64::MAX, class, 100_000)).map_err(|e| format!("the dues `{class}`: {e:?}"))?;
    let prefix = format!("{class}{thread}/");
    Ok(dues.into_iter().filter(|due| due.name.starts_with(&prefix)).collect())
}
