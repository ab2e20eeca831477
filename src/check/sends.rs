//! `emit` and `send`: what goes to the outside beside the reply.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Field, Send, Text};
use crate::value::Type;

use super::checker::Checker;
use super::settings::Where;
use super::types;

/// Endpoints choose events by such names.
const MAX_EVENT_NAME: usize = 100;
/// The letters and digits of a template's id behind `HX`.
const TEMPLATE_DIGITS: usize = 32;

impl<'a> Checker<'a> {
    pub fn check_emit(&mut self, name: &'a Text, fields: &'a [Field]) {
        let before = self.problems.len();
        self.check_plain(name, "an event's name");
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let word = &name.value;
        if self.problems.len() == before
            && (word.is_empty() || !word.chars().all(fits) || word.chars().count() > MAX_EVENT_NAME)
        {
            self.report(
                Diagnostic::error(
                    Code::F0512,
                    format!("`{word}` is no event's name"),
                    name.span,
                    "names have letters, digits, `.`, `_` and `-`, and up to 100 of them",
                )
                .with_help(
                    "write it as in `emit \"order.checked\" { id: order_id }`: endpoints choose events by their names",
                ),
            );
        }
        self.check_fields(fields);
    }

    pub fn check_send(&mut self, at: Span, send: &'a Send) {
        self.check_word(&send.channel, &["sms", "whatsapp"], "a message is sent by");
        let ty = self.infer(&send.to);
        if !types::fits(ty, Type::Phone) {
            self.mismatch(
                send.to.span,
                ty,
                "nothing can be sent there",
                "write a number in quotes, as in `\"+15550100200\"`",
            );
        }
        send.text.iter().chain(&send.media).for_each(|text| self.check_template(text));
        if let Some((sid, fields)) = &send.template {
            self.check_template_id(sid);
            self.check_fields(fields);
        }
        self.check_send_whole(at, send);
        send.proceed.iter().for_each(|target| self.target(target));
        self.check_settings(&send.settings, Where::Send);
    }

    /// There is something to be sent, and a kept template brings its own words.
    fn check_send_whole(&mut self, at: Span, send: &Send) {
        match (&send.text, &send.media, &send.template) {
            (None, None, None) => self.report(
                Diagnostic::error(Code::F0512, "there is nothing to send", at.head(), "no words, picture or template")
                    .with_help(format!("write it as in `send {} to caller \"Thank you.\"`", send.channel.text)),
            ),
            (text, media, Some((sid, _))) if text.is_some() || media.is_some() => {
                let other = text.as_ref().or(media.as_ref()).map_or(at, |text| text.span);
                self.report(
                    Diagnostic::error(Code::F0512, "a template has its own words", other, "this would not be sent")
                        .with_label(sid.span, "the message is made of this")
                        .with_help("keep the template, whose values go into `{ 1: … }`, or the words"),
                );
            }
            _ => {}
        }
    }

    fn check_template_id(&mut self, sid: &Text) {
        let before = self.problems.len();
        self.check_plain(sid, "a template's id");
        let hex = |rest: &str| rest.len() == TEMPLATE_DIGITS && rest.chars().all(|c| c.is_ascii_hexdigit());
        if self.problems.len() == before && !sid.value.strip_prefix("HX").is_some_and(hex) {
            self.report(
                Diagnostic::error(
                    Code::F0512,
                    format!("`{}` is no template's id", sid.value),
                    sid.span,
                    "an id is `HX` and 32 digits or letters from `a` to `f`",
                )
                .with_help("copy it from the provider's console, where the template is kept"),
            );
        }
    }

    fn check_fields(&mut self, fields: &'a [Field]) {
        let mut seen = Vec::new();
        for field in fields {
            self.once(&mut seen, field.key.text.clone(), field.key.span);
            self.examine(&field.value);
        }
    }
}
