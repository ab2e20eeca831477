//! The arms of menus, keywords, `match`, `split` and `wait`.

use crate::source::Span;
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, first, has, one};
use crate::syntax::tree::{
    Action, Count, Keyword, KeywordArm, KeywordKind, MatchArm, MatchPattern, MenuArm, MenuPart, Name, SplitArm,
    StatementKind, WaitArm,
};

impl Builder {
    fn bad_action(&self, span: Span) -> Action {
        Action { body: self.bad_block(span), braced: false }
    }

    /// The parts of the child `menu_block`; a bad one where the block or what stands before it is a hole.
    pub(super) fn menu_parts(&mut self, pair: &Pair<'_>) -> Vec<MenuPart> {
        let mut parts: Vec<MenuPart> = Vec::new();
        if let Some(hole) = one(pair, Rule::hole) {
            parts.push(MenuPart::Bad(self.span(&hole)));
        }
        if let Some(block) = one(pair, Rule::menu_block) {
            parts.extend(all(&block, Rule::menu_part).map(|kid| self.menu_part(&kid)));
        }
        parts
    }

    fn menu_part(&mut self, pair: &Pair<'_>) -> MenuPart {
        let span = self.span(pair);
        let Some(kid) = first(pair) else { return MenuPart::Bad(span) };
        match kid.as_rule() {
            Rule::menu_arm => MenuPart::Arm(MenuArm {
                key: self.word_in(&kid, Rule::key),
                label: self.text_in(&kid),
                also: all(&kid, Rule::also).flat_map(|also| self.texts_in(&also)).collect(),
                hidden: has(&kid, Rule::hidden),
                action: self.action_in(&kid),
                span,
            }),
            Rule::menu_else => MenuPart::Else { action: self.action_in(&kid), span },
            Rule::setting => MenuPart::Setting(self.setting(&kid)),
            _ => MenuPart::Bad(span),
        }
    }

    /// The arms of the child `keyword_block`; a bad one where the block or what stands before it is a hole.
    pub(super) fn keyword_arms(&mut self, pair: &Pair<'_>) -> Vec<KeywordArm> {
        let mut arms: Vec<KeywordArm> = Vec::new();
        if let Some(hole) = one(pair, Rule::hole) {
            let span = self.span(&hole);
            arms.push(KeywordArm { patterns: Vec::new(), action: self.bad_action(span), span });
        }
        if let Some(block) = one(pair, Rule::keyword_block) {
            arms.extend(all(&block, Rule::keyword_arm).map(|kid| self.keyword_arm(&kid)));
        }
        arms
    }

    fn keyword_arm(&mut self, pair: &Pair<'_>) -> KeywordArm {
        KeywordArm {
            patterns: all(pair, Rule::pattern).map(|kid| self.keyword(&kid)).collect(),
            action: self.action_in(pair),
            span: self.span(pair),
        }
    }

    fn keyword(&mut self, pair: &Pair<'_>) -> Keyword {
        let span = self.span(pair);
        let kind = match first(pair) {
            Some(kid) => match kid.as_rule() {
                Rule::text => KeywordKind::Whole(self.text(&kid)),
                Rule::pattern_prefix => KeywordKind::Prefix(self.text_in(&kid)),
                Rule::pattern_has => KeywordKind::Has(self.text_in(&kid)),
                Rule::pattern_button => KeywordKind::Button(self.text_in(&kid)),
                Rule::regex => KeywordKind::Regex(self.regex(&kid)),
                Rule::kw_media => KeywordKind::Media,
                Rule::kw_location => KeywordKind::Location,
                Rule::key => KeywordKind::Key(self.word(&kid)),
                _ => KeywordKind::Else,
            },
            None => KeywordKind::Else,
        };
        Keyword { kind, span }
    }

    pub(super) fn match_value(&mut self, pair: &Pair<'_>) -> StatementKind {
        let subject = self.expr_in(pair);
        let mut arms: Vec<MatchArm> = all(pair, Rule::match_arm).map(|kid| self.match_arm(&kid)).collect();
        for hole in all(pair, Rule::hole) {
            let span = self.span(&hole);
            arms.push(MatchArm { patterns: Vec::new(), action: self.bad_action(span), span });
        }
        let otherwise = one(pair, Rule::match_else).map(|kid| self.action_in(&kid));
        StatementKind::Match { subject, arms, otherwise }
    }

    fn match_arm(&mut self, pair: &Pair<'_>) -> MatchArm {
        MatchArm {
            patterns: all(pair, Rule::match_pattern).filter_map(|kid| self.match_pattern(&kid)).collect(),
            action: self.action_in(pair),
            span: self.span(pair),
        }
    }

    fn match_pattern(&mut self, pair: &Pair<'_>) -> Option<MatchPattern> {
        let kid = first(pair)?;
        Some(match kid.as_rule() {
            Rule::regex => MatchPattern::Regex(self.regex(&kid)),
            Rule::range => {
                let span = self.span(&kid);
                let mut ends = all(&kid, Rule::range_bound).filter_map(|bound| first(&bound));
                let (from, to) = (ends.next()?, ends.next()?);
                MatchPattern::Range { from: self.primary(&from), to: self.primary(&to), span }
            }
            _ => MatchPattern::Value(self.primary(&first(&kid)?)),
        })
    }

    pub(super) fn split_arm(&mut self, pair: &Pair<'_>) -> SplitArm {
        let span = self.span(pair);
        let percent = match one(pair, Rule::percent) {
            Some(kid) => self.percent(&kid),
            None => Count { value: 0, span: span.head() },
        };
        SplitArm { percent, action: self.action_in(pair), span }
    }

    pub(super) fn wait_arm(&mut self, pair: &Pair<'_>) -> WaitArm {
        let span = self.span(pair);
        let event =
            one(pair, Rule::event).map_or(Name { text: String::new(), span: span.head() }, |kid| self.word(&kid));
        WaitArm { event, action: self.action_in(pair), span }
    }
}
