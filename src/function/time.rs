//! Functions on dates and times. They know no other time than the turn's.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::value::{Moment, Type, Value, understand, weekday_index, weekdays};

use super::entry::{Function, Parameter, Scope, TEXT, text_of};

/// The name of `hours`.
const HOURS: Parameter = Parameter::one("hours", &[TEXT]);
const ZONE: Parameter = Parameter::optional("zone", &[TEXT]);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "now",
        parameters: &[],
        returns: Type::Moment,
        about: "The moment at which the person's input came in.",
        examples: &[("now()", "2026-11-23T10:00:00Z")],
        call: |_, scope| now(scope).into(),
    },
    Function {
        name: "today",
        parameters: &[ZONE],
        returns: Type::Date,
        about: "The date in a zone such as \"America/New_York\", in the flow's if not said.",
        examples: &[
            ("today()", "2026-11-23"),
            ("today(\"Pacific/Kiritimati\")", "2026-11-24"),
            ("today(\"Nowhere\")", ""),
        ],
        call: |arguments, scope| local(scope, text_of(arguments, 0)).map(|zoned| zoned.date()).into(),
    },
    Function {
        name: "weekday",
        parameters: &[Parameter::optional("date", &[Type::Date, Type::Moment, TEXT]), ZONE],
        returns: TEXT,
        about: "The weekday of a date or moment as an English word in lower case; of today without one.",
        examples: &[
            ("weekday()", "monday"),
            ("weekday(\"Pacific/Kiritimati\")", "tuesday"),
            ("weekday(\"2026-11-29\")", "sunday"),
            ("weekday(now(), \"Pacific/Kiritimati\")", "tuesday"),
        ],
        call: |arguments, scope| day(arguments, scope).map(weekday).into(),
    },
    Function {
        name: "hour",
        parameters: &[Parameter::optional("time", &[Type::Time, Type::Moment, TEXT]), ZONE],
        returns: Type::Number,
        about: "The hour, 0 to 23, of a time or moment; of now, in the flow's zone or another, without one.",
        examples: &[
            ("hour()", "10"),
            ("hour(\"America/New_York\")", "5"),
            ("hour(now(), \"Asia/Tokyo\")", "19"),
            ("hour(\"21:30\")", "21"),
        ],
        call: |arguments, scope| hour(arguments, scope).map(i64::from).into(),
    },
    Function {
        name: "days_between",
        parameters: &[
            Parameter::one("from", &[Type::Date, Type::Moment, TEXT]),
            Parameter::one("to", &[Type::Date, Type::Moment, TEXT]),
        ],
        returns: Type::Number,
        about: "How many days it is from one date to another; below zero where the second comes first.",
        examples: &[
            ("days_between(\"2026-11-02\", \"2026-11-05\")", "3"),
            ("days_between(today(), \"2026-11-22\")", "-1"),
            ("days_between(\"soon\", today())", ""),
        ],
        call: |arguments, scope| match arguments {
            [from, to, ..] => date_of(from, scope).zip(date_of(to, scope)).and_then(|(from, to)| days(from, to)).into(),
            _ => Value::None,
        },
    },
    Function {
        name: "open",
        parameters: &[HOURS],
        returns: Type::Bool,
        about: "Whether it is open now, by the `hours` of that name.",
        examples: &[("open(office)", "no")],
        call: |arguments, scope| {
            let hours = text_of(arguments, 0).and_then(|name| scope.clock().hours(&name));
            hours.zip(now(scope)).map(|(hours, now)| hours.is_open(now)).into()
        },
    },
    Function {
        name: "next_open",
        parameters: &[HOURS],
        returns: Type::Moment,
        about: "The next moment at which it is open: now where it is, `none` where it never opens again.",
        examples: &[("next_open(office)", "2026-11-23T09:00:00-05:00")],
        call: |arguments, scope| {
            let hours = text_of(arguments, 0).and_then(|name| scope.clock().hours(&name));
            let opens = hours
                .zip(now(scope))
                .and_then(|(hours, now)| Some(Moment { at: hours.next_open(now)?, zone: Some(hours.zone.clone()) }));
            opens.map_or(Value::None, Value::Moment)
        },
    },
];

/// The moment by the clock of the zone that is named, or of its own, or of the flow's. `None` for a name that no zone has.
pub(crate) fn moment_in(moment: &Moment, zone_name: Option<String>, scope: &dyn Scope) -> Option<Zoned> {
    match zone_name {
        Some(name) => Some(moment.at.to_zoned(zone(&name)?)),
        None => Some(moment.zoned(&scope.clock().zone)),
    }
}

pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn now(scope: &dyn Scope) -> Option<Timestamp> {
    Timestamp::from_millisecond(scope.now_ms()).ok()
}

fn local(scope: &dyn Scope, zone_name: Option<String>) -> Option<Zoned> {
    moment_in(&now(scope)?.into(), zone_name, scope)
}

/// The date of a date, of a moment in its zone, or of a text that begins with one.
fn date_of(value: &Value, scope: &dyn Scope) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Moment(moment) => Some(moment.zoned(&scope.clock().zone).date()),
        Value::Text(text) => understand::written_date(text),
        _ => None,
    }
}

fn day(arguments: &[Value], scope: &dyn Scope) -> Option<Date> {
    match arguments {
        [Value::Moment(moment), ..] => Some(moment_in(moment, text_of(arguments, 1), scope)?.date()),
        [value, ..] if date_of(value, scope).is_some() => date_of(value, scope),
        [Value::Text(name)] => local(scope, Some(name.clone())).map(|zoned| zoned.date()),
        [] => local(scope, None).map(|zoned| zoned.date()),
        _ => None,
    }
}

fn weekday(date: Date) -> String {
    weekdays("en").get(weekday_index(date.weekday())).copied().unwrap_or_default().to_lowercase()
}

fn hour(arguments: &[Value], scope: &dyn Scope) -> Option<i8> {
    match arguments {
        [Value::Time(time), ..] => Some(time.hour()),
        [Value::Moment(moment), ..] => Some(moment_in(moment, text_of(arguments, 1), scope)?.hour()),
        [Value::Text(text), ..] if understand::written_time(text).is_some() => {
            understand::written_time(text).map(jiff::civil::Time::hour)
        }
        [Value::Text(name)] => local(scope, Some(name.clone())).map(|zoned| zoned.hour()),
        [] => local(scope, None).map(|zoned| zoned.hour()),
        _ => None,
    }
}

fn days(from: Date, to: Date) -> Option<i64> {
    Some(i64::from(from.until(to).ok()?.get_days()))
}
