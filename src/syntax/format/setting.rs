//! Settings.

use crate::source::Span;
use crate::syntax::format::align::Column;
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{Action, Failure, Prompt, Setting, SettingKind};

impl Printer<'_> {
    /// A block of settings between a place and the end of its statement; nothing where there are none.
    pub(super) fn settings(&mut self, from: u32, end: u32, settings: &[Setting]) {
        if !settings.is_empty() {
            let braces = self.braces(from, end);
            self.write(" ");
            self.block(braces, settings, |setting| setting.span, Self::setting);
        }
    }

    pub(super) fn setting(&mut self, setting: &Setting) {
        match &setting.kind {
            SettingKind::Timeout(time) => self.plain("timeout", time.span),
            SettingKind::NoInput(failure) => self.failure("noinput", failure),
            SettingKind::NoMatch(failure) => self.failure("nomatch", failure),
            SettingKind::Tries { count, action } => {
                self.plain("tries", count.span);
                self.write(" ");
                self.action(action);
            }
            SettingKind::Failed(action) => self.outcome("failed", action),
            SettingKind::Finish(text) => self.plain("finish", text.span),
            SettingKind::Input(word) => self.plain("input", word.span),
            SettingKind::Hints(text) => self.plain("hints", text.span),
            SettingKind::Interrupt(word) => self.plain("interrupt", word.span),
            SettingKind::Sensitive => self.alone("sensitive"),
            SettingKind::Max(time) => self.plain("max", time.span),
            SettingKind::Transcribe => self.alone("transcribe"),
            SettingKind::CallerId(value) => {
                self.left("caller_id");
                self.expr(value);
            }
            SettingKind::Record => self.alone("record"),
            SettingKind::Whisper(text) => self.plain("whisper", text.span),
            SettingKind::Method(word) => self.plain("method", word.span),
            SettingKind::Header { name, value } => {
                self.plain("header", name.span);
                self.write(" ");
                self.copy(value.span);
            }
            SettingKind::Query(fields) => {
                self.left("query");
                self.body(self.braces(setting.span.start, setting.span.end), fields);
            }
            SettingKind::Json(value) => {
                self.left("json");
                self.expr(value);
            }
            SettingKind::Form(fields) => {
                self.left("form");
                self.body(self.braces(setting.span.start, setting.span.end), fields);
            }
            SettingKind::Retry { count, always } => {
                self.plain("retry", count.span);
                self.write(if *always { " always" } else { "" });
            }
            SettingKind::Hold { play, text } => {
                self.left("hold");
                self.write(if *play { "play " } else { "" });
                self.copy(text.span);
            }
            SettingKind::Outcome { names, action } => {
                let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                self.outcome(&names.join(", "), action);
            }
            SettingKind::Bad => self.copy(setting.span),
        }
    }

    fn left(&mut self, word: &str) {
        self.write(word);
        self.stop(Column::Setting);
    }

    fn plain(&mut self, word: &str, value: Span) {
        self.left(word);
        self.copy(value);
    }

    fn alone(&mut self, word: &str) {
        self.write(word);
        self.no_stop(Column::Setting);
    }

    fn outcome(&mut self, names: &str, action: &Action) {
        self.left(names);
        self.action(action);
    }

    fn failure(&mut self, word: &str, failure: &Failure) {
        self.left(word);
        match failure {
            Failure::Words(prompts) => {
                for (number, prompt) in prompts.iter().enumerate() {
                    self.write(if number == 0 { "" } else { " then " });
                    self.forms(prompt);
                }
            }
            Failure::Bound { count, action } => {
                if let Some(count) = count {
                    self.copy(count.span);
                    self.write(" ");
                }
                self.action(action);
            }
        }
    }

    /// What is said, without `say`.
    pub(super) fn forms(&mut self, prompt: &Prompt) {
        for (number, form) in prompt.forms.iter().enumerate() {
            self.write(if number == 0 { "" } else { " " });
            if let Some(channel) = &form.channel {
                self.write(&channel.text);
                self.write(" ");
            }
            self.copy(form.text.span);
        }
    }

    /// What is said at a wait: `say` stands before wordings for channels.
    pub(super) fn prompt(&mut self, prompt: &Prompt) {
        let by_channel = prompt.forms.iter().any(|form| form.channel.is_some());
        self.write(if by_channel { "say " } else { "" });
        self.forms(prompt);
    }
}
