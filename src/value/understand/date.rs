use jiff::ToSpan;
use jiff::civil::Date;

use crate::value::calendar::{months, weekday_index, weekdays};
use crate::value::fold::fold;
use crate::value::language::{primary, region};

use super::tokens::tokens;
use super::written::written_date;

/// Words for days near today, folded, with how far they are. English counts in every language.
const NEAR: [(&str, &str, i64); 22] = [
    ("en", "today", 0),
    ("en", "tomorrow", 1),
    ("en", "day after tomorrow", 2),
    ("en", "the day after tomorrow", 2),
    ("en", "yesterday", -1),
    ("es", "hoy", 0),
    ("es", "mañana", 1),
    ("es", "pasado mañana", 2),
    ("es", "ayer", -1),
    ("fr", "aujourd'hui", 0),
    ("fr", "demain", 1),
    ("fr", "après-demain", 2),
    ("fr", "hier", -1),
    ("de", "heute", 0),
    ("de", "morgen", 1),
    ("de", "übermorgen", 2),
    ("de", "gestern", -1),
    ("pt", "hoje", 0),
    ("pt", "amanhã", 1),
    ("pt", "depois de amanhã", 2),
    ("pt", "ontem", -1),
    ("en", "tonight", 0),
];

/// A date: `2026-11-02`, `11/02/2026` (month first in the United States, day first elsewhere), `2 November 2026`,
/// `Nov 2nd`, `el 2 de noviembre`, `tomorrow`, `next Friday`. A date without a year is the next such day, today
/// included; a weekday is the next one after today.
pub fn date(text: &str, language: &str, today: Date) -> Option<Date> {
    if let Some(date) = written_date(text).filter(|_| text.trim().len() == 10) {
        return Some(date);
    }
    let folded = fold(text);
    if folded.len() > 60 {
        return None;
    }
    let own = primary(language);
    let near = NEAR.iter().find(|(lang, words, _)| (*lang == own || *lang == "en") && *words == folded);
    if let Some((_, _, days)) = near {
        return today.checked_add(days.days()).ok();
    }
    numeric(&folded, language, today)
        .or_else(|| weekday(&folded, language, today))
        .or_else(|| named(&folded, language, today))
}

/// Numbers parted by `/`, `.` or `-`.
fn numeric(text: &str, language: &str, today: Date) -> Option<Date> {
    let text = text.trim_end_matches('.');
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let number = |part: &&str| (1..=4).contains(&part.len()).then(|| part.parse::<i16>().ok()).flatten();
    let numbers: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    match (numbers.as_slice(), parts.as_slice()) {
        ([year, month, day], [first, ..]) if first.len() == 4 => Date::new(*year, i8(*month)?, i8(*day)?).ok(),
        ([a, b, year], [_, _, last]) if matches!(last.len(), 2 | 4) => {
            let year = if last.len() == 2 { full_year(*year, today) } else { *year };
            let (month, day) = month_day(*a, *b, language)?;
            Date::new(year, month, day).ok()
        }
        ([a, b], [first, second]) if separator != '-' && first.len() <= 2 && second.len() <= 2 => {
            let (month, day) = month_day(*a, *b, language)?;
            coming(month, day, today)
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

/// Two digits are the year that is at most twenty years ahead: births lie far back, appointments near.
fn full_year(short: i16, today: Date) -> i16 {
    let year = today.year() / 100 * 100 + short;
    if year > today.year() + 20 { year - 100 } else { year }
}

/// The next such day, today included. The 29th of February is looked for up to eight years ahead.
fn coming(month: i8, day: i8, today: Date) -> Option<Date> {
    (0..=8).filter_map(|ahead| Date::new(today.year() + ahead, month, day).ok()).find(|date| *date >= today)
}

fn weekday(text: &str, language: &str, today: Date) -> Option<Date> {
    const LEADS: [&str; 10] =
        ["next ", "this ", "on ", "el próximo ", "el ", "am ", "nächsten ", "kommenden ", "na ", "coming "];
    let bare = LEADS.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    let bare = [" prochain", " que viene"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    let wanted = [weekdays(language), weekdays("en")].iter().find_map(|names| {
        names.iter().position(|name| {
            let name = fold(name);
            name == bare || name.strip_suffix("-feira") == Some(bare)
        })
    })?;
    let ahead = (wanted + 7 - weekday_index(today.weekday())) % 7;
    let ahead = if ahead == 0 { 7 } else { ahead };
    today.checked_add(i64::try_from(ahead).ok()?.days()).ok()
}

/// A month by its name, a day, and perhaps a year; other words are those that belong to dates.
fn named(text: &str, language: &str, today: Date) -> Option<Date> {
    let text = text.replace([',', '/'], " ");
    let (mut month, mut day, mut year) = (None, None, None);
    for token in tokens(&text)? {
        let token = token.trim_end_matches('.');
        if let Some(number) = day_number(token) {
            match number {
                1..=31 if day.is_none() && token.len() <= 4 => day = i8(number),
                1000..=9999 if year.is_none() => year = Some(number),
                _ => return None,
            }
        } else if let Some(found) = month_name(token, language) {
            if month.replace(found).is_some() {
                return None;
            }
        } else if !is_date_word(token, language) {
            return None;
        }
    }
    match year {
        Some(year) => Date::new(year, month?, day?).ok(),
        None => coming(month?, day?, today),
    }
}

fn day_number(token: &str) -> Option<i16> {
    const ENDS: [&str; 9] = ["st", "nd", "rd", "th", "er", "º", "ª", "o", "."];
    let bare = ENDS.iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
    bare.bytes().all(|b| b.is_ascii_digit()).then(|| bare.parse().ok()).flatten()
}

fn month_name(token: &str, language: &str) -> Option<i8> {
    let found = [months(language), months("en")].iter().find_map(|names| {
        names.iter().position(|name| {
            let name = fold(name);
            name == token || (token.chars().count() >= 3 && name.starts_with(token))
        })
    })?;
    i8::try_from(found + 1).ok()
}

fn is_date_word(token: &str, language: &str) -> bool {
    matches!(
        token,
        "of" | "the" | "on" | "de" | "del" | "el" | "le" | "der" | "den" | "am" | "do" | "em" | "dia" | "día"
    ) || [weekdays(language), weekdays("en")].iter().any(|names| names.iter().any(|name| fold(name) == token))
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
