//! Killed at random moments: whatever was acknowledged is there afterwards, with its dues and facts.
//!
//! The test runs this very binary as a child that commits and prints what was acknowledged, reads a random number of
//! lines, kills it, and looks.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use flowtone::store::conformance::sample;
use flowtone::store::sled::{Options, SledStore, open};
use flowtone::store::{Due, Durability, Fact, Record, Store};
use tempfile::TempDir;

use super::wait;

/// Where the child works; without it the child's test does nothing.
const DIR: &str = "FLOWTONE_TEST_CRASH_DIR";
const LEVEL: &str = "FLOWTONE_TEST_CRASH_LEVEL";

/// Kills in the suite; `CRASH_CYCLES` asks for more.
const CYCLES: u64 = 20;

/// Threads of turns that the child goes on with side by side.
const THREADS: u64 = 8;

fn options(level: &str) -> Options {
    let durability = if level == "power" { Durability::Power } else { Durability::Process };
    Options { durability, cache: 8 * 1024 * 1024 }
}

#[test]
#[ignore = "run by the crash test, as the process that is killed"]
fn child() {
    let Some(dir) = env::var_os(DIR) else { return };
    let store = open(&PathBuf::from(dir), options(&env::var(LEVEL).unwrap())).unwrap();
    thread::scope(|scope| {
        for n in 0..THREADS {
            let store = &store;
            scope.spawn(move || {
                let name = format!("CA{n}");
                let mut version = wait(store.newest(&name)).unwrap().map_or(0, |turn| turn.version);
                loop {
                    version += 1;
                    wait(store.commit(&name, turn(&name, version))).unwrap();
                    // Past the harness's own capture, in one write.
                    writeln!(io::stdout().lock(), "ack {n} {version}").unwrap();
                }
            });
        }
    });
}

/// A turn with a job; every other one also has facts.
fn turn(name: &str, version: u64) -> Record {
    let due = vec![Due { at_ms: 1, name: format!("job/{name}/{version}"), bytes: Vec::new() }];
    let fact = |field| Fact { key: format!("{name}/{field}"), value: Some(version.to_be_bytes().to_vec()) };
    let facts = if version.is_multiple_of(2) { vec![fact("one"), fact("two")] } else { Vec::new() };
    Record { due, facts, ..sample(name, version) }
}

/// The jobs of all turns from some on are there, no others, and the facts of the newest turn that has any.
fn holds(store: &SledStore, name: &str, from: u64, newest: u64) {
    let jobs = wait(store.due(1, "job/", 1_000_000)).unwrap();
    let prefix = format!("job/{name}/");
    let numbers = jobs.iter().filter_map(|due| due.name.strip_prefix(&prefix)?.parse().ok());
    assert_eq!(numbers.collect::<BTreeSet<u64>>(), (from..=newest).collect(), "{name}");
    let version = newest - newest % 2;
    let value = |field| (format!("{name}/{field}"), version.to_be_bytes().to_vec());
    let expected = if version == 0 { Vec::new() } else { vec![value("one"), value("two")] };
    assert_eq!(wait(store.facts(&format!("{name}/"))).unwrap(), expected, "{name}");
}

fn start(dir: &Path, level: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["store::crash::child", "--exact", "--ignored", "--nocapture"])
        .env(DIR, dir)
        .env(LEVEL, level)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A small generator (xorshift), so that a failure can be had again.
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Lets the child acknowledge `turns`, kills it, and gives the last version acknowledged of each thread of turns,
/// counting what it still had in the pipe.
fn acknowledged(mut child: Child, turns: u64) -> BTreeMap<u64, u64> {
    let mut seen = BTreeMap::new();
    let mut count = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line).into_owned();
        let mut words = line.split(' ');
        // The harness prints lines of its own, and the kill may cut the last one.
        let (Some("ack"), Some(n), Some(version)) = (words.next(), words.next(), words.next()) else { continue };
        if let (Ok(n), Ok(version)) = (n.parse(), version.parse::<u64>()) {
            let last = seen.entry(n).or_insert(0);
            *last = version.max(*last);
        }
        count += 1;
        if count == turns {
            child.kill().unwrap();
        }
    }
    let status = child.wait().unwrap();
    assert!(count >= turns, "the child ended by itself: {status}");
    seen
}

fn cycles(level: &str, count: u64) {
    let dir = TempDir::new().unwrap();
    let mut seed = 0x5eed_0000_0000_0001 ^ count;
    let mut total = 0;
    let mut newest_before = BTreeMap::new();
    for cycle in 0..count {
        let turns = 1 + random(&mut seed) % 400;
        let seen = acknowledged(start(dir.path(), level), turns);
        let store = open(dir.path(), options(level)).unwrap_or_else(|error| panic!("cycle {cycle}: {error}"));
        for n in 0..THREADS {
            let (name, version) = (format!("CA{n}"), seen.get(&n).copied().unwrap_or(0));
            let newest = wait(store.newest(&name)).unwrap().map_or(0, |turn| turn.version);
            holds(&store, &name, newest_before.get(&n).copied().unwrap_or(0) + 1, newest);
            newest_before.insert(n, newest);
            assert!(newest >= version, "cycle {cycle}, {name}: {version} was acknowledged, {newest} is there");
            for version in newest.saturating_sub(100).max(1)..=newest {
                let turn = wait(store.turn(&name, version));
                assert_eq!(turn, Ok(Some(sample(&name, version))), "cycle {cycle}, {name}, turn {version}");
            }
            total += 1;
        }
        let jobs = wait(store.due(1, "job/", 1_000_000)).unwrap();
        wait(store.settle(jobs.into_iter().map(|due| (due.at_ms, due.name)).collect(), Vec::new())).unwrap();
        wait(store.close()).unwrap();
    }
    assert!(total >= count, "the child acknowledged next to nothing");
}

#[test]
fn a_killed_process_loses_nothing_acknowledged() {
    let count = env::var("CRASH_CYCLES").ok().and_then(|count| count.parse().ok()).unwrap_or(CYCLES);
    cycles("power", count.div_ceil(2));
    cycles("process", count / 2);
}
