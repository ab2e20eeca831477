//! Functions on dates and times. They know no other time than the turn's.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::value::{Type, Value, understand, weekday_index, weekdays};

use super::entry::{Function, Parameter, Scope, TEXT, text_of};

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
        about: "The date in a zone such as \"America/New_York\", in UTC if not said.",
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
        about: "The weekday of a date or moment as an English word in lower case; of today, in UTC or a zone, without one.",
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
        about: "The hour, 0 to 23, of a time or moment; of now, in UTC or a zone, without one.",
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
        call: |arguments, _| match arguments {
            [from, to, ..] => date_of(from).zip(date_of(to)).and_then(|(from, to)| days(from, to)).into(),
            _ => Value::None,
        },
    },
];

pub(crate) fn moment_in(moment: Timestamp, zone: &TimeZone) -> Zoned {
    moment.to_zoned(zone.clone())
}

/// The zone of that name, UTC without a name. `None` for a name that no zone has.
pub(crate) fn zone(name: Option<String>) -> Option<TimeZone> {
    name.map_or(Some(TimeZone::UTC), |name| TimeZone::get(&name).ok())
}

fn now(scope: &dyn Scope) -> Option<Timestamp> {
    Timestamp::from_millisecond(scope.now_ms()).ok()
}

fn local(scope: &dyn Scope, zone_name: Option<String>) -> Option<Zoned> {
    Some(moment_in(now(scope)?, &zone(zone_name)?))
}

/// The date of a date, of a moment in UTC, or of a text that begins with one.
fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Moment(moment) => Some(moment_in(*moment, &TimeZone::UTC).date()),
        Value::Text(text) => understand::written_date(text),
        _ => None,
    }
}

fn day(arguments: &[Value], scope: &dyn Scope) -> Option<Date> {
    match arguments {
        [Value::Moment(moment), ..] => Some(moment_in(*moment, &zone(text_of(arguments, 1))?).date()),
        [value, ..] if date_of(value).is_some() => date_of(value),
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
        [Value::Moment(moment), ..] => Some(moment_in(*moment, &zone(text_of(arguments, 1))?).hour()),
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
