use std::borrow::Cow;

/// More pairs than any webhook carries: the fullest known sends about 60, custom SIP headers and parameters add some
/// dozens. It bounds what a hostile body can make us sort.
pub const MAX_PAIRS: usize = 512;

/// The pairs of a form body or a query, parsed once for the signature and for the flow.
///
/// Names and values are percent-decoded **bytes**: the sender signs bytes, and replacing invalid UTF-8 would change
/// what was signed. Order and repeats are kept. Only `&` separates pairs.
#[derive(Debug, Clone, Default)]
pub struct Form<'a> {
    /// What it was parsed from; empty where it was not parsed.
    text: &'a [u8],
    pairs: Vec<Pair<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'a> {
    pub name: Cow<'a, [u8]>,
    pub value: Cow<'a, [u8]>,
}

/// More than [`MAX_PAIRS`] pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyPairs;

impl std::error::Error for TooManyPairs {}

impl std::fmt::Display for TooManyPairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the form has more than {MAX_PAIRS} pairs")
    }
}

impl<'a> Form<'a> {
    /// Parses a form body, or a query without its `?`.
    pub fn parse(text: &'a [u8]) -> Result<Form<'a>, TooManyPairs> {
        let mut pairs = Vec::with_capacity(32);
        for piece in text.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty()) {
            if pairs.len() == MAX_PAIRS {
                return Err(TooManyPairs);
            }
            let mut halves = piece.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default());
            let value = decode(halves.next().unwrap_or_default());
            pairs.push(Pair { name, value });
        }
        Ok(Form { text, pairs })
    }

    /// The body's pairs where the content type says that it is a form, otherwise none.
    pub fn of_body(content_type: Option<&str>, body: &'a [u8]) -> Result<Form<'a>, TooManyPairs> {
        if is_form(content_type) { Form::parse(body) } else { Ok(Form::default()) }
    }

    /// From decoded pairs, for what is not on the wire: signing by hand and tests.
    pub fn from_pairs(pairs: &[(&'a str, &'a str)]) -> Form<'a> {
        let pair = |(name, value): &(&'a str, &'a str)| Pair {
            name: Cow::Borrowed(name.as_bytes()),
            value: Cow::Borrowed(value.as_bytes()),
        };
        Form { text: &[], pairs: pairs.iter().map(pair).collect() }
    }

    /// The first value of this name, with U+FFFD for bytes that are not UTF-8.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.values(name).next().map(String::from_utf8_lossy)
    }

    /// All values of this name, in order.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.pairs.iter().filter(move |pair| *pair.name == *name.as_bytes()).map(|pair| &*pair.value)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], &[u8])> {
        self.pairs.iter().map(|pair| (&*pair.name, &*pair.value))
    }

    /// As it came.
    pub fn text(&self) -> &'a [u8] {
        self.text
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// Whether a content type names an urlencoded form; its parameters (`; charset=…`) do not matter.
pub fn is_form(content_type: Option<&str>) -> bool {
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'+') {
        return percent_encoding::percent_decode(text).into();
    }
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    if spaced.contains(&b'%') {
        Cow::Owned(percent_encoding::percent_decode(&spaced).collect())
    } else {
        Cow::Owned(spaced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let form = Form::parse(text.as_bytes()).unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        form.iter().map(|(name, value)| (text(name), text(value))).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn keeps_order_repeats_and_blanks() {
        assert_eq!(
            pairs("b=2&a=1&b=2&c=&d"),
            [("b", "2"), ("a", "1"), ("b", "2"), ("c", ""), ("d", "")].map(|p| pair(p.0, p.1))
        );
        assert_eq!(pairs("&&=x&"), [pair("", "x")]);
    }

    #[test]
    fn decodes_each_side_once() {
        assert_eq!(pairs("a+b=%2B+%2525"), [pair("a b", "+ %25")]);
        assert_eq!(pairs("a=b=c%3Dd;e"), [pair("a", "b=c=d;e")]);
        assert_eq!(pairs("a=100%&b=%zz"), [pair("a", "100%"), pair("b", "%zz")]);
    }

    #[test]
    fn keeps_bytes_that_are_not_text() {
        let form = Form::parse(b"a=%FF%00").unwrap();
        assert_eq!(form.values("a").next(), Some(&[0xFF, 0x00][..]));
        assert_eq!(form.get("a").as_deref(), Some("\u{FFFD}\0"));
    }

    #[test]
    fn borrows_what_needs_no_decoding() {
        let form = Form::parse(b"Digits=12").unwrap();
        assert!(matches!(form.pairs[0].value, Cow::Borrowed(_)));
    }

    #[test]
    fn refuses_more_pairs_than_any_webhook_has() {
        assert!(Form::parse("a=1&".repeat(MAX_PAIRS).as_bytes()).is_ok());
        assert_eq!(Form::parse("a=1&".repeat(MAX_PAIRS + 1).as_bytes()).unwrap_err(), TooManyPairs);
    }

    #[test]
    fn knows_a_form_by_its_content_type() {
        assert!(is_form(Some("application/x-www-form-urlencoded; charset=UTF-8")));
        assert!(!is_form(Some("application/json")));
        assert!(!is_form(None));
    }
}
