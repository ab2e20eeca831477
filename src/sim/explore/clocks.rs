//! Times at which a flow may be called, where the time makes a difference to it.

use jiff::Timestamp;

use crate::program::{Expr, MatchPattern, Op, Program};
use crate::sim::phone::NOW_MS;
use crate::value::Hours;

/// As a test writes it, and in milliseconds since 1970.
pub(super) type Clock = (String, i64);

/// Somewhere on earth it is office hours, evening, night, Saturday and Sunday at one of these.
const CLOCKS: [(&str, i64); 5] = [
    ("2026-01-05 10:00", 1_767_607_200_000),
    ("2026-01-05 19:00", 1_767_639_600_000),
    ("2026-01-06 03:00", 1_767_668_400_000),
    ("2026-01-10 16:00", 1_768_060_800_000),
    ("2026-01-11 12:00", 1_768_132_800_000),
];

/// Opening times are looked through for two weeks in quarters of an hour.
const STEP_MS: i64 = 15 * 60_000;
const STEPS: i64 = 14 * 24 * 4;
/// The length of a time to the minute, as `2026-01-05T10:00`.
const WRITTEN: usize = 16;

/// The functions that tell the time.
const FUNCTIONS: [&str; 6] = ["now", "today", "hour", "weekday", "open", "next_open"];

/// When to try a flow. The first is the clock of a test that sets none.
pub(super) fn clocks(program: &Program) -> Vec<Clock> {
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
    let mut clocks: Vec<Clock> = CLOCKS.iter().map(|(written, at_ms)| ((*written).to_owned(), *at_ms)).collect();
    if !tells {
        clocks.truncate(1);
        return clocks;
    }
    for hours in &program.clock.hours {
        for open in [true, false] {
            if clocks.iter().all(|(_, at_ms)| is_open(hours, *at_ms) != Some(open)) {
                clocks.extend(first(hours, open));
            }
        }
    }
    clocks
}

fn is_open(hours: &Hours, at_ms: i64) -> Option<bool> {
    Timestamp::from_millisecond(at_ms).ok().map(|at| hours.is_open(at))
}

/// When it is open, or closed, for the first time in the weeks after the clock of a test that sets none.
fn first(hours: &Hours, open: bool) -> Option<Clock> {
    let steps = (0..STEPS).map(|step| NOW_MS.saturating_add(step * STEP_MS));
    let at_ms = steps.into_iter().find(|at_ms| is_open(hours, *at_ms) == Some(open))?;
    let written = Timestamp::from_millisecond(at_ms).ok()?.to_string();
    Some((written.get(..WRITTEN)?.replace('T', " "), at_ms))
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
