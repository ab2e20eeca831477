//! A message on its way, through the provider's API.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use tracing::warn;

use super::Outbox;
use super::job::{Job, Message, Work};
use super::policy::{Verdict, put_off_ms};
use super::settings::{API_TIMEOUT, Api};
use crate::address::Url;
use crate::channel::twilio::api::{self, Created};
use crate::channel::twilio::form::Form;
use crate::channel::twilio::request::Inbound;
use crate::engine::Event;
use crate::host::net::{Post, Posted};
use crate::host::{Door, Host, Webhook};

/// Not this token.
const UNAUTHORISED: u16 = 401;

impl Outbox {
    /// One try, for a flow that will hear what becomes of the message.
    pub(super) async fn create(&self, flow: &str, message: &Message, now_ms: i64) -> Verdict {
        let Some(api) = self.api(&message.account) else {
            return Verdict::Never { why: format!("no auth token is set for account {}", message.account) };
        };
        let url = self.public_url.as_ref().filter(|_| !message.unreported);
        let report_to = url.map(|url| format!("{url}/status/message/{flow}"));
        let posted = match ask(api, message, report_to.as_deref()).await {
            Ok(posted) => posted,
            Err(why) => return Verdict::Again { why, after_ms: None },
        };
        let after_ms = posted.retry_after.and_then(|header| put_off_ms(&header, now_ms));
        match api::answer(posted.code, &posted.body) {
            Created::Taken { sid } => {
                tracing::debug!(message = sid, "message created");
                Verdict::Done
            }
            Created::Again { why } => Verdict::Again { why, after_ms },
            Created::Refused { why, .. } => Verdict::Never { why },
        }
    }
}

impl Host {
    /// A message that was given up did not arrive: its conversation hears that, as it would from the provider.
    pub(super) async fn tell_given_up(&self, job: &Job) {
        let Work::Message(message) = &job.work else { return };
        if message.unreported {
            return;
        }
        let form = api::form(&message.create, None);
        let (dedupe, event) = (format!("given up/{}", job.id), Event::Fared { status: "undelivered".to_owned() });
        let inbound = Form::parse(form.as_bytes())
            .ok()
            .and_then(|form| Inbound::message_report(&form, message.account.clone(), dedupe, event).ok());
        // Of a messaging service it is not known which of its numbers it would have taken.
        let Some(inbound) = inbound else { return };
        let (flow, door) = (job.flow.clone(), Door::Message);
        let report = Webhook { flow, door, inbound, turn: None, unusable: false, action: String::new() };
        if let Err(error) = self.beside(&report).await {
            warn!(job = job.id, flow = job.flow, "a conversation was not told of its lost message: {error}");
        }
    }
}

/// With the first token that is let in: one of them may have been turned off.
async fn ask(api: &Api, message: &Message, report_to: Option<&str>) -> Result<Posted, String> {
    let url = Url::parse(&format!("{}{}", api.url, api::path(&message.account)))
        .map_err(|refusal| format!("the API's address cannot be used: {refusal}"))?;
    let mut newest = Err("there is no auth token".to_owned());
    for token in &api.tokens {
        let credentials = STANDARD.encode(format!("{}:{token}", message.account));
        let post = Post {
            url: &url,
            headers: vec![
                ("content-type", "application/x-www-form-urlencoded".to_owned()),
                ("authorization", format!("Basic {credentials}")),
            ],
            body: api::form(&message.create, report_to),
            timeout: API_TIMEOUT,
            reads: true,
        };
        newest = api.client.post(post).await;
        if !newest.as_ref().is_ok_and(|posted| posted.code == UNAUTHORISED) {
            break;
        }
    }
    newest
}
