//! `emit` and `send`: what goes to the outside beside the reply.

use crate::program::{EmitSpec, Expr, Op, SendSpec, TemplateSpec};
use crate::syntax::tree::{Field, Send, Text};
use crate::value::Channel;

use super::builder::Builder;
use super::wording::plain;

impl Builder<'_> {
    pub fn emit_event(&mut self, name: &Text, fields: &[Field]) {
        let fields = self.named(fields);
        self.emit(Op::Emit(Box::new(EmitSpec { name: plain(name), fields })));
    }

    pub fn send(&mut self, send: &Send) {
        let spec = SendSpec {
            channel: if send.channel.text == "whatsapp" { Channel::Whatsapp } else { Channel::Sms },
            to: self.expr(&send.to),
            body: send.text.as_ref().map(|text| self.said(text)),
            media: send.media.as_ref().map(|text| self.said(text)),
            template: send
                .template
                .as_ref()
                .map(|(sid, fields)| TemplateSpec { sid: plain(sid), variables: self.named(fields) }),
            proceed: send.proceed.as_ref().map(|to| (to.node.text.clone(), self.exprs(&to.arguments))),
        };
        self.emit(Op::Send(Box::new(spec)));
    }

    fn named(&mut self, fields: &[Field]) -> Vec<(String, Expr)> {
        fields.iter().map(|field| (field.key.text.clone(), self.expr(&field.value))).collect()
    }
}
