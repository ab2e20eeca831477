use jiff::civil::Time;

use crate::value::fold::fold;
use crate::value::language::primary;

use super::words::spoken_number;

/// Half of the day, as said beside an hour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Later,
}

/// A time of day: `9:30`, `9.30`, `9h30`, `21:30`, `9 pm`, `nine thirty`, `half past nine`, `noon`, `9 Uhr 30`,
/// `las 9 de la noche`. A bare hour counts as written on a 24-hour clock.
pub fn time(text: &str, language: &str) -> Option<Time> {
    let folded = fold(text);
    if folded.len() > 60 {
        return None;
    }
    match folded.as_str() {
        "noon" | "midday" | "at noon" | "12 noon" | "mediodía" | "mediodia" | "midi" | "mittag" | "mittags"
        | "meio-dia" => {
            return clock(12, 0);
        }
        "midnight" | "medianoche" | "minuit" | "mitternacht" | "meia-noite" => return clock(0, 0),
        _ => {}
    }
    let (body, half) = split_half(&folded);
    let (hour, minute) = relative(&body).or_else(|| hour_minute(&body, &primary(language)))?;
    let hour = match half {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => (half == Some(Half::Later) && hour > 12).then_some(hour)?,
        Some(Half::Morning) => hour % 12,
        Some(Half::Later) => hour % 12 + 12,
    };
    clock(hour, minute)
}

fn clock(hour: u32, minute: u32) -> Option<Time> {
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Takes the words for morning and afternoon off the end.
fn split_half(text: &str) -> (String, Option<Half>) {
    const ENDS: [(&str, Half); 26] = [
        ("a.m", Half::Morning),
        ("am", Half::Morning),
        ("a. m", Half::Morning),
        ("a m", Half::Morning),
        ("in the morning", Half::Morning),
        ("de la mañana", Half::Morning),
        ("du matin", Half::Morning),
        ("morgens", Half::Morning),
        ("vormittags", Half::Morning),
        ("da manhã", Half::Morning),
        ("p.m", Half::Later),
        ("pm", Half::Later),
        ("p. m", Half::Later),
        ("p m", Half::Later),
        ("in the afternoon", Half::Later),
        ("in the evening", Half::Later),
        ("at night", Half::Later),
        ("de la tarde", Half::Later),
        ("de la noche", Half::Later),
        ("de l'après-midi", Half::Later),
        ("du soir", Half::Later),
        ("nachmittags", Half::Later),
        ("abends", Half::Later),
        ("da tarde", Half::Later),
        ("da noite", Half::Later),
        ("tonight", Half::Later),
    ];
    for (end, half) in ENDS {
        if let Some(rest) = text.strip_suffix(end) {
            let glued = rest.ends_with(char::is_alphabetic);
            if !glued {
                return (rest.trim_end().to_owned(), Some(half));
            }
        }
    }
    (text.to_owned(), None)
}

/// English `half past nine`, `quarter to ten`, `ten past four`.
fn relative(text: &str) -> Option<(u32, u32)> {
    let (amount, hour, past) = match text.split_once(" past ") {
        Some((amount, hour)) => (amount, hour, true),
        None => text.split_once(" to ").map(|(amount, hour)| (amount, hour, false))?,
    };
    let minutes = match amount.trim_start_matches("a ").trim_end_matches(" minutes") {
        "half" => 30,
        "quarter" => 15,
        other => count(other)?,
    };
    let hour = count(hour.trim_end_matches(" o'clock"))?;
    if minutes == 0 || minutes > 59 || hour > 23 {
        return None;
    }
    Some(if past { (hour, minutes) } else { ((hour + 23) % 24, 60 - minutes) })
}

fn hour_minute(text: &str, language: &str) -> Option<(u32, u32)> {
    let before = ["at ", "a las ", "a la ", "las ", "la ", "à ", "um ", "às ", "as ", "@ ", "around ", "about "];
    let text = before.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let after = [" o'clock", " uhr", " horas", " hora", " heures", " heure", "h", " h"];
    let text = after.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim();
    if let Some(hour) = count(text) {
        let packed = text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit());
        return Some(if packed { (hour / 100, hour % 100) } else { (hour, 0) });
    }
    for mark in [":", " uhr ", " heures ", " heure ", " y ", " e ", "h", ".", " "] {
        if mark == "h" && language == "en" {
            continue;
        }
        if let Some((hour, minute)) = text.split_once(mark) {
            return Some((count(hour)?, minutes(minute)?));
        }
    }
    None
}

fn minutes(text: &str) -> Option<u32> {
    match text.trim() {
        "media" | "meia" => Some(30),
        "cuarto" | "quinze" => Some(15),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            (digits.len() == 2).then(|| digits.parse().ok()).flatten()
        }
        words => words.strip_prefix("oh ").map_or_else(|| count(words), count),
    }
}

fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return (1..=4).contains(&text.len()).then(|| text.parse().ok()).flatten();
    }
    spoken_number(&text.split(' ').collect::<Vec<_>>()).filter(|n| *n < 60)
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
            assert_eq!(time(text, language), clock(hour, minute), "{text}");
        }
        for text in ["", "25:00", "9:60", "9:5", "13 am", "0 pm", "soon", "half past", "ham", "9:30:99x", "99999"] {
            assert_eq!(time(text, "en"), None, "{text}");
        }
    }
}
