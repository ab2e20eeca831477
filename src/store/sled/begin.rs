//! The first start. A store counts from the moment its marker file is there, and until then it may be begun again:
//! sled writes its `conf` in two steps without syncing it and never opens with half of one, so a process that is
//! stopped in its first moments would else leave a directory that cannot be opened.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, absolute};
use std::thread::sleep;
use std::time::Duration;

use super::error::OpenError;
use super::mark;

/// Says that a store was begun here, and to people what the directory is.
const MARKER: &str = "flowtone.store";
const MARKER_TEXT: &str = "This directory holds the sessions of a flowtone server. Its files belong together: back them \
up together, with the\nserver stopped, and edit none of them.\n";

/// The marker's name until all else is on the disk.
const STARTING: &str = "flowtone.store.starting";

/// A process that just ended, or a handle just dropped, frees its lock a moment later.
pub const LOCK_TRIES: u32 = 20;
pub const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// A first start that is going on. It holds a lock, so that no other process begins the store again meanwhile.
pub struct Start {
    #[expect(dead_code, reason = "held for its lock")]
    marker: File,
}

/// Looks before sled does, which would begin an empty database wherever its file is gone, and creates the directory
/// where there is none. `None` where a store is there.
pub fn prepare(dir: &Path) -> Result<Option<Start>, OpenError> {
    let io_error = |error: io::Error| OpenError::from_io(dir, &error);
    let mut tries = 0;
    while !holds_store(dir)? {
        tries += 1;
        fs::create_dir_all(dir).map_err(io_error)?;
        let marker = OpenOptions::new().write(true).create(true).truncate(false).open(dir.join(STARTING));
        let mut marker = marker.map_err(io_error)?;
        match marker.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if tries < LOCK_TRIES => {
                sleep(LOCK_PAUSE);
                continue;
            }
            Err(TryLockError::WouldBlock) => return Err(OpenError::Locked(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(io_error(error)),
        }
        // Another process may have finished it just now.
        if holds_store(dir)? {
            break;
        }
        clear(dir).map_err(io_error)?;
        let written = marker.set_len(0).and_then(|()| marker.write_all(MARKER_TEXT.as_bytes()));
        written.and_then(|()| marker.sync_all()).and_then(|()| sync_directory(dir)).map_err(io_error)?;
        return Ok(Some(Start { marker }));
    }
    // Where two processes began at once.
    match fs::remove_file(dir.join(STARTING)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io_error(error)),
        _ => Ok(None),
    }
}

fn holds_store(dir: &Path) -> Result<bool, OpenError> {
    let names = match names(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        names => names.map_err(|error| OpenError::from_io(dir, &error))?,
    };
    let has = |name: &str| names.iter().any(|n| n == name);
    let gone = |name: &str| Err(OpenError::Damaged(dir.to_owned(), format!("its file `{name}` is gone")));
    if has(MARKER) {
        return match ["db", "conf"].into_iter().find(|name| !has(name)) {
            Some(name) => gone(name),
            None => Ok(true),
        };
    }
    if has(STARTING) {
        return Ok(false);
    }
    if has("db") && has("conf") {
        return gone(MARKER);
    }
    // A file system of its own begins with `lost+found`.
    if names.iter().any(|name| name != "lost+found" && !name.starts_with('.')) {
        return Err(OpenError::Foreign(dir.to_owned()));
    }
    Ok(false)
}

fn names(dir: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(dir)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Takes away what a start that was not finished left. Nothing was acknowledged by then.
fn clear(dir: &Path) -> io::Result<()> {
    for name in names(dir)? {
        match name.as_str() {
            "blobs" => fs::remove_dir(dir.join(name))?,
            "conf" | "db" | mark::FILE => fs::remove_file(dir.join(name))?,
            _ if name.starts_with("snap.") => fs::remove_file(dir.join(name))?,
            _ => {}
        }
    }
    Ok(())
}

impl Start {
    /// Once all else is on the disk.
    pub fn finish(self, dir: &Path) -> io::Result<()> {
        fs::rename(dir.join(STARTING), dir.join(MARKER))?;
        sync_directory(dir)
    }
}

/// sled syncs neither its files' names nor `conf`.
pub fn sync_files(dir: &Path) -> io::Result<()> {
    for file in ["conf", "db", mark::FILE] {
        File::open(dir.join(file))?.sync_all()?;
    }
    sync_directory(&dir.join("blobs"))?;
    sync_directory(dir)?;
    // Any of these may have been created with it. Those that were can be opened and synced.
    for above in absolute(dir)?.ancestors().skip(1) {
        let _not_ours = sync_directory(above);
    }
    Ok(())
}

fn sync_directory(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, open};
    use super::*;

    #[test]
    fn what_an_unfinished_start_left_is_begun_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("blobs")).unwrap();
        for name in [STARTING, "conf", "db", mark::FILE, "snap.0000000000000010"] {
            fs::write(dir.path().join(name), "half of it").unwrap();
        }
        drop(open(dir.path(), Options::default()).unwrap());
        let names = names(dir.path()).unwrap();
        assert!(names.contains(&MARKER.to_owned()) && !names.contains(&STARTING.to_owned()), "{names:?}");
    }

    #[test]
    fn a_start_that_goes_on_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let start = prepare(dir.path()).unwrap();
        fs::write(dir.path().join("db"), "").unwrap();
        assert_eq!(prepare(dir.path()).err(), Some(OpenError::Locked(dir.path().to_owned())));
        assert!(start.is_some() && dir.path().join("db").exists());
    }

    #[test]
    fn a_store_without_its_marker_is_not_begun_again() {
        let dir = tempfile::tempdir().unwrap();
        drop(open(dir.path(), Options::default()).unwrap());
        fs::remove_file(dir.path().join(MARKER)).unwrap();
        let expected = OpenError::Damaged(dir.path().to_owned(), "its file `flowtone.store` is gone".into());
        assert_eq!(open(dir.path(), Options::default()).err(), Some(expected));
    }
}
