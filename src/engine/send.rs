//! What goes to the outside beside the reply: events, and messages to anyone.
//!
//! What a person gave in confidence is never in them in clear.

use crate::program::{EmitSpec, Expr, SendSpec};
use crate::template::TemplateId;
use crate::value::Value;

use super::effect::{Effect, Emit, Proceed, Send, SendTemplate};
use super::turn::Turn;
use super::words::MASK;

impl<'p> Turn<'p> {
    pub fn emit(&mut self, spec: &'p EmitSpec) {
        let fields = spec.fields.iter().map(|(key, expr)| (key.clone(), self.eval_masked(expr))).collect();
        self.effects.push(Effect::Emit(Emit { name: spec.name.clone(), fields }));
        self.trace(format!("emitted {}", spec.name));
    }

    /// With nobody to send to, and with nothing to send, it is left out.
    pub fn send(&mut self, spec: &'p SendSpec) {
        if self.reads_sensitive(&spec.to) {
            return self.notice("the number to send to was given in confidence, so nothing is sent".to_owned());
        }
        let to = self.eval(&spec.to).to_text().trim().to_owned();
        if to.is_empty() {
            return self.notice("the number to send to came out empty, so nothing is sent".to_owned());
        }
        let body = spec.body.map(|id| self.text_masked(id).trim().to_owned()).filter(|body| !body.is_empty());
        let media: Vec<String> = spec.media.and_then(|id| self.picture(id)).into_iter().collect();
        let template = spec.template.as_ref().map(|template| SendTemplate {
            sid: template.sid.clone(),
            variables: template
                .variables
                .iter()
                .map(|(key, expr)| (key.clone(), self.eval_masked(expr).to_text()))
                .collect(),
        });
        if body.is_none() && media.is_empty() && template.is_none() {
            return self.notice("the words to send came out empty, so nothing is sent".to_owned());
        }
        let proceed = spec.proceed.as_ref().map(|(node, arguments)| Proceed {
            node: node.clone(),
            arguments: arguments.iter().map(|expr| self.eval_masked(expr)).collect(),
        });
        self.trace(format!("sent by {}", spec.channel.as_str()));
        self.effects.push(Effect::Send(Box::new(Send { channel: spec.channel, to, body, media, template, proceed })));
    }

    fn picture(&mut self, id: TemplateId) -> Option<String> {
        if self.program.templates.roots(id).iter().any(|root| self.session.sensitive.contains(self.named(root))) {
            self.notice("the picture's address holds what was given in confidence, so it is left out".to_owned());
            return None;
        }
        Some(self.url(id)).filter(|url| !url.is_empty())
    }

    /// A value, each part of it that was given in confidence masked.
    fn eval_masked(&mut self, expr: &'p Expr) -> Value {
        match expr {
            Expr::Map(fields) => {
                Value::Map(fields.iter().map(|(key, expr)| (key.clone(), self.eval_masked(expr))).collect())
            }
            Expr::List(items) => Value::List(items.iter().map(|item| self.eval_masked(item)).collect()),
            Expr::Template(id) => Value::Text(self.plain_masked(*id)),
            expr if self.reads_sensitive(expr) => Value::Text(MASK.to_owned()),
            expr => self.eval(expr),
        }
    }
}
