//! Effects of a call as one document.

use crate::engine::{Dial, DialTarget, Effect, Gather, Prompt, PromptKind, Record};
use crate::program::Verb;

use super::document::{Addresses, Document};
use super::room::{Room, render};
use super::speech::says;
use super::value::{self, Seconds, Url};
use super::verb::{self, End, Target};
use super::xml::Xml;

/// The provider's limits on a recording, a ringing phone, and phones that ring together.
const RECORD_MAX_S: i64 = 14_400;
const RING_MAX_S: i64 = 600;
const TOGETHER_MAX: usize = 10;
/// Longer recordings are not transcribed.
const TRANSCRIBE_MAX_S: i64 = 120;
/// The provider's limits on hints; their bytes together are ours, so that the question keeps its room.
const HINT_MAX: usize = 100;
const HINTS_MAX: usize = 500;
const HINTS_BYTES_MAX: usize = 8_000;

/// What is heard, and then how the document ends.
pub(super) fn document(effects: &[Effect], addresses: &Addresses<'_>, back: Option<&str>) -> Document {
    let mut notes = Notes(Vec::new());
    let mut heard = Vec::new();
    let mut end = End::Open;
    for effect in effects {
        match effect {
            Effect::Prompt(prompt) => notes.prompt(prompt, &mut heard),
            Effect::Gather(gather) => end = End::Gather(notes.gather(gather, addresses)),
            Effect::Record(record) => {
                record.prompts.iter().for_each(|prompt| notes.prompt(prompt, &mut heard));
                end = End::Record(notes.record(record, addresses));
            }
            Effect::Dial(dial) => end = notes.dial(dial, addresses),
            Effect::Verb(call) if call.verb == Verb::Stream => {
                heard.extend(notes.stream(call).map(verb::Prompt::Start));
            }
            Effect::Verb(call) => end = notes.verb(call, addresses),
            Effect::Hangup => end = End::Hangup,
            // Sent through the provider's API: a voice reply cannot carry it.
            Effect::Message(_) => {}
            // Made by the host; nothing is heard of it.
            Effect::Fetch(_) | Effect::Emit(_) | Effect::Send(_) => {}
        }
        if !matches!(end, End::Open) {
            break;
        }
    }
    if let (Some(url), End::Open) = (back, &end) {
        end = notes.address("redirect", url).map_or(End::Open, End::Redirect);
    }
    let (bytes, left_out) = render(|xml, room| write(xml, room, &heard, &end));
    if left_out > 0 {
        notes.add(format!("the reply is too long for the provider: its last {left_out} prompts were left out"));
    }
    Document { bytes, notes: notes.0 }
}

fn write(xml: &mut Xml, room: &mut Room, heard: &[verb::Prompt<'_>], end: &End<'_>) {
    heard.iter().for_each(|prompt| room.fit(xml, |xml| prompt.write(xml)));
    match end {
        End::Open => {}
        End::Gather(gather) => gather.write(xml, |xml| {
            gather.prompts.iter().for_each(|prompt| room.fit(xml, |xml| prompt.write(xml)));
        }),
        End::Record(record) => record.write(xml),
        End::Dial(dial) => dial.write(xml),
        End::Enqueue(enqueue) => enqueue.write(xml),
        End::Refer(refer) => refer.write(xml),
        End::Connect(connect) => connect.write(xml),
        End::Pay(pay) => pay.write(xml),
        End::Reject { busy } => verb::reject(xml, *busy),
        End::Hangup => verb::hangup(xml),
        End::Redirect(url) => verb::redirect(xml, url),
    }
}

/// Turns values into what can be written, and notes what cannot.
pub(super) struct Notes(Vec<String>);

impl Notes {
    pub(super) fn add(&mut self, note: impl Into<String>) {
        self.0.push(note.into());
    }

    pub(super) fn address(&mut self, what: &str, text: &str) -> Option<Url> {
        let url = Url::new(text);
        if url.is_none() {
            self.add(format!("the {what} address `{}` is not a web address and was left out", shown(text)));
        }
        url
    }

    pub(super) fn kept<T>(&mut self, what: &str, text: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(format!("the {what} `{}` cannot be used and was left out", shown(text)));
        }
        value
    }

    fn prompt<'a>(&mut self, prompt: &'a Prompt, heard: &mut Vec<verb::Prompt<'a>>) {
        match &prompt.kind {
            PromptKind::Say(speech) => {
                let language = self.kept("language", &prompt.language, value::language(&prompt.language));
                let voice = prompt.voice.as_deref().and_then(|name| self.kept("voice", name, value::voice(name)));
                heard.extend(says(speech, language, voice).into_iter().map(verb::Prompt::Say));
            }
            PromptKind::Play(text) => heard.extend(self.address("recording", text).map(verb::Prompt::Play)),
            PromptKind::Pause(0) => {}
            PromptKind::Pause(ms) => heard.push(verb::Prompt::Pause(Seconds::from_ms(i64::from(*ms)))),
        }
    }

    fn gather<'a>(&mut self, gather: &'a Gather, addresses: &Addresses<'_>) -> verb::Gather<'a> {
        let mut prompts = Vec::new();
        gather.prompts.iter().for_each(|prompt| self.prompt(prompt, &mut prompts));
        let finish = gather.finish.as_deref();
        verb::Gather {
            prompts,
            keys: gather.keys,
            speech: gather.speech,
            action: self.address("action", addresses.action),
            timeout: Seconds::from_ms(gather.timeout_ms),
            num_digits: gather.num_digits.filter(|count| *count > 0),
            finish_on_key: finish.and_then(|key| self.kept("finishing key", key, value::finish_keys(key, 1))),
            hints: self.hints(&gather.hints),
            language: self.kept("language", &gather.language, value::language(&gather.language)),
            barge_in: gather.interrupt,
        }
    }

    /// Commas separate hints, so there is none inside one.
    fn hints(&mut self, hints: &[String]) -> String {
        let mut joined = String::new();
        for hint in hints.iter().take(HINTS_MAX) {
            let clean = value::writable(hint).replace(',', " ");
            let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
            if clean.is_empty() {
                continue;
            }
            let fits = clean.chars().count() <= HINT_MAX && joined.len() + clean.len() < HINTS_BYTES_MAX;
            if self.kept("hint", hint, fits.then_some(())).is_some() {
                joined.extend((!joined.is_empty()).then_some(','));
                joined.push_str(&clean);
            }
        }
        joined
    }

    fn record<'a>(&mut self, record: &'a Record, addresses: &Addresses<'_>) -> verb::Record<'a> {
        let max_length = Seconds::up_to(record.max_ms, RECORD_MAX_S);
        if record.transcribe && max_length.count() > TRANSCRIBE_MAX_S {
            self.add(format!("recordings longer than {TRANSCRIBE_MAX_S} seconds are not transcribed"));
        }
        let finish = record.finish.as_deref();
        verb::Record {
            action: self.address("action", addresses.action),
            timeout: Seconds::from_ms(record.timeout_ms),
            max_length,
            finish_on_key: finish.and_then(|keys| self.kept("finishing key", keys, value::finish_keys(keys, 12))),
            play_beep: record.beep,
            transcribe: record.transcribe,
            transcribe_callback: addresses.transcription.and_then(|url| self.address("transcription", url)),
            recording_status_callback: addresses.recording.and_then(|url| self.address("recording status", url)),
        }
    }

    /// Without a target that can be dialled, the call comes straight back to the action without a dial status.
    fn dial<'a>(&mut self, dial: &Dial, addresses: &Addresses<'_>) -> End<'a> {
        let action = self.address("action", addresses.action);
        let whisper = dial.whisper.as_ref().and_then(|words| self.whisper(words, addresses));
        let mut targets: Vec<Target> =
            dial.targets.iter().filter_map(|target| self.target(target, whisper.as_ref())).collect();
        if let Some(alone) =
            targets.iter().position(|target| matches!(target, Target::Conference(_) | Target::Queue(_)))
        {
            targets = targets.into_iter().skip(alone).take(1).collect();
        }
        if targets.len() > TOGETHER_MAX {
            self.add(format!("only {TOGETHER_MAX} targets ring together: the others were left out"));
            targets.truncate(TOGETHER_MAX);
        }
        if targets.is_empty() {
            self.add("there is nobody to dial");
            return action.map_or(End::Open, End::Redirect);
        }
        let caller_id = dial.caller_id.as_deref();
        End::Dial(verb::Dial {
            action,
            timeout: dial.timeout_ms.map(|ms| Seconds::up_to(ms, RING_MAX_S)),
            caller_id: caller_id.and_then(|text| self.kept("caller id", text, value::caller_id(text))),
            record: dial.record,
            recording_status_callback: addresses.recording.and_then(|url| self.address("recording status", url)),
            targets,
        })
    }

    fn target(&mut self, target: &DialTarget, whisper: Option<&Url>) -> Option<Target> {
        let whisper = whisper.cloned();
        match target {
            DialTarget::Number(text) => {
                self.kept("number", text, value::phone(text)).map(|text| Target::Number(text, whisper))
            }
            DialTarget::Sip(text) => {
                self.kept("SIP address", text, value::sip(text)).map(|text| Target::Sip(text, whisper))
            }
            DialTarget::Client(text) => {
                self.kept("client", text, value::client(text)).map(|text| Target::Client(text, whisper))
            }
            DialTarget::Conference(text) => {
                self.kept("conference", text, value::conference(text)).map(Target::Conference)
            }
            DialTarget::Queue(text) => self.kept("queue", text, value::queue(text)).map(Target::Queue),
        }
    }
}

/// The beginning of a value, for a note on one line.
fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(60).collect()
}
