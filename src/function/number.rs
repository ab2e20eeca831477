//! Functions on numbers, and on how values are written.

use jiff::fmt::strtime;
use rust_decimal::RoundingStrategy;

use crate::value::{Decimal, Type, Value, understand};

use super::entry::{Function, Parameter, Scope, TEXT, text_of};
use super::time::{moment_in, zone};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "number",
        parameters: &[Parameter::one("value", &[TEXT, Type::Number])],
        returns: Type::Number,
        about: "The number that a text says, typed or spoken; none where it says none.",
        examples: &[("number(\"12\")", "12"), ("number(\"twenty three\")", "23"), ("number(\"ten to one\")", "")],
        call: |arguments, scope| match arguments.first() {
            Some(Value::Number(number)) => Value::Number(*number),
            Some(Value::Text(text)) => understand::number(text, scope.language()).into(),
            _ => Value::None,
        },
    },
    Function {
        name: "round",
        parameters: &[Parameter::one("number", &[Type::Number]), Parameter::optional("places", &[Type::Number])],
        returns: Type::Number,
        about: "The number rounded to so many decimal places, 0 if not said. A half is rounded away from zero.",
        examples: &[("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(12.345, 2)", "12.35"), ("round(\"x\")", "")],
        call: |arguments, _| {
            let places = arguments.get(1).map_or(Some(0), places);
            let number = arguments.first().and_then(Value::as_number);
            number.zip(places).map(|(number, places)| rounded(number, places)).into()
        },
    },
    Function {
        name: "format",
        parameters: &[
            Parameter::one("value", &[Type::Number, Type::Date, Type::Time, Type::Moment, TEXT]),
            Parameter::one("how", &[Type::Number, TEXT]),
            Parameter::optional("zone", &[TEXT]),
        ],
        returns: TEXT,
        about: "A number with so many decimals, or a date, time or moment by a pattern (%Y-%m-%d %H:%M).",
        examples: &[
            ("format(12.5, 2)", "12.50"),
            ("format(\"2026-11-02\", \"%d.%m.%Y\")", "02.11.2026"),
            ("format(now(), \"%H:%M\")", "10:00"),
            ("format(now(), \"%H:%M\", \"America/New_York\")", "05:00"),
            ("format(\"soon\", \"%Y\")", ""),
        ],
        call: |arguments, scope| match arguments {
            [Value::Number(number), how, ..] => places(how).map(|places| fixed(*number, places)).into(),
            [value, Value::Text(pattern), ..] => dated(value, pattern, text_of(arguments, 2), scope).into(),
            _ => Value::None,
        },
    },
];

/// As many decimal places as a number can hold.
const MOST_PLACES: u32 = 28;

fn places(value: &Value) -> Option<u32> {
    let places = value.as_number().filter(Decimal::is_integer)?;
    u32::try_from(places).ok().filter(|places| *places <= MOST_PLACES)
}

fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn fixed(number: Decimal, places: u32) -> String {
    format!("{:.*}", places as usize, rounded(number, places))
}

/// Patterns are short; each of their parts can grow to a few dozen characters.
const LONGEST_PATTERN: usize = 100;

fn dated(value: &Value, pattern: &str, in_zone: Option<String>, scope: &dyn Scope) -> Option<String> {
    if pattern.len() > LONGEST_PATTERN {
        return None;
    }
    let broken_down: strtime::BrokenDownTime = match value {
        Value::Date(date) => (*date).into(),
        Value::Time(time) => (*time).into(),
        Value::Moment(moment) => moment_in(moment, in_zone, scope)?.datetime().into(),
        Value::Text(text) => match (understand::written_zoned(text), in_zone) {
            (Some(zoned), Some(name)) => zoned.with_time_zone(zone(&name)?).datetime().into(),
            (Some(zoned), None) => zoned.datetime().into(),
            (None, _) => match (understand::written_date(text), understand::written_time(text)) {
                (Some(date), time) => date.to_datetime(time.unwrap_or_default()).into(),
                (None, Some(time)) => time.into(),
                (None, None) => return None,
            },
        },
        _ => return None,
    };
    broken_down.to_string(pattern).ok()
}
