//! The elements that we write. Each has only the attributes, values and children that the provider's grammar gives it.

use std::borrow::Cow;

use super::value::{Seconds, Url};
use super::xml::Xml;

/// What may be heard in a document, and inside a `<Gather>`.
pub(super) enum Prompt<'a> {
    Say(Say<'a>),
    Play(Url),
    Pause(Seconds),
    /// Nothing that is heard: the sound goes elsewhere too from here on.
    Start(Stream),
}

pub(super) struct Say<'a> {
    pub(super) language: Option<&'a str>,
    pub(super) voice: Option<&'a str>,
    pub(super) pieces: Vec<Piece<'a>>,
}

/// SSML inside a `<Say>`.
pub(super) enum Piece<'a> {
    Text(Cow<'a, str>),
    Characters(Cow<'a, str>),
    Emphasis(Cow<'a, str>),
    /// Milliseconds, at most ten seconds.
    Break(u32),
}

/// How a document ends.
pub(super) enum End<'a> {
    /// The call goes on where the provider's own rules say: it is hung up after what was heard.
    Open,
    Gather(Gather<'a>),
    Record(Record<'a>),
    Dial(Dial),
    Enqueue(Enqueue),
    Refer(Refer),
    Connect(Connect),
    Pay(Pay),
    Reject {
        busy: bool,
    },
    Hangup,
    Redirect(Url),
}

pub(super) struct Gather<'a> {
    pub(super) prompts: Vec<Prompt<'a>>,
    pub(super) keys: bool,
    pub(super) speech: bool,
    pub(super) action: Option<Url>,
    pub(super) timeout: Seconds,
    pub(super) num_digits: Option<u32>,
    pub(super) finish_on_key: Option<&'a str>,
    pub(super) hints: String,
    pub(super) language: Option<&'a str>,
    pub(super) barge_in: bool,
}

pub(super) struct Record<'a> {
    pub(super) action: Option<Url>,
    pub(super) timeout: Seconds,
    pub(super) max_length: Seconds,
    pub(super) finish_on_key: Option<&'a str>,
    pub(super) play_beep: bool,
    pub(super) transcribe: bool,
    pub(super) transcribe_callback: Option<Url>,
    pub(super) recording_status_callback: Option<Url>,
}

pub(super) struct Dial {
    pub(super) action: Option<Url>,
    pub(super) timeout: Option<Seconds>,
    pub(super) caller_id: Option<String>,
    pub(super) record: bool,
    pub(super) recording_status_callback: Option<Url>,
    /// Never empty.
    pub(super) targets: Vec<Target>,
}

pub(super) struct Stream {
    pub(super) url: String,
    pub(super) name: Option<String>,
    pub(super) track: Option<&'static str>,
}

pub(super) struct Enqueue {
    pub(super) action: Option<Url>,
    pub(super) wait_url: Option<Url>,
    pub(super) queue: String,
}

pub(super) struct Refer {
    pub(super) action: Option<Url>,
    pub(super) address: String,
}

pub(super) struct Connect {
    pub(super) action: Option<Url>,
    pub(super) stream: Stream,
}

pub(super) struct Pay {
    pub(super) action: Option<Url>,
    pub(super) amount: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) connector: Option<String>,
    pub(super) description: Option<String>,
    pub(super) attempts: Option<String>,
    pub(super) token: Option<&'static str>,
    pub(super) timeout: Option<Seconds>,
    pub(super) language: Option<&'static str>,
}

/// Someone who is rung; a number, SIP address or client may hear words when they answer.
pub(super) enum Target {
    Number(String, Option<Url>),
    Sip(String, Option<Url>),
    Client(String, Option<Url>),
    Conference(String),
    Queue(String),
}

/// A message of a messaging reply: a body, media, or both.
pub(super) struct Message<'a> {
    pub(super) body: Cow<'a, str>,
    pub(super) media: Vec<Url>,
}

impl Prompt<'_> {
    pub(super) fn write(&self, xml: &mut Xml) {
        match self {
            Prompt::Say(say) => say.write(xml),
            Prompt::Play(url) => xml.element("Play", |xml| xml.text(url.as_str())),
            Prompt::Start(stream) => xml.element("Start", |xml| stream.write(xml)),
            Prompt::Pause(length) => xml.element("Pause", |xml| xml.attribute("length", &length.to_string())),
        }
    }
}

impl Say<'_> {
    fn write(&self, xml: &mut Xml) {
        xml.element("Say", |xml| {
            optional(xml, "language", self.language);
            optional(xml, "voice", self.voice);
            for piece in &self.pieces {
                piece.write(xml);
            }
        });
    }
}

impl Piece<'_> {
    fn write(&self, xml: &mut Xml) {
        match self {
            Piece::Text(text) => xml.text(text),
            Piece::Characters(text) => xml.element("say-as", |xml| {
                xml.attribute("interpret-as", "characters");
                xml.text(text);
            }),
            Piece::Emphasis(text) => xml.element("emphasis", |xml| {
                xml.attribute("level", "moderate");
                xml.text(text);
            }),
            Piece::Break(ms) => xml.element("break", |xml| xml.attribute("time", &format!("{ms}ms"))),
        }
    }
}

impl Gather<'_> {
    /// `prompts` writes what is heard meanwhile, as far as there is room for it.
    pub(super) fn write(&self, xml: &mut Xml, prompts: impl FnOnce(&mut Xml)) {
        let input = match (self.keys, self.speech) {
            (true, true) => "dtmf speech",
            (false, true) => "speech",
            (_, false) => "dtmf",
        };
        xml.element("Gather", |xml| {
            xml.attribute("input", input);
            callback(xml, "action", "method", self.action.as_ref());
            xml.attribute("actionOnEmptyResult", "true");
            xml.attribute("timeout", &self.timeout.to_string());
            if self.speech {
                xml.attribute("speechTimeout", "auto");
            }
            if let Some(count) = self.num_digits {
                xml.attribute("numDigits", &count.to_string());
            }
            optional(xml, "finishOnKey", self.finish_on_key);
            if self.speech {
                optional(xml, "hints", Some(&*self.hints).filter(|hints| !hints.is_empty()));
                optional(xml, "language", self.language);
            }
            if !self.barge_in {
                xml.attribute("bargeIn", "false");
            }
            prompts(xml);
        });
    }
}

impl Record<'_> {
    /// A recording without sound calls nobody: the document goes on, and the redirect brings the call back to us.
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Record", |xml| {
            callback(xml, "action", "method", self.action.as_ref());
            xml.attribute("timeout", &self.timeout.to_string());
            xml.attribute("maxLength", &self.max_length.to_string());
            optional(xml, "finishOnKey", self.finish_on_key);
            xml.attribute("playBeep", if self.play_beep { "true" } else { "false" });
            if self.transcribe {
                xml.attribute("transcribe", "true");
                optional(xml, "transcribeCallback", self.transcribe_callback.as_ref().map(Url::as_str));
            }
            let address = self.recording_status_callback.as_ref();
            callback(xml, "recordingStatusCallback", "recordingStatusCallbackMethod", address);
        });
        if let Some(action) = &self.action {
            redirect(xml, action);
        }
    }
}

impl Dial {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Dial", |xml| {
            callback(xml, "action", "method", self.action.as_ref());
            optional(xml, "timeout", self.timeout.map(|timeout| timeout.to_string()).as_deref());
            optional(xml, "callerId", self.caller_id.as_deref());
            if self.record {
                xml.attribute("record", "record-from-answer");
                let address = self.recording_status_callback.as_ref();
                callback(xml, "recordingStatusCallback", "recordingStatusCallbackMethod", address);
            }
            for target in &self.targets {
                target.write(xml);
            }
        });
    }
}

impl Target {
    fn write(&self, xml: &mut Xml) {
        let (name, text, whisper) = match self {
            Target::Number(text, whisper) => ("Number", text, whisper.as_ref()),
            Target::Sip(text, whisper) => ("Sip", text, whisper.as_ref()),
            Target::Client(text, whisper) => ("Client", text, whisper.as_ref()),
            Target::Conference(text) => ("Conference", text, None),
            Target::Queue(text) => ("Queue", text, None),
        };
        xml.element(name, |xml| {
            callback(xml, "url", "method", whisper);
            xml.text(text);
        });
    }
}

impl Stream {
    fn write(&self, xml: &mut Xml) {
        xml.element("Stream", |xml| {
            xml.attribute("url", &self.url);
            optional(xml, "name", self.name.as_deref());
            optional(xml, "track", self.track);
        });
    }
}

impl Enqueue {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Enqueue", |xml| {
            callback(xml, "action", "method", self.action.as_ref());
            callback(xml, "waitUrl", "waitUrlMethod", self.wait_url.as_ref());
            xml.text(&self.queue);
        });
    }
}

impl Refer {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Refer", |xml| {
            callback(xml, "action", "method", self.action.as_ref());
            xml.element("Sip", |xml| xml.text(&self.address));
        });
    }
}

impl Connect {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Connect", |xml| {
            callback(xml, "action", "method", self.action.as_ref());
            self.stream.write(xml);
        });
    }
}

impl Pay {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.element("Pay", |xml| {
            optional(xml, "action", self.action.as_ref().map(Url::as_str));
            optional(xml, "chargeAmount", self.amount.as_deref());
            optional(xml, "currency", self.currency.as_deref());
            optional(xml, "paymentConnector", self.connector.as_deref());
            optional(xml, "description", self.description.as_deref());
            optional(xml, "maxAttempts", self.attempts.as_deref());
            optional(xml, "tokenType", self.token);
            optional(xml, "timeout", self.timeout.map(|timeout| timeout.to_string()).as_deref());
            optional(xml, "language", self.language);
        });
    }
}

pub(super) fn reject(xml: &mut Xml, busy: bool) {
    xml.element("Reject", |xml| xml.attribute("reason", if busy { "busy" } else { "rejected" }));
}

impl Message<'_> {
    /// `report_to` hears what becomes of it.
    pub(super) fn write(&self, xml: &mut Xml, report_to: Option<&Url>) {
        xml.element("Message", |xml| {
            if let Some(url) = report_to {
                xml.attribute("action", url.as_str());
                xml.attribute("method", "POST");
            }
            if !self.body.is_empty() {
                xml.element("Body", |xml| xml.text(&self.body));
            }
            for url in &self.media {
                xml.element("Media", |xml| xml.text(url.as_str()));
            }
        });
    }
}

pub(super) fn hangup(xml: &mut Xml) {
    xml.element("Hangup", |_| {});
}

pub(super) fn redirect(xml: &mut Xml, url: &Url) {
    xml.element("Redirect", |xml| {
        xml.attribute("method", "POST");
        xml.text(url.as_str());
    });
}

fn optional(xml: &mut Xml, name: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        xml.attribute(name, value);
    }
}

fn callback(xml: &mut Xml, name: &'static str, method: &'static str, url: Option<&Url>) {
    if let Some(url) = url {
        xml.attribute(name, url.as_str());
        xml.attribute(method, "POST");
    }
}
