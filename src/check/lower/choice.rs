//! Menus, keywords and `always`: a wait, then the code of its arms.

use crate::program::{Arm, Matcher, NodeKind, Op, WaitKind};
use crate::syntax::tree::{KeywordArm, KeywordKind, Keywords, Menu, MenuArm, MenuPart};
use crate::value::fold;

use super::super::regexes::Use;
use super::builder::{After, Builder};
use super::settings::Settings;
use super::wording::plain;

/// The wait of a menu or of `keywords` is the first op of its node.
const WAIT: usize = 0;

impl Builder<'_> {
    pub fn menu(&mut self, menu: &Menu) -> crate::program::Node {
        self.at(menu.name.span);
        self.reserve();
        let mut arms = Vec::new();
        let mut otherwise = None;
        let mut options = Vec::new();
        let mut hints = Vec::new();
        for part in &menu.parts {
            let action = match part {
                MenuPart::Arm(arm) => {
                    if !arm.hidden {
                        options.push((arm.key.text.clone(), plain(&arm.label)));
                    }
                    hints.extend(std::iter::once(&arm.label).chain(&arm.also).map(plain));
                    arms.push(Arm { matchers: menu_matchers(arm), to: self.here() });
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
        hints.append(&mut wait.hints);
        wait.hints = hints;
        self.fill(WAIT, Op::Wait(Box::new(wait)));
        self.finish(menu.name.text.clone(), NodeKind::Menu)
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
            let matchers = self.keyword_matchers(arm);
            if !matchers.is_empty() {
                compiled.push(Arm { matchers, to });
            }
            self.action(&arm.action, after);
        }
        (compiled, otherwise)
    }

    fn keyword_matchers(&mut self, arm: &KeywordArm) -> Vec<Matcher> {
        arm.patterns
            .iter()
            .filter_map(|pattern| match &pattern.kind {
                KeywordKind::Whole(text) => Some(Matcher::Whole(fold(&plain(text)))),
                KeywordKind::Prefix(text) => Some(Matcher::Prefix(fold(&plain(text)))),
                KeywordKind::Has(text) => Some(Matcher::Has(fold(&plain(text)))),
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
fn menu_matchers(arm: &MenuArm) -> Vec<Matcher> {
    let words = std::iter::once(&arm.label).chain(&arm.also).map(|text| Matcher::Whole(fold(&plain(text))));
    std::iter::once(Matcher::Key(arm.key.text.clone())).chain(words).collect()
}
