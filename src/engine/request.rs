use serde::{Deserialize, Serialize};

use crate::program::Method;
use crate::value::Value;

/// A request as data. It holds the names of secrets, never what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The answer names it again: 1 for a session's first request.
    pub id: u32,
    pub method: Method,
    /// Without what `query` adds to it.
    pub url: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Field>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Payload>,
    /// For all of it, retries included.
    pub timeout_ms: i64,
    pub retries: u32,
    /// Whether it may be made once more where nobody knows what became of it.
    pub repeatable: bool,
}

/// A header, or a field of a query or a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub value: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    Text(String),
    /// To be escaped for where it stands, as the other pieces are already in JSON.
    Secret(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// JSON as written; a secret is within a text of it.
    Json(Vec<Piece>),
    Form(Vec<Field>),
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An answer; its body counts where the status is 2xx.
    Status { code: u16, body: Value },
    /// No answer that can be used; the reason is for the log.
    Failed { why: String },
}
