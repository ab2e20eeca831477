//! Dues and facts in the database.
//!
//! A due that comes with a turn is put before it, so that a turn that is there has its dues, whenever the process or
//! the power went. It says which turn it is of, so that one whose turn was not made is known for what it is, also where
//! another turn took that version later.

use std::collections::BTreeMap;

use super::hidden::Hidden;
use super::key;
use super::trees::{Room, Trees, unavailable};
use crate::store::codec::{self, Origin};
use crate::store::{Due, StoreError};

/// A due or a fact on its way: its key, and its sealed value; `None` removes.
pub struct Sealed {
    pub key: Vec<u8>,
    pub value: Option<Vec<u8>>,
}

/// What a look at the dues found.
#[derive(Default)]
pub struct Found {
    pub dues: Vec<Due>,
    /// The keys of those whose turn was not made.
    pub orphans: Vec<Vec<u8>>,
    /// Why the first of those that cannot be read could not.
    damage: Option<StoreError>,
}

impl Trees {
    /// The earliest of a class, so many at most, up to a moment. What cannot be read keeps nothing else up.
    pub fn dues(&self, upto_ms: i64, class: &str, limit: usize, hidden: &Hidden) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let end = upto_ms.checked_add(1).map_or_else(|| key::above_class(class), |end| key::due_moment(class, end));
        for entry in self.dues.range(key::due_moment(class, i64::MIN)..end) {
            if found.dues.len() + found.orphans.len() >= limit {
                break;
            }
            let (key, entry) = entry.map_err(|e| unavailable(&e))?;
            if hidden.hides(Room::Dues, &key) {
                continue;
            }
            match self.read_due(class, &key, &entry) {
                Ok(Some(due)) => found.dues.push(due),
                Ok(None) => found.orphans.push(key.to_vec()),
                Err(error) => drop(found.damage.get_or_insert(error)),
            }
        }
        match found.damage.take() {
            Some(error) if found.dues.is_empty() && found.orphans.is_empty() => Err(error),
            _ => Ok(found),
        }
    }

    /// `None` for one whose turn was not made.
    fn read_due(&self, class: &str, key: &[u8], entry: &[u8]) -> Result<Option<Due>, StoreError> {
        let named = key::due_of(class, key);
        let (at_ms, name) = named.ok_or_else(|| StoreError::Corrupt(format!("a due in `{class}` has no name")))?;
        let what = || format!("the due `{name}`");
        let sealed = self.whole(&what, Room::Dues, key, entry)?;
        let (origin, bytes) = codec::decode_due(&what, key, &sealed)?;
        if let Some(origin) = origin
            && !self.was_made(&origin)?
        {
            return Ok(None);
        }
        Ok(Some(Due { at_ms, name, bytes }))
    }

    /// Whether the turn is there, or was: it may have been forgotten since.
    fn was_made(&self, Origin { turn, mark }: &Origin) -> Result<bool, StoreError> {
        if let Some(sealed) = self.raw(Room::Turns, turn).map_err(|e| unavailable(&e))? {
            return Ok(codec::mark(&sealed) == Some(*mark));
        }
        let newest = self.turns.get_lt(key::above_turn(turn)).map_err(|e| unavailable(&e))?;
        Ok(newest.is_some_and(|(newest, _)| *newest > **turn))
    }

    /// Puts a due of a turn to come, hidden.
    pub fn put_due(&self, due: &Sealed, hidden: &Hidden) -> ::sled::Result<()> {
        let Some(value) = due.value.as_deref() else { return Ok(()) };
        if self.holds(Room::Dues, &due.key)? {
            if !hidden.hides(Room::Dues, &due.key) && self.holds_due(&due.key, value)? {
                return Ok(());
            }
            hidden.hide(Room::Dues, due.key.clone(), self.raw(Room::Dues, &due.key)?);
            return self.write(Room::Dues, (&due.key, Some(value)));
        }
        hidden.hide(Room::Dues, due.key.clone(), None);
        self.put(Room::Dues, &due.key, value).map(drop)
    }

    /// Whether there is one that says the same, whatever becomes of the turn to come: if that is lost with the power,
    /// what it had replaced would be lost with it.
    fn holds_due(&self, key: &[u8], sealed: &[u8]) -> ::sled::Result<bool> {
        let what = || "a due".to_owned();
        let read = |sealed: &[u8]| codec::decode_due(&what, key, sealed).ok();
        let found = self.raw(Room::Dues, key)?.and_then(|found| read(&found));
        let (Some((origin, bytes)), Some((_, wanted))) = (found, read(sealed)) else { return Ok(false) };
        Ok(bytes == wanted && origin.is_none_or(|origin| self.was_made(&origin).unwrap_or(false)))
    }

    /// Puts dues in plain sight, and takes others away.
    pub fn settle_dues(&self, done: &[Vec<u8>], put: &[Sealed]) -> ::sled::Result<()> {
        for due in put {
            let Some(value) = due.value.as_deref() else { continue };
            if !self.put(Room::Dues, &due.key, value)? {
                self.write(Room::Dues, (&due.key, Some(value)))?;
            }
        }
        let done = done.iter().filter(|done| !put.iter().any(|due| due.key == **done));
        done.into_iter().try_for_each(|key| self.write(Room::Dues, (key, None)))
    }

    /// Puts a turn and its facts, hidden. The turn's key is free, and hidden already.
    pub fn put_with_facts(&self, turn: &[u8], sealed: &[u8], facts: &[Sealed], hidden: &Hidden) -> ::sled::Result<()> {
        for fact in facts {
            hidden.hide(Room::Facts, fact.key.clone(), self.raw(Room::Facts, &fact.key)?);
        }
        let facts: Vec<_> = facts.iter().map(|fact| (fact.key.as_slice(), fact.value.as_deref())).collect();
        self.write_turns_and_facts(&[(turn, Some(sealed))], &facts)
    }

    /// The facts that anyone may see.
    pub fn facts(&self, prefix: &str, hidden: &Hidden) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let mut found = BTreeMap::new();
        for entry in self.facts.scan_prefix(prefix) {
            let (key, _) = entry.map_err(|e| unavailable(&e))?;
            if let Some(sealed) = self.raw(Room::Facts, &key).map_err(|e| unavailable(&e))? {
                found.insert(key.to_vec(), sealed);
            }
        }
        for (key, before) in hidden.before(Room::Facts, prefix.as_bytes()) {
            match before {
                Some(sealed) => found.insert(key, sealed),
                None => found.remove(&key),
            };
        }
        let read = |(key, sealed): (Vec<u8>, Vec<u8>)| {
            let name = String::from_utf8_lossy(&key).into_owned();
            let value = codec::unseal(&|| format!("the fact `{name}`"), &key, &sealed)?.to_vec();
            Ok((name, value))
        };
        found.into_iter().map(read).collect()
    }
}
