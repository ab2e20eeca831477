use rust_decimal::Decimal;

use crate::value::fold::fold;
use crate::value::language::{primary, region};

use super::digits::digits;
use super::tokens::tokens;
use super::words::{spoken_number, word};

/// A number as people type or say it: `1,234.50` (or `1.234,50` where the language writes so), `٣`, `minus 5`,
/// `twenty three`, `two point five`, `about 20 people`. An answer with several numbers in it is none.
pub fn number(text: &str, language: &str) -> Option<Decimal> {
    let folded = fold_signed(text)?;
    if let Some(number) = typed(&folded, language) {
        return Some(number);
    }
    let words = tokens(&folded)?;
    if words.iter().any(|w| matches!(*w, "not" | "no" | "none")) {
        return None;
    }
    let is_part =
        |w: &str| has_digit(w) || w.split('-').all(|part| word(part).is_some() && !matches!(part, "o" | "oh"));
    let first = words.iter().position(|w| is_part(w))?;
    let last = words.iter().rposition(|w| is_part(w))?;
    let negative = first.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| matches!(*w, "minus" | "negative"));
    let led = |word, by: &str| words.get(first) == Some(&"hundred") && word == by;
    let before = first.checked_sub(1).filter(|i| words.get(*i).is_some_and(|w| led(*w, "a") || *w == "point"));
    let run = words.get(before.unwrap_or(first)..=last)?;
    let value = match run {
        [one] if has_digit(one) => typed(one, language)?,
        _ => spoken(run)?,
    };
    Some(if negative { -value } else { value })
}

/// Folding drops a minus or a dot at the front as punctuation; here they count.
fn fold_signed(text: &str) -> Option<String> {
    let lead: String = text.trim_start().chars().take_while(|c| matches!(c, '-' | '\u{2212}' | '.')).collect();
    let lead = match lead.as_str() {
        "-" | "\u{2212}" => "-",
        "." => ".",
        "-." | "\u{2212}." => "-.",
        "" => "",
        _ => return None,
    };
    let folded = fold(text);
    Some(format!("{lead}{}", folded.trim_start_matches(['-', '.', '\u{2212}'])))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

fn spoken(words: &[&str]) -> Option<Decimal> {
    let Some(point) = words.iter().position(|w| *w == "point") else {
        return spoken_number(words).map(Decimal::from);
    };
    let whole = if point == 0 { 0 } else { spoken_number(words.get(..point)?)? };
    let fraction = digits(&words.get(point + 1..)?.join(" "))?;
    Decimal::from_str_exact(&format!("{whole}.{fraction}")).ok()
}

/// Whether the language writes `1.234,5`. Mexico and its neighbours write `1,234.5`.
fn decimal_comma(language: &str) -> bool {
    match primary(language).as_str() {
        "es" => {
            !matches!(region(language).as_str(), "MX" | "US" | "PR" | "GT" | "HN" | "NI" | "SV" | "DO" | "PA" | "419")
        }
        "fr" | "de" => region(language) != "CH",
        "pt" | "it" | "nl" | "pl" | "sv" | "da" | "nb" | "no" | "fi" | "cs" | "tr" | "ru" | "uk" | "el" | "ro" => true,
        _ => false,
    }
}

/// Digits with a sign, grouping and a decimal mark.
pub(super) fn typed(text: &str, language: &str) -> Option<Decimal> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if body.is_empty() || body.len() > 40 || !has_digit(body) {
        return None;
    }
    if !body.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'')) {
        return None;
    }
    let mark = decimal_mark(body, language);
    let (whole, fraction) = match mark {
        Some(mark) => body.rsplit_once(mark)?,
        None => (body, ""),
    };
    let grouped = whole.contains(|c: char| !c.is_ascii_digit());
    if (grouped && !is_grouped(whole)) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if mark.is_some() && fraction.is_empty() {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = if whole.is_empty() { "0" } else { &whole };
    let dot = if fraction.is_empty() { "" } else { "." };
    Decimal::from_str_exact(&format!("{sign}{whole}{dot}{fraction}")).ok()
}

/// Which character is the decimal mark: the last one where both stand; a lone one by the language, unless it
/// cannot group.
fn decimal_mark(body: &str, language: &str) -> Option<char> {
    let (dots, commas) = (body.matches('.').count(), body.matches(',').count());
    let language_mark = if decimal_comma(language) { ',' } else { '.' };
    match (dots, commas) {
        (0, 0) => None,
        (1.., 1..) => body.rfind(['.', ',']).and_then(|at| body.get(at..)?.chars().next()),
        (1, 0) | (0, 1) => {
            let mark = if dots == 1 { '.' } else { ',' };
            (mark == language_mark || !is_grouped(body)).then_some(mark)
        }
        _ => None,
    }
}

/// Groups of three after the first, all parted by the same character.
fn is_grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    let mut groups = whole.split(separator);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0'))
        && groups.all(|group| group.len() == 3 && digits(group))
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
