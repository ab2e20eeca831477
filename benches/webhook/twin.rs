//! The hand-written server with hard-coded replies that Flowtone is held against.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use tokio::sync::{mpsc, oneshot};

use super::load::{PUBLIC_URL, TOKEN};

struct App {
    db: sled::Db,
    commits: mpsc::Sender<oneshot::Sender<()>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Session {
    sid: String,
    from: String,
    to: String,
    flow: String,
    node: String,
    digits: String,
    city: String,
    state: String,
    started: u64,
    last: u64,
    steps: u32,
    done: bool,
}

pub fn serve(dir: &Path, address: SocketAddr) {
    let db =
        sled::Config::new().path(dir).cache_capacity(256 << 20).flush_every_ms(Some(500)).open().expect("a database");
    let (commits, waiting) = mpsc::channel(4096);
    let (committer_db, file) = (db.clone(), File::open(dir.join("db")).expect("sled's file"));
    std::thread::spawn(move || committer(&committer_db, &file, waiting));
    let app = Arc::new(App { db, commits });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let router = Router::new().route("/voice", post(voice)).with_state(app);
        let listener = tokio::net::TcpListener::bind(address).await.expect("the address");
        axum::serve(listener, router).await.expect("served");
    });
}

/// Makes all that wait durable at once.
fn committer(db: &sled::Db, file: &File, mut waiting: mpsc::Receiver<oneshot::Sender<()>>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = vec![first];
        while let Ok(next) = waiting.try_recv() {
            group.push(next);
        }
        db.flush().expect("flushed");
        file.sync_data().expect("synced");
        for waiter in group {
            let _ = waiter.send(());
        }
    }
}

async fn voice(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let form: BTreeMap<String, String> = parse(&body);
    let signature = headers.get("x-twilio-signature").and_then(|v| v.to_str().ok()).unwrap_or("");
    if !authentic(&form, signature) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let of = |name: &str| form.get(name).cloned().unwrap_or_default();
    let sid = of("CallSid");
    let mut session: Session = match app.db.get(&sid).expect("readable") {
        Some(bytes) => serde_json::from_slice(&bytes).expect("a session"),
        None => Session {
            sid: sid.clone(),
            from: of("From"),
            to: of("To"),
            flow: "ivr".into(),
            city: of("FromCity"),
            state: of("FromState"),
            ..Session::default()
        },
    };
    let digits = of("Digits");
    let reply = match (session.node.as_str(), digits.as_str()) {
        ("main", "2") => {
            session.node = "billing".into();
            gather("You pressed 2, billing. For your balance press 1, for an agent press 0.")
        }
        ("billing", "1") => {
            session.done = true;
            format!("<Say>You chose 2 then 1. The balance of {} is zero. Goodbye.</Say><Hangup/>", session.from)
        }
        _ => {
            session.node = "main".into();
            gather("Welcome to Example Corp. For sales press 1, for billing press 2.")
        }
    };
    session.digits.push_str(&digits);
    session.steps += 1;
    app.db.insert(&sid, serde_json::to_vec(&session).expect("JSON")).expect("inserted");
    let (done, durable) = oneshot::channel();
    app.commits.send(done).await.expect("the committer lives");
    durable.await.expect("the committer lives");
    let document = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{reply}</Response>");
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], document).into_response()
}

fn gather(words: &str) -> String {
    format!(
        "<Gather numDigits=\"1\" timeout=\"5\" action=\"/voice\" method=\"POST\"><Say>{words}</Say></Gather><Say>We got no input.</Say>"
    )
}

fn parse(body: &[u8]) -> BTreeMap<String, String> {
    let decode = |part: &[u8]| {
        let spaced: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
    };
    body.split(|b| *b == b'&')
        .filter_map(|pair| {
            let at = pair.iter().position(|b| *b == b'=')?;
            Some((decode(&pair[..at]), decode(&pair[at + 1..])))
        })
        .collect()
}

fn authentic(form: &BTreeMap<String, String>, signature: &str) -> bool {
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("any length");
    mac.update(PUBLIC_URL.as_bytes());
    mac.update(b"/voice");
    for (name, value) in form {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.decode(signature).is_ok_and(|given| mac.verify_slice(&given).is_ok())
}
