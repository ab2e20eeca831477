//! A phone and a texter against the whole server in process: signed webhooks in, documents out, each held against
//! the grammar of TwiML.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use flowtone::catalog::{Catalog, Folder, Reload};
use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{self, Token};
use flowtone::host::{Host, World};
use flowtone::server::{AccountToken, App, Deadlines, Settings, public_router};
use flowtone::store::Store;
use flowtone::store::memory::Memory;
use tower::ServiceExt as _;

use super::twiml;

pub const BASE: &str = "https://ivr.example.com";
pub const TOKEN: &str = "12345678901234567890123456789012";
pub const OURS: &str = "+15550100000";

/// A clock moved by hand, and chance that is the same in every run.
#[derive(Debug)]
pub struct TestWorld {
    now_ms: AtomicI64,
    seed: AtomicU64,
}

impl Default for TestWorld {
    fn default() -> Self {
        // 2026-11-23 10:00 UTC
        Self { now_ms: AtomicI64::new(1_795_428_000_000), seed: AtomicU64::new(1) }
    }
}

impl TestWorld {
    pub fn later(&self, by: Duration) {
        self.now_ms.fetch_add(i64::try_from(by.as_millis()).expect("a short time"), Ordering::Relaxed);
    }
}

impl World for TestWorld {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    fn seed(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }

    fn secret(&self, name: &str) -> Option<String> {
        (name == "acme_token").then(|| "s3cret\"token".to_owned())
    }
}

pub struct Service {
    pub app: Arc<App>,
    pub host: Arc<Host>,
    pub world: Arc<TestWorld>,
}

impl Service {
    /// A server over these flows, `(name, text)`, that keeps its turns in memory.
    pub async fn new(flows: &[(&str, &str)]) -> Service {
        Self::over(Arc::new(Memory::new()), flows).await
    }

    pub async fn over(store: Arc<dyn Store>, flows: &[(&str, &str)]) -> Service {
        Self::made(store, flows, |host| host).await
    }

    /// The same, its host changed before it serves.
    pub async fn made(store: Arc<dyn Store>, flows: &[(&str, &str)], change: impl FnOnce(Host) -> Host) -> Service {
        Self::built(store, flows, Duration::from_secs(5), change).await
    }

    /// One in which a turn waits a minute for the turns of its conversation before it.
    pub async fn patient(store: Arc<dyn Store>, flows: &[(&str, &str)]) -> Service {
        Self::built(store, flows, Duration::from_secs(60), |host| host).await
    }

    /// The same, a webhook having only so long.
    pub async fn hasty(
        store: Arc<dyn Store>,
        flows: &[(&str, &str)],
        patience: Duration,
        change: impl FnOnce(Host) -> Host,
    ) -> Service {
        Self::built(store, flows, patience, change).await
    }

    async fn built(
        store: Arc<dyn Store>,
        flows: &[(&str, &str)],
        patience: Duration,
        change: impl FnOnce(Host) -> Host,
    ) -> Service {
        let world = Arc::new(TestWorld::default());
        let catalog = Arc::new(Catalog::new());
        let host = Arc::new(change(Host::new(store, catalog, world.clone(), patience)));
        let app = App::new(Arc::clone(&host), settings());
        let service = Service { app, host, world };
        if !flows.is_empty() {
            service.save(flows).await.expect("sound flows");
        }
        service
    }

    /// The same, called by the provider at these addresses.
    pub fn reached_at(self, urls: &[&str]) -> Service {
        let bases = urls.iter().map(|url| (*url).to_owned()).collect();
        Service { app: App::new(Arc::clone(&self.host), Settings { bases, ..settings() }), ..self }
    }

    /// Loads these flows as a reload does; the problems where they are not sound.
    pub async fn save(&self, flows: &[(&str, &str)]) -> Result<(), String> {
        let files = flows.iter().map(|(name, text)| (format!("flows/{name}.flow"), text.as_bytes().to_vec())).collect();
        match self.host.catalog().prepare(&Folder { files }) {
            Reload::Ready(prepared) => {
                self.host.keep(&prepared, "flows").await.expect("a working store");
                self.host.catalog().activate(&prepared);
                Ok(())
            }
            Reload::Unchanged => Ok(()),
            Reload::Empty => Err("no flow".to_owned()),
            Reload::Broken { problems, sources } => {
                Err(flowtone::diagnostic::render::terminal(&problems, &sources, false))
            }
        }
    }

    /// A signed POST, as the provider sends it.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let request = signed(path, form);
        self.send(request).await
    }

    pub async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let voice = ["voice", "whisper"].iter().any(|what| request.uri().path().contains(what));
        let response = public_router(&self.app).oneshot(request).await.expect("an answer");
        let status = response.status();
        let kind = response.headers().get(header::CONTENT_TYPE).cloned();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        let text = String::from_utf8(body.to_vec()).expect("UTF-8");
        if status == StatusCode::OK {
            assert_eq!(kind.expect("a content type"), "text/xml; charset=utf-8");
            twiml::assert_valid(text.as_bytes(), if voice { "voice" } else { "messaging" });
        }
        (status, text)
    }
}

fn settings() -> Settings {
    Settings {
        bases: vec![BASE.to_owned()],
        tokens: vec![AccountToken { account: None, token: Token::new(TOKEN) }],
        numbers: BTreeMap::from([(OURS.to_owned(), "support".to_owned())]),
        dev: false,
        body_max: 256 * 1024,
        admin_token: None,
        body_timeout: Duration::from_secs(5),
        turn: Duration::from_secs(60),
        turns: 20_000,
        drain: Duration::from_secs(1),
        deadlines: Deadlines { header: Duration::from_secs(5), connections: 100 },
    }
}

pub fn encode(form: &[(&str, &str)]) -> String {
    let escape =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

pub fn signed(path: &str, form: &[(&str, &str)]) -> Request<Body> {
    let body = encode(form);
    let parsed = Form::parse(body.as_bytes()).expect("a short form");
    let signature = signature::sign(&format!("{BASE}{path}"), &parsed, &Token::new(TOKEN));
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8")
        .header("x-twilio-signature", signature)
        .body(Body::from(body))
        .expect("a request")
}

/// One caller on the line: follows the action URLs of the documents it gets.
pub struct Call<'a> {
    service: &'a Service,
    flow: String,
    sid: String,
    pub from: String,
    /// Where the next webhook goes, from the newest document.
    action: Option<String>,
}

impl<'a> Call<'a> {
    pub fn new(service: &'a Service, flow: &str, number: u32) -> Self {
        Call {
            service,
            flow: flow.to_owned(),
            sid: format!("CA{number:032x}"),
            from: format!("+1555{number:07}"),
            action: None,
        }
    }

    pub async fn begin(&mut self) -> String {
        let path = format!("/voice/{}", self.flow);
        self.webhook(&path, &[("CallStatus", "ringing")]).await
    }

    /// The next webhook, to the URL that the newest document named.
    pub async fn next(&mut self, extra: &[(&str, &str)]) -> String {
        let path = self.action.clone().expect("the newest document asks for no webhook");
        let mut form = vec![("CallStatus", "in-progress")];
        form.extend_from_slice(extra);
        self.webhook(&path, &form).await
    }

    pub async fn webhook(&mut self, path: &str, extra: &[(&str, &str)]) -> String {
        let (sid, from) = (self.sid.clone(), self.from.clone());
        let mut form = vec![
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", &sid),
            ("Direction", "inbound"),
            ("From", &from),
            ("To", OURS),
            ("FromCity", "SPRINGFIELD"),
        ];
        form.extend_from_slice(extra);
        let (status, body) = self.service.post(path, &form).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        self.action = action(&body);
        body
    }

    /// The caller hangs up; the provider calls the newest document's URL once more.
    pub async fn over(&mut self) -> String {
        let path = self.action.clone().expect("the newest document asks for no webhook");
        self.webhook(&path, &[("CallStatus", "completed")]).await
    }

    pub async fn press(&mut self, keys: &str) -> String {
        self.next(&[("Digits", keys)]).await
    }

    pub async fn speak(&mut self, words: &str) -> String {
        self.next(&[("SpeechResult", words), ("Confidence", "0.9")]).await
    }

    pub async fn silence(&mut self) -> String {
        self.next(&[]).await
    }
}

/// The URL that the provider would call after this document.
pub fn action(document: &str) -> Option<String> {
    let tree = roxmltree::Document::parse(document).expect("XML");
    let found = tree
        .descendants()
        .find_map(|node| if node.has_tag_name("Redirect") { node.text() } else { node.attribute("action") });
    found.map(str::to_owned)
}

/// One person who texts; `prefix` is `whatsapp:` or nothing.
pub struct Texter<'a> {
    service: &'a Service,
    flow: String,
    prefix: &'static str,
    from: String,
    sent: u32,
}

impl<'a> Texter<'a> {
    pub fn new(service: &'a Service, flow: &str, prefix: &'static str, number: u32) -> Self {
        Texter { service, flow: flow.to_owned(), prefix, from: format!("+1555{number:07}"), sent: 0 }
    }

    pub async fn text(&mut self, body: &str) -> String {
        self.sent += 1;
        self.again(body).await
    }

    /// A message that went to a server which is gone.
    pub fn skip(&mut self) {
        self.sent += 1;
    }

    /// The newest message once more, as the provider repeats a webhook.
    pub async fn again(&mut self, body: &str) -> String {
        self.webhook(&format!("/message/{}", self.flow), body, &[]).await
    }

    /// The newest message at the fallback: the provider could not use the answer to it.
    pub async fn unusable(&mut self, body: &str) -> String {
        let url = format!("{BASE}/message/{}", self.flow);
        let path = format!("/fallback/message/{}", self.flow);
        self.webhook(&path, body, &[("ErrorCode", "12200"), ("ErrorUrl", &url)]).await
    }

    async fn webhook(&mut self, path: &str, body: &str, extra: &[(&str, &str)]) -> String {
        let sid = format!("SM{}{:08x}", &self.from[4..], self.sent);
        let sid = format!("SM{:0>32}", sid.trim_start_matches("SM"));
        let (from, to) = (format!("{}{}", self.prefix, self.from), format!("{}{OURS}", self.prefix));
        let form = [
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("MessageSid", sid.as_str()),
            ("From", from.as_str()),
            ("To", to.as_str()),
            ("Body", body),
            ("NumMedia", "0"),
        ];
        let (status, body) = self.service.post(path, &[form.as_slice(), extra].concat()).await;
        assert_eq!(status, StatusCode::OK);
        body
    }
}

/// The texts of a messaging document, each message on its own.
pub fn messages(document: &str) -> Vec<String> {
    let tree = roxmltree::Document::parse(document).expect("XML");
    tree.descendants().filter(|n| n.has_tag_name("Body")).map(|n| n.text().unwrap_or("").to_owned()).collect()
}
