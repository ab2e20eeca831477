//! Helpers on numbers and money.

use crate::template::speech::Speech;
use crate::value::{Decimal, Value};

use super::entry::{Helper, View, option, text};
use super::show::{show, words};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        name: "number",
        arity: (1, 1),
        usage: "number NUMBER",
        about: "A number as the language writes it: 1,234.5 in English, 1.234,5 in German.",
        write: |arguments, view| match arguments.first().and_then(amount) {
            Some(number) => text(view.phrases.number(number, !view.call)),
            None => text(words(arguments, view)),
        },
    },
    Helper {
        name: "money",
        arity: (1, 2),
        usage: "money AMOUNT CURRENCY?",
        about: "An amount in a currency such as \"EUR\", in the language's country's own if not said.",
        write: |arguments, view| match arguments.first().and_then(amount) {
            Some(number) => text(view.phrases.money(number, option(arguments, 1), view.phrases.tag(), view.call)),
            None => text(words(arguments, view)),
        },
    },
    Helper {
        name: "ordinal",
        arity: (1, 1),
        usage: "ordinal NUMBER",
        about: "A place in a row: 3rd, spoken as \"third\".",
        write: |arguments, view| {
            let place = arguments.first().and_then(amount).filter(Decimal::is_integer);
            match place.and_then(|n| i64::try_from(n).ok()) {
                Some(place) => text(view.phrases.ordinal(place, view.call)),
                None => text(words(arguments, view)),
            }
        },
    },
    Helper {
        name: "plural",
        arity: (3, 7),
        usage: "plural NUMBER \"item\" \"items\"",
        about: "The word that goes with the number, which itself is not said: as many as the language has forms.",
        write: plural,
    },
];

/// A number, or a text that a program wrote as one.
fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(written) => Decimal::from_str_exact(written.trim()).ok(),
        _ => None,
    }
}

fn plural(arguments: &[Value], view: &View) -> Vec<Speech> {
    let count = match arguments.first() {
        Some(value @ (Value::List(_) | Value::Map(_))) => value.length().map(Decimal::from),
        other => other.and_then(amount),
    };
    let forms = arguments.get(1..).unwrap_or_default();
    let form = match count {
        Some(count) => forms.get(view.phrases.plural(count, forms.len())),
        None => forms.last(),
    };
    text(form.map(|word| show(word, view)).unwrap_or_default())
}
