use crate::value::language::{primary, region};

/// How a country's phone numbers are dialled within it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Country {
    /// ISO 3166.
    region: &'static str,
    pub code: &'static str,
    /// Dialled before an international number.
    pub abroad: &'static str,
    /// Dialled before a national number, which does not keep it. Empty where there is none.
    trunk: &'static str,
    /// Whether people leave it out.
    trunk_is_optional: bool,
    /// How many digits are left.
    digits: (usize, usize),
}

const fn plain(region: &'static str, code: &'static str, digits: (usize, usize)) -> Country {
    Country { region, code, abroad: "00", trunk: "", trunk_is_optional: true, digits }
}

const fn with_zero(region: &'static str, code: &'static str, digits: (usize, usize)) -> Country {
    Country { region, code, abroad: "00", trunk: "0", trunk_is_optional: false, digits }
}

/// The United States, Canada and most of the Caribbean share a plan.
const NORTH_AMERICA: Country =
    Country { region: "US", code: "1", abroad: "011", trunk: "1", trunk_is_optional: true, digits: (10, 10) };

const COUNTRIES: [Country; 20] = [
    with_zero("AT", "43", (7, 13)),
    Country { abroad: "0011", ..with_zero("AU", "61", (9, 9)) },
    with_zero("BE", "32", (8, 9)),
    Country { trunk_is_optional: true, ..with_zero("BR", "55", (10, 11)) },
    with_zero("CH", "41", (9, 9)),
    plain("CL", "56", (9, 9)),
    plain("CO", "57", (10, 10)),
    with_zero("DE", "49", (6, 13)),
    plain("ES", "34", (9, 9)),
    with_zero("FR", "33", (9, 9)),
    with_zero("GB", "44", (9, 10)),
    with_zero("IE", "353", (7, 9)),
    Country { trunk_is_optional: true, ..with_zero("IN", "91", (10, 10)) },
    plain("LU", "352", (6, 11)),
    plain("MX", "52", (10, 10)),
    with_zero("NZ", "64", (8, 10)),
    with_zero("PE", "51", (8, 9)),
    plain("PT", "351", (9, 9)),
    with_zero("ZA", "27", (9, 9)),
    NORTH_AMERICA,
];

/// The country of a language tag, North America where it is not known.
pub(super) fn country(tag: &str) -> &'static Country {
    let region = region(tag);
    let wanted = match (region.as_str(), primary(tag).as_str()) {
        ("", "de") => "DE",
        ("", "es") => "ES",
        ("", "fr") => "FR",
        ("", "pt") => "BR",
        (region, _) => region,
    };
    const OTHER: &Country = &NORTH_AMERICA;
    COUNTRIES.iter().find(|country| country.region == wanted).unwrap_or(OTHER)
}

impl Country {
    /// The digits of a national number as they follow the country's code. A number that already begins with the code
    /// is known by its length.
    pub fn national<'d>(&self, digits: &'d str) -> Option<&'d str> {
        let (least, most) = self.digits;
        let fits = |digits: &&str| (least..=most).contains(&digits.len()) && self.is_number(digits);
        let after_trunk = digits.strip_prefix(self.trunk).filter(|_| !self.trunk.is_empty()).filter(fits);
        let whole = || Some(digits).filter(|_| self.trunk_is_optional).filter(fits);
        let after_code = || digits.strip_prefix(self.code).filter(|_| digits.len() > most).filter(fits);
        after_trunk.or_else(whole).or_else(after_code)
    }

    /// In North America both the area and the exchange begin with 2 to 9; elsewhere no number begins with 0.
    fn is_number(&self, digits: &str) -> bool {
        let from_two = |at: usize| matches!(digits.as_bytes().get(at), Some(b'2'..=b'9'));
        if self.code == "1" { from_two(0) && from_two(3) } else { !digits.starts_with('0') }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_region_then_by_language() {
        for (tag, code) in [
            ("en-US", "1"),
            ("en", "1"),
            ("", "1"),
            ("en-GB", "44"),
            ("es", "34"),
            ("es-MX", "52"),
            ("es-US", "1"),
            ("fr-CA", "1"),
            ("fr-CH", "41"),
            ("de-AT", "43"),
            ("pt", "55"),
            ("pt-PT", "351"),
            ("ja-JP", "1"),
        ] {
            assert_eq!(country(tag).code, code, "{tag}");
        }
    }
}
