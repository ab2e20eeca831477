//! Effects of a messaging turn as one document.

use std::borrow::Cow;

use crate::engine::{self, Effect};

use super::document::Document;
use super::room::render;
use super::split::{cut, pieces, units};
use super::value::{Url, writable};
use super::verb::Message;

/// The provider's limits on a body, on messages in one reply and on media in one message.
const BODY_MAX: usize = 1600;
const MESSAGES_MAX: usize = 10;
const MEDIA_MAX: usize = 10;

/// A body that is too long becomes several messages, its media going with the first. What comes after the tenth message
/// is joined to it with blank lines, as far as it fits.
pub(super) fn document(effects: &[Effect], report_to: Option<&str>) -> Document {
    let mut notes = Vec::new();
    let report_to = report_to.and_then(Url::new);
    let mut messages: Vec<Message<'_>> = Vec::new();
    for effect in effects {
        if let Effect::Message(message) = effect {
            let media = media(&message.media, &mut notes);
            let body = writable(&message.body);
            messages.extend(split(body, media));
        } else if !effect.is_outward() {
            notes.push("a message cannot carry what only a call can do; it was left out".to_owned());
        }
    }
    if messages.len() > MESSAGES_MAX {
        notes.push(format!(
            "a reply has at most {MESSAGES_MAX} messages: the others were joined to the last, as far as they fit"
        ));
        join_rest(&mut messages);
    }
    let (bytes, left_out) = render(|xml, room| {
        messages.iter().for_each(|message| room.fit(xml, |xml| message.write(xml, report_to.as_ref())));
    });
    if left_out > 0 {
        notes.push(format!("the reply is too long for the provider: its last {left_out} messages were left out"));
    }
    Document { bytes, notes }
}

pub(super) fn parts(message: &engine::Message) -> Vec<engine::Message> {
    let media = media(&message.media, &mut Vec::new());
    let split = split(writable(&message.body), media).into_iter();
    let addresses = |media: Vec<Url>| media.iter().map(|url| url.as_str().to_owned()).collect();
    split.map(|part| engine::Message { body: part.body.into_owned(), media: addresses(part.media) }).collect()
}

fn split<'a>(body: Cow<'a, str>, media: Vec<Url>) -> Vec<Message<'a>> {
    let parts: Vec<Cow<'a, str>> = if body.trim().is_empty() {
        Vec::new()
    } else if units(&body) <= BODY_MAX {
        vec![body]
    } else {
        pieces(&body, BODY_MAX).into_iter().map(|part| Cow::Owned(part.to_owned())).collect()
    };
    let mut messages: Vec<Message<'a>> = parts.into_iter().map(|body| Message { body, media: Vec::new() }).collect();
    match messages.first_mut() {
        Some(first) => first.media = media,
        None if media.is_empty() => {}
        None => messages.push(Message { body: Cow::Borrowed(""), media }),
    }
    messages
}

fn media(addresses: &[String], notes: &mut Vec<String>) -> Vec<Url> {
    let mut media = Vec::new();
    for address in addresses {
        match Url::new(address) {
            Some(url) if media.len() < MEDIA_MAX => media.push(url),
            Some(_) => notes.push(format!("a message has at most {MEDIA_MAX} media: the others were left out")),
            None => notes.push("a media address is not a web address and was left out".to_owned()),
        }
    }
    media
}

fn join_rest(messages: &mut Vec<Message<'_>>) {
    let rest = messages.split_off(MESSAGES_MAX - 1);
    let bodies: Vec<&str> = rest.iter().map(|message| &*message.body).filter(|body| !body.is_empty()).collect();
    let mut body = bodies.join("\n\n");
    if units(&body) > BODY_MAX {
        body.truncate(cut(&body, BODY_MAX - 1));
        body.truncate(body.trim_end().len());
        body.push('…');
    }
    let media = rest.into_iter().flat_map(|message| message.media).take(MEDIA_MAX).collect();
    messages.push(Message { body: Cow::Owned(body), media });
}
