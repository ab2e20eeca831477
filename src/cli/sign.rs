use super::request::Request;
use super::{Exit, out};
use crate::channel::twilio::signature;

/// Print the signature that Twilio would send with a request
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The auth token is read from TWILIO_AUTH_TOKEN, or else from the project file; never from a flag, where \
        other users of the machine could see it.\n\nExample:\n  flowtone sign --url http://127.0.0.1:8080/voice/support \
        --form 'CallSid=CA…&From=%2B15550100001'"
)]
pub struct Args {
    #[command(flatten)]
    request: Request,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let body = args.request.read_body()?;
    let tokens = args.request.tokens()?;
    // While a token is rotated the newest stands first.
    let Some(token) = tokens.first() else { return Ok(Exit::Failed) };
    out::result(&format!("{}\n", signature::sign(&args.request.url, &body.form()?, token)));
    Ok(Exit::Clean)
}
