//! Getting well again after a failed commit. sled never writes again after a write error, so the database is opened anew.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::PoisonError;

use super::error::{panic_text, plain};
use super::open;
use super::shared::{Health, Shared};
use crate::store::Durability;

/// What must fit on the disk before the database is let go: it cannot be opened again without some room for its
/// segments (512 KiB each) and its snapshot, and as long as it is open it can at least be read.
const HEADROOM: usize = 4 * 1024 * 1024;

/// Tries once. On success the store is well; else it stays unwell, with the reason.
pub fn heal(shared: &Shared) {
    if let Err(reason) = reopen(shared) {
        shared.set_health(Health::Ill(reason));
        return;
    }
    shared.set_health(Health::Well);
}

fn reopen(shared: &Shared) -> Result<(), String> {
    headroom(&shared.dir).map_err(|error| format!("no room for new turns: {}", plain(&error)))?;
    let mut guard = shared.trees.write().unwrap_or_else(PoisonError::into_inner);
    // What sled could not write it may panic over once more on the way out.
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(guard.take()))) {
        drop(panic);
    }
    let trees = open::open(&shared.dir, &shared.options).map_err(|error| error.to_string())?;
    let undo = |before: &_| {
        trees.undo(before)?;
        shared.settle(&trees, Durability::Power)
    };
    match catch_unwind(AssertUnwindSafe(|| shared.hidden.undo(undo))) {
        Ok(Ok(())) => {
            // With `Durability::None` the newest turns may be gone.
            shared.cache.clear();
            *guard = Some(trees);
            Ok(())
        }
        Ok(Err(error)) => {
            *guard = Some(trees);
            Err(format!("a failed commit could not be undone: {}", plain(&error)))
        }
        Err(panic) => Err(format!("a failed commit could not be undone: {}", panic_text(&*panic))),
    }
}

fn headroom(dir: &Path) -> io::Result<()> {
    let path = dir.join("headroom.tmp");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&path)?;
    let written = file.write_all(&vec![1; HEADROOM]).and_then(|()| file.sync_all());
    drop(file);
    fs::remove_file(&path)?;
    written
}
