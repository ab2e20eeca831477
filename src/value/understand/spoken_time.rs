use super::cardinal::below_hundred;
use super::item::{Atom, Item, Kind};
use super::lexicon::Lexicon;
use super::words::Role;

/// Hour and minute as said, before the part of the day is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub hour: u32,
    pub minute: u32,
    /// Told from noon or midnight, so that no part of the day can move it.
    pub named: bool,
}

impl Said {
    pub fn plain(hour: u32, minute: u32) -> Self {
        Self { hour, minute, named: false }
    }

    /// Minutes before the hour. Before one o'clock it is past twelve.
    fn less(self, minutes: u32) -> Option<Self> {
        let before = match self.hour {
            0 | 24 => 23,
            1 => 12,
            hour => hour - 1,
        };
        let minute = 60_u32.checked_sub(minutes)?;
        Some(if minutes == 0 { self } else { Self { hour: before, minute, ..self } })
    }
}

/// In words: `s'il vous plaît`.
const LONGEST_FILLER: usize = 3;

/// The items without the words that stand around a time.
pub(super) fn trimmed<'a, 't>(items: &'a [Item<'t>], lexicon: &Lexicon) -> &'a [Item<'t>] {
    let mut items = items;
    loop {
        let skip = match items.first() {
            Some(item) if item.is_sign(&['.']) => 1,
            _ => lexicon.skip(Role::TimeFiller, items),
        };
        match items.get(skip..) {
            Some(rest) if skip > 0 => items = rest,
            _ => break,
        }
    }
    while let Some(last) = items.last() {
        let closes = |length: &usize| {
            let from = items.len().checked_sub(*length);
            from.and_then(|from| items.get(from..)).is_some_and(|end| lexicon.skip(Role::TimeFiller, end) == *length)
        };
        let length = if last.is_sign(&['.', '-']) { Some(1) } else { (1..=LONGEST_FILLER).rev().find(closes) };
        match length.and_then(|length| items.get(..items.len() - length)) {
            Some(before) => items = before,
            None => break,
        }
    }
    items
}

/// A time in words: minutes and an hour, or an hour and minutes.
pub(super) fn spoken(items: &[Item<'_>], lexicon: &Lexicon) -> Option<Said> {
    let items = trimmed(items, lexicon);
    minutes_first(items, lexicon).or_else(|| hour_first(items, lexicon))
}

fn rest<'a, 't>(items: &'a [Item<'t>], skip: usize) -> &'a [Item<'t>] {
    items.get(skip..).unwrap_or_default()
}

/// `half past nine`, `zehn vor halb neun`, `cuarto para las diez`.
fn minutes_first(items: &[Item<'_>], lexicon: &Lexicon) -> Option<Said> {
    if let Some((minutes, length)) = lexicon.find(Role::PartBefore, items)
        && let Some(hour) = whole_hour(rest(items, length), lexicon)
    {
        return hour.less(60 - u32::try_from(minutes).ok()?);
    }
    if let Some((minute, length)) = lexicon.find(Role::PartOf, items)
        && let Some(hour) = whole_hour(rest(items, length), lexicon)
    {
        return Some(Said { minute: u32::try_from(minute).ok()?, ..hour });
    }
    let (minutes, length) = minutes(items, lexicon)?;
    let after = rest(items, length);
    let after = rest(after, lexicon.skip(Role::Minutes, after));
    let (past, to) = (lexicon.skip(Role::Past, after), lexicon.skip(Role::To, after));
    if past.max(to) == 0 || minutes == 0 {
        return None;
    }
    let hour = rest(after, past.max(to));
    let hour = rest(hour, lexicon.skip(Role::TimeFiller, hour));
    let base = match lexicon.find(Role::PartBefore, hour) {
        Some((30, length)) => whole_hour(rest(hour, length), lexicon)?.less(30)?,
        _ => whole_hour(hour, lexicon)?,
    };
    if past > 0 {
        return (base.minute + minutes < 60).then_some(Said { minute: base.minute + minutes, ..base });
    }
    match base.minute.checked_sub(minutes) {
        Some(minute) => Some(Said { minute, ..base }),
        None => base.less(minutes - base.minute),
    }
}

/// Minutes before a word such as `past`: a number or a part of the hour.
fn minutes(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(u32, usize)> {
    if let Some((minutes, length)) = lexicon.find(Role::Part, items) {
        return Some((u32::try_from(minutes).ok()?, length));
    }
    below_hundred(items, lexicon).filter(|(minutes, _)| *minutes < 60)
}

/// An hour and nothing after it but the word for hours.
fn whole_hour(items: &[Item<'_>], lexicon: &Lexicon) -> Option<Said> {
    let (said, length) = hour(items, lexicon)?;
    let after = rest(items, length);
    rest(after, lexicon.skip(Role::Hours, after)).is_empty().then_some(said)
}

fn hour(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(Said, usize)> {
    let twelve = items.first().is_some_and(|item| item.text == "12" || item.atom == Some(Atom::Teen(12)));
    let names = rest(items, usize::from(twelve));
    for (role, hour) in [(Role::Midnight, 0), (Role::Noon, 12)] {
        let length = lexicon.skip(role, items).max(lexicon.skip(role, names) + usize::from(twelve));
        if length > usize::from(twelve) {
            return Some((Said { hour, minute: 0, named: true }, length));
        }
    }
    if let Some(early) = after_zero(items, lexicon) {
        return Some((Said::plain(early, 0), 2));
    }
    let (value, length) = below_hundred(items, lexicon).or_else(|| zeroed(items))?;
    match items.first()?.atom {
        // `veinte y cinco` is no hour, but 20:05 is a time.
        Some(Atom::Ten(20)) if value > 24 => Some((Said::plain(20, 0), 1)),
        _ => (value <= 24).then_some((Said::plain(value, 0), length)),
    }
}

/// `oh nine`.
fn after_zero(items: &[Item<'_>], lexicon: &Lexicon) -> Option<u32> {
    let zero = items.first()?.atom == Some(Atom::Unit(0)) || lexicon.find(Role::Digit, items) == Some((0, 1));
    match items.get(1)?.atom? {
        Atom::Unit(hour @ 1..=9) if zero => Some(hour),
        _ => None,
    }
}

/// `09`.
fn zeroed(items: &[Item<'_>]) -> Option<(u32, usize)> {
    let text = items.first()?.text;
    (text.len() == 2 && text.starts_with('0')).then(|| text.parse().ok()).flatten().map(|value| (value, 1))
}

/// `nine thirty`, `9 Uhr 30`, `neuf heures et quart`, `las diez menos cinco`.
fn hour_first(items: &[Item<'_>], lexicon: &Lexicon) -> Option<Said> {
    let (said, length) = hour(items, lexicon)?;
    let after = rest(items, length);
    let hours = lexicon.skip(Role::Hours, after);
    let after = rest(after, hours);
    if after.is_empty() {
        return Some(said);
    }
    let less = lexicon.skip(Role::Less, after);
    if less > 0 {
        let (minutes, length) = minutes(rest(after, less), lexicon)?;
        return whole(rest(after, less + length), lexicon).then(|| said.less(minutes)).flatten();
    }
    let and = usize::from(after.first().is_some_and(|item| item.atom == Some(Atom::And)));
    let after = rest(after, and);
    if let Some((part, length)) = lexicon.find(Role::Part, after) {
        let minute = u32::try_from(part).ok()?;
        let joined = and + hours > 0 || said.named;
        return (joined && whole(rest(after, length), lexicon)).then_some(Said { minute, ..said });
    }
    let zero = lexicon.skip(Role::Digit, after);
    let (minute, length) = below_hundred(rest(after, zero), lexicon).or_else(|| zeroed(after))?;
    let two_digits = after.first().is_some_and(|item| item.kind == Kind::Numeral && item.text.len() == 2);
    let clear = and + hours + zero > 0 || two_digits || (minute >= 10 && after.first()?.kind == Kind::Word);
    let spoken_zero = zero == 0 || minute < 10;
    let fits = clear && spoken_zero && minute < 60 && whole(rest(after, zero + length), lexicon);
    fits.then_some(Said { minute, ..said })
}

/// Whether nothing is left but words that close a time.
fn whole(items: &[Item<'_>], lexicon: &Lexicon) -> bool {
    trimmed(rest(items, lexicon.skip(Role::Minutes, items)), lexicon).is_empty()
}
