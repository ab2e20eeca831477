//! The house stands: imports run one way, no file is left lying about, and the map in the docs is this table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of `docs/architecture.md`. A module imports only from floors below its own.
const FLOORS: &[(u32, &[&str])] = &[
    (1, &["address", "source", "value", "config"]),
    (2, &["diagnostic", "function", "store"]),
    (3, &["template"]),
    (4, &["program", "syntax"]),
    (5, &["engine", "check"]),
    (6, &["channel", "sim"]),
    (7, &["catalog"]),
    (8, &["host"]),
    (9, &["server"]),
    (10, &["cli"]),
];

/// Imports that the floors would allow and the house does not.
const WALLS: &[(&str, &str, &str)] = &[
    ("engine", "syntax", "the engine never sees the tree"),
    ("engine", "store", "a step is stored by the host"),
    ("channel", "store", "a channel is bytes in, bytes out"),
    ("channel", "check", "a channel is bytes in, bytes out"),
    ("channel", "syntax", "a channel is bytes in, bytes out"),
    ("sim", "store", "tests keep nothing"),
    ("sim", "syntax", "tests run programs, as callers do"),
    ("store", "config", "a record is keys, a version and bytes"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).expect("under src").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("readable"))
        })
        .collect()
}

fn floor(module: &str) -> Option<u32> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// The modules that a file names as `crate::MODULE`, tests left out.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    let mut found = BTreeSet::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for part in line.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if floor(&name).is_some() {
                found.insert(name);
            } else if let Some(group) = part.strip_prefix('{') {
                let names = group.split('}').next().unwrap_or("").split(',').map(str::trim);
                found.extend(
                    names.filter_map(|n| n.split("::").next()).filter(|n| floor(n).is_some()).map(String::from),
                );
            }
        }
    }
    found
}

#[test]
fn imports_run_downward() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let module = name.split(['/', '.']).next().unwrap_or("");
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let own = floor(module)
            .unwrap_or_else(|| panic!("`{module}` has no floor: add it to the table and to docs/architecture.md"));
        for other in imports(&text).into_iter().filter(|other| other != module) {
            if floor(&other).is_some_and(|floor| floor >= own) {
                wrong.push(format!("src/{name} imports `{other}` from a floor that is not below"));
            }
            if let Some((_, _, why)) = WALLS.iter().find(|(from, to, _)| *from == module && *to == other) {
                wrong.push(format!("src/{name} imports `{other}`: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_reached_by_a_mod_line() {
    let all: BTreeMap<String, String> = sources().into_iter().collect();
    let mut lost = Vec::new();
    for name in all.keys().filter(|name| !["lib.rs", "main.rs"].contains(&name.as_str())) {
        let path = Path::new(name);
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let (module, folder) = match stem.as_ref() {
            "mod" => (
                path.parent().expect("a folder").file_name().expect("a name").to_string_lossy(),
                path.parent().and_then(Path::parent),
            ),
            _ => (stem, path.parent()),
        };
        let folder = folder.unwrap_or(Path::new(""));
        let parents = if folder.as_os_str().is_empty() {
            vec!["lib.rs".to_owned()]
        } else {
            vec![format!("{}/mod.rs", folder.display()), format!("{}.rs", folder.display())]
        };
        let declared = |text: &String| {
            text.lines().any(|line| {
                let line = line
                    .trim()
                    .trim_start_matches("pub(crate) ")
                    .trim_start_matches("pub(super) ")
                    .trim_start_matches("pub ");
                line == format!("mod {module};") || (folder.as_os_str().is_empty() && line == format!("{module};"))
            })
        };
        if !parents.iter().filter_map(|p| all.get(p)).any(declared) {
            lost.push(name.clone());
        }
    }
    assert!(lost.is_empty(), "no `mod` line reaches {}", lost.join(", "));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(name, text)| format!("{name}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "split these, 500 lines at most: {}", long.join(", "));
}

#[test]
fn only_one_floor_knows_each_tool() {
    let users = |word: &str| -> BTreeSet<String> {
        sources()
            .into_iter()
            .filter(|(_, text)| text.lines().any(|l| !l.trim_start().starts_with("//") && l.contains(word)))
            .map(|(name, _)| name.split('/').next().unwrap_or("").to_owned())
            .collect()
    };
    let only = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(users("pest::"), only(&["syntax"]));
    assert_eq!(users("handlebars::"), only(&["template"]));
    assert_eq!(users("sled::"), only(&["store"]));
    assert_eq!(users("axum::"), only(&["server"]));
    assert_eq!(users("annotate_snippets::"), only(&["diagnostic"]));
}

#[test]
fn the_map_in_the_docs_is_the_table_of_this_test() {
    let map = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    for (floor, modules) in FLOORS {
        for module in *modules {
            let row = format!("| {floor} | `{module}` |");
            assert!(map.contains(&row), "docs/architecture.md has no row {row:?}");
        }
    }
}
