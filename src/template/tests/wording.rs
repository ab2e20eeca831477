//! Each helper, spoken and written, in each language.

use jiff::civil::{date, time};

use super::*;

const LANGUAGES: [&str; 5] = ["en-US", "es-ES", "fr-FR", "de-DE", "pt-BR"];

fn data() -> Data {
    let number = |text: &str| Value::Number(text.parse().unwrap());
    [
        ("day", Value::Date(date(2026, 11, 2))),
        ("first", Value::Date(date(2027, 1, 1))),
        ("clock", Value::Time(time(21, 30, 0, 0))),
        ("full", Value::Time(time(9, 0, 0, 0))),
        ("moment", Value::Moment("2026-11-24T14:00:00Z".parse().unwrap())),
        ("text_day", "2026-11-02".into()),
        ("text_moment", "2026-11-26T13:05:00-05:00".into()),
        ("opens", "2026-11-30T09:00:00-05:00[America/New_York]".into()),
        ("pi", number("1234.5")),
        ("minus", number("-1234567")),
        ("price", number("1012.5")),
        ("cent", number("0.01")),
        ("one", 1.into()),
        ("two", 2.into()),
        ("eleven", 11.into()),
        ("half", number("0.5")),
        ("zero", 0.into()),
        ("xs", Value::List(vec!["Ann".into(), "Bo".into(), "Ina".into()])),
        ("card", "4111111111111111".into()),
        ("name", "ann o'neil-smith".into()),
        ("yes", true.into()),
        ("no", false.into()),
        ("nothing", Value::None),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn written(source: &str, language: &'static str) -> String {
    let mut templates = Templates::default();
    let id = templates.add(source).unwrap();
    templates.text(id, &data(), &mut Fixed(language)).unwrap()
}

/// Pieces of speech in one line: `[c …]` characters, `[e …]` emphasis, `[b ms]` silence.
fn spoken(source: &str, language: &'static str) -> String {
    let mut templates = Templates::default();
    let id = templates.add(source).unwrap();
    let speech = templates.speech(id, &data(), &mut Fixed(language)).unwrap();
    let piece = |piece: &Speech| match piece {
        Speech::Text(text) => text.clone(),
        Speech::Characters(text) => format!("[c {text}]"),
        Speech::Emphasis(text) => format!("[e {text}]"),
        Speech::Break(ms) => format!("[b {ms}]"),
    };
    speech.iter().map(piece).collect()
}

#[test]
fn the_same_heard_and_read() {
    for (source, expected) in [
        (
            "{{date day}}",
            [
                "November 2, 2026",
                "2 de noviembre de 2026",
                "2 novembre 2026",
                "2. November 2026",
                "2 de novembro de 2026",
            ],
        ),
        (
            "{{date text_day}}",
            [
                "November 2, 2026",
                "2 de noviembre de 2026",
                "2 novembre 2026",
                "2. November 2026",
                "2 de novembro de 2026",
            ],
        ),
        (
            "{{date first}}",
            ["January 1, 2027", "1 de enero de 2027", "1er janvier 2027", "1. Januar 2027", "1 de janeiro de 2027"],
        ),
        ("{{time clock}}", ["9:30 PM", "21:30", "21 h 30", "21:30 Uhr", "21h30"]),
        ("{{time full}}", ["9 AM", "9:00", "9 h", "9 Uhr", "9h"]),
        ("{{time text_moment}}", ["1:05 PM", "13:05", "13 h 05", "13:05 Uhr", "13h05"]),
        ("{{time moment \"America/New_York\"}}", ["9 AM", "9:00", "9 h", "9 Uhr", "9h"]),
        (
            "{{when moment}}",
            ["tomorrow at 2 PM", "mañana a las 14:00", "demain à 14 h", "morgen um 14 Uhr", "amanhã às 14h"],
        ),
        (
            "{{when text_moment}}",
            [
                "on Thursday at 1:05 PM",
                "el jueves a las 13:05",
                "jeudi à 13 h 05",
                "am Donnerstag um 13:05 Uhr",
                "quinta-feira às 13h05",
            ],
        ),
        (
            "{{when opens}}",
            [
                "on Monday, November 30 at 9 AM",
                "el lunes 30 de noviembre a las 9:00",
                "le lundi 30 novembre à 9 h",
                "am Montag, 30. November, um 9 Uhr",
                "segunda-feira, 30 de novembro, às 9h",
            ],
        ),
        ("{{when today}}", ["today", "hoy", "aujourd'hui", "heute", "hoje"]),
        ("{{yes}} {{no}}", ["yes no", "sí no", "oui non", "ja nein", "sim não"]),
        ("{{list xs}}", ["Ann, Bo and Ina", "Ann, Bo e Ina", "Ann, Bo et Ina", "Ann, Bo und Ina", "Ann, Bo e Ina"]),
        ("{{half}}", ["0.5", "0,5", "0,5", "0,5", "0,5"]),
        (
            "{{plural one \"a\" \"b\"}}{{plural two \"a\" \"b\"}}{{plural zero \"a\" \"b\"}}",
            ["abb", "abb", "aba", "abb", "aba"],
        ),
        ("{{plural xs \"a\" \"b\"}}{{plural nothing \"a\" \"b\"}}", ["bb"; 5]),
        ("{{title name}} {{upper name}} {{lower \"ÉA\"}}", ["Ann O'neil-Smith ANN O'NEIL-SMITH éa"; 5]),
        (
            "{{date \"soon\"}}{{time nothing}}{{when \"later\"}}{{money \"free\"}}{{number nothing}}{{ordinal half}}",
            ["soonlaterfree0.5", "soonlaterfree0,5", "soonlaterfree0,5", "soonlaterfree0,5", "soonlaterfree0,5"],
        ),
    ] {
        for (language, expected) in LANGUAGES.into_iter().zip(expected) {
            assert_eq!(written(source, language), expected, "{source} written in {language}");
            assert_eq!(spoken(source, language), expected, "{source} spoken in {language}");
        }
    }
}

#[test]
fn read() {
    for (source, expected) in [
        (
            "{{number pi}} {{number minus}}",
            [
                "1,234.5 -1,234,567",
                "1.234,5 -1.234.567",
                "1 234,5 -1 234 567",
                "1.234,5 -1.234.567",
                "1.234,5 -1.234.567",
            ],
        ),
        ("{{money price}}", ["$1,012.50", "1.012,50 €", "1 012,50 €", "1.012,50 €", "R$ 1.012,50"]),
        ("{{money price \"eur\"}}", ["€1,012.50", "1.012,50 €", "1 012,50 €", "1.012,50 €", "€ 1.012,50"]),
        ("{{money price \"SEK\"}}", ["1,012.50 SEK", "1.012,50 SEK", "1 012,50 SEK", "1.012,50 SEK", "1.012,50 SEK"]),
        (
            "{{ordinal one}} {{ordinal two}} {{ordinal eleven}}",
            ["1st 2nd 11th", "1.º 2.º 11.º", "1er 2e 11e", "1. 2. 11.", "1º 2º 11º"],
        ),
        ("{{mask card}}", ["************1111"; 5]),
        ("{{spell card}}{{pause 1s}}{{emphasis name}}", ["4111111111111111ann o'neil-smith"; 5]),
    ] {
        for (language, expected) in LANGUAGES.into_iter().zip(expected) {
            assert_eq!(written(source, language), expected, "{source} in {language}");
        }
    }
}

#[test]
fn heard() {
    for (source, expected) in [
        (
            "{{number pi}} {{number minus}}",
            ["1234.5 -1234567", "1234,5 -1234567", "1234,5 -1234567", "1234,5 -1234567", "1234,5 -1234567"],
        ),
        (
            "{{money price}}",
            [
                "1012 dollars and 50 cents",
                "1012 euros y 50 céntimos",
                "1012 euros et 50 centimes",
                "1012 Euro und 50 Cent",
                "1012 reais e 50 centavos",
            ],
        ),
        ("{{money cent}}", ["1 cent", "1 céntimo", "1 centime", "1 Cent", "1 centavo"]),
        ("{{money two \"USD\"}}", ["2 dollars", "2 dólares", "2 dollars", "2 Dollar", "2 dólares"]),
        (
            "{{ordinal one}} {{ordinal two}} {{ordinal eleven}}",
            [
                "first second 11th",
                "primero segundo 11.º",
                "premier deuxième 11e",
                "erste zweite 11.",
                "primeiro segundo 11º",
            ],
        ),
        (
            "{{mask card}}",
            [
                "ending in [c 1111]",
                "terminado en [c 1111]",
                "se terminant par [c 1111]",
                "mit den Endziffern [c 1111]",
                "com final [c 1111]",
            ],
        ),
        (
            "a{{pause 1s}}b{{pause 2}}c{{pause \"500ms\"}}{{pause 1h}}{{pause nothing}}",
            ["a[b 1000]b[b 2000]c[b 500][b 10000]"; 5],
        ),
        ("{{spell card}}{{emphasis name}}{{spell nothing}}", ["[c 4111111111111111][e ann o'neil-smith]"; 5]),
        ("{{emphasis yes}}", ["[e yes]", "[e sí]", "[e oui]", "[e ja]", "[e sim]"]),
    ] {
        for (language, expected) in LANGUAGES.into_iter().zip(expected) {
            assert_eq!(spoken(source, language), expected, "{source} in {language}");
        }
    }
}

#[test]
fn regions_differ() {
    for (source, language, expected) in [
        ("{{date day}} {{time clock}}", "en-GB", "2 November 2026 9:30 pm"),
        ("{{money price}}", "en-GB", "£1,012.50"),
        ("{{money price}}", "en", "$1,012.50"),
        ("{{money price}} {{number pi}}", "es-MX", "$1,012.50 1,234.5"),
        ("{{money price}} {{time clock}}", "pt-PT", "1.012,50 € 21:30"),
        ("{{money price}}", "de-CH", "1.012,50 CHF"),
        ("{{money price}}", "ja-JP", "¥1,013"),
        ("{{date day}}", "sv-SE", "November 2, 2026"),
    ] {
        assert_eq!(written(source, language), expected, "{source} in {language}");
    }
}

#[test]
fn menus_are_worded() {
    for (language, expected) in LANGUAGES.into_iter().zip([
        ["For Sales, press 1.", "For Sales, press star.", "For Sales, press 9 1 pound."],
        ["Para Sales, marque 1.", "Para Sales, marque asterisco.", "Para Sales, marque 9 1 almohadilla."],
        ["Pour Sales, tapez 1.", "Pour Sales, tapez étoile.", "Pour Sales, tapez 9 1 dièse."],
        ["Für Sales drücken Sie 1.", "Für Sales drücken Sie Stern.", "Für Sales drücken Sie 9 1 Raute."],
        ["Para Sales, tecle 1.", "Para Sales, tecle asterisco.", "Para Sales, tecle 9 1 cerquilha."],
    ]) {
        let words = phrases(language);
        assert_eq!(["1", "*", "91#"].map(|key| words.option("Sales", key)), expected, "{language}");
        assert_eq!(words.option_line("Sales", "1"), "1. Sales");
    }
    assert_eq!(phrases("en").option("{key} {label}", "1"), "For {key} {label}, press 1.");
    assert_eq!(phrases("en").apology(true), "Sorry, something went wrong. Please call again later.");
    assert_eq!(phrases("xx").goodbye(), "Goodbye.");
}
