//! Finding and reading the `.flow` files that a command was given.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::source::Sources;

/// The folder that commands look into when told nothing, where no `flowtone.toml` says otherwise.
pub const FLOWS: &str = "flows";

/// The `.flow` files that these paths mean: files as they are, folders by what is in them at any depth.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = BTreeSet::new();
    let default = [PathBuf::from(FLOWS)];
    for path in if paths.is_empty() { &default[..] } else { paths } {
        if path.is_dir() {
            walk(path, &mut found)?;
        } else if path.exists() {
            found.insert(path.clone());
        } else if paths.is_empty() {
            return Err(format!("there is no folder `{FLOWS}` here; name the files or folders to read"));
        } else {
            return Err(format!("there is no file or folder `{}`", path.display()));
        }
    }
    if found.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
        let place = if named.is_empty() { format!("`{FLOWS}`") } else { named.join(", ") };
        return Err(format!("no `.flow` file in {place}"));
    }
    Ok(found.into_iter().collect())
}

fn walk(dir: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("cannot read `{}`: {e}", dir.display());
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // Links to folders are not followed: they can lead in circles.
        let kind = entry.file_type().map_err(fail)?;
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if kind.is_dir() {
            walk(&path, found)?;
        } else if name.ends_with(".flow") && path.is_file() {
            found.insert(path);
        }
    }
    Ok(())
}

/// Reads files into one run. A file that is not UTF-8 is told by its first wrong byte.
pub fn read(paths: &[PathBuf]) -> Result<Sources, String> {
    let mut sources = Sources::new();
    for path in paths {
        sources.add(path.to_string_lossy(), read_text(path)?);
    }
    Ok(sources)
}

pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        format!("`{}` is not UTF-8 text: byte {at} is the first that cannot be read; save it as UTF-8", path.display())
    })
}

/// All of standard input, for `-`.
pub fn read_stdin() -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|e| format!("cannot read standard input: {e}"))?;
    Ok(text)
}
