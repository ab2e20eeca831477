use super::request::Request;
use super::{Exit, out};
use crate::channel::twilio::explain;
use crate::channel::twilio::signature::{self, Signed};

/// Check a request's signature, and tell what differs where it does not hold
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 valid, 1 not valid.\n\nExample:\n  flowtone verify --url https://ivr.example.com/voice/support \
        --form @body.txt --signature RSOYDt4T1cUTdK1PDd93/VVr8B8= --explain"
)]
pub struct Args {
    #[command(flatten)]
    request: Request,
    /// What came in `X-Twilio-Signature`
    #[arg(long)]
    signature: String,
    /// Try the usual causes and say which one it is
    #[arg(long)]
    explain: bool,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let body = args.request.read_body()?;
    let tokens = args.request.tokens()?;
    let (base, path) = split(&args.request.url)?;
    let method = args.request.method();
    let signed = Signed {
        method: &method,
        path_and_query: path,
        signature: Some(&args.signature),
        settings: None,
        content_type: body.content_type,
        body: &body.bytes,
    };
    let (form, bases) = (body.form()?, [base.to_owned()]);
    let Err(refusal) = signature::verify(&signed, &form, &bases, &tokens) else {
        out::result("valid\n");
        return Ok(Exit::Clean);
    };
    out::result(&format!("not valid: {refusal}\n"));
    if args.explain {
        for line in explain(&signed, &form, &bases, &tokens) {
            out::result(&format!("- {line}\n"));
        }
    }
    Ok(Exit::Findings)
}

/// A URL's scheme and host, and the rest as written.
fn split(url: &str) -> Result<(&str, &str), String> {
    let bad = || format!("`{url}` is not a whole URL: it begins with https:// or http://, as the provider calls it");
    let (scheme, rest) = url.split_once("://").ok_or_else(bad)?;
    let host = rest.find(['/', '?']).unwrap_or(rest.len());
    if host == 0 { Err(bad()) } else { Ok(url.split_at(scheme.len() + "://".len() + host)) }
}
