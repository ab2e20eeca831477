//! What each kind of question understands, language by language, and properties over generated answers.

mod de;
mod en;
mod es;
mod fr;

mod properties;
mod pt;
mod say;

use jiff::civil::{Date, Time, date as day};

use super::*;

/// A Monday.
const TODAY: Date = day(2026, 11, 23);

/// Holds `KIND: answer => value` lines against what is understood; `none` is no answer of the kind.
fn check(language: &str, table: &str) {
    let mut wrong = String::new();
    let mut rows = 0;
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (kind, rest) = line.split_once(": ").expect("a kind");
        let (answer, expected) = rest.split_once("=>").expect("an expected value");
        let (answer, expected) = (answer.trim(), expected.trim());
        let found = understood(kind, answer, language).unwrap_or_else(|| "none".to_owned());
        rows += 1;
        if found != expected {
            wrong.push_str(&format!("{language} {kind}: {answer} => {found}, expected {expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(rows > 0, "an empty table");
}

fn understood(kind: &str, answer: &str, language: &str) -> Option<String> {
    match kind {
        "number" => number(answer, language).map(|n| n.normalize().to_string()),
        "money" => money(answer, language).map(|n| n.normalize().to_string()),
        "digits" => digits(answer, language),
        "yesno" => yes_no(answer, language).map(|yes| if yes { "yes" } else { "no" }.to_owned()),
        "date" => date(answer, language, TODAY).map(|date| date.to_string()),
        "time" => time(answer, language).map(|time: Time| time.strftime("%H:%M").to_string()),
        "phone" => phone(answer, language),
        "email" => email(answer, language),
        other => panic!("no kind `{other}`"),
    }
}
