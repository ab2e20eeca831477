//! Flow tests: cases, the shipped flows, and what exploring finds.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use flowtone::check::check;
use flowtone::diagnostic::render;
use flowtone::program::Program;
use flowtone::sim::{self, Key};
use flowtone::source::{LineColumn, Sources};

use crate::docs::{shipped, with_translations};
use crate::support::cases;

fn loaded(name: &str, text: &str) -> (Sources, Arc<Program>) {
    let mut sources = Sources::new();
    sources.add(name, text);
    program(name, sources)
}

fn program(name: &str, sources: Sources) -> (Sources, Arc<Program>) {
    let checked = check(&sources);
    let Some(program) = checked.programs.first() else {
        panic!("{name}:\n{}", render::terminal(&checked.problems, &sources, false));
    };
    (sources, Arc::clone(program))
}

/// What each test of a flow came to, then the ways that none went.
fn told(name: &str, text: &str) -> String {
    let (sources, program) = loaded(name, text);
    told_of(name, &sources, &program)
}

fn told_of(name: &str, sources: &Sources, program: &Program) -> String {
    let mut out = String::new();
    let mut passed = BTreeSet::new();
    for test in &program.tests {
        let ran = sim::run(program, test);
        passed.extend(ran.passed.iter().copied());
        let mark = if ran.failure.is_some() { "failed" } else { "passed" };
        let _ = writeln!(out, "{mark} {}", test.name);
        assert_eq!(ran.failure.is_some(), test.name.starts_with("FAILS"), "{name}: `{}` {:?}", test.name, ran.failure);
        if let Some(problem) = &ran.failure {
            out.push_str(&render::terminal(std::slice::from_ref(problem), sources, false));
        }
    }
    out.push('\n');
    for edge in missed(program, &passed) {
        let _ = writeln!(out, "{edge}");
    }
    out
}

fn missed(program: &Program, passed: &BTreeSet<Key>) -> Vec<String> {
    let edges = sim::edges(program);
    let missed = edges.iter().filter(|edge| !passed.contains(&edge.key));
    missed.map(|edge| format!("{} {:?} {}", edge.place, edge.kind, edge.what)).collect()
}

#[test]
fn cases() {
    cases::run("sim", ".flow", ".out", told);
    cases::run_folders("sim", ".out", |name, files| {
        let mut sources = Sources::new();
        for (file, text) in files {
            sources.add(file.clone(), text.clone());
        }
        let checked = check(&sources);
        assert!(!checked.programs.is_empty(), "{name}:\n{}", render::terminal(&checked.problems, &sources, false));
        let told = checked.programs.iter().map(|flow| format!("== {}\n{}", flow.flow, told_of(name, &sources, flow)));
        told.collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn tests_of_shipped_flows_pass_and_go_all_ways() {
    for path in shipped() {
        let name = path.to_string_lossy().into_owned();
        let (sources, program) = program(&name, with_translations(&path, None));
        assert!(!program.tests.is_empty(), "{name} has no tests");
        let mut passed = BTreeSet::new();
        for test in &program.tests {
            let ran = sim::run(&program, test);
            let told = ran.failure.map(|problem| render::terminal(&[problem], &sources, false));
            assert!(told.is_none(), "{}", told.unwrap_or_default());
            passed.extend(ran.passed);
        }
        assert_eq!(missed(&program, &passed), Vec::<String>::new(), "{name}: no test goes there");
    }
}

#[test]
fn the_page_on_tests_shows_tests_that_pass() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/testing.md")).expect("a page");
    let sample = page.split("```flow\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a sample");
    assert!(!told("sample.flow", sample).contains("failed"));
    let source = flowtone::source::SourceFile::new("sample.flow", sample);
    assert_eq!(flowtone::syntax::format(&source).expect("a flow that parses"), sample, "as the formatter lays it out");
}

/// The text without its `test` blocks, which all stand at the end.
fn without_tests(text: &str) -> &str {
    text.find("\ntest \"").and_then(|at| text.get(..at)).unwrap_or(text)
}

/// What exploring writes is laid out, sound, passes, and goes all that it says.
fn explore(name: &str, text: &str, load: impl Fn(&str) -> (Sources, Arc<Program>)) -> (usize, Vec<String>) {
    let bare = without_tests(text);
    let (_, program) = load(bare);
    let explored = sim::explore(&program, &BTreeSet::new());
    let written = format!("{bare}\n{}", explored.dialogues.join("\n"));
    let (sources, program) = load(&written);
    let mut passed = BTreeSet::new();
    for test in &program.tests {
        let ran = sim::run(&program, test);
        let told = ran.failure.map(|problem| render::terminal(&[problem], &sources, false));
        assert!(told.is_none(), "{}", told.unwrap_or_default());
        passed.extend(ran.passed);
    }
    assert_eq!(program.tests.len(), explored.dialogues.len());
    let missed: Vec<String> = explored.missed.iter().map(|e| format!("{} {:?} {}", e.place, e.kind, e.what)).collect();
    assert_eq!(self::missed(&program, &passed), missed, "{name}");
    let source = sources.iter().next().expect("a file").1;
    let formatted = flowtone::syntax::format(source).expect("a flow that parses");
    let blocks = |text: &str| text.split("\ntest ").skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(blocks(&formatted), blocks(&written), "{name}: as the formatter lays it out");
    assert_eq!(sim::explore(&program, &passed).dialogues, Vec::<String>::new(), "{name}: nothing is left to be found");
    (explored.ways, missed)
}

#[test]
fn exploring_goes_all_ways_of_shipped_flows() {
    let mut told = String::new();
    for path in shipped() {
        let name = path.to_string_lossy().into_owned();
        let load = |text: &str| program(&name, with_translations(&path, Some(text)));
        let (ways, missed) = explore(&name, &fs::read_to_string(&path).expect("a flow"), load);
        assert!(ways > 10, "{name} has {ways} ways");
        for way in missed {
            let _ = writeln!(told, "{name} {way}");
        }
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn exploring_is_the_same_each_time() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows/support.flow");
    let text = fs::read_to_string(path).expect("a flow");
    let (_, program) = loaded("support.flow", &text);
    let twice = [(), ()].map(|()| sim::explore(&program, &BTreeSet::new()).dialogues);
    assert_eq!(twice[0], twice[1]);
}

/// Questions of every kind, conditions on what was answered, and a way that nothing opens.
#[test]
fn exploring_answers_questions_of_every_kind() {
    let flow = r#"
on call -> start
on message -> start
var n: number
var when: date
var at: time
var who: text(20)
var mail: text
var price: number
var ok: bool
var code: text
step start {
  ask n: number(1..50) "How many?" { tries 3 end }
  if n > 10 and n < 13 { say "A dozen." }
  ask when: date "When?" { tries 3 end }
  ask at: time "At what time?" { tries 3 end }
  ask ok: yesno "Sure?" { tries 3 end }
  if not ok { end }
  ask price: money "How much?" { tries 3 end }
  if price >= 100 { say "A lot." }
  ask mail: email "Your mail?" { tries 3 end }
  ask code: pattern(/^[A-Z]{2}-\d{3}$/) "Your code?" { tries 3 end }
  ask who: text "Who are you?" { tries 3 end }
  match who {
    "root" say "Welcome back."
    /^admin-\d+$/ say "Hello."
    else say "Thank you."
  }
  if n > 51 { say "Never." }
  end
}
"#;
    let (_, program) = loaded("kinds.flow", flow);
    let explored = sim::explore(&program, &BTreeSet::new());
    let missed: Vec<&str> = explored.missed.iter().map(|edge| edge.what.as_str()).collect();
    assert_eq!(missed, ["where the condition holds, in `start`"], "{:#?}", explored.dialogues);
    assert_eq!(explored.missed[0].place.line, 29);
}

#[test]
fn exploring_calls_at_other_times_where_that_matters() {
    let flow = r#"
on call -> start
step start {
  if hour(now()) >= 18 { say "Good evening." }
  if weekday(now()) == "sunday" { say "It is Sunday." }
  end
}
"#;
    let (ways, missed) = explore("times.flow", flow, |text| loaded("times.flow", text));
    assert!(ways == 5 && missed.is_empty(), "{missed:?} of {ways} ways are missed");
}

/// Answers of servers are made up from what the flow compares them with.
#[test]
fn exploring_answers_for_servers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sim/fetch.flow");
    let (ways, missed) =
        explore("fetch.flow", &fs::read_to_string(path).expect("a case"), |text| loaded("fetch.flow", text));
    assert!(ways == 20 && missed.is_empty(), "{missed:?} of {ways} ways are missed");
}

/// A button, a picture and a place as the first thing that comes; reports of messages; a person known before.
#[test]
fn exploring_begins_with_more_than_words() {
    let flow = r#"
contact city: text(20)
on message -> inbox
on undelivered emit "message.lost" { phone: caller }
keywords inbox {
  button "yes" -> sure
  media        -> sure
  location     -> sure
  else         end
}
menu sure "Are you sure?" {
  1 "Yes" -> sent
  2 "No"  end
  tries 2 end
}
step sent {
  send sms to "+15550100002" "A new one."
  if contact.city == "Springfield" { say "As last time." }
  end
}
"#;
    let only_sms = flow.replace("on message", "on sms");
    for flow in [flow, only_sms.as_str()] {
        let (ways, missed) = explore("begins.flow", flow, |text| loaded("begins.flow", text));
        assert!(ways > 10 && missed.is_empty(), "{missed:?} of {ways} ways are missed");
    }
}

#[test]
fn junit_names_each_test_and_its_failure() {
    let flow = "on call -> start\nstep start { say \"Hello <you> & me\" end }\n\
                test \"good\" { call hear \"Hello\" }\ntest \"bad & <wrong>\" { call hear \"Bye\" }\n";
    let (sources, program) = loaded("small.flow", flow);
    let ran = program.tests.iter().map(|test| sim::run(&program, test)).collect();
    let text = sim::junit(&[("small".to_owned(), ran)], &sources);
    let tree = roxmltree::Document::parse(&text).expect("XML");
    let cases: Vec<_> = tree.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    assert_eq!(cases.iter().map(|case| case.attribute("name").unwrap()).collect::<Vec<_>>(), ["good", "bad & <wrong>"]);
    assert_eq!(cases[1].attribute("line"), Some("4"));
    let failures: Vec<_> = tree.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert_eq!(failures.len(), 1);
    assert!(failures[0].text().unwrap().contains("Hello <you> & me"), "{text}");
    assert_eq!(tree.root_element().attribute("failures"), Some("1"));
}

/// What `check --proofs` shows beside a finding is a test that runs.
#[test]
fn a_finding_is_shown_by_a_dialogue_that_runs() {
    let flow = r#"
on call -> hello
on message -> hello

var name: text(20)

menu hello "Do we know each other?" {
  1 "Yes" -> greet
  2 "No"  -> ask_name
  tries 3 end
}

step ask_name {
  ask name: text "Your name, please?" { tries 3 end }
  -> greet
}

step greet {
  say "Welcome, {{name}}."
  end
}
"#;
    let place = |line| LineColumn { line, column: 18 };
    let (_, program) = loaded("sample.flow", flow);
    let without = sim::witness(&program, place(19), Some("name")).expect("a way without a name");
    assert!(without.contains("press 1"), "{without}");
    let any = sim::witness(&program, place(14), None).expect("a way to the question");
    assert!(any.contains("press 2"), "{any}");
    assert!(sim::witness(&program, place(14), Some("nobody")).is_some(), "what is never set has no value");
    for test in [without, any] {
        let (_, program) = loaded("sample.flow", &format!("{flow}\n{test}"));
        let ran = sim::run(&program, &program.tests[0]);
        assert!(ran.failure.is_none(), "{test}\n{:?}", ran.failure);
    }
}
