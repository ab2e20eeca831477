//! Settings: which fit where, and what they say.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Failure, Name, Setting, SettingKind};
use crate::value::{Change, Type, Value};

use super::checker::Checker;
use super::{constants, suggest, types};

/// What a list of settings belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Menu,
    Ask,
    Record,
    Defaults,
    Dial,
    Fetch,
    Send,
}

impl Where {
    fn words(self) -> &'static str {
        match self {
            Where::Menu => "a menu",
            Where::Ask => "`ask`",
            Where::Record => "`record`",
            Where::Defaults => "`defaults`",
            Where::Dial => "`dial`",
            Where::Fetch => "`fetch`",
            Where::Send => "`send`",
        }
    }
}

/// How a dialled call can end.
pub(super) const OUTCOMES: [&str; 4] = ["answered", "busy", "noanswer", "failed"];

/// A wait for this long is meant for messages: no caller is silent for a minute, and below it a texter has hardly read
/// the question.
pub(super) const MESSAGING_MIN_MS: i64 = 60_000;

impl<'a> Checker<'a> {
    pub fn check_settings(&mut self, settings: impl IntoIterator<Item = &'a Setting>, place: Where) {
        let mut seen = Vec::new();
        for setting in settings {
            if let Some(name) = name(&setting.kind)
                && self.check_place(setting, name, place)
                && repeats_never(&setting.kind)
            {
                self.once(&mut seen, slot(&setting.kind, name), setting.span);
            }
            self.check_setting(setting, place, &mut seen);
        }
    }

    /// Whether a setting may stand here.
    fn check_place(&mut self, setting: &Setting, name: &str, place: Where) -> bool {
        if fits(&setting.kind, place) {
            return true;
        }
        let help = match &setting.kind {
            _ if place == Where::Send => {
                "the flow goes on at once; how the message fares comes later, to `on delivered`, `on read` and \
                 `on undelivered`"
                    .to_owned()
            }
            SettingKind::Failed(_) | SettingKind::Outcome { .. } => {
                "`dial` and `fetch` have outcomes; a wait has `noinput`, `nomatch` and `tries`".to_owned()
            }
            SettingKind::NoMatch(_) => "a recording cannot be wrong: use `noinput` or `tries`".to_owned(),
            kind => format!("`{name}` belongs to {}", home(kind)),
        };
        self.report(
            Diagnostic::error(
                Code::F0505,
                format!("`{name}` does not fit in {}", place.words()),
                setting.span,
                format!("{} has no such setting", place.words()),
            )
            .with_help(help),
        );
        false
    }

    fn check_setting(&mut self, setting: &'a Setting, place: Where, seen: &mut Vec<(String, Span)>) {
        match &setting.kind {
            SettingKind::Timeout(length) if place == Where::Fetch => {
                self.check_fetch_timeout(length.millis, setting.span);
            }
            SettingKind::NoInput(failure) | SettingKind::NoMatch(failure) => match failure {
                Failure::Words(prompts) => prompts.iter().for_each(|prompt| self.check_prompt(prompt)),
                Failure::Bound { count, action } => {
                    if let Some(count) = count {
                        self.check_bound(count.value, count.span);
                    }
                    self.action(action);
                }
            },
            SettingKind::Tries { count, action } => {
                self.check_bound(count.value, count.span);
                self.action(action);
            }
            SettingKind::Failed(action) => self.action(action),
            SettingKind::Finish(text) => self.check_finish(text),
            SettingKind::Input(word) => self.check_word(word, &["keys", "speech", "any"], "`input` is one of"),
            SettingKind::Interrupt(word) => self.check_interrupt(word),
            SettingKind::Hints(text) => self.check_plain(text, "a hint"),
            SettingKind::CallerId(number) => {
                let ty = self.infer(number);
                if !types::fits(ty, Type::Phone) {
                    self.mismatch(
                        number.span,
                        ty,
                        "`caller_id` is a phone number",
                        "write it in quotes, as in `\"+15550100200\"`",
                    );
                } else {
                    self.check_caller_id(number);
                }
            }
            SettingKind::Whisper(text) => self.check_template(text),
            SettingKind::Outcome { names, action } => {
                match place {
                    Where::Dial => names.iter().for_each(|name| self.check_outcome(name, seen)),
                    Where::Fetch => names.iter().for_each(|name| self.check_status(name, seen)),
                    _ => {}
                }
                self.action(action);
            }
            SettingKind::Method(_)
            | SettingKind::Header { .. }
            | SettingKind::Query(_)
            | SettingKind::Json(_)
            | SettingKind::Form(_)
            | SettingKind::Retry { .. }
            | SettingKind::Hold { .. } => {
                if place == Where::Fetch {
                    self.check_fetch_setting(setting);
                }
            }
            SettingKind::Timeout(_)
            | SettingKind::Sensitive
            | SettingKind::Max(_)
            | SettingKind::Transcribe
            | SettingKind::Record
            | SettingKind::Bad => {}
        }
    }

    /// The provider refuses a dial whose `caller_id` is no number of ours; that it is a number can be told here.
    fn check_caller_id(&mut self, number: &'a crate::syntax::tree::Expr) {
        let Some(Value::Text(text)) = constants::value(self.names, number) else { return };
        let named = text.starts_with("client:") || text.starts_with("sip:") || text.contains(char::is_alphabetic);
        if named || Type::Phone.coerce(Value::Text(text.clone())).1 == Change::Kept {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::F0301,
                format!("`{text}` is not a phone number"),
                number.span,
                "a call cannot come from this number",
            )
            .with_help("write it with `+` and the country's code, as in `\"+15550100200\"`"),
        );
    }

    fn check_bound(&mut self, count: u32, span: Span) {
        if count == 0 {
            self.report(
                Diagnostic::error(Code::F0505, "`0` tries are none at all", span, "nobody could ever answer")
                    .with_help("allow at least 1")
                    .with_edit(span, "1"),
            );
        }
    }

    fn check_finish(&mut self, text: &'a crate::syntax::tree::Text) {
        let mut keys = text.value.chars();
        let fits = match (keys.next(), keys.next()) {
            (None, _) => true,
            (Some(key), None) => key.is_ascii_digit() || key == '*' || key == '#',
            _ => false,
        };
        if !fits {
            self.report(
                Diagnostic::error(
                    Code::F0505,
                    format!("`{}` is not a key", text.value),
                    text.span,
                    "one key ends the entry",
                )
                .with_help("write one of `0`-`9`, `*` and `#` in quotes, or `\"\"` for no such key"),
            );
        }
    }

    pub fn check_interrupt(&mut self, word: &Name) {
        self.check_word(word, &["none", "keys", "speech", "any"], "`interrupt` is one of");
    }

    /// A word that must be one of a few.
    pub fn check_word(&mut self, word: &Name, allowed: &[&str], are: &str) {
        if allowed.contains(&word.text.as_str()) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0215,
            format!("unknown word `{}`", word.text),
            word.span,
            "this is not one of the words that fit here",
        );
        let near = nearest(&word.text, allowed.iter().copied());
        self.report(suggest::or_else(problem, near, || format!("{are} {}", suggest::listed(allowed.iter().copied()))));
    }

    fn check_outcome(&mut self, name: &Name, seen: &mut Vec<(String, Span)>) {
        let word = name.text.as_str();
        if OUTCOMES.contains(&word) {
            return self.once(seen, word.to_owned(), name.span);
        }
        let problem = Diagnostic::error(
            Code::F0213,
            format!("unknown outcome `{word}`"),
            name.span,
            "a dialled call never ends like this",
        );
        let near = match word {
            "no_answer" | "unanswered" | "timeout" => Some("noanswer"),
            "error" => Some("failed"),
            "answer" | "completed" => Some("answered"),
            _ => nearest(word, OUTCOMES),
        };
        self.report(suggest::or_else(problem, near, || format!("the outcomes are {}", suggest::listed(OUTCOMES))));
    }
}

/// The setting's word; `None` for what did not parse.
fn name(kind: &SettingKind) -> Option<&str> {
    Some(match kind {
        SettingKind::Timeout(_) => "timeout",
        SettingKind::NoInput(_) => "noinput",
        SettingKind::NoMatch(_) => "nomatch",
        SettingKind::Tries { .. } => "tries",
        SettingKind::Failed(_) => "failed",
        SettingKind::Finish(_) => "finish",
        SettingKind::Input(_) => "input",
        SettingKind::Hints(_) => "hints",
        SettingKind::Interrupt(_) => "interrupt",
        SettingKind::Sensitive => "sensitive",
        SettingKind::Max(_) => "max",
        SettingKind::Transcribe => "transcribe",
        SettingKind::CallerId(_) => "caller_id",
        SettingKind::Record => "record",
        SettingKind::Whisper(_) => "whisper",
        SettingKind::Method(_) => "method",
        SettingKind::Header { .. } => "header",
        SettingKind::Query(_) => "query",
        SettingKind::Json(_) => "json",
        SettingKind::Form(_) => "form",
        SettingKind::Retry { .. } => "retry",
        SettingKind::Hold { .. } => "hold",
        SettingKind::Outcome { names, .. } => names.first()?.text.as_str(),
        SettingKind::Bad => return None,
    })
}

/// Words and bound of one kind of failure are two settings.
fn slot(kind: &SettingKind, name: &str) -> String {
    match kind {
        SettingKind::NoInput(Failure::Words(_)) | SettingKind::NoMatch(Failure::Words(_)) => format!("{name} \"…\""),
        _ => name.to_owned(),
    }
}

/// Outcomes are counted by name.
fn repeats_never(kind: &SettingKind) -> bool {
    !matches!(kind, SettingKind::Outcome { .. } | SettingKind::Header { .. })
}

fn fits(kind: &SettingKind, place: Where) -> bool {
    use Where::{Ask, Defaults, Dial, Fetch, Menu, Record};
    let places: &[Where] = match kind {
        SettingKind::Timeout(_) => &[Menu, Ask, Record, Defaults, Dial, Fetch],
        SettingKind::NoInput(_)
        | SettingKind::Tries { .. }
        | SettingKind::Finish(_)
        | SettingKind::Interrupt(_)
        | SettingKind::Sensitive => &[Menu, Ask, Record, Defaults],
        SettingKind::NoMatch(_) | SettingKind::Input(_) | SettingKind::Hints(_) => &[Menu, Ask, Defaults],
        SettingKind::Max(_) | SettingKind::Transcribe => &[Record, Defaults],
        SettingKind::Failed(_) => &[Defaults, Dial, Fetch],
        SettingKind::Outcome { names, .. } => match names.as_slice() {
            [only] if only.text == "failed" => &[Defaults, Dial, Fetch],
            _ => &[Dial, Fetch],
        },
        SettingKind::CallerId(_) | SettingKind::Record | SettingKind::Whisper(_) => &[Dial],
        SettingKind::Method(_)
        | SettingKind::Header { .. }
        | SettingKind::Query(_)
        | SettingKind::Json(_)
        | SettingKind::Form(_)
        | SettingKind::Retry { .. }
        | SettingKind::Hold { .. } => &[Fetch],
        SettingKind::Bad => return true,
    };
    places.contains(&place)
}

fn home(kind: &SettingKind) -> &'static str {
    match kind {
        SettingKind::Max(_) | SettingKind::Transcribe => "`record`",
        SettingKind::CallerId(_) | SettingKind::Record | SettingKind::Whisper(_) => "`dial`",
        SettingKind::NoInput(_)
        | SettingKind::NoMatch(_)
        | SettingKind::Tries { .. }
        | SettingKind::Finish(_)
        | SettingKind::Interrupt(_)
        | SettingKind::Sensitive
        | SettingKind::Input(_)
        | SettingKind::Hints(_) => "a menu or an `ask`",
        _ => "`fetch`",
    }
}
