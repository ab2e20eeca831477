//! The formatter: cases, and that it changes neither itself nor the tree.

use std::path::{Path, PathBuf};

use flowtone::source::SourceFile;
use flowtone::syntax::format;
use proptest::prelude::*;

use crate::generate;
use crate::parse::{masked, parsed};
use crate::support::cases;

fn formatted(name: &str, text: &str) -> String {
    match format(&SourceFile::new(name, text)) {
        Ok(text) => text,
        Err(problems) => format!("refused: {} problems\n", problems.len()),
    }
}

#[test]
fn cases_come_out_as_written_beside_them() {
    cases::run("format", ".flow", ".out", formatted);
}

/// Every flow of the package that parses.
fn flows() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "flow")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["tests/cases", "flows", "examples"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found.sort();
    found
}

/// Holds a text that parses against what the formatter makes of it.
pub fn check(name: &str, text: &str) {
    let (_, before) = parsed(name, text);
    if !before.problems.is_empty() {
        return;
    }
    let once = formatted(name, text);
    let (source, after) = parsed(name, &once);
    assert!(after.problems.is_empty(), "{name} does not parse any more: {:?}\n{once}", after.problems);
    assert_eq!(masked(&before.tree), masked(&after.tree), "{name} says something else\n{once}");
    let comments = |tree: &flowtone::syntax::tree::File| {
        let mut texts: Vec<String> = tree.comments.iter().map(|c| c.text.trim_end().to_owned()).collect();
        texts.sort();
        texts
    };
    assert_eq!(comments(&before.tree), comments(&after.tree), "{name} has other comments\n{once}");
    let twice = formatted(name, &source.text);
    assert_eq!(once, twice, "{name} is not formatted at once");
}

#[test]
fn no_flow_changes_its_meaning_or_its_form_twice() {
    let flows = flows();
    assert!(flows.len() > 5);
    for (path, text) in flows {
        check(&path.to_string_lossy(), &text);
    }
}

#[test]
fn windows_line_ends_are_read_and_not_written() {
    for (path, text) in flows() {
        let text = text.replace('\n', "\r\n");
        let (_, parsed) = parsed("t", &text);
        if parsed.problems.is_empty() && !text.contains("\"\"\"") && !text.contains("/*") {
            let written = formatted("t", &text);
            assert!(!written.contains('\r'), "{}", path.display());
            assert_eq!(written, formatted("t", &text.replace("\r\n", "\n")), "{}", path.display());
        }
    }
}

/// The white space between the words of a flow, as byte offsets.
fn gaps(text: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let (mut quoted, mut block) = (false, false);
    for (at, c) in text.char_indices() {
        if text[at..].starts_with("\"\"\"") {
            block = !block;
        } else if c == '"' && !block && !text[..at].ends_with('\\') {
            quoted = !quoted;
        }
        // A `"` in a regex opens nothing.
        quoted &= c != '\n';
        let regex = text[..at].rsplit('\n').next().is_some_and(|line| line.contains('/'));
        let commented = text[..at].rfind("/*") > text[..at].rfind("*/");
        if c.is_whitespace() && !quoted && !block && !regex && !commented {
            gaps.push(at);
        }
    }
    gaps
}

/// Files of the whole grammar: `FORMATTED` says how many.
#[test]
fn generated_files_are_formatted_once_and_for_all() {
    let files: u64 = std::env::var("FORMATTED").map_or(500, |n| n.parse().expect("FORMATTED is a number"));
    let mut meant = 0;
    for seed in 1..=files {
        let text = generate::file(seed);
        let (_, parsed) = parsed("t", &text);
        assert!(parsed.problems.is_empty(), "file {seed} does not parse: {:#?}\n{text}", parsed.problems);
        meant += parsed.tree.items.len();
        check("t", &text);
    }
    assert!(meant as u64 > files, "the files are nearly empty");
}

fn sample() -> impl Strategy<Value = String> {
    let texts: Vec<String> =
        flows().into_iter().map(|(_, text)| text).filter(|text| parsed("t", text).1.problems.is_empty()).collect();
    prop::sample::select(texts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comments_and_lines_anywhere_change_nothing(
        text in sample(),
        places in prop::collection::vec(
            (any::<prop::sample::Index>(), prop::sample::select(&["// note\n", "/* note */", "/* a\n  b */", "\n", "\n\n\n", "  "][..])),
            1..8,
        ),
    ) {
        let gaps = gaps(&text);
        let mut places: Vec<_> = places.into_iter().map(|(place, piece)| (place.index(gaps.len().max(1)), piece)).collect();
        places.sort();
        let mut changed = text;
        for (place, piece) in places.into_iter().rev() {
            if let Some(at) = gaps.get(place) {
                changed.insert_str(*at, &format!(" {piece}"));
            }
        }
        prop_assert!(parsed("t", &changed).1.problems.is_empty(), "{changed}");
        check("t", &changed);
    }
}
