//! What the README, the docs, the shipped flows and the examples show is true.

use std::fs;
use std::path::{Path, PathBuf};

use flowtone::check;
use flowtone::diagnostic::render;
use flowtone::source::{SourceFile, Sources};
use flowtone::syntax;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All shipped flows: `flows`, `examples`, and what `flowtone new` writes.
pub fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["flows", "examples", "src/cli/new"] {
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "flow") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() >= 6, "flows are missing: {found:?}");
    found
}

#[test]
fn no_shipped_flow_has_a_finding() {
    let mut findings = String::new();
    for path in shipped() {
        let mut sources = Sources::new();
        sources.add(path.strip_prefix(root()).expect("under the root").to_string_lossy(), read(&path));
        let checked = check::check(&sources);
        findings.push_str(&render::terminal(&checked.problems, &sources, false));
        assert!(checked.problems.len() + checked.programs.len() > 0, "{} gave nothing", path.display());
    }
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn every_shipped_flow_is_laid_out() {
    for path in shipped() {
        let text = read(&path);
        let formatted = syntax::format(&SourceFile::new("x.flow", text.clone())).expect("no mistake");
        assert_eq!(text, formatted, "{}: run `flowtone fmt`", path.display());
    }
}

/// The ```flow blocks of a page, with the line each begins on.
fn samples(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match &mut open {
            None if line.trim() == "```flow" => open = Some((number + 2, String::new())),
            None => {}
            Some(_) if line.trim() == "```" => found.extend(open.take()),
            Some((_, sample)) => {
                sample.push_str(line);
                sample.push('\n');
            }
        }
    }
    found
}

/// A sample may be a part of a flow or statements only: what it leaves out is put around it.
fn complete(sample: &str) -> Vec<String> {
    let entry = "on call -> start\non message -> start\n";
    vec![
        sample.to_owned(),
        format!("{entry}step start {{ say \"hello\" end }}\n{sample}"),
        format!("{entry}step start {{\n{sample}\n}}\n"),
    ]
}

#[test]
fn every_flow_in_the_docs_is_sound() {
    let mut pages = vec![root().join("README.md")];
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    let mut findings = String::new();
    for page in pages {
        for (line, sample) in samples(&read(&page)) {
            let sound = complete(&sample).iter().any(|text| check::check_one("sample.flow", text).problems.is_empty());
            if !sound {
                let mut sources = Sources::new();
                sources.add(format!("{}:{line}", page.display()), sample.clone());
                findings.push_str(&render::terminal(&check::check(&sources).problems, &sources, false));
            }
        }
    }
    assert!(findings.is_empty(), "{findings}");
}

/// The fenced shell blocks of the README, a command each where a line ends in a backslash.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut command = String::new();
    for line in text.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.is_empty() && !line.starts_with('#') => {
                command.push_str(line.trim_end_matches('\\'));
                if !line.ends_with('\\') {
                    found.push(std::mem::take(&mut command));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let commands = commands(&read(&root().join("README.md")));
    assert!(commands.iter().any(|c| c.contains("serve")), "{commands:?}");
    let test = commands.iter().find(|c| c.starts_with("cargo test")).expect("a test command");
    let ci = read(&root().join(".ci/run"));
    assert!(ci.contains(test.as_str()), "`.ci/run` does not call the README's `{test}`");
}
