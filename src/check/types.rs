//! Types in a person's words, and which fit where.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::syntax::tree::TypeName;
use crate::value::Type;

use super::suggest;

/// The type in words: `a text`.
pub(super) fn words(ty: Type) -> &'static str {
    match ty {
        Type::Text(_) => "a text",
        Type::Number => "a number",
        Type::Bool => "a yes or no",
        Type::Date => "a date",
        Type::Time => "a time of day",
        Type::Moment => "a moment in time",
        Type::Duration => "a length of time",
        Type::Phone => "a phone number",
        Type::List => "a list",
        Type::Map => "a map",
        Type::Any => "anything",
    }
}

/// `no values`, `1 value`, `2 values`.
pub(super) fn values(n: usize) -> String {
    match n {
        0 => "no values".to_owned(),
        1 => "1 value".to_owned(),
        n => format!("{n} values"),
    }
}

/// `2 values`, `1 to 3 values`, `at least 1 value`.
pub(super) fn at_least(least: usize, most: usize) -> String {
    if most == usize::MAX {
        format!("at least {}", values(least))
    } else if least == most {
        values(most)
    } else {
        format!("{least} to {}", values(most))
    }
}

/// `none is given`, `1 is given`, `2 are given`.
pub(super) fn given(n: usize) -> String {
    match n {
        0 => "none is given".to_owned(),
        1 => "1 is given".to_owned(),
        n => format!("{n} are given"),
    }
}

/// Whether a value of type `from` may go where `to` is wanted. Where one of them is not known, yes.
pub(super) fn fits(from: Type, to: Type) -> bool {
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::Text(_) | Type::Phone, Type::Text(_) | Type::Phone) => true,
        _ => from == to,
    }
}

/// Whether a value of type `from` may be stored where `to` is declared: beside what fits, a text that writes a date or
/// a time of day.
pub(super) fn converts(from: Type, to: Type) -> bool {
    matches!((from, to), (Type::Text(_), Type::Date | Type::Time)) || fits(from, to)
}

/// The type of either of two values.
pub(super) fn either(a: Type, b: Type) -> Type {
    match (a, b) {
        (Type::Text(_), Type::Text(_)) => Type::Text(None),
        _ if a == b => a,
        _ => Type::Any,
    }
}

/// The type that a name of a type stands for; `Any` where it stands for none, which is reported.
pub(super) fn declared(name: &TypeName, problems: &mut Vec<Diagnostic>) -> Type {
    let word = name.name.text.as_str();
    let Some(ty) = Type::parse(word) else {
        problems.push(unknown(name));
        return Type::Any;
    };
    match (ty, name.length) {
        (Type::Text(_), Some(length)) if length.value == 0 => {
            problems.push(
                Diagnostic::error(Code::F0211, "`text(0)` can hold nothing", length.span, "room for no character")
                    .with_help("give the number of characters that it may have at most, as in `text(10)`"),
            );
            Type::Text(None)
        }
        (Type::Text(_), Some(length)) => Type::Text(Some(length.value)),
        (_, Some(_)) => {
            problems.push(
                Diagnostic::error(
                    Code::F0211,
                    format!("`{word}` has no length"),
                    name.span,
                    "only `text` takes a number in brackets",
                )
                .with_help(format!("write `{word}`"))
                .with_edit(name.span, word),
            );
            ty
        }
        (_, None) => ty,
    }
}

fn unknown(name: &TypeName) -> Diagnostic {
    let word = name.name.text.as_str();
    let problem =
        Diagnostic::error(Code::F0211, format!("unknown type `{word}`"), name.name.span, "no type is called this");
    let alias = match word {
        "string" | "str" => Some("text"),
        "int" | "integer" | "float" | "decimal" => Some("number"),
        "boolean" | "yesno" => Some("bool"),
        _ => nearest(word, Type::DECLARABLE),
    };
    suggest::or_else(problem, alias, || format!("the types are {}", suggest::listed(Type::DECLARABLE)))
}
