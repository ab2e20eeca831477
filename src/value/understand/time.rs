use jiff::civil::Time;

use super::day_part::{DayPart, take_day_parts};
use super::item::{Item, Kind};
use super::lexicon::{Lexicon, lexicons};
use super::spoken_time::{Said, spoken, trimmed};
use super::words::Role;

/// A time of day: `9:30`, `9.30`, `9h30`, `0930`, `9 pm`, `nine thirty`, `half past nine`, `halb zehn` (9:30),
/// `las nueve y media`, `neuf heures moins le quart`, `noon`. A bare hour counts as written on a 24-hour clock.
pub fn time(text: &str, language: &str) -> Option<Time> {
    lexicons(language).find_map(|lexicon| {
        let plain = lexicon.plain(text);
        let mut items = lexicon.items(&plain)?;
        items.retain(|item| !item.is_sign(&[',', ';', '!', '?', '@']));
        let (parts, items) = take_day_parts(&items, lexicon);
        let said = typed(&items, lexicon).or_else(|| spoken(&items, lexicon))?;
        clock(said, &parts)
    })
}

/// Digits only: `9:30`, `9.30`, `0930`.
fn typed(items: &[Item<'_>], lexicon: &Lexicon) -> Option<Said> {
    let items = trimmed(items, lexicon);
    let items = match items {
        [time @ .., last] if lexicon.begins(Role::Hours, std::slice::from_ref(last)) => time,
        _ => items,
    };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let minute = |text: &str| number(text).filter(|_| text.len() == 2);
    match items {
        [one] if one.kind == Kind::Numeral => match (one.text.split_once('.'), one.text.len()) {
            (Some((hour, minutes)), _) => Some(Said::plain(number(hour)?, minute(minutes)?)),
            (None, 3 | 4) => number(one.text).map(|packed| Said::plain(packed / 100, packed % 100)),
            _ => None,
        },
        [hour, colon, minutes] if colon.is_sign(&[':']) && minutes.glued => {
            Some(Said::plain(number(hour.text)?, minute(minutes.text)?))
        }
        _ => None,
    }
}

/// The time on a 24-hour clock. `None` where the hour and the parts of the day do not go together.
fn clock(said: Said, parts: &[DayPart]) -> Option<Time> {
    let hour = match parts {
        [first, others @ ..] if !said.named => {
            let hour = first.hour(said.hour)?;
            others.iter().all(|part| part.hour(said.hour) == Some(hour)).then_some(hour)?
        }
        _ if (said.hour, said.minute) == (24, 0) => 0,
        _ => said.hour,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(said.minute).ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, language, hour, minute) in [
            ("9:30", "en", 9, 30),
            ("21:30", "en", 21, 30),
            ("9 pm", "en", 21, 0),
            ("9:30pm", "en-US", 21, 30),
            ("9 a.m.", "en", 9, 0),
            ("12 am", "en", 0, 0),
            ("12pm", "en", 12, 0),
            ("9.30", "de", 9, 30),
            ("9h30", "fr", 9, 30),
            ("9 h", "fr", 9, 0),
            ("9 Uhr 30", "de", 9, 30),
            ("um 9 Uhr", "de", 9, 0),
            ("a las 9 de la noche", "es", 21, 0),
            ("9 y media", "es", 9, 30),
            ("às 21h30", "pt", 21, 30),
            ("noon", "en", 12, 0),
            ("Mitternacht", "de", 0, 0),
            ("nine thirty", "en", 9, 30),
            ("nine oh five", "en", 9, 5),
            ("half past nine", "en", 9, 30),
            ("quarter to ten pm", "en", 21, 45),
            ("ten past four", "en", 4, 10),
            ("nine o'clock", "en", 9, 0),
            ("at nine in the morning", "en", 9, 0),
            ("0930", "en", 9, 30),
            ("9", "en", 9, 0),
            ("٩:٣٠", "en", 9, 30),
            ("21:30 pm", "en", 21, 30),
        ] {
            assert_eq!(time(text, language), Time::new(hour, minute, 0, 0).ok(), "{text}");
        }
        for text in ["", "25:00", "9:60", "9:5", "13 am", "0 pm", "soon", "half past", "ham", "9:30:99x", "99999"] {
            assert_eq!(time(text, "en"), None, "{text}");
        }
    }
}
