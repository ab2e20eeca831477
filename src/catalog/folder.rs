use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use crate::source::{FLOW, is_translation};

/// Between two reads of a tree that may be changing.
const LOOK: Duration = Duration::from_millis(40);

/// A tree has settled when all reads for so long were equal: editors truncate before they write, and pause between.
const QUIET: Duration = Duration::from_millis(200);

/// Where a file is empty or its last line has no end, it may well be half written: it gets longer.
const QUIET_IF_CUT: Duration = Duration::from_millis(800);

/// How long to wait for a tree that keeps changing; the next event or rescan looks again.
const SETTLE_MAX: Duration = Duration::from_secs(5);

/// The `.flow` files of one folder and their translations, by the path a user would write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// Reads the folder as it is now.
    pub fn read(dir: &Path) -> Result<Folder, FolderError> {
        let read = |path: PathBuf| match std::fs::read(&path) {
            Ok(bytes) => Ok((path.to_string_lossy().into_owned(), bytes)),
            Err(error) => Err(FolderError { path, error }),
        };
        let paths = named(dir, |name| name.ends_with(FLOW) || is_translation(name))?;
        let files = paths.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Folder { files })
    }

    /// Whether there is a flow, and not translations alone.
    pub fn has_flows(&self) -> bool {
        self.files.keys().any(|name| name.ends_with(FLOW))
    }

    /// A hash of all names and texts.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.files {
            for part in [name.as_bytes(), text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        let mut out = String::new();
        for byte in hash.finalize() {
            let _ = write!(out, "{byte:02x}");
        }
        out
    }
}

/// The flows of a folder: its `.flow` files. Hidden files, and editors' backups, are not flows, and folders within it
/// are not looked into: a flow is called by its file's name, which one folder has once.
///
/// # Errors
///
/// Where the folder cannot be read.
pub fn list(dir: &Path) -> Result<Vec<PathBuf>, FolderError> {
    named(dir, |name| name.ends_with(FLOW))
}

/// The translations in a folder, of whatever flow.
///
/// # Errors
///
/// Where the folder cannot be read.
pub fn translations(dir: &Path) -> Result<Vec<PathBuf>, FolderError> {
    named(dir, is_translation)
}

fn named(dir: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, FolderError> {
    let fail = |error: io::Error| FolderError { path: dir.to_path_buf(), error };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') && is_wanted(&name) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads the folder until it has settled. Blocks; for a thread of its own.
///
/// # Errors
///
/// Where the folder cannot be read, and stays so, or never settles.
pub fn read_stable(dir: &Path) -> Result<Folder, FolderError> {
    let begun = Instant::now();
    let mut before = Folder::read(dir);
    let mut since = Instant::now();
    loop {
        std::thread::sleep(LOOK);
        let now = Folder::read(dir);
        if !same(&before, &now) {
            since = Instant::now();
        } else if since.elapsed() >= quiet(&now) {
            return now;
        }
        if begun.elapsed() > SETTLE_MAX {
            let error = io::Error::other("the files keep changing");
            return Err(FolderError { path: dir.to_path_buf(), error });
        }
        before = now;
    }
}

/// A file that is gone for a moment, as while it is being replaced, is a change like any other.
fn same(one: &Result<Folder, FolderError>, other: &Result<Folder, FolderError>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => one.path == other.path && one.error.kind() == other.error.kind(),
        _ => false,
    }
}

fn quiet(tree: &Result<Folder, FolderError>) -> Duration {
    let whole = |folder: &Folder| folder.files.values().all(|text| text.ends_with(b"\n"));
    if tree.as_ref().is_ok_and(whole) { QUIET } else { QUIET_IF_CUT }
}

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct FolderError {
    pub path: PathBuf,
    pub error: io::Error,
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for FolderError {}
