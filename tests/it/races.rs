//! Webhooks that come together: copies of one, and many of one conversation.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use flowtone::store::sled::{self, Options};
use flowtone::store::{Durability, Store};

use crate::support::phone::{OURS, Service, action, messages};

const FLOW: &str = r#"
language en-US
defaults { timeout 5s  nomatch "What?"  tries 3 -> bye }
var seen: text = ""
var n: number = 0
on call -> welcome
on message -> counter
menu welcome "Hello." { 1 "One" -> bye }
keywords counter {
  else {
    set n = n + 1
    set seen = seen + input.text + " "
    say "{{n}}: {{seen}}"
  }
}
step bye { say "Goodbye." end }
"#;

fn store(dir: &Path) -> Arc<dyn Store> {
    let options = Options { durability: Durability::Power, cache: 64 << 20 };
    Arc::new(sled::open(dir, options).expect("a store"))
}

async fn service(dir: &Path) -> Arc<Service> {
    Arc::new(Service::patient(store(dir), &[("support", FLOW)]).await)
}

async fn call(service: Arc<Service>) -> (StatusCode, String) {
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", "CA00000000000000000000000000000001"),
        ("From", "+15550000001"),
        ("To", OURS),
    ];
    service.post("/voice/support", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_copies_of_one_webhook_are_one_turn_and_one_answer_also_after_a_restart() {
    let dir = tempfile::tempdir().expect("a folder");
    let before = service(dir.path()).await;
    let mut copies = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        copies.spawn(call(Arc::clone(&before)));
    }
    let answers = copies.join_all().await;
    let (status, document) = answers.first().expect("an answer").clone();
    assert_eq!((status, action(&document).as_deref()), (StatusCode::OK, Some("/voice/support/1")));
    assert!(answers.iter().all(|(_, answer)| *answer == document), "all equal to the byte");
    let thread = "support/call/CA00000000000000000000000000000001";
    assert_eq!(before.host.store().newest(thread).await.expect("readable").expect("a turn").version, 1);

    before.host.store().close().await.expect("closed");
    drop(before);
    let after = service(dir.path()).await;
    assert_eq!(call(Arc::clone(&after)).await.1, document, "the same bytes after a restart");
}

/// A message of a sender: its number is its text, so that the replies tell which were counted, and in which order.
async fn text(service: Arc<Service>, sender: u32, number: u32) -> (u32, String) {
    let (sid, from) = (format!("SM{sender:016x}{number:016x}"), format!("+1555{sender:07}"));
    let body = number.to_string();
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("MessageSid", sid.as_str()),
        ("From", from.as_str()),
        ("To", OURS),
        ("Body", body.as_str()),
        ("NumMedia", "0"),
    ];
    let (status, document) = service.post("/message/support", &form).await;
    assert_eq!(status, StatusCode::OK, "sender {sender}, message {number}");
    (number, messages(&document).join(""))
}

/// The model: a list to which each message is appended once. Each reply shows the list as it was after its message.
#[tokio::test(flavor = "multi_thread")]
async fn many_messages_of_many_senders_at_once_are_each_counted_once_and_in_one_order() {
    const SENDERS: u32 = 200;
    const MESSAGES: u32 = 50;
    let dir = tempfile::tempdir().expect("a folder");
    let service = service(dir.path()).await;
    let mut turns = tokio::task::JoinSet::new();
    for number in 0..MESSAGES {
        for sender in 0..SENDERS {
            let service = Arc::clone(&service);
            turns.spawn(async move { (sender, text(service, sender, number).await) });
        }
    }
    let mut replies: Vec<Vec<(u32, String)>> = vec![Vec::new(); SENDERS as usize];
    for (sender, reply) in turns.join_all().await {
        replies[sender as usize].push(reply);
    }
    for (sender, mut replies) in replies.into_iter().enumerate() {
        replies.sort_by_key(|(_, reply)| reply.split(':').next().and_then(|n| n.parse::<u32>().ok()).expect("a count"));
        let mut list = String::new();
        for (place, (number, reply)) in (1..).zip(&replies) {
            list.push_str(&format!("{number} "));
            assert_eq!(*reply, format!("{place}: {}", list.trim_end()), "sender {sender}");
        }
        let distinct: BTreeSet<u32> = replies.iter().map(|(number, _)| *number).collect();
        assert_eq!(distinct.len(), MESSAGES as usize, "sender {sender}");
    }
}
