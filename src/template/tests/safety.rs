//! No value adds markup, no text takes the process down.

use std::sync::Mutex;

use proptest::prelude::*;

use super::*;

/// The kinds of pieces.
fn skeleton(speech: &[Speech]) -> String {
    let kind = |piece: &Speech| match piece {
        Speech::Text(_) => 't',
        Speech::Characters(_) => 'c',
        Speech::Emphasis(_) => 'e',
        Speech::Break(_) => 'b',
    };
    speech.iter().map(kind).collect()
}

fn speech(source: &str, value: &str, language: &'static str) -> Vec<Speech> {
    static COMPILED: Mutex<Option<Templates>> = Mutex::new(None);
    let mut templates = COMPILED.lock().unwrap();
    let templates = templates.get_or_insert_default();
    let id = templates.add(source).unwrap_or_else(|e| panic!("{source}: {e:?}"));
    let data: Data = [
        ("v".to_owned(), value.into()),
        ("vs".to_owned(), Value::List(vec![value.into(), value.into()])),
        ("map".to_owned(), Value::Map([(value.to_owned(), value.into())].into())),
    ]
    .into();
    templates.speech(id, &data, &mut Fixed(language)).unwrap()
}

/// Each slot in which a value can stand, words around it.
const SLOTS: [&str; 22] = [
    "a {{v}} b",
    "a {{{v}}} b",
    "a {{&v}} b",
    "a {{spell v}} b",
    "a {{emphasis v}} b",
    "a {{date v}} b",
    "a {{time v}} b",
    "a {{when v}} b",
    "a {{money v}} b",
    "a {{money 1 v}} b",
    "a {{number v}} b",
    "a {{ordinal v}} b",
    "a {{plural 2 v v}} b",
    "a {{list vs}} b",
    "a {{title v}} b",
    "a {{upper v}} b",
    "a {{lower v}} b",
    "a {{mask v 0}}b",
    "a {{#each vs}}{{this}}{{/each}} b",
    "a {{#each map}}{{@key}}{{this}}{{/each}} b",
    "a {{spell (join vs v)}} b",
    "a {{upper (emphasis v)}} b",
];

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\u{0}-\u{9}\u{fffe}<>&'\"{}a1]{0,24}",
        "(\u{1}|\u{2}|\u{3}|\u{4}|\u{8}n|500|</Say>|<Dial>|\\{\\{spell v\\}\\}|&#1;|x){0,12}",
    ]
}

fn is_forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

proptest! {
    #[test]
    fn no_value_adds_a_piece(value in hostile(), language in prop::sample::select(vec!["en-US", "de", "xx"])) {
        for slot in SLOTS {
            let spoken = speech(slot, &value, language);
            prop_assert!(!plain(&spoken).contains(is_forbidden), "{}", slot);
            let expected = skeleton(&speech(slot, "x", language));
            if value.chars().any(|c| !is_forbidden(c)) {
                prop_assert_eq!(skeleton(&spoken), expected, "{}", slot);
            } else {
                prop_assert!(skeleton(&spoken).len() <= expected.len(), "{}", slot);
            }
        }
    }

    #[test]
    fn a_value_comes_out_as_it_went_in(value in hostile()) {
        let clean: String = value.chars().filter(|c| !is_forbidden(*c)).collect();
        prop_assert_eq!(plain(&speech("{{v}}", &value, "en")), clean.clone());
        prop_assert_eq!(plain(&speech("{{spell v}}", &value, "en")), clean.clone());
        prop_assert_eq!(plain(&speech("{{#each vs}}{{this}}{{/each}}", &value, "en")), format!("{clean}{clean}"));
    }

    #[test]
    fn any_text_is_a_template_or_an_error(
        source in "([a-z{}#/^!>&*~()\\[\\]\"' \\\\.=|@1é-]|\\{\\{|\\}\\}|\\{\\{#if a\\}\\}|\\{\\{/if\\}\\}|\\{\\{else|each|upper |this|\n){0,40}"
    ) {
        let mut templates = Templates::default();
        if let Ok(id) = templates.add(&source) {
            let once = templates.text(id, &data(), &mut Fixed("en")).unwrap();
            prop_assert_eq!(templates.text(id, &data(), &mut Fixed("en")).unwrap(), once);
            templates.speech(id, &data(), &mut Fixed("en")).unwrap();
        }
        if let Ok(analysis) = analyse(&source) {
            for name in &analysis.names {
                prop_assert!(source.is_char_boundary(name.offset));
                let first = name.path.first().map(String::as_str).unwrap_or_default();
                prop_assert!(source[name.offset..].contains(first), "{:?} in {}", name, source);
            }
        }
    }
}

#[test]
fn a_literal_adds_no_markup_either() {
    let source = "a\u{1}b\u{4}{{spell \"\\u0001x\\u0008n1\"}}{{v}}";
    let expected = [Speech::Text("ab".into()), Speech::Characters("xn1".into()), Speech::Text("y".into())];
    assert_eq!(speech(source, "y", "en"), expected);
    assert_eq!(speech("a\u{3}9\u{4}", "", "en"), [Speech::Text("a9".into())]);
}

#[test]
fn nesting_bombs_are_errors() {
    for n in [33, 1_000, 100_000] {
        for bomb in [
            format!("{}{}", "{{#if a}}".repeat(n), "{{/if}}".repeat(n)),
            "{{#if a}}".repeat(n),
            format!("{{{{a {}b{}}}}}", "(a ".repeat(n), ")".repeat(n)),
            format!("{{{{a {}", "(".repeat(n)),
            format!("{{{{a {}1{}}}}}", "[".repeat(n), "]".repeat(n)),
            format!("{{{{a {}", "{\"a\":".repeat(n)),
            format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{else if a}}".repeat(n)),
            "{{#*inline \"a\"}}".repeat(n),
            "{".repeat(n),
        ] {
            assert!(analyse(&bomb).is_err(), "{}", bomb.get(..40).unwrap_or(&bomb));
            assert!(Templates::default().add(&bomb).is_err());
        }
    }
}

#[test]
fn what_is_allowed_runs_in_a_small_stack() {
    let deep = format!(
        "{}{{{{upper {}b{}}}}}{}",
        "{{#each xs}}".repeat(MAX_NESTING),
        "(lower ".repeat(MAX_NESTING - 1),
        ")".repeat(MAX_NESTING - 1),
        "{{/each}}".repeat(MAX_NESTING)
    );
    let chain = format!("{{{{#if a}}}}{}x{{{{/if}}}}", "{{else if a}}".repeat(MAX_NESTING - 1));
    let run = move || {
        let mut templates = Templates::default();
        let id = templates.add(&deep).unwrap();
        assert_eq!(templates.text(id, &Data::new(), &mut Fixed("en")).unwrap(), "");
        let one: Data = [("xs".to_owned(), Value::List(vec![1.into()]))].into();
        assert!(templates.text(id, &one, &mut Fixed("en")).is_ok());
        let id = templates.add(&chain).unwrap();
        assert_eq!(templates.text(id, &Data::new(), &mut Fixed("en")).unwrap(), "");
    };
    std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn output_and_work_are_bounded() {
    let list = Value::List(vec!["x".into(); 1_000]);
    let data: Data = [("xs".to_owned(), list), ("long".to_owned(), "x".repeat(50_000).into())].into();
    let mut templates = Templates::default();
    let mut render = |source: &str| {
        let id = templates.add(source).unwrap();
        templates.text(id, &data, &mut Fixed("en"))
    };
    assert_eq!(render("{{#each xs}}y{{/each}}").unwrap().len(), MAX_EACH);
    assert_eq!(render("{{long}}").unwrap().len(), 50_000);
    assert!(render("{{long}}{{long}}").unwrap_err().to_string().contains("more than 60 kB"));
    assert!(render(&format!("{{{{#each xs}}}}{}{{{{/each}}}}", "y".repeat(400))).is_err());
    let silent = format!("{}{}", "{{#each @root.xs}}".repeat(5), "{{/each}}".repeat(5));
    assert!(render(&silent).unwrap_err().to_string().contains("too much work"));
    let doubling = "(join xs ".repeat(10) + "\"\"" + &")".repeat(10);
    assert!(render(&format!("{{{{length {doubling}}}}}")).is_ok());
}

#[test]
fn data_cannot_name_a_helper() {
    let data: Data = [("v".to_owned(), "spell".into()), ("spell".to_owned(), "own".into())].into();
    let mut templates = Templates::default();
    let id = templates.add("{{(lower v)}} {{spell}} {{(upper (lower v))}}").unwrap();
    assert_eq!(templates.text(id, &data, &mut Fixed("en")).unwrap(), "spell own SPELL");
}
