//! Opening times by the clock on the wall of one zone.
//!
//! A range opens at the first moment at which that clock shows its start or something later, and closes after the last
//! moment at which it shows something before its end. So a range that begins within the hour that is left out in spring
//! opens when that hour is over, and one that ends within the hour that comes twice in autumn is open to the second
//! of the two: nobody is sent away by a clock that was set back.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::calendar::weekday_index;

/// The minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// How a flow tells the time: its zone, and its opening times.
#[derive(Debug, Clone)]
pub struct Clock {
    pub zone: TimeZone,
    pub hours: Vec<Hours>,
}

/// The clock of a flow that names no zone.
pub static UTC: Clock = Clock { zone: TimeZone::UTC, hours: Vec::new() };

impl Clock {
    pub fn hours(&self, name: &str) -> Option<&Hours> {
        self.hours.iter().find(|hours| hours.name == name)
    }
}

#[derive(Debug, Clone)]
pub struct Hours {
    pub name: String,
    pub zone: TimeZone,
    /// Monday first.
    pub week: [Vec<Span>; 7],
    /// First and last day.
    pub closed: Vec<(Date, Date)>,
    /// In place of the week's times, and of what is closed. Several of one date add up.
    pub special: Vec<(Date, Vec<Span>)>,
}

/// Minutes since the midnight with which its day begins; the end is past [`DAY_MINUTES`] where it is on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: u16,
    pub to: u16,
}

impl Hours {
    pub fn new(name: &str, zone: TimeZone) -> Hours {
        Hours { name: name.to_owned(), zone, week: Default::default(), closed: Vec::new(), special: Vec::new() }
    }

    pub fn is_open(&self, at: Timestamp) -> bool {
        let today = at.to_zoned(self.zone.clone()).date();
        near(today, -2..=1).any(|day| self.moments(day).any(|(from, to)| from <= at && at < to))
    }

    /// The first moment from `at` on at which it is open.
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        let first = near(at.to_zoned(self.zone.clone()).date(), -2..=-2).next()?;
        let special = self.special.iter().filter(|(day, _)| *day >= first).filter_map(|(day, _)| self.opens(*day, at));
        special.chain(self.next_of_week(first, at)).min()
    }

    /// The same by the week's times alone.
    fn next_of_week(&self, first: Date, at: Timestamp) -> Option<Timestamp> {
        if self.week.iter().all(Vec::is_empty) {
            return None;
        }
        let mut day = first;
        // A week behind each day that is not the week's, and behind the days before `at`.
        let most = 8 * (self.closed.len() + self.special.len() + 2);
        for _ in 0..most {
            let closed = self.closed.iter().filter(|(from, to)| (*from..=*to).contains(&day)).map(|(_, to)| *to).max();
            let last = match closed {
                Some(last) => last,
                None => match self.opens(day, at) {
                    Some(found) => return Some(found),
                    None => day,
                },
            };
            day = last.tomorrow().ok()?;
        }
        None
    }

    /// The first moment from `at` on at which a range of this day is open.
    fn opens(&self, day: Date, at: Timestamp) -> Option<Timestamp> {
        self.moments(day).filter(|(_, to)| *to > at).map(|(from, _)| from.max(at)).min()
    }

    /// The ranges of a day, those left out that the clock skips.
    fn moments(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        self.spans(day).filter_map(move |span| {
            let (from, to) = (self.first(wall(day, span.from)?)?, self.last(wall(day, span.to)?)?);
            (from < to).then_some((from, to))
        })
    }

    fn spans(&self, day: Date) -> impl Iterator<Item = &Span> {
        let is_special = self.special.iter().any(|(special, _)| *special == day);
        let is_closed = self.closed.iter().any(|(from, to)| (*from..=*to).contains(&day));
        let special = self.special.iter().filter(move |(special, _)| *special == day).flat_map(|(_, spans)| spans);
        let week = self.week.get(weekday_index(day.weekday())).into_iter().flatten();
        special.chain(week.filter(move |_| !is_special && !is_closed))
    }

    /// The first moment at which the clock shows this or something later.
    fn first(&self, wall: DateTime) -> Option<Timestamp> {
        match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).ok(),
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(wall).ok(),
            AmbiguousOffset::Gap { after, .. } => self.after_gap(after.to_timestamp(wall).ok()?),
        }
    }

    /// The moment from which on the clock never shows anything before this.
    fn last(&self, wall: DateTime) -> Option<Timestamp> {
        match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).ok(),
            AmbiguousOffset::Fold { after, .. } => after.to_timestamp(wall).ok(),
            AmbiguousOffset::Gap { after, .. } => self.after_gap(after.to_timestamp(wall).ok()?),
        }
    }

    /// The end of the gap that begins behind a moment.
    fn after_gap(&self, before: Timestamp) -> Option<Timestamp> {
        self.zone.following(before).next().map(|transition| transition.timestamp())
    }
}

fn near(day: Date, days: std::ops::RangeInclusive<i64>) -> impl Iterator<Item = Date> {
    days.filter_map(move |by| day.checked_add(by.days()).ok())
}

fn wall(day: Date, minutes: u16) -> Option<DateTime> {
    let day = day.checked_add(i64::from(minutes / DAY_MINUTES).days()).ok()?;
    let minute = minutes % DAY_MINUTES;
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    Some(day.to_datetime(time))
}

#[cfg(test)]
mod tests;
