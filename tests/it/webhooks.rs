//! Webhooks as the provider sends them: `tests/protocol/webhooks.json` has an example of each kind.

use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::request::{Happened, Inbound, message, voice};
use flowtone::channel::twilio::{Malformed, status};
use flowtone::engine::Event;
use flowtone::program::Reads;
use flowtone::value::Channel;
use serde_json::Value;

const WEBHOOKS: &str = include_str!("../protocol/webhooks.json");

fn kinds() -> Vec<(String, Value)> {
    let file: Value = serde_json::from_str(WEBHOOKS).expect("the webhooks are JSON");
    assert_eq!(file["format"], "webhook-parameters/1", "a format this test knows");
    file["kinds"].as_object().expect("kinds").clone().into_iter().collect()
}

/// The example of a kind, decoded by `decode`.
fn example<T>(kind: &str, decode: impl Fn(&Form<'_>) -> T) -> T {
    let (_, entry) = kinds().into_iter().find(|(name, _)| name == kind).expect("a kind of that name");
    decode(&Form::parse(entry["example_body"].as_str().expect("a body").as_bytes()).expect("a bounded form"))
}

fn is_message(kind: &str) -> bool {
    kind.starts_with("sms_")
        || kind.starts_with("mms_")
        || kind.starts_with("whatsapp_")
        || kind == "messaging_fallback"
}

#[test]
fn every_parameter_is_found_under_its_name() {
    for (kind, entry) in kinds() {
        let body = entry["example_body"].as_str().expect("a body");
        let form = Form::parse(body.as_bytes()).expect("a bounded form");
        let params = entry["params"].as_array().expect("parameters");
        for param in params.iter().filter(|param| param["when"] == "always") {
            let name = param["name"].as_str().expect("a name").replace("{N}", "0");
            assert!(form.get(&name).is_some(), "{kind}: {name}");
        }
    }
}

#[test]
fn every_call_and_message_is_decoded() {
    let mut decoded = 0;
    for (kind, entry) in kinds().into_iter().filter(|(_, entry)| entry["reply"] == "twiml") {
        let body = entry["example_body"].as_str().expect("a body");
        for body in [body.to_owned(), format!("{body}&NewParameter=x%20y")] {
            let form = Form::parse(body.as_bytes()).expect("a bounded form");
            let inbound = if is_message(&kind) { message(&form) } else { voice(&form, Some(1)) };
            let inbound = inbound.unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert!(inbound.account.starts_with("AC"), "{kind}");
            assert_eq!(
                inbound.params(&Reads::everything()).contains_key("new_parameter"),
                body.ends_with("x%20y"),
                "{kind}"
            );
            decoded += 1;
        }
    }
    assert!(decoded > 20, "only {decoded} examples");
}

fn event(kind: &str) -> Event {
    match example(kind, |form| voice(form, Some(7))).expect("a call").happened {
        Happened::Event(event) => event,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_caller_did_is_told_apart() {
    assert!(matches!(
        example("voice_incoming", |form| voice(form, None)).expect("a call").happened,
        Happened::CallBegan
    ));
    assert_eq!(event("voice_gather_action"), Event::Keys("1".to_owned()));
    assert_eq!(event("voice_dial_action"), Event::Dialled { outcome: "answered".to_owned() });
    assert!(matches!(event("voice_record_action"), Event::Recorded { duration_s: 7, .. }));
    assert_eq!(event("voice_fallback"), Event::Silence);
}

#[test]
fn what_a_texter_sent_is_told_apart() {
    let texted = |kind: &str| -> (Inbound, _) {
        let inbound = example(kind, message).expect("a message");
        let Happened::Message(texted) = inbound.happened.clone() else { panic!("{inbound:?}") };
        (inbound, texted)
    };
    assert_eq!(texted("sms_incoming").1.text, "Hello there");
    assert_eq!(texted("mms_incoming").0.channel, Channel::Sms);
    assert!(!texted("mms_incoming").1.media.is_empty());
    assert_eq!(texted("sms_optout").0.params(&Reads::everything())["opt_out_type"], "STOP");
    let (whatsapp, text) = texted("whatsapp_text");
    assert_eq!((whatsapp.channel, &*whatsapp.caller), (Channel::Whatsapp, "+15551230001"));
    assert!(!text.text.is_empty());
    assert!(texted("whatsapp_location").1.location.is_some());
    assert_eq!(texted("whatsapp_button_reply").1.button.as_deref(), Some("confirm_yes"));
    assert_eq!(texted("whatsapp_list_reply").1.button.as_deref(), Some("dest_den"));
}

#[test]
fn reports_are_decoded() {
    let call = example("voice_status", status::call_status).expect("a call's state");
    assert!(call.is_final);
    assert_eq!(call.duration_s, Some(49));
    for kind in ["message_status_sms", "message_status_whatsapp"] {
        assert!(example(kind, status::message_status).expect("a message's state").is_final, "{kind}");
    }
    assert!(!example("message_action", status::message_status).expect("a message's state").is_final);
    let recording = example("voice_recording_status", status::recording_status).expect("a recording's state");
    assert_eq!((&*recording.status, recording.duration_s), ("completed", Some(11)));
    assert!(example("voice_transcribe", status::transcription).expect("a transcription").text.is_some());
    for (kind, code) in [("voice_fallback", 11200), ("messaging_fallback", 11205)] {
        assert_eq!(example(kind, status::fallback).expect("a fallback").error_code, Some(code));
    }
    let wrong: Result<_, Malformed> = example("voice_status", status::message_status);
    assert_eq!(wrong.unwrap_err().field, "MessageStatus");
}
