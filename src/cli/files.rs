//! Finding and reading the `.flow` files that a command was given.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::out;
use super::project::Project;
use crate::catalog;
use crate::config::Flags;
use crate::source::SourceFile;

/// The `.flow` files that these paths mean: files as they are, folders by the flows in them, as `serve` reads them.
/// Without any, the project's folder of flows.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    if paths.is_empty() {
        let project = Project::load(None, &Flags::default())?;
        let dir = project.path(&project.config.flows);
        if !dir.is_dir() {
            return Err(format!("there is no folder `{}` here; name the files or folders to read", dir.display()));
        }
        return find(&[dir]);
    }
    let mut found = BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            found.extend(catalog::list(path).map_err(|e| e.to_string())?);
            below(path)?.iter().for_each(|dir| {
                out::note(&format!(
                    "note: `{}` has flows too; they are not served with the others, and are left out",
                    dir.display()
                ));
            });
        } else if path.exists() {
            found.insert(path.clone());
        } else {
            return Err(format!("there is no file or folder `{}`", path.display()));
        }
    }
    if found.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
        return Err(format!("no `.flow` file in {}", named.join(", ")));
    }
    let mut places = BTreeSet::new();
    Ok(found.into_iter().map(within).filter(|path| places.insert(place(path))).collect())
}

/// The folders right in this one that have flows.
fn below(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let fail = |e: std::io::Error| format!("cannot read `{}`: {e}", dir.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        // What cannot be read here was not asked for.
        if path.is_dir() && catalog::list(&path).is_ok_and(|flows| !flows.is_empty()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The same for all spellings of a path. A link is a file of its own, as it is a flow of its own.
pub(super) fn place(path: &Path) -> PathBuf {
    let folder = folder(path);
    folder.canonicalize().unwrap_or(folder).join(path.file_name().unwrap_or_default())
}

/// As a user would write it.
pub(super) fn within(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path)
}

pub fn read_file(path: &Path) -> Result<SourceFile, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
    Ok(SourceFile::from_bytes(path.to_string_lossy(), &bytes))
}

/// All of standard input, for `-`.
pub fn read_stdin(name: &str) -> Result<SourceFile, String> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|e| format!("cannot read standard input: {e}"))?;
    Ok(SourceFile::from_bytes(name, &bytes))
}

/// Writes beside the file, then renames over it, so that no reader ever sees half of it. A link stays one: the file
/// that it leads to is written.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("cannot write `{}`: {e}", path.display());
    let path = &match path.canonicalize() {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => path.to_path_buf(),
        found => found.map_err(fail)?,
    };
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".flowtone-tmp");
    let beside = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        if let Ok(before) = std::fs::metadata(path) {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|e| {
        // The half-written copy is of no use; that it could not be removed adds nothing to the first error.
        let _ = std::fs::remove_file(&beside);
        fail(e)
    })
}
