//! An event on its way: POSTed as JSON, signed as the Standard Webhooks have it.

use serde_json::json;

use super::Outbox;
use super::job::{Event, Job};
use super::policy::{Verdict, put_off_ms};
use super::settings::Target;
use crate::host::net::Post;

/// An endpoint that will never want an event again says so.
const GONE: u16 = 410;

impl Outbox {
    /// One try at each of the endpoint's addresses, in their order, until one takes it.
    pub(super) async fn post(&self, job: &Job, event: &Event, now_ms: i64) -> Verdict {
        let Some(target) = self.targets.iter().find(|target| target.endpoint.name == event.endpoint) else {
            return Verdict::Never { why: format!("there is no endpoint `{}` any more", event.endpoint) };
        };
        let body = body(job, event);
        let (mut whys, mut after_ms, mut gone) = (Vec::new(), None, true);
        for url in &target.urls {
            let post = Post {
                url,
                headers: headers(target, job, now_ms, &body),
                body: body.clone(),
                timeout: target.endpoint.timeout,
                reads: false,
            };
            match target.client.post(post).await {
                Ok(posted) if (200..300).contains(&posted.code) => return Verdict::Done,
                Ok(posted) => {
                    gone &= posted.code == GONE;
                    let asked = posted.retry_after.and_then(|header| put_off_ms(&header, now_ms));
                    after_ms = [after_ms, asked].into_iter().flatten().min();
                    whys.push(format!("{} answered {}", url.host, posted.code));
                }
                Err(why) => {
                    gone = false;
                    whys.push(format!("{}: {why}", url.host));
                }
            }
        }
        let why = whys.join("; ");
        if gone { Verdict::Never { why } } else { Verdict::Again { why, after_ms } }
    }
}

fn headers(target: &Target, job: &Job, now_ms: i64, body: &str) -> Vec<(&'static str, String)> {
    let at_s = now_ms.div_euclid(1000);
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", job.id.clone()),
        ("webhook-timestamp", at_s.to_string()),
    ];
    if !target.keys.is_empty() {
        let signatures: Vec<String> = target.keys.iter().map(|key| key.sign(&job.id, at_s, body)).collect();
        headers.push(("webhook-signature", signatures.join(" ")));
    }
    headers
}

/// The same in each try.
fn body(job: &Job, event: &Event) -> String {
    let at = jiff::Timestamp::from_millisecond(job.at_ms).unwrap_or_default();
    json!({
        "type": event.name,
        "timestamp": format!("{at:.3}"),
        "flow": job.flow,
        "session": job.session,
        "data": event.fields,
    })
    .to_string()
}
