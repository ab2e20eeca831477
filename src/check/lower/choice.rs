//! Menus, keywords and `always`: a wait, then the code of its arms.

use crate::program::{Arm, Hints, Matcher, NodeKind, Op, WaitKind};
use crate::source::Span;
use crate::syntax::tree::{KeywordArm, KeywordKind, Keywords, Menu, MenuArm, MenuPart, Text};
use crate::value::fold;

use super::super::regexes::Use;
use super::super::translations::Side;
use super::builder::{After, Builder};
use super::settings::Settings;
use super::wording::{plain, plain_in};

/// The wait of a menu or of `keywords` is the first op of its node.
const WAIT: usize = 0;

impl Builder<'_> {
    pub fn menu(&mut self, menu: &Menu) -> crate::program::Node {
        self.at(menu.name.span);
        self.reserve();
        let mut arms = Vec::new();
        let mut otherwise = None;
        let mut options = Vec::new();
        let mut called = Vec::new();
        for part in &menu.parts {
            let action = match part {
                MenuPart::Arm(arm) => {
                    if !arm.hidden {
                        options.push((arm.key.text.clone(), self.label(&arm.label)));
                    }
                    called.extend(std::iter::once(&arm.label).chain(&arm.also));
                    let translated = self.sides_of(arm.span).into_iter();
                    let translated = translated.map(|side| (side.tag.to_owned(), menu_matchers(arm, Some(side))));
                    arms.push(Arm {
                        matchers: menu_matchers(arm, None),
                        translated: translated.collect(),
                        to: self.here(),
                    });
                    &arm.action
                }
                MenuPart::Else { action, .. } => {
                    otherwise = otherwise.or(Some(self.here()));
                    action
                }
                MenuPart::Setting(_) | MenuPart::Bad(_) => continue,
            };
            self.action(action, After::AskAgain(WAIT));
        }
        let own = menu.parts.iter().filter_map(|part| match part {
            MenuPart::Setting(setting) => Some(setting),
            _ => None,
        });
        let settings = Settings::new(own, self.defaults);
        self.at(menu.name.span);
        let mut wait = self.wait(Some(&menu.prompt), &settings, WaitKind::Menu { arms, otherwise, options });
        wait.hints = self.with_called(wait.hints, &called, menu.name.span);
        self.fill(WAIT, Op::Wait(Box::new(wait)));
        self.finish(menu.name.text.clone(), NodeKind::Menu)
    }

    /// The labels and synonyms of a menu, then its own hints.
    fn with_called(&self, own: Hints, called: &[&Text], place: Span) -> Hints {
        let all = |side: Option<&Side<'_>>, own: &[String]| -> Vec<String> {
            called.iter().map(|text| plain_in(text, side)).chain(own.iter().cloned()).collect()
        };
        let translated = self.sides_of(place).into_iter();
        let translated =
            translated.map(|side| (side.tag.to_owned(), all(Some(side), own.in_language(side.tag)))).collect();
        Hints { words: all(None, &own.words), translated }
    }

    pub fn keywords(&mut self, keywords: &Keywords) -> crate::program::Node {
        self.at(keywords.name.span);
        self.reserve();
        let (arms, otherwise) = self.keyword_arms(&keywords.arms, After::AskAgain(WAIT));
        let settings = Settings::new([], &[]);
        let wait = self.wait(None, &settings, WaitKind::Keywords { arms, otherwise });
        self.fill(WAIT, Op::Wait(Box::new(wait)));
        self.finish(keywords.name.text.clone(), NodeKind::Keywords)
    }

    /// Arms with their code, and where `else` goes.
    pub fn keyword_arms(&mut self, arms: &[KeywordArm], after: After) -> (Vec<Arm>, Option<usize>) {
        let mut compiled = Vec::new();
        let mut otherwise = None;
        for arm in arms {
            let to = self.here();
            if arm.patterns.iter().any(|pattern| matches!(pattern.kind, KeywordKind::Else)) {
                otherwise = otherwise.or(Some(to));
            }
            let matchers = self.keyword_matchers(arm, None);
            if !matchers.is_empty() {
                let sides = self.sides_of(arm.span).into_iter();
                let translated = sides.map(|side| (side.tag.to_owned(), self.keyword_matchers(arm, Some(side))));
                compiled.push(Arm { matchers, translated: translated.collect(), to });
            }
            self.action(&arm.action, after);
        }
        (compiled, otherwise)
    }

    fn keyword_matchers(&mut self, arm: &KeywordArm, side: Option<&Side<'_>>) -> Vec<Matcher> {
        let words = |text: &Text| fold(&plain_in(text, side));
        arm.patterns
            .iter()
            .filter_map(|pattern| match &pattern.kind {
                KeywordKind::Whole(text) => Some(Matcher::Whole(words(text))),
                KeywordKind::Prefix(text) => Some(Matcher::Prefix(words(text))),
                KeywordKind::Has(text) => Some(Matcher::Has(words(text))),
                KeywordKind::Regex(pattern) => self.regex(pattern, Use::Keyword).map(Matcher::Regex),
                KeywordKind::Media => Some(Matcher::Media),
                KeywordKind::Location => Some(Matcher::Location),
                KeywordKind::Button(text) => Some(Matcher::Button(fold(&plain(text)))),
                KeywordKind::Key(key) => Some(Matcher::Key(key.text.clone())),
                KeywordKind::Else => None,
            })
            .collect()
    }
}

/// The key, then the label, then the synonyms.
fn menu_matchers(arm: &MenuArm, side: Option<&Side<'_>>) -> Vec<Matcher> {
    let words = std::iter::once(&arm.label).chain(&arm.also).map(|text| Matcher::Whole(fold(&plain_in(text, side))));
    std::iter::once(Matcher::Key(arm.key.text.clone())).chain(words).collect()
}
