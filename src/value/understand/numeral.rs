use rust_decimal::Decimal;

use crate::value::language::{primary, region};

/// More digits than any number that can be kept has.
const LONGEST: usize = 40;

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

/// Digits with a sign, grouping and a decimal mark: `1,234.50`, or `1.234,50` where the language writes so.
pub(super) fn typed(text: &str, language: &str) -> Option<Decimal> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if body.len() > LONGEST || !body.bytes().any(|b| b.is_ascii_digit()) {
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
