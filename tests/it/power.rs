//! Simulated power cuts: nothing acknowledged is lost, and nothing is left that cannot be opened.
//!
//! A child process works on a store while a preloaded recorder (`tests/power/recorder.c`) notes what it does to its
//! files and what it acknowledges. The record is then replayed up to some moment on a disk with a volatile cache
//! (`tests/power/disk.rs`), and a store is opened on what that disk may hold. `POWER_CUTS` sets the number of cuts;
//! `POWER_SEED` draws others.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use flowtone::store::sled::{Options, SledStore, open};
use flowtone::store::{Durability, Store};
use tempfile::TempDir;

use self::disk::{Disk, Random, Tree};
use self::log::Event;
use self::model::{Known, holds, name, plain, program, settling, turn};
use crate::store::wait;

#[path = "../power/disk.rs"]
mod disk;
#[path = "../power/log.rs"]
mod log;
#[path = "../power/model.rs"]
mod model;

const ROOT: &str = "POWER_ROOT";
const LOG: &str = "POWER_LOG";
const MARKS: &str = "POWER_MARKS";
const STOP: &str = "POWER_STOP";

/// What a child ends with when the recorder kills it.
const KILLED: i32 = 9;

/// Cuts in the suite; `POWER_CUTS` asks for more.
const CUTS: usize = 40;

/// Lines of turns that the child goes on with side by side, and how far before and after it opens the store anew.
const THREADS: u64 = 6;
const TURNS: u64 = 15;

/// The store lies below directories that are new as well.
const STORE: &str = "var/lib/store";

fn options() -> Options {
    Options { durability: Durability::Power, cache: 8 * 1024 * 1024 }
}

#[test]
#[ignore = "run by the tests of power cuts, as the process that is recorded"]
fn child() {
    let Some(root) = env::var_os(ROOT) else { return };
    let dir = Path::new(&root).join(STORE);
    let marks = fs::File::options().append(true).open(env::var_os(MARKS).unwrap()).unwrap();
    let mark = |line: String| (&marks).write_all(line.as_bytes()).unwrap();
    for _ in 0..2 {
        mark("opening\n".into());
        let store = open(&dir, options()).unwrap();
        for thread in 0..THREADS {
            let newest = wait(store.newest(&name(thread))).unwrap().map_or(0, |turn| turn.version);
            mark(format!("turn {thread} {newest}\n"));
        }
        mark("open\n".into());
        work(&store, &mark);
        mark("closing\n".into());
        wait(store.close()).unwrap();
        drop(store);
    }
}

fn work(store: &SledStore, mark: &(impl Fn(String) + Sync)) {
    thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                let first = wait(store.newest(&name(thread))).unwrap().map_or(0, |turn| turn.version) + 1;
                for version in first..first + TURNS {
                    if version % 5 == 0 {
                        let number = thread * 1_000 + version;
                        let (digest, text) = program(number);
                        wait(store.keep_program(&digest, text)).unwrap();
                        mark(format!("program {number}\n"));
                    }
                    wait(store.commit(&name(thread), turn(thread, version))).unwrap();
                    mark(format!("turn {thread} {version}\n"));
                    if let Some((done, put)) = settling(thread, version) {
                        wait(store.settle(vec![done], vec![put])).unwrap();
                        mark(format!("settled {thread} {version}\n"));
                    }
                    if version % 10 == 0 {
                        wait(store.forget(&name(thread), version as i64 - 6)).unwrap();
                        mark(format!("forgot {thread} {}\n", version - 6));
                    }
                }
            });
        }
    });
}

/// What a child did, and to what.
struct Recording {
    root: String,
    base: Tree,
    known: Known,
    log: Vec<u8>,
}

/// The recorder, built; `None` where there is no C compiler.
fn recorder(dir: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/recorder.c");
    let library = dir.join("recorder.so");
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O1", "-o"]).args([&library, &source]).arg("-ldl");
    match compile.output() {
        Ok(done) => {
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            Some(library)
        }
        Err(error) => {
            assert!(env::var_os("POWER_CUTS").is_none(), "power cuts are asked for, and `cc` cannot be run: {error}");
            println!("skipped: `cc`, which builds the recorder, cannot be run: {error}");
            None
        }
    }
}

/// Runs children on a tree of files, and holds the record against what is on the disk afterwards. All but the last
/// are killed, each after so many calls.
fn record(recorder: &Path, base: Tree, known: Known, kills: &[u64]) -> Recording {
    let dir = TempDir::new().unwrap();
    let place = fs::canonicalize(dir.path()).unwrap();
    let (root, log, marks) = (place.join("disk"), place.join("log"), place.join("marks"));
    write(&root, &base);
    fs::write(&marks, "").unwrap();
    for stop in kills.iter().copied().chain([0]) {
        let child = Command::new(env::current_exe().unwrap())
            .args(["power::child", "--exact", "--ignored", "--nocapture"])
            .env("LD_PRELOAD", recorder)
            .env(STOP, stop.to_string())
            .envs([(ROOT, &root), (LOG, &log), (MARKS, &marks)])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let expected = if stop == 0 { 0 } else { KILLED };
        let said = [child.stdout, child.stderr].concat();
        assert_eq!(child.status.code(), Some(expected), "{}", String::from_utf8_lossy(&said));
    }
    let recording = Recording { root: root.to_str().unwrap().to_owned(), base, known, log: fs::read(&log).unwrap() };
    let events = log::parse(&recording.log);
    assert!(!events.is_empty(), "nothing was recorded: is the test linked statically?");
    let mut disk = Disk::new(&recording.root, &recording.base, true);
    events.iter().for_each(|event| disk.step(event));
    let (seen, there) = (disk.volatile(), read(&root));
    assert_eq!(seen.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>(), "the recorder missed something");
    assert!(seen == there, "the recorder missed a write");
    recording
}

fn write(root: &Path, tree: &Tree) {
    fs::create_dir_all(root).unwrap();
    for (path, content) in tree {
        let path = root.join(path);
        match content {
            Some(content) => fs::write(path, content).unwrap(),
            None => fs::create_dir(path).unwrap(),
        }
    }
}

fn read(root: &Path) -> Tree {
    fn visit(root: &Path, dir: &Path, tree: &mut Tree) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                tree.insert(name, None);
                visit(root, &path, tree);
            } else {
                tree.insert(name, Some(fs::read(&path).unwrap()));
            }
        }
    }
    let mut tree = Tree::new();
    visit(root, root, &mut tree);
    tree
}

/// Which moment of a recording, for a cut of some number.
type Moment = fn(&[Event], usize, &mut Random) -> usize;

/// After the mark of this word.
fn after(word: &str, events: &[Event], start: usize) -> usize {
    let found = events[start..].iter().position(|event| matches!(event, Event::Mark(words) if *words == word));
    start + found.unwrap() + 1
}

/// A quarter each while a store is opened for the first time, right after something was acknowledged, while it is
/// closed and opened again, and anywhere.
fn any_moment(events: &[Event], _: usize, random: &mut Random) -> usize {
    let open = after("open\n", events, 0);
    let closing = after("closing\n", events, open);
    match random.below(4) {
        0 => random.below(open) + 1,
        1 => {
            let mut at = open + random.below(events.len() - open);
            while !matches!(events[at - 1], Event::Mark(_)) {
                at -= 1;
            }
            at
        }
        2 => closing + random.below(after("open\n", events, closing) - closing),
        _ => random.below(events.len()) + 1,
    }
}

/// Each in turn until the store is open.
fn first_moments(events: &[Event], number: usize, _: &mut Random) -> usize {
    number % after("open\n", events, 0) + 1
}

/// The disk and what was acknowledged at some moment of a recording.
fn cut(recording: &Recording, events: &[Event], at: usize, random: &mut Random, honest: bool) -> (Tree, Known) {
    let mut disk = Disk::new(&recording.root, &recording.base, honest);
    let mut known = recording.known.clone();
    for event in &events[..at] {
        disk.step(event);
        if let Event::Mark(words) = event {
            known.hear(words);
        }
    }
    (disk.cut(random), known)
}

/// Opens a store on what a cut left and holds it against what was acknowledged.
fn inspect(root: &Path, known: &Known) -> Result<(), String> {
    let dir = root.join(STORE);
    let opened = || open(&dir, options()).map_err(|error| format!("it does not open: {error}"));
    let store = opened()?;
    let mut newest = BTreeMap::new();
    for thread in 0..THREADS {
        let acknowledged = known.turns.get(&thread).copied().unwrap_or(0);
        let found = wait(store.newest(&name(thread))).map_err(|error| format!("{}: {error:?}", name(thread)))?;
        let found = found.map_or(0, |turn| turn.version);
        if found < acknowledged {
            return Err(format!("{}: {acknowledged} turns were acknowledged, {found} are there", name(thread)));
        }
        if found > acknowledged + 1 {
            return Err(format!(
                "{}: {acknowledged} turns were acknowledged, and even {found} are there",
                name(thread)
            ));
        }
        holds(&store, thread, found, known)?;
        newest.insert(thread, found);
        for number in (1..=found + 1).map(|version| thread * 1_000 + version) {
            let (digest, text) = program(number);
            match wait(store.program(&digest)) {
                Ok(Some(read)) if read == text => {}
                Ok(None) if !known.programs.contains(&number) => {}
                other => return Err(format!("{digest}: {other:?}")),
            }
        }
    }
    for (&thread, &version) in &newest {
        wait(store.commit(&name(thread), turn(thread, version + 1)))
            .map_err(|error| format!("a new turn: {error:?}"))?;
    }
    wait(store.close()).map_err(|error| format!("closing: {error:?}"))?;
    drop(store);
    let store = opened().map_err(|error| format!("after a new turn {error}"))?;
    for (&thread, &version) in &newest {
        let read = wait(store.newest(&name(thread)));
        if read != Ok(Some(plain(thread, version + 1))) {
            return Err(format!("{}: a new turn reads {read:?}", name(thread)));
        }
    }
    Ok(())
}

fn number(variable: &str, default: usize) -> usize {
    env::var(variable).map_or(default, |number| number.parse().unwrap())
}

/// Cuts the power `count` times and gives what was wrong after each.
fn cuts(recordings: &[Recording], count: usize, moment: Moment, honest: bool) -> Vec<String> {
    let seed = number("POWER_SEED", 1);
    let events: Vec<Vec<Event>> = recordings.iter().map(|recording| log::parse(&recording.log)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failures = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= count {
                return failures;
            }
            let mut random = Random::new((seed * 1_000_000 + number) as u64);
            let which = number % recordings.len();
            let at = moment(&events[which], number / recordings.len(), &mut random);
            let (mut tree, known) = cut(&recordings[which], &events[which], at, &mut random, honest);
            if !honest {
                tree.remove(&format!("{STORE}/committed"));
            }
            let mut dir = TempDir::with_prefix("power-").unwrap();
            write(dir.path(), &tree);
            if let Err(what) = inspect(dir.path(), &known) {
                let mut failure =
                    format!("cut {number} at {at} of {} in recording {which}: {what}", events[which].len());
                if honest {
                    let kept = dir.path().join("before");
                    write(&kept, &tree);
                    dir.disable_cleanup(true);
                    failure.push_str(&format!("; kept in `{}`", kept.display()));
                }
                failures.push(failure);
            }
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Two that begin with nothing, the second after it was killed twice in its first start, and two that begin where the
/// power went from the one before, the first of them killed at work.
fn recordings(recorder: &Path) -> Vec<Recording> {
    let mut random = Random::new(number("POWER_SEED", 1) as u64);
    let first_start = [1 + random.below(25) as u64, 1 + random.below(25) as u64];
    let nothing = |kills| record(recorder, Tree::new(), Known::default(), kills);
    let mut recordings = vec![nothing(&[]), nothing(&first_start)];
    for kills in [&[200][..], &[]] {
        let before = recordings.last().unwrap();
        let events = log::parse(&before.log);
        let at = any_moment(&events, 0, &mut random);
        let (tree, known) = cut(before, &events, at, &mut random, true);
        recordings.push(record(recorder, tree, known, kills));
    }
    recordings
}

#[test]
fn a_power_cut_loses_nothing_acknowledged() {
    let dir = TempDir::new().unwrap();
    let Some(recorder) = recorder(dir.path()) else { return };
    let recordings = recordings(&recorder);
    let failures = cuts(&recordings, number("POWER_CUTS", CUTS), any_moment, true);
    assert!(failures.is_empty(), "{} cuts:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_power_cut_in_the_first_start_leaves_nothing_that_does_not_open() {
    let dir = TempDir::new().unwrap();
    let Some(recorder) = recorder(dir.path()) else { return };
    let recording = record(&recorder, Tree::new(), Known::default(), &[]);
    let failures = cuts(&[recording], 2 * number("POWER_CUTS", CUTS), first_moments, true);
    assert!(failures.is_empty(), "{} cuts:\n{}", failures.len(), failures.join("\n"));
}

/// Else the simulation would prove nothing. The mark by which the store sees such a loss, and then refuses to open, is
/// left out.
#[test]
fn without_fdatasync_power_cuts_lose_acknowledged_turns() {
    const TRIED: usize = 24;
    let dir = TempDir::new().unwrap();
    let Some(recorder) = recorder(dir.path()) else { return };
    let recording = record(&recorder, Tree::new(), Known::default(), &[]);
    let failures = cuts(&[recording], TRIED, any_moment, false);
    let lost = failures.iter().filter(|failure| failure.contains("were acknowledged"));
    assert!(lost.count() >= TRIED / 8, "{failures:?}");
}
