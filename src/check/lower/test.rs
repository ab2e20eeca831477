//! `test` blocks: what each line does, its expressions resolved.

use crate::program::{Builtin, Deed, EffectPattern, Expr, Given, StatusAnswer, Test, TestStep, Verb};
use crate::syntax::tree::{self, ExprKind, File, ItemKind, TestKind, Text};
use crate::value::Value;

use super::super::flow_tests::{self, Outcome, Status};
use super::super::moments::moment;
use super::builder::Builder;
use super::wording::plain;

impl Builder<'_> {
    /// The tests of a flow without errors; what the checker has refused is left out.
    pub fn tests(&mut self, file: &File) -> Vec<Test> {
        let tests = file.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Test(test) => Some(test),
            _ => None,
        });
        tests.map(|test| self.test(test)).collect()
    }

    fn test(&mut self, test: &tree::Test) -> Test {
        let steps =
            test.steps.iter().filter_map(|step| Some(TestStep { deed: self.deed(&step.kind)?, span: step.span }));
        Test { steps: steps.collect(), name: plain(&test.name), span: test.name.span }
    }

    fn deed(&mut self, kind: &TestKind) -> Option<Deed> {
        let plain_of = |text: &Option<Text>| text.as_ref().map(plain);
        Some(match kind {
            TestKind::At(text) => Deed::At(moment(&plain(text))?),
            TestKind::Later(length) => Deed::Later(length.millis),
            TestKind::Call { from, to } => Deed::Call { from: plain_of(from), to: plain_of(to) },
            TestKind::Text(text) => Deed::Text(plain(text)),
            TestKind::Whatsapp(text) => Deed::Whatsapp(plain(text)),
            TestKind::Press(keys) => Deed::Press(keys.text.clone()),
            TestKind::Speak(text) => Deed::Speak(plain(text)),
            TestKind::Silence => Deed::Silence,
            TestKind::Tap(text) => Deed::Tap(plain(text)),
            TestKind::Media(text) => Deed::Media(plain(text)),
            TestKind::Location(values) => location(values),
            TestKind::Hangup => Deed::HangUp,
            TestKind::Given { what, target, .. } if what.text == "caller" => {
                Deed::Person(flow_tests::caller(target.as_ref())?.to_owned())
            }
            TestKind::Given { what, answers, .. } if what.text == "contact" => {
                let fields = flow_tests::contact(answers)?;
                Deed::Contact(fields.iter().map(|f| (f.key.text.clone(), self.expr(&f.value))).collect())
            }
            TestKind::Given { what, target, answers } => {
                Deed::Given(self.given(&what.text, target.as_ref(), answers)?)
            }
            TestKind::Hear(text) => Deed::Hear(plain(text)),
            TestKind::Read(text) => Deed::Read(plain(text)),
            TestKind::ExpectAt(target) => Deed::ExpectAt(target.node.text.clone()),
            TestKind::ExpectEnd => Deed::ExpectEnd,
            TestKind::ExpectHangup => Deed::ExpectHangup,
            TestKind::ExpectEffect { what, arguments } => Deed::ExpectEffect(self.effect(&what.text, arguments)),
            TestKind::Expect(condition) => {
                let mut reads = Vec::new();
                self.reads(condition, &mut reads);
                Deed::Expect { condition: self.expr(condition), reads }
            }
            TestKind::Bad => return None,
        })
    }

    fn given(&mut self, what: &str, target: Option<&tree::Expr>, answers: &[tree::Expr]) -> Option<Given> {
        match what {
            "dial" => {
                let Outcome { target, name, lasts_ms } = flow_tests::outcome(target, answers)?;
                Some(Given::Dial { target: target.map(|expr| self.expr(expr)), outcome: name.to_owned(), lasts_ms })
            }
            "fetch" => Some(Given::Fetch {
                url: target.map(|expr| self.expr(expr)),
                answer: match flow_tests::status(answers)? {
                    Status::Failed => None,
                    Status::Code { code, body } => Some(StatusAnswer { code, body: body.map(|body| self.expr(body)) }),
                },
            }),
            "status" => Some(Given::Status {
                target: target.map(|expr| self.expr(expr)),
                status: flow_tests::fate(target, answers)?.to_owned(),
            }),
            verb => {
                let verb = Verb::parse(verb)?;
                let Outcome { target, name, lasts_ms } = flow_tests::verb_outcome(verb, target, answers)?;
                let target = target.map(|expr| self.expr(expr));
                Some(Given::Verb { verb, target, outcome: name.to_owned(), lasts_ms })
            }
        }
    }

    fn effect(&mut self, what: &str, arguments: &[tree::Expr]) -> EffectPattern {
        let mut pattern = EffectPattern { what: what.to_owned(), words: Vec::new(), fields: Vec::new() };
        for argument in arguments {
            match &argument.kind {
                ExprKind::Map(fields) => {
                    pattern.fields.extend(fields.iter().map(|f| (f.key.text.clone(), self.expr(&f.value))));
                }
                // `sip`, `conference`, `sms`: words of the language, no values.
                ExprKind::Name(name) if self.names.get(name).is_none() && !is_builtin(name) => {
                    pattern.words.push(Expr::Const(Value::Text(name.clone())));
                }
                _ => pattern.words.push(self.expr(argument)),
            }
        }
        pattern
    }

    /// The names, fields and calls within a condition, outermost first.
    fn reads(&mut self, expr: &tree::Expr, found: &mut Vec<(String, Expr)>) {
        match &expr.kind {
            ExprKind::Name(_) | ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Call { .. } => {
                let written = self.sources.slice(expr.span).to_owned();
                let lowered = self.expr(expr);
                let is_known = matches!(lowered, Expr::Const(_)) || found.iter().any(|(other, _)| *other == written);
                if !is_known {
                    found.push((written, lowered));
                }
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Group(inner) => self.reads(inner, found),
            ExprKind::Matches { subject, .. } => self.reads(subject, found),
            ExprKind::Binary { left, right, .. } => {
                self.reads(left, found);
                self.reads(right, found);
            }
            _ => {}
        }
    }
}

/// `caller` and its kin are values, though nobody declares them.
fn is_builtin(name: &str) -> bool {
    Builtin::ALL.iter().any(|(builtin, _)| *builtin == name)
}

/// Where a texter is who shares a place and no more is said.
const SOMEWHERE: [&str; 2] = ["52.5200", "13.4050"];

fn location(values: &[tree::Expr]) -> Deed {
    let degrees: Vec<&String> = values
        .iter()
        .filter_map(|value| match &value.kind {
            ExprKind::Number(written) => Some(written),
            _ => None,
        })
        .collect();
    let label = values.iter().find_map(|value| match &value.kind {
        ExprKind::Text(text) => Some(plain(text)),
        _ => None,
    });
    let [latitude, longitude] = match degrees.as_slice() {
        [latitude, longitude, ..] => [(*latitude).clone(), (*longitude).clone()],
        _ => SOMEWHERE.map(str::to_owned),
    };
    Deed::Location { latitude, longitude, label }
}
