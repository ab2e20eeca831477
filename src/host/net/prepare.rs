//! A request with its secrets put in, each escaped for where it stands.

use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Secrets;
use crate::address::Url;
use crate::engine::{Field, Payload, Piece, Request};
use crate::program::Method;

/// All but the characters that mean themselves in every part of an address (RFC 3986, 2.3).
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What goes over the line.
#[derive(Clone)]
pub(super) struct Prepared {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Option<String>,
}

impl Prepared {
    /// The request that a redirect asks for: 307 and 308 keep method and body, the others ask for what is there now
    /// (RFC 9110, 15.4).
    pub fn redirected(&self, url: Url, code: u16) -> Prepared {
        let keeps = matches!(code, 307 | 308) || matches!(self.method, Method::Get | Method::Head);
        if keeps {
            return Prepared { url, ..self.clone() };
        }
        let mut headers = self.headers.clone();
        headers.retain(|(name, _)| name != CONTENT_TYPE);
        Prepared { method: Method::Get, url, headers, body: None }
    }
}

pub(super) fn prepare(request: &Request, secrets: Secrets<'_>) -> Result<Prepared, String> {
    let mut url = Url::parse(&request.url).map_err(|refusal| format!("its address cannot be used: {refusal}"))?;
    for (name, value) in pairs(&request.query, secrets)? {
        url.target.push(if url.target.contains('?') { '&' } else { '?' });
        url.target.push_str(&format!("{}={}", encoded(&name), encoded(&value)));
    }
    let mut headers = Vec::new();
    for (name, value) in pairs(&request.headers, secrets)? {
        let clean: String = value.chars().filter(|c| !c.is_control()).collect();
        let header = HeaderName::from_bytes(name.as_bytes()).ok();
        let mut content = HeaderValue::from_bytes(clean.trim().as_bytes()).ok();
        // Never shown by anything that prints a request.
        content.iter_mut().for_each(|value| value.set_sensitive(true));
        headers.push(header.zip(content).ok_or_else(|| format!("the header `{name}` cannot be sent"))?);
    }
    let (kind, body) = match &request.body {
        None => (None, None),
        Some(Payload::Json(pieces)) => (Some("application/json"), Some(joined(pieces, secrets, within_json)?)),
        Some(Payload::Form(fields)) => {
            let pairs = pairs(fields, secrets)?;
            let pairs: Vec<String> =
                pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
            (Some("application/x-www-form-urlencoded"), Some(pairs.join("&")))
        }
    };
    if let Some(kind) = kind.filter(|_| !headers.iter().any(|(name, _)| name == CONTENT_TYPE)) {
        headers.push((CONTENT_TYPE, HeaderValue::from_static(kind)));
    }
    Ok(Prepared { method: request.method, url, headers, body })
}

fn pairs(fields: &[Field], secrets: Secrets<'_>) -> Result<Vec<(String, String)>, String> {
    fields.iter().map(|field| Ok((field.name.clone(), joined(&field.value, secrets, str::to_owned)?))).collect()
}

fn joined(pieces: &[Piece], secrets: Secrets<'_>, escape: fn(&str) -> String) -> Result<String, String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Secret(name) => {
                let secret = secrets(name).ok_or_else(|| format!("the secret `{name}` is not set"))?;
                text.push_str(&escape(&secret));
            }
        }
    }
    Ok(text)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNSAFE).to_string()
}

/// A text as JSON has it, without its quotes.
fn within_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(name: &str) -> Option<String> {
        (name == "key").then(|| "a\"b&c".to_owned())
    }

    fn field(name: &str, value: Vec<Piece>) -> Field {
        Field { name: name.to_owned(), value }
    }

    fn request(body: Option<Payload>) -> Request {
        Request {
            id: 1,
            method: Method::Post,
            url: "https://h.example/p?a=1".to_owned(),
            headers: vec![field("X-Key", vec![Piece::Text("k ".to_owned()), Piece::Secret("key".to_owned())])],
            query: vec![field("b c", vec![Piece::Secret("key".to_owned())])],
            body,
            timeout_ms: 1,
            retries: 0,
            repeatable: false,
        }
    }

    #[test]
    fn secrets_are_escaped_for_where_they_stand() {
        let json =
            vec![Piece::Text("{\"k\":\"".to_owned()), Piece::Secret("key".to_owned()), Piece::Text("\"}".to_owned())];
        let made = prepare(&request(Some(Payload::Json(json))), &secrets).unwrap();
        assert_eq!(made.url.target, "/p?a=1&b%20c=a%22b%26c");
        assert_eq!(made.body.unwrap(), r#"{"k":"a\"b&c"}"#);
        assert_eq!(made.headers[0].1.as_bytes(), b"k a\"b&c");
        assert!(made.headers[0].1.is_sensitive());
        let form = vec![field("f", vec![Piece::Secret("key".to_owned())])];
        assert_eq!(prepare(&request(Some(Payload::Form(form))), &secrets).unwrap().body.unwrap(), "f=a%22b%26c");
    }

    #[test]
    fn a_missing_secret_is_named_and_lines_cannot_be_broken() {
        let mut asked = request(None);
        asked.headers = vec![field("X", vec![Piece::Text("a\r\nEvil: b".to_owned())])];
        assert_eq!(prepare(&asked, &secrets).unwrap().headers[0].1.as_bytes(), b"aEvil: b");
        asked.headers = vec![field("X", vec![Piece::Secret("other".to_owned())])];
        assert_eq!(prepare(&asked, &secrets).err().unwrap(), "the secret `other` is not set");
    }
}
