//! Forms of a word by number, after the rules of the Unicode CLDR.

use fixed_decimal::Decimal as Digits;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules, PluralRulesOptions};

use crate::value::{Decimal, primary};

/// In the order in which the forms of a word are written.
const ORDER: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

/// The forms that a word has in a language, in the order in which they are written; those of English where the
/// language is not known.
pub fn plural_forms(tag: &str) -> Vec<&'static str> {
    let Some(rules) = rules(tag) else { return vec!["one", "other"] };
    let has: Vec<PluralCategory> = rules.categories().collect();
    ORDER.into_iter().filter(|(category, _)| has.contains(category)).map(|(_, name)| name).collect()
}

/// Which of so many forms a number takes. The last form that is given stands for those that are not.
pub(super) fn form(tag: &str, number: Decimal, given: usize) -> usize {
    let name = category(tag, number);
    let place = plural_forms(tag).iter().position(|form| *form == name).unwrap_or_default();
    place.min(given.saturating_sub(1))
}

/// Whether a number takes the form of one.
pub(super) fn is_one(tag: &str, number: Decimal) -> bool {
    category(tag, number) == "one"
}

fn category(tag: &str, number: Decimal) -> &'static str {
    let digits = Digits::try_from_str(&number.abs().normalize().to_string());
    let (Some(rules), Ok(digits)) = (rules(tag), digits) else {
        return if number == Decimal::ONE { "one" } else { "other" };
    };
    let category = rules.category_for(PluralOperands::from(&digits));
    ORDER.into_iter().find(|(other, _)| *other == category).map_or("other", |(_, name)| name)
}

/// A tag that is none of a language counts as English.
fn rules(tag: &str) -> Option<PluralRules> {
    let locale = Locale::try_from_str(tag).or_else(|_| Locale::try_from_str(&primary(tag))).ok()?;
    PluralRules::try_new((&locale).into(), PluralRulesOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_by_language() {
        let decimal = |text: &str| Decimal::from_str_exact(text).unwrap();
        for (tag, forms, cases) in [
            (
                "en-US",
                "one other",
                &[("1", "one"), ("0", "other"), ("1.5", "other"), ("-1", "one"), ("1.0", "one")][..],
            ),
            ("fr-FR", "one many other", &[("0", "one"), ("1.5", "one"), ("2", "other"), ("1000000", "many")]),
            ("es-MX", "one many other", &[("1", "one"), ("2", "other")]),
            ("de-DE", "one other", &[("0", "other"), ("1", "one")]),
            ("pt-BR", "one many other", &[("0", "one"), ("1", "one"), ("2", "other")]),
            ("pt-PT", "one many other", &[("0", "other"), ("1", "one")]),
            (
                "pl-PL",
                "one few many other",
                &[("1", "one"), ("2", "few"), ("5", "many"), ("22", "few"), ("1.5", "other")],
            ),
            ("ar", "zero one two few many other", &[("0", "zero"), ("2", "two"), ("3", "few"), ("11", "many")]),
            ("ja-JP", "other", &[("1", "other")]),
            ("not a tag", "one other", &[("1", "one"), ("2", "other")]),
        ] {
            assert_eq!(plural_forms(tag).join(" "), forms, "{tag}");
            for (number, form) in cases {
                assert_eq!(category(tag, decimal(number)), *form, "{tag} {number}");
            }
        }
        assert_eq!(form("pl-PL", decimal("5"), 3), 2);
        assert_eq!(form("pl-PL", decimal("1.5"), 3), 2, "the last stands for the rest");
        assert_eq!(form("es-MX", decimal("1000000"), 2), 1);
        assert_eq!(form("ja-JP", decimal("1"), 2), 0);
    }
}
