//! Parameters that may have been signed instead of the ones that were seen.

use unicode_normalization::UnicodeNormalization as _;

use super::suspect::{Pairs, Suspect};
use crate::channel::twilio::form::Form;

/// Parameters that often come empty, and that a parser which drops blank values loses.
const OFTEN_BLANK: [&str; 22] = [
    "Body",
    "Digits",
    "FinishedOnKey",
    "SpeechResult",
    "Confidence",
    "ForwardedFrom",
    "CallerName",
    "FromCity",
    "FromState",
    "FromZip",
    "FromCountry",
    "ToCity",
    "ToState",
    "ToZip",
    "ToCountry",
    "CallerCity",
    "CallerState",
    "CallerZip",
    "CalledCity",
    "CalledState",
    "CalledZip",
    "CalledCountry",
];
/// What trimming takes away.
const TRIMMED: [(&str, &str); 6] = [("", " "), (" ", ""), (" ", " "), ("", "\n"), ("", "\r\n"), ("", "  ")];

pub(super) fn suspects(seen: &Pairs, query: &str) -> Vec<Suspect<Pairs>> {
    let mut suspects = whole(seen, query);
    for (at, (name, value)) in seen.iter().enumerate() {
        let shown = String::from_utf8_lossy(name);
        let mut add = |value: Option<Vec<u8>>, when: String| {
            let mut signed = seen.clone();
            match (value, signed.get_mut(at)) {
                (Some(value), Some(pair)) => pair.1 = value,
                _ => drop(signed.remove(at)),
            }
            suspects.push(Suspect { signed, when });
        };
        add(None, format!("without the parameter `{shown}`: something added it on the way"));
        for (before, after) in TRIMMED {
            let signed = [before.as_bytes(), value, after.as_bytes()].concat();
            add(Some(signed), format!("with white space around the value of `{shown}`: something trimmed it"));
        }
        if value.trim_ascii() != value {
            add(Some(value.trim_ascii().to_vec()), format!("without the white space around the value of `{shown}`"));
        }
    }
    for name in OFTEN_BLANK.into_iter().filter(|name| seen.iter().all(|(other, _)| other != name.as_bytes())) {
        let mut signed = seen.clone();
        signed.push((name.as_bytes().to_vec(), Vec::new()));
        let when =
            format!("with an empty parameter `{name}`: something dropped it, as parsers that skip blank values do");
        suspects.push(Suspect { signed, when });
    }
    suspects
}

/// Changes that touch all pairs alike.
fn whole(seen: &Pairs, query: &str) -> Vec<Suspect<Pairs>> {
    let mut suspects = Vec::new();
    let mut add = |signed: Pairs, when: &str| {
        if signed != *seen {
            suspects.push(Suspect { signed, when: when.to_owned() });
        }
    };
    let blanks = OFTEN_BLANK.into_iter().filter(|name| seen.iter().all(|(other, _)| other != name.as_bytes()));
    let places = blanks.filter(|name| name.ends_with("City") || name.ends_with("State") || name.ends_with("Zip"));
    let with_places = seen.iter().cloned().chain(places.map(|name| (name.as_bytes().to_vec(), Vec::new()))).collect();
    add(with_places, "with empty parameters for the missing places: something dropped blank values");
    add(Pairs::new(), "without any parameters: it is the signature of a GET or of a JSON body");
    let of_query: Pairs = match Form::parse(query.as_bytes()) {
        Ok(form) => form.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect(),
        Err(_) => Pairs::new(),
    };
    let joined = seen.iter().cloned().chain(of_query).collect();
    add(joined, "with the query's parameters counted among the body's");
    let filled = seen.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    add(filled, "without the empty parameters: something added them on the way");
    add(
        each(seen, |value| value.replace(' ', "+")),
        "with `+` where there is a space: something decoded the body twice",
    );
    add(
        each(seen, |value| value.replace('+', " ")),
        "with a space where there is `+`: the body holds `+` where it needs `%2B`",
    );
    add(each(seen, |value| value.replace('\n', "\r\n")), "with CR LF line ends: something rewrote them");
    add(each(seen, |value| value.replace("\r\n", "\n")), "with LF line ends: something rewrote them");
    add(each(seen, |value| value.nfd().collect()), "with decomposed accents: something normalised the text");
    add(each(seen, |value| value.nfc().collect()), "with composed accents: something normalised the text");
    add(last_of_each(seen), "with the last value of each repeated parameter only");
    suspects
}

fn each(seen: &Pairs, change: impl Fn(&str) -> String) -> Pairs {
    let changed =
        |value: &Vec<u8>| std::str::from_utf8(value).map_or_else(|_| value.clone(), |text| change(text).into_bytes());
    seen.iter().map(|(name, value)| (name.clone(), changed(value))).collect()
}

fn last_of_each(seen: &Pairs) -> Pairs {
    let is_last = |at: usize, name: &[u8]| seen.iter().skip(at + 1).all(|(other, _)| other != name);
    seen.iter().enumerate().filter(|(at, (name, _))| is_last(*at, name)).map(|(_, pair)| pair.clone()).collect()
}
