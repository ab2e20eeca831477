//! What the checker says of whole flows.

use std::fmt::Write as _;

use flowtone::check::{Checked, check, check_one};
use flowtone::diagnostic::{Code, Diagnostic, Severity};
use flowtone::program::{Arm, AskKind, Matcher, Op, Program, WaitKind, Words};
use flowtone::source::{LineColumn, Sources, Span};
use flowtone::value::Channel;
use proptest::prelude::*;

use crate::support::cases;

#[test]
fn cases() {
    cases::run("check", ".flow", ".out", |name, text| {
        let mut sources = Sources::new();
        sources.add(name, text);
        let checked = check(&sources);
        assert_eq!(
            checked.programs.is_empty(),
            flowtone::diagnostic::has_errors(&checked.problems),
            "{name}: a program exactly where there is no error"
        );
        show(&sources, &checked.problems)
    });
}

/// Cases of several files: after each problem's place, the file that it lies in.
#[test]
fn cases_of_several_files() {
    cases::run_folders("check", ".out", |_, files| {
        let sources = sources_of(files);
        let checked = check(&sources);
        let flows: Vec<&str> = checked.programs.iter().map(|program| program.flow.as_str()).collect();
        let mut out = format!("programs {}\n", flows.join(" "));
        for (id, file) in sources.iter() {
            let problems: Vec<Diagnostic> =
                checked.problems.iter().filter(|problem| problem.primary.span.file == id).cloned().collect();
            let _ = write!(out, "== {}\n{}", file.name, show(&sources, &problems));
        }
        out
    });
}

/// A problem a line: place, severity, code, headline, label, help.
fn show(sources: &Sources, problems: &[Diagnostic]) -> String {
    if problems.is_empty() {
        return "sound\n".to_owned();
    }
    let mut out = String::new();
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        };
        let _ = writeln!(
            out,
            "{} {severity} {} {} | {} | {}",
            place(sources, problem.primary.span),
            problem.code,
            problem.headline,
            problem.primary.text,
            problem.help.as_deref().unwrap_or("-")
        );
        for label in &problem.others {
            let _ = writeln!(out, "    {} {}", place(sources, label.span), label.text);
        }
        if let Some(edit) = &problem.edit {
            let _ = writeln!(out, "    edit `{}` -> `{}`", sources.slice(edit.span), edit.replacement);
        }
    }
    out
}

fn place(sources: &Sources, span: Span) -> LineColumn {
    sources.get(span.file).expect("a file of this run").line_column(span.start)
}

/// The code of each node, one op a line.
#[test]
fn lowered_code() {
    cases::run("lower", ".flow", ".code", |name, text| {
        let checked = check_one(name, text);
        let [program] = checked.programs.as_slice() else {
            panic!("{name}: {:#?}", checked.problems);
        };
        code(name, program)
    });
    cases::run_folders("lower", ".code", |name, files| {
        let checked = check(&sources_of(files));
        let codes = checked.programs.iter().map(|program| format!("== {}\n{}", program.flow, code(name, program)));
        let codes: Vec<String> = codes.collect();
        assert!(!codes.is_empty(), "{name}: {:#?}", checked.problems);
        codes.join("\n")
    });
}

fn sources_of(files: &[(String, String)]) -> Sources {
    let mut sources = Sources::new();
    for (name, text) in files {
        sources.add(name.clone(), text.clone());
    }
    sources
}

fn code(name: &str, program: &Program) -> String {
    {
        let mut out = String::new();
        for variable in &program.variables {
            let _ = writeln!(out, "var {}: {} = {:?}", variable.name, variable.ty, variable.initial);
        }
        let _ = writeln!(out, "entries {:?}", program.entries);
        for (name, always) in &program.always {
            for arm in &always.arms {
                let _ = writeln!(out, "{name} {} {}", arm.to, matchers(arm));
            }
        }
        for node in &program.nodes {
            let parameters: Vec<String> = node.parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
            let _ = writeln!(out, "\n{:?} {}({})", node.kind, node.name, parameters.join(", "));
            assert_eq!(node.code.len(), node.places.len(), "{name}: a place for each op");
            for (index, (op, place)) in node.code.iter().zip(&node.places).enumerate() {
                let _ = writeln!(out, "{index:>4} {place:<6} {}", shown(program, op));
            }
        }
        out
    }
}

fn matchers(arm: &Arm) -> String {
    arm.matchers
        .iter()
        .map(|matcher| match matcher {
            Matcher::Regex(regex) => format!("/{}/", regex.compiled),
            other => format!("{other:?}"),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn shown(program: &Program, op: &Op) -> String {
    let words = |words: &Words| {
        let mut parts = Vec::new();
        for channel in Channel::ALL {
            if let Some(id) = words.on(channel) {
                parts.push(format!("{}={:?}", channel.as_str(), program.templates.source(id)));
            }
        }
        parts.join(" ")
    };
    let Op::Wait(wait) = op else {
        return match op {
            Op::Say(say) => format!("Say {} {:?}", words(&say.words), say.interrupt),
            Op::Log(id) => format!("Log {:?}", program.templates.source(*id)),
            other => format!("{other:?}"),
        };
    };
    let mut out = match &wait.kind {
        WaitKind::Menu { arms, otherwise, options } => {
            let arms: Vec<String> = arms.iter().map(|arm| format!("[{} {}]", arm.to, matchers(arm))).collect();
            format!("Menu {} else {otherwise:?} options {options:?}", arms.join(" "))
        }
        WaitKind::Keywords { arms, otherwise } => {
            let arms: Vec<String> = arms.iter().map(|arm| format!("[{} {}]", arm.to, matchers(arm))).collect();
            format!("Keywords {} else {otherwise:?}", arms.join(" "))
        }
        WaitKind::Ask { variable, kind: AskKind::Pattern(regex) } => format!("Ask {variable:?} /{}/", regex.compiled),
        other => format!("{other:?}"),
    };
    let _ = write!(out, "\n            prompt {}", wait.prompt.as_ref().map_or_else(String::new, words));
    let text = wait.text_timeout_ms.map_or_else(String::new, |ms| format!(" ({ms} by message)"));
    let _ = write!(out, "\n            {} ms{text}, {:?}, interrupt {:?}", wait.timeout_ms, wait.input, wait.interrupt);
    let _ = write!(out, ", finish {:?}, hints {:?}, sensitive {}", wait.finish, wait.hints, wait.sensitive);
    for (name, said, bound) in
        [("noinput", &wait.noinput, wait.noinput_bound), ("nomatch", &wait.nomatch, wait.nomatch_bound)]
    {
        let said: Vec<String> = said.iter().map(words).collect();
        let _ = write!(out, "\n            {name} {said:?} {bound:?}");
    }
    let _ = write!(out, "\n            tries {:?}", wait.tries);
    out
}

#[test]
fn two_files_of_one_name_are_one_too_many() {
    let flow = "on call -> start\nstep start { hangup }\n";
    let mut sources = Sources::new();
    sources.add("flows/support.flow", flow);
    sources.add("flows/acme/support.flow", flow);
    let checked = check(&sources);
    assert_eq!(checked.programs.len(), 1, "the first one stays");
    assert_eq!(
        show(&sources, &checked.problems),
        "1:1 error F0004 two files are called `support` | `flows/support.flow` has this name already | rename one of the \
         two: flows are told apart by their names, whatever their folders\n    1:1 the first one\n"
    );
}

#[test]
fn problems_of_all_files_come_in_one_run() {
    let mut sources = Sources::new();
    sources.add("flows/a.flow", "on call -> nowhere\n");
    sources.add("flows/b.flow", "on call -> start\nstep start { hangup }\n");
    sources.add("flows/c.flow", "on call -> start\nstep start { set x = 1 hangup }\n");
    let Checked { programs, problems } = check(&sources);
    assert_eq!(programs.iter().map(|p| p.flow.as_str()).collect::<Vec<_>>(), ["b"]);
    let files: Vec<u32> = problems.iter().map(|problem| problem.primary.span.file.0).collect();
    assert!(files.contains(&0) && files.contains(&2) && !files.contains(&1), "{problems:#?}");
}

#[test]
fn a_digest_follows_name_and_text() {
    let digest = |name: &str, text: &str| check_one(name, text).programs[0].digest.clone();
    let flow = "on call -> start\nstep start { hangup }\n";
    let first = digest("a.flow", flow);
    assert_eq!(first.0.len(), 64);
    assert_eq!(first, digest("elsewhere/a.flow", flow), "the folder does not count");
    assert_ne!(first, digest("b.flow", flow));
    assert_ne!(first, digest("a.flow", &flow.replace("hangup", "end")));
}

/// The page of a code shows a wrong flow that has just this problem, and a right one that has no error.
#[test]
fn pages_show_what_they_say() {
    let mut failures = String::new();
    for info in Code::all() {
        let block = |mark: &str| {
            let (_, rest) = info.page.split_once(&format!("```flow\n// {mark}\n"))?;
            rest.split_once("```").map(|(flow, _)| flow.to_owned())
        };
        let (Some(wrong), Some(right)) = (block("wrong"), block("right")) else { continue };
        let (of_wrong, of_right) =
            (check_one("sample.flow", &wrong).problems, check_one("sample.flow", &right).problems);
        // What is wrong with a whole file cannot be shown inside it.
        let whole_file = info.code <= Code::F0005;
        if !whole_file && !of_wrong.iter().any(|problem| problem.code == info.code) {
            let _ = writeln!(failures, "{}: the wrong flow is not: {of_wrong:#?}", info.code);
        }
        // A page about syntax shows a part of a flow, whose names stand elsewhere.
        let told = |problem: &Diagnostic| info.code >= Code::F0201 || problem.code < Code::F0201;
        if of_right.iter().any(told) {
            let _ = writeln!(failures, "{}: the right flow is wrong: {of_right:#?}", info.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn samples() -> Vec<String> {
    cases::inputs("check", ".flow").into_iter().map(|path| std::fs::read_to_string(path).expect("a case")).collect()
}

const PIECES: [&str; 15] =
    ["", "{", "}", "\"", "{{", "}}", "(", ")", "/", "->", "1..", "else", "é", "set x = 1", "// "];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever a person does to a flow while typing, the checker answers.
    #[test]
    fn broken_flows_are_answered(
        sample in proptest::sample::select(samples()),
        at in 0.0..1.0f64,
        cut in 0usize..40,
        put in proptest::sample::select(PIECES.to_vec()),
    ) {
        let characters: Vec<char> = sample.chars().collect();
        let from = (at * characters.len() as f64) as usize;
        let to = (from + cut).min(characters.len());
        let (head, tail) = (&characters[..from], &characters[to..]);
        let text: String = head.iter().copied().chain(put.chars()).chain(tail.iter().copied()).collect();
        let checked = check_one("sample.flow", &text);
        for problem in &checked.problems {
            prop_assert!(problem.primary.span.end as usize <= text.len());
            prop_assert!(text.get(problem.primary.span.range()).is_some(), "{problem:?}");
        }
    }
}

/// However long or deep a flow is, it is answered; nothing recurses or grows with what is written only a little.
#[test]
fn long_and_deep_flows_are_answered() {
    let step = |body: &str| format!("on call -> start\nvar x: any\nstep start {{ {body} hangup }}\n");
    let chain = |value: fn(u32) -> String| (0..400).map(|i| format!("const c{i} = {}\n", value(i + 1))).collect();
    let flows: [String; 9] = [
        step(&format!("set x = 1{}", " + 1".repeat(2_000))),
        step(&format!("set x = {}true", "not ".repeat(2_000))),
        step(&format!("set x = x{}", ".a".repeat(2_000))),
        step(&format!("set x = {}1{}", "(".repeat(2_000), ")".repeat(2_000))),
        step(&format!("{}log \"x\"{}", "if true { ".repeat(2_000), " }".repeat(2_000))),
        step(&format!("if true {{ }}{}", " else if true { }".repeat(500))),
        step(&format!("say \"{}\"", "{{x}}".repeat(1_500))),
        chain(|next| format!("c{next}")),
        chain(|next| format!("[c{next}, c{next}]")),
    ];
    for flow in flows {
        check_one("sample.flow", &flow);
    }
}

/// Too large, no text, too deep, two files, too long: no file that a person reads can show these.
const NOT_IN_A_CASE: [Code; 5] = [Code::F0001, Code::F0002, Code::F0003, Code::F0004, Code::F0115];

#[test]
fn every_code_has_a_case() {
    let mut shown = String::new();
    for (folder, ending) in [("check", ".out"), ("parse", ".out"), ("sim", ".out")] {
        for path in cases::inputs(folder, ending) {
            shown.push_str(&std::fs::read_to_string(path).expect("a readable case"));
        }
    }
    let missing: Vec<String> = Code::all()
        .iter()
        .filter(|info| !NOT_IN_A_CASE.contains(&info.code))
        .map(|info| info.code.to_string())
        .filter(|code| !shown.contains(&format!(" {code} ")) && !shown.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {}", missing.join(", "));
}

/// Files are seen half written: whatever is said of them has its place in them.
#[test]
fn places_lie_within_files_that_end_within_a_text() {
    for sample in samples() {
        let quotes = sample.rmatch_indices('"').map(|(at, _)| at);
        for cut in quotes.take(2).filter_map(|at| sample.get(..at)) {
            for problem in check_one("sample.flow", cut).problems {
                for span in problem.places() {
                    assert!(cut.get(span.range()).is_some(), "{problem:?} in {cut:?}");
                }
            }
        }
    }
}

/// What is offered as a mend mends: the same is not said again.
#[test]
fn edits_mend() {
    let mut failures = String::new();
    for sample in samples() {
        let before = check_one("sample.flow", &sample).problems;
        for problem in &before {
            let Some(edit) = &problem.edit else { continue };
            let mut mended = sample.clone();
            mended.replace_range(edit.span.range(), &edit.replacement);
            let after = check_one("sample.flow", &mended).problems;
            let same = |found: &[Diagnostic]| {
                found.iter().filter(|other| (other.code, &other.headline) == (problem.code, &problem.headline)).count()
            };
            if same(&after) >= same(&before) {
                let _ =
                    writeln!(failures, "{} {} is said again after the edit {edit:?}", problem.code, problem.headline);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
