//! Why a store cannot be opened, and what its failures are in words.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::mark;

/// Why a store cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// Another process has it.
    Locked(PathBuf),
    NotADirectory(PathBuf),
    Permission(PathBuf),
    /// A directory with other files and no store in it.
    Foreign(PathBuf),
    /// The disk is full: sled needs to write to open.
    Full(PathBuf),
    /// The files cannot be read as a store, or a part is gone.
    Damaged(PathBuf, String),
    /// The database came back without its last groups of commits.
    Short {
        dir: PathBuf,
        lost: u64,
    },
    /// Written by a newer build.
    Newer(PathBuf, u8),
    Other(PathBuf, String),
}

impl OpenError {
    /// What a person can do about it.
    pub fn help(&self) -> String {
        match self {
            OpenError::Locked(dir) => format!(
                "stop it or give this one another directory; to look into `{}` ask the running server",
                dir.display()
            ),
            OpenError::NotADirectory(_) => "set `store.url` to a directory, as in \"sled:data\"".into(),
            OpenError::Permission(dir) => {
                format!("let the user that runs flowtone read and write `{}` and the files in it", dir.display())
            }
            OpenError::Foreign(_) => "set `store.url` to a directory that is new or empty, as in \"sled:data\"".into(),
            OpenError::Full(_) => "free some space and start again; nothing that was acknowledged is lost".into(),
            OpenError::Damaged(dir, _) => format!(
                "nothing was deleted; copy `{}` away, then put a backup in its place or set `store.url` to a new \
                 directory",
                dir.display()
            ),
            OpenError::Short { dir, .. } => format!(
                "nothing was deleted; put a backup of `{0}` in its place, or, to go on with what is left, copy `{0}` \
                 away and delete the file `{1}` in it",
                dir.display(),
                mark::FILE
            ),
            OpenError::Newer(..) => "start the newer flowtone again, or set `store.url` to a new directory".into(),
            OpenError::Other(..) => "nothing was deleted; the message above is the database's own".into(),
        }
    }

    pub(super) fn from_io(dir: &Path, error: &io::Error) -> OpenError {
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => OpenError::Permission(dir.to_owned()),
            ErrorKind::NotADirectory => OpenError::NotADirectory(dir.to_owned()),
            _ if is_full(error) => OpenError::Full(dir.to_owned()),
            _ => match error.to_string() {
                text if text.contains("could not acquire lock") => OpenError::Locked(dir.to_owned()),
                text => OpenError::Other(dir.to_owned(), text),
            },
        }
    }

    pub(super) fn from_sled(dir: &Path, error: &::sled::Error) -> OpenError {
        match error {
            ::sled::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
                OpenError::Damaged(dir.to_owned(), "a file ends too early".into())
            }
            ::sled::Error::Io(error) => OpenError::from_io(dir, error),
            ::sled::Error::Corruption { at: Some(at), .. } => {
                OpenError::Damaged(dir.to_owned(), format!("what is at {at} does not match its checksum"))
            }
            ::sled::Error::Corruption { at: None, .. } => {
                OpenError::Damaged(dir.to_owned(), "it does not read as it was written".into())
            }
            // Always opened in the same way, it can only differ in this by damage.
            ::sled::Error::Unsupported(what) => {
                OpenError::Damaged(dir.to_owned(), format!("its file `conf` does not fit: {what}"))
            }
            other => OpenError::Other(dir.to_owned(), other.to_string()),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Locked(dir) => write!(f, "another flowtone is using `{}`", dir.display()),
            OpenError::NotADirectory(dir) => write!(f, "`{}` is not a directory", dir.display()),
            OpenError::Permission(dir) => write!(f, "no permission to read and write `{}`", dir.display()),
            OpenError::Foreign(dir) => write!(f, "`{}` holds other files, and no store", dir.display()),
            OpenError::Full(dir) => write!(f, "the disk under `{}` is full", dir.display()),
            OpenError::Damaged(dir, what) => write!(f, "the store in `{}` is damaged: {what}", dir.display()),
            OpenError::Short { dir, lost } => {
                write!(f, "the store in `{}` is damaged: its last {lost} groups of turns are gone", dir.display())
            }
            OpenError::Newer(dir, layout) => {
                write!(f, "the store in `{}` was written by a newer flowtone (layout {layout})", dir.display())
            }
            OpenError::Other(dir, what) => write!(f, "the store in `{}` cannot be opened: {what}", dir.display()),
        }
    }
}

impl std::error::Error for OpenError {}

/// sled wraps the causes it passes on; what is left of them is their text.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        || error.to_string().contains("StorageFull")
        || error.to_string().contains("QuotaExceeded")
}

/// The cause of a failed write in words.
pub fn plain(error: &io::Error) -> String {
    if is_full(error) { "the disk is full".into() } else { error.to_string() }
}

pub fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "it gave up".into())
}
