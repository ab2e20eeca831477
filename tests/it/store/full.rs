//! A full disk: turns are refused, reads go on, nothing acknowledged is lost, and it goes on by itself.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use flowtone::store::conformance::sample;
use flowtone::store::sled::{OpenError, Options, open};
use flowtone::store::{Durability, Record, Store, StoreError};

use super::wait;

const MIB: usize = 1024 * 1024;

fn turn(version: u64) -> Record {
    Record { log: version.to_le_bytes().repeat(150), ..sample("CA1", version) }
}

/// A reader that meets a page whose division was cut off would finish it, which a full disk does not let it. Then it is
/// refused, and what it reads otherwise is right.
fn is_or_waits(found: &Result<Option<Record>, StoreError>, expected: Option<&Record>) -> bool {
    matches!(found, Err(StoreError::Unavailable(_))) || found.as_ref().map(Option::as_ref) == Ok(expected)
}

#[test]
#[ignore = "needs an empty file system of 16 MB, named by SMALL_VOLUME"]
fn a_full_disk_is_survived() {
    let volume = PathBuf::from(env::var_os("SMALL_VOLUME").expect("SMALL_VOLUME"));
    for durability in [Durability::Power, Durability::Process, Durability::None] {
        let (dir, ballast) = (volume.join("data"), volume.join("ballast"));
        let options = Options { durability, cache: 8 * MIB as u64 };
        fs::write(&ballast, vec![1; 6 * MIB]).unwrap();
        let store = open(&dir, options).unwrap();
        let mut acknowledged = 0;
        let refusal = loop {
            match wait(store.commit("CA1", turn(acknowledged + 1))) {
                Ok(()) => acknowledged += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(refusal, StoreError::Unavailable(_)), "{refusal:?}");
        println!("{durability:?}: {acknowledged} turns, then: {refusal:?}");
        for _ in 0..20 {
            let slow = Instant::now();
            assert!(wait(store.commit("CA1", turn(acknowledged + 1))).is_err());
            assert!(wait(store.probe()).is_err());
            assert!(slow.elapsed() < Duration::from_secs(1), "refused after {:?}", slow.elapsed());
            if durability == Durability::None {
                // What was never on the disk may be out of reach.
                continue;
            }
            assert_eq!(wait(store.newest("CA1")), Ok(Some(turn(acknowledged))));
            assert!(is_or_waits(&wait(store.turn("CA1", acknowledged + 1)), None));
            assert!(is_or_waits(&wait(store.turn("CA1", 1)), Some(&turn(1))));
        }
        println!("{:?}", wait(store.probe()));
        fs::remove_file(&ballast).unwrap();
        let freed = Instant::now();
        while wait(store.probe()).is_err() {
            assert!(freed.elapsed() < Duration::from_secs(5), "{:?}", wait(store.probe()));
            thread::sleep(Duration::from_millis(50));
        }
        println!("well again after {:?}", freed.elapsed());
        if durability == Durability::None {
            acknowledged = wait(store.newest("CA1")).unwrap().map_or(0, |turn| turn.version);
        }
        for version in acknowledged + 1..acknowledged + 100 {
            assert_eq!(wait(store.commit("CA1", turn(version))), Ok(()));
        }
        drop(store);
        let store = open(&dir, options).unwrap();
        for version in 1..acknowledged + 100 {
            assert_eq!(wait(store.turn("CA1", version)), Ok(Some(turn(version))));
        }
        drop(store);
        // And a start on a full disk.
        let mut size = 8 * MIB;
        while fs::write(&ballast, vec![1; size]).is_ok() {
            size += MIB;
        }
        match open(&dir, options) {
            Err(error) => {
                println!("{error}; {}", error.help());
                assert_eq!(error, OpenError::Full(dir.clone()));
            }
            Ok(store) => println!("opened on a full disk: {:?}", wait(store.newest("CA1")).map(|turn| turn.is_some())),
        }
        fs::remove_file(&ballast).unwrap();
        fs::remove_dir_all(&dir).unwrap();
    }
}
