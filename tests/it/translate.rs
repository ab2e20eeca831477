//! Translations: how their files are written, and that calls keep the words with which they began.

use std::fs;

use flowtone::check::{check, refresh};
use flowtone::diagnostic::render;
use flowtone::source::Sources;
use proptest::prelude::*;

use crate::cli::{code, flowtone, stderr, stdout};
use crate::process::{call, project};
use crate::support::cases;
use crate::support::phone::action;
use crate::support::server::Server;

/// Each folder has a flow, perhaps a file of translations, and in `to` the language. Written twice it stays as it is.
#[test]
fn cases() {
    cases::run_folders("translate", ".out", |name, files| {
        let text_of = |file: &str| files.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone());
        let tag = text_of("to").expect("a language").trim().to_owned();
        let mut sources = Sources::new();
        sources.add("desk.flow", text_of("desk.flow").expect("a flow"));
        let mut again = sources.clone();
        let beside = format!("desk.{tag}.toml");
        if let Some(text) = text_of(&beside) {
            sources.add(beside.clone(), text);
        }
        let written = refresh(&sources, &tag).expect("no mistake");
        again.add(beside, written.text.clone());
        let twice = refresh(&again, &tag).expect("no mistake");
        assert_eq!((twice.text.as_str(), twice.added), (written.text.as_str(), 0), "{name}");
        format!(
            "{} added, {} without a translation, {} set aside\n{}",
            written.added, written.missing, written.stale, written.text
        )
    });
}

/// Words, signs of TOML, and what is checked in words, in any order.
fn translation() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "é",
        "…",
        "\\\"",
        "\\n",
        "\\u00e9",
        "\n",
        "Responda CAFÉ para otra",
        " o ",
        "marque 7",
        "{{options}}",
        "{{nada}}",
        "ñ, CITA para",
        ".",
        "\\",
        "'",
        "stop",
    ]);
    let quote = prop::sample::select(vec!["\"", "'", "\"\"\"", "\'\'\'"]);
    (quote, prop::collection::vec(piece, 0..8)).prop_map(|(quote, pieces)| format!("{quote}{}{quote}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Places lie on whole characters of the file, however its words are quoted and escaped; all can be drawn, and what
    /// is written anew stays.
    #[test]
    fn any_translation_is_answered(words in prop::collection::vec(translation(), 5)) {
        let flow = include_str!("../cases/check/translations_spoken/clinic.flow");
        let keys = [
            "Reply VISIT for your next visit, or X.",
            "For visits press 1, for bills press 2, to end press 3.",
            "Clinic. {{options}}",
            "Visits",
            "drop",
        ];
        let lines: Vec<String> = keys.iter().zip(&words).map(|(key, words)| format!("\"{key}\" = {words}\n")).collect();
        let mut sources = Sources::new();
        sources.add("clinic.flow", flow);
        sources.add("clinic.es-MX.toml", format!("[texts]\n{}", lines.concat()));
        let problems = check(&sources).problems;
        for problem in &problems {
            for span in problem.places() {
                let file = sources.get(span.file).expect("a file of this run");
                prop_assert!(file.text.get(span.range()).is_some(), "{problem:?} in {}", file.text);
            }
        }
        render::terminal(&problems, &sources, false);
        if let Ok(written) = refresh(&sources, "es-MX") {
            let mut again = Sources::new();
            again.add("clinic.flow", flow);
            again.add("clinic.es-MX.toml", written.text.as_str());
            let twice = refresh(&again, "es-MX").expect("what was written can be read");
            prop_assert_eq!((twice.text, twice.added), (written.text, 0));
        }
    }
}

const FLOW: &str = r#"language en-US
language es-MX
on call -> hello
menu hello "Hello." {
  1 "Bye" -> bye
  tries 3 -> bye
}
step bye {
  language es-MX
  say "Goodbye."
  end
}
"#;

#[test]
fn the_command_writes_refreshes_and_leaves_damaged_files_alone() {
    let dir = project(FLOW);
    let translate = |to: &str| flowtone(dir.path(), &["translate", "support", "--to", to], "");
    let written = translate("es-MX");
    assert_eq!(code(&written), 0, "{}", stderr(&written));
    assert!(stderr(&written).contains("3 added, 3 without a translation, 0 set aside"), "{}", stderr(&written));
    let side = dir.path().join("flows/support.es-MX.toml");
    let check = |strict: &[&str]| flowtone(dir.path(), &[&["check"], strict].concat(), "");
    assert!(stdout(&check(&[])).contains("warning[F1411]"));
    assert_eq!((code(&check(&[])), code(&check(&["--strict"]))), (0, 1));

    let filled = fs::read_to_string(&side).expect("the file").replace("= \"\"", "= \"Sí\"");
    fs::write(&side, filled.replacen("Sí", "Sí, hola", 1).replacen("\"Bye\" = \"Sí\"", "\"Bye\" = \"Adiós\"", 1))
        .expect("written");
    let sound = check(&["--strict"]);
    assert_eq!(code(&sound), 0, "{}", stdout(&sound));
    assert!(stderr(&sound).contains("1 flow and 1 translation checked"), "{}", stderr(&sound));

    let alone = flowtone(dir.path(), &["check", "--strict", "flows/support.es-MX.toml"], "");
    assert_eq!((code(&alone), stdout(&alone).as_str()), (0, ""));
    assert!(stderr(&alone).contains("1 flow and 1 translation checked"), "{}", stderr(&alone));
    let fmt = flowtone(dir.path(), &["fmt", "flows/support.es-MX.toml"], "");
    assert_eq!(code(&fmt), 2);
    assert!(stderr(&fmt).contains("`flowtone translate` lays it out"), "{}", stderr(&fmt));

    fs::write(dir.path().join("flows/support.flow"), FLOW.replace("Hello.", "Good day.")).expect("written");
    assert!(stdout(&check(&[])).contains("F1415"));
    assert!(stderr(&translate("es-MX")).contains("1 added, 1 without a translation, 1 set aside"));
    assert!(fs::read_to_string(&side).expect("the file").ends_with("[stale]\n\"Hello.\" = \"Sí, hola\"\n"));
    assert!(!stdout(&check(&[])).contains("F1415"));

    fs::write(&side, "[texts\n").expect("written");
    let damaged = translate("es-MX");
    assert_eq!(code(&damaged), 2);
    assert!(stderr(&damaged).contains("F1412") && stderr(&damaged).contains("left as it is"), "{}", stderr(&damaged));
    assert_eq!(fs::read_to_string(&side).expect("the file"), "[texts\n");
    assert!(stderr(&translate("en-US")).contains("nothing to translate"));
    assert!(stderr(&translate("fr-FR")).contains("add `language fr-FR`"));
    assert_eq!(code(&translate("../x")), 2);
}

/// A translation is part of a flow's version: reloaded when it changes, and kept for the calls that began on it.
#[test]
fn a_call_keeps_its_translation_through_a_reload_and_a_restart() {
    let dir = project(FLOW);
    let save = |bye: &str| {
        let text = format!("[texts]\n\"Hello.\" = \"Hola.\"\n\"Bye\" = \"Salir\"\n\"Goodbye.\" = \"{bye}\"\n");
        fs::write(dir.path().join("flows/support.es-MX.toml"), text).expect("written");
    };
    save("Adiós.");
    let server = Server::start(dir.path(), &[]);
    let mut client = server.client();
    let first = [1, 2].map(|number| call(&mut client, "/voice/support", number, None));
    let goes_on = first.map(|document| action(&document).expect("an action"));

    save("Hasta luego.");
    server.wait_for("flows reloaded");
    assert!(call(&mut client, &goes_on[0], 1, Some("1")).contains("Adiós."));
    let new = call(&mut client, "/voice/support", 3, None);
    assert!(call(&mut client, &action(&new).expect("an action"), 3, Some("1")).contains("Hasta luego."));
    assert_eq!(server.terminate(), 0);

    let server = Server::start(dir.path(), &[]);
    assert!(call(&mut server.client(), &goes_on[1], 2, Some("1")).contains("Adiós."));

    fs::write(dir.path().join("flows/support.es-MX.toml"), "[texts]\n\"Goodbye.\" = 1\n").expect("written");
    server.wait_for("F1412");
    let new = call(&mut server.client(), "/voice/support", 4, None);
    assert!(call(&mut server.client(), &action(&new).expect("an action"), 4, Some("1")).contains("Hasta luego."));
}
