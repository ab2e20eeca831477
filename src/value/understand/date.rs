use jiff::ToSpan;
use jiff::civil::Date;

use crate::value::calendar::weekday_index;
use crate::value::fold::fold;
use crate::value::language::{primary, region};

use super::cardinal::cardinal;
use super::item::Item;
use super::lexicon::{Lexicon, lexicons};
use super::named_date::named;
use super::words::Role;
use super::written::written_date;
use super::year::{coming, full_year};

/// A date: `2026-11-02`, `11/02/2026` (month first in the United States, day first elsewhere), `11021980` as keyed
/// in, `2 November 2026`, `Nov 2nd`, `the second of November nineteen eighty`, `tomorrow`, `in 3 days`, `next Friday`.
///
/// A date without a year is the next such day, today included; a weekday is the next one after today. Two digits of
/// a year mean the one that is at most twenty years ahead. A weekday that the date does not fall on makes it none.
pub fn date(text: &str, language: &str, today: Date) -> Option<Date> {
    if let Some(date) = written_date(text).filter(|_| text.trim().len() == 10) {
        return Some(date);
    }
    let folded = fold(text);
    numeric(&folded, language, today).or_else(|| packed(&folded, language, today)).or_else(|| {
        lexicons(language).find_map(|lexicon| {
            let plain = lexicon.plain(text).replace(',', " ");
            let items = lexicon.items(&plain)?;
            let items: Vec<Item<'_>> = items.into_iter().filter(|item| !item.is_sign(&[';', '!', '?'])).collect();
            near(&items, lexicon, today)
                .or_else(|| ahead(&items, lexicon, today))
                .or_else(|| weekday(&items, lexicon, today))
                .or_else(|| named(&items, lexicon, today))
        })
    })
}

/// Numbers parted by `/`, `.`, `-` or a space.
fn numeric(text: &str, language: &str, today: Date) -> Option<Date> {
    let text = text.trim_end_matches('.');
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-' | ' '))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| (1..=4).contains(&part.len()).then(|| part.parse::<i16>().ok()).flatten();
    let numbers: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    match (numbers.as_slice(), parts.as_slice()) {
        ([year, month, day], [first, ..]) if first.len() == 4 => Date::new(*year, i8(*month)?, i8(*day)?).ok(),
        ([a, b, year], [_, _, last]) if matches!(last.len(), 2 | 4) => {
            let year = if last.len() == 2 { full_year(*year, today) } else { *year };
            let (month, day) = month_day(*a, *b, language)?;
            Date::new(year, month, day).ok()
        }
        ([a, b], [first, second]) if matches!(separator, '/' | '.') && first.len() <= 2 && second.len() <= 2 => {
            let (month, day) = month_day(*a, *b, language)?;
            coming(month, day, today)
        }
        _ => None,
    }
}

/// Eight digits, or six with two of the year, as people key them in.
fn packed(text: &str, language: &str, today: Date) -> Option<Date> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let likely = |year: i16| (1900..=today.year() + 20).contains(&year);
    match text.len() {
        8 if plain => {
            let (month, day) = month_day(part(0, 2)?, part(2, 4)?, language)?;
            let year = part(4, 8)?;
            let own = Date::new(year, month, day).ok().filter(|_| likely(year));
            let year = part(0, 4)?;
            own.or_else(|| Date::new(year, i8(part(4, 6)?)?, i8(part(6, 8)?)?).ok().filter(|_| likely(year)))
        }
        6 if plain => {
            let (month, day) = month_day(part(0, 2)?, part(2, 4)?, language)?;
            Date::new(full_year(part(4, 6)?, today), month, day).ok()
        }
        _ => None,
    }
}

fn month_day(a: i16, b: i16, language: &str) -> Option<(i8, i8)> {
    let month_first = primary(language) == "en" && matches!(region(language).as_str(), "" | "US" | "PH");
    let (month, day) = if (month_first && a <= 12) || b > 12 { (a, b) } else { (b, a) };
    Some((i8(month)?, i8(day)?))
}

fn i8(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// `tomorrow`, `for the day after tomorrow please`.
fn near(items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<Date> {
    let filler = |items: &[Item<'_>]| lexicon.skip(Role::DateFiller, items);
    let mut at = 0;
    let mut found = None;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let day = lexicon.find(Role::Near, rest);
        at += match (day, filler(rest)) {
            (Some((days, length)), _) if found.is_none() => {
                found = Some(days);
                length
            }
            (None, length) if length > 0 => length,
            _ => return None,
        };
    }
    today.checked_add(found?.days()).ok()
}

/// `in 3 days`, `two weeks from now`. A month ahead is the same day of the next month, or its last.
fn ahead(items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<Date> {
    let within = lexicon.skip(Role::Within, items);
    let rest = items.get(within..)?;
    let (count, length) = match lexicon.skip(Role::OneOf, rest) {
        0 => cardinal(rest, lexicon)?,
        length => (1, length),
    };
    let rest = rest.get(length..)?;
    let count = i64::from(count.min(10_000));
    let units = [(Role::Days, count.days()), (Role::Weeks, count.weeks()), (Role::Months, count.months())];
    let (span, length) = units.into_iter().find_map(|(role, span)| match lexicon.skip(role, rest) {
        0 => None,
        length => Some((span, length)),
    })?;
    let rest = rest.get(length..)?;
    let from_now = lexicon.skip(Role::FromNow, rest);
    let whole = from_now == rest.len() && (within > 0) != (from_now > 0);
    whole.then(|| today.checked_add(span).ok()).flatten()
}

/// `next Friday`: the first one after today.
fn weekday(items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<Date> {
    let mut wanted = None;
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let around = lexicon.skip(Role::Coming, rest);
        if around > 0 {
            at += around;
            continue;
        }
        // Two letters are a weekday beside a date only: German `so` is no Sunday.
        let day = rest.first().filter(|item| item.text.len() > 2).and_then(|item| lexicon.weekday(item.text));
        if let Some(day) = day.filter(|_| wanted.is_none()) {
            wanted = Some(usize::try_from(day).ok()?);
            at += 1;
            at += usize::from(items.get(at).is_some_and(|item| item.is_sign(&['.'])));
        } else {
            at += Some(lexicon.skip(Role::DateFiller, rest)).filter(|length| *length > 0)?;
        }
    }
    let ahead = (wanted? + 7 - weekday_index(today.weekday())) % 7;
    let ahead = if ahead == 0 { 7 } else { ahead };
    today.checked_add(i64::try_from(ahead).ok()?.days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn reads() {
        // A Monday.
        let today = day(2026, 11, 23);
        for (text, language, expected) in [
            ("2026-11-02", "en", day(2026, 11, 2)),
            ("11/02/2026", "en-US", day(2026, 11, 2)),
            ("11/02/2026", "en-GB", day(2026, 2, 11)),
            ("11.02.2026", "de", day(2026, 2, 11)),
            ("25/12/2026", "en-US", day(2026, 12, 25)),
            ("2/11/26", "fr", day(2026, 11, 2)),
            ("2/11/85", "fr", day(1985, 11, 2)),
            ("12/25", "en-US", day(2026, 12, 25)),
            ("1/5", "en-US", day(2027, 1, 5)),
            ("24.12.", "de", day(2026, 12, 24)),
            ("2 November 2026", "en", day(2026, 11, 2)),
            ("November 2nd, 2026", "en", day(2026, 11, 2)),
            ("Nov 30", "en", day(2026, 11, 30)),
            ("el 2 de noviembre de 2026", "es", day(2026, 11, 2)),
            ("1er décembre", "fr", day(2026, 12, 1)),
            ("2. März 2027", "de", day(2027, 3, 2)),
            ("3 de março", "pt", day(2027, 3, 3)),
            ("Friday, November 27", "en", day(2026, 11, 27)),
            ("Nov 23", "en", day(2026, 11, 23)),
            ("today", "es", day(2026, 11, 23)),
            ("Mañana", "es", day(2026, 11, 24)),
            ("übermorgen", "de", day(2026, 11, 25)),
            ("next Friday", "en", day(2026, 11, 27)),
            ("monday", "en", day(2026, 11, 30)),
            ("lunes", "es", day(2026, 11, 30)),
            ("quarta", "pt", day(2026, 11, 25)),
            ("Feb 29", "en", day(2028, 2, 29)),
            ("٢٠٢٦/١١/٠٢", "en", day(2026, 11, 2)),
        ] {
            assert_eq!(date(text, language, today), Some(expected), "{text} in {language}");
        }
        for text in [
            "",
            "soon",
            "13/13/2026",
            "2026-02-30",
            "November",
            "Nov 31",
            "Monday, November 24",
            "November nineteen eighty",
            "5",
            "1-2",
            "1/2/3/4",
            "May",
            "2 3 May",
            "the",
        ] {
            assert_eq!(date(text, "en", today), None, "{text}");
        }
        assert_eq!(date("tomorrow", "en", Date::MAX), None);
    }
}
