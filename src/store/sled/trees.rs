//! The open database: what is put where, and how it is made durable.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::sled::transaction::{ConflictableTransactionError, TransactionError, TransactionalTree};
use ::sled::{Db, Transactional as _, Tree};

use super::error::plain;
use super::hidden::{Before, Hidden};
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
    Dues = b'd',
    Facts = b'f',
    Programs = b'p',
    Turns = b't',
}

/// What a key shall hold: a sealed value, or nothing.
pub type Write<'a> = (&'a [u8], Option<&'a [u8]>);

type InTransaction<T> = Result<T, ConflictableTransactionError<()>>;

pub struct Trees {
    pub db: Db,
    pub turns: Tree,
    pub dues: Tree,
    pub facts: Tree,
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

fn whole_entry(sealed: &[u8]) -> Vec<u8> {
    let mut entry = Vec::with_capacity(1 + sealed.len());
    entry.push(WHOLE);
    entry.extend_from_slice(sealed);
    entry
}

fn pieces_entry(count: u32) -> Vec<u8> {
    let mut entry = vec![PIECES];
    entry.extend(count.to_be_bytes());
    entry
}

/// How many pieces an entry has elsewhere.
fn pieces_of(entry: &[u8]) -> u32 {
    match entry.split_first() {
        Some((&PIECES, count)) => count.try_into().map_or(0, u32::from_be_bytes),
        _ => 0,
    }
}

/// Within a transaction.
fn replace(tree: &TransactionalTree, pieces: &TransactionalTree, room: Room, write: Write) -> InTransaction<()> {
    let (key, value) = write;
    let before = tree.get(key)?.map_or(0, |entry| pieces_of(&entry));
    let mut count = 0_u32;
    match value {
        None => drop(tree.remove(key)?),
        Some(sealed) if sealed.len() < PIECE => drop(tree.insert(key, whole_entry(sealed))?),
        Some(sealed) => {
            for piece in sealed.chunks(PIECE) {
                pieces.insert(key::piece(room as u8, key, count), piece)?;
                count += 1;
            }
            tree.insert(key, pieces_entry(count))?;
        }
    }
    for number in count..before {
        pieces.remove(key::piece(room as u8, key, number))?;
    }
    Ok(())
}

fn storage_error(error: TransactionError<()>) -> ::sled::Result<()> {
    match error {
        TransactionError::Storage(error) => Err(error),
        TransactionError::Abort(()) => Ok(()),
    }
}

/// Turns that are old enough to be forgotten.
#[derive(Debug, Default)]
pub struct Older {
    pub keys: Vec<Vec<u8>>,
    /// When the turn after them was taken.
    pub left_ms: Option<i64>,
    /// There are others, which were not looked at.
    pub more: bool,
}

impl Trees {
    fn room(&self, room: Room) -> &Tree {
        match room {
            Room::Dues => &self.dues,
            Room::Facts => &self.facts,
            Room::Programs => &self.programs,
            Room::Turns => &self.turns,
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
            whole_entry(sealed)
        } else {
            if tree.contains_key(key)? {
                return Ok(false);
            }
            let mut count = 0_u32;
            for piece in sealed.chunks(PIECE) {
                self.pieces.insert(key::piece(room as u8, key, count), piece)?;
                count += 1;
            }
            pieces_entry(count)
        };
        Ok(tree.compare_and_swap(key, None as Option<&[u8]>, Some(entry))?.is_ok())
    }

    /// Writes turns and facts, all of them or none. Dear: some fifty microseconds.
    pub fn write_turns_and_facts(&self, turns: &[Write], facts: &[Write]) -> ::sled::Result<()> {
        let written = (&self.turns, &self.facts, &self.pieces).transaction(|(turn_tree, fact_tree, pieces)| {
            turns.iter().try_for_each(|write| replace(turn_tree, pieces, Room::Turns, *write))?;
            facts.iter().try_for_each(|write| replace(fact_tree, pieces, Room::Facts, *write))
        });
        written.or_else(storage_error)
    }

    /// Makes a key hold this, or nothing, its pieces included. As dear as the above, but for the removal of a short value.
    pub fn write(&self, room: Room, (key, value): Write) -> ::sled::Result<()> {
        let tree = self.room(room);
        if value.is_none() {
            match tree.get(key)? {
                None => return Ok(()),
                Some(entry) if pieces_of(&entry) == 0 => return tree.remove(key).map(drop),
                Some(_) => {}
            }
        }
        let written = (tree, &self.pieces).transaction(|(tree, pieces)| replace(tree, pieces, room, (key, value)));
        written.or_else(storage_error)
    }

    /// The sealed value of a key, unread; cut short where pieces are missing.
    pub fn raw(&self, room: Room, key: &[u8]) -> ::sled::Result<Option<Vec<u8>>> {
        let Some(entry) = self.room(room).get(key)? else { return Ok(None) };
        if pieces_of(&entry) == 0 {
            return Ok(Some(entry.get(1..).unwrap_or_default().to_vec()));
        }
        let mut sealed = Vec::new();
        for number in 0..pieces_of(&entry) {
            sealed.extend_from_slice(&self.pieces.get(key::piece(room as u8, key, number))?.unwrap_or_default());
        }
        Ok(Some(sealed))
    }

    /// The sealed value of an entry, its pieces put together.
    pub fn whole(
        &self,
        what: &dyn Fn() -> String,
        room: Room,
        key: &[u8],
        entry: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
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
    fn newest_entry(&self, thread: &str, hidden: &Hidden) -> Result<Option<(u64, ::sled::IVec)>, StoreError> {
        let found = self.turns.get_lt(key::above(thread)).map_err(|e| unavailable(&e))?;
        let Some((found, mut entry)) = found else { return Ok(None) };
        let Some(mut version) = key::version(thread, &found) else { return Ok(None) };
        while hidden.hides(Room::Turns, &key::turn(thread, version)) {
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

    /// Whether anyone may see it or not.
    pub fn newest_version(&self, thread: &str) -> Result<u64, StoreError> {
        Ok(self.newest_entry(thread, &Hidden::default())?.map_or(0, |(version, _)| version))
    }

    pub fn newest(&self, thread: &str, hidden: &Hidden) -> Result<Option<Record>, StoreError> {
        let Some((version, entry)) = self.newest_entry(thread, hidden)? else { return Ok(None) };
        self.record(thread, version, &entry).map(Some)
    }

    pub fn turn(&self, thread: &str, version: u64, hidden: &Hidden) -> Result<Option<Record>, StoreError> {
        let key = key::turn(thread, version);
        let entry = self.turns.get(&key).map_err(|e| unavailable(&e))?;
        let Some(entry) = entry.filter(|_| !hidden.hides(Room::Turns, &key)) else { return Ok(None) };
        self.record(thread, version, &entry).map(Some)
    }

    fn record(&self, thread: &str, version: u64, entry: &[u8]) -> Result<Record, StoreError> {
        let key = key::turn(thread, version);
        let what = || format!("turn {version} of `{thread}`");
        let sealed = self.whole(&what, Room::Turns, &key, entry)?;
        codec::decode(&what, &key, &sealed)
    }

    pub fn program(&self, digest: &str, hidden: &Hidden) -> Result<Option<Vec<u8>>, StoreError> {
        let key = digest.as_bytes().to_vec();
        let entry = self.programs.get(&key).map_err(|e| unavailable(&e))?;
        let what = || format!("the program `{digest}`");
        let Some(entry) = entry else { return Ok(None) };
        let sealed = self.whole(&what, Room::Programs, &key, &entry)?;
        if hidden.hides(Room::Programs, &key) {
            return Ok(None);
        }
        codec::unseal(&what, digest.as_bytes(), &sealed).map(|body| Some(body.to_vec()))
    }

    /// The turns from the oldest on that were taken before a moment, so many at most: their keys, the time of the turn
    /// after them, and whether that was not looked at.
    pub fn older(&self, thread: &str, before_ms: i64, limit: usize) -> Result<Older, StoreError> {
        let mut older = Older::default();
        for turn in self.turns.range(key::turn(thread, 0)..key::above(thread)) {
            let (key, entry) = turn.map_err(|e| unavailable(&e))?;
            let Some(version) = key::version(thread, &key) else { break };
            if older.keys.len() == limit {
                older.more = true;
                break;
            }
            let at_ms = self.record(thread, version, &entry)?.at_ms;
            if at_ms >= before_ms {
                older.left_ms = Some(at_ms);
                break;
            }
            older.keys.push(key.to_vec());
        }
        Ok(older)
    }

    pub fn count(&self) -> usize {
        [&self.turns, &self.dues, &self.facts, &self.programs, &self.pieces].map(Tree::len).iter().sum()
    }

    /// Takes away what a failed commit may have left. The turns go first: one that is there has its dues and facts.
    pub fn undo(&self, before: &Before) -> ::sled::Result<()> {
        let of = |wanted: Room| {
            let found = before.iter().filter(move |((room, _), _)| *room == wanted);
            found.map(|((_, key), value)| (key.as_slice(), value.as_deref()))
        };
        let (turns, facts): (Vec<Write>, Vec<Write>) = (of(Room::Turns).collect(), of(Room::Facts).collect());
        if facts.is_empty() {
            turns.into_iter().try_for_each(|write| self.write(Room::Turns, write))?;
        } else {
            self.write_turns_and_facts(&turns, &facts)?;
        }
        let others = [Room::Dues, Room::Programs].into_iter();
        others
            .flat_map(|room| of(room).map(move |write| (room, write)))
            .try_for_each(|(room, write)| self.write(room, write))
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
