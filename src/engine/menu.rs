//! The wording of a menu, made from its keys and labels.

use crate::program::{Wait, WaitKind, Words};
use crate::template::{self, Speech, TemplateId};
use crate::value::Value;

use super::turn::Turn;

/// The name in a menu's prompt that says where the options go.
const OPTIONS: &str = "options";

impl Turn<'_> {
    /// A wait's prompt for a call.
    pub fn prompt_speech(&mut self, wait: &Wait) -> Vec<Speech> {
        let Some((template, options)) = self.wording(wait, " ", |phrases, key, label| phrases.option(label, key))
        else {
            return Vec::new();
        };
        let mut speech = match template {
            Some(id) => self.speech(id, &[(OPTIONS, Value::Text(options.clone()))]),
            None => Vec::new(),
        };
        if self.options_follow(wait, template) && !options.is_empty() {
            match speech.last_mut() {
                Some(Speech::Text(text)) => {
                    text.push(' ');
                    text.push_str(&options);
                }
                _ => speech.push(Speech::Text(options)),
            }
        }
        speech
    }

    /// A wait's prompt for a message.
    pub fn prompt_text(&mut self, wait: &Wait) -> String {
        let Some((template, options)) = self.wording(wait, "\n", |phrases, key, label| phrases.option_line(label, key))
        else {
            return String::new();
        };
        let mut text =
            template.map_or_else(String::new, |id| self.text(id, &[(OPTIONS, Value::Text(options.clone()))]));
        if self.options_follow(wait, template) && !options.is_empty() {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&options);
        }
        text
    }

    /// The prompt's template on this channel and the options in words, or `None` for a silent wait.
    fn wording(
        &self,
        wait: &Wait,
        between: &str,
        line: impl Fn(&template::Phrases, &str, &str) -> String,
    ) -> Option<(Option<TemplateId>, String)> {
        let options = match &wait.kind {
            WaitKind::Menu { options, .. } => options.as_slice(),
            _ => &[],
        };
        let template = wait.prompt.as_ref()?.on(self.session.channel);
        let language = &self.session.language;
        let phrases = self.program.templates.phrases(language);
        let lines: Vec<String> =
            options.iter().map(|(key, label)| line(&phrases, key, label.in_language(language))).collect();
        Some((template, lines.join(between)))
    }

    /// Whether the options are said after the prompt: not where the prompt has a place for them, and not where it
    /// has words of its own for each channel, which name the keys themselves.
    fn options_follow(&self, wait: &Wait, template: Option<TemplateId>) -> bool {
        let has_place =
            template.is_some_and(|id| self.program.templates.roots(id).iter().any(|root| root.name == OPTIONS));
        !has_place && !wait.prompt.as_ref().is_some_and(differs_by_channel)
    }
}

fn differs_by_channel(words: &Words) -> bool {
    words.voice != words.sms || words.sms != words.whatsapp
}
