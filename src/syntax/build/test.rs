//! `test` blocks.

use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, first, one};
use crate::syntax::tree::{Expr, ExprKind, Name, Test, TestKind, TestStep};

impl Builder {
    pub(super) fn test(&mut self, pair: &Pair<'_>) -> Test {
        let mut steps: Vec<TestStep> = Vec::new();
        if let Some(hole) = one(pair, Rule::hole) {
            steps.push(TestStep { kind: TestKind::Bad, span: self.span(&hole) });
        }
        if let Some(block) = one(pair, Rule::test_block) {
            steps.extend(all(&block, Rule::test_step).map(|kid| self.test_step(&kid)));
        }
        Test { name: self.text_in(pair), steps, block: self.block_span(pair, Rule::test_block) }
    }

    fn test_step(&mut self, pair: &Pair<'_>) -> TestStep {
        let kind = match first(pair) {
            Some(kid) => self.test_kind(&kid),
            None => TestKind::Bad,
        };
        TestStep { kind, span: self.span(pair) }
    }

    fn test_kind(&mut self, pair: &Pair<'_>) -> TestKind {
        match pair.as_rule() {
            Rule::test_at => TestKind::At(self.text_in(pair)),
            Rule::test_later => TestKind::Later(self.duration_in(pair)),
            Rule::test_call => TestKind::Call {
                from: one(pair, Rule::call_from).map(|kid| self.text_in(&kid)),
                to: one(pair, Rule::call_to).map(|kid| self.text_in(&kid)),
            },
            Rule::test_text => TestKind::Text(self.text_in(pair)),
            Rule::test_whatsapp => TestKind::Whatsapp(self.text_in(pair)),
            Rule::test_press => TestKind::Press(match one(pair, Rule::text) {
                Some(_) => {
                    let text = self.text_in(pair);
                    Name { text: text.value, span: text.span }
                }
                None => self.word_in(pair, Rule::keys),
            }),
            Rule::test_speak => TestKind::Speak(self.text_in(pair)),
            Rule::test_silence => TestKind::Silence,
            Rule::test_tap => TestKind::Tap(self.text_in(pair)),
            Rule::test_media => TestKind::Media(self.text_in(pair)),
            Rule::test_location => TestKind::Location(
                all(pair, Rule::location_value).filter_map(|value| Some(self.primary(&first(&value)?))).collect(),
            ),
            Rule::test_hangup => TestKind::Hangup,
            Rule::test_hear => TestKind::Hear(self.text_in(pair)),
            Rule::test_read => TestKind::Read(self.text_in(pair)),
            Rule::test_given => TestKind::Given {
                what: self.word_in(pair, Rule::given_what),
                target: one(pair, Rule::text).map(|kid| self.primary(&kid)),
                answers: self.answers(pair),
            },
            Rule::test_expect => first_but_keyword(pair).map_or(TestKind::Bad, |kid| self.expectation(&kid)),
            _ => TestKind::Bad,
        }
    }

    fn expectation(&mut self, pair: &Pair<'_>) -> TestKind {
        match pair.as_rule() {
            Rule::expect_at => TestKind::ExpectAt(self.target_in(pair)),
            Rule::expect_end => TestKind::ExpectEnd,
            Rule::expect_hangup => TestKind::ExpectHangup,
            Rule::expect_effect => {
                let channel = one(pair, Rule::sent_by).map(|kid| self.word(&kid));
                let channel = channel.map(|name| Expr { kind: ExprKind::Name(name.text), span: name.span });
                let arguments = channel.into_iter().chain(self.answers(pair)).collect();
                TestKind::ExpectEffect { what: self.word_in(pair, Rule::effect_name), arguments }
            }
            _ => TestKind::Expect(self.expr(pair)),
        }
    }

    fn answers(&mut self, pair: &Pair<'_>) -> Vec<Expr> {
        all(pair, Rule::answer)
            .filter_map(|answer| {
                let kid = first(&answer)?;
                match kid.as_rule() {
                    Rule::answer_word => Some(self.primary(&one(&kid, Rule::name)?)),
                    _ => Some(self.primary(&kid)),
                }
            })
            .collect()
    }
}

fn first_but_keyword<'a>(pair: &Pair<'a>) -> Option<Pair<'a>> {
    pair.clone().into_inner().find(|kid| !matches!(kid.as_rule(), Rule::COMMENT | Rule::kw_expect))
}
