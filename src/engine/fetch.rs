//! Requests: what is asked of the outside, and how the flow goes on with the answer.

use crate::program::{Body, FetchSpec, Hold, Json, Part};
use crate::value::Value;

use super::effect::{Effect, Fault, Prompt, PromptKind};
use super::limits;
use super::request::{Field, Outcome, Payload, Piece, Request};
use super::run::Next;
use super::session::Fetching;
use super::turn::Turn;

impl<'p> Turn<'p> {
    /// Asks for the request and stops the turn. What was said so far goes out with whatever comes next.
    pub fn fetch(&mut self, spec: &'p FetchSpec) -> Result<Next, Fault> {
        self.store(&spec.variable, Value::None, false);
        self.session.fetches = self.session.fetches.saturating_add(1);
        let request = self.request(spec);
        self.trace(format!("fetch {} {}", request.method.name(), host(&request.url)));
        let hold = if self.is_voice() { self.hold_prompts(spec) } else { Vec::new() };
        let (outward, said) = std::mem::take(&mut self.effects).into_iter().partition(Effect::is_outward);
        self.effects = outward;
        self.interruptible_from = 0;
        self.effects.push(Effect::Fetch(Box::new(request.clone())));
        self.session.fetching = Some(Box::new(Fetching {
            request,
            hold,
            waited: 0,
            said,
            first: self.first.take(),
            statements: self.statements,
            ops: self.ops,
        }));
        Ok(Next::Stop)
    }

    /// Goes on with the answer: at the arm of its status, at `failed`, or, for 2xx, with the next op.
    pub fn fetched(&mut self, spec: &FetchSpec, outcome: &Outcome) -> Result<Next, Fault> {
        if let Some(asked) = self.session.fetching.take() {
            self.effects = asked.said;
            self.interruptible_from = self.effects.len();
            self.first = asked.first;
            self.statements = asked.statements;
            self.ops = asked.ops;
        }
        let code = match outcome {
            Outcome::Status { code, body } => {
                self.trace(format!("fetched: {code}"));
                if (200..300).contains(code) {
                    self.store(&spec.variable, body.clone(), false);
                }
                *code
            }
            Outcome::Failed { why } => {
                self.trace(format!("fetched: failed: {why}"));
                self.notice(format!("the fetch failed: {why}"));
                return self.fetch_failed(spec);
            }
        };
        let fits = |class: bool| {
            let arm =
                spec.arms.iter().find(|arm| (arm.least..=arm.most).contains(&code) && (arm.least != arm.most) == class);
            arm.map(|arm| Next::Jump(arm.to))
        };
        match fits(false).or_else(|| fits(true)) {
            Some(next) => Ok(next),
            None if (200..300).contains(&code) => Ok(Next::Following),
            None => self.fetch_failed(spec),
        }
    }

    fn fetch_failed(&self, spec: &FetchSpec) -> Result<Next, Fault> {
        spec.failed.map(Next::Jump).ok_or_else(|| self.lost("the fetch has no arm for `failed`".to_owned()))
    }

    /// The answer is not there yet: what was said before goes out, then the hold words, and the call comes back.
    pub fn hold(&mut self, spec: &FetchSpec) -> Result<Next, Fault> {
        let Some(asked) = self.session.fetching.as_mut() else {
            return Err(self.lost("the session waits for no answer".to_owned()));
        };
        if asked.waited >= limits::HOLDS {
            return self.fetched(spec, &Outcome::Failed { why: "the call came back too often".to_owned() });
        }
        let first = asked.waited.is_multiple_of(limits::HOLD_EVERY);
        let plays = asked.hold.iter().any(|prompt| matches!(prompt.kind, PromptKind::Play(_)));
        asked.waited = asked.waited.saturating_add(1);
        let mut effects = std::mem::take(&mut asked.said);
        let hold = if first || plays { asked.hold.clone() } else { Vec::new() };
        let silent = hold.is_empty();
        effects.extend(hold.into_iter().map(Effect::Prompt));
        if silent {
            effects.push(Effect::Prompt(self.prompt(PromptKind::Pause(limits::HOLD_PAUSE_MS))));
        }
        self.effects = effects;
        self.trace("on hold".to_owned());
        Ok(Next::Stop)
    }

    fn hold_prompts(&mut self, spec: &'p FetchSpec) -> Vec<Prompt> {
        match &spec.hold {
            None => Vec::new(),
            Some(Hold::Say(words)) => {
                let speech = words.voice.map(|id| self.speech(id, &[])).unwrap_or_default();
                if super::words::is_silent(&speech) { Vec::new() } else { vec![self.spoken(speech)] }
            }
            Some(Hold::Play(id)) => {
                let url = self.url(*id);
                if url.is_empty() { Vec::new() } else { vec![self.prompt(PromptKind::Play(url))] }
            }
        }
    }

    fn request(&mut self, spec: &'p FetchSpec) -> Request {
        Request {
            id: self.session.fetches,
            method: spec.method,
            url: self.url(spec.url),
            headers: self.fields(&spec.headers),
            query: self.fields(&spec.query),
            body: spec.body.as_ref().map(|body| match body {
                Body::Form(fields) => Payload::Form(self.fields(fields)),
                Body::Json(json) => {
                    let mut pieces = Vec::new();
                    self.json(json, &mut pieces);
                    Payload::Json(pieces)
                }
            }),
            timeout_ms: spec.timeout_ms,
            retries: spec.retries,
            repeatable: spec.repeatable,
        }
    }

    /// A field whose value is `none` is left out.
    fn fields(&mut self, fields: &'p [(String, Vec<Part>)]) -> Vec<Field> {
        let field = |(name, parts): &'p (String, Vec<Part>)| {
            Some(Field { name: name.clone(), value: self.pieces(parts, str::to_owned)? })
        };
        fields.iter().filter_map(field).collect()
    }

    /// `None` where a part is a value that is `none`.
    fn pieces(&mut self, parts: &'p [Part], escape: fn(&str) -> String) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for part in parts {
            match part {
                Part::Template(id) => push(&mut pieces, &escape(&self.plain(*id))),
                Part::Value(expr) => match self.eval(expr) {
                    Value::None => return None,
                    value => push(&mut pieces, &escape(&value.to_text())),
                },
                Part::Secret(name) => pieces.push(Piece::Secret(name.clone())),
            }
        }
        Some(pieces)
    }

    fn json(&mut self, json: &'p Json, pieces: &mut Vec<Piece>) {
        match json {
            Json::Value(expr) => push(pieces, &self.eval(expr).to_json().to_string()),
            Json::Text(parts) => {
                push(pieces, "\"");
                for piece in self.pieces(parts, within_json).unwrap_or_default() {
                    match piece {
                        Piece::Text(text) => push(pieces, &text),
                        secret @ Piece::Secret(_) => pieces.push(secret),
                    }
                }
                push(pieces, "\"");
            }
            Json::List(items) => {
                push(pieces, "[");
                for (index, item) in items.iter().enumerate() {
                    push(pieces, if index == 0 { "" } else { "," });
                    self.json(item, pieces);
                }
                push(pieces, "]");
            }
            Json::Map(fields) => {
                push(pieces, "{");
                for (index, (key, value)) in fields.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    push(pieces, &format!("{comma}\"{}\":", within_json(key)));
                    self.json(value, pieces);
                }
                push(pieces, "}");
            }
        }
    }
}

/// Adds to the last piece where that is text.
fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// A text as JSON has it, without its quotes.
fn within_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// What the trace shows of an address: the rest may hold what the person said.
fn host(url: &str) -> &str {
    url.split(['/', '?']).nth(2).unwrap_or_default()
}
