use super::cardinal::cardinal;
use super::item::{Item, Kind};
use super::lexicon::{Lexicon, lexicons};
use super::words::Role;

/// The digits of an answer, in the order in which they were typed or said: `12 34-56` is `123456`, `one two three`
/// is `123`, `double five` is `55`, `forty two seventeen` is `4217`. Other words make it no answer.
pub fn digits(text: &str, language: &str) -> Option<String> {
    lexicons(language).find_map(|lexicon| {
        let plain = lexicon.plain(text);
        said_digits(&lexicon.items(&plain)?, lexicon)
    })
}

/// The digits of items that are nothing but digits, signs between them and words that belong around them.
pub(super) fn said_digits(items: &[Item<'_>], lexicon: &Lexicon) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let between =
            rest.first().is_some_and(|item| item.is_sign(&['-', '.', ',', '/', '#', '(', ')', '+', ':', ';']));
        let length = if between {
            1
        } else if let Some((digits, length)) = run_of_digits(rest, lexicon) {
            out.push_str(&digits);
            length
        } else {
            lexicon.find(Role::Filler, rest)?.1
        };
        let word = |item: Option<&Item<'_>>| item.is_some_and(|item| item.kind != Kind::Sign);
        let (last, next) = (items.get(at + length - 1), items.get(at + length));
        let numeral = |item: Option<&Item<'_>>| item.is_some_and(|item| item.kind == Kind::Numeral);
        let stuck = next.is_some_and(|item| item.glued) && word(last) && word(next);
        if stuck && (numeral(last) || numeral(next)) {
            return None;
        }
        at += length;
    }
    (!out.is_empty()).then_some(out)
}

/// The digits with which the items begin, and how many items they take. Numbers below a hundred count as their
/// digits; of greater ones it is not sure which digits were meant, unless nothing follows.
pub(super) fn run_of_digits(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let Some((digits, length)) = next_digits(rest, lexicon) else { break };
        let spoken = rest.first().is_some_and(|item| item.kind == Kind::Word);
        let more = rest.get(length..).is_some_and(|rest| next_digits(rest, lexicon).is_some());
        if spoken && digits.len() > 2 && more && !is_repeat(rest, lexicon) {
            return None;
        }
        out.push_str(&digits);
        at += length;
    }
    (at > 0).then_some((out, at))
}

fn is_repeat(items: &[Item<'_>], lexicon: &Lexicon) -> bool {
    lexicon.begins(Role::Repeat, items)
}

fn next_digits(items: &[Item<'_>], lexicon: &Lexicon) -> Option<(String, usize)> {
    if let Some((times, length)) = lexicon.find(Role::Repeat, items) {
        let (digit, more) = next_digits(items.get(length..)?, lexicon).filter(|(digit, _)| digit.len() == 1)?;
        return Some((digit.repeat(usize::try_from(times).ok()?), length + more));
    }
    let first = items.first()?;
    if first.kind == Kind::Numeral {
        return Some((first.text.chars().filter(char::is_ascii_digit).collect(), 1));
    }
    if let Some((digit, length)) = lexicon.find(Role::Digit, items) {
        return Some((digit.to_string(), length));
    }
    cardinal(items, lexicon).map(|(value, length)| (value.to_string(), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, expected) in [
            ("1234", "1234"),
            ("12 34-56", "123456"),
            ("one two three", "123"),
            ("٣٤", "34"),
            ("#1234", "1234"),
            ("double five oh seven", "5507"),
            ("forty two seventeen", "4217"),
            ("forty seventeen", "4017"),
            ("It's 1 2 3.", "123"),
            ("my order number is 1234 please", "1234"),
            ("twenty", "20"),
            ("ten", "10"),
            ("(212) 555-0100", "2125550100"),
            ("triple 4 nine", "4449"),
            ("one hundred", "100"),
            ("1.2,3", "123"),
        ] {
            assert_eq!(digits(text, "en").as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "hello", "12a", "eight hundred five five", "double", "is it", "two dogs", "double twenty", "to four"]
        {
            assert_eq!(digits(text, "en"), None, "{text}");
        }
    }
}
