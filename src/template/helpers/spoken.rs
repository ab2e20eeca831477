//! Helpers that shape how words are spoken.

use crate::function::{SHOWN, mask};
use crate::template::speech::Speech;
use crate::value::Value;

use super::entry::{Helper, View, text};
use super::show::words;

/// The longest silence that speech markup allows.
const MAX_PAUSE_MS: u32 = 10_000;

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        name: "spell",
        arity: (1, 1),
        usage: "spell VALUE",
        about: "Says a value character by character; in a message, the value as it is.",
        write: |arguments, view| {
            let plain = arguments.first().map(Value::to_text).unwrap_or_default();
            if view.call { vec![Speech::Characters(plain)] } else { text(plain) }
        },
    },
    Helper {
        name: "pause",
        arity: (1, 1),
        usage: "pause LENGTH",
        about: "Silence of a length such as 1s or 500ms, 10 seconds at most; nothing in a message.",
        write: |arguments, view| {
            let ms = arguments.first().and_then(length).unwrap_or_default();
            if view.call { vec![Speech::Break(ms)] } else { Vec::new() }
        },
    },
    Helper {
        name: "emphasis",
        arity: (1, 1),
        usage: "emphasis VALUE",
        about: "Says a value with stress; in a message, the value as it is.",
        write: |arguments, view| {
            let plain = words(arguments, view);
            if view.call { vec![Speech::Emphasis(plain)] } else { text(plain) }
        },
    },
    Helper {
        name: "mask",
        arity: (1, 2),
        usage: "mask VALUE SHOWN?",
        about: "Hides all but the last characters, 4 if not said otherwise: stars in a message, \"ending in\" on a call.",
        write: masked,
    },
];

fn length(value: &Value) -> Option<u32> {
    let ms = match value {
        Value::Duration(ms) => *ms,
        Value::Number(seconds) => i64::try_from(seconds.checked_mul(1_000.into())?.round()).ok()?,
        Value::Text(written) => crate::value::parse_duration(written)?,
        _ => return None,
    };
    u32::try_from(ms).ok().map(|ms| ms.min(MAX_PAUSE_MS))
}

fn masked(arguments: &[Value], view: &View) -> Vec<Speech> {
    let plain = arguments.first().map(Value::to_text).unwrap_or_default();
    let shown = arguments.get(1).and_then(Value::as_number).and_then(|n| usize::try_from(n).ok());
    let (stars, tail) = mask(&plain, shown.unwrap_or(SHOWN));
    if !view.call {
        return text(stars);
    }
    if tail.is_empty() {
        return Vec::new();
    }
    vec![Speech::Text(format!("{} ", view.phrases.ending_in())), Speech::Characters(tail)]
}
