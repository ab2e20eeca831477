use jiff::civil::{Date, Time};

use crate::value::{Decimal, months, number_text, weekday_index, weekdays};

/// A currency's words: of one and of many, of a hundredth and of many.
#[derive(Debug)]
pub struct Currency {
    /// ISO 4217.
    pub code: &'static str,
    pub unit: (&'static str, &'static str),
    pub cent: (&'static str, &'static str),
}

/// What a language needs to say. Words in braces are filled in.
#[derive(Debug)]
pub struct Phrases {
    /// The language's primary tag.
    pub language: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub decimal_mark: char,
    pub group_mark: char,
    /// `{day} {month} {year}`
    pub date: &'static str,
    /// Without the year.
    pub day: &'static str,
    pub clock: Clock,
    /// `at` for one o'clock and for all other hours: `a la`, `a las`.
    pub at: (&'static str, &'static str),
    pub today: &'static str,
    pub tomorrow: &'static str,
    pub yesterday: &'static str,
    /// `on {weekday}`
    pub on_weekday: &'static str,
    /// `on {weekday}, {date}`
    pub on_date: &'static str,
    /// The first ten places in a row, as spoken.
    pub ordinals: [&'static str; 10],
    /// What is written after the number of a place.
    pub ordinal_mark: fn(u64) -> &'static str,
    /// Whether a number takes the singular.
    pub singular: fn(Decimal) -> bool,
    /// The word before the last item of a list, by that item.
    pub and: fn(&str) -> &'static str,
    /// Before the readable end of a masked number.
    pub ending_in: &'static str,
    /// `{symbol}{amount}`
    pub money: &'static str,
    pub currencies: &'static [Currency],
    /// `For {label}, press {key}.`
    pub press: &'static str,
    /// What the keys `*` and `#` are called.
    pub star: &'static str,
    pub pound: &'static str,
    /// Said before the question is asked again, where something broke that did not end the conversation.
    pub trouble: &'static str,
    /// Said when something broke, on a call and in a message.
    pub apology_call: &'static str,
    pub apology_message: &'static str,
    pub goodbye: &'static str,
}

/// How times of day are told.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// `9:30 AM`, `9 AM`.
    Twelve { morning: &'static str, afternoon: &'static str },
    /// With minutes, and at the full hour.
    Full { minutes: &'static str, hour: &'static str },
}

pub(super) fn fill(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(parts.iter().find(|(part, _)| *part == name).map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}

impl Phrases {
    pub fn yes_no(&self, yes: bool) -> &'static str {
        if yes { self.yes } else { self.no }
    }

    /// The spoken line of a menu's choice: `For Order status, press 1.`
    pub fn option(&self, label: &str, key: &str) -> String {
        fill(self.press, &[("label", label), ("key", &self.key(key))])
    }

    /// A key's spoken name; several digits are said one by one.
    pub fn key(&self, key: &str) -> String {
        let name = |c: char| match c {
            '*' => self.star.to_owned(),
            '#' => self.pound.to_owned(),
            other => other.to_string(),
        };
        key.chars().map(name).collect::<Vec<_>>().join(" ")
    }

    /// The written line of a menu's choice: `1. Order status`.
    pub fn option_line(&self, label: &str, key: &str) -> String {
        format!("{key}. {label}")
    }

    pub fn apology(&self, call: bool) -> &'static str {
        if call { self.apology_call } else { self.apology_message }
    }

    /// `1,234.5`, or `1234.5` without grouping.
    pub fn number(&self, number: Decimal, grouped: bool) -> String {
        let plain = number_text(number.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut out = String::new();
        if number.is_sign_negative() && !number.is_zero() {
            out.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if grouped && i > 0 && (whole.len() - i) % 3 == 0 {
                out.push(self.group_mark);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(self.decimal_mark);
            out.push_str(fraction);
        }
        out
    }

    pub fn is_one(&self, number: Decimal) -> bool {
        (self.singular)(number)
    }

    /// `3rd`, spoken up to the tenth as a word.
    pub fn ordinal(&self, place: i64, spoken: bool) -> String {
        let word = place.checked_sub(1).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.ordinals.get(at));
        match word {
            Some(word) if spoken => (*word).to_owned(),
            _ => format!("{place}{}", (self.ordinal_mark)(place.unsigned_abs())),
        }
    }

    /// `a, b and c`
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), (self.and)(last)),
        }
    }

    pub fn date(&self, date: Date) -> String {
        self.dated(self.date, date)
    }

    fn dated(&self, pattern: &str, date: Date) -> String {
        let month = usize::try_from(date.month()).ok().and_then(|m| m.checked_sub(1));
        let month = month.and_then(|m| months(self.language).get(m)).copied().unwrap_or_default();
        let day = match (self.language, date.day()) {
            ("fr", 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        fill(pattern, &[("day", &day), ("month", month), ("year", &date.year().to_string())])
    }

    pub fn weekday(&self, date: Date) -> &'static str {
        weekdays(self.language).get(weekday_index(date.weekday())).copied().unwrap_or_default()
    }

    pub fn time(&self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match self.clock {
            Clock::Twelve { morning, afternoon } => {
                let half = if hour < 12 { morning } else { afternoon };
                let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
                if minute == 0 { format!("{hour} {half}") } else { format!("{hour}:{minute:02} {half}") }
            }
            Clock::Full { minutes, hour: full } => {
                let pattern = if minute == 0 { full } else { minutes };
                fill(pattern, &[("hour", &hour.to_string()), ("minute", &format!("{minute:02}"))])
            }
        }
    }

    /// A day as seen from today, with the time of day where there is one.
    pub fn when(&self, date: Date, time: Option<Time>, today: Date) -> String {
        let day = self.day_from(date, today);
        match time {
            None => day,
            Some(time) => {
                let at = if time.hour() == 1 { self.at.0 } else { self.at.1 };
                format!("{day} {at} {}", self.time(time))
            }
        }
    }

    fn day_from(&self, date: Date, today: Date) -> String {
        let days = today.until(date).map_or(i32::MAX, |span| span.get_days());
        match days {
            0 => self.today.to_owned(),
            1 => self.tomorrow.to_owned(),
            -1 => self.yesterday.to_owned(),
            2..=6 => fill(self.on_weekday, &[("weekday", self.weekday(date))]),
            _ => {
                let pattern = if date.year() == today.year() { self.day } else { self.date };
                let parts = [("weekday", self.weekday(date)), ("date", &self.dated(pattern, date))];
                fill(self.on_date, &parts)
            }
        }
    }
}

/// Most languages: 1 is one.
pub(super) fn just_one(number: Decimal) -> bool {
    number == Decimal::ONE
}

/// French and Brazilian: all below 2.
pub(super) fn below_two(number: Decimal) -> bool {
    number >= Decimal::ZERO && number < Decimal::TWO
}
