//! The public listener: every webhook comes through here.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, State};
use axum::http::{Method, Request, Response, StatusCode, header, request::Parts};
use axum::routing::{MethodFilter, MethodRouter, on};
use tracing::{error, info, warn};

use super::accept::Peer;
use super::caught::caught;
use super::slots::Slot;
use super::{App, authentic, document};
use crate::channel::twilio::form::Form;
use crate::channel::twilio::request::{self, Inbound};
use crate::channel::twilio::{Malformed, status, twiml};
use crate::engine::Event;
use crate::host::{Answer, Door, TurnError, Webhook};

/// What a URL of ours asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A turn: the person did something.
    Turn(Door),
    /// The provider could not use our answer at another URL, which it names.
    Fallback(Door),
    /// A call changed its state.
    CallStatus,
    /// A message of ours changed its state.
    MessageStatus,
    /// A recording is finished.
    Recording,
    /// A recording's words.
    Transcription,
    /// One who was dialled has answered, and hears the words of the URL.
    Whisper,
}

/// A request that has been read whole.
pub(super) struct Received {
    pub parts: Parts,
    pub body: Bytes,
}

/// The flow's name and the turn, as the path gives them.
type Segments = (Option<String>, Option<String>);

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/voice", bare(Kind::Turn(Door::Voice)))
        .route("/voice/{flow}", named(Kind::Turn(Door::Voice)))
        .route("/voice/{flow}/{turn}", action())
        .route("/message", bare(Kind::Turn(Door::Message)))
        .route("/message/{flow}", named(Kind::Turn(Door::Message)))
        .route("/fallback/voice/{flow}", named(Kind::Fallback(Door::Voice)))
        .route("/fallback/message/{flow}", named(Kind::Fallback(Door::Message)))
        .route("/whisper/{flow}", named(Kind::Whisper))
        .route("/status/call/{flow}", named(Kind::CallStatus))
        .route("/status/message", bare(Kind::MessageStatus))
        .route("/status/message/{flow}", named(Kind::MessageStatus))
        .route("/recording/{flow}", named(Kind::Recording))
        .route("/transcription/{flow}", named(Kind::Transcription))
        .with_state(app)
}

fn verbs() -> MethodFilter {
    MethodFilter::GET.or(MethodFilter::POST)
}

fn bare(kind: Kind) -> MethodRouter<Arc<App>> {
    on(verbs(), move |State(app): State<Arc<App>>, request: Request<Body>| receive(app, kind, (None, None), request))
}

fn named(kind: Kind) -> MethodRouter<Arc<App>> {
    on(verbs(), move |State(app): State<Arc<App>>, Path(flow): Path<String>, request: Request<Body>| {
        receive(app, kind, (Some(flow), None), request)
    })
}

fn action() -> MethodRouter<Arc<App>> {
    on(
        verbs(),
        move |State(app): State<Arc<App>>, Path((flow, turn)): Path<(String, String)>, request: Request<Body>| {
            receive(app, Kind::Turn(Door::Voice), (Some(flow), Some(turn)), request)
        },
    )
}

/// A panic in the work on one request is that request's alone.
async fn receive(app: Arc<App>, kind: Kind, segments: Segments, request: Request<Body>) -> Response<Body> {
    let flow = segments.0.clone();
    match (caught(read(&app, kind, segments, request)).await, kind) {
        (Ok(response), _) => response,
        (Err(why), Kind::Turn(door) | Kind::Fallback(door)) => failed(&app, door, flow.as_deref(), &why),
        (Err(why), Kind::CallStatus | Kind::MessageStatus | Kind::Recording | Kind::Transcription | Kind::Whisper) => {
            error!(flow, "a request failed inside: {why}");
            document::empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Reads the request, checks who sent it, and hands it on. Nothing is made of it before its signature holds.
async fn read(app: &Arc<App>, kind: Kind, segments: Segments, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let max = app.settings.body_max;
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return document::empty(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let body = match tokio::time::timeout(app.settings.body_timeout, to_bytes(body, max)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return document::empty(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => return document::empty(StatusCode::REQUEST_TIMEOUT),
    };
    let received = Received { parts, body };
    let query = received.parts.uri.query().unwrap_or("").as_bytes();
    let forms =
        Form::of_body(received.header("content-type"), &received.body).and_then(|b| Ok((b, Form::parse(query)?)));
    let Ok((body_form, query_form)) = forms else { return document::empty(StatusCode::BAD_REQUEST) };
    let prefix = match authentic::check(&app.settings, &received, &body_form, &query_form) {
        Ok(prefix) => prefix,
        Err(refusal) => {
            warn!(path = received.parts.uri.path(), "refused: {refusal}");
            return document::empty(StatusCode::FORBIDDEN);
        }
    };
    let form = if received.parts.method == Method::GET { &query_form } else { &body_form };
    if kind == Kind::Whisper {
        return document::twiml(twiml::whispered(&query_form).bytes);
    }
    // From here on the connection is not cut off to make room for another.
    let _working = received.parts.extensions.get::<Arc<Slot>>().map(Slot::work);
    answer(app, kind, segments, &prefix, form).await
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    pub fn peer(&self) -> Option<Peer> {
        self.parts.extensions.get::<Peer>().copied()
    }
}

/// `prefix` is the path that our own URLs begin with.
async fn answer(app: &Arc<App>, kind: Kind, (flow, turn): Segments, prefix: &str, form: &Form<'_>) -> Response<Body> {
    match kind {
        Kind::Turn(door) => {
            let turn = match turn.map(|t| t.parse::<u64>()) {
                None => None,
                Some(Ok(turn)) if turn > 0 => Some(turn),
                Some(_) => return document::empty(StatusCode::NOT_FOUND),
            };
            let came = Came { door, turn, unusable: false, prefix };
            take(app, came, flow, decode(door, form, turn)).await
        }
        Kind::Fallback(door) => {
            let told = status::fallback(form).unwrap_or_default();
            warn!(code = told.error_code, "the provider could not use an answer of ours and asks here");
            let unusable = told.is_of_document();
            let failed = told.error_url.unwrap_or_default();
            let turn = failed.rsplit('/').next().and_then(|last| last.parse::<u64>().ok()).filter(|turn| *turn > 0);
            let came = Came { door, turn, unusable, prefix };
            take(app, came, flow, decode(door, form, turn)).await
        }
        Kind::CallStatus | Kind::MessageStatus | Kind::Recording | Kind::Transcription => match report(kind, form) {
            Ok(Some(inbound)) => beside(app, flow, inbound).await,
            Ok(None) | Err(_) => document::empty(StatusCode::NO_CONTENT),
        },
        Kind::Whisper => document::empty(StatusCode::NO_CONTENT),
    }
}

/// How a webhook came to us.
struct Came<'a> {
    door: Door,
    turn: Option<u64>,
    unusable: bool,
    prefix: &'a str,
}

/// What a report says, where it is of use.
fn report(kind: Kind, form: &Form<'_>) -> Result<Option<Inbound>, Malformed> {
    let (account, call, dedupe, event) = match kind {
        Kind::CallStatus => {
            let report = status::call_status(form)?;
            let Some(end) = report.end() else { return Ok(None) };
            (report.account, report.call, "over".to_owned(), Event::Over { status: end.to_owned() })
        }
        Kind::MessageStatus => {
            let report = status::message_status(form)?;
            let Some(outcome) = report.outcome() else { return Ok(None) };
            let dedupe = format!("{outcome}/{}", report.message);
            let event = Event::Fared { status: outcome.to_owned() };
            return Inbound::message_report(form, report.account, dedupe, event).map(Some);
        }
        Kind::Recording => {
            let report = status::recording_status(form)?;
            if report.status != "completed" {
                return Ok(None);
            }
            let dedupe = format!("recording/{}", report.recording);
            (report.account, report.call, dedupe, Event::Recording { sid: report.recording })
        }
        _ => {
            let report = status::transcription(form)?;
            let dedupe = format!("transcription/{}", report.recording);
            (report.account, report.call, dedupe, Event::Transcribed { sid: report.recording, text: report.text })
        }
    };
    Ok(Some(Inbound::report(form, account, &call, dedupe, event)))
}

/// The provider drops the answer, and tells again where there was none.
async fn beside(app: &Arc<App>, flow: Option<String>, inbound: Inbound) -> Response<Body> {
    let Some(flow) = flow.or_else(|| app.settings.numbers.get(&inbound.called).cloned()) else {
        return document::empty(StatusCode::NOT_FOUND);
    };
    let (door, action) = (Door::Voice, String::new());
    let webhook = Webhook { flow: flow.clone(), door, inbound, turn: None, unusable: false, action };
    let Ok(permit) = Arc::clone(&app.turns).try_acquire_owned() else {
        app.shed.note("too many turns run");
        return document::empty(StatusCode::SERVICE_UNAVAILABLE);
    };
    let host = Arc::clone(&app.host);
    let task = tokio::spawn(async move {
        let outcome = host.beside(&webhook).await;
        drop(permit);
        outcome
    });
    match within(app, task).await {
        Ok(Ok(())) => document::empty(StatusCode::NO_CONTENT),
        Ok(Err(error)) => {
            error!(flow, "a report was not taken: {error}");
            document::empty(StatusCode::SERVICE_UNAVAILABLE)
        }
        Err(why) => {
            error!(flow, "a report was not taken: {why}");
            document::empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn decode(door: Door, form: &Form<'_>, turn: Option<u64>) -> Result<Inbound, Malformed> {
    match door {
        Door::Voice => request::voice(form, turn),
        Door::Message => request::message(form),
    }
}

/// Takes the turn in a task of its own: it goes on where the client goes away, and a panic in it stays in it.
async fn take(
    app: &Arc<App>,
    came: Came<'_>,
    flow: Option<String>,
    inbound: Result<Inbound, Malformed>,
) -> Response<Body> {
    let Came { door, turn, unusable, prefix } = came;
    let inbound = match inbound {
        Ok(inbound) => inbound,
        Err(malformed) => return failed(app, door, flow.as_deref(), &format!("the webhook is malformed: {malformed}")),
    };
    let Some(flow) = flow.or_else(|| app.settings.numbers.get(&inbound.called).cloned()) else {
        warn!("no flow is set for the number called: name it in `[numbers]`, or use the URL with the flow's name");
        return document::empty(StatusCode::NOT_FOUND);
    };
    let action = format!("{prefix}/voice/{flow}/");
    let webhook = Webhook { flow: flow.clone(), door, inbound, turn, unusable, action };
    let Ok(permit) = Arc::clone(&app.turns).try_acquire_owned() else {
        app.shed.note("too many turns run");
        return document::empty(StatusCode::SERVICE_UNAVAILABLE);
    };
    let begun = Instant::now();
    let host = Arc::clone(&app.host);
    let task = tokio::spawn(async move {
        let outcome = host.turn(&webhook).await;
        drop(permit);
        outcome
    });
    let outcome = within(app, task).await;
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Ok(Ok(Answer { body, repeated })) => {
            info!(flow, ?door, turn, repeated, ms, "turn answered");
            document::twiml(body)
        }
        Ok(Err(TurnError::UnknownFlow)) => {
            warn!(flow, "there is no flow of this name");
            document::empty(StatusCode::NOT_FOUND)
        }
        Ok(Err(TurnError::Busy)) => {
            app.shed.note("too many turns of one conversation wait");
            document::empty(StatusCode::SERVICE_UNAVAILABLE)
        }
        Ok(Err(error)) => failed(app, door, Some(&flow), &error.to_string()),
        Err(why) => failed(app, door, Some(&flow), &why),
    }
}

async fn within<T>(app: &App, task: impl Future<Output = Result<T, tokio::task::JoinError>>) -> Result<T, String> {
    match tokio::time::timeout(app.settings.turn, task).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(panic)) => Err(format!("a turn failed inside: {panic}")),
        Err(_) => Err(format!("a turn was not done within {:?}", app.settings.turn)),
    }
}

/// The person hears an apology; the log gets the reason under an incident id.
fn failed(app: &App, door: Door, flow: Option<&str>, why: &str) -> Response<Body> {
    let incident = format!("{:08x}", app.host.incident());
    error!(incident, flow, ?door, "answered with an apology: {why}");
    let program = flow.and_then(|name| app.host.catalog().live(name));
    let language = program.as_ref().and_then(|p| p.languages.first()).map_or("en-US", |l| l.tag.as_str());
    document::twiml(document::apology(door, language))
}
