//! A request as given on the command line, for the commands that deal with signatures.

use std::path::PathBuf;

use super::project::Project;
use crate::channel::twilio::Token;
use crate::channel::twilio::form::Form;
use crate::config::Flags;

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Debug, clap::Args)]
pub struct Request {
    /// The whole URL, as the provider calls it
    #[arg(long)]
    pub url: String,
    #[arg(long, default_value = "POST")]
    method: String,
    /// A form body, or `@FILE` to read it from
    #[arg(long, conflicts_with = "body")]
    form: Option<String>,
    /// Any other body, or `@FILE` to read it from
    #[arg(long)]
    body: Option<String>,
    /// The project file [default: flowtone.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// A request's body, read.
pub struct Body {
    pub bytes: Vec<u8>,
    pub content_type: Option<&'static str>,
}

impl Request {
    pub fn method(&self) -> String {
        self.method.to_ascii_uppercase()
    }

    pub fn read_body(&self) -> Result<Body, String> {
        let (given, content_type) = match (&self.form, &self.body) {
            (Some(form), _) => (form, FORM),
            (None, Some(body)) => (body, "application/json"),
            (None, None) => return Ok(Body { bytes: Vec::new(), content_type: None }),
        };
        if self.method() == "GET" {
            return Err("a GET has no body: put the parameters into the URL".to_owned());
        }
        Ok(Body { bytes: text(given)?, content_type: Some(content_type) })
    }

    /// The tokens to sign and check with; never empty.
    pub fn tokens(&self) -> Result<Vec<Token>, String> {
        let mut project = Project::load(self.config.as_deref(), &Flags::default())?;
        project.resolve()?;
        let tokens: Vec<Token> = project.tokens().into_iter().map(|t| t.token).collect();
        if tokens.is_empty() {
            return Err("there is no auth token: set TWILIO_AUTH_TOKEN, or name one in the project file under \
                `[[account]]`"
                .to_owned());
        }
        Ok(tokens)
    }
}

impl Body {
    /// The parameters that the signature covers: those of a form, none otherwise.
    pub fn form(&self) -> Result<Form<'_>, String> {
        Form::of_body(self.content_type, &self.bytes).map_err(|e| e.to_string())
    }
}

/// `@FILE` is read, without the line end that editors add; anything else is taken as it is.
fn text(given: &str) -> Result<Vec<u8>, String> {
    let Some(path) = given.strip_prefix('@') else { return Ok(given.as_bytes().to_vec()) };
    let mut bytes = std::fs::read(path).map_err(|e| format!("cannot read `{path}`: {e}"))?;
    while bytes.pop_if(|last| matches!(last, b'\r' | b'\n')).is_some() {}
    Ok(bytes)
}
