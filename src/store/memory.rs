//! A store in the process: for tests, the simulator and runs that keep nothing. Its meaning is that of every store.

use std::collections::{BTreeMap, VecDeque};
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    Due, Fact, Pending, Record, Store, StoreError, check_class, check_name, check_settling, check_value, class_of,
};

/// Lost with the process.
#[derive(Debug, Default)]
pub struct Memory {
    rooms: Mutex<Rooms>,
}

#[derive(Debug, Default)]
struct Rooms {
    /// A thread's turns in order, without gaps.
    threads: BTreeMap<String, VecDeque<Record>>,
    /// By class, moment and name.
    dues: BTreeMap<(String, i64, String), Vec<u8>>,
    facts: BTreeMap<String, Vec<u8>>,
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
        Ok(self.open()?.threads.get(thread).and_then(|turns| turns.back()).cloned())
    }

    fn turn_at(&self, thread: &str, version: u64) -> Result<Option<Record>, StoreError> {
        check_name(thread)?;
        let rooms = self.open()?;
        let Some(turns) = rooms.threads.get(thread) else { return Ok(None) };
        let place = turns.front().and_then(|oldest| version.checked_sub(oldest.version));
        let place = place.and_then(|place| usize::try_from(place).ok());
        Ok(place.and_then(|place| turns.get(place)).cloned())
    }

    fn append(&self, thread: &str, mut record: Record) -> Result<(), StoreError> {
        check_name(thread)?;
        record.check()?;
        let mut rooms = self.open()?;
        let newest = rooms.threads.get(thread).and_then(|turns| turns.back()).map_or(0, |turn| turn.version);
        if newest.checked_add(1) != Some(record.version) {
            return Err(StoreError::Conflict { newest });
        }
        let (due, facts) = (std::mem::take(&mut record.due), std::mem::take(&mut record.facts));
        due.into_iter().try_for_each(|due| rooms.put(due))?;
        for Fact { key, value } in facts {
            match value {
                Some(value) => rooms.facts.insert(key, value),
                None => rooms.facts.remove(&key),
            };
        }
        rooms.threads.entry(thread.to_owned()).or_default().push_back(record);
        Ok(())
    }

    fn dues(&self, upto_ms: i64, class: &str, limit: usize) -> Result<Vec<Due>, StoreError> {
        check_class(class)?;
        let rooms = self.open()?;
        let first = (class.to_owned(), i64::MIN, String::new());
        let dues = rooms.dues.range(first..).take_while(|((of, at_ms, _), _)| of == class && *at_ms <= upto_ms);
        let due = |((_, at_ms, name), bytes): (&(String, i64, String), &Vec<u8>)| Due {
            at_ms: *at_ms,
            name: name.clone(),
            bytes: bytes.clone(),
        };
        Ok(dues.take(limit).map(due).collect())
    }

    fn settled(&self, mut done: Vec<(i64, String)>, put: Vec<Due>) -> Result<(), StoreError> {
        check_settling(&done, &put)?;
        let mut rooms = self.open()?;
        done.retain(|(at_ms, name)| !put.iter().any(|due| due.at_ms == *at_ms && due.name == *name));
        put.into_iter().try_for_each(|due| rooms.put(due))?;
        for (at_ms, name) in done {
            rooms.dues.remove(&(class_of(&name)?.to_owned(), at_ms, name));
        }
        Ok(())
    }

    fn forgotten(&self, thread: &str, before_ms: i64) -> Result<Option<i64>, StoreError> {
        check_name(thread)?;
        let mut rooms = self.open()?;
        let Some(turns) = rooms.threads.get_mut(thread) else { return Ok(None) };
        while let Some(oldest) = turns.front() {
            if oldest.at_ms >= before_ms {
                return Ok(Some(oldest.at_ms));
            }
            turns.pop_front();
        }
        rooms.threads.remove(thread);
        Ok(None)
    }

    fn facts_of(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        check_name(prefix)?;
        let rooms = self.open()?;
        let facts = rooms.facts.range(prefix.to_owned()..).take_while(|(key, _)| key.starts_with(prefix));
        Ok(facts.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn count(&self) -> Result<usize, StoreError> {
        let rooms = self.open()?;
        let turns: usize = rooms.threads.values().map(VecDeque::len).sum();
        Ok(turns + rooms.dues.len() + rooms.facts.len() + rooms.programs.len())
    }
}

impl Rooms {
    fn put(&mut self, due: Due) -> Result<(), StoreError> {
        self.dues.insert((class_of(&due.name)?.to_owned(), due.at_ms, due.name), due.bytes);
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

    fn due<'a>(&'a self, upto_ms: i64, class: &'a str, limit: usize) -> Pending<'a, Vec<Due>> {
        Box::pin(ready(self.dues(upto_ms, class, limit)))
    }

    fn settle(&self, done: Vec<(i64, String)>, put: Vec<Due>) -> Pending<'_, ()> {
        Box::pin(async move { self.settled(done, put) })
    }

    fn forget<'a>(&'a self, thread: &'a str, before_ms: i64) -> Pending<'a, Option<i64>> {
        Box::pin(async move { self.forgotten(thread, before_ms) })
    }

    fn facts<'a>(&'a self, prefix: &'a str) -> Pending<'a, Vec<(String, Vec<u8>)>> {
        Box::pin(ready(self.facts_of(prefix)))
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

    fn drop_program<'a>(&'a self, digest: &'a str) -> Pending<'a, ()> {
        Box::pin(async move {
            check_name(digest)?;
            self.open()?.programs.remove(digest);
            Ok(())
        })
    }

    fn entries(&self) -> Pending<'_, usize> {
        Box::pin(ready(self.count()))
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
