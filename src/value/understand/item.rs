use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::value::fold::fold;

/// A longer answer to a question for one value is no answer, and each word costs.
const MOST_ITEMS: usize = 64;

/// A word, a numeral or a sign of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'t> {
    pub text: &'t str,
    pub kind: Kind,
    /// What it means in a spoken number, if anything.
    pub atom: Option<Atom>,
    /// No white space stands before it.
    pub glued: bool,
    /// Where it begins in the plain text, in bytes.
    pub at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Digits, with dots, commas and apostrophes between them: `1.234,50`.
    Numeral,
    /// Any other character.
    Sign,
}

/// A word's part in a spoken number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    /// 0 to 9.
    Unit(u32),
    /// 10 to 19.
    Teen(u32),
    /// 20, 30 … 90.
    Ten(u32),
    /// Another number below a hundred, which nothing is added to.
    Whole(u32),
    /// 100, 200 … 900 in one word.
    Hundreds(u32),
    /// Makes hundreds of the count before it.
    Hundred,
    /// A thousand or a million: multiplies what is before it.
    Scale(u32),
    And,
    /// `a`, as in `a hundred`.
    Article,
    /// The end of `zweieinhalb`.
    AndHalf,
}

impl Item<'_> {
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether it says a number or a part of one.
    pub fn counts(&self) -> bool {
        self.kind == Kind::Numeral || self.atom.is_some_and(|atom| !matches!(atom, Atom::And | Atom::Article))
    }

    pub fn is_sign(&self, signs: &[char]) -> bool {
        self.kind == Kind::Sign && self.text.starts_with(signs)
    }
}

/// The folded text without accents, which people leave out when they type. German umlauts may be written out.
pub(super) fn plain(text: &str, language: &str) -> String {
    let folded = fold(text);
    let bare = if folded.is_ascii() {
        folded
    } else {
        folded.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect::<String>()
    };
    if language == "de" { bare.replace("ae", "a").replace("oe", "o").replace("ue", "u") } else { bare }
}

/// The items of a plain text; `None` where there are none or too many.
pub(super) fn items(plain: &str) -> Option<Vec<Item<'_>>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut rest = plain;
    let mut glued = false;
    while let Some(first) = rest.chars().next() {
        let at = plain.len() - rest.len();
        let (kind, length) = match first {
            c if c.is_whitespace() => {
                glued = false;
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            }
            c if c.is_ascii_digit() => (Kind::Numeral, run(rest, |c| c.is_ascii_digit(), &['.', ',', '\''])),
            '.' if begins_fraction(rest, glued, items.last()) => {
                (Kind::Numeral, 1 + run(rest.get(1..).unwrap_or_default(), |c| c.is_ascii_digit(), &[]))
            }
            c if c.is_alphabetic() => (Kind::Word, run(rest, char::is_alphabetic, &['\''])),
            c => (Kind::Sign, c.len_utf8()),
        };
        let text = rest.get(..length).unwrap_or_default();
        rest = rest.get(length..).unwrap_or_default();
        let after_word = items.last().is_some_and(|item| item.kind == Kind::Word);
        let before_word = rest.starts_with(char::is_alphabetic);
        let hyphen = text == "-" && glued && after_word && before_word;
        let unseen = text.chars().all(|c| matches!(u32::from(c), 0x1F3FB..=0x1F3FF));
        if !hyphen && !unseen {
            items.push(Item { text, kind, atom: None, glued, at });
        }
        glued = !hyphen;
        if items.len() > MOST_ITEMS {
            return None;
        }
    }
    (!items.is_empty()).then_some(items)
}

/// Whether a dot begins a number, as in `$.50`.
fn begins_fraction(text: &str, glued: bool, before: Option<&Item<'_>>) -> bool {
    let digit = text.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let free = !glued || before.is_some_and(|item| item.kind == Kind::Sign && item.text != ".");
    digit && free
}

/// The length of the run of such characters, with single joints between them, in bytes.
fn run(text: &str, belongs: impl Fn(char) -> bool, joints: &[char]) -> usize {
    let mut length = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let joins = joints.contains(&c) && at > 0 && characters.peek().is_some_and(|(_, next)| belongs(*next));
        if !belongs(c) && !joins {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        items(&plain(text, "en")).unwrap_or_default().iter().map(|item| item.text.to_owned()).collect()
    }

    #[test]
    fn words_numerals_and_signs() {
        for (text, expected) in [
            ("Twenty-three, please!", "twenty|three|,|please"),
            ("9h30", "9|h|30"),
            ("1.234,50 €", "1.234,50|€"),
            ("24.12.", "24.12"),
            ("at 9 o'clock", "at|9|o'clock"),
            ("R$5", "r|$|5"),
            ("1-2", "1|-|2"),
            ("Mañana, después", "manana|,|despues"),
            ("\u{1F44D}\u{1F3FD}", "\u{1F44D}"),
        ] {
            assert_eq!(texts(text).join("|"), expected, "{text}");
        }
        assert!(items(&plain(&"word ".repeat(100), "en")).is_none());
        assert!(items("").is_none());
    }

    #[test]
    fn umlauts_may_be_written_out() {
        assert_eq!(plain("fünf", "de"), "funf");
        assert_eq!(plain("FUENF", "de"), "funf");
        assert_eq!(plain("dreißig", "de"), "dreissig");
    }
}
