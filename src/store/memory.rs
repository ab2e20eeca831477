//! A store in the process: for tests, the simulator and runs that keep nothing. Its meaning is that of every store.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Pending, Record, Store, StoreError, check_name, check_value};

/// Lost with the process.
#[derive(Debug, Default)]
pub struct Memory {
    rooms: Mutex<Rooms>,
}

#[derive(Debug, Default)]
struct Rooms {
    /// A thread's turns in order: the turn of version `v` is at `v - 1`.
    threads: BTreeMap<String, Vec<Record>>,
    programs: BTreeMap<String, Vec<u8>>,
    closed: bool,
}

impl Memory {
    pub fn new() -> Memory {
        Memory::default()
    }

    fn open(&self) -> Result<MutexGuard<'_, Rooms>, StoreError> {
        let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if rooms.closed { Err(StoreError::Unavailable("the store is closed".into())) } else { Ok(rooms) }
    }

    fn newest_turn(&self, thread: &str) -> Result<Option<Record>, StoreError> {
        check_name(thread)?;
        Ok(self.open()?.threads.get(thread).and_then(|turns| turns.last()).cloned())
    }

    fn turn_at(&self, thread: &str, version: u64) -> Result<Option<Record>, StoreError> {
        check_name(thread)?;
        let rooms = self.open()?;
        let Some(place) = version.checked_sub(1).and_then(|place| usize::try_from(place).ok()) else {
            return Ok(None);
        };
        Ok(rooms.threads.get(thread).and_then(|turns| turns.get(place)).cloned())
    }

    fn append(&self, thread: &str, record: Record) -> Result<(), StoreError> {
        check_name(thread)?;
        check_value(record.dedupe.len() + record.session.len() + record.reply.len() + record.log.len())?;
        let mut rooms = self.open()?;
        let newest = rooms.threads.get(thread).and_then(|turns| turns.last()).map_or(0, |turn| turn.version);
        if record.version != newest + 1 {
            return Err(StoreError::Conflict { newest });
        }
        rooms.threads.entry(thread.to_owned()).or_default().push(record);
        Ok(())
    }
}

impl Store for Memory {
    fn newest<'a>(&'a self, thread: &'a str) -> Pending<'a, Option<Record>> {
        Box::pin(ready(self.newest_turn(thread)))
    }

    fn turn<'a>(&'a self, thread: &'a str, version: u64) -> Pending<'a, Option<Record>> {
        Box::pin(ready(self.turn_at(thread, version)))
    }

    fn commit<'a>(&'a self, thread: &'a str, record: Record) -> Pending<'a, ()> {
        Box::pin(async move { self.append(thread, record) })
    }

    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()> {
        Box::pin(async move {
            check_name(digest)?;
            check_value(bytes.len())?;
            self.open()?.programs.entry(digest.to_owned()).or_insert(bytes);
            Ok(())
        })
    }

    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(ready(check_name(digest).and_then(|()| Ok(self.open()?.programs.get(digest).cloned()))))
    }

    fn probe(&self) -> Pending<'_, ()> {
        Box::pin(ready(self.open().map(drop)))
    }

    fn close(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            self.rooms.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
            Ok(())
        })
    }
}
