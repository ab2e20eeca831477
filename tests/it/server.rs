//! The public listener as a provider meets it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{Token, sign};

use crate::support::phone::{BASE, Call, OURS, Service, TOKEN, Texter, action, encode, messages, signed};

const FLOW: &str = r#"
language en-US
defaults { timeout 5s  nomatch "What?"  tries 3 -> bye }
on call -> welcome
on message -> inbox
menu welcome "Old words." { 1 "One" -> bye }
keywords inbox {
  "menu" -> welcome
  else say "Old reply."
}
step bye { say "Old goodbye." end }
"#;

fn new_words() -> String {
    FLOW.replace("Old", "New")
}

async fn service() -> Service {
    Service::new(&[("support", FLOW)]).await
}

#[tokio::test]
async fn a_wrong_or_missing_signature_is_refused_with_an_empty_403() {
    let service = service().await;
    let form = [("CallSid", "CA00000000000000000000000000000001")];
    let unsigned = Request::post("/voice/support")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(encode(&form)))
        .expect("a request");
    assert_eq!(service.send(unsigned).await, (StatusCode::FORBIDDEN, String::new()));
    let mut wrong = signed("/voice/support", &form);
    wrong.headers_mut().insert("x-twilio-signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".parse().expect("a header"));
    assert_eq!(service.send(wrong).await, (StatusCode::FORBIDDEN, String::new()));
}

#[tokio::test]
async fn get_and_post_are_both_answered() {
    let service = service().await;
    let query = encode(&[
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000077"),
        ("From", "+15550100077"),
        ("To", OURS),
    ]);
    let path = format!("/voice/support?{query}");
    let signature = sign(&format!("{BASE}{path}"), &Form::default(), &Token::new(TOKEN));
    let request = Request::get(&path).header("x-twilio-signature", signature).body(Body::empty()).expect("a request");
    let (status, body) = service.send(request).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("Old words."), "{body}");
}

#[tokio::test]
async fn with_several_public_urls_the_answer_stays_on_the_one_that_was_called() {
    let urls = ["https://old.example.com/ivr/", "https://new.example.com"];
    let service = service().await.reached_at(&urls);
    for (number, (base, goes_on)) in
        [("https://new.example.com", "/voice"), ("https://old.example.com/ivr", "/ivr/voice")].into_iter().enumerate()
    {
        let sid = format!("CA{number:032}");
        let form = [("AccountSid", "AC00000000000000000000000000000001"), ("CallSid", &sid), ("From", "+15550100001")];
        let body = encode(&[form.as_slice(), &[("To", OURS)]].concat());
        let signature =
            sign(&format!("{base}/voice/support"), &Form::parse(body.as_bytes()).expect("a form"), &Token::new(TOKEN));
        let request = Request::post("/voice/support")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-twilio-signature", signature)
            .body(Body::from(body))
            .expect("a request");
        let (_, document) = service.send(request).await;
        assert_eq!(action(&document), Some(format!("{goes_on}/support/1")), "{base}");
    }
}

const FRAIL: &str = r#"
language en-US voice "Polly.Joanna"
defaults { timeout 5s  noinput "Hm?"  nomatch "What?"  tries 3 -> bye }
on call -> welcome
on message -> welcome
menu welcome "Press {{emphasis "one"}} for a call." { 1 "One" -> ring }
step ring {
  if channel != voice { end }
  dial "+15550100009" { busy, noanswer, failed -> bye }
  end
}
step bye { say "Goodbye." end }
"#;

#[tokio::test]
async fn a_document_that_the_provider_could_not_use_is_not_sent_again() {
    let service = Service::new(&[("support", FRAIL)]).await;
    let mut call = Call::new(&service, "support", 1);
    let first = call.begin().await;
    let failed = |code: &'static str, turn: &'static str| {
        [("ErrorCode", code), ("ErrorUrl", turn), ("CallStatus", "in-progress")]
    };
    let unreached = failed("11200", "https://ivr.example.com/voice/support");
    assert_eq!(call.webhook("/fallback/voice/support", &unreached).await, first, "it may not have got it");
    let unusable = failed("12200", "https://ivr.example.com/voice/support");
    let plain = call.webhook("/fallback/voice/support", &unusable).await;
    assert!(
        plain.contains("went wrong") && plain.contains("Press one for a call.") && !plain.contains("Polly"),
        "{plain}"
    );
    assert_eq!(action(&plain).as_deref(), Some("/voice/support/1"), "the session goes on");
    assert_eq!(call.webhook("/fallback/voice/support", &unusable).await, plain, "the same bytes however often");

    assert!(call.press("1").await.contains("+15550100009"));
    let unusable = failed("13224", "https://ivr.example.com/voice/support/1");
    let on = call.webhook("/fallback/voice/support", &unusable).await;
    assert!(on.contains("<Redirect") && !on.contains("<Dial"), "{on}");
    assert!(call.next(&[]).await.contains("Goodbye."), "the flow's own way for a call that failed");
    let ended = failed("12100", "https://ivr.example.com/voice/support/2");
    assert!(call.webhook("/fallback/voice/support", &ended).await.contains("<Hangup"));

    let mut texter = Texter::new(&service, "support", "", 5);
    texter.text("hello").await;
    let again = texter.unusable("hello").await;
    assert_eq!(messages(&again), ["Sorry, something went wrong.\n\nPress one for a call.\n1. One"]);
}

#[tokio::test]
async fn a_large_body_is_413_and_an_unknown_flow_404() {
    let service = service().await;
    let large = "x".repeat(300 * 1024);
    let (status, _) = service.post("/message/support", &[("Body", &large)]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550100001"),
        ("To", "+15550199999"),
    ];
    assert_eq!(service.post("/voice/nowhere", &form).await.0, StatusCode::NOT_FOUND);
    assert_eq!(service.post("/voice", &form).await.0, StatusCode::NOT_FOUND, "no flow for this number");
    assert_eq!(service.post("/voice/support/x", &form).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_number_called_picks_the_flow() {
    let service = service().await;
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550100001"),
        ("To", OURS),
    ];
    let (status, body) = service.post("/voice", &form).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(action(&body).as_deref(), Some("/voice/support/1"));
}

#[tokio::test]
async fn a_malformed_but_signed_webhook_gets_an_apology_without_internals() {
    let service = service().await;
    let (status, body) = service.post("/voice/support", &[("CallSid", "nonsense")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<Hangup"), "{body}");
    assert!(!body.contains("CallSid") && !body.contains("nonsense"), "{body}");
}

#[tokio::test]
async fn a_repeated_webhook_gets_the_same_bytes_and_changes_nothing() {
    let service = service().await;
    let mut call = Call::new(&service, "support", 1);
    let first = call.begin().await;
    assert_eq!(call.begin().await, first);
    let wrong = call.press("9").await;
    let mut again = Call::new(&service, "support", 1);
    assert_eq!(again.webhook("/voice/support/1", &[("CallStatus", "in-progress"), ("Digits", "9")]).await, wrong);
    assert_eq!(
        again.webhook("/voice/support/1", &[("CallStatus", "in-progress"), ("Digits", "1")]).await,
        wrong,
        "a late action for an answered turn gets what that turn was answered"
    );
    assert!(call.press("1").await.contains("Old goodbye."));

    let mut texter = Texter::new(&service, "support", "", 5);
    let first = texter.text("hello").await;
    assert_eq!(texter.again("hello").await, first);
}

#[tokio::test]
async fn an_answer_to_a_turn_that_is_not_there_is_asked_the_question_again() {
    let service = service().await;
    let mut call = Call::new(&service, "support", 1);
    let welcome = call.begin().await;
    let mut ahead = Call::new(&service, "support", 1);
    for _ in 0..2 {
        for digits in ["1", "9"] {
            let again = ahead.webhook("/voice/support/7", &[("CallStatus", "in-progress"), ("Digits", digits)]).await;
            assert_eq!(again, welcome, "the same bytes, however often");
        }
    }
    let thread = "support/call/CA00000000000000000000000000000001";
    assert_eq!(service.host.store().newest(thread).await.expect("readable").expect("a turn").version, 1);
    assert!(call.press("1").await.contains("Old goodbye."), "the question is still open");

    let mut lost = Call::new(&service, "support", 2);
    let begun = lost.webhook("/voice/support/3", &[("CallStatus", "in-progress"), ("Digits", "1")]).await;
    assert!(begun.contains("Old words."), "a call that is not known begins anew: {begun}");
    let again = Call::new(&service, "support", 2).webhook("/voice/support/3", &[("CallStatus", "in-progress")]).await;
    assert_eq!(again, begun);
}

#[tokio::test]
async fn a_session_stays_on_its_version_and_the_next_begins_on_the_new_one() {
    let service = service().await;
    let mut call = Call::new(&service, "support", 1);
    assert!(call.begin().await.contains("Old words."));
    service.save(&[("support", &new_words())]).await.expect("sound");
    assert!(call.press("9").await.contains("Old words."));
    assert!(call.press("1").await.contains("Old goodbye."));
    assert!(Call::new(&service, "support", 2).begin().await.contains("New words."));
}

#[tokio::test]
async fn a_texter_at_the_entry_keywords_takes_the_newest_version() {
    let service = service().await;
    let mut resting = Texter::new(&service, "support", "", 1);
    let mut busy = Texter::new(&service, "support", "", 2);
    assert_eq!(messages(&resting.text("hi").await), ["Old reply."]);
    assert!(messages(&busy.text("menu").await)[0].starts_with("Old words."));
    service.save(&[("support", &new_words())]).await.expect("sound");
    assert_eq!(messages(&resting.text("hi").await), ["New reply."]);
    assert_eq!(messages(&busy.text("1").await), ["Old goodbye."]);
}

#[tokio::test]
async fn a_broken_edit_changes_nothing_and_is_told() {
    let service = service().await;
    let broken = FLOW.replace("-> bye }\nkeywords", "-> by }\nkeywords");
    let problems = service.save(&[("support", &broken)]).await.expect_err("broken");
    assert!(problems.contains("`by`"), "{problems}");
    assert!(Call::new(&service, "support", 1).begin().await.contains("Old words."));
}

#[tokio::test]
async fn a_restart_over_the_same_store_finds_a_session_and_its_version() {
    let store = std::sync::Arc::new(flowtone::store::memory::Memory::new());
    let before = Service::over(store.clone(), &[("support", FLOW)]).await;
    let first = Call::new(&before, "support", 1).begin().await;
    drop(before);
    let after = Service::over(store, &[("support", &new_words())]).await;
    let mut call = Call::new(&after, "support", 1);
    assert_eq!(call.begin().await, first, "the same webhook, the stored reply");
    assert!(call.press("1").await.contains("Old goodbye."), "on its own version");
}

#[tokio::test]
async fn a_hang_up_ends_the_session() {
    let service = service().await;
    let mut call = Call::new(&service, "support", 1);
    call.begin().await;
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550000001"),
        ("To", OURS),
        ("CallStatus", "completed"),
    ];
    assert_eq!(service.post("/status/call/support", &form).await.0, StatusCode::NO_CONTENT);
    let late = call.press("1").await;
    assert!(!late.contains("goodbye"), "{late}");
}

#[tokio::test]
async fn a_thousand_copies_of_one_webhook_are_one_turn() {
    let service = service().await;
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550000001"),
        ("To", OURS),
    ];
    let copies = (0..1000).map(|_| service.post("/voice/support", &form));
    let answers = futures_join(copies).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "all equal to the byte");
    assert_eq!(action(&answers[0].1).as_deref(), Some("/voice/support/1"));
    let newest =
        service.host.store().newest("support/call/CA00000000000000000000000000000001").await.expect("readable");
    assert_eq!(newest.expect("a turn").version, 1);
}

/// Polls all at once, without a crate for it: each turns into a local task.
async fn futures_join<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = futures.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(|context| {
        let mut done = true;
        for (future, result) in &mut pending {
            if result.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *result = Some(value),
                    std::task::Poll::Pending => done = false,
                }
            }
        }
        if done { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    pending.into_iter().filter_map(|(_, result)| result).collect()
}
