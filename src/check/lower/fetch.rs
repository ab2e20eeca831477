//! `fetch`: the request, then the code of its outcomes.

use crate::program::{Body, FetchSpec, Hold, Json, Op, Part, StatusArm, Words};
use crate::syntax::tree::{Action, Expr, ExprKind, Field, Name, Setting, SettingKind, Text};

use super::super::fetches;
use super::super::secrets::{self, Piece};
use super::builder::{After, Builder};
use super::wording;

/// A request's time where none is said: a person waits for it.
const TIMEOUT_MS: i64 = 10_000;

impl Builder<'_> {
    pub fn fetch(&mut self, name: &Name, url: &Text, settings: &[Setting]) {
        let at = self.reserve();
        let mut ends = vec![self.reserve()];
        let method = fetches::method(settings);
        let mut spec = FetchSpec {
            variable: self.place(&name.text),
            method,
            url: self.template(url),
            headers: Vec::new(),
            query: Vec::new(),
            body: None,
            timeout_ms: TIMEOUT_MS,
            retries: 0,
            repeatable: method.is_idempotent(),
            hold: None,
            arms: Vec::new(),
            failed: None,
        };
        for setting in settings {
            match &setting.kind {
                SettingKind::Header { name, value } => {
                    let value = self.parts(value);
                    spec.headers.push((wording::plain(name), value));
                }
                SettingKind::Query(fields) => spec.query = self.fields(fields),
                SettingKind::Form(fields) => spec.body = Some(Body::Form(self.fields(fields))),
                SettingKind::Json(value) => spec.body = Some(Body::Json(self.json(value))),
                SettingKind::Timeout(length) => spec.timeout_ms = length.millis,
                SettingKind::Retry { count, always } => {
                    spec.retries = count.value;
                    spec.repeatable |= always;
                }
                SettingKind::Hold { play: true, text } => spec.hold = Some(Hold::Play(self.said(text))),
                SettingKind::Hold { play: false, text } => {
                    spec.hold = Some(Hold::Say(Words::same(self.said(text))));
                }
                SettingKind::Failed(action) => self.status_arms(&mut spec, &["failed"], action, &mut ends),
                SettingKind::Outcome { names, action } => {
                    let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                    self.status_arms(&mut spec, &names, action, &mut ends);
                }
                _ => {}
            }
        }
        if let (None, Some(action)) = (spec.failed, self.default_failed()) {
            self.status_arms(&mut spec, &["failed"], action, &mut ends);
        }
        self.fill(at, Op::Fetch(Box::new(spec)));
        self.land(ends);
    }

    fn status_arms(&mut self, spec: &mut FetchSpec, names: &[&str], action: &Action, ends: &mut Vec<usize>) {
        let to = self.here();
        for name in names {
            match fetches::statuses(name) {
                Some((least, most)) => spec.arms.push(StatusArm { least, most, to }),
                None => spec.failed = spec.failed.or(Some(to)),
            }
        }
        ends.extend(self.action(action, After::Next));
    }

    fn fields(&mut self, fields: &[Field]) -> Vec<(String, Vec<Part>)> {
        fields.iter().map(|field| (field.key.text.clone(), self.value_parts(&field.value))).collect()
    }

    fn value_parts(&mut self, value: &Expr) -> Vec<Part> {
        match &value.kind {
            _ if secrets::named(value).is_some() => {
                secrets::named(value).map(|name| Part::Secret(name.to_owned())).into_iter().collect()
            }
            ExprKind::Text(text) => self.parts(text),
            _ => vec![Part::Value(self.expr(value))],
        }
    }

    fn json(&mut self, value: &Expr) -> Json {
        match &value.kind {
            _ if secrets::named(value).is_some() => Json::Text(self.value_parts(value)),
            ExprKind::Text(text) if has_secret(text) => Json::Text(self.parts(text)),
            ExprKind::List(items) => Json::List(items.iter().map(|item| self.json(item)).collect()),
            ExprKind::Map(fields) => {
                Json::Map(fields.iter().map(|field| (field.key.text.clone(), self.json(&field.value))).collect())
            }
            ExprKind::Group(inner) => self.json(inner),
            _ => Json::Value(self.expr(value)),
        }
    }

    /// A text and the secrets in it.
    fn parts(&mut self, text: &Text) -> Vec<Part> {
        let Some(pieces) = secrets::split(text) else { return vec![Part::Template(self.template(text))] };
        let part = |piece| match piece {
            Piece::Template(source) => Part::Template(self.template_of(source, text)),
            Piece::Secret(name) => Part::Secret(name.to_owned()),
        };
        pieces.into_iter().map(part).collect()
    }
}

fn has_secret(text: &Text) -> bool {
    secrets::split(text).is_some_and(|pieces| pieces.iter().any(|piece| matches!(piece, Piece::Secret(_))))
}
