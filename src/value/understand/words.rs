/// Words for 0 to 19 by their place.
pub(super) const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// Words for 20, 30 … 90 by their place.
pub(super) const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What one English number word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// 0 to 19.
    Small(u32),
    /// 20, 30 … 90.
    Ten(u32),
    Hundred,
    Thousand,
}

pub(super) fn word(text: &str) -> Option<Word> {
    let place = |words: &[&str]| words.iter().position(|w| *w == text).and_then(|p| u32::try_from(p).ok());
    match text {
        "hundred" => Some(Word::Hundred),
        "thousand" => Some(Word::Thousand),
        "oh" | "o" => Some(Word::Small(0)),
        "fourty" => Some(Word::Ten(40)),
        _ => place(&SMALL).map(Word::Small).or_else(|| place(&TENS).map(|p| Word::Ten(20 + 10 * p))),
    }
}

/// The number that English words say, from 0 to 999,999: `twenty three`, `two hundred and five`, `a hundred`,
/// `twelve thousand`. Words in a row that make no one number, such as `one two`, give `None`.
pub fn spoken_number(words: &[&str]) -> Option<u32> {
    let parts: Vec<&str> = words.iter().flat_map(|w| w.split('-')).filter(|w| *w != "and").collect();
    let thousand = parts.iter().position(|w| *w == "thousand");
    let (thousands, rest) = match thousand {
        Some(at) => (parts.get(..at)?, parts.get(at + 1..)?),
        None => (&[][..], parts.as_slice()),
    };
    match thousand {
        Some(_) => {
            let thousands = below_thousand(thousands)?;
            let rest = if rest.is_empty() { 0 } else { below_thousand(rest)? };
            (thousands > 0).then_some(thousands * 1_000 + rest)
        }
        None => below_thousand(rest),
    }
}

fn below_thousand(words: &[&str]) -> Option<u32> {
    match words.iter().position(|w| *w == "hundred") {
        Some(at) => {
            let count = match words.get(..at)? {
                ["a"] => 1,
                [one] => match word(one)? {
                    Word::Small(n @ 1..=9) => n,
                    _ => return None,
                },
                _ => return None,
            };
            let rest = words.get(at + 1..)?;
            Some(count * 100 + if rest.is_empty() { 0 } else { below_hundred(rest)? })
        }
        None if words == ["a"] => None,
        None => below_hundred(words),
    }
}

fn below_hundred(words: &[&str]) -> Option<u32> {
    match words {
        [one] => match word(one)? {
            Word::Small(n) | Word::Ten(n) => Some(n),
            _ => None,
        },
        [ten, one] => match (word(ten)?, word(one)?) {
            (Word::Ten(t), Word::Small(n @ 1..=9)) => Some(t + n),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(text: &str) -> Option<u32> {
        spoken_number(&text.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn says() {
        for (text, number) in [
            ("zero", 0),
            ("twelve", 12),
            ("twenty three", 23),
            ("twenty-three", 23),
            ("a hundred", 100),
            ("two hundred and five", 205),
            ("nine hundred ninety nine", 999),
            ("one thousand", 1_000),
            ("twelve thousand three hundred forty five", 12_345),
            ("nine hundred ninety nine thousand nine hundred and ninety nine", 999_999),
            ("fourty two", 42),
        ] {
            assert_eq!(spoken(text), Some(number), "{text}");
        }
        for text in ["one two", "twenty thirteen", "hundred", "thousand", "ten hundred", "five twenty", "a", "and", "x"]
        {
            assert_eq!(spoken(text), None, "{text}");
        }
    }

    #[test]
    fn every_number_can_be_said() {
        fn say(n: usize) -> String {
            match n {
                0..20 => SMALL[n].to_owned(),
                20..100 if n.is_multiple_of(10) => TENS[n / 10 - 2].to_owned(),
                20..100 => format!("{} {}", TENS[n / 10 - 2], SMALL[n % 10]),
                100..1000 if n.is_multiple_of(100) => format!("{} hundred", SMALL[n / 100]),
                100..1000 => format!("{} hundred and {}", SMALL[n / 100], say(n % 100)),
                _ if n.is_multiple_of(1000) => format!("{} thousand", say(n / 1000)),
                _ => format!("{} thousand {}", say(n / 1000), say(n % 1000)),
            }
        }
        for n in (0..1_000).chain((1_000..1_000_000).step_by(977)) {
            assert_eq!(spoken(&say(n)), u32::try_from(n).ok(), "{}", say(n));
        }
    }
}
