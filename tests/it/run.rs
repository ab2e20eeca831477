//! Conversations: `tests/cases/run/*.script` tells what a caller or texter does, `.out` what they get.
//!
//! The first line names the flow; then a line a deed: `call` `press 1` `speak "…"` `silence` `dialled busy`
//! `recorded 7` `text "…"` `whatsapp "…"` `again` `later 5h`, and for the next fetch `given 200 {"a": 1}` or
//! `given failed`.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flowtone::engine::{Outcome, Request};
use flowtone::host::{Fetcher, Secrets};
use flowtone::store::memory::Memory;
use flowtone::value::Value;

use crate::support::cases;
use crate::support::phone::{Call, Service, Texter};

#[test]
fn conversations() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    cases::run("run", ".script", ".out", |name, script| runtime.block_on(play(name, script)));
}

async fn play(name: &str, script: &str) -> String {
    let mut lines = script.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let flow =
        lines.next().and_then(|line| line.strip_prefix("flow ")).unwrap_or_else(|| panic!("{name}: first `flow PATH`"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(flow);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {}: {e}", path.display()));
    let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let given = Arc::new(Given::default());
    let fetcher = Arc::clone(&given);
    let made = Service::made(Arc::new(Memory::new()), &[], |host| host.fetching_by(fetcher, Duration::from_secs(1)));
    let service = match made.await {
        service if service.save(&[(&stem, &text)]).await.is_ok() => service,
        service => return format!("not sound:\n{}", service.save(&[(&stem, &text)]).await.unwrap_err()),
    };
    let mut call = Call::new(&service, &stem, 1);
    let mut sms = Texter::new(&service, &stem, "", 2);
    let mut whatsapp = Texter::new(&service, &stem, "whatsapp:", 3);
    let mut last = String::new();
    let mut out = String::new();
    for line in lines {
        let (deed, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words = rest.trim().trim_matches('"');
        let document = match deed {
            "call" => call.begin().await,
            "press" => call.press(words).await,
            "speak" => call.speak(words).await,
            "silence" => call.silence().await,
            "dialled" => {
                call.next(&[("DialCallStatus", words), ("DialCallSid", "CA00000000000000000000000000000009")]).await
            }
            "recorded" => {
                let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1";
                call.next(&[
                    ("RecordingUrl", url),
                    ("RecordingSid", "RE00000000000000000000000000000001"),
                    ("RecordingDuration", words),
                ])
                .await
            }
            "text" => {
                last = words.to_owned();
                sms.text(words).await
            }
            "again" => sms.again(&last).await,
            "whatsapp" => whatsapp.text(words).await,
            "given" => {
                given.0.lock().expect("no panic").push_back(outcome(rest.trim()));
                continue;
            }
            "later" => {
                let hours: u64 = words.trim_end_matches('h').parse().expect("hours");
                service.world.later(Duration::from_secs(hours * 3600));
                continue;
            }
            other => panic!("{name}: unknown deed `{other}`"),
        };
        let _ = writeln!(out, "> {line}\n{}", pretty(&document));
    }
    out
}

/// Answers to the fetches to come, in order; beyond them the network is down.
#[derive(Default)]
struct Given(Mutex<VecDeque<Outcome>>);

impl Fetcher for Given {
    fn fetch<'a>(&'a self, _: &'a Request, _: Secrets<'a>) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        let next = self.0.lock().expect("no panic").pop_front();
        Box::pin(async move { next.unwrap_or(Outcome::Failed { why: "no network".to_owned() }) })
    }
}

fn outcome(given: &str) -> Outcome {
    let (code, body) = given.split_once(' ').unwrap_or((given, "null"));
    match code.parse() {
        Ok(code) => Outcome::Status { code, body: Value::from_json(&serde_json::from_str(body).expect("JSON")) },
        Err(_) => Outcome::Failed { why: given.to_owned() },
    }
}

/// A line an element, indented: easier to read in a difference than the one line that is sent.
fn pretty(document: &str) -> String {
    fn walk(node: roxmltree::Node<'_, '_>, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        if node.is_text() {
            let _ = writeln!(out, "{indent}{}", node.text().unwrap_or("").replace('\n', "⏎"));
            return;
        }
        let attributes: String = node.attributes().map(|a| format!(" {}={:?}", a.name(), a.value())).collect();
        let _ = writeln!(out, "{indent}<{}{attributes}>", node.tag_name().name());
        for child in node.children() {
            walk(child, depth + 1, out);
        }
    }
    let tree = roxmltree::Document::parse(document).expect("XML");
    let mut out = String::new();
    for node in tree.root_element().children() {
        walk(node, 0, &mut out);
    }
    if out.is_empty() { "(nothing)\n".to_owned() } else { out }
}
