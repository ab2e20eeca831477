//! Strict patterns for what identifies a person, a call or a message.
//!
//! The signature joins names and values without separators, so one signature can fit several splits of the same text:
//! after it has been checked, each field must still look like itself.

use super::form::Form;

/// Longer than any address the provider sends; SIP addresses are the longest.
const ADDRESS_MAX: usize = 256;
/// Recording and media addresses are about 150 characters.
const URL_MAX: usize = 2048;

/// A parameter that is missing or does not look like itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    pub field: &'static str,
    pub why: &'static str,
}

impl std::error::Error for Malformed {}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the parameter `{}` {}", self.field, self.why)
    }
}

fn malformed(field: &'static str, why: &'static str) -> Malformed {
    Malformed { field, why }
}

/// The one value of a parameter; two different ones are refused, since the signature says nothing about their order.
pub(super) fn one(form: &Form<'_>, field: &'static str) -> Result<Option<String>, Malformed> {
    let mut values = form.values(field);
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|other| other != first) {
        return Err(malformed(field, "is given twice"));
    }
    let text = std::str::from_utf8(first).map_err(|_| malformed(field, "is not UTF-8"))?;
    Ok(Some(text.to_owned()))
}

/// As [`one`], where an empty value counts as none.
pub(super) fn filled(form: &Form<'_>, field: &'static str) -> Result<Option<String>, Malformed> {
    Ok(one(form, field)?.filter(|value| !value.is_empty()))
}

/// A SID: one of the two-letter prefixes and 32 hex digits.
pub(super) fn sid(form: &Form<'_>, field: &'static str, prefixes: &[&str]) -> Result<String, Malformed> {
    let value = one(form, field)?.ok_or(malformed(field, "is missing"))?;
    let hex = prefixes.iter().find_map(|prefix| value.strip_prefix(prefix));
    if hex.is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        Ok(value)
    } else {
        Err(malformed(field, "is not a SID of its kind"))
    }
}

pub(super) fn optional_sid(
    form: &Form<'_>,
    field: &'static str,
    prefixes: &[&str],
) -> Result<Option<String>, Malformed> {
    if filled(form, field)?.is_some() { sid(form, field, prefixes).map(Some) } else { Ok(None) }
}

/// Who is at an end of a call: a number, `sip:`, `client:`, or a word such as `anonymous`. Withheld comes as nothing,
/// and is `anonymous` here.
pub(super) fn call_party(form: &Form<'_>, field: &'static str) -> Result<String, Malformed> {
    let Some(value) = filled(form, field)? else { return Ok("anonymous".to_owned()) };
    let (scheme, rest) = value.split_once(':').unwrap_or(("", &value));
    let fits = match scheme {
        "" => is_number(rest) || is_word(rest),
        "sip" | "sips" => is_of(rest, |byte| byte.is_ascii_graphic() && !b"<>\"\\`{}|^".contains(&byte)),
        "client" => is_of(rest, |byte| byte.is_ascii_alphanumeric() || b"_.@%+~:=-".contains(&byte)),
        "whatsapp" => is_whatsapp(rest),
        _ => false,
    };
    if fits && value.len() <= ADDRESS_MAX { Ok(value) } else { Err(malformed(field, "is not a caller's address")) }
}

/// Who is at an end of a message, and whether by WhatsApp; without the `whatsapp:` prefix.
pub(super) fn message_party(form: &Form<'_>, field: &'static str) -> Result<(String, bool), Malformed> {
    let value = one(form, field)?.ok_or(malformed(field, "is missing"))?;
    let (rest, whatsapp) = value.strip_prefix("whatsapp:").map_or((&*value, false), |rest| (rest, true));
    let fits = if whatsapp { is_whatsapp(rest) } else { is_number(rest) || is_word(rest) };
    if fits { Ok((rest.to_owned(), whatsapp)) } else { Err(malformed(field, "is not a sender or recipient")) }
}

/// An `http` or `https` address.
pub(super) fn url(form: &Form<'_>, field: &'static str) -> Result<Option<String>, Malformed> {
    let Some(value) = filled(form, field)? else { return Ok(None) };
    let web = value.starts_with("https://") || value.starts_with("http://");
    if web && value.len() <= URL_MAX && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Some(value))
    } else {
        Err(malformed(field, "is not a web address"))
    }
}

/// Keys of a phone, the letters that some equipment sends included.
pub(super) fn keys(field: &'static str, value: String) -> Result<String, Malformed> {
    if is_of(&value, |byte| byte.is_ascii_digit() || b"#*ABCDabcd".contains(&byte)) {
        Ok(value)
    } else {
        Err(malformed(field, "holds something that is not a key"))
    }
}

/// A lower-case word such as `no-answer`.
pub(super) fn state(form: &Form<'_>, field: &'static str) -> Result<Option<String>, Malformed> {
    let Some(value) = filled(form, field)? else { return Ok(None) };
    if is_of(&value, |byte| byte.is_ascii_lowercase() || byte == b'-') {
        Ok(Some(value))
    } else {
        Err(malformed(field, "is not a state"))
    }
}

/// A whole number; absent and empty count as none, as does what the platform fills in for unknown (`-1`).
pub(super) fn count(form: &Form<'_>, field: &'static str) -> Result<Option<u32>, Malformed> {
    match filled(form, field)? {
        None => Ok(None),
        Some(value) if value == "-1" => Ok(None),
        Some(value) => value.parse().map(Some).map_err(|_| malformed(field, "is not a whole number")),
    }
}

/// A coordinate in degrees.
pub(super) fn degrees(form: &Form<'_>, field: &'static str) -> Result<Option<String>, Malformed> {
    let Some(value) = filled(form, field)? else { return Ok(None) };
    if value.len() <= 32 && value.parse::<f64>().is_ok_and(|number| number.abs() <= 180.0) {
        Ok(Some(value))
    } else {
        Err(malformed(field, "is not a coordinate"))
    }
}

/// E.164, or a short code; a number without its plus happens.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.len() <= 20 && is_of(digits, |byte| byte.is_ascii_digit())
}

/// An alphanumeric sender, or what stands for a withheld number.
fn is_word(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    begins && text.len() <= 32 && is_of(text, |byte| byte.is_ascii_alphanumeric() || b" &+_.-".contains(&byte))
}

/// A number, or the id that WhatsApp gives to who hides theirs (`US.13491208655302741918`).
fn is_whatsapp(text: &str) -> bool {
    is_number(text) || (text.len() <= 64 && is_of(text, |byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)))
}

fn is_of(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}
