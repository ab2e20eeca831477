//! Functions that draw from the session's random numbers.

use rust_decimal::prelude::ToPrimitive;

use crate::value::{Type, Value};

use super::entry::{ANY, Function, Parameter, Scope};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "random",
        parameters: &[Parameter::one("from", &[Type::Number]), Parameter::one("to", &[Type::Number])],
        returns: Type::Number,
        about: "A whole number between two others, both included. A session's replay draws the same.",
        examples: &[("random(3, 3)", "3"), ("random(5, 1)", ""), ("random(1.5, 2)", "")],
        call: |arguments, scope| match arguments {
            [Value::Number(from), Value::Number(to), ..] if from.is_integer() && to.is_integer() => {
                from.to_i64().zip(to.to_i64()).and_then(|(from, to)| between(from, to, scope)).into()
            }
            _ => Value::None,
        },
    },
    Function {
        name: "one_of",
        parameters: &[Parameter::several("values", ANY)],
        returns: Type::Any,
        about: "One of the items of a list, or of several values, drawn by chance.",
        examples: &[("one_of([\"a\"])", "a"), ("one_of(\"b\", \"b\")", "b"), ("one_of([])", "")],
        call: |arguments, scope| match arguments {
            [Value::List(items)] => pick(items, scope),
            values => pick(values, scope),
        },
    },
];

/// Both included. The remainder's bias is below one in 2^32 for any range that a flow can mean.
fn between(from: i64, to: i64, scope: &mut dyn Scope) -> Option<i64> {
    let width = i128::from(to) - i128::from(from) + 1;
    if width < 1 {
        return None;
    }
    let drawn = i128::from(scope.random()) % width;
    i64::try_from(i128::from(from) + drawn).ok()
}

fn pick(items: &[Value], scope: &mut dyn Scope) -> Value {
    let last = i64::try_from(items.len()).ok().and_then(|count| count.checked_sub(1));
    let drawn = last.and_then(|last| between(0, last, scope)).and_then(|at| usize::try_from(at).ok());
    drawn.and_then(|at| items.get(at)).cloned().unwrap_or_default()
}
