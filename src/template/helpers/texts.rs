//! Helpers on words and lists.

use crate::value::Value;

use super::entry::{Helper, text};
use super::show::{show, words};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        name: "list",
        arity: (1, 1),
        usage: "list ITEMS",
        about: "The items of a list as people say them: \"a, b and c\".",
        write: |arguments, view| {
            let items = arguments.first().and_then(Value::as_list).unwrap_or_default();
            let items: Vec<String> = items.iter().map(|item| show(item, view)).filter(|i| !i.is_empty()).collect();
            if items.is_empty() { text(words(arguments, view)) } else { text(view.phrases.list(&items)) }
        },
    },
    Helper {
        name: "title",
        arity: (1, 1),
        usage: "title TEXT",
        about: "The text with each word's first letter in upper case.",
        write: |arguments, view| text(title(&words(arguments, view))),
    },
    Helper {
        name: "upper",
        arity: (1, 1),
        usage: "upper TEXT",
        about: "The text in upper case.",
        write: |arguments, view| text(words(arguments, view).to_uppercase()),
    },
    Helper {
        name: "lower",
        arity: (1, 1),
        usage: "lower TEXT",
        about: "The text in lower case.",
        write: |arguments, view| text(words(arguments, view).to_lowercase()),
    },
];

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric() || (inside && matches!(c, '\'' | '\u{2019}'));
    }
    out
}
