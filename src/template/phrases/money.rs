use crate::value::{Decimal, region};

use super::wording::{Currency, Phrases, fill};

/// The currency of a country. A language without one has that of where most of its callers are.
fn own(language: &str, tag: &str) -> &'static str {
    match (region(tag).as_str(), language) {
        ("US" | "PR" | "EC" | "SV" | "PA", _) => "USD",
        ("GB", _) => "GBP",
        ("CA", _) => "CAD",
        ("AU", _) => "AUD",
        ("NZ", _) => "NZD",
        ("IN", _) => "INR",
        ("ZA", _) => "ZAR",
        ("CH", _) => "CHF",
        ("MX", _) => "MXN",
        ("BR", _) => "BRL",
        ("JP", _) => "JPY",
        ("AT" | "BE" | "DE" | "ES" | "FI" | "FR" | "GR" | "IE" | "IT" | "LU" | "NL" | "PT", _) => "EUR",
        (_, "pt") => "BRL",
        (_, "de" | "fr" | "es") => "EUR",
        _ => "USD",
    }
}

/// The sign of a currency, where it can be taken for no other.
fn sign(code: &str, own: &str) -> Option<&'static str> {
    Some(match code {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "INR" => "₹",
        "JPY" => "¥",
        "BRL" => "R$",
        "MXN" | "CAD" | "AUD" | "NZD" if code == own => "$",
        _ => return None,
    })
}

fn has_cents(code: &str) -> bool {
    !matches!(code, "JPY" | "KRW" | "CLP" | "VND" | "ISK")
}

impl Phrases {
    /// An amount in a currency: `$12.50`, spoken `12 dollars and 50 cents`.
    pub fn money(&self, amount: Decimal, currency: Option<&str>, tag: &str, spoken: bool) -> String {
        let own = own(self.table.language, tag);
        let code = currency.map_or_else(|| own.to_owned(), |code| code.trim().to_ascii_uppercase());
        let places = if has_cents(&code) { 2 } else { 0 };
        let amount = amount.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        match self.table.currencies.iter().find(|c| c.code == code) {
            Some(currency) if spoken => self.spoken_money(amount, currency),
            _ => self.written_money(amount, &code, own, places),
        }
    }

    fn written_money(&self, amount: Decimal, code: &str, own: &str, places: u32) -> String {
        let mut digits = self.number(amount.abs().trunc(), true);
        if places > 0 {
            let cents = format!("{:.2}", amount.abs().fract());
            digits.push(self.marks().0);
            digits.push_str(cents.get(2..).unwrap_or("00"));
        }
        let minus = if amount.is_sign_negative() && !amount.is_zero() { "-" } else { "" };
        let written = match sign(code, own) {
            Some(symbol) => fill(self.put("money", self.table.money), &[("symbol", symbol), ("amount", &digits)]),
            None => format!("{digits} {code}"),
        };
        format!("{minus}{written}")
    }

    fn spoken_money(&self, amount: Decimal, currency: &Currency) -> String {
        let whole = amount.trunc();
        let cents = (amount.fract().abs() * Decimal::ONE_HUNDRED).trunc();
        let word = |words: (&'static str, &'static str), count: Decimal| {
            if self.is_one(count.abs()) { words.0 } else { words.1 }
        };
        let whole_words = format!("{} {}", self.number(whole, false), word(currency.unit, whole));
        if cents.is_zero() {
            return whole_words;
        }
        let cent_words = format!("{} {}", self.number(cents, false), word(currency.cent, cents));
        if whole.is_zero() {
            let minus = if amount.is_sign_negative() { "-" } else { "" };
            return format!("{minus}{cent_words}");
        }
        format!("{whole_words} {} {cent_words}", self.and(&cent_words))
    }
}
