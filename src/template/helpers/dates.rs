//! Helpers on dates and times. Fetched data has them as text, which is understood. A moment is told in the zone that
//! is named, or in its own, such as that of the hours whose opening it is, or in the flow's.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::value::{Value, understand};

use super::entry::{Helper, View, option, text};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        name: "date",
        arity: (1, 2),
        usage: "date DATE ZONE?",
        about: "A date in words: \"November 2, 2026\".",
        write: |arguments, view| text(with_first(arguments, view, date)),
    },
    Helper {
        name: "time",
        arity: (1, 2),
        usage: "time TIME ZONE?",
        about: "A time of day: \"9:30 AM\".",
        write: |arguments, view| text(with_first(arguments, view, time)),
    },
    Helper {
        name: "when",
        arity: (1, 2),
        usage: "when MOMENT ZONE?",
        about: "A date or moment as seen from now: \"tomorrow at 9 AM\", \"on Monday at 9 AM\".",
        write: |arguments, view| text(with_first(arguments, view, when)),
    },
];

fn with_first(arguments: &[Value], view: &View, how: fn(&Value, Option<&str>, &View) -> String) -> String {
    arguments.first().map(|value| how(value, option(arguments, 1), view)).unwrap_or_default()
}

/// What a value tells of date and time.
struct Told {
    date: Option<Date>,
    time: Option<Time>,
    zone: TimeZone,
}

fn told(value: &Value, zone: Option<&str>, view: &View) -> Option<Told> {
    let named = zone.and_then(|name| TimeZone::get(name).ok());
    let from_zoned =
        |zoned: Zoned| Told { date: Some(zoned.date()), time: Some(zoned.time()), zone: zoned.time_zone().clone() };
    let zone = named.clone().unwrap_or_else(|| view.zone.clone());
    match value {
        Value::Date(date) => Some(Told { date: Some(*date), time: None, zone }),
        Value::Time(time) => Some(Told { date: None, time: Some(*time), zone }),
        Value::Moment(moment) => Some(from_zoned(match named {
            Some(zone) => moment.at.to_zoned(zone),
            None => moment.zoned(&zone),
        })),
        Value::Text(written) => {
            if let Some(zoned) = understand::written_zoned(written) {
                return Some(from_zoned(match named {
                    Some(zone) => zoned.with_time_zone(zone),
                    None => zoned,
                }));
            }
            let (date, time) = (understand::written_date(written), understand::written_time(written));
            (date.is_some() || time.is_some()).then_some(Told { date, time, zone })
        }
        _ => None,
    }
}

/// The date in words; what is no date, as it is.
pub(super) fn date(value: &Value, zone: Option<&str>, view: &View) -> String {
    match told(value, zone, view).and_then(|told| told.date) {
        Some(date) => view.phrases.date(date),
        None => value.to_text(),
    }
}

/// The time of day in words; what is no time, as it is.
pub(super) fn time(value: &Value, zone: Option<&str>, view: &View) -> String {
    match told(value, zone, view).and_then(|told| told.time) {
        Some(time) => view.phrases.time(time),
        None => value.to_text(),
    }
}

/// The moment as seen from now; what is none, as it is.
pub(super) fn when(value: &Value, zone: Option<&str>, view: &View) -> String {
    let Some(told) = told(value, zone, view) else { return value.to_text() };
    let now = Timestamp::from_millisecond(view.now_ms).unwrap_or_default();
    let today = now.to_zoned(told.zone).date();
    match (told.date, told.time) {
        (Some(date), time) => view.phrases.when(date, time, today),
        (None, Some(time)) => view.phrases.time(time),
        (None, None) => value.to_text(),
    }
}
