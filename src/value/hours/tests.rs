use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const ZONES: [&str; 6] = [
    "America/New_York",
    "Europe/Berlin",
    // Half an hour.
    "Australia/Lord_Howe",
    // At midnight.
    "America/Asuncion",
    "Africa/Cairo",
    "UTC",
];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::Zoned>().unwrap().timestamp()
}

fn span(from: u16, to: u16) -> Span {
    Span { from, to }
}

/// 22:00 to 06:00 every day.
fn nights() -> Hours {
    let mut hours = Hours::new("nights", zone("America/New_York"));
    hours.week = std::array::from_fn(|_| vec![span(1_320, 1_800)]);
    hours
}

fn office() -> Hours {
    let mut hours = Hours::new("office", zone("America/New_York"));
    for day in hours.week.iter_mut().take(5) {
        *day = vec![span(540, 720), span(780, 1_020)];
    }
    hours.closed = vec![(date(2026, 12, 24), date(2026, 12, 27))];
    hours.special = vec![(date(2026, 12, 24), vec![span(600, 720)])];
    hours
}

#[test]
fn a_week_with_lunch_closed_days_and_a_special_one() {
    let hours = office();
    let next = |text: &str| {
        let next = hours.next_open(at(text)).unwrap();
        next.to_zoned(hours.zone.clone()).datetime().to_string()
    };
    assert!(hours.is_open(at("2026-11-23T09:00[America/New_York]")));
    assert!(!hours.is_open(at("2026-11-23T12:00[America/New_York]")));
    assert_eq!(next("2026-11-23T12:00[America/New_York]"), "2026-11-23T13:00:00");
    assert_eq!(next("2026-11-23T13:20[America/New_York]"), "2026-11-23T13:20:00");
    assert_eq!(next("2026-11-27T17:00[America/New_York]"), "2026-11-30T09:00:00");
    assert_eq!(next("2026-12-23T17:00[America/New_York]"), "2026-12-24T10:00:00");
    assert_eq!(next("2026-12-24T12:00[America/New_York]"), "2026-12-28T09:00:00");
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_starts() {
    let mut hours = nights();
    hours.closed = vec![(date(2026, 11, 24), date(2026, 11, 24))];
    assert!(hours.is_open(at("2026-11-24T05:59[America/New_York]")), "the night of the 23rd");
    assert!(!hours.is_open(at("2026-11-24T23:00[America/New_York]")));
    assert!(!hours.is_open(at("2026-11-25T01:00[America/New_York]")), "the night of the 24th");
    assert!(hours.is_open(at("2026-11-25T22:00[America/New_York]")));
}

#[test]
fn what_never_opens_has_no_next() {
    let mut hours = Hours::new("never", TimeZone::UTC);
    assert_eq!(hours.next_open(at("2026-11-23T00:00[UTC]")), None);
    hours.special = vec![(date(2026, 11, 22), vec![span(0, 1_440)])];
    assert_eq!(hours.next_open(at("2026-11-23T00:00[UTC]")), None);
    hours.week = std::array::from_fn(|_| vec![span(0, 1_440)]);
    hours.closed = vec![(date(2026, 1, 1), Date::MAX)];
    assert_eq!(hours.next_open(at("2026-11-23T00:00[UTC]")), None);
    hours.closed = vec![(date(2026, 1, 1), date(2087, 12, 31))];
    assert_eq!(hours.next_open(at("2026-11-23T00:00[UTC]")), Some(at("2088-01-01T00:00[UTC]")));
}

#[test]
fn the_clock_is_put_forward_and_back() {
    let mut hours = Hours::new("early", zone("America/New_York"));
    hours.week = std::array::from_fn(|_| vec![span(150, 300)]);
    // 02:30 is left out on 8 March 2026: the clock shows 03:00 next.
    let next = hours.next_open(at("2026-03-08T00:00[America/New_York]")).unwrap();
    assert_eq!(next.to_zoned(hours.zone.clone()).to_string(), "2026-03-08T03:00:00-04:00[America/New_York]");
    hours.week = std::array::from_fn(|_| vec![span(130, 170)]);
    let next = hours.next_open(at("2026-03-08T00:00[America/New_York]")).unwrap();
    assert_eq!(next.to_zoned(hours.zone.clone()).date(), date(2026, 3, 9), "wholly within the gap");
    // 01:00 to 02:00 comes twice on 1 November 2026.
    hours.week = std::array::from_fn(|_| vec![span(30, 90)]);
    assert!(hours.is_open("2026-11-01T05:40:00Z".parse().unwrap()), "between the first 01:30 and the second 01:00");
    assert!(hours.is_open("2026-11-01T06:29:00Z".parse().unwrap()));
    assert!(!hours.is_open("2026-11-01T06:30:00Z".parse().unwrap()));
}

/// The definition, minute by minute: open where some range of some day has begun and has not ended, as its zone's clock
/// has shown and will show.
struct Minutes {
    start: Timestamp,
    walls: Vec<DateTime>,
}

impl Minutes {
    fn around(start: Timestamp, zone: &TimeZone) -> Minutes {
        let walls = (0..6 * 1_440).map(|n: i64| zone.to_datetime(start + n.minutes())).collect();
        Minutes { start, walls }
    }

    fn open(&self, hours: &Hours) -> Vec<bool> {
        let mut open = vec![false; self.walls.len()];
        let days = near(self.walls[0].date(), -2..=8);
        for day in days {
            for span in hours.spans(day) {
                let (from, to) = (wall(day, span.from).unwrap(), wall(day, span.to).unwrap());
                let first = self.walls.iter().position(|wall| *wall >= from);
                let last = self.walls.iter().rposition(|wall| *wall < to);
                if let (Some(first), Some(last)) = (first, last) {
                    open.iter_mut().take(last + 1).skip(first).for_each(|open| *open = true);
                }
            }
        }
        open
    }
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec((0..96_u16, 1..96_u16), 0..3)
        .prop_map(|spans| spans.into_iter().map(|(from, length)| span(from * 15, (from + length) * 15)).collect())
}

fn hours() -> impl Strategy<Value = Hours> {
    let zone_name = prop::sample::select(&ZONES[..]);
    (zone_name, prop::array::uniform7(spans()), 0..6_i64, 0..3_i64, spans()).prop_map(
        |(name, week, skip, long, own)| {
            let day = date(2026, 3, 27).checked_add(skip.days()).unwrap();
            let closed = vec![(day, day.checked_add(long.days()).unwrap())];
            let special = if own.is_empty() { vec![] } else { vec![(day.tomorrow().unwrap(), own)] };
            Hours { name: "any".to_owned(), zone: zone(name), week, closed, special }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn open_and_next_open_are_what_the_clock_on_the_wall_says(
        hours in hours(),
        // Around a change of each zone: March, April, August to November.
        around in prop::sample::select(&["2026-03-06", "2026-03-27", "2024-04-04", "2024-10-04", "2026-04-22", "2026-10-29"][..]),
    ) {
        let start = hours.zone.to_timestamp(around.parse::<Date>().unwrap().to_datetime(Time::MIN)).unwrap();
        let minutes = Minutes::around(start, &hours.zone);
        let open = minutes.open(&hours);
        // What begins before the first minute is not seen whole, nor what ends behind the last.
        let (first, last) = (2 * 1_440, 4 * 1_440);
        for (n, open) in open.iter().enumerate().take(last).skip(first) {
            let now = minutes.start + i64::try_from(n).unwrap().minutes();
            prop_assert_eq!(hours.is_open(now), *open, "{}", now.to_zoned(hours.zone.clone()));
        }
        for n in (first..last).step_by(7) {
            let now = minutes.start + i64::try_from(n).unwrap().minutes();
            let next = open[n..last].iter().position(|open| *open);
            if let Some(next) = next {
                let expected = now + i64::try_from(next).unwrap().minutes();
                prop_assert_eq!(hours.next_open(now), Some(expected), "{}", now.to_zoned(hours.zone.clone()));
            }
        }
    }
}
