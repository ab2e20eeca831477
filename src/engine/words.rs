//! What the person hears or reads.

use crate::function::Scope;
use crate::program::{Builtin, Interrupt, Play, Say, Words};
use crate::template::{Data, RenderError, Root, Speech, TemplateId, Templates, plain};
use crate::value::Value;

use super::effect::{Effect, Message, Prompt, PromptKind};
use super::limits;
use super::session::Session;
use super::turn::{Turn, TurnScope};

/// What stands in place of what was given in confidence.
pub(super) const MASK: &str = "***";

/// One of the ways in which [`Templates`] renders to text.
type Form = fn(&Templates, TemplateId, &Data, &mut dyn Scope) -> Result<String, RenderError>;

/// Names that a template may read beside those of the session.
pub(super) type Extra<'a> = &'a [(&'a str, Value)];

impl Turn<'_> {
    pub fn say(&mut self, say: &Say) {
        let media = say.media.filter(|_| !self.is_voice()).map(|id| self.url(id));
        let template = say.words.on(self.session.channel);
        if self.is_voice() {
            let interruptible = say.interrupt.is_some_and(|i| i != Interrupt::None);
            if let Some(speech) = template.map(|id| self.speech(id, &[])) {
                self.speak(speech, interruptible);
            }
            return;
        }
        let body = template.map_or_else(String::new, |id| self.text(id, &[]));
        match media.filter(|url| !url.is_empty()) {
            Some(url) => {
                self.effects.push(Effect::Message(Message { body: body.trim().to_owned(), media: vec![url] }));
            }
            None => self.write(&body),
        }
    }

    pub fn play(&mut self, play: &Play) {
        if !self.is_voice() {
            return;
        }
        let url = self.url(play.url);
        if !url.is_empty() {
            let prompt = self.prompt(PromptKind::Play(url));
            self.tell(prompt, false);
        } else if let Some(id) = play.or {
            let speech = self.speech(id, &[]);
            self.speak(speech, false);
        } else {
            self.notice("the recording's address came out empty, so nothing was played".to_owned());
        }
    }

    pub fn pause(&mut self, ms: u32) {
        if self.is_voice() {
            let prompt = self.prompt(PromptKind::Pause(ms));
            self.tell(prompt, false);
        }
    }

    /// Words that the caller may answer over, such as those said before asking again.
    pub fn say_before_asking(&mut self, words: &Words) {
        let Some(id) = words.on(self.session.channel) else {
            return;
        };
        if self.is_voice() {
            let speech = self.speech(id, &[]);
            self.speak(speech, true);
        } else {
            let text = self.text(id, &[]);
            self.write(&text);
        }
    }

    pub fn speak(&mut self, speech: Vec<Speech>, interruptible: bool) {
        if is_silent(&speech) {
            return;
        }
        let prompt = self.spoken(speech);
        self.tell(prompt, interruptible);
    }

    fn tell(&mut self, prompt: Prompt, interruptible: bool) {
        self.effects.push(Effect::Prompt(prompt));
        if !interruptible {
            self.interruptible_from = self.effects.len();
        }
    }

    /// Adds to the turn's message: several messages would have no promised order.
    pub fn write(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.effects.iter_mut().rfind(|effect| !effect.is_outward()) {
            Some(Effect::Message(message)) => {
                if !message.body.is_empty() {
                    message.body.push_str("\n\n");
                }
                message.body.push_str(text);
            }
            _ => self.effects.push(Effect::Message(Message { body: text.to_owned(), media: Vec::new() })),
        }
    }

    pub fn spoken(&self, speech: Vec<Speech>) -> Prompt {
        self.prompt(PromptKind::Say(speech))
    }

    pub fn prompt(&self, kind: PromptKind) -> Prompt {
        let language = self.session.language.clone();
        let voice = self.program.language(&language).and_then(|l| l.voice.clone());
        Prompt { language, voice, kind }
    }

    /// Renders for a call. A template that fails says nothing and leaves a notice: a caller is better served by the
    /// rest of the flow than by its end.
    pub fn speech(&mut self, id: TemplateId, extra: Extra) -> Vec<Speech> {
        let data = self.data(id, extra, false);
        let now_ms = self.now_ms;
        let Session { random, language, .. } = &mut self.session;
        let mut scope = TurnScope { now_ms, random, language, clock: &self.program.clock };
        let rendered = self.program.templates.speech(id, &data, &mut scope);
        let mut speech = self.rendered(rendered);
        let mut room = limits::TEXT_CHARS;
        let mut was_cut = false;
        for piece in &mut speech {
            if let Speech::Text(text) | Speech::Characters(text) | Speech::Emphasis(text) = piece {
                let (kept, is_cut) = limits::cut(text, room);
                room = room.saturating_sub(kept.chars().count());
                was_cut |= is_cut;
                *text = kept.to_owned();
            }
        }
        if was_cut {
            self.notice("the words were too long and were cut".to_owned());
        }
        speech
    }

    /// Renders for a message; fails as `speech` does.
    pub fn text(&mut self, id: TemplateId, extra: Extra) -> String {
        let data = self.data(id, extra, false);
        self.render(id, &data, Templates::text)
    }

    /// Renders for a message that goes to someone else, what is sensitive masked.
    pub fn text_masked(&mut self, id: TemplateId) -> String {
        let data = self.data(id, &[], true);
        self.render(id, &data, Templates::text)
    }

    /// Renders for an expression.
    pub fn plain(&mut self, id: TemplateId) -> String {
        let data = self.data(id, &[], false);
        self.render(id, &data, Templates::plain)
    }

    /// Renders for the log and the console, what is sensitive masked.
    pub fn plain_masked(&mut self, id: TemplateId) -> String {
        let data = self.data(id, &[], true);
        self.render(id, &data, Templates::plain)
    }

    /// Renders an address.
    pub fn url(&mut self, id: TemplateId) -> String {
        let data = self.data(id, &[], false);
        self.render(id, &data, Templates::url).trim().to_owned()
    }

    fn render(&mut self, id: TemplateId, data: &Data, form: Form) -> String {
        let now_ms = self.now_ms;
        let Session { random, language, .. } = &mut self.session;
        let mut scope = TurnScope { now_ms, random, language, clock: &self.program.clock };
        let rendered = form(&self.program.templates, id, data, &mut scope);
        let text = self.rendered(rendered);
        let (kept, was_cut) = limits::cut(&text, limits::TEXT_CHARS);
        if was_cut {
            self.notice("the words were too long and were cut".to_owned());
        }
        kept.to_owned()
    }

    fn rendered<T: Default>(&mut self, rendered: Result<T, RenderError>) -> T {
        rendered.unwrap_or_else(|error| {
            self.notice(format!("the words could not be put together, so they were left out: {}", error.0));
            T::default()
        })
    }

    fn data(&self, id: TemplateId, extra: Extra, masked: bool) -> Data {
        let value = |root: &Root| {
            if let Some((_, value)) = extra.iter().find(|(name, _)| *name == root.name) {
                return value.clone();
            }
            let name = self.named(root);
            if masked && name == Builtin::Contact.name() {
                return self.contact(true);
            }
            if masked && self.session.sensitive.contains(name) {
                return Value::Text(MASK.to_owned());
            }
            self.name(name)
        };
        self.program.templates.roots(id).iter().map(|root| (root.name.clone(), value(root))).collect()
    }
}

pub(super) fn is_silent(speech: &[Speech]) -> bool {
    plain(speech).trim().is_empty() && !speech.iter().any(|piece| matches!(piece, Speech::Break(_)))
}
