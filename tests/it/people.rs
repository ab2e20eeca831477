//! What is kept of people, who is told what on answering, and how other voice verbs end: as a provider meets it.

use std::sync::Arc;

use axum::http::StatusCode;
use flowtone::store::Store;
use flowtone::store::memory::Memory;

use crate::support::phone::{Call, OURS, Service, Texter, messages};

const PEOPLE: &str = r#"
contact name: text(20)
contact pin:  text

var answer: text
var secret_pin: text

on call    -> start
on message -> inbox

step start {
  if contact.name == none {
    ask answer: text "Who is it?" { noinput end  nomatch end }
    set contact.name = answer
    ask secret_pin: digits(4) "Your number?" { sensitive  input keys  noinput end  nomatch end }
    set contact.pin = secret_pin
  }
  say "Hello {{contact.name}}."
  end
}

keywords inbox {
  "who"    say "You are {{contact.name}}."
  "pin"    say "It is {{contact.pin}}."
  "forget" { clear contact.name  clear contact.pin  say "Forgotten." }
  else     say "What?"
}
"#;

#[tokio::test]
async fn a_caller_is_known_by_message_and_after_a_restart() {
    let store: Arc<dyn Store> = Arc::new(Memory::new());
    {
        let service = Service::over(Arc::clone(&store), &[("people", PEOPLE)]).await;
        let mut call = Call::new(&service, "people", 7);
        call.begin().await;
        call.speak("Ann").await;
        let heard = call.press("4711").await;
        assert!(heard.contains("Hello Ann."), "{heard}");
        let mut texter = Texter::new(&service, "people", "", 7);
        assert_eq!(messages(&texter.text("who").await), ["You are Ann."]);
        assert_eq!(messages(&texter.text("pin").await), ["It is 4711."]);
        let mut other = Texter::new(&service, "people", "", 8);
        assert_eq!(messages(&other.text("who").await), ["You are ."]);
    }
    let service = Service::over(Arc::clone(&store), &[("people", PEOPLE)]).await;
    let mut texter = Texter::new(&service, "people", "whatsapp:", 7);
    assert_eq!(messages(&texter.text("who").await), ["You are Ann."]);
    let newest = store.newest(&format!("people/whatsapp/{OURS}/+15550000007")).await.expect("a working store");
    let log = newest.map(|turn| String::from_utf8(turn.log).expect("JSON")).unwrap_or_default();
    assert!(log.contains("Ann") && !log.contains("4711"), "what was said in confidence is not logged: {log}");
    assert_eq!(messages(&texter.text("forget").await), ["Forgotten."]);
    assert_eq!(store.facts("contact/").await.expect("a working store"), []);
    assert_eq!(messages(&texter.text("who").await), ["You are ."]);
}

#[tokio::test]
async fn nothing_is_kept_of_those_who_hide_their_number() {
    let store: Arc<dyn Store> = Arc::new(Memory::new());
    let service = Service::over(Arc::clone(&store), &[("people", PEOPLE)]).await;
    let mut call = Call::new(&service, "people", 9);
    call.from = "anonymous".to_owned();
    call.begin().await;
    call.speak("Nobody").await;
    call.press("4711").await;
    assert_eq!(store.facts("contact/").await.expect("a working store"), []);
}

const VERBS: &str = r#"
on call -> start

step start {
  enqueue "support" { failed -> desk }
  say "Back from the queue."
  pay amount 12 { declined say "Declined."  failed -> desk }
  -> desk
}

step desk {
  dial "+15550100" { whisper "A call from {{caller}} & Co."  busy, noanswer, failed end }
  end
}
"#;

#[tokio::test]
async fn voice_verbs_come_back_with_their_outcomes() {
    let service = Service::new(&[("verbs", VERBS)]).await;
    let mut call = Call::new(&service, "verbs", 1);
    let asked = call.begin().await;
    assert!(asked.contains("<Enqueue action=\"/voice/verbs/1\" method=\"POST\">support</Enqueue>"), "{asked}");
    let paying = call.next(&[("QueueResult", "bridged"), ("QueueTime", "12")]).await;
    assert!(paying.contains("Back from the queue.") && paying.contains("<Pay "), "{paying}");
    let dialled = call.next(&[("Result", "validation-error")]).await;
    assert!(dialled.contains("Declined.") && dialled.contains("<Dial "), "{dialled}");

    let document = roxmltree::Document::parse(&dialled).expect("XML");
    let number = document.descendants().find(|node| node.has_tag_name("Number")).expect("a number");
    let url = number.attribute("url").expect("an address for the words").to_owned();
    assert!(url.starts_with("/whisper/verbs?"), "{url}");
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA0000000000000000000000000000000a"),
        ("ParentCallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550000001"),
        ("To", OURS),
    ];
    let (status, told) = service.post(&url, &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(told.contains("A call from +15550000001 &amp; Co."), "{told}");
    let ended = call.next(&[("DialCallStatus", "completed")]).await;
    assert!(ended.contains("<Hangup"), "{ended}");
}
