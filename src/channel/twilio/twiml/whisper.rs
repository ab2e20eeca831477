//! Words that one who is dialled hears on answering. They travel in the address at which the provider asks for them, so
//! that nothing needs to be kept; the provider's signature covers the address.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Document;
use super::document::Addresses;
use super::value::Url;
use super::voice::{self, Notes};
use crate::channel::twilio::form::Form;
use crate::engine::{Effect, Prompt, PromptKind};
use crate::template::{Speech, plain};

/// The longest words that are whispered, in characters: encoded, they must fit an address.
const WORDS_MAX: usize = 300;

impl Notes {
    pub(super) fn whisper(&mut self, words: &Prompt, addresses: &Addresses<'_>) -> Option<Url> {
        let (Some(base), PromptKind::Say(speech)) = (addresses.whisper, &words.kind) else { return None };
        let said = plain(speech);
        let cut: String = said.chars().take(WORDS_MAX).collect();
        if cut.len() < said.len() {
            self.add(format!("the whispered words were cut to {WORDS_MAX} characters"));
        }
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let voice = words.voice.as_deref().map_or_else(String::new, |voice| format!("&voice={}", encoded(voice)));
        let url = format!("{base}?language={}{voice}&say={}", encoded(&words.language), encoded(cut.trim()));
        (!cut.trim().is_empty()).then(|| self.address("whisper", &url)).flatten()
    }
}

/// The document that says what such an address holds, by its query.
pub fn whispered(query: &Form<'_>) -> Document {
    let field = |name: &str| query.get(name).map(std::borrow::Cow::into_owned);
    let speech = vec![Speech::Text(field("say").unwrap_or_default())];
    let language = field("language").unwrap_or_default();
    let prompt = Prompt { language, voice: field("voice"), kind: PromptKind::Say(speech) };
    voice::document(&[Effect::Prompt(prompt)], &Addresses::none(), None)
}
