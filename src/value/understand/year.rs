use jiff::civil::Date;

use super::cardinal::{below_hundred, cardinal};
use super::item::{Item, Kind};
use super::lexicon::Lexicon;
use super::words::Role;

/// Two digits are the year that is at most twenty years ahead: births lie far back, appointments near.
pub(super) fn full_year(short: i16, today: Date) -> i16 {
    let year = today.year() / 100 * 100 + short;
    if year > today.year() + 20 { year - 100 } else { year }
}

/// The next such day, today included. The 29th of February is looked for up to eight years ahead.
pub(super) fn coming(month: i8, day: i8, today: Date) -> Option<Date> {
    (0..=8).filter_map(|ahead| Date::new(today.year() + ahead, month, day).ok()).find(|date| *date >= today)
}

/// A year as spoken: `nineteen eighty`, `twenty oh five`, `two thousand and five`; and how many items it takes.
pub(super) fn year(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(i16, usize)> {
    let (value, length) = cardinal(items, lexicon)?;
    if (1000..=9999).contains(&value) {
        return Some((i16::try_from(value).ok()?, length));
    }
    if !(18..=21).contains(&value) || items.first()?.kind == Kind::Numeral {
        return None;
    }
    let rest = items.get(length..)?;
    let zero = lexicon.skip(Role::Digit, rest);
    let (low, more) = below_hundred(rest.get(zero..)?, lexicon)?;
    let fits = if zero > 0 { (1..=9).contains(&low) } else { low >= 10 };
    fits.then_some((i16::try_from(value * 100 + low).ok()?, length + zero + more))
}
