use std::fmt::Write as _;

use super::check;
use crate::diagnostic::{Diagnostic, sort};
use crate::source::Sources;

const CASES: &[&str] = &[
    include_str!("../../../tests/cases/check/paths_call_only_asked.flow"),
    include_str!("../../../tests/cases/check/paths_ends.flow"),
    include_str!("../../../tests/cases/check/paths_sound_clinic.flow"),
    include_str!("../../../tests/cases/check/paths_sound_orders.flow"),
    include_str!("../../../tests/cases/check/paths_sound_survey.flow"),
];

fn problems(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::new();
    let id = sources.add("case.flow", text);
    let parsed = crate::syntax::parse(id, sources.get(id).unwrap());
    let mut problems = Vec::new();
    check(&parsed.tree, &None, &mut problems);
    sort(&mut problems);
    problems
}

#[test]
fn a_channel_problem_shows_a_way_that_leads_to_it() {
    let flow = r#"
        on message -> inbox
        always { "person" -> agent }
        keywords inbox { "menu" -> more  else say "What?" }
        menu more "More?" { 1 "Call" -> agent  tries 3 end }
        step agent { dial "+15550100" { busy, noanswer, failed hangup } hangup }
    "#;
    let found = problems(flow);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].notes, ["for example: on message -> inbox -> always -> agent"]);
}

#[test]
fn every_jump_of_a_cycle_is_labelled() {
    let flow = "on call -> a step a { -> b } step b { -> c } step c { -> a }";
    let found = problems(flow);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].headline, "`a -> b -> c -> a` goes round without a wait");
    let labels: Vec<&str> = found[0].others.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["`b` goes to `c`", "`c` goes to `a`"]);
}

#[test]
fn a_mistake_in_defaults_is_told_once() {
    let flow = r#"
        defaults { tries 3 say "Bye." }
        on call -> a
        menu a "A" { 1 "One" -> b }
        menu b "B" { 1 "One" -> a }
    "#;
    assert_eq!(problems(flow).len(), 1);
}

#[test]
fn a_conversation_that_goes_on_by_text_is_one_of_texters() {
    let flow = r#"
        on call -> a
        step a { send sms to caller "Hello." continue b  hangup }
        step b { ask photo: media "A picture, please." { tries 3 end } say "{{photo}}" end }
    "#;
    assert_eq!(problems(flow), []);
    let dials = flow.replace("end }\n    ", "dial \"+15550100\" { busy, noanswer, failed end } end }\n");
    let found = problems(&dials);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code.to_string(), "F0701");
}

#[test]
fn what_could_not_be_read_is_not_called_missing() {
    let flow = r#"
        on call -> a
        menu a "A" {
          1 "One" hangup
          1 "Two" hangup
          trys 3 -> b
        }
        step b {
          say "Bye."
          hangpu
        }
    "#;
    let mut sources = Sources::new();
    let id = sources.add("case.flow", flow);
    let mut parsed = crate::syntax::parse(id, sources.get(id).unwrap());
    let mistakes = parsed.problems.len();
    assert!(mistakes > 0);
    check(&parsed.tree, &None, &mut parsed.problems);
    let codes: Vec<String> = parsed.problems.iter().skip(mistakes).map(|p| p.code.to_string()).collect();
    assert_eq!(codes, ["F0503"], "the key stands twice whatever the rest says");
}

/// Half a file is what an editor checks most of the time.
#[test]
fn any_beginning_of_a_file_is_checked_without_a_fault() {
    for case in CASES {
        for end in (0..case.len()).step_by(97).filter(|end| case.is_char_boundary(*end)) {
            problems(&case[..end]);
        }
    }
}

#[test]
fn a_large_flow_is_no_trouble() {
    let mut flow = String::from("on call -> n0\n");
    for index in 0..1_000 {
        let next = (index + 1) % 1_000;
        let _ = writeln!(flow, "step n{index} {{ if channel == voice {{ -> n{next} }} -> n{next} }}");
    }
    let found = problems(&flow);
    assert_eq!(found.len(), 1);
    assert!(found[0].headline.ends_with("-> n7 -> … -> n0` goes round without a wait"), "{}", found[0].headline);
}
