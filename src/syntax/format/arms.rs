//! The arms of menus, keywords, `match`, `split` and `wait`.

use crate::source::Span;
use crate::syntax::format::align::Column;
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{
    Action, Keyword, KeywordArm, KeywordKind, MatchArm, MatchPattern, MenuArm, MenuPart, SplitArm, WaitArm,
};

/// An arm of `match`, or its `else`.
pub enum Choice<'a> {
    Arm(&'a MatchArm),
    Else(&'a Action, Span),
}

impl Printer<'_> {
    /// An action behind its arm; a block stands right behind it, everything else in a column.
    fn arm_action(&mut self, action: &Action) {
        if action.braced {
            self.no_stop(Column::Arm);
            self.write(" ");
        } else {
            self.stop(Column::Arm);
        }
        self.action(action);
    }

    pub(super) fn menu_part(&mut self, part: &MenuPart) {
        match part {
            MenuPart::Arm(arm) => self.menu_arm(arm),
            MenuPart::Else { action, .. } => {
                self.write("else");
                self.arm_action(action);
            }
            MenuPart::Setting(setting) => self.setting(setting),
            MenuPart::Bad(span) => self.copy(*span),
        }
    }

    fn menu_arm(&mut self, arm: &MenuArm) {
        self.write(&arm.key.text);
        self.write(" ");
        self.copy(arm.label.span);
        for (number, also) in arm.also.iter().enumerate() {
            self.write(if number == 0 { " also " } else { ", " });
            self.copy(also.span);
        }
        self.write(if arm.hidden { " hidden" } else { "" });
        self.arm_action(&arm.action);
    }

    pub(super) fn keyword_arm(&mut self, arm: &KeywordArm) {
        for (number, pattern) in arm.patterns.iter().enumerate() {
            self.write(if number == 0 { "" } else { ", " });
            self.keyword(pattern);
        }
        self.arm_action(&arm.action);
    }

    fn keyword(&mut self, keyword: &Keyword) {
        match &keyword.kind {
            KeywordKind::Has(text) => {
                self.write("has ");
                self.copy(text.span);
            }
            KeywordKind::Button(text) => {
                self.write("button ");
                self.copy(text.span);
            }
            _ => self.copy(keyword.span),
        }
    }

    pub(super) fn choice(&mut self, choice: &Choice<'_>) {
        match choice {
            Choice::Arm(arm) => {
                for (number, pattern) in arm.patterns.iter().enumerate() {
                    self.write(if number == 0 { "" } else { ", " });
                    self.match_pattern(pattern);
                }
                self.arm_action(&arm.action);
            }
            Choice::Else(action, _) => {
                self.write("else");
                self.arm_action(action);
            }
        }
    }

    fn match_pattern(&mut self, pattern: &MatchPattern) {
        match pattern {
            MatchPattern::Value(value) => self.expr(value),
            MatchPattern::Range { from, to, .. } => {
                self.expr(from);
                self.write("..");
                self.expr(to);
            }
            MatchPattern::Regex(regex) => self.copy(regex.span),
        }
    }

    pub(super) fn split_arm(&mut self, arm: &SplitArm) {
        self.copy(arm.percent.span);
        self.arm_action(&arm.action);
    }

    pub(super) fn wait_arm(&mut self, arm: &WaitArm) {
        self.write(&arm.event.text);
        self.arm_action(&arm.action);
    }
}

pub fn menu_part_span(part: &MenuPart) -> Span {
    match part {
        MenuPart::Arm(arm) => arm.span,
        MenuPart::Else { span, .. } | MenuPart::Bad(span) => *span,
        MenuPart::Setting(setting) => setting.span,
    }
}

pub fn choice_span(choice: &Choice<'_>) -> Span {
    match choice {
        Choice::Arm(arm) => arm.span,
        Choice::Else(_, span) => *span,
    }
}
