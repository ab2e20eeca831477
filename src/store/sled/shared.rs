//! What the threads of one store share.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
#[cfg(test)]
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use super::cache::Newest;
use super::error::panic_text;
use super::hidden::Hidden;
use super::options::Options;
use super::trees::Trees;
use crate::store::{Durability, StoreError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    Well,
    /// The last commit failed, and why; commits are refused, reads go on while they can.
    Ill(String),
    Closed,
}

pub struct Shared {
    pub dir: PathBuf,
    pub options: Options,
    /// `None` once closed, or while it cannot be opened again.
    pub trees: RwLock<Option<Trees>>,
    pub hidden: Hidden,
    pub cache: Newest,
    health: Mutex<Health>,
    /// Goes up when the committer begins to flush and when it is done.
    pub flushes: AtomicU64,
    /// How many of the next attempts to make something durable shall fail, as on a full disk.
    #[cfg(test)]
    pub failing: AtomicUsize,
}

impl Shared {
    pub fn new(dir: PathBuf, options: Options, trees: Trees) -> Shared {
        Shared {
            dir,
            options,
            trees: RwLock::new(Some(trees)),
            hidden: Hidden::default(),
            cache: Newest::default(),
            health: Mutex::new(Health::Well),
            flushes: AtomicU64::new(0),
            #[cfg(test)]
            failing: AtomicUsize::new(0),
        }
    }

    pub fn health(&self) -> Health {
        self.health.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_health(&self, health: Health) {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner) = health;
    }

    /// Why nothing can be done now.
    pub fn refusal(&self) -> StoreError {
        StoreError::Unavailable(match self.health() {
            Health::Ill(reason) => reason,
            Health::Well | Health::Closed => "the store is closed".into(),
        })
    }

    pub fn settle(&self, trees: &Trees, durability: Durability) -> io::Result<()> {
        #[cfg(test)]
        {
            let more = self.failing.load(Ordering::SeqCst);
            if more > 0 {
                self.failing.store(more - 1, Ordering::SeqCst);
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
        }
        self.flushes.fetch_add(1, Ordering::SeqCst);
        // Also where sled panics, the flush is over.
        let settled = catch_unwind(AssertUnwindSafe(|| trees.settle(durability)));
        self.flushes.fetch_add(1, Ordering::SeqCst);
        settled.unwrap_or_else(|panic| Err(io::Error::other(panic_text(&*panic))))
    }

    /// Reads under the lock that keeps the database open meanwhile.
    pub fn read<T>(&self, read: impl FnOnce(&Trees, &Hidden) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let trees = self.trees.read().unwrap_or_else(PoisonError::into_inner);
        let Some(trees) = trees.as_ref() else { return Err(self.refusal()) };
        read(trees, &self.hidden)
    }
}
