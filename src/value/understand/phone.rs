use crate::value::digit::ascii_digit;
use crate::value::fold::fold;

use super::digits::digits;

/// A phone number in the international form `+15550100123`. Needs the `+` and the country, or ten digits that are a
/// North American number; no other country is guessed.
pub fn phone(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    if text.len() > LONGEST {
        return spoken(text);
    }
    let plain: String = text.trim().chars().map(ascii_digit).collect();
    let plain = plain.strip_prefix("tel:").unwrap_or(&plain);
    let (plus, rest) = match plain.strip_prefix(['+', '\u{ff0b}']) {
        Some(rest) => (true, rest),
        None => (false, plain),
    };
    let separator =
        |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' | '\u{200e}');
    let mut digits = String::new();
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            c if separator(c) => {}
            _ => return spoken(text),
        }
    }
    number(plus, &digits)
}

fn spoken(text: &str) -> Option<String> {
    let plus = fold(text).starts_with("plus ");
    let rest = text.trim_start().get(if plus { 4 } else { 0 }..)?;
    number(plus, &digits(rest)?)
}

fn number(plus: bool, digits: &str) -> Option<String> {
    if plus {
        let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
        return fits.then(|| format!("+{digits}"));
    }
    let national = if digits.len() == 11 { digits.strip_prefix('1')? } else { digits };
    is_north_american(national).then(|| format!("+1{national}"))
}

/// `NXXNXXXXXX` with N from 2 to 9.
fn is_north_american(digits: &str) -> bool {
    let from_two = |at: usize| matches!(digits.as_bytes().get(at), Some(b'2'..=b'9'));
    digits.len() == 10 && from_two(0) && from_two(3)
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
            assert_eq!(phone(text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "+", "5550100", "0612345678", "1125550100", "+0123456789", "+1234567890123456", "call me", "+123"]
        {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    #[test]
    fn what_it_gives_it_takes() {
        let number = phone("(212) 555-0100").unwrap();
        assert_eq!(phone(&number), Some(number.clone()));
    }
}
