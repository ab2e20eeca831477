//! Answers with a document, and the documents for when a turn could not be taken.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};

use crate::channel::twilio::twiml;
use crate::engine::{Effect, Message, Prompt, PromptKind};
use crate::host::Door;
use crate::template::{Speech, phrases};

const XML: &str = "text/xml; charset=utf-8";

/// 200 with TwiML.
pub fn twiml(body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(XML));
    response
}

/// A status and nothing else.
pub fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// What a person gets where we failed: an apology in the flow's language, and on a call the end of it.
pub fn apology(door: Door, language: &str) -> Vec<u8> {
    let words = phrases(language);
    match door {
        Door::Voice => {
            let kind = PromptKind::Say(vec![Speech::Text(words.apology(true).to_owned())]);
            let prompt = Prompt { language: language.to_owned(), voice: None, kind };
            twiml::voice(&[Effect::Prompt(prompt), Effect::Hangup], "").bytes
        }
        Door::Message => {
            let message = Message { body: words.apology(false).to_owned(), media: Vec::new() };
            twiml::message(&[Effect::Message(message)]).bytes
        }
    }
}
