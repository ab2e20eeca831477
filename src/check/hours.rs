//! Opening hours: their zone, days, dates and times.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span as Place;
use crate::syntax::tree::{self, File, HoursKind, HoursLine, ItemKind, Name, TimeRange};
use crate::value::{Clock, DAY_MINUTES, Hours, Span};

use super::checker::Checker;
use super::{suggest, zones};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAILY: &str = "daily";

impl<'a> Checker<'a> {
    pub fn check_hours(&mut self, hours: &'a tree::Hours) {
        let mut reader = Reader { problems: Vec::new(), spans: Vec::new() };
        let read = reader.hours(hours);
        let whole = !hours.lines.iter().any(|line| line.kind == HoursKind::Bad) && reader.problems.is_empty();
        let opens = read.week.iter().chain(read.special.iter().map(|(_, spans)| spans)).any(|spans| !spans.is_empty());
        if whole && !opens {
            let name = &hours.name;
            self.report(
                Diagnostic::error(
                    Code::F1304,
                    format!("`{}` is never open", name.text),
                    name.span,
                    "no times are named",
                )
                .with_help("write days and times between the braces, as in `mon-fri 09:00-17:00`"),
            );
        }
        self.problems.append(&mut reader.problems);
    }
}

/// How a sound flow tells the time: by its `zone`, or else by the zone of its first hours.
pub(super) fn clock(file: &File) -> Clock {
    let mut reader = Reader { problems: Vec::new(), spans: Vec::new() };
    let hours: Vec<Hours> = file
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Hours(hours) => Some(reader.hours(hours)),
            _ => None,
        })
        .collect();
    let named = file.items.iter().find_map(|item| match &item.kind {
        ItemKind::Zone(text) => TimeZone::get(&text.value).ok(),
        _ => None,
    });
    let zone = named.or_else(|| hours.first().map(|hours| hours.zone.clone())).unwrap_or(TimeZone::UTC);
    Clock { zone, hours }
}

/// A range of times that has been read, by the day or date for which it stands.
struct Seen {
    day: Day,
    span: Span,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Day {
    /// Monday first.
    Week(usize),
    Date(Date),
}

struct Reader {
    problems: Vec<Diagnostic>,
    /// Of the hours at hand.
    spans: Vec<Seen>,
}

impl Reader {
    fn hours(&mut self, written: &tree::Hours) -> Hours {
        self.spans.clear();
        let zone = zones::zone(&written.zone.value, written.zone.span).unwrap_or_else(|problem| {
            self.problems.push(*problem);
            TimeZone::UTC
        });
        let mut hours = Hours::new(&written.name.text, zone);
        written.lines.iter().for_each(|line| self.line(line, &mut hours));
        hours
    }

    fn line(&mut self, line: &HoursLine, hours: &mut Hours) {
        match &line.kind {
            HoursKind::Days { days, times } => {
                let days: Vec<usize> = days.iter().flat_map(|(from, to)| self.days(from, to)).collect();
                let times: Vec<(Span, Place)> = times.iter().filter_map(|range| self.range(range)).collect();
                for day in days {
                    for (span, place) in &times {
                        if let Some(spans) = hours.week.get_mut(day) {
                            spans.push(*span);
                        }
                        self.see(Day::Week(day), *span, *place);
                    }
                }
            }
            HoursKind::Closed { from, to, .. } => {
                let (first, last) = (self.date(from), to.as_ref().map(|to| self.date(to)));
                let (Some(first), Some(last)) = (first, last.unwrap_or(first)) else { return };
                if last < first {
                    let span = from.span.to(to.as_ref().unwrap_or(from).span);
                    self.problems.push(
                        Diagnostic::error(
                            Code::F0506,
                            format!("`{last}` comes before `{first}`"),
                            span,
                            "no day lies between these two",
                        )
                        .with_help(format!("write the earlier date first: `{last}..{first}`"))
                        .with_edit(span, format!("{last}..{first}")),
                    );
                }
                hours.closed.push((first, last));
            }
            HoursKind::Special { date, times } => {
                let times: Vec<(Span, Place)> = times.iter().filter_map(|range| self.range(range)).collect();
                let Some(date) = self.date(date) else { return };
                for (span, place) in &times {
                    self.see(Day::Date(date), *span, *place);
                }
                hours.special.push((date, times.into_iter().map(|(span, _)| span).collect()));
            }
            HoursKind::Bad => {}
        }
    }

    /// The days of `mon-fri`, also over the week's end, as in `sat-mon`.
    fn days(&mut self, from: &Name, to: &Name) -> Vec<usize> {
        if from.text == DAILY && to.text == DAILY {
            return (0..DAYS.len()).collect();
        }
        let (Some(first), Some(last)) = (self.day(from), self.day(to)) else { return Vec::new() };
        let length = (last + DAYS.len() - first) % DAYS.len();
        (first..=first + length).map(|day| day % DAYS.len()).collect()
    }

    fn day(&mut self, name: &Name) -> Option<usize> {
        let word = name.text.as_str();
        if let Some(day) = DAYS.iter().position(|day| *day == word) {
            return Some(day);
        }
        if self.problems.iter().any(|problem| problem.primary.span == name.span) {
            return None;
        }
        let problem =
            Diagnostic::error(Code::F1302, format!("`{word}` is not a day"), name.span, "a day of the week is needed");
        let folded = word.to_lowercase();
        let near = match folded.as_str() {
            DAILY => None,
            "weekdays" | "workdays" => Some("mon-fri"),
            "weekend" | "weekends" => Some("sat-sun"),
            "everyday" | "always" => Some(DAILY),
            _ => DAYS.into_iter().find(|day| folded.starts_with(day)).or_else(|| nearest(word, DAYS)),
        };
        self.problems.push(suggest::or_else(problem, near, || {
            format!("the days are {}; `daily` is all of them and stands alone", suggest::listed(DAYS))
        }));
        None
    }

    fn date(&mut self, name: &Name) -> Option<Date> {
        let date = name.text.parse().ok();
        if date.is_none() {
            self.problems.push(
                Diagnostic::error(
                    Code::F1302,
                    format!("`{}` is not a date", name.text),
                    name.span,
                    "no calendar has this day",
                )
                .with_help("write year, month and day, as in `2026-12-25`"),
            );
        }
        date
    }

    fn range(&mut self, range: &TimeRange) -> Option<(Span, Place)> {
        let place = range.from.span.to(range.to.span);
        let (from, to) = (self.time(&range.from, false)?, self.time(&range.to, true)?);
        if from == to {
            self.problems.push(
                Diagnostic::error(Code::F1302, "these times are the same", place, "nothing lies between them")
                    .with_help("for a whole day write `00:00-24:00`"),
            );
            return None;
        }
        let to = if to < from { to + DAY_MINUTES } else { to };
        Some((Span { from, to }, place))
    }

    /// Minutes since midnight; `24:00` ends a day.
    fn time(&mut self, name: &Name, is_end: bool) -> Option<u16> {
        let parts = name.text.split_once(':').and_then(|(h, m)| Some((h.parse::<u16>().ok()?, m.parse::<u16>().ok()?)));
        let minutes = match parts {
            Some((hour, minute)) if hour < 24 && minute < 60 => Some(hour * 60 + minute),
            Some((24, 0)) if is_end => Some(DAY_MINUTES),
            _ => None,
        };
        if minutes.is_none() {
            self.problems.push(
                Diagnostic::error(
                    Code::F1302,
                    format!("`{}` is not a time of day", name.text),
                    name.span,
                    "no clock shows this",
                )
                .with_help("write it from `00:00` to `23:59`; a day ends at `24:00`"),
            );
        }
        minutes
    }

    /// Reports a range that lies over another: lines add up, so one of the two says nothing or is mistyped.
    fn see(&mut self, day: Day, span: Span, place: Place) {
        let reported = |other: &Diagnostic| other.code == Code::F1303 && other.primary.span == place;
        let over = self.spans.iter().find(|seen| seen.place != place && overlap(seen, day, span));
        if let Some(seen) = over
            && !self.problems.iter().any(reported)
        {
            self.problems.push(
                Diagnostic::warning(Code::F1303, "these times lie over others", place, "open twice at once")
                    .with_label(seen.place, "the others")
                    .with_help("lines add up: join the two, or give each its own days and times"),
            );
        }
        self.spans.push(Seen { day, span, place });
    }
}

/// Whether two ranges have a minute in common, in the night between two days too.
fn overlap(seen: &Seen, day: Day, span: Span) -> bool {
    let meet = |a: Span, b: Span, by: u16| a.from < b.to + by && b.from + by < a.to;
    match (seen.day, day) {
        (Day::Week(a), Day::Week(b)) if a == b => meet(seen.span, span, 0),
        (Day::Week(a), Day::Week(b)) if (a + 1) % DAYS.len() == b => meet(seen.span, span, DAY_MINUTES),
        (Day::Week(a), Day::Week(b)) if (b + 1) % DAYS.len() == a => meet(span, seen.span, DAY_MINUTES),
        (Day::Date(a), Day::Date(b)) if a == b => meet(seen.span, span, 0),
        _ => false,
    }
}
