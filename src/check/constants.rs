//! Values that are known before the first call.

use crate::syntax::tree::{Expr, ExprKind};
use crate::value::{Decimal, Value};

use super::names::{Names, What};

/// A constant is made of so many values at most, so that constants that name each other come to an end and stay small.
const MAX_VALUES: u32 = 1_000;
/// Constants may name each other so deep.
const MAX_DEPTH: u32 = 32;

/// The value of an expression that is the same on every call, as far as it can be told here: literals, lists of
/// them and names of constants.
pub(super) fn value(names: &Names<'_>, expr: &Expr) -> Option<Value> {
    Folding { names, left: MAX_VALUES }.value(expr, 0)
}

struct Folding<'n> {
    names: &'n Names<'n>,
    left: u32,
}

impl Folding<'_> {
    fn value(&mut self, expr: &Expr, depth: u32) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > MAX_DEPTH {
            return None;
        }
        match &expr.kind {
            ExprKind::None => Some(Value::None),
            ExprKind::Bool(yes) => Some(Value::Bool(*yes)),
            ExprKind::Number(written) => number(written).map(Value::Number),
            ExprKind::Duration(millis) => Some(Value::Duration(*millis)),
            ExprKind::Text(text) if !text.value.contains("{{") => Some(Value::Text(text.value.clone())),
            ExprKind::List(items) => {
                items.iter().map(|item| self.value(item, depth + 1)).collect::<Option<_>>().map(Value::List)
            }
            ExprKind::Group(inner) => self.value(inner, depth + 1),
            ExprKind::Negate(inner) => match self.value(inner, depth + 1)? {
                Value::Number(n) => Some(Value::Number(-n)),
                Value::Duration(millis) => millis.checked_neg().map(Value::Duration),
                _ => None,
            },
            ExprKind::Name(name) => match self.names.get(name)?.what {
                What::Constant(value) => self.value(value, depth + 1),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A number as written in a flow.
pub(super) fn number(written: &str) -> Option<Decimal> {
    written.parse().ok()
}

/// A whole number that is known here and fits a count.
pub(super) fn count(names: &Names<'_>, expr: &Expr) -> Option<u32> {
    match value(names, expr)? {
        Value::Number(n) if n.fract().is_zero() => u32::try_from(n).ok(),
        _ => None,
    }
}
