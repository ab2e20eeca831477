//! Functions on texts.

use crate::value::{MAX_ITEMS, MAX_TEXT, Type, Value, understand};

use super::entry::{ANY, Function, Parameter, TEXT, text_of};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "lower",
        parameters: &[Parameter::one("text", &[TEXT])],
        returns: TEXT,
        about: "The text in lower case.",
        examples: &[("lower(\"Ünder Way\")", "ünder way"), ("lower(none)", "")],
        call: |arguments, _| change(arguments, str::to_lowercase),
    },
    Function {
        name: "upper",
        parameters: &[Parameter::one("text", &[TEXT])],
        returns: TEXT,
        about: "The text in upper case.",
        examples: &[("upper(\"ab\")", "AB")],
        call: |arguments, _| change(arguments, str::to_uppercase),
    },
    Function {
        name: "trim",
        parameters: &[Parameter::one("text", &[TEXT])],
        returns: TEXT,
        about: "The text without white space at its ends.",
        examples: &[("trim(\"  ab \")", "ab")],
        call: |arguments, _| change(arguments, |text| text.trim().to_owned()),
    },
    Function {
        name: "length",
        parameters: &[Parameter::one("value", &[TEXT, Type::Number, Type::List, Type::Map])],
        returns: Type::Number,
        about: "How many characters a text has, or how many items a list has.",
        examples: &[("length(\"añb\")", "3"), ("length([1, 2])", "2"), ("length(12)", "2"), ("length(none)", "")],
        call: |arguments, _| {
            let value = arguments.first().unwrap_or(&Value::None);
            let length = value.length().or_else(|| text_of(arguments, 0).map(|text| text.chars().count()));
            length.and_then(|length| i64::try_from(length).ok()).into()
        },
    },
    Function {
        name: "text",
        parameters: &[Parameter::one("value", ANY)],
        returns: TEXT,
        about: "Any value as plain text: a number without trailing zeros, yes or no, a date as 2026-11-02.",
        examples: &[("text(12.50)", "12.5"), ("text(true)", "yes"), ("text([1, 2])", "1, 2"), ("text(none)", "")],
        call: |arguments, _| {
            let text = arguments.first().map(Value::to_text).unwrap_or_default();
            if text.len() <= MAX_TEXT { Value::Text(text) } else { Value::None }
        },
    },
    Function {
        name: "digits",
        parameters: &[Parameter::one("text", &[TEXT, Type::Number, Type::Phone])],
        returns: TEXT,
        about: "The digits of a text, typed or said, without what stands between them.",
        examples: &[("digits(\"12-34 56\")", "123456"), ("digits(\"one two three\")", "123"), ("digits(\"abc\")", "")],
        call: |arguments, scope| {
            text_of(arguments, 0).and_then(|text| understand::digits(&text, scope.language())).into()
        },
    },
    Function {
        name: "split",
        parameters: &[Parameter::one("text", &[TEXT]), Parameter::optional("separator", &[TEXT])],
        returns: Type::List,
        about: "The parts of a text between separators, trimmed. Without a separator, its words.",
        examples: &[
            ("split(\"a, b,c\", \",\")", "a, b, c"),
            ("count(split(\"one  two\"))", "2"),
            ("count(split(\"\", \",\"))", "0"),
        ],
        call: |arguments, _| text_of(arguments, 0).map_or(Value::None, |text| split(&text, text_of(arguments, 1))),
    },
    Function {
        name: "mask",
        parameters: &[
            Parameter::one("text", &[TEXT, Type::Number, Type::Phone]),
            Parameter::optional("shown", &[Type::Number]),
        ],
        returns: TEXT,
        about: "The text with stars for all but its last characters, 4 if not said otherwise.",
        examples: &[
            ("mask(\"4111111111111111\")", "************1111"),
            ("mask(\"abc\")", "***"),
            ("mask(12345, 2)", "***45"),
        ],
        call: |arguments, _| {
            let shown = arguments.get(1).and_then(Value::as_number).map_or(Ok(SHOWN), usize::try_from);
            let Ok(shown) = shown else { return Value::None };
            change(arguments, |text| mask(text, shown).0)
        },
    },
];

/// How many characters [`mask`] shows where it is not said.
pub const SHOWN: usize = 4;

/// The masked text, and what of it can be read. A text no longer than what would be shown is masked whole.
pub fn mask(text: &str, shown: usize) -> (String, String) {
    let length = text.chars().count();
    let hidden = if length > shown { length - shown } else { length };
    let tail: String = text.chars().skip(hidden).collect();
    (format!("{}{tail}", "*".repeat(hidden)), tail)
}

fn change(arguments: &[Value], how: impl Fn(&str) -> String) -> Value {
    let changed = text_of(arguments, 0).map(|text| how(&text));
    changed.filter(|text| text.len() <= MAX_TEXT).into()
}

fn split(text: &str, separator: Option<String>) -> Value {
    let part = |part: &str| Value::text(part.trim());
    let parts: Vec<Value> = match separator.filter(|separator| !separator.is_empty()) {
        None => text.split_whitespace().take(MAX_ITEMS).map(part).collect(),
        Some(_) if text.trim().is_empty() => Vec::new(),
        Some(separator) => text.split(separator.as_str()).take(MAX_ITEMS).map(part).collect(),
    };
    Value::List(parts)
}
