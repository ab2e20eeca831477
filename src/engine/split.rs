use sha2::{Digest, Sha256};

use crate::program::Split;

/// Where a person goes: the same way whenever they come by, on each channel, and independent of any other split.
pub fn split(flow: &str, split: &Split, person: &str) -> Option<usize> {
    let mut hash = Sha256::new();
    for part in [flow, &split.text, person] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let first = hash.finalize().into_iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(byte));
    let mut left = u32::try_from(first % 100).unwrap_or_default();
    for (percent, to) in &split.arms {
        match left.checked_sub(*percent) {
            Some(rest) => left = rest,
            None => return Some(*to),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_as_large_as_they_say_and_stay() {
        let own = Split { text: "split { 80% -> a 20% -> b }".to_owned(), arms: vec![(80, 1), (20, 2)] };
        let other = Split { text: "split { 80% -> b 20% -> a }".to_owned(), arms: vec![(80, 1), (20, 2)] };
        let people: Vec<String> = (0..5_000).map(|n| format!("+1555{n:07}")).collect();
        let count = |of: &dyn Fn(&str) -> bool| people.iter().filter(|person| of(person)).count();
        let first = |shares: &Split, person: &str| split("support", shares, person) == Some(1);
        let share = count(&|person| first(&own, person));
        assert!((3_900..4_100).contains(&share), "{share} of 5000");
        let both = count(&|person| first(&own, person) && first(&other, person));
        assert!((3_050..3_350).contains(&both), "one split does not decide another: {both}");
        assert_eq!(split("support", &own, "+15550100001"), split("support", &own, "+15550100001"));
    }
}
