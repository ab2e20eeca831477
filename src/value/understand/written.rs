//! Dates and times as programs write them: ISO 8601 and RFC 3339, as fetched data has them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Longer texts are no dates. Keeps the readers from long hostile ones.
const LONGEST: usize = 80;

fn short(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.len() <= LONGEST && text.starts_with(|c: char| c.is_ascii_digit())).then_some(text)
}

/// The date of `2026-11-02`, and of a longer form that begins with a date and a time, in its own offset.
pub fn written_date(text: &str) -> Option<Date> {
    let text = short(text)?;
    let day = text.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return None;
    }
    if text.len() == 10 {
        return day.parse().ok();
    }
    written_datetime(text).map(DateTime::date)
}

/// The time of day of `09:30` and `09:30:15`, and of a longer form with a date, in its own offset.
pub fn written_time(text: &str) -> Option<Time> {
    let text = short(text)?;
    let bytes = text.as_bytes();
    if bytes.get(2) == Some(&b':') && matches!(text.len(), 5 | 8) {
        return text.parse().ok();
    }
    written_datetime(text).map(DateTime::time)
}

/// The moment of an RFC 3339 text, which tells its offset.
pub fn written_moment(text: &str) -> Option<Timestamp> {
    short(text)?.parse().ok()
}

/// The moment of an RFC 3339 text and the zone or offset that it was written in: `…[America/New_York]` where the
/// zone is named, else the offset.
pub fn written_zoned(text: &str) -> Option<Zoned> {
    let text = short(text)?;
    if text.ends_with(']') {
        return text.parse().ok();
    }
    let moment: Timestamp = text.parse().ok()?;
    let local = written_datetime(text)?;
    let offset = local.to_zoned(TimeZone::UTC).ok()?.timestamp().duration_since(moment);
    let seconds = i32::try_from(offset.as_secs()).ok()?;
    Some(moment.to_zoned(TimeZone::fixed(jiff::tz::Offset::from_seconds(seconds).ok()?)))
}

fn written_datetime(text: &str) -> Option<DateTime> {
    let local = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let shaped = local.len() >= 16 && matches!(local.as_bytes().get(10), Some(b'T' | b't' | b' '));
    shaped.then(|| local.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn reads_what_programs_write() {
        assert_eq!(written_date("2026-11-02"), Some(date(2026, 11, 2)));
        assert_eq!(written_date("2026-11-02T23:30:00-05:00"), Some(date(2026, 11, 2)));
        assert_eq!(written_date("2026-11-02T23:30:00Z"), Some(date(2026, 11, 2)));
        assert_eq!(written_date("2026-11-02 09:30"), Some(date(2026, 11, 2)));
        assert_eq!(written_time("09:30"), Some(time(9, 30, 0, 0)));
        assert_eq!(written_time("2026-11-02T23:30:00-05:00"), Some(time(23, 30, 0, 0)));
        assert_eq!(written_moment("1970-01-01T01:00:00+01:00"), Some(Timestamp::UNIX_EPOCH));
        let zoned = written_zoned("2026-11-02T09:00:00-05:00").unwrap();
        assert_eq!((zoned.hour(), zoned.offset().seconds()), (9, -5 * 3600));
        let zoned = written_zoned("2026-11-30T09:00:00-05:00[America/New_York]").unwrap();
        assert_eq!(zoned.hour(), 9);
    }

    #[test]
    fn refuses_the_rest() {
        for text in ["", "2026", "2026-13-02", "2026-02-30", "20261102", "soon", "2026-11-02x", "12/11/2026", "９"] {
            assert_eq!(written_date(text), None, "{text}");
            assert_eq!(written_moment(text), None, "{text}");
        }
        for text in ["", "9:30", "25:00", "12", "2026-11-02"] {
            assert_eq!(written_time(text), None, "{text}");
        }
        assert_eq!(written_date(&"2".repeat(10_000)), None);
    }
}
