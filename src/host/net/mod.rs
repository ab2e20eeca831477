//! The guarded client: requests of flows, to the public network and to what the operator has opened.
//!
//! There is one connection a request and no second resolver: the address that was judged is the address that is
//! connected to. Proxies of the environment, cookies, compressed answers and redirects out of the guard do not exist.

mod connect;
mod exchange;
mod post;
mod prepare;
mod read;

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tracing::info;

use crate::address::Url;
use crate::config::Network;
use crate::engine::{Outcome, Request};
use crate::value::Value;
use connect::Connector;
use prepare::Prepared;

pub(super) use post::{Post, Posted};

/// Requests under way at once; what is beyond fails at once, and the flow says so.
const AT_ONCE: usize = 1024;

/// As browsers and specifications have it: enough for a moved service, too few for a circle.
const REDIRECTS: usize = 5;

/// Before the first further try, then twice as long each time.
const BACK_OFF: Duration = Duration::from_millis(250);

/// Why there is no answer. The texts hold no secret, no path and no query.
enum Trouble {
    /// Another try would come to the same.
    Final(String),
    /// The network or the server broke off.
    Broken(String),
}

/// Looks a secret up by its name.
pub type Secrets<'a> = &'a (dyn Fn(&str) -> Option<String> + Send + Sync);

/// Whoever makes requests: the guarded client, or a stand-in for it.
pub trait Fetcher: Send + Sync {
    fn fetch<'a>(
        &'a self,
        request: &'a Request,
        secrets: Secrets<'a>,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
}

impl Fetcher for Client {
    fn fetch<'a>(
        &'a self,
        request: &'a Request,
        secrets: Secrets<'a>,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(self.make(request, secrets))
    }
}

/// Makes requests over the network.
pub struct Client {
    connector: Connector,
    /// Of an answer's body, in bytes.
    body_max: usize,
    slots: Semaphore,
}

impl Client {
    /// `allow` is what may be reached beside the public network.
    pub fn new(allow: Vec<Network>, body_max: usize) -> Client {
        Client { connector: Connector::new(allow), body_max, slots: Semaphore::new(AT_ONCE) }
    }

    /// Makes a request, with its retries, within its time. Secrets are put in here.
    pub async fn make(&self, request: &Request, secrets: Secrets<'_>) -> Outcome {
        let begun = Instant::now();
        let prepared = match prepare::prepare(request, secrets) {
            Ok(prepared) => prepared,
            Err(why) => return Outcome::Failed { why },
        };
        let host = prepared.url.host.to_string();
        let limit = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
        let outcome = match self.slots.try_acquire() {
            Err(_) => Outcome::Failed { why: "too many requests are under way".to_owned() },
            Ok(_slot) => match tokio::time::timeout(limit, self.tries(&prepared, request.retries)).await {
                Ok(outcome) => outcome,
                Err(_) => Outcome::Failed { why: format!("no answer within {limit:?}") },
            },
        };
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &outcome {
            Outcome::Status { code, .. } => info!(method = request.method.name(), host, code, ms, "fetched"),
            Outcome::Failed { why } => info!(method = request.method.name(), host, ms, "fetch failed: {why}"),
        }
        outcome
    }

    async fn tries(&self, prepared: &Prepared, retries: u32) -> Outcome {
        let mut wait = BACK_OFF;
        let mut left = retries;
        loop {
            let outcome = match self.follow(prepared).await {
                Ok((code, _)) if left > 0 && (code == 429 || code >= 500) => None,
                Ok((code, body)) => Some(Outcome::Status { code, body }),
                Err(Trouble::Broken(_)) if left > 0 => None,
                Err(Trouble::Broken(why) | Trouble::Final(why)) => Some(Outcome::Failed { why }),
            };
            if let Some(outcome) = outcome {
                return outcome;
            }
            left -= 1;
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
    }

    /// The answer at the end of the redirects. Each hop is judged as the first; what was meant for one server goes to
    /// no other.
    async fn follow(&self, prepared: &Prepared) -> Result<(u16, Value), Trouble> {
        let mut hop = std::borrow::Cow::Borrowed(prepared);
        for _ in 0..=REDIRECTS {
            let stream = self.connector.connect(&hop.url).await?;
            // No other body is used.
            let wanted = |code| (200..300).contains(&code);
            let answered = exchange::exchange(stream, &hop, self.body_max, wanted).await?;
            let code = answered.code;
            match answered.location() {
                Some(location) => hop = std::borrow::Cow::Owned(redirected(&hop, code, location)?),
                None if wanted(code) => {
                    let kind = answered.header(hyper::header::CONTENT_TYPE);
                    return Ok((code, read::value(kind, &answered.body).map_err(Trouble::Final)?));
                }
                None => return Ok((code, Value::None)),
            }
        }
        Err(Trouble::Final(format!("more than {REDIRECTS} redirects")))
    }
}

fn redirected(from: &Prepared, code: u16, location: &str) -> Result<Prepared, Trouble> {
    let url: Url =
        from.url.join(location).map_err(|refusal| Trouble::Final(format!("redirected to no address: {refusal}")))?;
    if from.url.https && !url.https {
        return Err(Trouble::Final("redirected from https to http".to_owned()));
    }
    let mut next = from.redirected(url, code);
    if !from.url.same_origin(&next.url) {
        if next.body.is_some() {
            return Err(Trouble::Final("redirected to another server with its body".to_owned()));
        }
        next.headers.clear();
    }
    Ok(next)
}
