//! What leaves the server beside the reply, over real HTTP on loopback and in virtual time: in order, at least once,
//! tried again on schedule, and signed so that anybody can tell.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowtone::config::{self, Flags, Network, SecretRef};
use flowtone::host::{FetchSettings, Host, OutboxSettings, Sweeper};
use flowtone::store::memory::Memory;
use flowtone::store::{Store, sled};
use sha2::{Digest as _, Sha256};

use crate::support::backend::Backend;
use crate::support::hooks::{Hooks, Taken};
use crate::support::phone::{Call, OURS, Service, TOKEN, Texter, messages};
use crate::support::server::Server;

const KEY: &[u8] = b"twenty-four bytes or more";

const EVENTS: &str = r#"
on message -> start
step start {
  emit "order.checked" { from: caller, n: 1 }
  emit "other" { }
  say "Done."
  end
}
"#;

fn secret() -> String {
    format!("whsec_{}", STANDARD.encode(KEY))
}

/// A project file's part: an endpoint at each of these paths, and the API.
fn project(hooks: &Hooks, urls: &[&str]) -> String {
    let address = hooks.address;
    let urls: Vec<String> = urls.iter().map(|path| format!("\"http://{address}{path}\"")).collect();
    format!(
        "[[account]]\nauth_tokens = [\"env:OLD\", \"env:TOKEN\"]\napi_url = \"http://{address}\"\n\
         [[endpoint]]\nname = \"crm\"\nurls = [{}]\nsecret = \"env:SECRET\"\nevents = [\"order.*\"]\n\
         allow = [\"{address}\"]\n",
        urls.join(", ")
    )
}

fn settings(text: &str) -> OutboxSettings {
    let mut config =
        config::load(Some(("flowtone.toml", text)), &BTreeMap::new(), &Flags::default()).expect("settings");
    let resolve = |source: &SecretRef| match source.to_string().as_str() {
        "env:SECRET" => Ok(secret()),
        "env:TOKEN" => Ok(TOKEN.to_owned()),
        _ => Ok("an older token".to_owned()),
    };
    config.resolve_secrets(&resolve).expect("secrets");
    let public_url = Some("https://ivr.example.com/".to_owned());
    OutboxSettings { endpoints: config.endpoints, accounts: config.accounts, public_url }
}

fn sending(hooks: &Hooks) -> impl FnOnce(Host) -> Host {
    let settings = settings(&project(hooks, &["/crm"]));
    move |host| host.sending(&settings).unwrap_or_else(|problems| panic!("{problems:?}"))
}

async fn service(store: &Arc<Memory>, hooks: &Hooks, flow: &str) -> Service {
    Service::made(Arc::clone(store) as Arc<dyn Store>, &[("f", flow)], sending(hooks)).await
}

async fn drain(service: &Service) {
    service.host.drain_outbox().await.expect("a working store");
}

async fn left(store: &Memory, class: &str) -> Vec<String> {
    store.due(i64::MAX, class, 100).await.expect("a working store").into_iter().map(|due| due.name).collect()
}

/// HMAC as RFC 2104 describes it, step by step.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([block.map(|byte| byte ^ 0x36).as_slice(), text].concat());
    Sha256::digest([block.map(|byte| byte ^ 0x5c).as_slice(), inner.as_slice()].concat()).to_vec()
}

fn assert_signed(taken: &Taken) {
    let text = format!("{}.{}.{}", taken.header("webhook-id"), taken.header("webhook-timestamp"), taken.body);
    let wanted = format!("v1,{}", STANDARD.encode(hmac(KEY, text.as_bytes())));
    assert_eq!(taken.header("webhook-signature"), wanted);
}

#[tokio::test]
async fn an_event_arrives_once_signed_and_without_a_number_that_it_was_not_given() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let service = service(&store, &hooks, EVENTS).await;
    let mut texter = Texter::new(&service, "f", "", 1);
    let document = texter.text("hi").await;
    assert_eq!(messages(&document), ["Done."]);
    assert_eq!(texter.again("hi").await, document, "a repeated webhook");
    drain(&service).await;
    drain(&service).await;
    let taken = hooks.taken();
    let [event] = taken.as_slice() else { panic!("{taken:?}") };
    assert_signed(event);
    assert_eq!((event.path.as_str(), event.header("content-type")), ("/crm", "application/json"));
    let body: serde_json::Value = serde_json::from_str(&event.body).expect("JSON");
    let session = body["session"].as_str().expect("a session").to_owned();
    let wanted = serde_json::json!({
        "type": "order.checked", "timestamp": "2026-11-23T10:00:00.000Z", "flow": "f", "session": session,
        "data": { "from": "+15550000001", "n": 1 },
    });
    assert_eq!(body, wanted);
    let id = event.header("webhook-id");
    assert!(id.starts_with(&session) && !id.contains("555"), "{id}");
    assert!(left(&store, "job/").await.is_empty() && left(&store, "dead/").await.is_empty());
}

#[tokio::test]
async fn what_fails_is_tried_again_on_schedule_as_the_same_event() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let service = service(&store, &hooks, EVENTS).await;
    hooks.answer(&["500 Broken", "302 Moved\r\nLocation: http://127.0.0.1/", "429 Slow\r\nRetry-After: 600"]);
    Texter::new(&service, "f", "", 1).text("hi").await;
    for (wait, count) in [(0, 1), (4, 1), (2, 2), (29, 2), (7, 3), (590, 3), (150, 4)] {
        service.world.later(Duration::from_secs(wait));
        drain(&service).await;
        assert_eq!(hooks.taken().len(), count, "{wait} s later");
    }
    let taken = hooks.taken();
    for again in &taken {
        assert_signed(again);
        assert_eq!((&again.body, again.header("webhook-id")), (&taken[0].body, taken[0].header("webhook-id")));
    }
    assert_ne!(taken[0].header("webhook-timestamp"), taken[3].header("webhook-timestamp"));
    assert!(left(&store, "job/").await.is_empty());
}

#[tokio::test]
async fn what_fails_for_days_is_given_up_and_kept() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let service = service(&store, &hooks, EVENTS).await;
    hooks.answer(&["503 Busy"; 20]);
    Texter::new(&service, "f", "", 1).text("hi").await;
    for _ in 0..12 {
        drain(&service).await;
        service.world.later(Duration::from_secs(30 * 60 * 60));
    }
    assert_eq!(hooks.taken().len(), 11);
    assert!(left(&store, "job/").await.is_empty());
    let dead = store.due(i64::MAX, "dead/", 10).await.expect("a working store");
    let [letter] = dead.as_slice() else { panic!("{dead:?}") };
    let kept = String::from_utf8(letter.bytes.clone()).expect("JSON");
    assert!(kept.contains("order.checked") && kept.contains("answered 503"), "{kept}");
    service.world.later(Duration::from_secs(31 * 24 * 60 * 60));
    drain(&service).await;
    assert!(left(&store, "dead/").await.is_empty(), "for a month");
}

#[tokio::test]
async fn the_next_address_takes_what_the_first_does_not() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let settings = settings(&project(&hooks, &["/one", "/two"]));
    let change = |host: Host| host.sending(&settings).unwrap_or_else(|problems| panic!("{problems:?}"));
    let service = Service::made(store.clone(), &[("f", EVENTS)], change).await;
    let mut texter = Texter::new(&service, "f", "", 1);
    hooks.answer(&["500 Broken", "204 Well", "410 Gone", "410 Gone"]);
    texter.text("hi").await;
    drain(&service).await;
    assert!(left(&store, "dead/").await.is_empty());
    texter.text("hi").await;
    drain(&service).await;
    let paths: Vec<String> = hooks.taken().into_iter().map(|taken| taken.path).collect();
    assert_eq!(paths, ["/one", "/two", "/one", "/two"]);
    assert!(left(&store, "job/").await.is_empty());
    assert_eq!(left(&store, "dead/").await.len(), 1, "both addresses are gone for ever");
}

#[tokio::test]
async fn a_conversation_keeps_its_order_unless_its_first_event_fails_for_long() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let service = service(&store, &hooks, EVENTS).await;
    let (mut one, mut two) = (Texter::new(&service, "f", "", 1), Texter::new(&service, "f", "", 2));
    hooks.answer(&["500 Broken"]);
    one.text("first").await;
    drain(&service).await;
    for _ in 0..2 {
        one.text("next").await;
    }
    two.text("other").await;
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 2, "what comes after the first waits for it; other conversations do not");
    service.world.later(Duration::from_secs(7));
    drain(&service).await;
    let turns: Vec<String> = hooks.taken().iter().map(|taken| taken.header("webhook-id").to_owned()).collect();
    let turns: Vec<&str> = turns.iter().map(|id| id.split('_').nth(1).unwrap_or("")).collect();
    assert_eq!(turns, ["1", "1", "1", "2", "3"]);
    hooks.answer(&["500 Broken", "500 Broken"]);
    one.text("fails").await;
    drain(&service).await;
    service.world.later(Duration::from_secs(7));
    drain(&service).await;
    one.text("goes on").await;
    drain(&service).await;
    let newest = hooks.taken().last().expect("events").header("webhook-id").to_owned();
    assert_eq!(newest.split('_').nth(1), Some("5"), "the fourth waits for half a minute now");
}

const SENDS: &str = r#"
on message -> start
on call -> start
step start {
  send sms to "+15559990000" "Hello & {{caller}}."
  send whatsapp to "+15559990001" template "HX00000000000000000000000000000001" { 1: caller }
  if channel != voice { say "Sent." }
  end
}
"#;

#[tokio::test]
async fn messages_go_through_the_api_of_the_account() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let service = service(&store, &hooks, SENDS).await;
    hooks.answer(&["401 No"]);
    Texter::new(&service, "f", "whatsapp:", 1).text("hi").await;
    drain(&service).await;
    let taken = hooks.taken();
    let [old, sms, template] = taken.as_slice() else { panic!("{taken:?}") };
    for request in &taken {
        assert_eq!(request.path, "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json");
    }
    let basic =
        |token: &str| format!("Basic {}", STANDARD.encode(format!("AC00000000000000000000000000000001:{token}")));
    assert_eq!(old.header("authorization"), basic("an older token"));
    assert_eq!(sms.header("authorization"), basic(TOKEN));
    assert_eq!((sms.value("To"), sms.value("From")), ("+15559990000".to_owned(), OURS.to_owned()));
    assert_eq!(sms.value("Body"), "Hello & +15550000001.");
    assert_eq!(sms.value("StatusCallback"), "https://ivr.example.com/status/message/f");
    assert_eq!(template.value("To"), "whatsapp:+15559990001");
    assert_eq!(template.value("From"), format!("whatsapp:{OURS}"));
    assert_eq!(template.value("ContentSid"), "HX00000000000000000000000000000001");
    assert_eq!(template.value("ContentVariables"), "{\"1\":\"+15550000001\"}");
    assert!(template.values("Body").is_empty());
    Call::new(&service, "f", 2).begin().await;
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 5);
    assert!(left(&store, "job/").await.is_empty() && left(&store, "dead/").await.is_empty());
}

#[tokio::test]
async fn the_api_says_which_messages_are_worth_another_try() {
    let refusal = |code: u32| format!("400 Bad\r\n\r\n{{\"code\":{code},\"message\":\"no\"}}");
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let flow = "on message -> start\nstep start { send sms to \"+15559990000\" \"Hello.\" end }\n";
    let service = service(&store, &hooks, flow).await;
    hooks.answer(&[&refusal(21610), "429 Slow\r\nRetry-After: 20\r\n\r\n{\"code\":20429}"]);
    Texter::new(&service, "f", "", 1).text("hi").await;
    drain(&service).await;
    assert_eq!(left(&store, "dead/").await.len(), 1, "opted out");
    Texter::new(&service, "f", "", 2).text("hi").await;
    drain(&service).await;
    service.world.later(Duration::from_secs(19));
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 2);
    service.world.later(Duration::from_secs(6));
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 3);
    assert!(left(&store, "job/").await.is_empty());
}

#[tokio::test]
async fn a_conversation_hears_of_a_message_that_the_api_does_not_take() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let flow = "on message -> start\nvar lost: number = 0\non undelivered { set lost = lost + 1  send sms to caller \"Again.\" }\n\
        keywords start {\n  \"send\" { send sms to caller \"Hello.\"  say \"Sent.\" }\n  else say \"Lost: {{lost}}.\"\n}\n";
    let service = service(&store, &hooks, flow).await;
    hooks.answer(&["400 Bad\r\n\r\n{\"code\":21211,\"message\":\"no\"}"; 5]);
    let mut texter = Texter::new(&service, "f", "", 1);
    assert_eq!(messages(&texter.text("send").await), ["Sent."]);
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 2, "it does not go round for ever");
    assert_eq!(messages(&texter.text("how many").await), ["Lost: 1."]);
}

/// While the API is down most messages grow too old without a try of their own; their conversations hear of it too.
#[tokio::test]
async fn a_conversation_hears_of_a_message_that_grew_too_old() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let flow = "on message -> start\nvar lost: number = 0\non undelivered { set lost = lost + 1 }\n\
        keywords start {\n  \"send\" { send sms to caller \"Hello.\"  say \"Sent.\" }\n  else say \"Lost: {{lost}}.\"\n}\n";
    let service = service(&store, &hooks, flow).await;
    hooks.answer(&["503 Busy"; 400]);
    for number in 1..=12 {
        Texter::new(&service, "f", "", number).text("send").await;
    }
    for _ in 0..40 {
        drain(&service).await;
        service.world.later(Duration::from_secs(5 * 60));
    }
    assert!(left(&store, "job/").await.is_empty());
    assert_eq!(left(&store, "dead/").await.len(), 12);
    for number in 1..=12 {
        let mut texter = Texter::new(&service, "f", "", number);
        texter.skip();
        assert_eq!(messages(&texter.text("how many").await), ["Lost: 1."], "{number}");
    }
}

/// A server that was down for longer than turns are kept does first what they asked for.
#[tokio::test]
async fn what_was_asked_for_is_done_before_its_turns_are_forgotten() {
    let (hooks, dir) = (Hooks::start(), tempfile::tempdir().expect("a folder"));
    let store: Arc<dyn Store> = Arc::new(sled::open(dir.path(), sled::Options::default()).expect("a new store"));
    let send = sending(&hooks);
    let change = |host: Host| send(host).retaining(Duration::from_secs(60 * 60));
    let service = Service::made(Arc::clone(&store), &[("f", EVENTS)], change).await;
    Texter::new(&service, "f", "", 1).text("hi").await;
    let thread = format!("f/sms/{OURS}/+15550000001");
    let sweeper = Sweeper::new(Arc::clone(&service.host));
    service.world.later(Duration::from_secs(30 * 60 * 60));
    while sweeper.step().await.expect("a working store") {}
    assert!(store.newest(&thread).await.expect("readable").is_some());
    drain(&service).await;
    assert_eq!(hooks.taken().len(), 1);
    service.world.later(Duration::from_secs(60 * 60));
    while sweeper.step().await.expect("a working store") {}
    assert_eq!(store.newest(&thread).await, Ok(None));
}

/// A receiver that is slow and does not fail has all its jobs before those of the others.
#[tokio::test]
async fn a_slow_receiver_holds_up_no_other() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let flow = format!(
        "on message -> start\nkeywords start {{\n  \"send\" {{ send sms to \"+15559990000\" \"Hello.\" }}\n  else {{ {} }}\n}}\n",
        "emit \"order.checked\" { } ".repeat(10)
    );
    let service = service(&store, &hooks, &flow).await;
    let mut texter = Texter::new(&service, "f", "", 1);
    for _ in 0..52 {
        texter.text("more").await;
    }
    service.world.later(Duration::from_millis(10));
    Texter::new(&service, "f", "", 2).text("send").await;
    hooks.answer(&["hang"]);
    let host = Arc::clone(&service.host);
    let draining = tokio::spawn(async move { host.drain_outbox().await });
    let waiting = tokio::task::spawn_blocking(move || hooks.wait_for(2));
    let taken = waiting.await.expect("no panic");
    draining.abort();
    assert_eq!(taken[0].path, "/crm");
    assert!(taken[1].path.ends_with("/Messages.json"), "{}", taken[1].path);
}

/// What is sent because of a report asks for none, or it would go round for ever.
#[tokio::test]
async fn no_report_is_asked_on_what_a_report_led_to() {
    let (hooks, store) = (Hooks::start(), Arc::new(Memory::new()));
    let flow = "on message -> start\non delivered { send sms to caller \"It arrived.\" }\n\
        step start { send sms to \"+15559990000\" \"Hello.\" end }\n";
    let service = service(&store, &hooks, flow).await;
    Texter::new(&service, "f", "", 1).text("hi").await;
    drain(&service).await;
    let report = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("MessageSid", "SM00000000000000000000000000000009"),
        ("MessageStatus", "delivered"),
        ("From", OURS),
        ("To", "+15550000001"),
    ];
    assert_eq!(service.post("/status/message/f", &report).await.0, 204);
    drain(&service).await;
    let sent: Vec<_> = hooks.taken().iter().map(|sent| (sent.value("Body"), sent.values("StatusCallback"))).collect();
    let asked = vec!["https://ivr.example.com/status/message/f".to_owned()];
    assert_eq!(sent, [("Hello.".to_owned(), asked), ("It arrived.".to_owned(), Vec::new())]);
}

fn fetching(backend: &Backend) -> FetchSettings {
    let allow = vec![Network::parse(&backend.address.to_string()).expect("an address")];
    FetchSettings { grace: Duration::from_millis(100), body_max: 64 * 1024, allow }
}

fn late_flow(backend: &Backend, own: &str) -> String {
    let url = backend.url("/late/1500");
    format!(
        "on message -> start\n\
         step start {{\n\
           say \"Looking.\"\n\
           fetch order from \"{url}\" {{ {own} failed {{ say \"Failed.\" end }} }}\n\
           say \"It is {{{{order.status}}}}.\"\n\
           end\n\
         }}\n"
    )
}

async fn hasty(store: &Arc<Memory>, hooks: &Hooks, backend: &Backend, flow: &str) -> Service {
    let (send, fetch) = (sending(hooks), fetching(backend));
    let change = move |host: Host| send(host.fetching(fetch));
    Service::hasty(Arc::clone(store) as Arc<dyn Store>, &[("f", flow)], Duration::from_millis(700), change).await
}

async fn drain_late(service: &Service) {
    service.world.later(Duration::from_secs(1));
    service.host.drain_late().await.expect("a working store");
    drain(service).await;
}

#[tokio::test]
async fn a_fetch_that_is_late_for_the_webhook_is_told_in_a_message() {
    let (hooks, store, backend) = (Hooks::start(), Arc::new(Memory::new()), Backend::start());
    let flow = late_flow(&backend, "");
    let service = hasty(&store, &hooks, &backend, &flow).await;
    let mut texter = Texter::new(&service, "f", "whatsapp:", 1);
    let document = texter.text("hi").await;
    assert!(messages(&document).is_empty(), "{document}");
    drain_late(&service).await;
    let taken = hooks.taken();
    let [message] = taken.as_slice() else { panic!("{taken:?}") };
    assert_eq!(message.value("Body"), "Looking.\n\nIt is shipped.");
    assert_eq!(message.value("To"), "whatsapp:+15550000001");
    assert_eq!(message.value("From"), format!("whatsapp:{OURS}"));
    assert_eq!(messages(&texter.again("hi").await), [""; 0], "a repeated webhook says nothing twice");
    drain_late(&service).await;
    assert_eq!((hooks.taken().len(), backend.connections()), (1, 1));
    assert!(left(&store, "late/").await.is_empty() && left(&store, "job/").await.is_empty());
}

#[tokio::test]
async fn a_fetch_in_time_leaves_nothing_to_do() {
    let (hooks, store, backend) = (Hooks::start(), Arc::new(Memory::new()), Backend::start());
    let flow = late_flow(&backend, "").replace("/late/1500", "/order");
    let service = hasty(&store, &hooks, &backend, &flow).await;
    let document = Texter::new(&service, "f", "", 1).text("hi").await;
    assert_eq!(messages(&document), ["Looking.\n\nIt is shipped."]);
    drain_late(&service).await;
    assert!(hooks.taken().is_empty() && left(&store, "late/").await.is_empty());
}

#[test]
fn a_late_fetch_goes_on_after_a_restart() {
    for (own, told, asked) in [("", "It is shipped.", 2), ("method post", "Failed.", 1)] {
        let (hooks, store, backend) = (Hooks::start(), Arc::new(Memory::new()), Backend::start());
        let flow = late_flow(&backend, own);
        let first = tokio::runtime::Runtime::new().expect("a runtime");
        first.block_on(async {
            let service = hasty(&store, &hooks, &backend, &flow).await;
            assert!(messages(&Texter::new(&service, "f", "", 1).text("hi").await).is_empty());
        });
        first.shutdown_background();
        let second = tokio::runtime::Runtime::new().expect("a runtime");
        second.block_on(async {
            let service = hasty(&store, &hooks, &backend, &flow).await;
            drain_late(&service).await;
        });
        let taken = hooks.taken();
        let [message] = taken.as_slice() else { panic!("{own}: {taken:?}") };
        assert_eq!(message.value("Body"), format!("Looking.\n\n{told}"), "{own}");
        assert_eq!(backend.connections(), asked, "{own}");
    }
}

#[tokio::test]
async fn who_writes_again_meanwhile_ends_the_first_fetch() {
    let (hooks, store, backend) = (Hooks::start(), Arc::new(Memory::new()), Backend::start());
    let flow = late_flow(&backend, "").replace("/late/1500", "/hang");
    let service = hasty(&store, &hooks, &backend, &flow).await;
    let mut texter = Texter::new(&service, "f", "", 1);
    assert!(messages(&texter.text("hi").await).is_empty());
    assert!(messages(&texter.text("hello?").await).is_empty(), "its own fetch hangs as well");
    drain(&service).await;
    assert_eq!(hooks.taken()[0].value("Body"), "Looking.\n\nFailed.");
}

/// Acknowledged, and killed before anything went out.
#[test]
fn an_event_of_an_acknowledged_turn_arrives_though_the_server_is_killed() {
    let (hooks, dir) = (Hooks::start(), tempfile::tempdir().expect("a folder"));
    let (flows, file) = (dir.path().join("flows"), dir.path().join("flowtone.toml"));
    std::fs::create_dir(&flows).expect("a folder");
    std::fs::write(flows.join("f.flow"), EVENTS).expect("a file");
    std::fs::write(dir.path().join("hook.secret"), secret()).expect("a file");
    let text = project(&hooks, &["/crm"]).replace("env:SECRET", "file:hook.secret");
    let text = text.replace("\"env:OLD\", \"env:TOKEN\"", "\"env:TWILIO_AUTH_TOKEN\"");
    std::fs::write(file, text).expect("a file");
    hooks.answer(&["hang"]);
    let server = Server::start(dir.path(), &[]);
    let (status, reply) = server.client().message("/message/f", "+15550000001", 1, "hi").expect("an answer");
    assert_eq!((status, reply.contains("Done.")), (200, true));
    hooks.wait_for(1);
    server.kill();
    let server = Server::start(dir.path(), &[]);
    let taken = hooks.wait_for(2);
    assert_signed(&taken[0]);
    assert_signed(&taken[1]);
    assert_eq!(taken[0].body, taken[1].body);
    assert_eq!(taken[0].header("webhook-id"), taken[1].header("webhook-id"));
    server.wait_for("event delivered");
    assert_eq!(server.terminate(), 0);
}
