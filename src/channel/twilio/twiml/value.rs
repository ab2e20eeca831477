//! Attribute and text values that are right by construction.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What no address may hold in the clear; everything else stays as it was written.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
/// Longer addresses are refused by most servers on the way.
const URL_MAX: usize = 4096;
const SIP_MAX: usize = 255;
const CLIENT_MAX: usize = 256;
const CONFERENCE_MAX: usize = 128;
const QUEUE_MAX: usize = 64;
const LABEL_MAX: usize = 200;
/// A year-long wait is a mistake; an hour is the longest that a line stays silent.
const SECONDS_MAX: i64 = 3600;

/// An absolute `http` or `https` address, or a reference below our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url(String);

impl Url {
    /// Spaces and other characters that no address may hold are percent-encoded, nothing else is touched.
    pub(super) fn new(text: &str) -> Option<Url> {
        let text = text.trim();
        let encoded = utf8_percent_encode(text, UNSAFE).to_string();
        let scheme_end =
            text.find([':', '/', '?', '#']).filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(':')));
        let fits = match scheme_end.and_then(|end| text.split_at_checked(end)) {
            None => !text.is_empty() && !text.starts_with("//"),
            Some((scheme, rest)) => {
                let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
                let host = rest.strip_prefix("://").unwrap_or_default();
                web && !host.is_empty() && !host.starts_with(['/', '?', '#', ':', '@'])
            }
        };
        (fits && encoded.len() <= URL_MAX).then_some(Url(encoded))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whole seconds, at least one: milliseconds rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seconds(i64);

impl Seconds {
    pub(super) fn from_ms(ms: i64) -> Seconds {
        Seconds::up_to(ms, SECONDS_MAX)
    }

    pub(super) fn up_to(ms: i64, max: i64) -> Seconds {
        Seconds(ms.saturating_add(999).div_euclid(1000).clamp(1, max))
    }

    pub(super) fn count(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A language tag such as `en-US`.
pub(super) fn language(tag: &str) -> Option<&str> {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (tag.len() <= 35 && tag.split('-').all(part)).then_some(tag)
}

/// A voice such as `Polly.Joanna-Neural`.
pub(super) fn voice(name: &str) -> Option<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    ((1..=64).contains(&name.len()) && name.bytes().all(fits)).then_some(name)
}

/// A number that can be dialled; how people write numbers (spaces, dots, dashes, brackets) is taken out.
pub(super) fn phone(text: &str) -> Option<String> {
    let number: String =
        text.chars().filter(|character| !" .-()/\u{A0}\u{202F}\u{2011}".contains(*character)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits =
        (2..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit() || b"*#".contains(&byte));
    fits.then_some(number)
}

/// A SIP address; `sip:` is put before one without.
pub(super) fn sip(text: &str) -> Option<String> {
    let text = text.trim();
    let has_scheme = text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("sip:"))
        || text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("sips:"));
    let address = if has_scheme { text.to_owned() } else { format!("sip:{text}") };
    let rest = address.split_once(':').map_or("", |(_, rest)| rest);
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"<>\"".contains(&byte);
    let fits = !rest.is_empty() && address.len() <= SIP_MAX && address.bytes().all(plain);
    fits.then_some(address)
}

/// The address of a server that takes a call's sound: encrypted, without a query.
pub(super) fn socket(text: &str) -> Option<String> {
    let text = text.trim();
    let host = text.strip_prefix("wss://")?;
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"?#<>\"".contains(&byte);
    let fits = !host.is_empty() && !host.starts_with(['/', ':', '@']) && text.len() <= URL_MAX;
    (fits && text.bytes().all(plain)).then(|| text.to_owned())
}

/// An amount without the sign of a currency, to two digits.
pub(super) fn amount(text: &str) -> Option<String> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=9).contains(&whole.len()) && cents.len() <= 2 && digits(whole) && digits(cents);
    fits.then(|| if cents.is_empty() { whole.to_owned() } else { format!("{whole}.{cents:0<2}") })
}

/// A currency by its three letters.
pub(super) fn currency(text: &str) -> Option<String> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| text.to_ascii_lowercase())
}

/// A name that people gave to something of theirs at the provider.
pub(super) fn label(text: &str) -> Option<String> {
    named(text, LABEL_MAX)
}

pub(super) fn client(text: &str) -> Option<String> {
    named(text, CLIENT_MAX)
}

pub(super) fn conference(text: &str) -> Option<String> {
    named(text, CONFERENCE_MAX)
}

pub(super) fn queue(text: &str) -> Option<String> {
    named(text, QUEUE_MAX)
}

/// Who a dialled phone is told is calling: a number, or the name of a client or SIP user.
pub(super) fn caller_id(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+_.:@-".contains(&byte);
    let word = Some(text.trim()).filter(|word| (1..=CLIENT_MAX).contains(&word.len()) && word.bytes().all(plain));
    phone(text).or_else(|| word.map(str::to_owned))
}

/// The keys that may end an entry: up to `max` of them, none to switch that off.
pub(super) fn finish_keys(keys: &str, max: usize) -> Option<&str> {
    (keys.len() <= max && keys.bytes().all(|key| key.is_ascii_digit() || b"*#".contains(&key))).then_some(keys)
}

/// A name that is not blank, with nothing in it that cannot be written or seen.
fn named(text: &str, max: usize) -> Option<String> {
    let name = text.trim();
    let fits = !name.is_empty()
        && name.chars().count() <= max
        && !name.chars().any(|c| c.is_control() || !super::xml::is_allowed(c));
    fits.then(|| name.to_owned())
}

/// A text without the characters that XML cannot carry.
pub(super) fn writable(text: &str) -> Cow<'_, str> {
    if text.chars().all(super::xml::is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|character| super::xml::is_allowed(*character)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<String> {
        Url::new(text).map(|url| url.0)
    }

    #[test]
    fn addresses_are_of_the_web_or_our_own() {
        for text in ["https://a.b/c?d=e%20f#g", "HTTP://a", "/voice/support/3", "x.mp3", "?a=b:c"] {
            assert_eq!(url(text).as_deref(), Some(text));
        }
        assert_eq!(url(" https://a.b/ü x<y ").as_deref(), Some("https://a.b/%C3%BC%20x%3Cy"));
        for text in [
            "",
            " ",
            "//evil.example",
            "javascript:alert(1)",
            "file:///etc",
            "https:",
            "https://",
            "https:///x",
            "data:,x",
        ] {
            assert_eq!(url(text), None, "{text}");
        }
    }

    #[test]
    fn seconds_are_whole_and_at_least_one() {
        let seconds = |ms| Seconds::from_ms(ms).count();
        assert_eq!([i64::MIN, -5, 0, 1, 1000, 1001, i64::MAX].map(seconds), [1, 1, 1, 1, 1, 2, 3600]);
    }

    #[test]
    fn targets_are_what_they_say() {
        assert_eq!(phone("+1 (555) 010-0000").as_deref(), Some("+15550100000"));
        for text in ["", "+", "abc", "+1555;evil", "1"] {
            assert_eq!(phone(text), None, "{text}");
        }
        assert_eq!(sip("bob@example.com").as_deref(), Some("sip:bob@example.com"));
        assert_eq!(sip("SIPS:bob@example.com;a=b").as_deref(), Some("SIPS:bob@example.com;a=b"));
        assert_eq!(sip("bob smith@x"), None);
        assert_eq!(queue(&"q".repeat(65)), None);
        assert_eq!(client("\u{7}"), None);
        assert_eq!(finish_keys("12", 1), None);
        assert_eq!(finish_keys("", 1), Some(""));
        assert_eq!(language("en-US"), Some("en-US"));
        assert_eq!(language("en US"), None);
    }
}
