//! `fetch` against a backend that is slow, broken or hostile: a call gets a document in time, and the answer arrives.

use std::sync::Arc;
use std::time::{Duration, Instant};

use flowtone::config::Network;
use flowtone::host::FetchSettings;
use flowtone::store::memory::Memory;

use crate::support::backend::Backend;
use crate::support::phone::{Call, Service, Texter, messages};

/// What a call may take for one document, with the machine under load: the provider's limit is 15 s.
const SOON: Duration = Duration::from_secs(2);

fn settings(backend: &Backend) -> FetchSettings {
    FetchSettings {
        grace: Duration::from_millis(300),
        body_max: 64 * 1024,
        allow: vec![Network::parse(&backend.address.to_string()).expect("an address")],
    }
}

/// A flow that fetches from this address and tells what came.
fn flow(url: &str, settings: &str) -> String {
    format!(
        "defaults {{ failed {{ say \"Failed.\" -> rest }} }}\n\
         on call -> start\n\
         on message -> start\n\
         step start {{\n\
           say \"Looking.\"\n\
           fetch order from \"{url}\" {{ {settings} }}\n\
           say \"It is {{{{order.status}}}}.\"\n\
           -> rest\n\
         }}\n\
         step rest {{ say \"Bye.\" end }}\n"
    )
}

async fn service(backend: &Backend, path: &str, own: &str) -> Service {
    let flow = flow(&backend.url(path), own);
    Service::made(Arc::new(Memory::new()), &[("f", &flow)], |host| host.fetching(settings(backend))).await
}

/// Rings, and follows the redirects to the end: all documents, each in time.
async fn ring(service: &Service) -> Vec<String> {
    let mut call = Call::new(service, "f", 1);
    let begun = Instant::now();
    let mut documents = vec![call.begin().await];
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    while documents.last().is_some_and(|document| document.contains("<Redirect")) {
        let begun = Instant::now();
        documents.push(call.silence().await);
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        assert!(documents.len() < 100, "no end");
    }
    documents
}

#[tokio::test]
async fn an_answer_in_time_is_the_same_document() {
    let backend = Backend::start();
    let service = service(&backend, "/order/7", "").await;
    let documents = ring(&service).await;
    assert_eq!(documents.len(), 1);
    for words in ["Looking.", "It is shipped.", "Bye."] {
        assert!(documents[0].contains(words), "{}", documents[0]);
    }
    assert_eq!(backend.connections(), 1);
}

#[tokio::test]
async fn a_late_answer_comes_after_the_hold_words() {
    let backend = Backend::start();
    let service = service(&backend, "/late/1000", "hold \"One moment.\"").await;
    let documents = ring(&service).await;
    assert!(documents.len() > 1);
    assert!(documents[0].contains("Looking.") && documents[0].contains("One moment."), "{}", documents[0]);
    let last = documents.last().unwrap();
    assert!(last.contains("It is shipped.") && !last.contains("Looking."), "{last}");
    assert_eq!(backend.connections(), 1, "asked once");
}

#[tokio::test]
async fn a_text_waits_for_its_answer() {
    let backend = Backend::start();
    let service = service(&backend, "/late/600", "").await;
    let mut texter = Texter::new(&service, "f", "", 2);
    let document = texter.text("hi").await;
    assert_eq!(messages(&document), ["Looking.\n\nIt is shipped.\n\nBye."]);
    assert_eq!(texter.again("hi").await, document);
    assert_eq!(backend.connections(), 1);
}

#[tokio::test]
async fn whatever_the_backend_does_each_document_comes_in_time() {
    for (path, own, told) in [
        ("/late/100", "", "It is shipped."),
        ("/late/900", "", "It is shipped."),
        ("/late/5000", "timeout 1s", "Failed."),
        ("/hang", "timeout 1s", "Failed."),
        ("/drip", "timeout 1s", "Failed."),
        ("/reset", "", "Failed."),
        ("/reset", "retry 1", "Failed."),
        ("/cut", "", "Failed."),
        ("/endless", "timeout 5s", "Failed."),
        ("/chunks", "timeout 5s", "Failed."),
        ("/headers", "timeout 5s", "Failed."),
        ("/gzip", "", "Failed."),
        ("/deep", "", "Failed."),
        ("/status/404", "404 say \"No such order.\"", "No such order."),
        ("/status/410", "4xx say \"None of these.\" 404 say \"No such order.\"", "None of these."),
        ("/status/404", "4xx say \"None of these.\" 404 say \"No such order.\"", "No such order."),
        ("/status/500", "5xx say \"Later.\"", "Later."),
        ("/status/500", "", "Failed."),
        ("/status/301", "", "Failed."),
        ("/to/order", "", "It is shipped."),
        ("/to/to/to/to/to/order", "", "It is shipped."),
        ("/to/to/to/to/to/to/order", "", "Failed."),
        ("/once", "", "Failed."),
        ("/once", "retry 1", "It is shipped."),
        ("/once", "method post retry 1 always", "It is shipped."),
    ] {
        let backend = Backend::start();
        let service = service(&backend, path, own).await;
        let documents = ring(&service).await;
        let last = documents.last().unwrap();
        assert!(last.contains(told) && last.contains("Bye.") && last.contains("<Hangup"), "{path} {own}: {last}");
        assert!(documents[0].contains("Looking."), "{path}: {}", documents[0]);
    }
}

#[tokio::test]
async fn an_answer_sets_its_name_and_a_failure_clears_it() {
    let backend = Backend::start();
    let [order, text, none] = ["/order", "/text", "/status/404"].map(|path| backend.url(path));
    let flow = format!(
        "on call -> start\n\
         step start {{\n\
           fetch a from \"{order}\" {{ failed end }}\n\
           say \"{{{{a.status}}}} {{{{a.lines.0.name}}}}.\"\n\
           fetch a from \"{text}\" {{ failed end }}\n\
           say \"{{{{a}}}} there.\"\n\
           fetch a from \"{none}\" {{ failed say \"no\" }}\n\
           if a == none {{ say \"nothing left\" }}\n\
           end\n\
         }}\n"
    );
    let service =
        Service::made(Arc::new(Memory::new()), &[("f", &flow)], |host| host.fetching(settings(&backend))).await;
    let documents = ring(&service).await.concat();
    for words in ["shipped lamp.", "hello there.", "no", "nothing left"] {
        assert!(documents.contains(words), "{documents}");
    }
    assert_eq!(backend.connections(), 3);
}

#[tokio::test]
async fn the_request_is_what_the_flow_says() {
    let backend = Backend::start();
    let own = "header \"Authorization\" \"Bearer {{secret.acme_token}}\" header \"X-Caller\" \"{{caller}}\" \
               query { \"a b\": \"{{secret.acme_token}}&c\", none: input.text, n: 1 } \
               json { who: caller, key: secret.acme_token, list: [1, \"x \\\"{{secret.acme_token}}\\\"\"] }";
    let service = service(&backend, "/order/{{caller}}?x=1", own).await;
    let documents = ring(&service).await.concat();
    assert!(documents.contains("It is shipped."), "{documents}");
    let requests = backend.requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    let lines: Vec<&str> = head.lines().collect();
    assert_eq!(lines[0], "POST /order/%2B15550000001?x=1&a%20b=s3cret%22token%26c&n=1 HTTP/1.1");
    let has = |line: &str| lines.iter().any(|found| found.eq_ignore_ascii_case(line));
    for line in [
        "Authorization: Bearer s3cret\"token",
        "X-Caller: +15550000001",
        "Content-Type: application/json",
        "Accept-Encoding: identity",
        &format!("Host: localhost:{}", backend.address.port()),
    ] {
        assert!(has(line), "{line}: {lines:?}");
    }
    let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let wanted = serde_json::json!({
        "who": "+15550000001", "key": "s3cret\"token", "list": [1, "x \"s3cret\"token\""],
    });
    assert_eq!(json, wanted);
    let kept = service.host.store().newest("f/call/CA00000000000000000000000000000001").await.unwrap().unwrap();
    let first = service.host.store().turn("f/call/CA00000000000000000000000000000001", 1).await.unwrap().unwrap();
    for record in [kept, first] {
        for bytes in [record.session, record.reply, record.log] {
            assert!(!String::from_utf8_lossy(&bytes).contains("s3cret"), "a secret was kept");
        }
    }
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_a_failure() {
    let backend = Backend::start();
    let service = service(&backend, "/order", "header \"X\" \"{{secret.other}}\"").await;
    assert!(ring(&service).await.concat().contains("Failed."));
    assert_eq!(backend.connections(), 0);
}

#[tokio::test]
async fn repeated_webhooks_get_the_same_bytes_while_and_after() {
    let backend = Backend::start();
    let service = service(&backend, "/late/700", "").await;
    let (mut one, mut two) = (Call::new(&service, "f", 1), Call::new(&service, "f", 1));
    let (first, again) = tokio::join!(one.begin(), two.begin());
    assert_eq!(first, again);
    assert!(first.contains("<Redirect"), "{first}");
    loop {
        let (next, again) = tokio::join!(one.silence(), two.silence());
        assert_eq!(next, again);
        if !next.contains("<Redirect") {
            assert!(next.contains("It is shipped."), "{next}");
            break;
        }
    }
    assert_eq!(Call::new(&service, "f", 1).begin().await, first);
    let mut texter = Texter::new(&service, "f", "", 2);
    let answer = texter.text("hi").await;
    assert_eq!(texter.again("hi").await, answer);
    assert_eq!(backend.connections(), 2, "one for the call, one for the text");
}

#[tokio::test]
async fn a_text_is_answered_though_the_backend_hangs() {
    let backend = Backend::start();
    let service = service(&backend, "/hang", "timeout 60s").await;
    let begun = Instant::now();
    let document = Texter::new(&service, "f", "", 2).text("hi").await;
    assert_eq!(messages(&document), ["Looking.\n\nFailed.\n\nBye."]);
    assert!(begun.elapsed() < Duration::from_secs(10), "within the time of a webhook: {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_caller_who_hangs_up_ends_it() {
    let backend = Backend::start();
    let service = service(&backend, "/hang", "timeout 60s").await;
    let mut call = Call::new(&service, "f", 1);
    assert!(call.begin().await.contains("<Redirect"));
    let document = call.over().await;
    assert!(!document.contains("<Redirect"), "{document}");
}

/// What a server that was killed in the middle of a fetch leaves in its store.
fn killed(store: &Arc<Memory>, flow: &str, backend: &Backend, text: bool) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (store, flow) = (Arc::clone(store), flow.to_owned());
    let settings = FetchSettings { grace: Duration::from_secs(60), ..settings(backend) };
    runtime.spawn(async move {
        let service = Service::made(store, &[("f", &flow)], |host| host.fetching(settings)).await;
        match text {
            true => Texter::new(&service, "f", "", 2).text("hi").await,
            false => Call::new(&service, "f", 1).begin().await,
        }
    });
    let begun = Instant::now();
    while backend.requests().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "no request came");
        std::thread::yield_now();
    }
    runtime.shutdown_background();
}

#[test]
fn a_server_killed_in_a_fetch_makes_it_again_where_that_does_no_harm() {
    for (own, told, asked) in
        [("", "It is shipped.", 2), ("method post", "Failed.", 1), ("method post retry 1 always", "It is shipped.", 2)]
    {
        for text in [false, true] {
            let (backend, store) = (Backend::start(), Arc::new(Memory::new()));
            let flow = flow(&backend.url("/hang_once"), own);
            killed(&store, &flow, &backend, text);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let service = Service::made(store, &[("f", &flow)], |host| host.fetching(settings(&backend))).await;
                let document = match text {
                    true => Texter::new(&service, "f", "", 2).text("hi").await,
                    false => ring(&service).await.concat(),
                };
                assert!(document.contains("Looking.") && document.contains(told), "{own} {text}: {document}");
            });
            assert_eq!(backend.requests().len(), asked, "{own} {text}");
        }
    }
}

#[test]
fn the_next_message_gets_what_a_killed_server_owed() {
    let (backend, store) = (Backend::start(), Arc::new(Memory::new()));
    let flow = flow(&backend.url("/hang_once"), "");
    killed(&store, &flow, &backend, true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let document = runtime.block_on(async {
        let service = Service::made(store, &[("f", &flow)], |host| host.fetching(settings(&backend))).await;
        let mut texter = Texter::new(&service, "f", "", 2);
        texter.skip();
        texter.text("hello?").await
    });
    // The first conversation's end, then the whole of the second.
    assert_eq!(messages(&document).concat().matches("It is shipped.").count(), 2, "{document}");
}
