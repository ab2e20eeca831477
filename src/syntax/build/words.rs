//! What is said: prompts and wordings.

use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, one};
use crate::syntax::tree::{Prompt, Wording};

impl Builder {
    /// The words of the child `prompt`; without forms where that is a hole.
    pub(super) fn prompt_in(&mut self, pair: &Pair<'_>) -> Prompt {
        self.prompt_maybe(pair).unwrap_or_else(|| Prompt { forms: Vec::new(), span: self.span(pair).head() })
    }

    pub(super) fn prompt_maybe(&mut self, pair: &Pair<'_>) -> Option<Prompt> {
        one(pair, Rule::prompt).map(|kid| self.words(&kid))
    }

    /// One text, or a wording for each channel.
    pub(super) fn words(&mut self, pair: &Pair<'_>) -> Prompt {
        let span = self.span(pair);
        let mut forms: Vec<Wording> = all(pair, Rule::wording)
            .map(|kid| Wording { channel: Some(self.word_in(&kid, Rule::channel)), text: self.text_in(&kid) })
            .collect();
        if let Some(text) = one(pair, Rule::text) {
            forms.push(Wording { channel: None, text: self.text(&text) });
        }
        Prompt { forms, span }
    }
}
