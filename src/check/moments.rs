//! The times that tests set their clock to.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// `2026-11-23 10:00 America/New_York` in milliseconds since 1970; UTC without a zone.
pub(super) fn moment(text: &str) -> Option<i64> {
    let mut words = text.split_whitespace();
    let (date, time) = (words.next()?, words.next()?);
    let zone = match words.next() {
        Some(name) => TimeZone::get(name).ok()?,
        None => TimeZone::UTC,
    };
    if words.next().is_some() {
        return None;
    }
    let civil: DateTime = format!("{date}T{time}").parse().ok()?;
    Some(civil.to_zoned(zone).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_date_time_and_zone() {
        assert_eq!(moment("2026-01-05 10:00"), Some(1_767_607_200_000));
        assert_eq!(moment("2026-01-05 05:00 America/New_York"), Some(1_767_607_200_000));
        assert_eq!(moment("  2026-01-05   10:00:30 "), Some(1_767_607_230_000));
        for wrong in ["", "2026-01-05", "10:00", "2026-13-05 10:00", "2026-01-05 10:00 Mars/North", "a b c d"] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }
}
