use jiff::civil::Date;

use crate::value::calendar::weekday_index;

use super::cardinal::{below_hundred, cardinal};
use super::item::{Item, Kind};
use super::lexicon::Lexicon;
use super::words::Role;
use super::year::{coming, full_year, year};

/// What the words of a date have said so far.
#[derive(Default)]
struct Said {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    weekday: Option<usize>,
    /// The day was told as a place (`the 5th`), so that it needs no month.
    placed: bool,
    /// What follows the month is the year: the day came before it or was told as a place.
    year_next: bool,
    /// A word stood after the day, so that a number may be the month: `2 de 11`.
    parted: bool,
}

/// A month by its name, a day, and perhaps a year and a weekday; other words are those that belong to dates.
pub(super) fn named(items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<Date> {
    let mut said = Said::default();
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        at += said.take(rest, lexicon, today)?;
    }
    let (day, weekday) = (said.day?, said.weekday);
    let date = match (said.month, said.year) {
        (Some(month), Some(year)) => Date::new(year, month, day).ok()?,
        (Some(month), None) => coming(month, day, today)?,
        (None, None) if said.placed || said.weekday.is_some() => this_day(day, today)?,
        _ => return None,
    };
    weekday.is_none_or(|weekday| weekday_index(date.weekday()) == weekday).then_some(date)
}

/// The next such day of a month, today included.
fn this_day(day: i8, today: Date) -> Option<Date> {
    let first = today.first_of_month();
    (0..=2).find_map(|ahead| {
        let month = first.checked_add(jiff::Span::new().months(ahead)).ok()?;
        Date::new(month.year(), month.month(), day).ok().filter(|date| *date >= today)
    })
}

impl Said {
    /// Takes the next part of the date; gives how many items it was, or `None` for what does not belong there.
    fn take(&mut self, items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<usize> {
        let first = items.first()?;
        let number = first.counts() || place(items, lexicon).is_some();
        // Portuguese `dez` is ten and December, French `sept` seven and September: a day comes first.
        let month = lexicon.month(first.text).filter(|_| self.month.is_none() && (!number || self.day.is_some()));
        if number && month.is_none() {
            return self.number(items, lexicon, today);
        }
        if let Some(month) = month {
            self.month = i8::try_from(month).ok();
            self.year_next |= self.day.is_some();
            return Some(1);
        }
        if lexicon.begins(Role::TheDay, items) && self.day.is_none() {
            let length = lexicon.skip(Role::TheDay, items);
            let rest = items.get(length..)?;
            self.placed |= rest.first().is_some_and(Item::counts) || place(rest, lexicon).is_some();
            return Some(length);
        }
        let filler = lexicon.skip(Role::DateFiller, items).max(lexicon.skip(Role::Coming, items));
        if filler > 0 {
            self.parted |= self.day.is_some() && lexicon.language != "en";
            return Some(filler);
        }
        if first.is_sign(&['.', '/', '-', '\'']) {
            return Some(1);
        }
        let weekday = lexicon.weekday(first.text).filter(|_| self.weekday.is_none())?;
        self.weekday = usize::try_from(weekday).ok();
        Some(1)
    }

    /// A number that is the month, where it is clear that it is one.
    fn numbered_month(&self, value: i8, clear: bool) -> Option<i8> {
        (clear && self.day.is_some() && self.month.is_none() && (1..=12).contains(&value)).then_some(value)
    }

    fn number(&mut self, items: &[Item<'_>], lexicon: &Lexicon, today: Date) -> Option<usize> {
        if let Some((value, length)) = place(items, lexicon) {
            self.year_next = true;
            match self.day {
                None => self.day = Some(value),
                // German dates: `zweiter elfter`.
                Some(_) => self.month = Some(self.numbered_month(value, stem(items.first()?, lexicon).is_some())?),
            }
            return Some(length);
        }
        // In `November twenty nineteen eighty` the day comes first.
        let whole = self.month.is_none() || self.day.is_some() || cardinal(items, lexicon)?.0 >= 1_000;
        if let Some((value, length)) = year(items, lexicon).filter(|_| whole && self.year.is_none()) {
            self.year = Some(value);
            return Some(length);
        }
        let (value, length) = below_hundred(items, lexicon)?;
        let numeral = items.first()?.kind == Kind::Numeral;
        if self.day.is_none() && (1..=31).contains(&value) {
            self.day = i8::try_from(value).ok();
            let ending = items.get(length..).map_or(0, |rest| number_ending(rest, lexicon));
            let dotted = items.get(length).is_some_and(|item| item.glued && item.is_sign(&['.']));
            self.placed |= numeral && (ending > 0 || dotted);
            return Some(length + if numeral { ending } else { 0 });
        }
        if let Some(month) = i8::try_from(value).ok().and_then(|value| self.numbered_month(value, self.parted)) {
            (self.month, self.year_next) = (Some(month), true);
            return Some(length);
        }
        let short = value < 100 && self.day.is_some() && self.month.is_some() && self.year.is_none();
        let sure = if numeral { items.first()?.text.len() == 2 } else { self.year_next };
        if short && sure {
            self.year = Some(full_year(i16::try_from(value).ok()?, today));
            return Some(length);
        }
        None
    }
}

fn number_ending(items: &[Item<'_>], lexicon: &Lexicon) -> usize {
    let glued = items.first().is_some_and(|item| item.glued);
    if glued { lexicon.skip(Role::NumberEnding, items) } else { 0 }
}

/// A day as a place in the month: `second`, `twenty-first`, `zweiten`.
fn place(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(i8, usize)> {
    let value = |value: i64, length: usize| Some((i8::try_from(value).ok()?, length));
    if let Some((place, length)) = lexicon.find(Role::Ordinal, items) {
        return value(place, length);
    }
    if let Some(place) = stem(items.first()?, lexicon) {
        return value(place, 1);
    }
    let (ten, length) = below_hundred(items, lexicon).filter(|(ten, _)| matches!(ten, 20 | 30))?;
    let (unit, more) = lexicon.find(Role::Ordinal, items.get(length..)?)?;
    let fits = items.first()?.kind == Kind::Word && (1..=9).contains(&unit);
    fits.then(|| value(i64::from(ten) + unit, length + more)).flatten()
}

/// A place whose ending changes with the sentence.
fn stem(item: &Item<'_>, lexicon: &Lexicon) -> Option<i64> {
    ["en", "er", "es", "em", "e"].iter().find_map(|ending| {
        let text = item.text.strip_suffix(ending)?;
        lexicon.find(Role::OrdinalStem, &[Item { text, ..*item }]).map(|(place, _)| place)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::super::date;

    #[test]
    fn a_day_of_the_month_needs_no_month() {
        let today = day(2026, 1, 30);
        assert_eq!(date("the 5th", "en", today), Some(day(2026, 2, 5)));
        assert_eq!(date("the 30th", "en", today), Some(day(2026, 1, 30)));
        assert_eq!(date("the 29th", "en", today), Some(day(2026, 3, 29)));
        assert_eq!(date("am fünften", "de", today), Some(day(2026, 2, 5)));
        assert_eq!(date("el 5", "es", today), Some(day(2026, 2, 5)));
        assert_eq!(date("5", "es", today), None);
        assert_eq!(date("Monday the 2nd", "en", today), Some(day(2026, 2, 2)));
        assert_eq!(date("Tuesday the 2nd", "en", today), None);
    }
}
