//! Menus, keywords and `always`: their labels, patterns and arms.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Keyword, KeywordArm, KeywordKind, Keywords, Menu, MenuPart, SettingKind};

use super::checker::Checker;
use super::regexes::Use;
use super::settings::Where;

/// Where an arm with patterns stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arms {
    Keywords,
    Always,
}

impl<'a> Checker<'a> {
    pub fn check_menu(&mut self, menu: &'a Menu) {
        self.check_forms(&menu.prompt);
        menu.prompt.forms.iter().for_each(|form| self.check_menu_prompt(&form.text));
        let mut seen = Vec::new();
        for part in &menu.parts {
            match part {
                MenuPart::Arm(arm) => {
                    self.check_spoken(&arm.label, "a label");
                    arm.also.iter().for_each(|text| self.check_spoken(text, "a synonym"));
                    self.action(&arm.action);
                }
                MenuPart::Else { action, span } => {
                    self.once(&mut seen, "else".to_owned(), *span);
                    self.action(action);
                }
                MenuPart::Setting(_) | MenuPart::Bad(_) => {}
            }
        }
        let settings = menu.parts.iter().filter_map(|part| match part {
            MenuPart::Setting(setting) => Some(setting),
            _ => None,
        });
        self.check_settings(settings, Where::Menu);
        // What could not be read may well have been an arm.
        let is_arm = |part: &MenuPart| match part {
            MenuPart::Arm(_) | MenuPart::Bad(_) => true,
            MenuPart::Setting(setting) => matches!(setting.kind, SettingKind::Bad),
            MenuPart::Else { .. } => false,
        };
        if !menu.parts.iter().any(is_arm) {
            self.report(
                Diagnostic::error(
                    Code::F0508,
                    format!("menu `{}` has no choices", menu.name.text),
                    menu.name.span,
                    "nobody could choose anything",
                )
                .with_help("add an arm, as in `1 \"Sales\" -> sales`; to ask an open question, use `ask` in a step"),
            );
        }
    }

    pub fn check_keywords(&mut self, keywords: &'a Keywords) {
        self.check_arms(&keywords.arms, Arms::Keywords);
        if keywords.arms.is_empty() {
            self.report(
                Diagnostic::error(
                    Code::F0508,
                    format!("keywords `{}` has no arms", keywords.name.text),
                    keywords.name.span,
                    "every message would be ignored",
                )
                .with_help("add an arm, as in `\"help\" -> help`, and an `else`"),
            );
        }
    }

    pub fn check_always(&mut self, arms: &'a [KeywordArm]) {
        self.check_arms(arms, Arms::Always);
    }

    fn check_arms(&mut self, arms: &'a [KeywordArm], place: Arms) {
        let mut seen = Vec::new();
        for arm in arms {
            for pattern in &arm.patterns {
                if pattern.kind == KeywordKind::Else && place == Arms::Keywords {
                    self.once(&mut seen, "else".to_owned(), pattern.span);
                }
                self.check_keyword(pattern, place);
            }
            self.action(&arm.action);
        }
    }

    fn check_keyword(&mut self, keyword: &'a Keyword, place: Arms) {
        match &keyword.kind {
            KeywordKind::Whole(text) | KeywordKind::Prefix(text) | KeywordKind::Has(text) => {
                self.check_spoken(text, "a keyword");
            }
            KeywordKind::Button(text) => self.check_plain(text, "a button's payload"),
            KeywordKind::Regex(pattern) => self.check_regex(pattern, Use::Keyword),
            KeywordKind::Else if place == Arms::Always => self.report(
                Diagnostic::error(
                    Code::F0505,
                    "`else` does not fit in `always`",
                    keyword.span,
                    "it would take every answer from every wait",
                )
                .with_help("put the `else` into the menu or the keywords that it is for"),
            ),
            KeywordKind::Key(key) if place == Arms::Keywords => self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("the key `{}` does not fit in keywords", key.text),
                    keyword.span,
                    "keywords wait for messages, which have no keys",
                )
                .with_help(format!("write `\"{}\"`", key.text))
                .with_edit(keyword.span, format!("\"{}\"", key.text)),
            ),
            KeywordKind::Media | KeywordKind::Location | KeywordKind::Else | KeywordKind::Key(_) => {}
        }
    }
}
