//! Files that rot: bytes changed or cut off behind the store's back, at places that the seed decides.

use std::fs;
use std::path::Path;

use flowtone::store::conformance::sample;
use flowtone::store::sled::{Options, open};
use flowtone::store::{Durability, Store, StoreError};
use tempfile::TempDir;

use super::wait;

/// Rounds in the suite; `DAMAGE_ROUNDS` asks for more.
const ROUNDS: u64 = 40;
const THREADS: u64 = 20;
const TURNS: u64 = 50;

fn options() -> Options {
    Options { durability: Durability::Process, cache: 8 * 1024 * 1024 }
}

fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn damage(dir: &Path, seed: &mut u64) -> String {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.is_dir() && !path.ends_with("flowtone.store") && !path.ends_with("committed"));
    files.sort();
    let path = &files[(random(seed) % files.len() as u64) as usize];
    let mut bytes = fs::read(path).unwrap();
    let place = (random(seed) % bytes.len().max(1) as u64) as usize;
    let how = if random(seed).is_multiple_of(4) {
        bytes.truncate(place);
        "cut at"
    } else if random(seed).is_multiple_of(2) {
        let end = bytes.len().min(place + 512);
        bytes[place..end].fill(0);
        "zeros from"
    } else {
        bytes[place] ^= 1 << (random(seed) % 8);
        "a bit of"
    };
    fs::write(path, bytes).unwrap();
    format!("{how} {place} in {}", path.file_name().unwrap().to_string_lossy())
}

#[test]
fn damaged_files_never_pass_for_good_ones() {
    let rounds = std::env::var("DAMAGE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let good = TempDir::new().unwrap();
    for version in 1..=TURNS {
        // Now and then it is opened anew, so that there are sled's snapshots as well.
        let store = open(good.path(), options()).unwrap();
        for n in 0..THREADS {
            let name = format!("CA{n}");
            wait(store.commit(&name, sample(&name, version))).unwrap();
        }
        if version.is_multiple_of(2) {
            wait(store.close()).unwrap();
        }
    }
    let mut seed = 0x00da_3a9e;
    let (mut refused, mut named) = (0, 0);
    for round in 0..rounds {
        let dir = TempDir::new().unwrap();
        copy(good.path(), dir.path());
        let what = damage(dir.path(), &mut seed);
        let store = match open(dir.path(), options()) {
            Ok(store) => store,
            Err(error) => {
                assert!(error.to_string().contains("damaged"), "{round}: {what}: {error}");
                refused += 1;
                continue;
            }
        };
        let mut corrupt = 0;
        for n in 0..THREADS {
            let name = format!("CA{n}");
            for version in 1..=TURNS {
                match wait(store.turn(&name, version)) {
                    Ok(Some(turn)) => assert_eq!(turn, sample(&name, version), "{round}: {what}"),
                    Err(StoreError::Corrupt(_)) => corrupt += 1,
                    other => panic!("{round}: {what}: {other:?}"),
                }
            }
        }
        named += u64::from(corrupt > 0);
    }
    println!("{rounds} rounds: {refused} refused to open, {named} named what they could not read");
    assert!(refused > 0);
}

/// A server that must go on with what is left can do so, knowingly.
#[test]
fn what_is_left_of_a_damaged_store_can_be_used() {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path(), options()).unwrap();
    for version in 1..=200 {
        wait(store.commit("CA1", sample("CA1", version))).unwrap();
    }
    drop(store);
    let db = dir.path().join("db");
    fs::File::options().write(true).open(&db).unwrap().set_len(8192).unwrap();
    let error = open(dir.path(), options()).err().unwrap();
    assert!(error.to_string().contains("groups of turns are gone"), "{error}");
    assert!(error.help().contains("delete the file `committed`"), "{}", error.help());
    assert!(open(dir.path(), options()).is_err());
    fs::remove_file(dir.path().join("committed")).unwrap();
    let store = open(dir.path(), options()).unwrap();
    let left = wait(store.newest("CA1")).unwrap().unwrap().version;
    assert_eq!(wait(store.commit("CA1", sample("CA1", left + 1))), Ok(()));
}
