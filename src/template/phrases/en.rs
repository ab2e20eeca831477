use super::wording::{Clock, Currency, Table};

pub(super) const AMERICAN: Table = Table {
    language: "en",
    yes: "yes",
    no: "no",
    decimal_mark: '.',
    group_mark: ',',
    date: "{month} {day}, {year}",
    day: "{month} {day}",
    clock: Clock::Twelve { morning: "AM", afternoon: "PM" },
    at: ("at", "at"),
    today: "today",
    tomorrow: "tomorrow",
    yesterday: "yesterday",
    on_weekday: "on {weekday}",
    on_date: "on {weekday}, {date}",
    ordinals: ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    ordinal_mark,
    and: |_| "and",
    ending_in: "ending in",
    money: "{symbol}{amount}",
    currencies: &[
        Currency { code: "USD", unit: ("dollar", "dollars"), cent: ("cent", "cents") },
        Currency { code: "EUR", unit: ("euro", "euros"), cent: ("cent", "cents") },
        Currency { code: "GBP", unit: ("pound", "pounds"), cent: ("penny", "pence") },
        Currency { code: "CAD", unit: ("Canadian dollar", "Canadian dollars"), cent: ("cent", "cents") },
        Currency { code: "AUD", unit: ("Australian dollar", "Australian dollars"), cent: ("cent", "cents") },
        Currency { code: "MXN", unit: ("Mexican peso", "Mexican pesos"), cent: ("centavo", "centavos") },
    ],
    press: "For {label}, press {key}.",
    star: "star",
    pound: "pound",
    trouble: "Sorry, something went wrong.",
    apology_call: "Sorry, something went wrong. Please call again later.",
    apology_message: "Sorry, something went wrong. Please try again later.",
    goodbye: "Goodbye.",
};

/// All English outside North America.
pub(super) const BRITISH: Table = Table {
    date: "{day} {month} {year}",
    day: "{day} {month}",
    clock: Clock::Twelve { morning: "am", afternoon: "pm" },
    on_date: "on {weekday} {date}",
    pound: "hash",
    ..AMERICAN
};

fn ordinal_mark(place: u64) -> &'static str {
    match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
