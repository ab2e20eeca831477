//! What the provider reports beside a conversation, and conversations that go on in messages.

use axum::http::StatusCode;
use flowtone::store::Due;

use crate::support::phone::{Call, OURS, Service, Texter};

const CALL: &str = "CA00000000000000000000000000000001";
const RECORDING: &str = "RE00000000000000000000000000000001";
const THREAD: &str = "desk/call/CA00000000000000000000000000000001";

const DESK: &str = r#"
var told: number = 0

on call          -> start
on message       -> chat
on hangup { set told = told + 1 }
on completed { set told = told + 10 }
on transcription { set told = told + 100 }
on opt_out { set told = told + 1000 }
on undelivered { set told = told + 10000 }

step start {
  record memo "Speak." { transcribe  max 1m  tries 1 hangup }
  say "Thank you."
  -> choose
}

menu choose "More?" {
  1 "Texts" {
    send sms to caller "Write to us." continue pictures
    say "Look at your phone."
    hangup
  }
  2 "Again" -> choose
  tries 3 hangup
}

keywords pictures {
  else say "{{memo.transcript}} {{told}}"
}

keywords chat {
  else say "Hello."
}
"#;

async fn report(service: &Service, path: &str, fields: &[(&str, &str)]) -> StatusCode {
    let mut form = vec![("AccountSid", "AC00000000000000000000000000000001"), ("CallSid", CALL)];
    form.extend(fields);
    service.post(path, &form).await.0
}

async fn version(service: &Service, thread: &str) -> u64 {
    service.host.store().newest(thread).await.expect("readable").map_or(0, |record| record.version)
}

async fn recorded(service: &Service) -> Call<'_> {
    let mut call = Call::new(service, "desk", 1);
    let document = call.begin().await;
    assert!(document.contains("transcribeCallback=\"/transcription/desk\""), "{document}");
    let fields = [("RecordingUrl", "https://r.example/1"), ("RecordingSid", RECORDING), ("RecordingDuration", "7")];
    let document = call.next(&fields).await;
    assert!(document.contains("More?"), "{document}");
    call
}

#[tokio::test]
async fn reports_are_taken_once_and_the_call_goes_on() {
    let service = Service::new(&[("desk", DESK)]).await;
    let mut call = recorded(&service).await;
    let words = [("RecordingSid", RECORDING), ("TranscriptionStatus", "completed"), ("TranscriptionText", "call me")];
    for _ in 0..2 {
        assert_eq!(report(&service, "/transcription/desk", &words).await, StatusCode::NO_CONTENT);
        assert_eq!(version(&service, THREAD).await, 3);
    }
    // Nothing asks for these.
    let recording = [("RecordingSid", RECORDING), ("RecordingStatus", "completed")];
    assert_eq!(report(&service, "/recording/desk", &recording).await, StatusCode::NO_CONTENT);
    assert_eq!(report(&service, "/status/call/desk", &[("CallStatus", "in-progress")]).await, StatusCode::NO_CONTENT);
    assert_eq!(version(&service, THREAD).await, 3);
    assert!(call.press("2").await.contains("More?"), "the call goes on where it was");
    for _ in 0..2 {
        let over = [("CallStatus", "completed")];
        assert_eq!(report(&service, "/status/call/desk", &over).await, StatusCode::NO_CONTENT);
        assert_eq!(version(&service, THREAD).await, 5);
    }
    assert!(!call.press("2").await.contains("More?"), "the call is over");
    let stored = service.host.store().newest(THREAD).await.expect("readable").expect("a turn").session;
    let stored = String::from_utf8(stored).expect("JSON");
    assert!(stored.contains("call me") && stored.contains("111"), "{stored}");
}

#[tokio::test]
async fn a_call_goes_on_in_messages_and_begins_there_once() {
    let service = Service::new(&[("desk", DESK)]).await;
    let mut call = recorded(&service).await;
    let words = [("RecordingSid", RECORDING), ("TranscriptionStatus", "completed"), ("TranscriptionText", "call me")];
    report(&service, "/transcription/desk", &words).await;
    assert!(call.press("1").await.contains("Look at your phone."));
    let thread = format!("desk/sms/{OURS}/+15550000001");
    for _ in 0..2 {
        service.host.proceed().await.expect("a working store");
        assert_eq!(version(&service, &thread).await, 1);
    }
    let mut texter = Texter::new(&service, "desk", "", 1);
    let document = texter.text("here").await;
    assert!(document.contains("call me 100"), "{document}");
}

/// A conversation that cannot be begun is put off, and keeps none of the others up.
#[tokio::test]
async fn one_that_cannot_go_on_in_messages_keeps_no_other_up() {
    let service = Service::new(&[("desk", DESK)]).await;
    let store = service.host.store();
    let mut call = recorded(&service).await;
    let words = [("RecordingSid", RECORDING), ("TranscriptionStatus", "completed"), ("TranscriptionText", "call me")];
    report(&service, "/transcription/desk", &words).await;
    call.press("1").await;
    let good = store.due(i64::MAX, "proceed/", 9).await.expect("readable").remove(0);
    let bytes = String::from_utf8(good.bytes.clone()).expect("JSON").replace("+15550000001", &"1".repeat(300));
    let bad = Due { at_ms: good.at_ms - 1, name: "proceed/desk/call/CA0/1/0".to_owned(), bytes: bytes.into_bytes() };
    store.settle(Vec::new(), vec![bad.clone()]).await.expect("a working store");
    service.host.proceed().await.expect("a working store");
    assert_eq!(version(&service, &format!("desk/sms/{OURS}/+15550000001")).await, 1);
    let left = store.due(i64::MAX, "proceed/", 9).await.expect("readable");
    assert!(left.len() == 1 && left[0].name == bad.name && left[0].at_ms > bad.at_ms, "{left:?}");
}

#[tokio::test]
async fn an_opt_out_is_told_to_the_flow_and_not_answered() {
    let service = Service::new(&[("desk", DESK)]).await;
    let form = |sid: &'static str, text: &'static str| {
        vec![
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("MessageSid", sid),
            ("From", "+15550000002"),
            ("To", OURS),
            ("Body", text),
        ]
    };
    let hello = service.post("/message/desk", &form("SM00000000000000000000000000000001", "hi")).await;
    assert!(hello.1.contains("Hello."), "{}", hello.1);
    let mut stop = form("SM00000000000000000000000000000002", "STOP");
    stop.push(("OptOutType", "STOP"));
    for _ in 0..2 {
        let (status, document) = service.post("/message/desk", &stop).await;
        assert!(status == StatusCode::OK && !document.contains("Message"), "{document}");
    }
    let thread = format!("desk/sms/{OURS}/+15550000002");
    let stored = service.host.store().newest(&thread).await.expect("readable").expect("a turn");
    assert_eq!(stored.version, 2);
    assert!(String::from_utf8(stored.session).expect("JSON").contains("1000"));
}

#[tokio::test]
async fn what_became_of_a_message_is_told_to_its_conversation_once() {
    let service = Service::new(&[("desk", DESK)]).await;
    let mut texter = Texter::new(&service, "desk", "", 3);
    let reply = texter.text("hi").await;
    assert!(reply.contains(r#"<Message action="/status/message/desk" method="POST"><Body>Hello."#), "{reply}");
    let thread = format!("desk/sms/{OURS}/+15550000003");
    let report = |status: &'static str, to: &'static str| {
        vec![
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("MessageSid", "SM00000000000000000000000000000009"),
            ("MessageStatus", status),
            ("From", OURS),
            ("To", to),
        ]
    };
    for (status, turns) in [("sent", 1), ("delivered", 1), ("failed", 2), ("failed", 2), ("undelivered", 2)] {
        let (code, _) = service.post("/status/message/desk", &report(status, "+15550000003")).await;
        assert_eq!((code, version(&service, &thread).await), (StatusCode::NO_CONTENT, turns), "{status}");
    }
    let (code, _) = service.post("/status/message/desk", &report("failed", "+15550000004")).await;
    assert_eq!(code, StatusCode::NO_CONTENT, "a number that has no conversation");
    let stored = service.host.store().newest(&thread).await.expect("readable").expect("a turn").session;
    assert!(String::from_utf8(stored).expect("JSON").contains("10000"));
    assert!(texter.text("again").await.contains("Hello."), "the conversation goes on");
}
