use crate::program::{Expr, Program};
use crate::value::Value;

use super::contact::Contact;
use super::session::Session;
use super::turn::Turn;

/// What an expression of the flow comes to in a session as it stands, which is not changed.
pub fn evaluate<'p>(program: &'p Program, session: &Session, kept: &Contact, at_ms: i64, expr: &'p Expr) -> Value {
    let mut turn = Turn::new(program, session.clone(), at_ms);
    turn.meet(kept);
    turn.eval(expr)
}
