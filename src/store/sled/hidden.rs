//! What is put but not durable yet, or was left by a failed commit: no reader sees it.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{PoisonError, RwLock};

use super::trees::Room;

/// Each key with the sealed value that it had before, which a failed commit gives back to it.
pub type Before = BTreeMap<(Room, Vec<u8>), Option<Vec<u8>>>;

/// It is asked after an entry was read: what was made visible between is durable.
#[derive(Default)]
pub struct Hidden(RwLock<Before>);

impl Hidden {
    /// To be done before the value is put. The first value before counts.
    pub fn hide(&self, room: Room, key: Vec<u8>, before: Option<Vec<u8>>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).entry((room, key)).or_insert(before);
    }

    pub fn hides(&self, room: Room, key: &[u8]) -> bool {
        let hidden = self.0.read().unwrap_or_else(PoisonError::into_inner);
        !hidden.is_empty() && hidden.contains_key(&(room, key.to_vec()))
    }

    /// The values before, of the hidden keys of a room that begin like this.
    pub fn before(&self, room: Room, prefix: &[u8]) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        let hidden = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let from = hidden.range((room, prefix.to_vec())..);
        let keys = from.take_while(|((of, key), _)| *of == room && key.starts_with(prefix));
        keys.map(|((_, key), before)| (key.clone(), before.clone())).collect()
    }

    /// Shows everything: it is durable now.
    pub fn clear(&self) {
        drop(mem::take(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner)));
    }

    /// Gives everything back to what it was by `undo`, and shows that where it succeeds. Nobody reads meanwhile.
    pub fn undo<E>(&self, undo: impl FnOnce(&Before) -> Result<(), E>) -> Result<(), E> {
        let mut hidden = self.0.write().unwrap_or_else(PoisonError::into_inner);
        undo(&hidden)?;
        drop(mem::take(&mut *hidden));
        Ok(())
    }
}
