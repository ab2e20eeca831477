use proptest::prelude::*;
use rust_decimal::Decimal;

use super::super::*;
use super::TODAY;
use super::say::say;

const LANGUAGES: [&str; 10] = ["en-US", "en-GB", "es", "es-MX", "fr", "de", "pt-BR", "pt-PT", "ja", ""];
const SPOKEN: [&str; 5] = ["en", "es", "fr", "de", "pt"];

/// Words that mean something somewhere, in a row.
const WORDS: &str = "(one|twenty|hundred|thousand|and|point|a|minus|to|past|half|nov|2nd|next|friday|cents|dollars|at|dot|\
                     double|5|12|y|et|und|e|mil|cent|media|halb|uhr|heures|moins|mañana|quatre|vingt|dix|menos|con|\
                     einundzwanzig|arroba|plus|\\+|-|,|:|\\.|é|não|sí|ja|nein|the|el|31|1980|€|in|days|first| ){0,14}";

fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 .,:/+'\\-hapm$€()@]{0,30}",
        WORDS,
        proptest::collection::vec(WORDS, 0..8).prop_map(|words| words.join(" ")),
    ]
}

proptest! {
    #[test]
    fn nothing_said_or_typed_is_too_odd(text in answer(), language in prop::sample::select(LANGUAGES.to_vec())) {
        let _ = (yes_no(&text, language), date(&text, language, TODAY), time(&text, language));
        let _ = (number(&text, language), email(&text, language));
        let _ = (written_date(&text), written_time(&text), written_zoned(&text));
        if let Some(amount) = money(&text, language) {
            prop_assert!(amount.normalize().scale() <= 2);
        }
        if let Some(digits) = digits(&text, language) {
            prop_assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        }
        if let Some(phone) = phone(&text, language) {
            prop_assert_eq!(super::super::phone(&phone, language), Some(phone));
        }
        if let Some(email) = email(&text, language) {
            prop_assert_eq!(super::super::email(&email, language), Some(email));
        }
    }

    #[test]
    fn written_numbers_are_read_back(number in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..3) {
        let number = Decimal::new(number, scale);
        prop_assert_eq!(super::super::number(&number.to_string(), "en"), Some(number));
    }

    #[test]
    fn numbers_in_words_are_read_back(
        n in prop_oneof![0_u32..1_000, 1_000_u32..1_000_000, 1_000_000_u32..1_000_000_000],
        language in prop::sample::select(SPOKEN.to_vec()),
        variant: bool,
    ) {
        let words = say(n, language, variant);
        prop_assert_eq!(number(&words, language), Some(n.into()), "{}", words);
        prop_assert_eq!(number(&words.to_uppercase(), language), Some(n.into()), "{}", words);
    }

    #[test]
    fn digits_said_one_by_one_are_read_back(
        told in "[0-9]{1,16}",
        language in prop::sample::select(SPOKEN.to_vec()),
    ) {
        let words: Vec<String> = told.bytes().map(|digit| say(u32::from(digit - b'0'), language, false)).collect();
        prop_assert_eq!(digits(&words.join(" "), language), Some(told), "{}", words.join(" "));
    }

    #[test]
    fn dates_in_words_are_read_back(
        days in 0_i64..60_000,
        language in prop::sample::select(SPOKEN.to_vec()),
    ) {
        let date = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let month = crate::value::months(language)[usize::try_from(date.month()).unwrap() - 1];
        let day = say(u32::try_from(date.day()).unwrap(), language, false);
        let year = say(u32::try_from(date.year()).unwrap(), language, false);
        let words = match language {
            "en" => format!("{month} {}, {}", date.day(), date.year()),
            "es" | "pt" => format!("{day} de {month} de {year}"),
            "de" => format!("{}. {month} {year}", date.day()),
            _ => format!("{day} {month} {year}"),
        };
        prop_assert_eq!(super::super::date(&words, language, TODAY), Some(date), "{}", words);
    }

    #[test]
    fn times_in_words_are_read_back(
        hour in 0_i8..24,
        minute in 10_i8..60,
        language in prop::sample::select(SPOKEN.to_vec()),
    ) {
        let say = |n: i8| say(u32::try_from(n).unwrap(), language, false);
        let words = match language {
            "en" => format!("{} {}", say(hour), say(minute)),
            "es" => format!("las {} y {}", say(hour), say(minute)),
            "fr" => format!("{} heures {}", say(hour), say(minute)),
            "de" => format!("{} Uhr {}", say(hour), say(minute)),
            _ => format!("{} horas e {}", say(hour), say(minute)),
        };
        prop_assert_eq!(time(&words, language), jiff::civil::Time::new(hour, minute, 0, 0).ok(), "{}", words);
    }
}

#[test]
fn every_number_below_a_thousand_can_be_said() {
    for language in SPOKEN {
        for n in 0..1_000 {
            for variant in [false, true] {
                let words = say(n, language, variant);
                assert_eq!(number(&words, language), Some(n.into()), "{words}");
            }
        }
    }
}

#[test]
fn a_pasted_book_costs_no_more_than_a_long_message() {
    for text in
        ["one two ".repeat(200_000), "9".repeat(1_000_000), "einundzwanzig".repeat(100_000), "a@".repeat(500_000)]
    {
        for language in LANGUAGES {
            let _ = (yes_no(&text, language), date(&text, language, TODAY), time(&text, language));
            let _ = (number(&text, language), money(&text, language), digits(&text, language));
            assert_eq!((phone(&text, language), email(&text, language)), (None, None));
        }
    }
}
