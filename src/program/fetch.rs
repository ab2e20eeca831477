use serde::{Deserialize, Serialize};

use crate::template::TemplateId;

use super::expr::Expr;
use super::op::{Variable, Words};

/// `fetch`: a request whose answer the flow goes on with.
#[derive(Debug)]
pub struct FetchSpec {
    pub variable: Variable,
    pub method: Method,
    /// Its scheme and host are literal.
    pub url: TemplateId,
    pub headers: Vec<(String, Vec<Part>)>,
    pub query: Vec<(String, Vec<Part>)>,
    pub body: Option<Body>,
    /// For the whole of it, retries included.
    pub timeout_ms: i64,
    /// Further tries after connection errors, 429 and 5xx.
    pub retries: u32,
    /// Whether it may be made once more where nobody knows what became of it.
    pub repeatable: bool,
    pub hold: Option<Hold>,
    pub arms: Vec<StatusArm>,
    /// Every other status, and every error.
    pub failed: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const ALL: [(&'static str, Method); 6] = [
        ("get", Method::Get),
        ("head", Method::Head),
        ("post", Method::Post),
        ("put", Method::Put),
        ("patch", Method::Patch),
        ("delete", Method::Delete),
    ];

    pub fn parse(name: &str) -> Option<Method> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, method)| *method)
    }

    /// As a request's first line has it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }

    /// Whether making it twice does no more than making it once (RFC 9110, 9.2.2).
    pub fn is_idempotent(self) -> bool {
        !matches!(self, Method::Post | Method::Patch)
    }
}

/// A piece of a text. Secrets stay names up to the moment in which the request is made.
#[derive(Debug)]
pub enum Part {
    Template(TemplateId),
    Value(Expr),
    Secret(String),
}

#[derive(Debug)]
pub enum Body {
    Json(Json),
    Form(Vec<(String, Vec<Part>)>),
}

/// JSON as far as secrets stand in it; the rest is one expression.
#[derive(Debug)]
pub enum Json {
    Value(Expr),
    Text(Vec<Part>),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

/// What a caller hears while an answer takes its time.
#[derive(Debug)]
pub enum Hold {
    Say(Words),
    Play(TemplateId),
}

/// The statuses from `least` to `most` go on at `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusArm {
    pub least: u16,
    pub most: u16,
    pub to: usize,
}
