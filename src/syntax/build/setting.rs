//! Settings of waits, of `defaults`, `fetch`, `dial` and their kin.

use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, first, has, one};
use crate::syntax::tree::{Failure, Setting, SettingKind};

impl Builder {
    /// The settings of the child `settings`, none where it is missing.
    pub(super) fn settings_in(&mut self, pair: &Pair<'_>) -> Vec<Setting> {
        one(pair, Rule::settings).map_or_else(Vec::new, |kid| self.settings(&kid))
    }

    fn settings(&mut self, pair: &Pair<'_>) -> Vec<Setting> {
        all(pair, Rule::setting).map(|kid| self.setting(&kid)).collect()
    }

    pub(super) fn setting(&mut self, pair: &Pair<'_>) -> Setting {
        let kind = match first(pair) {
            Some(kid) => self.setting_kind(&kid),
            None => SettingKind::Bad,
        };
        Setting { kind, span: self.span(pair) }
    }

    fn setting_kind(&mut self, pair: &Pair<'_>) -> SettingKind {
        match pair.as_rule() {
            Rule::set_timeout => SettingKind::Timeout(self.duration_in(pair)),
            Rule::set_noinput => SettingKind::NoInput(self.failure(pair)),
            Rule::set_nomatch => SettingKind::NoMatch(self.failure(pair)),
            Rule::set_tries => SettingKind::Tries { count: self.count_in(pair), action: self.action_in(pair) },
            Rule::set_finish => SettingKind::Finish(self.text_in(pair)),
            Rule::set_input => SettingKind::Input(self.word_in(pair, Rule::choice_word)),
            Rule::set_hints => SettingKind::Hints(self.text_in(pair)),
            Rule::set_interrupt => SettingKind::Interrupt(self.word_in(pair, Rule::choice_word)),
            Rule::set_sensitive => SettingKind::Sensitive,
            Rule::set_max => SettingKind::Max(self.duration_in(pair)),
            Rule::set_transcribe => SettingKind::Transcribe,
            Rule::set_caller_id => SettingKind::CallerId(self.expr_in(pair)),
            Rule::set_record => SettingKind::Record,
            Rule::set_whisper => SettingKind::Whisper(self.text_in(pair)),
            Rule::set_method => SettingKind::Method(self.word_in(pair, Rule::choice_word)),
            Rule::set_header => {
                let mut texts = self.texts_in(pair).into_iter();
                match (texts.next(), texts.next()) {
                    (Some(name), Some(value)) => SettingKind::Header { name, value },
                    _ => SettingKind::Bad,
                }
            }
            Rule::set_query => SettingKind::Query(self.fields_in(pair)),
            Rule::set_form => SettingKind::Form(self.fields_in(pair)),
            Rule::set_json => SettingKind::Json(match one(pair, Rule::body) {
                Some(body) => self.primary(&body),
                None => self.expr_in(pair),
            }),
            Rule::set_retry => SettingKind::Retry { count: self.count_in(pair), always: has(pair, Rule::kw_always) },
            Rule::set_hold => SettingKind::Hold { play: has(pair, Rule::kw_play), text: self.text_in(pair) },
            Rule::outcome => SettingKind::Outcome {
                names: all(pair, Rule::outcome_name).map(|kid| self.word(&kid)).collect(),
                action: self.action_in(pair),
            },
            _ => SettingKind::Bad,
        }
    }

    fn failure(&mut self, pair: &Pair<'_>) -> Failure {
        let Some(kid) = one(pair, Rule::failure).and_then(|failure| first(&failure)) else {
            return Failure::Words(Vec::new());
        };
        match kid.as_rule() {
            Rule::failure_words => Failure::Words(all(&kid, Rule::words).map(|words| self.words(&words)).collect()),
            _ => Failure::Bound {
                count: one(&kid, Rule::count).map(|count| self.count(&count)),
                action: self.action_in(&kid),
            },
        }
    }

    /// In `defaults`, a lone `failed ACTION` stands for each outcome that is not handled where it stands.
    pub(super) fn defaults(&mut self, pair: &Pair<'_>) -> Vec<Setting> {
        let mut settings = self.settings_in(pair);
        for setting in &mut settings {
            if let SettingKind::Outcome { names, action } = &setting.kind
                && matches!(names.as_slice(), [name] if name.text == "failed")
            {
                setting.kind = SettingKind::Failed(action.clone());
            }
        }
        settings
    }
}
