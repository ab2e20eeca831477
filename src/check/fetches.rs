//! `fetch`: where it goes, what it sends, and how its answers go on.

use crate::address::{self, Host, Refusal, Url};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::Method;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Field, Name, Setting, SettingKind, Text};

use super::checker::Checker;
use super::settings::Where;
use super::{secrets, suggest};

/// Nobody holds a line for longer.
pub(super) const MAX_TIMEOUT_MS: i64 = 120_000;
/// What five tries did not reach is down.
const MAX_RETRIES: u32 = 5;

/// Headers that say how the request itself is carried.
const CARRIED: [&str; 9] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
];

/// Headers whose value is always a credential.
const CREDENTIALS: [&str; 3] = ["authorization", "proxy-authorization", "x-api-key"];

impl<'a> Checker<'a> {
    pub fn check_fetch(&mut self, url: &'a Text, settings: &'a [Setting]) {
        self.check_template(url);
        self.check_address(url);
        self.check_settings(settings, Where::Fetch);
        self.check_method(settings);
    }

    /// The scheme and the host are literal: a caller's words could lead anywhere else.
    fn check_address(&mut self, url: &Text) {
        let literal = url.value.split("{{").next().unwrap_or_default();
        let open = literal.len() < url.value.len();
        let host_end = literal.find("://").and_then(|at| {
            let from = at + 3;
            literal.get(from..)?.find(['/', '?', '#']).map(|end| from + end)
        });
        let (label, help) = if open && host_end.is_none() {
            (
                "the host comes from a `{{…}}`".to_owned(),
                "write the address out up to the first `/` after the host, as in `\"https://api.example.com/{{…}}\"`: \
                 otherwise a caller could choose where the request goes",
            )
        } else {
            // What a value stands for is not known: a letter does for the rest.
            let tail = if open { "x" } else { "" };
            match Url::parse(&format!("{literal}{tail}")) {
                Ok(url) => match url.host {
                    Host::Ip(ip) => match address::blocked(ip) {
                        Some(what) => (
                            format!("this address is {what}"),
                            "for a host of your own network, write its name here, and open the network in the project \
                             file: `[fetch] allow = [\"10.0.0.0/8\"]`",
                        ),
                        None => return,
                    },
                    Host::Name(_) => return,
                },
                Err(Refusal::Credentials) => {
                    return self.report(
                        Diagnostic::error(
                            Code::F0511,
                            "a password stands in the address",
                            url.span,
                            "whoever reads the flow can read it",
                        )
                        .with_help("leave out everything up to the `@`, and write `header \"Authorization\" \"{{secret.NAME}}\"`"),
                    );
                }
                Err(refusal) => (
                    refusal.to_string(),
                    "an address is written as in `\"https://api.example.com/orders/{{…}}\"`; special characters as `%20`",
                ),
            }
        };
        self.report(Diagnostic::error(Code::F0510, "this address cannot be fetched", url.span, label).with_help(help));
    }

    /// What is sent fits the method, and what is tried again may be.
    fn check_method(&mut self, settings: &'a [Setting]) {
        let method = method(settings);
        let mut body: Option<(&str, Span)> = None;
        for setting in settings {
            match &setting.kind {
                SettingKind::Json(_) | SettingKind::Form(_) => {
                    let word = if matches!(setting.kind, SettingKind::Json(_)) { "json" } else { "form" };
                    match (method, body) {
                        (Method::Get | Method::Head, _) => self.report(
                            Diagnostic::error(
                                Code::F0505,
                                format!("a `{word}` body does not go with `{}`", method.name().to_ascii_lowercase()),
                                setting.span,
                                "requests of this method have no body",
                            )
                            .with_help("use `query { … }`, or leave `method` out: with a body it is `post`"),
                        ),
                        (_, Some((other, first))) if other != word => self.report(
                            Diagnostic::error(Code::F0505, "a request has one body", setting.span, "the second body")
                                .with_label(first, "the first one")
                                .with_help("keep `json` or `form`"),
                        ),
                        _ => body = Some((word, setting.span)),
                    }
                }
                SettingKind::Retry { count, always: false } if !method.is_idempotent() => {
                    let name = method.name().to_ascii_lowercase();
                    self.report(
                        Diagnostic::error(
                            Code::F0505,
                            format!("`{name}` is not tried again by itself"),
                            setting.span,
                            "the first try may have done its work although no answer came",
                        )
                        .with_help(format!(
                            "where doing it twice does no harm, write `retry {} always`; or use `put`",
                            count.value
                        )),
                    );
                }
                _ => {}
            }
        }
    }

    /// A setting that only a `fetch` has.
    pub fn check_fetch_setting(&mut self, setting: &'a Setting) {
        match &setting.kind {
            SettingKind::Method(word) => {
                let names: Vec<&str> = Method::ALL.iter().map(|(name, _)| *name).collect();
                self.check_word(word, &names, "methods are");
            }
            SettingKind::Header { name, value } => self.check_header(name, value),
            SettingKind::Query(fields) | SettingKind::Form(fields) => self.check_flat(fields),
            SettingKind::Json(value) => self.check_sent(value),
            SettingKind::Retry { count, .. } if !(1..=MAX_RETRIES).contains(&count.value) => self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("`retry {}` is out of bounds", count.value),
                    count.span,
                    "this many further tries",
                )
                .with_help(format!("choose from 1 to {MAX_RETRIES}, or leave `retry` out")),
            ),
            SettingKind::Hold { text, .. } => self.check_template(text),
            _ => {}
        }
    }

    pub fn check_fetch_timeout(&mut self, millis: i64, span: Span) {
        if !(1..=MAX_TIMEOUT_MS).contains(&millis) {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    "this time limit is out of bounds",
                    span,
                    "a person waits for the answer",
                )
                .with_help(format!("choose from 1ms to {}s", MAX_TIMEOUT_MS / 1000)),
            );
        }
    }

    fn check_header(&mut self, name: &'a Text, value: &'a Text) {
        let before = self.problems.len();
        self.check_plain(name, "a header's name");
        let word = name.value.to_ascii_lowercase();
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if self.problems.len() == before && (word.is_empty() || !word.chars().all(token)) {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("`{}` is no header's name", name.value),
                    name.span,
                    "names have letters, digits and hyphens",
                )
                .with_help("write it as in `header \"X-Shop\" \"12\"`"),
            );
        } else if CARRIED.contains(&word.as_str()) {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("the header `{}` cannot be set", name.value),
                    name.span,
                    "it is made from the address and the body",
                )
                .with_help("leave it out"),
            );
        } else if CREDENTIALS.contains(&word.as_str()) && !value.value.contains("{{") && !value.value.is_empty() {
            self.report(
                Diagnostic::error(
                    Code::F0511,
                    format!("a literal `{}` stands in the flow", name.value),
                    value.span,
                    "whoever reads the flow can read it",
                )
                .with_help("keep it in the environment, and write `{{secret.NAME}}` in its place"),
            );
        }
        self.check_secret_text(value);
    }

    /// The fields of a query or a form: one text each.
    fn check_flat(&mut self, fields: &'a [Field]) {
        for field in fields {
            match &field.value.kind {
                ExprKind::Map(_) | ExprKind::List(_) => self.report(
                    Diagnostic::error(
                        Code::F0505,
                        format!("`{}` is not one value", field.key.text),
                        field.value.span,
                        "a query or form has one text a field",
                    )
                    .with_help("send it with `json { … }`, or write `join(…, \",\")`"),
                ),
                _ => self.check_sent(&field.value),
            }
        }
    }

    /// A value that goes out with the request: a secret may stand in its texts, or alone.
    fn check_sent(&mut self, value: &'a Expr) {
        match &value.kind {
            _ if secrets::named(value).is_some() => {}
            ExprKind::Text(text) => self.check_secret_text(text),
            ExprKind::Map(fields) => fields.iter().for_each(|field| self.check_sent(&field.value)),
            ExprKind::List(items) => items.iter().for_each(|item| self.check_sent(item)),
            ExprKind::Group(inner) => self.check_sent(inner),
            _ => self.examine(value),
        }
    }

    /// A text that may have secrets in it, as `{{secret.name}}`.
    fn check_secret_text(&mut self, text: &'a Text) {
        self.secrets = true;
        self.check_template(text);
        self.secrets = false;
    }

    /// `404`, `5xx` or `failed`.
    pub fn check_status(&mut self, name: &Name, seen: &mut Vec<(String, Span)>) {
        let word = name.text.as_str();
        if word == "failed" || statuses(word).is_some() {
            return self.once(seen, word.to_owned(), name.span);
        }
        let problem = Diagnostic::error(
            Code::F0213,
            format!("unknown outcome `{word}`"),
            name.span,
            "a fetch never ends like this",
        );
        let near = match word {
            "timeout" | "error" | "noanswer" | "busy" => Some("failed"),
            _ => nearest(word, ["failed"]),
        };
        self.report(suggest::or_else(problem, near, || {
            "the outcomes are a status from 200 to 599, a class such as `5xx`, and `failed`".to_owned()
        }));
    }
}

/// The statuses that an outcome's name stands for.
pub(super) fn statuses(word: &str) -> Option<(u16, u16)> {
    if let Some(class) = word.strip_suffix("xx") {
        let class: u16 = class.parse().ok().filter(|class| (2..=5).contains(class))?;
        return Some((class * 100, class * 100 + 99));
    }
    word.parse().ok().filter(|status| (200..=599).contains(status)).map(|status| (status, status))
}

/// As written, or the usual one: `post` with a body, else `get`.
pub(super) fn method(settings: &[Setting]) -> Method {
    let written = settings.iter().find_map(|setting| match &setting.kind {
        SettingKind::Method(word) => Method::parse(&word.text),
        _ => None,
    });
    let body = settings.iter().any(|setting| matches!(setting.kind, SettingKind::Json(_) | SettingKind::Form(_)));
    written.unwrap_or(if body { Method::Post } else { Method::Get })
}
