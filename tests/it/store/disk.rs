//! The store on disk.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use flowtone::store::conformance::{self, sample};
use flowtone::store::sled::{OpenError, Options, SledStore, open};
use flowtone::store::{Due, Durability, Pending, Record, Store, StoreError};
use tempfile::TempDir;

use super::{conforms, one_of_many_wins, wait};

const LEVELS: [Durability; 3] = [Durability::Power, Durability::Process, Durability::None];

fn options(durability: Durability) -> Options {
    Options { durability, cache: 8 * 1024 * 1024 }
}

fn open_in(dir: &Path, durability: Durability) -> SledStore {
    open(dir, options(durability)).unwrap_or_else(|error| panic!("{error}; {}", error.help()))
}

/// A store with the directory it lives in, which goes with it.
struct InTemp(SledStore, #[expect(dead_code, reason = "held for its drop")] TempDir);

fn in_temp(durability: Durability) -> InTemp {
    let dir = TempDir::new().unwrap();
    InTemp(open_in(dir.path(), durability), dir)
}

#[test]
fn sled_conforms() {
    for level in LEVELS {
        conforms(&|| Box::new(in_temp(level)));
    }
}

#[test]
fn sled_keeps_what_was_closed_or_dropped() {
    for level in LEVELS {
        let dir = TempDir::new().unwrap();
        let reopen = || Box::new(open_in(dir.path(), level)) as Box<dyn Store>;
        assert_eq!(wait(conformance::what_is_kept_is_there_again(&reopen)), Ok(()));
    }
}

#[test]
fn sled_lets_one_of_many_win() {
    one_of_many_wins(&in_temp(Durability::Power).0);
}

/// Each thread of turns has its own thread of execution, all at once.
fn crowd(store: &SledStore, threads: u64, turns: u64) {
    let done = AtomicU64::new(0);
    thread::scope(|scope| {
        for n in 0..threads {
            let done = &done;
            scope.spawn(move || {
                let name = format!("CA{n}");
                for version in 1..=turns {
                    assert_eq!(wait(store.commit(&name, sample(&name, version))), Ok(()));
                    assert_eq!(wait(store.newest(&name)), Ok(Some(sample(&name, version))));
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(done.into_inner(), threads * turns);
}

#[test]
fn a_crowd_loses_nothing() {
    let dir = TempDir::new().unwrap();
    crowd(&open_in(dir.path(), Durability::Power), 64, 50);
    let store = open_in(dir.path(), Durability::Power);
    for n in 0..64 {
        let name = format!("CA{n}");
        for version in 1..=50 {
            assert_eq!(wait(store.turn(&name, version)), Ok(Some(sample(&name, version))));
        }
        assert_eq!(wait(store.turn(&name, 51)), Ok(None));
    }
}

/// sled's own `flush_async` hangs for good when some eight callers use it side by side; ours is another way.
#[test]
fn a_larger_crowd_does_not_hang() {
    for level in LEVELS {
        crowd(&in_temp(level).0, 128, 10);
    }
}

#[test]
fn the_second_process_is_told_who_is_there() {
    let dir = TempDir::new().unwrap();
    let _first = open_in(dir.path(), Durability::Power);
    let error = open(dir.path(), options(Durability::Power)).err().unwrap();
    assert_eq!(error, OpenError::Locked(dir.path().to_owned()));
    assert_eq!(error.to_string(), format!("another flowtone is using `{}`", dir.path().display()));
    assert!(error.help().starts_with("stop it or "), "{}", error.help());
}

#[test]
fn what_is_no_store_is_left_alone() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "mine").unwrap();
    let open_error = |path: &Path| open(path, options(Durability::Power)).err().unwrap();
    assert_eq!(open_error(&file), OpenError::NotADirectory(file.clone()));
    assert_eq!(open_error(&file.join("data")), OpenError::NotADirectory(file.join("data")));
    assert_eq!(open_error(dir.path()), OpenError::Foreign(dir.path().to_owned()));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

fn begun() -> TempDir {
    let dir = TempDir::new().unwrap();
    let store = open_in(dir.path(), Durability::Power);
    for version in 1..=3 {
        wait(store.commit("CA1", sample("CA1", version))).unwrap();
    }
    dir
}

#[test]
fn a_store_that_lost_its_files_never_starts_empty() {
    for lost in ["db", "conf"] {
        let dir = begun();
        fs::remove_file(dir.path().join(lost)).unwrap();
        let error = open(dir.path(), options(Durability::Power)).err().unwrap();
        assert!(matches!(&error, OpenError::Damaged(_, what) if what.contains(lost)), "{error}");
    }
    let dir = begun();
    for entry in fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "db" {
            fs::File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
        } else if name.starts_with("snap.") {
            fs::remove_file(&path).unwrap();
        }
    }
    let error = open(dir.path(), options(Durability::Power)).err().unwrap();
    assert!(matches!(error, OpenError::Damaged(..)), "{error}");
}

/// Changes the entry of the newest turn behind the store's back.
fn meddle(dir: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let db = sled::open(dir).unwrap();
    let turns = db.open_tree("turns").unwrap();
    let (key, entry) = turns.last().unwrap().unwrap();
    let mut entry = entry.to_vec();
    change(&mut entry);
    turns.insert(key, entry).unwrap();
    db.flush().unwrap();
}

#[test]
fn a_damaged_turn_is_named_and_the_others_are_read() {
    let length = {
        let dir = begun();
        let mut length = 0;
        meddle(dir.path(), |entry| length = entry.len());
        length
    };
    for place in (0..length).step_by(7) {
        let dir = begun();
        meddle(dir.path(), |entry| entry[place] ^= 0x10);
        let store = open_in(dir.path(), Durability::Power);
        match wait(store.newest("CA1")) {
            Err(StoreError::Corrupt(what)) => assert!(what.contains("turn 3 of `CA1`"), "{what}"),
            other => panic!("byte {place}: {other:?}"),
        }
        assert_eq!(wait(store.turn("CA1", 2)), Ok(Some(sample("CA1", 2))));
        assert_eq!(wait(store.commit("CA2", sample("CA2", 1))), Ok(()));
    }
}

#[test]
fn a_turn_of_a_newer_build_is_not_guessed_at() {
    let dir = begun();
    // After the mark of a whole entry come the format and its complement.
    meddle(dir.path(), |entry| entry[1..3].copy_from_slice(&[3, !3]));
    let store = open_in(dir.path(), Durability::Power);
    assert!(matches!(wait(store.newest("CA1")), Err(StoreError::Newer(_))));
}

#[test]
fn a_store_of_a_newer_build_is_not_opened() {
    let dir = begun();
    {
        let db = sled::open(dir.path()).unwrap();
        db.open_tree("meta").unwrap().insert("layout", &[9]).unwrap();
        db.flush().unwrap();
    }
    let error = open(dir.path(), options(Durability::Power)).err().unwrap();
    assert_eq!(error, OpenError::Newer(dir.path().to_owned(), 9));
}

#[test]
fn a_store_of_the_first_layout_is_taken_on() {
    let dir = begun();
    {
        let db = sled::open(dir.path()).unwrap();
        db.open_tree("meta").unwrap().insert("layout", &[1]).unwrap();
        db.flush().unwrap();
    }
    let store = open_in(dir.path(), Durability::Power);
    assert_eq!(wait(store.newest("CA1")), Ok(Some(sample("CA1", 3))));
    drop(store);
    let db = sled::open(dir.path()).unwrap();
    assert_eq!(db.open_tree("meta").unwrap().get("layout").unwrap().as_deref(), Some(&[2][..]));
}

/// Whatever was kept in pieces, nothing of it is left in the database once it is forgotten.
#[test]
fn what_is_forgotten_leaves_no_pieces() {
    let dir = TempDir::new().unwrap();
    let store = open_in(dir.path(), Durability::Power);
    for round in 0..3 {
        for version in 1..=20 {
            let due = vec![Due { at_ms: 1, name: format!("job/CA1/{version}"), bytes: vec![1; 5_000] }];
            let turn = Record { reply: vec![7; 900 * version as usize], due, ..sample("CA1", version) };
            wait(store.commit("CA1", turn)).unwrap();
        }
        let jobs = wait(store.due(1, "job/", 100)).unwrap();
        assert_eq!(jobs.len(), 20, "{round}");
        wait(store.settle(jobs.into_iter().map(|due| (due.at_ms, due.name)).collect(), Vec::new())).unwrap();
        assert_eq!(wait(store.forget("CA1", i64::MAX)), Ok(None));
    }
    drop(store);
    let db = sled::open(dir.path()).unwrap();
    for tree in ["turns", "dues", "pieces", "facts", "programs"] {
        assert_eq!(db.open_tree(tree).unwrap().len(), 0, "{tree}");
    }
}

impl Store for InTemp {
    fn newest<'a>(&'a self, thread: &'a str) -> Pending<'a, Option<Record>> {
        self.0.newest(thread)
    }
    fn turn<'a>(&'a self, thread: &'a str, v: u64) -> Pending<'a, Option<Record>> {
        self.0.turn(thread, v)
    }
    fn commit<'a>(&'a self, t: &'a str, record: Record) -> Pending<'a, ()> {
        self.0.commit(t, record)
    }
    fn due<'a>(&'a self, upto_ms: i64, class: &'a str, limit: usize) -> Pending<'a, Vec<Due>> {
        self.0.due(upto_ms, class, limit)
    }
    fn settle(&self, done: Vec<(i64, String)>, put: Vec<Due>) -> Pending<'_, ()> {
        self.0.settle(done, put)
    }
    fn forget<'a>(&'a self, thread: &'a str, before_ms: i64) -> Pending<'a, Option<i64>> {
        self.0.forget(thread, before_ms)
    }
    fn facts<'a>(&'a self, prefix: &'a str) -> Pending<'a, Vec<(String, Vec<u8>)>> {
        self.0.facts(prefix)
    }
    fn drop_program<'a>(&'a self, digest: &'a str) -> Pending<'a, ()> {
        self.0.drop_program(digest)
    }
    fn entries(&self) -> Pending<'_, usize> {
        self.0.entries()
    }
    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()> {
        self.0.keep_program(digest, bytes)
    }
    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.0.program(digest)
    }
    fn probe(&self) -> Pending<'_, ()> {
        self.0.probe()
    }
    fn close(&self) -> Pending<'_, ()> {
        self.0.close()
    }
}

/// sled puts pages over 128 KiB into files that it never syncs; nothing we store may make a page that large.
#[test]
fn no_page_grows_out_of_the_synced_file() {
    let dir = TempDir::new().unwrap();
    let store = open_in(dir.path(), Durability::Process);
    let name = "n".repeat(flowtone::store::MAX_NAME - 2);
    for (version, length) in (1..=150).zip([3900_usize, 4000, 4050, 100_000].into_iter().cycle()) {
        for n in 10..14 {
            let thread = format!("{name}{n}");
            let turn = Record { reply: vec![7; length], ..sample("CA1", version) };
            wait(store.commit(&thread, turn)).unwrap();
        }
    }
    assert_eq!(fs::read_dir(dir.path().join("blobs")).unwrap().count(), 0);
    drop(store);
    let store = open_in(dir.path(), Durability::Process);
    assert_eq!(wait(store.newest(&format!("{name}10"))).unwrap().map(|turn| turn.version), Some(150));
    assert_eq!(fs::read_dir(dir.path().join("blobs")).unwrap().count(), 0);
}
