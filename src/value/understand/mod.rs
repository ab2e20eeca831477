//! What people type and say, as values: `twenty three`, `12,50 €`, `tomorrow`, `9 pm`, `yes please`.
//!
//! Each kind is one file and one function, which gives `None` where it is not sure. The language decides where it
//! matters; English words count in every language.

mod date;
mod digits;
mod email;
mod money;
mod number;
mod phone;
mod time;
mod tokens;
mod words;
mod written;
mod yes_no;

pub use date::date;
pub use digits::digits;
pub use email::email;
pub use money::money;
pub use number::{number, number as parse_number};
pub use phone::phone;
pub use time::time;
pub use words::spoken_number;
pub use written::{written_date, written_moment, written_time, written_zoned};
pub use yes_no::yes_no;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_said_or_typed_is_too_odd(
            text in prop_oneof![
                any::<String>(),
                "[0-9 .,:/+'\\-hapm$€]{0,30}",
                "(one|twenty|hundred|and|point|a|minus|to|past|half|nov|2nd|next|friday|cents|dollars|at|dot|double|5| ){0,12}",
            ],
            language in prop::sample::select(vec!["en-US", "en-GB", "es", "fr", "de", "pt-BR", "ja", ""]),
        ) {
            let today = jiff::civil::date(2026, 11, 23);
            let _ = (yes_no(&text, language), date(&text, language, today), time(&text, language));
            let _ = (number(&text, language), money(&text, language), email(&text));
            let _ = (written_date(&text), written_time(&text), written_zoned(&text));
            if let Some(digits) = digits(&text) {
                prop_assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
            }
            if let Some(phone) = phone(&text) {
                prop_assert_eq!(super::phone(&phone), Some(phone));
            }
        }

        #[test]
        fn written_numbers_are_read_back(number in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..3) {
            let number = rust_decimal::Decimal::new(number, scale);
            prop_assert_eq!(super::number(&number.to_string(), "en"), Some(number));
        }
    }
}
