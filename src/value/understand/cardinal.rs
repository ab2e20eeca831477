use super::item::{Atom, Item, Kind};
use super::lexicon::Lexicon;
use super::words::Style;

/// The longest number with which the items begin, in words (`two hundred and five`), digits (`205`) or both
/// (`2 thousand`), from 0 to 999,999,999, and how many items it takes.
pub(super) fn cardinal(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(u32, usize)> {
    let mut reader = Reader { items, at: 0, style: lexicon.style };
    let value = reader.whole()?;
    Some((value, reader.at))
}

/// The same below a hundred.
pub(super) fn below_hundred(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(u32, usize)> {
    let mut reader = Reader { items, at: 0, style: lexicon.style };
    let value = match reader.atom() {
        Some(Atom::Unit(0)) => {
            reader.at = 1;
            0
        }
        _ => reader.small()?,
    };
    (value < 100).then_some((value, reader.at))
}

struct Reader<'a> {
    items: &'a [Item<'a>],
    at: usize,
    style: Style,
}

impl Reader<'_> {
    fn atom(&self) -> Option<Atom> {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> Option<Atom> {
        self.items.get(self.at + by)?.atom
    }

    /// In English a bare `hundred` is not sure: a count before it may have been lost.
    fn bare_counts(&self) -> bool {
        self.style != Style::TensFirst
    }

    fn whole(&mut self) -> Option<u32> {
        if self.atom() == Some(Atom::Unit(0)) {
            self.at += 1;
            return Some(0);
        }
        if let Some(long) = self.long_numeral() {
            return long;
        }
        let mut total = None;
        for scale in [1_000_000, 1_000] {
            let start = self.at;
            if total.is_some() {
                self.skip_and();
            }
            match self.count_of(scale) {
                Some(count) => total = Some(total.unwrap_or(0) + count * scale),
                None => self.at = start,
            }
        }
        let start = self.at;
        if total.is_some() {
            self.skip_and();
        }
        match self.group() {
            Some(rest) if total.is_none() => Some(rest),
            Some(rest) if rest < 1_000 => total.map(|total| total + rest),
            _ => {
                self.at = start;
                total
            }
        }
    }

    /// Four digits or more stand for themselves, and so do those with a zero in front.
    fn long_numeral(&mut self) -> Option<Option<u32>> {
        let item = self.items.get(self.at).filter(|item| item.kind == Kind::Numeral)?;
        if item.text.len() <= 3 && (item.text.len() == 1 || !item.text.starts_with('0')) {
            return None;
        }
        let plain = item.text.len() <= 9 && item.text.bytes().all(|b| b.is_ascii_digit());
        self.at += 1;
        Some(plain.then(|| item.text.parse().ok()).flatten())
    }

    fn count_of(&mut self, scale: u32) -> Option<u32> {
        let bare = self.atom() == Some(Atom::Scale(scale)) && self.bare_counts();
        let article = self.atom() == Some(Atom::Article) && self.ahead(1) == Some(Atom::Scale(scale));
        let count = if bare {
            1
        } else if article {
            self.at += 1;
            1
        } else {
            self.group()?
        };
        let fits = self.atom() == Some(Atom::Scale(scale)) && (1..1_000).contains(&count);
        self.at += usize::from(fits);
        fits.then_some(count)
    }

    fn skip_and(&mut self) {
        self.at += usize::from(self.atom() == Some(Atom::And));
    }

    /// 1 to 999, and hundreds beyond it such as `nineteen hundred eighty`.
    fn group(&mut self) -> Option<u32> {
        let hundreds = match self.atom() {
            Some(Atom::Hundreds(hundreds)) => {
                self.at += 1;
                hundreds
            }
            Some(Atom::Hundred) if self.bare_counts() => {
                self.at += 1;
                100
            }
            Some(Atom::Article) if self.ahead(1) == Some(Atom::Hundred) => {
                self.at += 2;
                100
            }
            _ => {
                let numeral = self.items.get(self.at).is_some_and(|item| item.kind == Kind::Numeral);
                let count = self.small()?;
                if self.atom() != Some(Atom::Hundred) || !self.counts_hundreds(count, numeral) {
                    return Some(count);
                }
                self.at += 1;
                count * 100
            }
        };
        let start = self.at;
        self.skip_and();
        match self.small() {
            Some(rest) if rest < 100 => Some(hundreds + rest),
            _ => {
                self.at = start;
                Some(hundreds)
            }
        }
    }

    /// `nineteen hundred`, not `twenty hundred`. French `25 cents` is money.
    fn counts_hundreds(&self, count: u32, numeral: bool) -> bool {
        let french = self.style == Style::Twenties;
        let most = if self.style == Style::TensFirst { 99 } else { 19 };
        (1..=most).contains(&count) && !count.is_multiple_of(10) && !(french && numeral)
    }

    /// 1 to 99, or up to three digits.
    fn small(&mut self) -> Option<u32> {
        let item = self.items.get(self.at)?;
        if item.kind == Kind::Numeral {
            let short = item.text.len() <= 3 && !item.text.starts_with('0');
            let value = short.then(|| item.text.parse().ok()).flatten()?;
            self.at += 1;
            return Some(value);
        }
        let (value, length) = match item.atom? {
            Atom::Unit(0) => return None,
            Atom::Unit(unit) => self.with_unit(unit),
            Atom::Teen(10) if self.style == Style::Twenties => match self.ahead(1) {
                Some(Atom::Unit(unit @ 7..=9)) => (10 + unit, 2),
                _ => (10, 1),
            },
            Atom::Teen(value) | Atom::Whole(value) => (value, 1),
            Atom::Ten(ten) => self.with_ten(ten),
            _ => return None,
        };
        self.at += length;
        Some(value)
    }

    fn with_unit(&self, unit: u32) -> (u32, usize) {
        match (self.style, self.ahead(1), self.ahead(2)) {
            (Style::UnitsFirst, Some(Atom::And), Some(Atom::Ten(ten))) => (ten + unit, 3),
            (Style::Twenties, Some(Atom::Ten(20)), _) if unit == 4 => {
                let (rest, length) = self.after_twenties(2);
                (80 + rest, 2 + length)
            }
            _ => (unit, 1),
        }
    }

    fn with_ten(&self, ten: u32) -> (u32, usize) {
        let and = match self.style {
            Style::TensAndUnits | Style::Twenties => usize::from(self.ahead(1) == Some(Atom::And)),
            _ => 0,
        };
        let (rest, length) = match (self.style, self.ahead(1 + and)) {
            (Style::UnitsFirst, _) => (0, 0),
            (Style::Twenties, _) if ten == 60 => self.after_twenties(1 + and),
            (_, Some(Atom::Unit(unit @ 1..=9))) => (unit, 1),
            _ => (0, 0),
        };
        if length == 0 { (ten, 1) } else { (ten + rest, 1 + and + length) }
    }

    /// What follows `soixante` and `quatre-vingt`: 1 to 19.
    fn after_twenties(&self, at: usize) -> (u32, usize) {
        match (self.ahead(at), self.ahead(at + 1)) {
            (Some(Atom::Teen(10)), Some(Atom::Unit(unit @ 7..=9))) => (10 + unit, 2),
            (Some(Atom::Teen(teen)), _) => (teen, 1),
            (Some(Atom::Unit(unit @ 1..=9)), _) => (unit, 1),
            _ => (0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::lexicons;
    use super::*;

    fn read(text: &str, language: &str) -> Option<(u32, usize)> {
        let lexicon = lexicons(language).next()?;
        let plain = lexicon.plain(text);
        cardinal(&lexicon.items(&plain)?, lexicon)
    }

    #[test]
    fn takes_the_longest_number() {
        for (text, language, expected) in [
            ("zero", "en", Some((0, 1))),
            ("two hundred and five dollars", "en", Some((205, 4))),
            ("two hundred and some", "en", Some((200, 2))),
            ("twenty thirteen", "en", Some((20, 1))),
            ("nineteen eighty", "en", Some((19, 1))),
            ("nineteen hundred eighty", "en", Some((1980, 3))),
            ("2 thousand", "en", Some((2_000, 2))),
            ("a hundred", "en", Some((100, 2))),
            ("hundred", "en", None),
            ("ten hundred", "en", Some((10, 1))),
            ("einundzwanzigtausenddreihundert", "de", Some((21_300, 6))),
            ("quatre-vingt-dix-sept", "fr", Some((97, 4))),
            ("soixante et onze", "fr", Some((71, 3))),
            ("vingt-cinq cents", "fr", Some((25, 2))),
            ("dos mil veintiséis", "es", Some((2_026, 3))),
            ("treintaiuno", "es", Some((31, 3))),
            ("cento e vinte e três mil", "pt", Some((123_000, 6))),
            ("0123", "en", Some((123, 1))),
            ("nine hundred ninety nine million", "en", Some((999_000_000, 5))),
        ] {
            assert_eq!(read(text, language), expected, "{text} in {language}");
        }
    }
}
