use std::collections::BTreeMap;

use crate::program::{BinaryOp, Builtin, Expr, Regex};
use crate::template::Root;
use crate::value::{Decimal, Value, cut};

use super::input::{Location, Media};
use super::session::Session;
use super::turn::{Turn, TurnScope};

impl<'p> Turn<'p> {
    /// Whether a condition is true; whatever is neither true nor false is not.
    pub fn holds(&mut self, condition: &'p Expr) -> bool {
        self.eval(condition).is_true()
    }

    /// What cannot be worked out is `none`, never a fault.
    pub fn eval(&mut self, expr: &'p Expr) -> Value {
        match expr {
            Expr::Const(value) => value.clone(),
            Expr::Template(id) => Value::Text(self.plain(*id)),
            Expr::Variable(name) => self.session.variables.get(name).cloned().unwrap_or_default(),
            Expr::Local(name) => self.local(name).cloned().unwrap_or_default(),
            Expr::Builtin(name) => self.builtin(*name),
            Expr::Field(of, name) => self.eval(of).field(name),
            Expr::Index(of, index) => {
                let (of, index) = (self.eval(of), self.eval(index));
                of.index(&index)
            }
            Expr::List(items) => Value::List(items.iter().map(|item| self.eval(item)).collect()),
            Expr::Map(fields) => Value::Map(fields.iter().map(|(key, expr)| (key.clone(), self.eval(expr))).collect()),
            Expr::Not(of) => Value::Bool(!self.holds(of)),
            Expr::Negate(of) => self.eval(of).negate(),
            Expr::Binary(op, left, right) => self.binary(*op, left, right),
            Expr::Matches(of, regex) => {
                let sensitive = self.reads_sensitive(of);
                let value = self.eval(of);
                Value::Bool(self.regex_fits(regex, &value, sensitive))
            }
            Expr::Call(function, arguments) => {
                let arguments: Vec<Value> = arguments.iter().map(|argument| self.eval(argument)).collect();
                let Session { random, language, .. } = &mut self.session;
                (function.call)(
                    &arguments,
                    &mut TurnScope { now_ms: self.now_ms, random, language, clock: &self.program.clock },
                )
            }
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &'p Expr, right: &'p Expr) -> Value {
        match op {
            BinaryOp::And => return Value::Bool(self.holds(left) && self.holds(right)),
            BinaryOp::Or => return Value::Bool(self.holds(left) || self.holds(right)),
            BinaryOp::Else => {
                let value = self.eval(left);
                return if value == Value::None { self.eval(right) } else { value };
            }
            _ => {}
        }
        let (left, right) = (self.eval(left), self.eval(right));
        let ordered = |test: fn(std::cmp::Ordering) -> bool| Value::Bool(left.compare(&right).is_some_and(test));
        match op {
            BinaryOp::Add => left.add(&right),
            BinaryOp::Subtract => left.subtract(&right),
            BinaryOp::Multiply => left.multiply(&right),
            BinaryOp::Divide => left.divide(&right),
            BinaryOp::Remainder => left.remainder(&right),
            BinaryOp::Equal => Value::Bool(left.equals(&right)),
            BinaryOp::NotEqual => Value::Bool(!left.equals(&right)),
            BinaryOp::Less => ordered(std::cmp::Ordering::is_lt),
            BinaryOp::LessEqual => ordered(std::cmp::Ordering::is_le),
            BinaryOp::Greater => ordered(std::cmp::Ordering::is_gt),
            BinaryOp::GreaterEqual => ordered(std::cmp::Ordering::is_ge),
            BinaryOp::In => Value::Bool(left.is_in(&right)),
            BinaryOp::NotIn => Value::Bool(!left.is_in(&right)),
            BinaryOp::Contains => Value::Bool(left.contains(&right)),
            BinaryOp::StartsWith => Value::Bool(left.starts_with(&right)),
            BinaryOp::And | BinaryOp::Or | BinaryOp::Else => Value::None,
        }
    }

    /// Whether a regex is found in a value's text; its named captures are stored.
    pub fn regex_fits(&mut self, regex: &Regex, value: &Value, sensitive: bool) -> bool {
        if *value == Value::None {
            return false;
        }
        let text = value.to_text();
        let Some(captures) = captures(regex, &text) else {
            return false;
        };
        self.store_captures(captures, sensitive);
        true
    }

    /// What a template's root name means here: a parameter of the node, a variable, a name that is always there.
    pub fn name(&self, name: &str) -> Value {
        if let Some(value) = self.local(name) {
            return value.clone();
        }
        if let Some(value) = self.session.variables.get(name) {
            return value.clone();
        }
        // Where hours are asked about, their name stands for them.
        if let Some(hours) = self.program.clock.hours(name) {
            return Value::Text(hours.name.clone());
        }
        Builtin::parse(name).map_or(Value::None, |found| self.builtin(found))
    }

    fn builtin(&self, name: Builtin) -> Value {
        match name {
            Builtin::Message if self.about_message => params(&self.session),
            Builtin::Contact => self.contact(false),
            name => builtin(name, &self.session),
        }
    }

    /// What a template's root name is called here: a parameter of the node goes by its own name.
    pub fn named<'r>(&self, root: &'r Root) -> &'r str {
        if self.local(&root.name).is_some() { &root.name } else { &root.global }
    }

    fn local(&self, name: &str) -> Option<&Value> {
        self.session.frames.last().and_then(|frame| frame.locals.get(name))
    }
}

/// The named groups of a match; `None` for one that had no part in it.
pub(super) type Captures = Vec<(String, Option<String>)>;

/// The named captures of a match, or `None` where the regex is not found.
pub(super) fn captures(regex: &Regex, text: &str) -> Option<Captures> {
    let found = regex.compiled.captures(cut(text))?;
    let named = regex.compiled.capture_names().flatten();
    Some(named.map(|name| (name.to_owned(), found.name(name).map(|group| group.as_str().to_owned()))).collect())
}

fn builtin(name: Builtin, session: &Session) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    match name {
        Builtin::Caller => text(&session.caller),
        Builtin::Called => text(&session.called),
        Builtin::Channel => text(session.channel.as_str()),
        Builtin::Language => text(&session.language),
        Builtin::Input => input(session),
        Builtin::Call if session.channel.is_voice() => params(session),
        Builtin::Message if !session.channel.is_voice() => params(session),
        // What is kept of the person comes with the turn, not with the session.
        Builtin::Call | Builtin::Message | Builtin::Contact => Value::None,
        Builtin::Session => map([
            ("id", Some(text(&session.id))),
            ("turns", Some(Value::Number(session.turns.into()))),
            ("started", jiff::Timestamp::from_millisecond(session.started_ms).ok().map(Value::from)),
        ]),
    }
}

fn params(session: &Session) -> Value {
    Value::Map(session.params.iter().map(|(key, value)| (key.clone(), Value::Text(value.clone()))).collect())
}

/// `input.text` is what the person gave, however it was given.
fn input(session: &Session) -> Value {
    let input = &session.input;
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    let texted = input.texted.as_ref();
    let typed = texted.map(|texted| texted.text.clone());
    map([
        ("text", typed.map(Value::Text).or(text(&input.speech)).or(text(&input.digits))),
        ("digits", text(&input.digits)),
        ("speech", text(&input.speech)),
        ("confidence", input.confidence.and_then(|c| Decimal::try_from(c).ok()).map(Value::Number)),
        ("media", texted.map(|texted| Value::List(texted.media.iter().map(media).collect()))),
        ("location", texted.and_then(|texted| texted.location.as_ref()).map(location)),
        ("button", texted.and_then(|texted| texted.button.clone()).map(Value::Text)),
    ])
}

pub(super) fn media(media: &Media) -> Value {
    map([
        ("url", Some(Value::Text(media.url.clone()))),
        ("content_type", Some(Value::Text(media.content_type.clone()))),
    ])
}

pub(super) fn location(location: &Location) -> Value {
    let degrees = |text: &str| text.trim().parse::<Decimal>().ok().map(Value::Number);
    map([
        ("latitude", degrees(&location.latitude)),
        ("longitude", degrees(&location.longitude)),
        ("label", location.label.clone().map(Value::Text)),
        ("address", location.address.clone().map(Value::Text)),
    ])
}

/// A map of the fields that are there.
pub(super) fn map<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Map(there.collect::<BTreeMap<_, _>>())
}
