//! Whether a request really comes from the provider.

use std::fmt;

use super::Settings;
use super::webhooks::Received;
use crate::channel::twilio::form::Form;
use crate::channel::twilio::signature::{self, Refusal, Signed, Token};

/// Why a request was answered with 403, for the log: no secret and no personal data is in it.
#[derive(Debug)]
pub enum Refused {
    /// Neither a token nor `--dev`.
    NoToken,
    Signature(Refusal),
    /// Signed with another account's token.
    Account,
    /// The request names no host to check against, and no `public_url` is set.
    NoHost,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NoToken => f.write_str(
                "no auth token is configured: set TWILIO_AUTH_TOKEN, or serve with --dev to try flows on this machine",
            ),
            Refused::Signature(refusal) => write!(f, "{refusal}"),
            Refused::Account => f.write_str("the signature's token belongs to another account than the request names"),
            Refused::NoHost => f.write_str("the request has no Host, and no `public_url` is set"),
        }
    }
}

/// Holds the signature against each address that the provider may have called, and each token. Gives the path of the
/// address that fits, which our own URLs begin with in the answer; empty mostly.
pub fn check(
    settings: &Settings,
    received: &Received,
    body_form: &Form<'_>,
    query_form: &Form<'_>,
) -> Result<String, Refused> {
    let signature = received.header("x-twilio-signature");
    let local = received.peer().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    if settings.dev && signature.is_none() && local {
        return Ok(settings.bases.first().map(|base| path_of(base).to_owned()).unwrap_or_default());
    }
    if settings.tokens.is_empty() {
        return Err(Refused::NoToken);
    }
    let path_and_query = received.parts.uri.path_and_query().map_or("/", |p| p.as_str());
    let signed = Signed {
        method: received.parts.method.as_str(),
        path_and_query,
        signature,
        settings: received.header("x-twilio-webhooks-signature-settings"),
        content_type: received.header("content-type"),
        body: &received.body,
    };
    let bases = bases(settings, received)?;
    let tokens: Vec<Token> = settings.tokens.iter().map(|t| t.token.clone()).collect();
    let (base, token) = fitting(&bases, |base| signature::verify(&signed, body_form, base, &tokens))?;
    let owner = settings.tokens.get(token).and_then(|t| t.account.as_deref());
    let named = body_form.get("AccountSid").or_else(|| query_form.get("AccountSid"));
    match (owner, named) {
        (Some(owner), Some(named)) if owner != named => Err(Refused::Account),
        _ => Ok(path_of(base).to_owned()),
    }
}

/// The first address that the signature holds for, and the place of its token.
fn fitting(bases: &[String], verify: impl Fn(&[String]) -> Result<usize, Refusal>) -> Result<(&str, usize), Refused> {
    let mut refusal = Refusal::Mismatch;
    for base in bases {
        match verify(std::slice::from_ref(base)) {
            Ok(token) => return Ok((base, token)),
            Err(why) => refusal = why,
        }
    }
    Err(Refused::Signature(refusal))
}

/// The path of a URL without its last slash.
fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or("");
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("").trim_end_matches('/')
}

/// The configured addresses; without any, the host that the request names, which the signature covers too.
fn bases(settings: &Settings, received: &Received) -> Result<Vec<String>, Refused> {
    if !settings.bases.is_empty() {
        return Ok(settings.bases.clone());
    }
    let host = received.header("host").ok_or(Refused::NoHost)?;
    Ok(vec![format!("https://{host}"), format!("http://{host}")])
}
