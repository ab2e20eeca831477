//! Syntax: cases with what is reported and what was understood, and hostile inputs.

use std::fmt::Write as _;
use std::sync::LazyLock;

use flowtone::diagnostic::{Diagnostic, sort};
use flowtone::source::{FileId, SourceFile};
use flowtone::syntax::{Parsed, parse};
use proptest::prelude::*;
use regex::Regex;

use crate::support::cases;

pub fn parsed(name: &str, text: &str) -> (SourceFile, Parsed) {
    let source = SourceFile::new(name, text);
    let parsed = parse(FileId(0), &source);
    (source, parsed)
}

/// `line:col CODE headline | label | help`, one problem a line.
fn problems(source: &SourceFile, mut problems: Vec<Diagnostic>) -> String {
    sort(&mut problems);
    let mut out = String::new();
    for problem in problems {
        let at = source.line_column(problem.primary.span.start);
        let _ = write!(out, "{at} {} {} | {}", problem.code, problem.headline, problem.primary.text);
        for other in &problem.others {
            let _ = write!(out, " | {} {}", source.line_column(other.span.start), other.text);
        }
        let _ = write!(out, " | {}", problem.help.as_deref().unwrap_or("-"));
        if let Some(edit) = &problem.edit {
            let _ = write!(out, " | {:?} -> {:?}", source.slice(edit.span), edit.replacement);
        }
        out.push('\n');
    }
    out
}

/// The items without places, for comparing.
pub fn masked(tree: &flowtone::syntax::tree::File) -> String {
    static PLACES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"Span \{ file: FileId\(\d+\), start: \d+, end: \d+ \}|, map: \[[\d, ()]*\]").expect("a regex")
    });
    PLACES.replace_all(&format!("{:?}", tree.items), "_").into_owned()
}

/// The tree in few words, without places: one item a line.
fn outline(tree: &flowtone::syntax::tree::File) -> String {
    const TEXT: &str = r#"("(?:[^"\\]|\\.)*")"#;
    static SHORTER: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"Span \{ file: FileId\(0\), start: \d+, end: \d+ \}", "_"),
            (r"(, )?(span|block): _", ""),
            (r", map: \[[\d, ()]*\], block: (true|false)(, flow: None)?", ""),
            (r#"Name \{ text: "([^"\\]*)" \}"#, "$1"),
            (&format!(r"Text \{{ value: {TEXT} \}}"), "$1"),
            (&format!(r"Pattern \{{ source: {TEXT} \}}"), "/$1/"),
            (r"Count \{ value: (\d+) \}", "$1"),
            (r"Duration \{ millis: (\d+) \}", "${1}ms"),
            (&format!(r"Wording \{{ channel: None, text: {TEXT} \}}"), "$1"),
            (&format!(r"Wording \{{ channel: Some\((\w+)\), text: {TEXT} \}}"), "$1 $2"),
            (&format!(r"Prompt \{{ forms: \[((?:(?:, )?(?:\w+ )?{TEXT})*)\] \}}"), "$1"),
            (r"Target \{ flow: None, node: (\w+), arguments: \[\] \}", "$1"),
            (r", media: None, interrupt: None", ""),
        ]
        .map(|(pattern, short)| (Regex::new(pattern).expect("a regex"), short))
        .into()
    });
    let mut out = String::new();
    for item in &tree.items {
        let mut line = format!("{:?}", item.kind);
        for (pattern, short) in SHORTER.iter() {
            line = pattern.replace_all(&line, *short).into_owned();
        }
        for wrapper in ["Statement", "Setting", "Expr", "Keyword", "HoursLine", "TestStep"] {
            line = unwrapped(&line, &format!("{wrapper} {{ kind: "));
        }
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Without a struct of one field around its value.
fn unwrapped(line: &str, head: &str) -> String {
    let Some((before, rest)) = line.split_once(head) else { return line.to_owned() };
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '(' | '[' if !quoted => depth += 1,
            '}' if !quoted && depth == 0 => {
                let (inner, after) = (rest[..at].trim_end(), &rest[at + 1..]);
                return format!("{before}{}{}", unwrapped(inner, head), unwrapped(after, head));
            }
            '}' | ')' | ']' if !quoted => depth -= 1,
            _ => {}
        }
    }
    line.to_owned()
}

#[test]
fn cases_are_reported_and_understood() {
    cases::run("parse", ".flow", ".out", |name, text| {
        let (source, parsed) = parsed(name, text);
        let reported = problems(&source, parsed.problems);
        format!("{reported}---\n{}", outline(&parsed.tree))
    });
}

#[test]
fn the_samples_of_the_language_have_no_problems() {
    for path in cases::inputs("parse", ".flow") {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with("language_") {
            let (source, parsed) = parsed(&name, &std::fs::read_to_string(&path).expect("a readable case"));
            assert_eq!(problems(&source, parsed.problems), "", "{name}");
        }
    }
}

/// Runs on a stack as small as that of a server's worker.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let worker = std::thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    worker.join().expect("no overflow and no panic")
}

fn codes(text: String) -> Vec<String> {
    on_a_small_stack(move || parsed("t", &text).1.problems.iter().map(|p| p.code.to_string()).collect())
}

#[test]
fn brackets_nested_without_end_are_refused() {
    let many = 70_000;
    for (open, before) in [
        ("(", "step a { set x = "),
        ("[", "step a { set x = "),
        ("f(", "step a { set x = "),
        ("{", "step a "),
        ("{{", "step a "),
        ("if x {", "step a { "),
        ("([{", "step a { set x = "),
        ("{ a: [(", "step a { emit \"x\" "),
        ("x[", "step a { set x = "),
        ("match x { 1 {", "step a { "),
    ] {
        assert_eq!(codes(format!("{before}{}", open.repeat(many))), ["F0003"], "{open}");
    }
}

#[test]
fn brackets_nested_as_deep_as_allowed_are_read() {
    let deep = flowtone::syntax::MAX_NESTING;
    for (before, open, inner, close, after, outside) in [
        ("step a { set x = ", "(", "1", ")", " end }", 1),
        ("step a { set x = ", "[", "1", "]", " end }", 1),
        ("step a { set x = ", "f(-", "1", ")", " end }", 1),
        ("step a { ", "if not x { ", "end", " } else if y { end } else { end }", " end }", 1),
        ("step a { ", "match x { 1 { ", "end", " } }", " end }", 1),
        ("step a { emit \"x\" ", "{ a: ", "1", "}", " end }", 1),
        ("step a { ", "fetch x from \"u\" { failed { ", "end", " } }", " end }", 1),
    ] {
        let each = open.matches(['(', '[', '{']).count();
        let times = (deep - outside) / each;
        let text = format!("{before}{}{inner}{}{after}", open.repeat(times), close.repeat(times));
        assert_eq!(codes(text), [""; 0], "{open}");
    }
}

#[test]
fn long_chains_are_refused_or_read_but_never_overflow() {
    let many = 100_000;
    for (text, code) in [
        (format!("step a {{ set x = a{} end }}", "+a".repeat(many)), "F0115"),
        (format!("step a {{ set x = {}a end }}", "not ".repeat(many)), "F0115"),
        (format!("step a {{ set x = {}a end }}", "- ".repeat(many)), "F0115"),
        (format!("step a {{ set x = a{} end }}", ".b".repeat(many)), "F0115"),
        (format!("step a {{ set x = a{} end }}", "[0]".repeat(10_000)), "F0115"),
        (format!("step a {{ set x = a{} end }}", "??a".repeat(10_000)), "F0115"),
        (format!("step a {{ set x = a{} end }}", "=a".repeat(10_000)), "F0115"),
        (format!("step a {{ if x {{ end }}{} end }}", " else if x { end }".repeat(5_000)), ""),
        (format!("step a {{ emit \"x\" {{ a: [{}1] }} end }}", "1, ".repeat(10_000)), ""),
        (format!("step a {{ {} end }}", "pause 1s ".repeat(10_000)), ""),
    ] {
        let expected: Vec<&str> = if code.is_empty() { vec![] } else { vec![code] };
        assert_eq!(codes(text), expected);
    }
}

#[test]
fn a_chain_as_long_as_allowed_is_read() {
    assert_eq!(codes(format!("step a {{ set x = a{} end }}", " + a".repeat(500))), [""; 0]);
    assert_eq!(codes(format!("step a {{ set x = {}a end }}", "not ".repeat(500))), [""; 0]);
    assert_eq!(codes(format!("step a {{ set x = a{} end }}", " ?? a".repeat(500))), [""; 0]);
}

#[test]
fn files_over_a_mebibyte_are_refused() {
    assert_eq!(codes("// ".repeat(400_000)), ["F0001"]);
}

#[test]
fn the_pages_of_the_syntax_codes_show_what_they_say() {
    let sample = Regex::new(r"(?s)```flow\n// (wrong|right)\n(.*?)```").expect("a regex");
    let pages = flowtone::diagnostic::Code::all().iter().filter(|info| {
        let code = info.code.to_string();
        // A regex is compiled by the checker.
        code == "F0001" || code == "F0003" || (code.starts_with("F01") && code != "F0109")
    });
    for info in pages {
        let mut samples = 0;
        for found in sample.captures_iter(info.page) {
            let expected = if &found[1] == "wrong" { vec![info.code.to_string()] } else { vec![] };
            assert_eq!(codes(found[2].to_owned()), expected, "{} {}", info.code, &found[1]);
            samples += 1;
        }
        assert!(samples > 0, "{} has no sample", info.code);
    }
}

/// Words and marks of the language, and what people put in by mistake.
const SOUP: &[&str] = &[
    "step",
    "menu",
    "keywords",
    "on",
    "always",
    "defaults",
    "hours",
    "test",
    "var",
    "const",
    "say",
    "ask",
    "set",
    "if",
    "else",
    "match",
    "fetch",
    "from",
    "dial",
    "emit",
    "json",
    "wait",
    "end",
    "->",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    ".",
    "..",
    "=",
    "==",
    "+",
    "-",
    "/",
    "*",
    "#",
    "%",
    "??",
    "\"",
    "\"\"\"",
    "\"a\"",
    "\"{{x}}\"",
    "{{",
    "}}",
    "\\",
    "/a/",
    "/[/]/",
    "//",
    "/*",
    "*/",
    "a",
    "b",
    "A-b",
    "é",
    "1",
    "1.5",
    "5s",
    "50%",
    "404",
    "5xx",
    "also",
    "then",
    "not",
    "in",
    "noinput",
    "tries",
    "timeout",
    "failed",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\t",
    "\u{1}",
    "\u{201C}",
    "\u{201D}",
    "'",
    ";",
    "\u{FEFF}",
];

fn soup(length: usize) -> impl Strategy<Value = String> {
    let space = prop::sample::select(&["", " ", " ", "\n"][..]);
    prop::collection::vec((prop::sample::select(SOUP), space), 0..length)
        .prop_map(|words| words.into_iter().map(|(word, space)| format!("{word}{space}")).collect())
}

fn sample() -> impl Strategy<Value = String> {
    let texts: Vec<String> = cases::inputs("parse", ".flow")
        .into_iter()
        .map(|path| std::fs::read_to_string(path).expect("a readable case"))
        .filter(|text| text.len() < 2_500)
        .collect();
    prop::sample::select(texts)
}

/// Cuts a piece out of a text and puts another in its place.
fn spliced(text: &str, at: prop::sample::Index, length: usize, piece: &str) -> String {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let start = at.index(borders.len());
    let end = (start + length).min(borders.len() - 1);
    format!("{}{piece}{}", &text[..borders[start]], &text[borders[end]..])
}

/// Nothing panics, what is bad has been reported, and places lie within the file.
fn check_any(text: &str) {
    let (source, parsed) = parsed("t", text);
    let tree = masked(&parsed.tree);
    let has_bad = Regex::new(r"\bkind: Bad\b|\bBad\(").expect("a regex").is_match(&tree);
    assert!(!parsed.problems.is_empty() || !has_bad, "an unreported hole in {text:?}");
    for problem in &parsed.problems {
        let span = problem.primary.span;
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{problem:?} in {text:?}");
        assert!(span.start == span.end || !source.slice(span).is_empty(), "{problem:?} cuts a character of {text:?}");
    }
    for span in ends(&format!("{:?}", parsed.tree)) {
        assert!(span <= text.len(), "a place of the tree lies behind the end of {text:?}");
    }
    crate::format::check("t", text);
}

/// Where the places end that are named in the tree.
fn ends(tree: &str) -> impl Iterator<Item = usize> {
    static END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"start: \d+, end: (\d+) \}").expect("a regex"));
    END.captures_iter(tree).map(|found| found[1].parse().expect("a number"))
}

#[test]
fn a_file_that_ends_within_a_text_has_no_place_behind_its_end() {
    for text in
        ["use \"cards", "on call {\n  say \"Hello", "on call {\n  say “Hello", "menu m \"Hi {{name", "var x = \"\\"]
    {
        check_any(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check_any(&text);
    }

    #[test]
    fn any_soup_of_words_is_read(text in soup(60)) {
        check_any(&text);
    }

    #[test]
    fn a_soup_within_a_step_is_read(text in soup(30)) {
        check_any(&format!("step a {{\n{text}\n}}\n\nmenu m \"Hi\" {{ {text} }}"));
    }

    #[test]
    fn a_damaged_flow_is_read(
        text in sample(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0usize..20, soup(4)), 1..4),
    ) {
        let text = damage.into_iter().fold(text, |text, (at, length, piece)| spliced(&text, at, length, &piece));
        check_any(&text);
    }
}
