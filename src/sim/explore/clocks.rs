//! Times at which a flow may be called, where the time makes a difference to it.

use crate::program::{Expr, MatchPattern, Op, Program};

/// As a test writes it, and in milliseconds since 1970.
pub(super) type Clock = (&'static str, i64);

/// Somewhere on earth it is office hours, evening, night, Saturday and Sunday at one of these.
const CLOCKS: [Clock; 5] = [
    ("2026-01-05 10:00", 1_767_607_200_000),
    ("2026-01-05 19:00", 1_767_639_600_000),
    ("2026-01-06 03:00", 1_767_668_400_000),
    ("2026-01-10 16:00", 1_768_060_800_000),
    ("2026-01-11 12:00", 1_768_132_800_000),
];

/// The functions that tell the time.
const FUNCTIONS: [&str; 6] = ["now", "today", "hour", "weekday", "open", "next_open"];

/// When to try a flow. The first is the clock of a test that sets none.
pub(super) fn clocks(program: &Program) -> &'static [Clock] {
    let tells = program.nodes.iter().flat_map(|node| &node.code).any(|op| match op {
        Op::Unless { condition, .. } => tells_time(condition),
        Op::Match { subject, arms, .. } => {
            tells_time(subject)
                || arms.iter().flat_map(|(patterns, _)| patterns).any(|pattern| match pattern {
                    MatchPattern::Value(value) => tells_time(value),
                    MatchPattern::Range(low, high) => tells_time(low) || tells_time(high),
                    MatchPattern::Regex(_) => false,
                })
        }
        Op::Set { value, .. } => tells_time(value),
        _ => false,
    });
    if tells { &CLOCKS } else { CLOCKS.get(..1).unwrap_or_default() }
}

fn tells_time(expr: &Expr) -> bool {
    match expr {
        Expr::Call(function, items) => FUNCTIONS.contains(&function.name) || items.iter().any(tells_time),
        Expr::Field(inner, _) | Expr::Not(inner) | Expr::Negate(inner) | Expr::Matches(inner, _) => tells_time(inner),
        Expr::Index(left, right) | Expr::Binary(_, left, right) => tells_time(left) || tells_time(right),
        Expr::List(items) => items.iter().any(tells_time),
        Expr::Map(fields) => fields.iter().any(|(_, value)| tells_time(value)),
        _ => false,
    }
}
