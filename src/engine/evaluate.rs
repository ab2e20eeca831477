use crate::program::{Expr, Program};
use crate::value::Value;

use super::session::Session;
use super::turn::Turn;

/// What an expression of the flow comes to in a session as it stands, which is not changed.
pub fn evaluate<'p>(program: &'p Program, session: &Session, at_ms: i64, expr: &'p Expr) -> Value {
    Turn::new(program, session.clone(), at_ms).eval(expr)
}
