//! Where values are stored: coerced to what was declared, cut to size, marked where they must not be shown.

use std::borrow::Cow;

use crate::program::{BinaryOp, Builtin, Expr, Place};
use crate::value::{Change, Type, Value};

use super::contact::shown;
use super::eval::Captures;
use super::limits;
use super::turn::Turn;
use super::words::MASK;

/// The function that leaves only a value's end.
const MASKING: &str = "mask";

impl<'p> Turn<'p> {
    pub fn set(&mut self, place: &Place, expr: &'p Expr) {
        let sensitive = self.reads_sensitive(expr);
        let value = self.eval(expr);
        self.store(place, value, sensitive);
        self.trace_stored("set", place);
    }

    /// For people: what a name now holds, where that may be shown.
    pub fn trace_stored(&mut self, what: &str, place: &Place) {
        let name = name_of(place);
        let (sensitive, value) = match place {
            Place::Contact(field) => {
                (self.is_contact_sensitive(Some(field)), self.contact.get(field).map(|known| known.value.clone()))
            }
            Place::Session(name) | Place::Local(name) => (self.session.sensitive.contains(name), Some(self.name(name))),
        };
        if sensitive {
            self.trace(format!("{what} `{name}` = {MASK}"));
            return;
        }
        let value = value.unwrap_or_default().to_text();
        let (shown, was_cut) = limits::cut(&value, limits::TRACE_CHARS);
        self.trace(format!("{what} `{name}` = {shown}{}", if was_cut { "…" } else { "" }));
    }

    pub fn clear(&mut self, place: &Place) {
        self.store(place, Value::None, false);
        self.trace(format!("cleared `{}`", name_of(place)));
    }

    pub fn store(&mut self, place: &Place, value: Value, sensitive: bool) {
        let name = name_of(place);
        let value = self.shaped(&name, self.declared(place), value);
        if !matches!(place, Place::Contact(_)) {
            self.mark(&name, sensitive);
        }
        match place {
            Place::Contact(name) => self.keep(name, value, sensitive),
            Place::Session(name) => {
                self.session.variables.insert(name.clone(), value);
            }
            Place::Local(name) => {
                if let Some(frame) = self.session.frames.last_mut() {
                    frame.locals.insert(name.clone(), value);
                }
            }
        }
    }

    pub fn store_captures(&mut self, captures: Captures, sensitive: bool) {
        for (name, text) in captures {
            self.store(&Place::Session(name), text.map_or(Value::None, Value::Text), sensitive);
        }
    }

    /// Remembers whether a name holds what the person said in confidence.
    pub fn mark(&mut self, name: &str, sensitive: bool) {
        if sensitive {
            self.session.sensitive.insert(name.to_owned());
        } else {
            self.session.sensitive.remove(name);
        }
    }

    /// Whether an expression reads what must not be shown.
    pub fn reads_sensitive(&self, expr: &Expr) -> bool {
        let all = |exprs: &[Expr]| exprs.iter().any(|expr| self.reads_sensitive(expr));
        match expr {
            Expr::Builtin(Builtin::Contact) => self.is_contact_sensitive(None),
            Expr::Const(_) | Expr::Builtin(_) => false,
            Expr::Variable(name) | Expr::Local(name) => self.session.sensitive.contains(name),
            Expr::Template(id) => self.program.templates.roots(*id).iter().any(|root| {
                let name = self.named(root);
                let contact = name == Builtin::Contact.name() && self.is_contact_sensitive(None);
                contact || self.session.sensitive.contains(name)
            }),
            Expr::Field(of, name) if matches!(**of, Expr::Builtin(Builtin::Contact)) => {
                self.is_contact_sensitive(Some(name))
            }
            Expr::Field(of, _) | Expr::Not(of) | Expr::Negate(of) | Expr::Matches(of, _) => self.reads_sensitive(of),
            Expr::Index(left, right) => self.reads_sensitive(left) || self.reads_sensitive(right),
            // A comparison tells little of what it compares; what it is about may be shown.
            Expr::Binary(op, left, right) => {
                keeps_value(*op) && (self.reads_sensitive(left) || self.reads_sensitive(right))
            }
            // What is left of it is for showing.
            Expr::Call(function, _) if function.name == MASKING => false,
            Expr::List(items) | Expr::Call(_, items) => all(items),
            Expr::Map(fields) => fields.iter().any(|(_, expr)| self.reads_sensitive(expr)),
        }
    }

    fn declared(&self, place: &Place) -> Type {
        match place {
            Place::Session(name) => self.program.variables.iter().find(|v| v.name == *name).map(|v| v.ty),
            Place::Local(name) => {
                let node = self.session.frames.last().and_then(|frame| self.program.node(&frame.node));
                node.and_then(|node| node.parameters.iter().find(|(n, _)| n == name)).map(|(_, ty)| *ty)
            }
            Place::Contact(name) => self.program.contact.iter().find(|field| field.name == *name).map(|field| field.ty),
        }
        .unwrap_or(Type::Any)
    }

    /// The value as its name was declared, with a notice where something was lost.
    pub fn shaped(&mut self, name: &str, ty: Type, value: Value) -> Value {
        let (coerced, change) = ty.coerce(value);
        match change {
            Change::Kept => {}
            Change::Cut => self.notice(format!("`{name}` was cut to its declared length")),
            Change::Lost => {
                self.notice(format!("the value for `{name}` is not of its type, so `{name}` is none"));
            }
        }
        let was_none = coerced == Value::None;
        let (kept, was_cut) = match coerced {
            Value::Text(text) => {
                let (kept, was_cut) = limits::cut(&text, limits::TEXT_CHARS);
                (Value::Text(kept.to_owned()), was_cut)
            }
            other => (other.bounded(), false),
        };
        if was_cut {
            self.notice(format!("the text of `{name}` was too long and was cut"));
        }
        if kept == Value::None && !was_none {
            self.notice(format!("the value for `{name}` was too large, so `{name}` is none"));
        }
        kept
    }
}

fn name_of(place: &Place) -> Cow<'_, str> {
    match place {
        Place::Session(name) | Place::Local(name) => Cow::Borrowed(name),
        Place::Contact(name) => Cow::Owned(shown(name)),
    }
}

fn keeps_value(op: BinaryOp) -> bool {
    use BinaryOp::{Add, Divide, Else, Multiply, Remainder, Subtract};
    matches!(op, Add | Subtract | Multiply | Divide | Remainder | Else)
}
