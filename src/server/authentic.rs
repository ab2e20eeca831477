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

/// Holds the signature against each address that the provider may have called, and each token.
pub fn check(
    settings: &Settings,
    received: &Received,
    body_form: &Form<'_>,
    query_form: &Form<'_>,
) -> Result<(), Refused> {
    let signature = received.header("x-twilio-signature");
    let local = received.peer().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    if settings.dev && signature.is_none() && local {
        return Ok(());
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
    let matched = signature::verify(&signed, body_form, &bases, &tokens).map_err(Refused::Signature)?;
    let owner = settings.tokens.get(matched).and_then(|t| t.account.as_deref());
    let named = body_form.get("AccountSid").or_else(|| query_form.get("AccountSid"));
    match (owner, named) {
        (Some(owner), Some(named)) if owner != named => Err(Refused::Account),
        _ => Ok(()),
    }
}

/// The configured addresses; without any, the host that the request names, which the signature covers too.
fn bases(settings: &Settings, received: &Received) -> Result<Vec<String>, Refused> {
    if !settings.bases.is_empty() {
        return Ok(settings.bases.clone());
    }
    let host = received.header("host").ok_or(Refused::NoHost)?;
    Ok(vec![format!("https://{host}"), format!("http://{host}")])
}
