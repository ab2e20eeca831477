//! Words for each channel.

use crate::program::{Interrupt, Label, Words};
use crate::syntax::tree::{Name, Prompt, Text};

use super::super::translations::Side;
use super::builder::Builder;

impl Builder<'_> {
    /// Words for each channel. A form for one channel goes before one for several, wherever it stands.
    pub fn words(&mut self, prompt: &Prompt) -> Words {
        let mut words = Words::default();
        for channel in [None, Some("text"), Some("voice"), Some("sms"), Some("whatsapp")] {
            let form = prompt.forms.iter().find(|form| form.channel.as_ref().map(|name| name.text.as_str()) == channel);
            let Some(form) = form else { continue };
            let id = self.said(&form.text);
            match channel {
                None => words = Words::same(id),
                Some("text") => (words.sms, words.whatsapp) = (Some(id), Some(id)),
                Some("voice") => words.voice = Some(id),
                Some("sms") => words.sms = Some(id),
                _ => words.whatsapp = Some(id),
            }
        }
        words
    }
}

pub(super) fn interrupt(word: &Name) -> Interrupt {
    match word.text.as_str() {
        "none" => Interrupt::None,
        "keys" => Interrupt::Keys,
        "speech" => Interrupt::Speech,
        _ => Interrupt::Any,
    }
}

impl Builder<'_> {
    /// Words that are shown, in all languages.
    pub fn label(&self, text: &Text) -> Label {
        let translated = self.sides_of(text.span).into_iter().filter_map(|side| {
            let entry = side.find(&text.value)?;
            Some((side.tag.to_owned(), entry.words.clone()))
        });
        Label { words: plain(text), translated: translated.collect() }
    }
}

/// A text without a template in it, as it reads; in a language where its translations are given.
pub(super) fn plain_in(text: &Text, side: Option<&Side<'_>>) -> String {
    side.and_then(|side| side.find(&text.value)).map_or_else(|| plain(text), |entry| entry.words.clone())
}

/// A text without a template in it, as it reads.
pub(super) fn plain(text: &Text) -> String {
    text.value.replace("\\{{", "{{")
}
