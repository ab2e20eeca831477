//! What of a flow people hear, read, say and type: what can be translated.

use std::collections::BTreeSet;

use super::super::walk;
use crate::source::Span;
use crate::syntax::tree::{
    Failure, File, ItemKind, KeywordArm, KeywordKind, MenuPart, Prompt, Setting, SettingKind, Statement, StatementKind,
    Text,
};

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Said or shown, `{{…}}` and all.
    Text,
    /// A choice of a menu: shown, and said by people too.
    Label,
    /// What people may say or type. Where it is not translated, the flow's own word counts.
    Word,
    /// The address of something that is played or shown.
    Recording,
}

/// A text of a flow, once, where it first stands.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'t> {
    pub text: &'t Text,
    pub kind: Kind,
}

impl<'t> Wanted<'t> {
    pub fn key(&self) -> &'t str {
        &self.text.value
    }

    /// Whether a session in another language lacks something without its translation.
    pub fn is_needed(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Label) && has_words(self.key())
    }

    pub fn span(&self) -> Span {
        self.text.span
    }
}

/// All that can be translated, in the order of the file, each text once.
pub fn collect(file: &File) -> Vec<Wanted<'_>> {
    let mut found = Found(Vec::new());
    for item in &file.items {
        match &item.kind {
            ItemKind::MaxCall { words, .. } => words.iter().for_each(|text| found.add(text, Kind::Text)),
            ItemKind::Defaults(settings) => settings.iter().for_each(|setting| found.setting(setting)),
            ItemKind::Always(arms) => found.arms(arms),
            ItemKind::Keywords(keywords) => found.arms(&keywords.arms),
            ItemKind::Menu(menu) => {
                found.prompt(&menu.prompt);
                for part in &menu.parts {
                    match part {
                        MenuPart::Arm(arm) => {
                            found.add(&arm.label, if arm.hidden { Kind::Word } else { Kind::Label });
                            arm.also.iter().for_each(|text| found.add(text, Kind::Word));
                        }
                        MenuPart::Setting(setting) => found.setting(setting),
                        MenuPart::Else { .. } | MenuPart::Bad(_) => {}
                    }
                }
            }
            _ => {}
        }
        walk::item(item, &mut |statement| found.statement(statement));
    }
    let mut all = found.0;
    all.sort_by_key(|wanted| (wanted.span(), wanted.kind));
    let mut seen = BTreeSet::new();
    all.retain(|wanted| !wanted.key().trim().is_empty() && seen.insert(wanted.key()));
    all
}

struct Found<'t>(Vec<Wanted<'t>>);

impl<'t> Found<'t> {
    fn add(&mut self, text: &'t Text, kind: Kind) {
        self.0.push(Wanted { text, kind });
    }

    fn prompt(&mut self, prompt: &'t Prompt) {
        prompt.forms.iter().for_each(|form| self.add(&form.text, Kind::Text));
    }

    fn arms(&mut self, arms: &'t [KeywordArm]) {
        for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
            if let KeywordKind::Whole(text) | KeywordKind::Prefix(text) | KeywordKind::Has(text) = &pattern.kind {
                self.add(text, Kind::Word);
            }
        }
    }

    fn setting(&mut self, setting: &'t Setting) {
        match &setting.kind {
            SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) => {
                prompts.iter().for_each(|prompt| self.prompt(prompt));
            }
            SettingKind::Hints(text) => self.add(text, Kind::Word),
            SettingKind::Whisper(text) => self.add(text, Kind::Text),
            SettingKind::Hold { play, text } => self.add(text, if *play { Kind::Recording } else { Kind::Text }),
            _ => {}
        }
    }

    fn statement(&mut self, statement: &'t Statement) {
        match &statement.kind {
            StatementKind::Say { words, media, .. } => {
                self.prompt(words);
                media.iter().for_each(|url| self.add(url, Kind::Recording));
            }
            StatementKind::Play { url, or } => {
                self.add(url, Kind::Recording);
                or.iter().for_each(|text| self.add(text, Kind::Text));
            }
            StatementKind::Ask { prompt, settings, .. } => {
                self.prompt(prompt);
                settings.iter().for_each(|setting| self.setting(setting));
            }
            StatementKind::Record { prompt, settings, .. } => {
                prompt.iter().for_each(|prompt| self.prompt(prompt));
                settings.iter().for_each(|setting| self.setting(setting));
            }
            StatementKind::Fetch { settings, .. }
            | StatementKind::Dial { settings, .. }
            | StatementKind::Verb { settings, .. } => settings.iter().for_each(|setting| self.setting(setting)),
            StatementKind::Send(send) => {
                send.text.iter().for_each(|text| self.add(text, Kind::Text));
                send.media.iter().for_each(|url| self.add(url, Kind::Recording));
            }
            _ => {}
        }
    }
}

/// Whether a text has words of a language in it, outside of `{{…}}` or as values between quotes there.
fn has_words(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once("{{") {
        let (inner, after) = tag.split_once("}}").unwrap_or((tag, ""));
        if before.chars().any(char::is_alphabetic) || inner.contains('"') {
            return true;
        }
        rest = after;
    }
    rest.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn some_texts_are_the_same_in_every_language() {
        for (text, words) in [
            ("Hello", true),
            ("{{name}}", false),
            ("{{name}}: {{money total}} - 12", false),
            ("{{n}} {{plural n \"item\" \"items\"}}", true),
            ("¿?", false),
            ("{{name}}, hi", true),
            ("{{open", false),
        ] {
            assert_eq!(has_words(text), words, "{text}");
        }
    }
}
