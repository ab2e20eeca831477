use rust_decimal::Decimal;

use crate::value::fold::fold;

use super::number::{number, typed};
use super::tokens::tokens;

const UNITS: [&str; 34] = [
    "dollar", "dollars", "buck", "bucks", "usd", "euro", "euros", "eur", "pound", "pounds", "quid", "gbp", "peso",
    "pesos", "mxn", "real", "reais", "brl", "dólar", "dólares", "franc", "francs", "franken", "chf", "cad", "aud",
    "dolares", "libra", "libras", "livre", "livres", "pfund", "inr", "jpy",
];
const CENTS: [&str; 14] = [
    "cent",
    "cents",
    "penny",
    "pence",
    "p",
    "centavo",
    "centavos",
    "céntimo",
    "céntimos",
    "centime",
    "centimes",
    "cêntimo",
    "cêntimos",
    "centimos",
];
const SIGNS: [&str; 8] = ["r$", "us$", "$", "€", "£", "¥", "₹", "₣"];

/// An amount of money as a number, without its currency: `$12.50`, `12,50 €`, `R$ 1.234,00`, `twelve dollars and
/// fifty cents`. No more than two decimals.
pub fn money(text: &str, language: &str) -> Option<Decimal> {
    let folded = fold(text);
    let negative = text.trim_start().starts_with(['-', '\u{2212}']);
    let bare = SIGNS.iter().fold(folded, |text, sign| text.replace(sign, " "));
    let words = tokens(&bare)?;
    let joined = words.join(" ");
    let amount = match words.iter().position(|w| CENTS.contains(w)) {
        Some(at) => with_cents(words.get(..at)?, language).filter(|_| at + 1 == words.len())?,
        None => plain(&joined, &words, language)?,
    };
    let amount = if negative && amount.is_sign_positive() { -amount } else { amount };
    (amount.normalize().scale() <= 2).then_some(amount)
}

fn plain(joined: &str, words: &[&str], language: &str) -> Option<Decimal> {
    let kept: Vec<&str> = words.iter().copied().filter(|w| !UNITS.contains(w)).collect();
    typed(joined, language).or_else(|| number(&kept.join(" "), language))
}

/// `twelve dollars and fifty`, `fifty`: what stands before the word for cents.
fn with_cents(words: &[&str], language: &str) -> Option<Decimal> {
    let (whole, cents) = match words.iter().position(|w| UNITS.contains(w)) {
        Some(unit) => (number(&words.get(..unit)?.join(" "), language)?, words.get(unit + 1..)?),
        None => (Decimal::ZERO, words),
    };
    let cents: Vec<&str> =
        cents.iter().copied().filter(|w| !matches!(*w, "and" | "y" | "et" | "und" | "e" | "con")).collect();
    let cents = number(&cents.join(" "), language)?;
    let in_range = cents.is_integer() && cents >= Decimal::ZERO && cents < Decimal::ONE_HUNDRED;
    in_range.then(|| whole.checked_add(cents.checked_div(Decimal::ONE_HUNDRED)?)).flatten()
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
