//! What can be written to, and which values go there.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Expr, Name, Place};
use crate::value::{Change, Type, Value};

use super::checker::Checker;
use super::names::Meaning;
use super::{constants, types};

impl<'a> Checker<'a> {
    /// A value that goes where a type is declared.
    pub fn assign(&mut self, expr: &'a Expr, to: Type, name: &str) {
        let from = self.infer(expr);
        if !types::converts(from, to) {
            self.report(
                Diagnostic::error(
                    Code::F0301,
                    format!("`{name}` holds {}, this is {}", types::words(to), types::words(from)),
                    expr.span,
                    format!("{} cannot be kept in `{name}`", types::words(from)),
                )
                .with_help(help(from, to, &self.short(expr.span))),
            );
        } else if let Some(Value::Text(text)) = constants::value(self.names, expr) {
            self.check_written(&text, to, name, expr.span);
        }
    }

    /// A text that is known here: that it is not too long, and that it writes a date where one is wanted.
    fn check_written(&mut self, text: &str, to: Type, name: &str, span: Span) {
        let (label, help) = match (to, to.coerce(Value::Text(text.to_owned())).1) {
            (_, Change::Kept) => return,
            (Type::Text(Some(limit)), _) => {
                let length = text.chars().count();
                (
                    format!("this has {length} characters, there is room for {limit}"),
                    format!("shorten it, or declare `{name}` as `text({length})`"),
                )
            }
            (Type::Date, _) => {
                ("this is not a date".to_owned(), "write year, month and day, as in `\"2026-11-02\"`".to_owned())
            }
            (Type::Time, _) => ("this is not a time of day".to_owned(), "write it as in `\"17:30\"`".to_owned()),
            (Type::Phone, _) => (
                "this is not a phone number".to_owned(),
                "write it with `+` and the country's code, as in `\"+15550100200\"`".to_owned(),
            ),
            _ => return,
        };
        self.report(
            Diagnostic::error(Code::F0301, format!("this text does not fit into `{name}`"), span, label)
                .with_help(help),
        );
    }

    /// What `set` and `clear` write to: the type it holds, or `None` where it cannot be written.
    pub fn written_place(&mut self, place: &'a Place) -> Option<Type> {
        if place.contact {
            return self.contact_field(&place.name.text, place.name.span);
        }
        self.writable(&place.name)
    }

    pub fn writable(&mut self, place: &'a Name) -> Option<Type> {
        let (name, span) = (place.text.as_str(), place.span);
        let (what, help) = match self.names.meaning(name, self.parameters) {
            Some(Meaning::Local(ty) | Meaning::Variable(ty)) => {
                self.mentioned.insert(name.to_owned());
                return Some(ty);
            }
            Some(Meaning::Recording) => return Some(Type::Map),
            Some(Meaning::Fetched) => return Some(Type::Any),
            Some(Meaning::Constant(_)) => ("a constant", "declare it as a `var` if it changes".to_owned()),
            // A reserved word; the parser has said so.
            Some(Meaning::Builtin(_)) if name == "language" => return None,
            Some(Meaning::Builtin(_)) => {
                ("always there and read only", "keep the value in a variable of your own".to_owned())
            }
            None => match self.names.get(name) {
                Some(declared) => (declared.what.words(), "only variables can be set".to_owned()),
                None => {
                    self.value_named(name, span);
                    return None;
                }
            },
        };
        self.report(
            Diagnostic::error(Code::F0209, format!("`{name}` cannot be set"), span, format!("`{name}` is {what}"))
                .with_help(help),
        );
        None
    }
}

/// What mends a value of the wrong type.
fn help(from: Type, to: Type, written: &str) -> String {
    match (from, to) {
        (Type::Map, _) => format!("take one field of it, as in `{written}.text`"),
        (Type::Number, Type::Text(_) | Type::Phone) => format!("put it in quotes, or write `text({written})`"),
        (_, Type::Text(_)) => "put it into a text, as in `\"{{…}}\"`".to_owned(),
        (Type::Text(_) | Type::Phone, Type::Number) => format!("write it without quotes, or as `number({written})`"),
        (Type::Text(_), Type::Bool) => "write `true` or `false`, without quotes".to_owned(),
        _ => format!("give {}, or change the declared type", types::words(to)),
    }
}
