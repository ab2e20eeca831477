//! What a server may answer: bodies that the flow's own conditions tell apart.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::Move;
use super::people::example;
use super::sample::sample;
use crate::engine::Outcome;
use crate::program::{Builtin, Expr, FetchSpec, MatchPattern, Op, Place, Program};
use crate::value::{Decimal, Value};

/// Bodies tried at one fetch.
const BODIES: usize = 16;

/// A good answer of each kind that the flow tells apart, each status that has an arm, and a failure.
pub(super) fn fetched(program: &Program, spec: &FetchSpec) -> Vec<Move> {
    let (Place::Session(variable) | Place::Local(variable) | Place::Contact(variable)) = &spec.variable;
    let mut found = Fields { program, variable: Some(variable), values: BTreeMap::new() };
    program.nodes.iter().flat_map(|node| &node.code).for_each(|op| found.op(op));
    let good = found.bodies().into_iter().map(|body| Outcome::Status { code: 200, body });
    let arms = spec.arms.iter().map(|arm| Outcome::Status { code: arm.least, body: Value::None });
    let failed = Outcome::Failed { why: "explored".to_owned() };
    good.chain(arms).chain([failed]).map(Move::Fetched).collect()
}

/// The person's fields that conditions read, each with what it is compared with.
pub(super) fn compared_of_person(program: &Program) -> BTreeMap<String, Vec<Value>> {
    let mut found = Fields { program, variable: None, values: BTreeMap::new() };
    program.nodes.iter().flat_map(|node| &node.code).for_each(|op| found.op(op));
    found.values
}

/// The fields that conditions read of one fetch's result, or of the person, each with what it is compared with.
struct Fields<'a> {
    program: &'a Program,
    /// `None` for the person.
    variable: Option<&'a str>,
    values: BTreeMap<String, Vec<Value>>,
}

impl Fields<'_> {
    fn op(&mut self, op: &Op) {
        match op {
            Op::Unless { condition, .. } => self.expr(condition),
            Op::Match { subject, arms, .. } => {
                self.expr(subject);
                let Some(field) = self.field(subject) else { return };
                for pattern in arms.iter().flat_map(|(patterns, _)| patterns) {
                    match pattern {
                        MatchPattern::Value(Expr::Const(value)) | MatchPattern::Range(Expr::Const(value), _) => {
                            self.compared(&field, value);
                        }
                        MatchPattern::Regex(regex) => {
                            if let Some(text) = sample(regex) {
                                self.compared(&field, &Value::Text(text));
                            }
                        }
                        _ => {}
                    }
                }
            }
            // What is put into a variable should be what that takes.
            Op::Set { variable: Place::Session(set), value } => {
                let Some(field) = self.field(value) else { return };
                let declared = self.program.variables.iter().find(|variable| variable.name == *set);
                if let Some(value) = declared.and_then(|variable| example(variable.ty)) {
                    self.compared(&field, &value);
                }
            }
            _ => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Field(..) => {
                if let Some(field) = self.field(expr) {
                    self.values.entry(field).or_default();
                }
            }
            Expr::Not(inner) | Expr::Negate(inner) => self.expr(inner),
            Expr::Matches(inner, regex) => {
                self.expr(inner);
                if let (Some(field), Some(text)) = (self.field(inner), sample(regex)) {
                    self.compared(&field, &Value::Text(text));
                }
            }
            Expr::Binary(_, left, right) => {
                self.expr(left);
                self.expr(right);
                for (one, other) in [(left, right), (right, left)] {
                    if let (Some(field), Expr::Const(value)) = (self.field(one), &**other) {
                        self.compared(&field, value);
                    }
                }
            }
            Expr::Call(_, items) | Expr::List(items) => items.iter().for_each(|item| self.expr(item)),
            _ => {}
        }
    }

    /// The name of a field of this result.
    fn field(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Field(of, name) => match &**of {
                Expr::Variable(variable) | Expr::Local(variable) if self.variable == Some(variable) => {
                    Some(name.clone())
                }
                Expr::Builtin(Builtin::Contact) if self.variable.is_none() => Some(name.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn compared(&mut self, field: &str, value: &Value) {
        let values = self.values.entry(field.to_owned()).or_default();
        let near = match value {
            Value::Number(n) => {
                vec![Value::Number(*n), Value::Number(*n - Decimal::ONE), Value::Number(*n + Decimal::ONE)]
            }
            Value::None => Vec::new(),
            other => vec![other.clone()],
        };
        values.extend(near);
    }

    /// Bodies that lack one field each or differ in it, and one that has none.
    fn bodies(&self) -> Vec<Value> {
        let first: BTreeMap<String, Value> = self
            .values
            .iter()
            .map(|(field, values)| (field.clone(), values.first().cloned().unwrap_or(Value::Bool(true))))
            .collect();
        let mut bodies = vec![Value::Map(first.clone())];
        for field in first.keys() {
            let mut body = first.clone();
            body.remove(field);
            bodies.push(Value::Map(body));
        }
        for (field, values) in &self.values {
            for value in values.iter().skip(1) {
                let mut body = first.clone();
                body.insert(field.clone(), value.clone());
                bodies.push(Value::Map(body));
            }
        }
        bodies.push(Value::Map(BTreeMap::new()));
        let mut seen = BTreeSet::new();
        bodies.retain(|body| seen.insert(body.to_json().to_string()));
        bodies.truncate(BODIES);
        bodies
    }
}
