//! The provider's API: the request that sends a message, and what its answer says.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::value::Channel;

/// A message as the API takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Create {
    /// As [`address`] writes it.
    pub to: String,
    /// Our number, as [`address`] writes it, or a messaging service's SID (`MG…`).
    pub from: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

/// A template that the provider keeps, and what fills it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `HX…`
    pub sid: String,
    /// By name, as `1`.
    pub variables: Vec<(String, String)>,
}

/// What became of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// The provider has it, under this SID.
    Taken { sid: String },
    /// Another try may succeed.
    Again { why: String },
    /// Another try would come to the same.
    Refused { code: Option<u32>, why: String },
}

/// A number as the API names it: WhatsApp's have a prefix.
pub fn address(channel: Channel, number: &str) -> String {
    match channel {
        Channel::Whatsapp => format!("whatsapp:{number}"),
        Channel::Sms | Channel::Voice => number.to_owned(),
    }
}

/// The path below the API's address.
pub fn path(account: &str) -> String {
    format!("/2010-04-01/Accounts/{}/Messages.json", encoded(account))
}

/// The form that is posted there. `callback` is told what becomes of the message.
pub fn form(message: &Create, callback: Option<&str>) -> String {
    let sender = if is_service(&message.from) { "MessagingServiceSid" } else { "From" };
    let mut pairs = vec![("To", message.to.clone()), (sender, message.from.clone())];
    if !message.body.is_empty() {
        pairs.push(("Body", message.body.clone()));
    }
    pairs.extend(message.media.iter().map(|url| ("MediaUrl", url.clone())));
    if let Some(content) = &message.content {
        pairs.push(("ContentSid", content.sid.clone()));
        if !content.variables.is_empty() {
            pairs.push(("ContentVariables", variables(&content.variables)));
        }
    }
    pairs.extend(callback.map(|url| ("StatusCallback", url.to_owned())));
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    pairs.join("&")
}

fn is_service(sender: &str) -> bool {
    sender.strip_prefix("MG").is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn variables(variables: &[(String, String)]) -> String {
    let object = variables.iter().map(|(name, value)| (name.clone(), serde_json::Value::from(value.as_str())));
    serde_json::Value::Object(object.collect()).to_string()
}

/// All but what means itself in a form (RFC 3986, 2.3).
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNSAFE).to_string()
}

/// Numbers under which the provider says that there is too much at the moment, whatever the status: the account's, a
/// sender's queue, a sender's rate, WhatsApp's rate.
const BUSY: [u32; 4] = [20429, 21611, 14107, 63018];

/// Statuses that say nothing against the message. 401 and 403 are here: the operator mends a token.
const LATER: [u16; 7] = [401, 403, 408, 409, 423, 425, 429];

#[derive(Default, Deserialize)]
struct Answer {
    sid: Option<String>,
    code: Option<u32>,
}

/// Reads the API's answer. What is told of it holds no text and no number of a person.
pub fn answer(status: u16, body: &[u8]) -> Created {
    let read: Answer = serde_json::from_slice(body).unwrap_or_default();
    let code = read.code.filter(|code| *code != 0);
    match read.sid {
        Some(sid) if (200..300).contains(&status) && is_sid(&sid) => return Created::Taken { sid },
        _ => {}
    }
    let why = match code {
        Some(code) => format!("status {status}, error {code}{}", meaning(code)),
        None => format!("status {status}"),
    };
    // A 2xx without a SID is no answer of this API: something else has answered in its place.
    let later = LATER.contains(&status) || !(400..500).contains(&status) || code.is_some_and(|c| BUSY.contains(&c));
    if later { Created::Again { why } } else { Created::Refused { code, why } }
}

fn is_sid(text: &str) -> bool {
    let id = text.strip_prefix("SM").or_else(|| text.strip_prefix("MM"));
    id.is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What the commonest numbers mean; the provider's own words can hold the person's number.
fn meaning(code: u32) -> &'static str {
    match code {
        20003 => ": the auth token is not the account's",
        20404 => ": there is no such account",
        20429 => ": too many requests",
        21211 | 21614 => ": no number that can get messages",
        21408 => ": the account may not send to this country",
        21606 | 21659 | 63007 => ": our number cannot send this",
        21608 => ": a trial account sends to verified numbers only",
        21610 => ": the person has opted out",
        21611 => ": the sender's queue is full",
        21617 => ": the text is too long",
        63016 => ": outside WhatsApp's 24 hours only a template may be sent",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::form::Form;
    use super::*;

    const SID: &str = "SM0123456789abcdef0123456789abcdef";

    fn message() -> Create {
        Create {
            to: address(Channel::Whatsapp, "+15550100001"),
            from: address(Channel::Whatsapp, "+15550100000"),
            body: "1 + 1 = 2 & more".to_owned(),
            media: vec!["https://m.example/a b".to_owned(), "https://m.example/2".to_owned()],
            content: None,
        }
    }

    #[test]
    fn a_message_as_the_api_takes_it() {
        assert_eq!(path("AC1"), "/2010-04-01/Accounts/AC1/Messages.json");
        assert_eq!(
            form(&message(), Some("https://ivr.example.com/status/message/f/x")),
            "To=whatsapp%3A%2B15550100001&From=whatsapp%3A%2B15550100000&Body=1%20%2B%201%20%3D%202%20%26%20more\
             &MediaUrl=https%3A%2F%2Fm.example%2Fa%20b&MediaUrl=https%3A%2F%2Fm.example%2F2\
             &StatusCallback=https%3A%2F%2Fivr.example.com%2Fstatus%2Fmessage%2Ff%2Fx"
        );
        let content = Content { sid: "HX1".to_owned(), variables: vec![("1".to_owned(), "A\"B".to_owned())] };
        let service = format!("MG{}", "0a".repeat(16));
        let template = Create { from: service.clone(), body: String::new(), media: Vec::new(), ..message() };
        let template = Create { content: Some(content), ..template };
        let written = form(&template, None);
        let read = Form::parse(written.as_bytes()).unwrap();
        assert_eq!(read.get("MessagingServiceSid").unwrap(), service);
        assert_eq!(read.get("ContentVariables").unwrap(), r#"{"1":"A\"B"}"#);
        assert!(read.get("From").is_none() && read.get("Body").is_none());
    }

    #[test]
    fn answers_are_final_or_not() {
        let error = |code: u32| format!("{{\"code\":{code},\"message\":\"to +15550100001\",\"status\":400}}");
        assert_eq!(answer(201, format!("{{\"sid\":\"{SID}\"}}").as_bytes()), Created::Taken { sid: SID.to_owned() });
        for (status, body) in [
            (429, error(20429)),
            (400, error(21611)),
            (400, error(14107)),
            (401, error(20003)),
            (500, String::new()),
            (503, "<html>".to_owned()),
            (200, "<html>".to_owned()),
            (201, "{\"sid\":\"x\"}".to_owned()),
            (302, String::new()),
        ] {
            assert!(matches!(answer(status, body.as_bytes()), Created::Again { .. }), "{status} {body}");
        }
        for (status, code) in [(400, 21610), (400, 21211), (400, 63016), (404, 20404)] {
            let Created::Refused { code: told, why } = answer(status, error(code).as_bytes()) else { panic!("{code}") };
            assert_eq!(told, Some(code));
            assert!(why.contains(&code.to_string()) && !why.contains("+1555"), "{why}");
        }
        assert_eq!(answer(400, b""), Created::Refused { code: None, why: "status 400".to_owned() });
    }

    proptest! {
        #[test]
        fn every_text_comes_back_from_the_form(
            to in "\\PC{0,20}", body in any::<String>(), media in proptest::collection::vec("\\PC{0,40}", 0..4),
            names in proptest::collection::btree_map("\\PC{1,4}", any::<String>(), 0..4), callback: Option<String>,
        ) {
            let content = Content { sid: "HX1".to_owned(), variables: names.clone().into_iter().collect() };
            let message = Create { to: to.clone(), body: body.clone(), media: media.clone(), content: Some(content), ..message() };
            let written = form(&message, callback.as_deref());
            prop_assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%&=-._~".contains(&byte)));
            let read = Form::parse(written.as_bytes()).unwrap();
            let values = |name: &str| read.values(name).map(|v| String::from_utf8(v.to_vec()).unwrap()).collect::<Vec<_>>();
            prop_assert_eq!(values("To"), [to]);
            prop_assert_eq!(values("Body"), if body.is_empty() { vec![] } else { vec![body] });
            prop_assert_eq!(values("MediaUrl"), media);
            prop_assert_eq!(values("StatusCallback"), callback.into_iter().collect::<Vec<_>>());
            if !names.is_empty() {
                let json: std::collections::BTreeMap<String, String> = serde_json::from_str(&values("ContentVariables")[0]).unwrap();
                prop_assert_eq!(json, names);
            }
        }

        #[test]
        fn any_answer_is_read(status: u16, body in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = answer(status, &body);
        }
    }
}
