//! What came of a turn, as a test sees it: words, and what the flow asked of the outside.

use std::collections::BTreeMap;

use crate::engine::{DialTarget, Effect, Emit, Message, Prompt, PromptKind, Send, Step};
use crate::template;
use crate::value::Value;

/// Something that the flow asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// `dial`, `play`, `record`, `tag`, `log` …
    pub what: &'static str,
    pub words: Vec<String>,
    pub fields: BTreeMap<String, Value>,
}

/// What came since the last line that did something.
#[derive(Debug, Clone, Default)]
pub(super) struct Came {
    /// What was heard or read, piece by piece.
    pub words: Vec<String>,
    pub asked: Vec<Asked>,
}

impl Came {
    pub fn add(&mut self, step: &Step, tags_before: usize) {
        for effect in &step.effects {
            self.effect(effect);
        }
        for tag in step.session.tags.iter().skip(tags_before) {
            self.asked("tag", vec![tag.clone()]);
        }
        for entry in &step.trace {
            if let Some(line) = entry.text.strip_prefix("log: ") {
                self.asked("log", vec![line.to_owned()]);
            }
        }
    }

    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::Prompt(prompt) => self.prompt(prompt),
            Effect::Gather(gather) => gather.prompts.iter().for_each(|prompt| self.prompt(prompt)),
            Effect::Record(record) => {
                record.prompts.iter().for_each(|prompt| self.prompt(prompt));
                self.asked("record", Vec::new());
            }
            Effect::Fetch(request) => {
                self.asked("fetch", vec![request.method.name().to_owned(), request.url.clone()]);
            }
            Effect::Emit(Emit { name, fields }) => self.asked.push(Asked {
                what: "emit",
                words: vec![name.clone()],
                fields: fields.iter().cloned().collect(),
            }),
            Effect::Send(send) => self.asked.push(sent(send)),
            Effect::Dial(dial) => {
                let whisper = dial.whisper.as_ref().and_then(|prompt| match &prompt.kind {
                    PromptKind::Say(speech) => Some(("whisper".to_owned(), Value::Text(template::plain(speech)))),
                    _ => None,
                });
                self.asked.push(Asked {
                    what: "dial",
                    words: dial.targets.iter().flat_map(target).collect(),
                    fields: whisper.into_iter().collect(),
                });
            }
            Effect::Verb(call) => {
                let fields = call.options.iter().map(|(option, value)| (option.clone(), Value::text(value.clone())));
                self.asked.push(Asked {
                    what: call.verb.name(),
                    words: call.target.iter().cloned().collect(),
                    fields: fields.collect(),
                });
            }
            Effect::Message(Message { body, media }) => {
                if !body.is_empty() {
                    self.words.push(body.clone());
                }
                media.iter().for_each(|url| self.asked("play", vec![url.clone()]));
            }
            Effect::Hangup => {}
        }
    }

    fn prompt(&mut self, prompt: &Prompt) {
        match &prompt.kind {
            PromptKind::Say(speech) => self.words.push(template::plain(speech)),
            PromptKind::Play(url) => self.asked("play", vec![url.clone()]),
            PromptKind::Pause(_) => {}
        }
    }

    fn asked(&mut self, what: &'static str, words: Vec<String>) {
        self.asked.push(Asked { what, words, ..Asked::default() });
    }
}

impl Asked {
    /// As a test would write it.
    pub fn shown(&self) -> String {
        let mut out = self.what.to_owned();
        for word in &self.words {
            let is_kind = KINDS.contains(&word.as_str()) || self.what == "send" && CHANNELS.contains(&word.as_str());
            out.push_str(&if is_kind { format!(" {word}") } else { format!(" \"{word}\"") });
        }
        if !self.fields.is_empty() {
            let fields: Vec<String> =
                self.fields.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect();
            out.push_str(&format!(" {{ {} }}", fields.join(", ")));
        }
        out
    }
}

/// A value as it is written in a flow.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::None => "none".to_owned(),
        Value::Text(text) => format!("\"{text}\""),
        Value::List(_) | Value::Map(_) => value.to_json().to_string(),
        other => other.to_text(),
    }
}

/// `sms`, the number, then what is sent: the words, the pictures, the template.
fn sent(send: &Send) -> Asked {
    let template = send.template.as_ref();
    let head = [send.channel.as_str().to_owned(), send.to.clone()];
    let words = head.into_iter().chain(send.body.clone()).chain(send.media.iter().cloned());
    let variables = template.into_iter().flat_map(|template| &template.variables);
    Asked {
        what: "send",
        words: words.chain(template.map(|template| template.sid.clone())).collect(),
        fields: variables.map(|(key, value)| (key.clone(), Value::Text(value.clone()))).collect(),
    }
}

const KINDS: [&str; 4] = ["sip", "client", "conference", "queue"];

/// The channels of a `send`.
const CHANNELS: [&str; 2] = ["sms", "whatsapp"];

/// The words of one who is dialled: the number alone, or its kind and address.
fn target(target: &DialTarget) -> Vec<String> {
    let [sip, client, conference, queue] = KINDS;
    match target {
        DialTarget::Number(number) => vec![number.clone()],
        DialTarget::Sip(address) => vec![sip.to_owned(), address.clone()],
        DialTarget::Client(name) => vec![client.to_owned(), name.clone()],
        DialTarget::Conference(name) => vec![conference.to_owned(), name.clone()],
        DialTarget::Queue(name) => vec![queue.to_owned(), name.clone()],
    }
}

/// Whether a text is what a pattern says; `*` stands for anything.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text) in [("a", "a"), ("*", ""), ("a*", "abc"), ("*c", "abc"), ("a*b*c", "a-b-b-c"), ("**", "x")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*", "ba"), ("a*a", "a"), ("a*c*b", "abc"), ("", "x")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
