//! Replies: every effect and option as a case, and any text at all in every place for text.

use std::sync::OnceLock;

use flowtone::channel::twilio::twiml::{Addresses, Document, hold, message, voice, voice_at};
use flowtone::engine::{Dial, DialTarget, Effect, Gather, Message, Prompt, PromptKind, Record};
use flowtone::template::Speech;
use proptest::prelude::*;
use roxmltree::Node;

use crate::support::cases;
use crate::support::twiml::{assert_valid, faults};

const ACTION: &str = "/voice/support/3";

/// The domain and document of a case, by the first word of its name.
fn written(name: &str, effects: &[Effect]) -> (&'static str, Document) {
    let addresses = Addresses {
        action: ACTION,
        transcription: Some("/transcription/support"),
        recording: Some("/recording/support"),
        whisper: Some("/whisper/support"),
    };
    match name.split('_').next() {
        Some("message") => ("messaging", message(effects)),
        Some("hold") => ("voice", hold(effects, ACTION)),
        _ if name.contains("callbacks") => ("voice", voice_at(effects, &addresses)),
        _ => ("voice", voice(effects, ACTION)),
    }
}

/// One element a line, and the notes as comments: for the eye, not what is sent.
fn shown(document: &Document) -> String {
    let text = String::from_utf8(document.bytes.clone()).expect("UTF-8");
    let notes = document.notes.iter().map(|note| format!("<!-- {note} -->\n"));
    format!("{}\n{}", text.replace("><", ">\n<"), notes.collect::<String>())
}

#[test]
fn cases_are_written() {
    cases::run("twiml", ".json", ".xml", |name, input| {
        let effects: Vec<Effect> = serde_json::from_str(input).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (domain, document) = written(name, &effects);
        assert_valid(&document.bytes, domain);
        shown(&document)
    });
}

fn say(speech: Vec<Speech>) -> Prompt {
    Prompt { language: "en-US".to_owned(), voice: None, kind: PromptKind::Say(speech) }
}

fn said(text: impl Into<String>) -> Effect {
    Effect::Prompt(say(vec![Speech::Text(text.into())]))
}

fn sent(body: impl Into<String>) -> Effect {
    Effect::Message(Message { body: body.into(), media: Vec::new() })
}

fn texts(document: &Document, name: &str) -> Vec<String> {
    texts_of(&parsed(document), name)
}

fn parsed(document: &Document) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(std::str::from_utf8(&document.bytes).expect("UTF-8")).expect("XML")
}

fn texts_of(document: &roxmltree::Document<'_>, name: &str) -> Vec<String> {
    let all = |node: Node<'_, '_>| node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    document.descendants().filter(|node| node.has_tag_name(name)).map(all).collect()
}

#[test]
fn long_speech_is_split_between_sentences() {
    let sentence = "It was a bright cold day in April. ";
    let document = voice(&[said(sentence.repeat(300)), Effect::Hangup], ACTION);
    assert_valid(&document.bytes, "voice");
    let said = texts(&document, "Say");
    assert_eq!(said.len(), 3);
    assert!(said.iter().all(|text| text.starts_with("It was") && text.trim_end().ends_with("April.")));
}

#[test]
fn long_messages_are_split_between_sentences() {
    let sentence = "Line one stays whole. ";
    let document = message(&[sent(sentence.repeat(100).trim_end())]);
    assert_valid(&document.bytes, "messaging");
    let bodies = texts(&document, "Body");
    assert_eq!(bodies.len(), 2);
    assert!(bodies.iter().all(|body| body.starts_with("Line one") && body.ends_with("whole.")));
    assert_eq!(bodies.join(" "), sentence.repeat(100).trim_end());
    assert_eq!(texts(&message(&[sent("x".repeat(1600))]), "Body").len(), 1);
    assert_eq!(texts(&message(&[sent("x".repeat(1601))]), "Body").len(), 2);
}

#[test]
fn a_reply_never_grows_past_what_the_provider_takes() {
    let loud: Vec<Effect> = (0..40).map(|_| said("&".repeat(4000))).collect();
    let question = Gather {
        prompts: vec![say(vec![Speech::Text("<".repeat(4000))])],
        keys: true,
        speech: true,
        timeout_ms: 1,
        num_digits: None,
        finish: None,
        hints: vec!["h".repeat(100); 500],
        language: "en-US".to_owned(),
        interrupt: true,
    };
    let document = voice(&[loud, vec![Effect::Gather(question)]].concat(), ACTION);
    assert_valid(&document.bytes, "voice");
    assert!(String::from_utf8_lossy(&document.bytes).contains("<Gather"), "the wait is never left out");
    assert!(document.notes.iter().any(|note| note.contains("too long")));

    let many: Vec<Effect> = (0..30).map(|_| sent("&".repeat(3000))).collect();
    let document = message(&many);
    assert_valid(&document.bytes, "messaging");
    assert!(document.notes.iter().any(|note| note.contains("at most 10 messages")));
}

#[test]
fn the_grammar_check_refuses_what_the_provider_would() {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let voice = [
        "<Response><Say>x</Say><Say/></Response>",
        "<response/>",
        "<Response><say>x</say></Response>",
        "<Response><Body>x</Body></Response>",
        "<Response>x</Response>",
        "<Response a='1'/>",
        "<Response><Say Voice='alice'>x</Say></Response>",
        "<Response><Say loop='-1'>x</Say></Response>",
        "<Response><Say>x<Pause/></Say></Response>",
        "<Response><Say><emphasis level='loud'>x</emphasis></Say></Response>",
        "<Response><Say><break time='11000ms'/></Say></Response>",
        "<Response><Gather input='dtmf,speech'/></Response>",
        "<Response><Gather finishOnKey='12'/></Response>",
        "<Response><Gather timeout='0'/></Response>",
        "<Response><Gather timeout='auto'/></Response>",
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Response><Gather><Gather/></Gather></Response>",
        "<Response><Record action='javascript:x'/></Response>",
        "<Response><Record>x</Record></Response>",
        "<Response><Dial timeout='601'>+15550100000</Dial></Response>",
        "<Response><Dial/></Response>",
        "<Response><Dial><Number>abc</Number></Dial></Response>",
        "<Response><Dial><Conference/></Dial></Response>",
        "<Response><Play/></Response>",
        "<Response><Play>//evil.example/x</Play></Response>",
        "<Response><Redirect method='PUT'>/x</Redirect></Response>",
        "<Response><Pause length='1.5'/></Response>",
        "<Response><Message>x</Message></Response>",
        "<Response><Hangup>",
    ];
    for body in voice {
        assert!(!faults(format!("{head}{body}").as_bytes(), "voice").is_empty(), "{body}");
    }
    let long = format!("<Response><Message><Body>{}</Body></Message></Response>", "x".repeat(1601));
    let many = format!("<Response>{}</Response>", "<Message>x</Message>".repeat(11));
    for body in [
        &*long,
        &*many,
        "<Response><Say>x</Say></Response>",
        "<Response><Message/></Response>",
        "<Response><Body>x</Body></Response>",
    ] {
        assert!(!faults(format!("{head}{body}").as_bytes(), "messaging").is_empty(), "{body}");
    }
    assert!(!faults(format!(" {head}<Response/>").as_bytes(), "voice").is_empty());
    assert_valid(format!("{head}<Response/>").as_bytes(), "voice");
    assert_valid(format!("{head}<Response><Dial>+15550100000</Dial></Response>").as_bytes(), "voice");
}

/// Elements and attribute names, without texts and values.
fn skeleton(document: &roxmltree::Document<'_>) -> String {
    fn of(node: Node<'_, '_>, out: &mut String) {
        out.extend(["<", node.tag_name().name()]);
        node.attributes().for_each(|attribute| out.extend([" ", attribute.name()]));
        out.push('>');
        node.children().filter(Node::is_element).for_each(|child| of(child, out));
        out.push_str("</>");
    }
    let mut out = String::new();
    of(document.root_element(), &mut out);
    out
}

/// The skeletons that [`with_text`] must keep.
fn plain_skeletons() -> &'static (String, String) {
    static PLAIN: OnceLock<(String, String)> = OnceLock::new();
    PLAIN.get_or_init(|| {
        let (call, texted) = with_text("");
        assert_valid(&call.bytes, "voice");
        assert_valid(&texted.bytes, "messaging");
        (skeleton(&parsed(&call)), skeleton(&parsed(&texted)))
    })
}

/// A call and a message with the text wherever text may stand; it is never blank there.
fn with_text(text: &str) -> (Document, Document) {
    let text = format!("a{text}b");
    let speech = vec![
        Speech::Text(text.clone()),
        Speech::Characters(text.clone()),
        Speech::Break(10),
        Speech::Emphasis(text.clone()),
    ];
    let gather = Gather {
        prompts: vec![say(speech.clone())],
        keys: true,
        speech: true,
        timeout_ms: 5000,
        num_digits: Some(1),
        finish: Some("#".to_owned()),
        hints: vec!["hint".to_owned()],
        language: "en-US".to_owned(),
        interrupt: false,
    };
    let call = voice(&[Effect::Prompt(say(speech)), Effect::Gather(gather)], ACTION);
    (call, message(&[sent(text.clone()), sent(text)]))
}

/// A document for each way to end a call, with the text as every value that is more than free text.
fn with_values(text: &str) -> Vec<Document> {
    let text = || text.to_owned();
    let prompts = vec![
        Prompt { language: text(), voice: Some(text()), kind: PromptKind::Say(vec![Speech::Text("x".to_owned())]) },
        Prompt { language: text(), voice: None, kind: PromptKind::Play(text()) },
    ];
    let gather = Gather {
        prompts: prompts.clone(),
        keys: false,
        speech: true,
        timeout_ms: 5000,
        num_digits: None,
        finish: Some(text()),
        hints: vec![text(), text()],
        language: text(),
        interrupt: true,
    };
    let record = Record { prompts, timeout_ms: 1, max_ms: 1, finish: Some(text()), transcribe: false, beep: true };
    let targets = [DialTarget::Number, DialTarget::Sip, DialTarget::Client].map(|target| target(text()));
    let alone = [DialTarget::Conference, DialTarget::Queue].map(|target| vec![target(text())]);
    let dial = |targets| {
        Effect::Dial(Dial { targets, timeout_ms: None, caller_id: Some(text()), record: true, whisper: None })
    };
    let ends = [Effect::Gather(gather), Effect::Record(record), dial(targets.to_vec())];
    ends.into_iter().chain(alone.map(dial)).map(|end| voice(&[end], &text())).collect()
}

fn readable(text: &str) -> String {
    let forbidden = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || c == '\u{FFFE}' || c == '\u{FFFF}';
    text.chars().filter(|character| !forbidden(*character)).collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(vec![
        '<',
        '>',
        '&',
        '"',
        '\'',
        '\r',
        '\n',
        '\t',
        '\0',
        ']',
        ';',
        '#',
        '/',
        '\u{B}',
        '\u{FFFE}',
        '\u{FFFF}',
        '\u{85}',
        '\u{2028}',
        '\u{FEFF}',
        '\u{202E}',
        '\u{10FFFF}',
        ',',
        ':',
        '\u{7F}',
    ]);
    let character = prop_oneof![any::<char>(), hostile, proptest::char::range(' ', '~')];
    prop::collection::vec(character, 0..24).prop_map(String::from_iter)
}

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![any_text(), "(https?|sip|ftp|//)?:?/{0,2}\\PC{0,30}", "[+0-9a-z@. -]{0,24}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn no_text_leaves_its_place(text in any_text()) {
        let (plain_call, plain_message) = plain_skeletons();
        let (call, texted) = with_text(&text);
        let (call, texted) = (parsed(&call), parsed(&texted));
        prop_assert_eq!(&skeleton(&call), plain_call);
        prop_assert_eq!(&skeleton(&texted), plain_message);
        let expected = format!("a{}b", readable(&text));
        prop_assert_eq!(texts_of(&call, "Say"), vec![expected.repeat(3); 2]);
        prop_assert_eq!(texts_of(&call, "say-as"), vec![expected.clone(); 2]);
        prop_assert_eq!(texts_of(&texted, "Body"), vec![expected; 2]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_value_leaves_the_grammar(text in any_value()) {
        for document in with_values(&text) {
            assert_valid(&document.bytes, "voice");
        }
        let media = Message { body: String::new(), media: vec![text.clone(), text] };
        assert_valid(&message(&[Effect::Message(media)]).bytes, "messaging");
    }
}
