//! The provider's parameters under the names that flows use.

use std::collections::BTreeMap;

use super::form::Form;
use crate::program::Reads;

/// The longest value a flow sees; add-on results can be far longer and are of no use in a prompt.
const VALUE_MAX: usize = 4096;
/// All names and values together: they ride along in the session's log.
const TOTAL_MAX: usize = 32 * 1024;
const NAME_MAX: usize = 128;

/// The parameters that a flow reads, in snake case, the first of each name. Values are cut at [`VALUE_MAX`] bytes, and
/// what comes after [`TOTAL_MAX`] bytes is left out.
pub(super) fn named(form: &Form<'_>, reads: &Reads) -> BTreeMap<String, String> {
    let mut total = 0;
    let mut params = BTreeMap::new();
    for (name, value) in form.iter() {
        let name = snake_case(&String::from_utf8_lossy(name));
        if !reads.contains(&name) {
            continue;
        }
        let value = String::from_utf8_lossy(value);
        let value = cut(&value, VALUE_MAX);
        total += name.len() + value.len();
        if total > TOTAL_MAX {
            break;
        }
        if !name.is_empty() && name.len() <= NAME_MAX {
            params.entry(name).or_insert_with(|| value.to_owned());
        }
    }
    params
}

/// `FromCity` → `from_city`, `SipHeader_X-Id` → `sip_header_x_id`, `MediaUrl0` → `media_url0`.
fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = None::<char>;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        } else {
            let starts_word = letter.is_ascii_uppercase()
                && before.is_some_and(|last| {
                    last.is_ascii_lowercase()
                        || last.is_ascii_digit()
                        || (last.is_ascii_uppercase() && letters.peek().is_some_and(char::is_ascii_lowercase))
                });
            if starts_word {
                out.push('_');
            }
            out.push(letter.to_ascii_lowercase());
        }
        before = Some(letter);
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        let cases = [
            ("FromCity", "from_city"),
            ("AccountSid", "account_sid"),
            ("WaId", "wa_id"),
            ("msg", "msg"),
            ("MediaUrl10", "media_url10"),
            ("SipHeader_X-Id", "sip_header_x_id"),
            ("URLPath", "url_path"),
            ("flow=42", "flow_42"),
            ("__é", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }

    fn everything(body: &[u8]) -> BTreeMap<String, String> {
        named(&Form::parse(body).unwrap(), &Reads::everything())
    }

    #[test]
    fn only_what_is_read_is_taken() {
        let mut reads = Reads::default();
        let form = Form::parse(b"FromCity=Ann+Arbor&FromZip=48104").unwrap();
        assert_eq!(named(&form, &reads), BTreeMap::new());
        reads.add("from_city");
        assert_eq!(named(&form, &reads), BTreeMap::from([("from_city".to_owned(), "Ann Arbor".to_owned())]));
    }

    #[test]
    fn the_first_of_a_name_counts() {
        let params = everything(b"A=1&A=2&B=%FF");
        assert_eq!(params.get("a").unwrap(), "1");
        assert_eq!(params.get("b").unwrap(), "\u{FFFD}");
    }

    #[test]
    fn sizes_are_bounded() {
        let body = format!("AddOns={}&Rest=1", "é".repeat(VALUE_MAX));
        let params = everything(body.as_bytes());
        assert_eq!(params.get("add_ons").unwrap().len(), VALUE_MAX);
        let body: String = (0..64).map(|n| format!("P{n}={}&", "x".repeat(1024))).collect();
        let params = everything(body.as_bytes());
        assert!(params.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() <= TOTAL_MAX);
    }
}
