//! Opening a directory, and saying clearly why it cannot be opened. Nothing that was acknowledged is ever deleted
//! here, and no directory that held a store is started empty.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Instant;

use super::begin::{self, LOCK_PAUSE, LOCK_TRIES};
use super::error::{OpenError, panic_text};
use super::mark::Mark;
use super::options::{FLUSH_EVERY_MS, Options};
use super::trees::{GROUP_KEY, Trees};
use crate::store::Durability;

/// The layout of the trees. A higher one is refused; layout 1 had no dues and no facts.
const LAYOUT: u8 = 2;
const LAYOUT_KEY: &[u8] = b"layout";

/// Opens the directory, and creates it where there is none. Blocks.
pub(super) fn open(dir: &Path, options: &Options) -> Result<Trees, OpenError> {
    let start = begin::prepare(dir)?;
    // sled panics over some kinds of damage.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let trees = open_trees(dir, options)?;
        check_layout(dir, &trees, start.is_some())?;
        check_end(dir, &trees)?;
        Ok(trees)
    }));
    let trees = opened.unwrap_or_else(|panic| Err(OpenError::Damaged(dir.to_owned(), panic_text(&*panic))))?;
    let synced = begin::sync_files(dir).and_then(|()| start.map_or(Ok(()), |start| start.finish(dir)));
    synced.map_err(|error| OpenError::from_io(dir, &error))?;
    Ok(trees)
}

fn open_trees(dir: &Path, options: &Options) -> Result<Trees, OpenError> {
    let config = ::sled::Config::new().path(dir).cache_capacity(options.cache).flush_every_ms(Some(FLUSH_EVERY_MS));
    let mut tries = 0;
    let db = loop {
        tries += 1;
        tidy(dir).map_err(|error| OpenError::from_io(dir, &error))?;
        match config.open().map_err(|error| OpenError::from_sled(dir, &error)) {
            Ok(db) => break db,
            Err(OpenError::Locked(_)) if tries < LOCK_TRIES => sleep(LOCK_PAUSE),
            Err(error) => return Err(error),
        }
    };
    let tree = |name: &str| db.open_tree(name).map_err(|error| OpenError::from_sled(dir, &error));
    let data = OpenOptions::new().read(true).write(true).open(dir.join("db"));
    let mark = Mark::open(dir).map_err(|error| OpenError::from_io(dir, &error))?;
    Ok(Trees {
        mark,
        group: AtomicU64::new(0),
        synced: Mutex::new(Instant::now()),
        turns: tree("turns")?,
        dues: tree("dues")?,
        facts: tree("facts")?,
        programs: tree("programs")?,
        pieces: tree("pieces")?,
        meta: tree("meta")?,
        data: data.map_err(|error| OpenError::from_io(dir, &error))?,
        db,
    })
}

/// Makes up for what sled does not expect of a process that was stopped while it opened: it takes a snapshot that was
/// never finished for a whole one, and writes a new one without having synced the log that it is about.
fn tidy(dir: &Path) -> io::Result<()> {
    let data = match OpenOptions::new().read(true).write(true).open(dir.join("db")) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        data => data?,
    };
    // Another process may be writing its snapshot now. If it is, sled says so.
    if data.try_lock().is_err() {
        return Ok(());
    }
    data.sync_all()?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The layout is the first thing written into a store: where it is missing later, the database has lost its beginning.
fn check_layout(dir: &Path, trees: &Trees, first: bool) -> Result<(), OpenError> {
    let sled_error = |error| OpenError::from_sled(dir, &error);
    match trees.meta.get(LAYOUT_KEY).map_err(sled_error)?.as_deref() {
        Some([LAYOUT]) => Ok(()),
        Some([layout]) if *layout > LAYOUT => Err(OpenError::Newer(dir.to_owned(), *layout)),
        Some([1]) => trees.meta.insert(LAYOUT_KEY, &[LAYOUT]).map(drop).map_err(sled_error),
        Some(other) => Err(OpenError::Damaged(dir.to_owned(), format!("its layout reads {other:?}"))),
        None if first => trees.meta.insert(LAYOUT_KEY, &[LAYOUT]).map(drop).map_err(sled_error),
        None => Err(OpenError::Damaged(dir.to_owned(), "the database has lost its contents".into())),
    }
}

/// Whether the database still has all that was known to be on the disk.
fn check_end(dir: &Path, trees: &Trees) -> Result<(), OpenError> {
    let sled_error = |error| OpenError::from_sled(dir, &error);
    let group = match trees.meta.get(GROUP_KEY).map_err(sled_error)?.as_deref() {
        None => 0,
        Some(group) => group.try_into().map(u64::from_be_bytes).map_err(|_| {
            OpenError::Damaged(dir.to_owned(), format!("the number of its last commit reads {group:?}"))
        })?,
    };
    let marked = trees.mark.read();
    if group < marked {
        return Err(OpenError::Short { dir: dir.to_owned(), lost: marked - group });
    }
    trees.group.store(group, Ordering::SeqCst);
    trees.settle(Durability::Power).map_err(|error| OpenError::from_io(dir, &error))
}
