use std::borrow::Cow;
use std::sync::LazyLock;

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;

use super::digit::ascii_digit;

/// The longest text that is matched, in bytes: what is longer is cut first, so that a pasted book costs no more than
/// a long message. Regexes get no longer subjects either.
pub const MAX_SUBJECT: usize = 4 * 1024;

/// The text's first [`MAX_SUBJECT`] bytes, whole characters only.
pub fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_SUBJECT)).unwrap_or(text)
}

/// The form in which two texts are compared: Unicode compatibility form (NFKC), case folded, white space collapsed
/// and trimmed, digits of any script as ASCII digits, curly quotes as straight ones, invisible characters and the
/// punctuation around the text dropped. Accents count. A text of nothing but punctuation, such as `#`, keeps it.
pub fn fold(text: &str) -> String {
    let folded = fold_case(cut(text));
    let spaced: String = folded.chars().filter(|c| !is_invisible(*c)).map(|c| ascii_digit(straight(c))).collect();
    let words: Vec<&str> =
        spaced.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let joined = words.join(" ");
    let trimmed = without_outer_punctuation(&joined);
    if trimmed.is_empty() { joined } else { trimmed.to_owned() }
}

/// Case folded in compatibility form, and nothing else changed.
pub fn fold_case(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    Cow::Owned(text.chars().nfd().default_case_fold().nfkd().default_case_fold().nfkc().collect())
}

/// Whether the folded text has the folded phrase in it as whole words. Scripts that write no spaces between words
/// are matched anywhere.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    if phrase.is_empty() {
        return false;
    }
    text.match_indices(phrase).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|t| t.chars().next());
        is_edge(before, phrase.chars().next()) && is_edge(after, phrase.chars().next_back())
    })
}

fn is_edge(outside: Option<char>, inside: Option<char>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !writes_no_spaces(c));
    !(joins(outside) && joins(inside))
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese.
fn writes_no_spaces(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31F0..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Format characters and variation selectors: they change how a text looks, not what it says.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
        | 0xE0100..=0xE01EF)
}

/// Phones write curly quotes where people typed straight ones.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2032}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201F}' | '\u{2033}' => '"',
        other => other,
    }
}

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by the tests")]
static OUTER: LazyLock<(regex::Regex, regex::Regex)> = LazyLock::new(|| {
    let compile = |pattern| regex::Regex::new(pattern).expect("a valid pattern");
    (compile(r"^[\p{P}\s]+"), compile(r"[\p{P}\s]+$"))
});

fn without_outer_punctuation(text: &str) -> &str {
    if text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric) {
        return text;
    }
    let (front, back) = &*OUTER;
    let start = front.find(text).map_or(0, |found| found.end());
    let rest = text.get(start..).unwrap_or_default();
    let end = back.find(rest).map_or(rest.len(), |found| found.start());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds() {
        let table = [
            ("  Yes!! ", "yes"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("¿Dónde está?", "dónde está"),
            ("cafe\u{301}", "café"),
            ("Order\t\n #12", "order #12"),
            ("#1234", "1234"),
            ("#", "#"),
            ("*", "*"),
            (" ?! ", "?!"),
            ("٣", "3"),
            ("\u{ff21}\u{ff11}", "a1"),
            ("can\u{2019}t", "can't"),
            ("\u{200f}نعم\u{200f}", "نعم"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("+1 555", "+1 555"),
            ("\u{1F44D}\u{FE0F}", "\u{1F44D}"),
            ("", ""),
            ("a\u{0}b", "a b"),
        ];
        for (text, folded) in table {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn accents_count() {
        assert_ne!(fold("si"), fold("sí"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(fold(&"é".repeat(10_000)).chars().count(), MAX_SUBJECT / 2);
        assert_eq!(cut(&"€".repeat(2_000)).len(), 4_095);
        assert_eq!(cut("abc"), "abc");
    }

    #[test]
    fn phrases_are_whole_words() {
        for (text, phrase, found) in [
            ("where is my order", "my order", true),
            ("where is my order", "order", true),
            ("reorder now", "order", false),
            ("orders", "order", false),
            ("order-status", "order", true),
            ("orders order", "order", true),
            ("我要退款谢谢", "退款", true),
            ("c++ rocks", "c++", true),
            ("abc", "", false),
        ] {
            assert_eq!(has_phrase(text, phrase), found, "{phrase:?} in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,80}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_never_counts(text in "[a-zA-Zà-öÀ-Ö0-9 ]{0,40}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text.to_lowercase()));
        }
    }
}
