//! A flow with its texts in another language.

use super::side::Side;
use crate::source::FileId;
use crate::syntax::tree::{
    Action, Block, Failure, File, Item, ItemKind, Keyword, KeywordArm, KeywordKind, MenuPart, Prompt, Setting,
    SettingKind, Statement, StatementKind, Text,
};

/// Puts the translations into the texts of the file `own`; what is not translated stays.
pub(super) fn put(tree: &File, own: FileId, side: &Side<'_>) -> File {
    let mut tree = tree.clone();
    let put = Put { own, side };
    tree.items.iter_mut().for_each(|item| put.item(item));
    tree
}

struct Put<'s> {
    own: FileId,
    side: &'s Side<'s>,
}

impl Put<'_> {
    fn text(&self, text: &mut Text) {
        let entry = if text.span.file == self.own { self.side.find(&text.value) } else { None };
        let Some(entry) = entry else { return };
        text.value.clone_from(&entry.words);
        // Words between single marks, and none of them escaped, stand as they are written.
        let written = self.side.source.slice(entry.span);
        let is_plain =
            written.len() == entry.words.len() + 2 && written.get(1..).is_some_and(|s| s.starts_with(&entry.words));
        text.map = if is_plain { vec![(0, entry.span.start + 1)] } else { Vec::new() };
        text.span = entry.span;
    }

    fn item(&self, item: &mut Item) {
        match &mut item.kind {
            ItemKind::MaxCall { words, .. } => words.iter_mut().for_each(|text| self.text(text)),
            ItemKind::Defaults(settings) => self.settings(settings),
            ItemKind::Always(arms) => self.arms(arms),
            ItemKind::Keywords(keywords) => self.arms(&mut keywords.arms),
            ItemKind::On(on) => self.action(&mut on.action),
            ItemKind::Step(step) => self.block(&mut step.body),
            ItemKind::Menu(menu) => {
                self.prompt(&mut menu.prompt);
                menu.parts.iter_mut().for_each(|part| self.part(part));
            }
            _ => {}
        }
    }

    fn part(&self, part: &mut MenuPart) {
        match part {
            MenuPart::Arm(arm) => {
                let own: Vec<Text> = std::iter::once(&arm.label).chain(&arm.also).cloned().collect();
                self.text(&mut arm.label);
                arm.also.iter_mut().for_each(|text| self.text(text));
                // The flow's own words are understood in any language.
                arm.also.extend(own);
                self.action(&mut arm.action);
            }
            MenuPart::Else { action, .. } => self.action(action),
            MenuPart::Setting(setting) => self.setting(setting),
            MenuPart::Bad(_) => {}
        }
    }

    fn prompt(&self, prompt: &mut Prompt) {
        prompt.forms.iter_mut().for_each(|form| self.text(&mut form.text));
    }

    fn arms(&self, arms: &mut [KeywordArm]) {
        for arm in arms {
            let own = arm.patterns.clone();
            arm.patterns.iter_mut().for_each(|pattern| self.keyword(pattern));
            arm.patterns.extend(own);
            self.action(&mut arm.action);
        }
    }

    fn keyword(&self, keyword: &mut Keyword) {
        if let KeywordKind::Whole(text) | KeywordKind::Prefix(text) | KeywordKind::Has(text) = &mut keyword.kind {
            self.text(text);
        }
    }

    fn settings(&self, settings: &mut [Setting]) {
        settings.iter_mut().for_each(|setting| self.setting(setting));
    }

    fn setting(&self, setting: &mut Setting) {
        match &mut setting.kind {
            SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) => {
                prompts.iter_mut().for_each(|prompt| self.prompt(prompt));
            }
            SettingKind::NoInput(Failure::Bound { action, .. })
            | SettingKind::NoMatch(Failure::Bound { action, .. })
            | SettingKind::Tries { action, .. }
            | SettingKind::Failed(action)
            | SettingKind::Outcome { action, .. } => self.action(action),
            SettingKind::Hints(text) | SettingKind::Whisper(text) | SettingKind::Hold { text, .. } => self.text(text),
            _ => {}
        }
    }

    fn action(&self, action: &mut Action) {
        self.block(&mut action.body);
    }

    fn block(&self, block: &mut Block) {
        block.statements.iter_mut().for_each(|statement| self.statement(statement));
    }

    fn statement(&self, statement: &mut Statement) {
        match &mut statement.kind {
            StatementKind::Say { words, .. } => self.prompt(words),
            StatementKind::Play { url, or } => {
                self.text(url);
                or.iter_mut().for_each(|text| self.text(text));
            }
            StatementKind::Ask { prompt, settings, .. } => {
                self.prompt(prompt);
                self.settings(settings);
            }
            StatementKind::Record { prompt, settings, .. } => {
                prompt.iter_mut().for_each(|prompt| self.prompt(prompt));
                self.settings(settings);
            }
            StatementKind::Fetch { settings, .. }
            | StatementKind::Dial { settings, .. }
            | StatementKind::Verb { settings, .. } => self.settings(settings),
            StatementKind::Send(send) => {
                send.text.iter_mut().for_each(|text| self.text(text));
                self.settings(&mut send.settings);
            }
            StatementKind::If { branches, otherwise } => {
                branches.iter_mut().for_each(|branch| self.block(&mut branch.body));
                otherwise.iter_mut().for_each(|block| self.block(block));
            }
            StatementKind::Match { arms, otherwise, .. } => {
                arms.iter_mut().for_each(|arm| self.action(&mut arm.action));
                otherwise.iter_mut().for_each(|action| self.action(action));
            }
            StatementKind::Split(arms) => arms.iter_mut().for_each(|arm| self.action(&mut arm.action)),
            StatementKind::Wait { arms, .. } => arms.iter_mut().for_each(|arm| self.action(&mut arm.action)),
            _ => {}
        }
    }
}
