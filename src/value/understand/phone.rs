use super::country::{Country, country};
use super::digits::said_digits;
use super::item::{Item, Kind};
use super::lexicon::{Lexicon, lexicons};
use super::words::Role;

/// A phone number in the international form `+15550100123`, typed or said.
///
/// A number with `+` or `00` (`011` in North America) in front is international as it stands. Any other is one of the
/// country of the language's region, where it fits that country's numbers: ten digits in North America, nine after the
/// leading 0 in France. A language without a region stands for the country with most of its callers, and one that
/// is not known for North America. An extension is dropped: a number has no place for it.
pub fn phone(text: &str, language: &str) -> Option<String> {
    let country = country(language);
    lexicons(language).find_map(|lexicon| {
        let plain = lexicon.plain(text);
        // `+44 (0)20 …`: the trunk's zero is for those who dial within the country.
        let plain = if plain.contains('+') { plain.replace("(0)", " ") } else { plain };
        let items = lexicon.items(&plain)?;
        let items = without_extension(&items, lexicon);
        let plus = plus(items, lexicon)?;
        let rest: Vec<Item<'_>> = items.get(plus..)?.iter().filter(|item| !between(item)).copied().collect();
        let digits = said_digits(&rest, lexicon)?;
        number(plus > 0, &digits, country)
    })
}

/// Dashes and dots of other shapes than [`said_digits`] knows.
fn between(item: &Item<'_>) -> bool {
    item.kind == Kind::Sign && item.text.chars().all(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{b7}'))
}

/// The items before `ext. 12`, where a number is there and digits follow.
fn without_extension<'a, 't>(items: &'a [Item<'t>], lexicon: &Lexicon) -> &'a [Item<'t>] {
    let at = (1..items.len()).find(|at| {
        let rest = items.get(*at..).unwrap_or_default();
        let length = lexicon.skip(Role::Extension, rest);
        length > 0 && rest.get(length..).is_some_and(|rest| said_digits(rest, lexicon).is_some_and(|d| d.len() <= 6))
    });
    at.and_then(|at| items.get(..at)).unwrap_or(items)
}

/// How many items there are up to and with the plus, 0 without one; `None` where it does not stand before all digits.
fn plus(items: &[Item<'_>], lexicon: &Lexicon) -> Option<usize> {
    let first = items.iter().position(Item::counts).unwrap_or(items.len());
    let pluses: Vec<(usize, usize)> = (0..items.len())
        .filter_map(|at| {
            let rest = items.get(at..)?;
            let sign = usize::from(rest.first()?.is_sign(&['+']));
            Some((at, sign.max(lexicon.skip(Role::Plus, rest)))).filter(|(_, length)| *length > 0)
        })
        .collect();
    match pluses.as_slice() {
        [] => Some(0),
        [(at, length)] if at + length <= first => Some(at + length),
        _ => None,
    }
}

fn number(plus: bool, digits: &str, country: &Country) -> Option<String> {
    let abroad = digits.strip_prefix(country.abroad).filter(|_| !plus);
    let abroad = abroad.or_else(|| digits.strip_prefix("00").filter(|_| !plus));
    if let Some(digits) = abroad.or(plus.then_some(digits)) {
        let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
        return fits.then(|| format!("+{digits}"));
    }
    let national = country.national(digits)?;
    Some(format!("+{}{national}", country.code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, expected) in [
            ("+15550100", "+15550100"),
            ("(212) 555-0100", "+12125550100"),
            ("1 212 555 0100", "+12125550100"),
            ("+49 30 1234567", "+49301234567"),
            ("212.555.0100", "+12125550100"),
            ("٢١٢٥٥٥٠١٠٠", "+12125550100"),
            ("two one two five five five zero one zero zero", "+12125550100"),
            ("plus four four two zero seven nine four six zero zero zero", "+44207946000"),
        ] {
            assert_eq!(phone(text, "").as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "+", "5550100", "0612345678", "1125550100", "+0123456789", "+1234567890123456", "call me", "+123"]
        {
            assert_eq!(phone(text, ""), None, "{text}");
        }
    }

    #[test]
    fn what_it_gives_it_takes() {
        let number = phone("(212) 555-0100", "en").unwrap();
        assert_eq!(phone(&number, "en"), Some(number.clone()));
    }
}
