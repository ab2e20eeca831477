//! The open database: what is put where, and how it is made durable.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::sled::{Db, Tree};

use super::error::plain;
use super::key;
use super::mark::Mark;
use crate::store::codec;
use crate::store::{Durability, Record, StoreError};

/// Longer values are split. A leaf of sled holds up to 26 entries before it is divided, and a page over 128 KiB goes to a
/// file of its own that sled never syncs, so an entry must stay well below 5 KiB.
const PIECE: usize = 4 * 1024;

/// How a value begins: whole, or a count of pieces kept elsewhere.
const WHOLE: u8 = 0;
const PIECES: u8 = 1;

/// The number of the last group of commits, in the tree of the store's own matters.
pub const GROUP_KEY: &[u8] = b"group";

/// How long data that a killed process would not lose may wait to be safe from the loss of power as well.
const SYNC_EVERY: Duration = Duration::from_millis(500);

/// Where a key lies. Its first byte is the room's mark, so that one set can hold keys of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Room {
    Turns = b't',
    Programs = b'p',
}

/// Keys that are written but not durable yet, or that a failed commit left behind. No reader sees them.
pub type Hidden = BTreeSet<(Room, Vec<u8>)>;

/// Asks whether a key is hidden. It is asked after the entry was read: what was made visible between is durable.
pub type IsHidden<'a> = &'a dyn Fn(Room, &[u8]) -> bool;

pub struct Trees {
    pub db: Db,
    pub turns: Tree,
    pub programs: Tree,
    pub pieces: Tree,
    pub meta: Tree,
    /// sled's data file. Its `flush` hands the data to the system but leaves it in the drive's cache; only syncing the
    /// file makes it last. Opened beforehand, so that a write error between is reported here.
    pub data: File,
    /// The number of the last group of commits.
    pub group: AtomicU64,
    pub mark: Mark,
    pub synced: Mutex<Instant>,
}

/// A failure of the engine in words.
pub fn unavailable(error: &::sled::Error) -> StoreError {
    match error {
        ::sled::Error::Corruption { at, .. } => StoreError::Corrupt(format!(
            "the database is damaged{}",
            at.map_or(String::new(), |at| format!(" at {at}"))
        )),
        other => StoreError::Unavailable(format!("the store cannot read: {}", plain(&other.clone().into()))),
    }
}

impl Trees {
    fn room(&self, room: Room) -> &Tree {
        match room {
            Room::Turns => &self.turns,
            Room::Programs => &self.programs,
        }
    }

    pub fn holds(&self, room: Room, key: &[u8]) -> ::sled::Result<bool> {
        self.room(room).contains_key(key)
    }

    /// Puts a value where there is none. The entry itself goes last: without it, its pieces are nothing.
    /// Answers whether it was put.
    pub fn put(&self, room: Room, key: &[u8], sealed: &[u8]) -> ::sled::Result<bool> {
        let tree = self.room(room);
        let entry = if sealed.len() < PIECE {
            let mut entry = Vec::with_capacity(1 + sealed.len());
            entry.push(WHOLE);
            entry.extend_from_slice(sealed);
            entry
        } else {
            if tree.contains_key(key)? {
                return Ok(false);
            }
            let mut count = 0_u32;
            for piece in sealed.chunks(PIECE) {
                self.pieces.insert(key::piece(room as u8, key, count), piece)?;
                count += 1;
            }
            let mut entry = vec![PIECES];
            entry.extend(count.to_be_bytes());
            entry
        };
        Ok(tree.compare_and_swap(key, None as Option<&[u8]>, Some(entry))?.is_ok())
    }

    /// The sealed value of an entry, its pieces put together.
    fn whole(&self, what: &dyn Fn() -> String, room: Room, key: &[u8], entry: &[u8]) -> Result<Vec<u8>, StoreError> {
        match entry.split_first() {
            Some((&WHOLE, sealed)) => Ok(sealed.to_vec()),
            Some((&PIECES, count)) => {
                let count = count.try_into().map(u32::from_be_bytes);
                let count = count.map_err(|_| StoreError::Corrupt(format!("{} is cut short", what())))?;
                let mut sealed = Vec::new();
                for number in 0..count {
                    let piece = self.pieces.get(key::piece(room as u8, key, number)).map_err(|e| unavailable(&e))?;
                    let Some(piece) = piece else {
                        let what = what();
                        return Err(StoreError::Corrupt(format!("{what} lacks its piece {} of {count}", number + 1)));
                    };
                    sealed.extend_from_slice(&piece);
                }
                Ok(sealed)
            }
            _ => Err(StoreError::Corrupt(format!("{} does not begin like one", what()))),
        }
    }

    /// The version of the newest turn that is not hidden, and its entry; 0 for a thread without turns.
    fn newest_entry(&self, thread: &str, hidden: IsHidden) -> Result<Option<(u64, ::sled::IVec)>, StoreError> {
        let found = self.turns.get_lt(key::above(thread)).map_err(|e| unavailable(&e))?;
        let Some((found, mut entry)) = found else { return Ok(None) };
        let Some(mut version) = key::version(thread, &found) else { return Ok(None) };
        while hidden(Room::Turns, &key::turn(thread, version)) {
            version -= 1;
            if version == 0 {
                return Ok(None);
            }
            entry = self.turns.get(key::turn(thread, version)).map_err(|e| unavailable(&e))?.ok_or_else(|| {
                StoreError::Corrupt(format!("turn {version} of `{thread}` is missing, and a later one is there"))
            })?;
        }
        Ok(Some((version, entry)))
    }

    pub fn newest_version(&self, thread: &str, hidden: IsHidden) -> Result<u64, StoreError> {
        Ok(self.newest_entry(thread, hidden)?.map_or(0, |(version, _)| version))
    }

    pub fn newest(&self, thread: &str, hidden: IsHidden) -> Result<Option<Record>, StoreError> {
        let Some((version, entry)) = self.newest_entry(thread, hidden)? else { return Ok(None) };
        self.record(thread, version, &entry).map(Some)
    }

    pub fn turn(&self, thread: &str, version: u64, hidden: IsHidden) -> Result<Option<Record>, StoreError> {
        let key = key::turn(thread, version);
        let entry = self.turns.get(&key).map_err(|e| unavailable(&e))?;
        let Some(entry) = entry.filter(|_| !hidden(Room::Turns, &key)) else { return Ok(None) };
        self.record(thread, version, &entry).map(Some)
    }

    fn record(&self, thread: &str, version: u64, entry: &[u8]) -> Result<Record, StoreError> {
        let key = key::turn(thread, version);
        let what = || format!("turn {version} of `{thread}`");
        let sealed = self.whole(&what, Room::Turns, &key, entry)?;
        codec::decode(&what, &key, &sealed)
    }

    pub fn program(&self, digest: &str, hidden: IsHidden) -> Result<Option<Vec<u8>>, StoreError> {
        let key = digest.as_bytes().to_vec();
        let entry = self.programs.get(&key).map_err(|e| unavailable(&e))?;
        let what = || format!("the program `{digest}`");
        let Some(entry) = entry else { return Ok(None) };
        let sealed = self.whole(&what, Room::Programs, &key, &entry)?;
        if hidden(Room::Programs, &key) {
            return Ok(None);
        }
        codec::unseal(&what, digest.as_bytes(), &sealed).map(|body| Some(body.to_vec()))
    }

    /// Takes away what a failed commit may have left.
    pub fn remove(&self, hidden: &Hidden) -> ::sled::Result<()> {
        for (room, key) in hidden {
            self.room(*room).remove(key)?;
        }
        Ok(())
    }

    /// Makes everything put so far as durable as this says, and numbers it as a group. Blocks. Only one thread at a time
    /// does this.
    pub fn settle(&self, durability: Durability) -> io::Result<()> {
        if durability == Durability::None {
            return Ok(());
        }
        let group = self.group.fetch_add(1, Ordering::SeqCst) + 1;
        self.meta.insert(GROUP_KEY, &group.to_be_bytes())?;
        self.db.flush()?;
        let mut synced = self.synced.lock().unwrap_or_else(PoisonError::into_inner);
        if durability == Durability::Power || synced.elapsed() >= SYNC_EVERY {
            self.data.sync_data()?;
            *synced = Instant::now();
            // A mark that lags sees less damage, and never any that is not there.
            let _unmarked = self.mark.write(group);
        }
        Ok(())
    }
}
