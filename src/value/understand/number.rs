use rust_decimal::Decimal;

use crate::value::fold::fold;

use super::cardinal::cardinal;
use super::digits::run_of_digits;
use super::item::{Atom, Item, Kind};
use super::lexicon::{Lexicon, spoken_in};
use super::numeral::typed;
use super::words::Role;

/// A number as people type or say it: `1,234.50` (or `1.234,50` where the language writes so), `٣`, `minus 5`,
/// `twenty three`, `two point five`, `2 thousand`, `about 20 people`. An answer with several numbers in it is none.
pub fn number(text: &str, language: &str) -> Option<Decimal> {
    let (negative, folded) = signed(text)?;
    let value = typed(&folded, language).or_else(|| {
        let lexicon = spoken_in(&folded, language)?;
        said(&lexicon.plain(&folded), lexicon, language)
    })?;
    Some(if negative { -value } else { value })
}

/// Folding drops a minus or a dot at the front as punctuation; here they count.
fn signed(text: &str) -> Option<(bool, String)> {
    let lead: String = text.trim_start().chars().take_while(|c| matches!(c, '-' | '\u{2212}' | '.')).collect();
    let folded = fold(text);
    let body = folded.trim_start_matches(['-', '.', '\u{2212}', ' ']);
    match lead.as_str() {
        "" => Some((false, folded)),
        "-" | "\u{2212}" => Some((true, body.to_owned())),
        "." => Some((false, format!("0.{body}"))),
        "-." | "\u{2212}." => Some((true, format!("0.{body}"))),
        _ => None,
    }
}

/// The one number among the words. An article that is a number word too gives way to another number.
fn said(plain: &str, lexicon: &Lexicon, language: &str) -> Option<Decimal> {
    let items = lexicon.items(plain)?;
    let mut found: Vec<(Decimal, bool)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        if lexicon.begins(Role::NoNumber, rest) {
            return None;
        }
        let Some((value, length)) = amount(rest, plain, lexicon, language) else {
            if rest.first().is_some_and(Item::counts) {
                return None;
            }
            at += 1;
            continue;
        };
        let run = rest.get(..length)?;
        if !stands_alone(items.get(..at)?, run, rest.get(length..)?) {
            return None;
        }
        found.push((if is_negative(items.get(..at)?, lexicon) { -value } else { value }, is_weak(run, lexicon)));
        at += length;
    }
    let strong = found.iter().any(|(_, weak)| !weak);
    found.retain(|(_, weak)| !(strong && *weak));
    match found.as_slice() {
        [(value, _)] => Some(*value),
        _ => None,
    }
}

/// A number with its decimals with which the items begin, and how many items it takes.
pub(super) fn amount(items: &[Item<'_>], plain: &str, lexicon: &Lexicon, language: &str) -> Option<(Decimal, usize)> {
    if let Some((value, length)) = numerals(items, plain, language) {
        let scale = match items.get(length).and_then(|item| item.atom) {
            Some(Atom::Scale(scale)) if !value.is_integer() => scale,
            Some(Atom::Scale(_) | Atom::Hundred) => 0,
            _ => 1,
        };
        match scale {
            0 => {}
            1 => return Some(with_fraction(value, length, items, lexicon)),
            scale => return Some((value.checked_mul(Decimal::from(scale))?, length + 1)),
        }
    }
    let one_and_half = lexicon.skip(Role::OneAndHalf, items);
    if one_and_half > 0 {
        return Some((Decimal::new(15, 1), one_and_half));
    }
    match cardinal(items, lexicon) {
        Some((whole, length)) => Some(with_fraction(Decimal::from(whole), length, items, lexicon)),
        None => {
            let is_point = items.first().is_some_and(|item| item.kind == Kind::Word);
            let point = is_point.then(|| lexicon.skip(Role::Point, items)).filter(|length| *length > 0)?;
            let (digits, length) = run_of_digits(items.get(point..)?, lexicon)?;
            Some((Decimal::from_str_exact(&format!("0.{digits}")).ok()?, point + length))
        }
    }
}

/// Numerals in a row that are written as one number: `1 234,50`.
fn numerals(items: &[Item<'_>], plain: &str, language: &str) -> Option<(Decimal, usize)> {
    let first = items.first()?;
    let length = items.iter().take_while(|item| item.kind == Kind::Numeral).count();
    (1..=length).rev().find_map(|length| {
        let end = items.get(length - 1)?.end();
        Some((typed(plain.get(first.at..end)?, language)?, length))
    })
}

/// Adds `point five` or `and a half` where they follow a whole number.
fn with_fraction(whole: Decimal, length: usize, items: &[Item<'_>], lexicon: &Lexicon) -> (Decimal, usize) {
    let plain = (whole, length);
    let Some(rest) = items.get(length..).filter(|_| whole.is_integer()) else { return plain };
    let half = lexicon.skip(Role::AndHalf, rest);
    if half > 0 {
        return (whole + Decimal::new(5, 1), length + half);
    }
    let point = lexicon.skip(Role::Point, rest);
    let digits = rest.get(point..).filter(|_| point > 0).and_then(|rest| run_of_digits(rest, lexicon));
    let Some((digits, more)) = digits else { return plain };
    match Decimal::from_str_exact(&format!("{whole}.{digits}")) {
        Ok(value) => (value, length + point + more),
        Err(_) => plain,
    }
}

/// Whether nothing is stuck to the number that would make it something else: `12a`, `10-15`, `1e5`, `2nd`.
fn stands_alone(before: &[Item<'_>], run: &[Item<'_>], after: &[Item<'_>]) -> bool {
    let numeral = |item: Option<&Item<'_>>| item.is_some_and(|item| item.kind == Kind::Numeral);
    let closes = |item: &Item<'_>| !item.glued || item.is_sign(&[',', '.', '!', '?', ';', ')', '"', '%']);
    let opens = |item: &Item<'_>| item.is_sign(&['(', '"', ',', '.', ';', '+', '-', '\u{2212}', '#', ':']);
    let free_before = !numeral(run.first())
        || !run.first().is_some_and(|item| item.glued)
        || before.last().is_none_or(opens) && !before.iter().rev().nth(1).is_some_and(Item::counts);
    free_before && (!numeral(run.last()) || after.first().is_none_or(closes))
}

fn is_negative(before: &[Item<'_>], lexicon: &Lexicon) -> bool {
    let Some(last) = before.last() else { return false };
    lexicon.begins(Role::Minus, std::slice::from_ref(last)) || last.is_sign(&['-', '\u{2212}'])
}

fn is_weak(run: &[Item<'_>], lexicon: &Lexicon) -> bool {
    run.len() == 1 && lexicon.begins(Role::WeakOne, run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, language, expected) in [
            ("12", "en", "12"),
            ("1,234.50", "en-US", "1234.50"),
            ("1.234,50", "de", "1234.50"),
            ("٣", "ar", "3"),
            ("1,234", "en", "1234"),
            ("1,234", "de", "1.234"),
            ("1.234", "de", "1234"),
            ("1.234", "en", "1.234"),
            ("12,5", "en", "12.5"),
            ("12.50", "fr", "12.50"),
            ("1 234 567", "fr-FR", "1234567"),
            ("-3.5", "en", "-3.5"),
            ("+7", "en", "7"),
            (".5", "en", "0.5"),
            ("1,234.5", "es-MX", "1234.5"),
            ("1'234.5", "de-CH", "1234.5"),
            ("minus 5", "en", "-5"),
            ("twenty three", "en", "23"),
            ("twenty-three people", "es", "23"),
            ("about 20 people", "en", "20"),
            ("two point five", "en", "2.5"),
            ("a hundred", "en", "100"),
            ("we are four", "en", "4"),
            ("1.234.567,89", "pt-BR", "1234567.89"),
            ("8.", "en", "8"),
            ("point five", "en", "0.5"),
        ] {
            assert_eq!(
                number(text, language),
                Some(Decimal::from_str_exact(expected).unwrap()),
                "{text} in {language}"
            );
        }
    }

    #[test]
    fn refuses_what_is_not_one_number() {
        for text in [
            "",
            "hello",
            "1 2",
            "12a",
            "not 4",
            "2 or 3",
            "1,23,4",
            "1.2.3",
            "--5",
            "5-",
            "oh",
            "point",
            "1e5",
            "99999999999999999999999999999999999999",
        ] {
            assert_eq!(number(text, "en").map(|n| n.to_string()), (text == "5-").then(|| "5".to_owned()), "{text}");
        }
    }
}
