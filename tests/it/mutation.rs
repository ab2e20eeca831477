//! Defects put into sound flows, each found by its check; and sound flows, in which nothing is found.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flowtone::check::{check, check_one};
use flowtone::diagnostic::Diagnostic;

use crate::docs::{shipped, with_translations};
use crate::support::cases;

/// A flow, what is changed in it (`@long@` is many words), and the codes that are then reported, no more and no fewer.
struct Defect {
    flow: &'static str,
    changes: &'static [(&'static str, &'static str)],
    codes: &'static [&'static str],
}

const SUPPORT: &str = "flows/support.flow";
const CLINIC: &str = "tests/cases/mutants/clinic.flow";
const ON_CALL: &str = "tests/cases/mutants/on_call.flow";
const ORDER_BOT: &str = "tests/cases/mutants/order_bot.flow";
const ORDER_STATUS: &str = "tests/cases/mutants/order_status.flow";
const SURVEY: &str = "tests/cases/mutants/survey.flow";
const HELLO: &str = "src/cli/new/hello.flow";
const ROTA: &str = "tests/cases/check/paths_sound_oncall.flow";

const DEFECTS: &[Defect] = &[
    Defect { flow: SUPPORT, changes: &[("  -> look_up\n}", "  -> lookup\n}")], codes: &["F0201"] },
    Defect { flow: HELLO, changes: &[("you, {{name}}", "you, {{nam}}")], codes: &["F0202"] },
    Defect {
        flow: ON_CALL,
        changes: &[("var severity: text\n", "var severity: text\nvar since: date\n")],
        codes: &["F0210"],
    },
    Defect { flow: ORDER_BOT, changes: &[("= quantity * 8.5", "= lower(item)")], codes: &["F0301"] },
    Defect {
        flow: SURVEY,
        changes: &[("if score < 7 {\n    ask comment: text \"We", "if score {\n    ask comment: text \"We")],
        codes: &["F0302"],
    },
    Defect {
        flow: ON_CALL,
        changes: &[("busy, noanswer, failed -> escalate", "busy, noanswer, failed -> leave_word")],
        codes: &["F0401"],
    },
    Defect { flow: HELLO, changes: &[("  say \"Goodbye.\"\n  end\n", "  say \"Goodbye.\"\n")], codes: &["F0402"] },
    Defect {
        flow: ORDER_BOT,
        changes: &[("whenever you like.\"\n  end", "whenever you like.\"\n  -> give_up")],
        codes: &["F0403"],
    },
    Defect {
        flow: SURVEY,
        changes: &[("  say \"Thank you. Goodbye.\"\n  end\n", "  end\n  say \"Thank you. Goodbye.\"\n")],
        codes: &["F0404"],
    },
    Defect {
        flow: ON_CALL,
        changes: &[("busy, noanswer, failed -> escalate", "busy, failed -> escalate")],
        codes: &["F0406"],
    },
    Defect {
        flow: ORDER_BOT,
        changes: &[("also \"no\"       -> choose\n", "also \"no\"       -> choose\n  tries 3 -> confirm\n")],
        codes: &["F0407"],
    },
    Defect { flow: ORDER_BOT, changes: &[("  tries   3 -> give_up\n", "")], codes: &["F0401", "F0501"] },
    Defect {
        flow: SUPPORT,
        changes: &[
            ("  2 \"Opening hours\"", "  12 \"Opening hours\""),
            ("  0 \"A person\"", "  1 \"A person\""),
            ("  1 \"Order status\"", "  3 \"Order status\""),
        ],
        codes: &["F0502"],
    },
    Defect { flow: SUPPORT, changes: &[("  2 \"Opening hours\"", "  1 \"Opening hours\"")], codes: &["F0503"] },
    Defect {
        flow: CLINIC,
        changes: &[(
            "Hillside Clinic. If this is an emergency, hang up and dial 911.",
            "Hillside Clinic. For a vaccination, press 7.",
        )],
        codes: &["F0509"],
    },
    Defect { flow: ORDER_STATUS, changes: &[("https://api.acme.example/", "http://127.0.0.1/")], codes: &["F0510"] },
    Defect {
        flow: ORDER_STATUS,
        changes: &[("Bearer {{secret.acme_token}}", "Bearer 0123456789abcdef")],
        codes: &["F0511"],
    },
    Defect {
        flow: HELLO,
        changes: &[("\"Hello, and welcome.\"", "voice \"Hello. To leave your name, press 2.\" text \"Hello.\"")],
        codes: &["F0514"],
    },
    Defect {
        flow: ORDER_BOT,
        changes: &[("\"hi\", \"hello\", \"menu\"", "\"hi\", \"buy\", \"menu\"")],
        codes: &["F0601"],
    },
    Defect { flow: ORDER_BOT, changes: &[("\"track\", \"status\"", "\"track\", \"cancel\"")], codes: &["F0602"] },
    Defect { flow: ORDER_STATUS, changes: &[("on call    -> ask_order", "on call    -> inbox")], codes: &["F0603"] },
    Defect {
        flow: CLINIC,
        changes: &[("  \"emergency\" -> emergency", "  \"emergency\", \"nurse\" -> emergency")],
        codes: &["F0604"],
    },
    Defect {
        flow: ORDER_STATUS,
        changes: &[("  else                                  -> ask_order\n", "")],
        codes: &["F0605"],
    },
    Defect { flow: SUPPORT, changes: &[("update, HOURS for", "update, TIMES for")], codes: &["F0606"] },
    Defect {
        flow: CLINIC,
        changes: &[
            (
                "  if channel != voice {\n    say \"Our nurses answer calls. Please ring us.\"\n    end\n  }\n",
                "  say \"One moment.\"\n",
            ),
            ("keywords texts {\n", "keywords texts {\n  \"nurse\" -> nurse\n"),
        ],
        codes: &["F0701"],
    },
    Defect {
        flow: ON_CALL,
        changes: &[("  say \"Calling the engineer on duty.\"", "  say \"@long@\"")],
        codes: &["F0703"],
    },
    Defect { flow: HELLO, changes: &[("you, {{name}}", "you, {name}")], codes: &["F0806"] },
    Defect { flow: ORDER_BOT, changes: &[("  set total = quantity * 8.5\n", "")], codes: &["F1101"] },
    Defect { flow: SUPPORT, changes: &[("  tries   3 -> agent", "  tries   3 -> ask_order")], codes: &["F1102"] },
    Defect {
        flow: SURVEY,
        changes: &[
            ("    say \"Gracias. Adiós.\"\n    end\n", "    say \"Gracias. Adiós.\"\n    -> pick\n"),
            ("  say \"Thank you. Goodbye.\"\n  end\n", "  say \"Thank you. Goodbye.\"\n  -> pick\n"),
        ],
        codes: &["F1103"],
    },
    Defect {
        flow: ORDER_BOT,
        changes: &[("\"track\", \"status\"  ", "/order #\\d{5}/, \"track\"  ")],
        codes: &["F1104"],
    },
    Defect {
        flow: ORDER_STATUS,
        changes: &[("/(?:order|#)\\s*(?<order_id>\\d{4,10})/", "/(?<order_id>\\d*)/")],
        codes: &["F1105"],
    },
    Defect {
        flow: SUPPORT,
        changes: &[("    else      say \"I can't find order {{spell order_id}}.\"\n", "")],
        codes: &["F1106"],
    },
    Defect { flow: SUPPORT, changes: &[("    \"pending\" say", "    \"pendng\" say")], codes: &["F1107"] },
    Defect {
        flow: ROTA,
        changes: &[("    say \"That is not your code.\"", "    log \"a wrong code: {{entered}}\"")],
        codes: &["F1108"],
    },
    Defect {
        flow: ORDER_BOT,
        changes: &[("20, please.\"\n", "20, please.\"\n    timeout 25h\n    noinput 1 -> give_up\n")],
        codes: &["F1109"],
    },
    Defect {
        flow: ORDER_BOT,
        changes: &[("Nice picture! I can only read text, though.", "@long@")],
        codes: &["F1201", "F1202"],
    },
    Defect {
        flow: SUPPORT,
        changes: &[("Reply STATUS for an order update", "Reply STATUS for your order’s update")],
        codes: &["F1203"],
    },
    Defect {
        flow: HELLO,
        changes: &[("  say \"Goodbye.\"", "  // allow F1201\n  say \"Goodbye.\"")],
        codes: &["F1501"],
    },
    Defect {
        flow: HELLO,
        changes: &[("  say \"Goodbye.\"", "  // allow F1201: it is short\n  say \"Goodbye.\"")],
        codes: &["F1502"],
    },
];

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn found(problems: &[Diagnostic]) -> BTreeSet<String> {
    problems.iter().map(|problem| problem.code.to_string()).collect()
}

#[test]
fn every_seeded_defect_is_found_by_its_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let long = "words that go on and on ".repeat(200);
    let mut failures = String::new();
    for defect in DEFECTS {
        let mut text = read(&root.join(defect.flow));
        for (sound, wrong) in defect.changes {
            assert!(text.contains(sound), "{} has no {sound:?} any more: {:?}", defect.flow, defect.codes);
            text = text.replacen(sound, &wrong.replace("@long@", &long), 1);
        }
        let name = defect.flow.rsplit('/').next().unwrap_or(defect.flow);
        let problems = check_one(name, &text).problems;
        let expected: BTreeSet<String> = defect.codes.iter().map(|code| (*code).to_owned()).collect();
        if found(&problems) != expected {
            let told: Vec<String> = problems.iter().map(|p| format!("{} {}", p.code, p.headline)).collect();
            let _ = writeln!(failures, "{} {:?} gave {told:#?}", defect.flow, defect.codes);
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(DEFECTS.len() >= 30, "there are {} defects", DEFECTS.len());
}

/// Flows that people could run: those that are shipped, and the cases that are called sound.
fn sound_flows() -> Vec<PathBuf> {
    let of_cases = cases::inputs("check", ".flow").into_iter();
    let is_sound = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains("sound"));
    shipped().into_iter().chain(of_cases.filter(is_sound)).collect()
}

#[test]
fn nothing_is_found_in_sound_flows() {
    let flows = sound_flows();
    let mut findings = String::new();
    for path in &flows {
        let name = path.file_name().expect("a name").to_string_lossy();
        for problem in check(&with_translations(path, None)).problems {
            let _ = writeln!(findings, "{name}: {} {}", problem.code, problem.headline);
        }
    }
    assert!(findings.is_empty(), "{findings}");
    assert!(flows.len() >= 20, "there are {} sound flows", flows.len());
}
