//! Cases as files: an input and, beside it, what is expected. `UPDATE_CASES=1` writes what came out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder under `tests/cases` with this ending, sorted.
pub fn inputs(folder: &str, ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|e| panic!("{}: {e}", root.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no case in {}", root.display());
    found
}

/// Runs `produce` over each case and holds its output against the file with `expected_ending` instead of `ending`.
/// All cases are run before any failure is reported.
pub fn run(folder: &str, ending: &str, expected_ending: &str, produce: impl Fn(&str, &str) -> String) {
    let outputs = inputs(folder, ending).into_iter().map(|path| {
        let input = fs::read_to_string(&path).expect("a readable case");
        let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
        let actual = produce(&name, &input);
        (path.with_file_name(format!("{}{expected_ending}", name.strip_suffix(ending).expect("the ending"))), actual)
    });
    compare(folder, outputs);
}

/// The same for cases of several files: each is a folder, given as its files' names and texts, the expected output
/// beside it.
pub fn run_folders(folder: &str, expected_ending: &str, produce: impl Fn(&str, &[(String, String)]) -> String) {
    let folders = inputs(folder, "").into_iter().filter(|path| path.is_dir());
    let outputs = folders.map(|path| {
        let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
        let mut files: Vec<(String, String)> = fs::read_dir(&path)
            .expect("a readable folder")
            .map(|entry| entry.expect("a file").path())
            .map(|file| {
                let name = file.file_name().expect("a name").to_string_lossy().into_owned();
                (name, fs::read_to_string(&file).expect("a readable case"))
            })
            .collect();
        files.sort();
        let actual = produce(&name, &files);
        (path.with_file_name(format!("{name}{expected_ending}")), actual)
    });
    compare(folder, outputs);
}

fn compare(folder: &str, outputs: impl Iterator<Item = (PathBuf, String)>) {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut failures = String::new();
    for (expected_path, actual) in outputs {
        if update {
            fs::write(&expected_path, &actual).expect("a writable case");
            continue;
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if expected != actual {
            let _ = writeln!(
                failures,
                "==== {folder}: expected ({})\n{expected}\n---- actual\n{actual}",
                expected_path.file_name().expect("a file name").to_string_lossy()
            );
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}\n(UPDATE_CASES=1 writes what came out; read the difference before you keep it)"
    );
}
