//! `test` blocks.

use crate::source::Span;
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{Expr, TestKind, TestStep};

impl Printer<'_> {
    pub(super) fn test_step(&mut self, step: &TestStep) {
        match &step.kind {
            TestKind::At(text) => self.step("at", text.span),
            TestKind::Later(time) => self.step("later", time.span),
            TestKind::Call { from, to } => {
                self.write("call");
                if let Some(from) = from {
                    self.step(" from", from.span);
                }
                if let Some(to) = to {
                    self.step(" to", to.span);
                }
            }
            TestKind::Text(text) => self.step("text", text.span),
            TestKind::Whatsapp(text) => self.step("whatsapp", text.span),
            TestKind::Press(keys) => self.step("press", keys.span),
            TestKind::Speak(text) => self.step("speak", text.span),
            TestKind::Silence => self.write("silence"),
            TestKind::Tap(text) => self.step("tap", text.span),
            TestKind::Media(text) => self.step("media", text.span),
            TestKind::Location(values) => {
                self.write(if values.is_empty() { "location" } else { "location " });
                self.exprs(values);
            }
            TestKind::Hangup => self.write("hangup"),
            TestKind::Hear(text) => self.step("hear", text.span),
            TestKind::Read(text) => self.step("read", text.span),
            TestKind::Given { what, target, answers } => {
                self.step("given", what.span);
                self.answers(target.iter().chain(answers));
            }
            TestKind::ExpectAt(target) => {
                self.write("expect at ");
                self.target(target);
            }
            TestKind::ExpectEnd => self.write("expect end"),
            TestKind::ExpectHangup => self.write("expect hangup"),
            TestKind::ExpectEffect { what, arguments } => {
                self.step("expect", what.span);
                self.answers(arguments.iter());
            }
            TestKind::Expect(value) => {
                self.write("expect ");
                self.expr(value);
            }
            TestKind::Bad => self.copy(step.span),
        }
    }

    fn step(&mut self, word: &str, span: Span) {
        self.write(word);
        self.write(" ");
        self.copy(span);
    }

    fn answers<'a>(&mut self, answers: impl Iterator<Item = &'a Expr>) {
        for answer in answers {
            self.write(" ");
            self.expr(answer);
        }
    }
}
