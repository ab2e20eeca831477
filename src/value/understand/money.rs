use rust_decimal::Decimal;

use super::item::{Atom, Item, Kind};
use super::lexicon::{Lexicon, spoken_in};
use super::number::amount;
use super::words::Role;

/// An amount of money as a number, without its currency: `$12.50`, `12,50 €`, `R$ 1.234,00`, `twelve dollars and
/// fifty cents`, `zwölf Euro fünfzig`. No more than two decimals.
pub fn money(text: &str, language: &str) -> Option<Decimal> {
    let leads = text.trim_start().starts_with(['-', '\u{2212}']);
    let lexicon = spoken_in(text, language)?;
    let plain = lexicon.plain(text);
    let (parts, negative) = parts(&lexicon.items(&plain)?, &plain, lexicon, language)?;
    let value = value(&parts)?;
    let value = if (negative || leads) && value.is_sign_positive() { -value } else { value };
    (value.normalize().scale() <= 2).then_some(value)
}

/// What an amount is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// A number, and whether it has two digits, as hundredths do.
    Amount(Decimal, bool),
    Unit,
    Cents,
    /// `and` or `con` between two amounts.
    And,
    Point,
}

/// The parts in their order, and whether a minus stands before them. Words around them are passed over, words between
/// them make it no amount.
fn parts(items: &[Item<'_>], plain: &str, lexicon: &Lexicon, language: &str) -> Option<(Vec<Part>, bool)> {
    let mut parts = Vec::new();
    let (mut negative, mut ended) = (false, false);
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        if lexicon.begins(Role::NoNumber, rest) {
            return None;
        }
        let (part, length) = next_part(rest, &parts, plain, lexicon, language);
        let minus = rest.first().is_some_and(|item| item.is_sign(&['-', '\u{2212}']));
        if let Some(part) = part {
            if ended {
                return None;
            }
            parts.push(part);
        } else if rest.first().is_some_and(Item::counts) {
            return None;
        } else if minus || lexicon.begins(Role::Minus, rest) {
            negative |= !parts.iter().any(|part| matches!(part, Part::Amount(..)));
        } else if !rest.first().is_some_and(|item| item.is_sign(&[',', '.', '!', '?', ';', '(', ')', '*', '"'])) {
            ended = !parts.is_empty();
        }
        at += length;
    }
    while matches!(parts.last(), Some(Part::And | Part::Point)) {
        parts.pop();
    }
    Some((parts, negative))
}

/// The part with which the items begin, if any, and how many items to go on by.
fn next_part(
    items: &[Item<'_>],
    before: &[Part],
    plain: &str,
    lexicon: &Lexicon,
    language: &str,
) -> (Option<Part>, usize) {
    let after_amount = matches!(before.last(), Some(Part::Amount(..)));
    let cents = lexicon.skip(Role::Cents, items);
    if cents > 0 && after_amount {
        return (Some(Part::Cents), cents);
    }
    let unit = lexicon.skip(Role::Currency, items);
    if unit > 0 {
        return (Some(Part::Unit), unit);
    }
    let article = items.first().is_some_and(|item| item.atom == Some(Atom::Article));
    if article && lexicon.begins(Role::Currency, items.get(1..).unwrap_or_default()) {
        return (Some(Part::Amount(Decimal::ONE, false)), 1);
    }
    if let Some((value, length)) = amount(items, plain, lexicon, language) {
        let first = items.first();
        let stuck = items.get(length).is_some_and(|next| {
            let rest = items.get(length..).unwrap_or_default();
            let money = lexicon.begins(Role::Currency, rest) || lexicon.begins(Role::Cents, rest);
            next.glued && next.kind != Kind::Sign && !money
        });
        let numeral = first.is_some_and(|item| item.kind == Kind::Numeral);
        let two_digits = value.is_integer()
            && if numeral { first.is_some_and(|item| item.text.len() == 2) } else { value >= Decimal::TEN };
        let part = Part::Amount(value, two_digits && value < Decimal::ONE_HUNDRED);
        return (Some(part).filter(|_| !(stuck && numeral)), length);
    }
    let joins = !before.is_empty();
    if joins && lexicon.begins(Role::MoneyPoint, items) {
        return (Some(Part::Point), 1);
    }
    if joins && items.first().is_some_and(|item| item.atom == Some(Atom::And)) {
        return (Some(Part::And), 1);
    }
    (None, 1)
}

fn value(parts: &[Part]) -> Option<Decimal> {
    use Part::{Amount, And, Cents, Point, Unit};
    let cents = |cents: &Decimal| {
        let fits = cents.is_integer() && *cents >= Decimal::ZERO && *cents < Decimal::ONE_HUNDRED;
        fits.then(|| cents.checked_div(Decimal::ONE_HUNDRED)).flatten()
    };
    let both = |whole: &Decimal, rest: &Decimal| whole.is_integer().then(|| whole.checked_add(cents(rest)?)).flatten();
    match parts {
        [Amount(value, _)] | [Unit, Amount(value, _)] | [Amount(value, _), Unit] | [Unit, Amount(value, _), Unit] => {
            Some(*value)
        }
        [Amount(value, _), Cents] => cents(value),
        [Amount(whole, _), Unit, Amount(rest, _), Cents]
        | [Amount(whole, _), Unit, And | Point, Amount(rest, _), Cents]
        | [Unit, Amount(whole, _), And | Point, Amount(rest, _), Cents]
        | [Amount(whole, _), Unit, Amount(rest, true)]
        | [Amount(whole, _), Unit, And | Point, Amount(rest, true)] => both(whole, rest),
        [Amount(whole, _), Point, Amount(rest, true)] | [Amount(whole, _), Point, Amount(rest, true), Unit | Cents] => {
            both(whole, rest)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, language, expected) in [
            ("$12.50", "en-US", "12.50"),
            ("12,50 €", "de-DE", "12.50"),
            ("R$ 1.234,00", "pt-BR", "1234.00"),
            ("€20", "fr", "20"),
            ("20 euros", "fr", "20"),
            ("20 bucks", "en", "20"),
            ("twelve dollars", "en", "12"),
            ("twelve dollars and fifty cents", "en", "12.5"),
            ("50 cents", "en", "0.5"),
            ("USD 7", "en", "7"),
            ("1,234", "en", "1234"),
            ("$-5", "en", "-5"),
            ("-$5", "en", "-5"),
            ("20 euros et 5 centimes", "fr", "20.05"),
        ] {
            assert_eq!(money(text, language), Some(Decimal::from_str_exact(expected).unwrap()), "{text} in {language}");
        }
        for text in ["", "$", "12.505", "free", "5 cents 5", "200 cents", "$1 or $2"] {
            assert_eq!(money(text, "en"), None, "{text}");
        }
    }
}
