//! Functions on lists.

use crate::value::{MAX_TEXT, Type, Value};

use super::entry::{Function, Parameter, TEXT, text_of};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "join",
        parameters: &[Parameter::one("list", &[Type::List]), Parameter::optional("separator", &[TEXT])],
        returns: TEXT,
        about: "The items of a list as one text, with a comma and a space between them if not said otherwise.",
        examples: &[("join([\"a\", \"b\"])", "a, b"), ("join([1, 2], \"-\")", "1-2"), ("join([])", "")],
        call: |arguments, _| {
            let separator = text_of(arguments, 1).unwrap_or_else(|| ", ".to_owned());
            let joined = arguments.first().and_then(Value::as_list).and_then(|items| join(items, &separator));
            joined.into()
        },
    },
    Function {
        name: "first",
        parameters: &[Parameter::one("list", &[Type::List])],
        returns: Type::Any,
        about: "The first item of a list, none of an empty one.",
        examples: &[("first([1, 2])", "1"), ("first([])", "")],
        call: |arguments, _| items(arguments).first().cloned().unwrap_or_default(),
    },
    Function {
        name: "last",
        parameters: &[Parameter::one("list", &[Type::List])],
        returns: Type::Any,
        about: "The last item of a list, none of an empty one.",
        examples: &[("last([1, 2])", "2"), ("last([])", "")],
        call: |arguments, _| items(arguments).last().cloned().unwrap_or_default(),
    },
    Function {
        name: "count",
        parameters: &[Parameter::one("list", &[Type::List, Type::Map])],
        returns: Type::Number,
        about: "How many items a list has; 0 where there is no list.",
        examples: &[("count([\"a\", \"b\"])", "2"), ("count(none)", "0"), ("count(\"abc\")", "0")],
        call: |arguments, _| {
            let counted = match arguments.first() {
                Some(value @ (Value::List(_) | Value::Map(_))) => value.length().unwrap_or_default(),
                _ => 0,
            };
            i64::try_from(counted).ok().into()
        },
    },
];

fn items(arguments: &[Value]) -> &[Value] {
    arguments.first().and_then(Value::as_list).unwrap_or_default()
}

fn join(items: &[Value], separator: &str) -> Option<String> {
    let mut joined = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            joined.push_str(separator);
        }
        joined.push_str(&item.to_text());
        if joined.len() > MAX_TEXT {
            return None;
        }
    }
    Some(joined)
}
