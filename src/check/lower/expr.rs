//! Expressions with their names resolved and their constants put in.

use crate::program::{BinaryOp, Builtin, Expr, Place};
use crate::syntax::tree::{self, ExprKind, Operator, Text};
use crate::value::{Channel, Value};

use super::super::constants;
use super::super::names::Meaning;
use super::super::regexes::Use;
use super::builder::Builder;

impl Builder<'_> {
    pub fn expr(&mut self, expr: &tree::Expr) -> Expr {
        match &expr.kind {
            ExprKind::None | ExprKind::Bad => Expr::Const(Value::None),
            ExprKind::Bool(yes) => Expr::Const(Value::Bool(*yes)),
            ExprKind::Number(written) => Expr::Const(constants::number(written).map_or(Value::None, Value::Number)),
            ExprKind::Duration(millis) => Expr::Const(Value::Duration(*millis)),
            ExprKind::Text(text) => self.text_value(text),
            ExprKind::List(items) => Expr::List(self.exprs(items)),
            ExprKind::Map(fields) => {
                Expr::Map(fields.iter().map(|field| (field.key.text.clone(), self.expr(&field.value))).collect())
            }
            ExprKind::Name(name) => self.name(name),
            ExprKind::Field { of, name } => self.field(of, &name.text),
            ExprKind::Index { of, index } => Expr::Index(Box::new(self.expr(of)), Box::new(self.expr(index))),
            ExprKind::Call { function, arguments } => match crate::function::lookup(&function.text) {
                Some(found) => Expr::Call(found, self.exprs(arguments)),
                None => Expr::Const(Value::None),
            },
            ExprKind::Not(inner) => Expr::Not(Box::new(self.expr(inner))),
            ExprKind::Negate(inner) => match constants::value(self.names, expr) {
                Some(value) => Expr::Const(value),
                None => Expr::Negate(Box::new(self.expr(inner))),
            },
            ExprKind::Binary { operator, left, right } => {
                Expr::Binary(binary(*operator), Box::new(self.expr(left)), Box::new(self.expr(right)))
            }
            ExprKind::Matches { subject, pattern } => match self.regex(pattern, Use::Value) {
                Some(regex) => Expr::Matches(Box::new(self.expr(subject)), regex),
                None => Expr::Const(Value::None),
            },
            ExprKind::Group(inner) => self.expr(inner),
        }
    }

    fn field(&mut self, of: &tree::Expr, name: &str) -> Expr {
        let of = match &of.kind {
            ExprKind::Name(root) => match self.names.meaning(root, self.parameters) {
                Some(Meaning::Builtin(builtin @ (Builtin::Call | Builtin::Message))) => {
                    self.reads.add(name);
                    Expr::Builtin(builtin)
                }
                _ => self.name(root),
            },
            _ => self.expr(of),
        };
        Expr::Field(Box::new(of), name.to_owned())
    }

    pub fn exprs(&mut self, exprs: &[tree::Expr]) -> Vec<Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn text_value(&mut self, text: &Text) -> Expr {
        if text.value.contains("{{") {
            Expr::Template(self.template(text))
        } else {
            Expr::Const(Value::Text(text.value.clone()))
        }
    }

    fn name(&mut self, name: &str) -> Expr {
        match self.names.meaning(name, self.parameters) {
            Some(Meaning::Local(_)) => Expr::Local(name.to_owned()),
            Some(Meaning::Variable(_) | Meaning::Recording | Meaning::Fetched) => Expr::Variable(name.to_owned()),
            Some(Meaning::Constant(value)) => match constants::value(self.names, value) {
                // Once in the program rather than at each use.
                Some(Value::List(_)) | None => {
                    self.constants.insert(name.to_owned());
                    Expr::Variable(name.to_owned())
                }
                Some(value) => Expr::Const(value),
            },
            Some(Meaning::Builtin(builtin)) => {
                if matches!(builtin, Builtin::Call | Builtin::Message) {
                    self.reads.add_all();
                }
                Expr::Builtin(builtin)
            }
            // Where hours are asked about, their name stands for them.
            None if self.names.hours(name) => Expr::Const(Value::Text(name.to_owned())),
            // The words of `channel == voice`; any other unknown name has been reported.
            None => Expr::Const(channel_word(name).map_or(Value::None, |word| Value::Text(word.to_owned()))),
        }
    }

    /// Where `set` and `clear` write.
    pub fn written_place(&self, place: &tree::Place) -> Place {
        match place.contact {
            true => Place::Contact(place.name.text.clone()),
            false => self.place(&place.name.text),
        }
    }

    /// Where a statement stores what it got.
    pub fn place(&self, name: &str) -> Place {
        match self.names.meaning(name, self.parameters) {
            Some(Meaning::Local(_)) => Place::Local(name.to_owned()),
            _ => Place::Session(name.to_owned()),
        }
    }
}

fn channel_word(name: &str) -> Option<&'static str> {
    Channel::ALL.iter().map(|channel| channel.as_str()).find(|word| *word == name)
}

fn binary(operator: Operator) -> BinaryOp {
    match operator {
        Operator::Add => BinaryOp::Add,
        Operator::Subtract => BinaryOp::Subtract,
        Operator::Multiply => BinaryOp::Multiply,
        Operator::Divide => BinaryOp::Divide,
        Operator::Remainder => BinaryOp::Remainder,
        Operator::Equal => BinaryOp::Equal,
        Operator::NotEqual => BinaryOp::NotEqual,
        Operator::Less => BinaryOp::Less,
        Operator::LessEqual => BinaryOp::LessEqual,
        Operator::Greater => BinaryOp::Greater,
        Operator::GreaterEqual => BinaryOp::GreaterEqual,
        Operator::And => BinaryOp::And,
        Operator::Or => BinaryOp::Or,
        Operator::In => BinaryOp::In,
        Operator::NotIn => BinaryOp::NotIn,
        Operator::Contains => BinaryOp::Contains,
        Operator::StartsWith => BinaryOp::StartsWith,
        Operator::Else => BinaryOp::Else,
    }
}
