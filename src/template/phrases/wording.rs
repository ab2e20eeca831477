use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, Time};

use crate::template::plural;
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
pub struct Table {
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

/// The phrases that a side file can put otherwise.
pub const PHRASES: [&str; 29] = [
    "yes",
    "no",
    "decimal_mark",
    "group_mark",
    "date",
    "day",
    "time",
    "full_hour",
    "morning",
    "afternoon",
    "at_one",
    "at",
    "today",
    "tomorrow",
    "yesterday",
    "on_weekday",
    "on_date",
    "months",
    "weekdays",
    "and",
    "ending_in",
    "money",
    "press",
    "star",
    "pound",
    "trouble",
    "apology_call",
    "apology_message",
    "goodbye",
];

impl Table {
    /// How we put a phrase ourselves.
    fn word(&self, name: &str) -> Option<Cow<'static, str>> {
        let (time, full_hour, morning, afternoon) = match self.clock {
            Clock::Twelve { morning, afternoon } => ("{hour}:{minute} {half}", "{hour} {half}", morning, afternoon),
            Clock::Full { minutes, hour } => (minutes, hour, "", ""),
        };
        Some(Cow::Borrowed(match name {
            "yes" => self.yes,
            "no" => self.no,
            "date" => self.date,
            "day" => self.day,
            "time" => time,
            "full_hour" => full_hour,
            "morning" => morning,
            "afternoon" => afternoon,
            "at_one" => self.at.0,
            "at" => self.at.1,
            "today" => self.today,
            "tomorrow" => self.tomorrow,
            "yesterday" => self.yesterday,
            "on_weekday" => self.on_weekday,
            "on_date" => self.on_date,
            "and" => (self.and)(""),
            "ending_in" => self.ending_in,
            "money" => self.money,
            "press" => self.press,
            "star" => self.star,
            "pound" => self.pound,
            "trouble" => self.trouble,
            "apology_call" => self.apology_call,
            "apology_message" => self.apology_message,
            "goodbye" => self.goodbye,
            "decimal_mark" => return Some(Cow::Owned(self.decimal_mark.to_string())),
            "group_mark" => return Some(Cow::Owned(self.group_mark.to_string())),
            "months" => return Some(Cow::Owned(months(self.language).join(", "))),
            "weekdays" => return Some(Cow::Owned(weekdays(self.language).join(", "))),
            _ => return None,
        }))
    }
}

/// The phrases of a language, those that a flow puts otherwise before our own.
#[derive(Debug, Clone)]
pub struct Phrases {
    tag: String,
    pub(super) table: &'static Table,
    own: Option<Arc<BTreeMap<String, String>>>,
}

impl Phrases {
    pub(super) fn new(tag: &str, table: &'static Table) -> Self {
        Self { tag: tag.to_owned(), table, own: None }
    }

    /// These before our own; empty ones do not count.
    #[must_use]
    pub fn with(self, mut own: BTreeMap<String, String>) -> Self {
        own.retain(|_, words| !words.is_empty());
        Self { own: Some(Arc::new(own)), ..self }
    }

    /// A phrase as it is put; `None` where there is none of this name.
    pub fn word(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.own(name) {
            Some(own) => Some(Cow::Borrowed(own)),
            None => self.table.word(name),
        }
    }

    fn own(&self, name: &str) -> Option<&str> {
        self.own.as_ref()?.get(name).map(String::as_str)
    }

    pub(super) fn put(&self, name: &str, ours: &'static str) -> &str {
        self.own(name).unwrap_or(ours)
    }

    fn mark(&self, name: &str, ours: char) -> char {
        self.own(name).and_then(|own| own.chars().next()).unwrap_or(ours)
    }

    /// An item of a list such as the months.
    fn item(&self, name: &str, ours: &'static [&'static str], at: usize) -> &str {
        let own = self.own(name).and_then(|own| own.split(',').nth(at)).map(str::trim);
        own.or_else(|| ours.get(at).copied()).unwrap_or_default()
    }

    pub fn yes_no(&self, yes: bool) -> &str {
        if yes { self.put("yes", self.table.yes) } else { self.put("no", self.table.no) }
    }

    pub fn goodbye(&self) -> &str {
        self.put("goodbye", self.table.goodbye)
    }

    pub fn trouble(&self) -> &str {
        self.put("trouble", self.table.trouble)
    }

    pub fn ending_in(&self) -> &str {
        self.put("ending_in", self.table.ending_in)
    }

    /// The decimal mark and the one between thousands.
    pub(super) fn marks(&self) -> (char, char) {
        (self.mark("decimal_mark", self.table.decimal_mark), self.mark("group_mark", self.table.group_mark))
    }

    /// The word of a language's number, by the rules of that language.
    pub fn plural(&self, number: Decimal, forms: usize) -> usize {
        plural::form(&self.tag, number, forms)
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The spoken line of a menu's choice: `For Order status, press 1.`
    pub fn option(&self, label: &str, key: &str) -> String {
        fill(self.put("press", self.table.press), &[("label", label), ("key", &self.key(key))])
    }

    /// A key's spoken name; several digits are said one by one.
    pub fn key(&self, key: &str) -> String {
        let name = |c: char| match c {
            '*' => self.put("star", self.table.star).to_owned(),
            '#' => self.put("pound", self.table.pound).to_owned(),
            other => other.to_string(),
        };
        key.chars().map(name).collect::<Vec<_>>().join(" ")
    }

    /// The written line of a menu's choice: `1. Order status`.
    pub fn option_line(&self, label: &str, key: &str) -> String {
        format!("{key}. {label}")
    }

    pub fn apology(&self, call: bool) -> &str {
        if call {
            self.put("apology_call", self.table.apology_call)
        } else {
            self.put("apology_message", self.table.apology_message)
        }
    }

    /// `1,234.5`, or `1234.5` without grouping.
    pub fn number(&self, number: Decimal, grouped: bool) -> String {
        let plain = number_text(number.abs());
        let (decimal_mark, group_mark) = self.marks();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut out = String::new();
        if number.is_sign_negative() && !number.is_zero() {
            out.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if grouped && i > 0 && (whole.len() - i) % 3 == 0 {
                out.push(group_mark);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(decimal_mark);
            out.push_str(fraction);
        }
        out
    }

    pub fn is_one(&self, number: Decimal) -> bool {
        plural::is_one(&self.tag, number)
    }

    /// `3rd`, spoken up to the tenth as a word.
    pub fn ordinal(&self, place: i64, spoken: bool) -> String {
        let word =
            place.checked_sub(1).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.table.ordinals.get(at));
        match word {
            Some(word) if spoken => (*word).to_owned(),
            _ => format!("{place}{}", (self.table.ordinal_mark)(place.unsigned_abs())),
        }
    }

    /// `a, b and c`
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.and(last)),
        }
    }

    /// The word before the last item of a list.
    pub fn and(&self, last: &str) -> &str {
        self.put("and", (self.table.and)(last))
    }

    pub fn date(&self, date: Date) -> String {
        self.dated(self.put("date", self.table.date), date)
    }

    fn dated(&self, pattern: &str, date: Date) -> String {
        let month = usize::try_from(date.month()).ok().and_then(|m| m.checked_sub(1)).unwrap_or_default();
        let month = self.item("months", months(self.table.language), month);
        let day = match (self.table.language, date.day()) {
            ("fr", 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        fill(pattern, &[("day", &day), ("month", month), ("year", &date.year().to_string())])
    }

    pub fn weekday(&self, date: Date) -> &str {
        self.item("weekdays", weekdays(self.table.language), weekday_index(date.weekday()))
    }

    pub fn time(&self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        let pattern = self.word(if minute == 0 { "full_hour" } else { "time" }).unwrap_or_default();
        // Where morning and afternoon are told apart, the clock has twelve hours.
        let (half, hour) = match (pattern.contains("{half}"), hour) {
            (false, hour) => (String::new(), hour),
            (true, hour) => {
                let half = self.word(if hour < 12 { "morning" } else { "afternoon" }).unwrap_or_default();
                (half.into_owned(), if hour % 12 == 0 { 12 } else { hour % 12 })
            }
        };
        fill(&pattern, &[("hour", &hour.to_string()), ("minute", &format!("{minute:02}")), ("half", &half)])
    }

    /// A day as seen from today, with the time of day where there is one.
    pub fn when(&self, date: Date, time: Option<Time>, today: Date) -> String {
        let day = self.day_from(date, today);
        match time {
            None => day,
            Some(time) => {
                let at = if time.hour() == 1 {
                    self.put("at_one", self.table.at.0)
                } else {
                    self.put("at", self.table.at.1)
                };
                format!("{day} {at} {}", self.time(time))
            }
        }
    }

    fn day_from(&self, date: Date, today: Date) -> String {
        let days = today.until(date).map_or(i32::MAX, |span| span.get_days());
        match days {
            0 => self.put("today", self.table.today).to_owned(),
            1 => self.put("tomorrow", self.table.tomorrow).to_owned(),
            -1 => self.put("yesterday", self.table.yesterday).to_owned(),
            2..=6 => fill(self.put("on_weekday", self.table.on_weekday), &[("weekday", self.weekday(date))]),
            _ => {
                let pattern = match date.year() == today.year() {
                    true => self.put("day", self.table.day),
                    false => self.put("date", self.table.date),
                };
                let parts = [("weekday", self.weekday(date)), ("date", &self.dated(pattern, date))];
                fill(self.put("on_date", self.table.on_date), &parts)
            }
        }
    }
}
