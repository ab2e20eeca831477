//! `test` blocks: that each could go the way it says.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::Verb;
use crate::program::event::REPORTS;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Field, File, ItemKind, Name, StatementKind, Test, TestKind, TestStep, Text};

use super::checker::Checker;
use super::moments::moment;
use super::{suggest, walk};

/// How a dialled line can end.
const OUTCOMES: [&str; 4] = ["answered", "busy", "noanswer", "failed"];

/// Words before the address of one who is dialled.
const KINDS: [&str; 4] = ["sip", "client", "conference", "queue"];

/// What the world outside can be given to answer.
const GIVENS: [&str; 9] = ["dial", "fetch", "status", "caller", "contact", "enqueue", "refer", "connect", "pay"];

/// How a call can end.
const ENDS: [&str; 4] = ["completed", "busy", "noanswer", "failed"];

/// The parts of `given dial "+15550100" busy 20s`.
pub(super) struct Outcome<'a> {
    pub target: Option<&'a Expr>,
    pub name: &'a str,
    pub lasts_ms: i64,
}

/// Reads what a dialled line is given to answer; `None` where it is no outcome.
pub(super) fn outcome<'a>(target: Option<&'a Expr>, answers: &'a [Expr]) -> Option<Outcome<'a>> {
    ended(target, answers, &OUTCOMES)
}

/// The same for a voice verb: `given enqueue "support" left 2m`.
pub(super) fn verb_outcome<'a>(verb: Verb, target: Option<&'a Expr>, answers: &'a [Expr]) -> Option<Outcome<'a>> {
    let names: Vec<&str> = verb.endings().iter().map(|ending| ending.name).collect();
    ended(target, answers, &names)
}

fn ended<'a>(target: Option<&'a Expr>, answers: &'a [Expr], outcomes: &[&str]) -> Option<Outcome<'a>> {
    let word = |expr: &'a Expr| match &expr.kind {
        ExprKind::Name(name) => Some(name.as_str()),
        _ => None,
    };
    let answers = match answers {
        [first, rest @ ..] if rest.len() > 1 && word(first).is_some_and(|name| KINDS.contains(&name)) => rest,
        _ => answers,
    };
    let (target, rest) = match (target, answers) {
        (None, [first, rest @ ..]) if !rest.is_empty() && word(first).is_none_or(|name| !outcomes.contains(&name)) => {
            (Some(first), rest)
        }
        _ => (target, answers),
    };
    let (outcome, lasts_ms) = match rest {
        [outcome] => (outcome, 0),
        [outcome, Expr { kind: ExprKind::Duration(millis), .. }] => (outcome, *millis),
        _ => return None,
    };
    let name = word(outcome).filter(|name| outcomes.contains(name))?;
    Some(Outcome { target, name, lasts_ms })
}

/// The parts of `given fetch "https://…" 200 { status: "shipped" }` behind the address.
pub(super) enum Status<'a> {
    Failed,
    Code { code: u16, body: Option<&'a Expr> },
}

/// Reads what a request is given to answer; `None` where it is no answer.
pub(super) fn status(answers: &[Expr]) -> Option<Status<'_>> {
    match answers {
        [Expr { kind: ExprKind::Name(name), .. }] if name == "failed" => Some(Status::Failed),
        [Expr { kind: ExprKind::Number(code), .. }, rest @ ..] if rest.len() <= 1 => {
            let code = code.parse().ok().filter(|code| (100..600).contains(code))?;
            Some(Status::Code { code, body: rest.first() })
        }
        _ => None,
    }
}

/// Reads what becomes of a message, or of the call; `None` where it is neither.
pub(super) fn fate<'a>(target: Option<&Expr>, answers: &'a [Expr]) -> Option<&'a str> {
    match answers {
        [Expr { kind: ExprKind::Name(name), .. }] => {
            let fits = REPORTS.contains(&name.as_str()) || (target.is_none() && ENDS.contains(&name.as_str()));
            fits.then_some(name.as_str())
        }
        _ => None,
    }
}

/// Reads who calls and writes from here on; `None` where it is no number.
pub(super) fn caller(target: Option<&Expr>) -> Option<&str> {
    match &target?.kind {
        ExprKind::Text(text) if !text.value.is_empty() && !text.value.contains("{{") => Some(&text.value),
        _ => None,
    }
}

/// Reads what has been kept of that person before; `None` where it is no list of fields.
pub(super) fn contact(answers: &[Expr]) -> Option<&[Field]> {
    match answers {
        [Expr { kind: ExprKind::Map(fields), .. }] => Some(fields),
        _ => None,
    }
}

/// Whom a test talks to, as far as its lines have come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    None,
    Call,
    Message,
    /// A line did not parse.
    Unknown,
}

impl<'a> Checker<'a> {
    pub fn check_tests(&mut self, file: &'a File) {
        self.parameters = &[];
        let events = Events::of(file);
        let mut names: Vec<(String, Span)> = Vec::new();
        for item in &file.items {
            let ItemKind::Test(test) = &item.kind else { continue };
            self.test_name(&mut names, test);
            let mut at = TestAt { line: Line::None, now_ms: None };
            for step in &test.steps {
                self.test_step(step, &mut at, &events);
            }
        }
    }

    fn test_name(&mut self, names: &mut Vec<(String, Span)>, test: &Test) {
        let name = &test.name;
        if let Some((_, first)) = names.iter().find(|(other, _)| *other == name.value) {
            self.report(
                Diagnostic::error(
                    Code::F1005,
                    format!("two tests are called `{}`", name.value),
                    name.span,
                    "the same name again",
                )
                .with_label(*first, "the first one")
                .with_help("give one of them another name: a failure is told by it"),
            );
            return;
        }
        names.push((name.value.clone(), name.span));
    }

    fn test_step(&mut self, step: &'a TestStep, at: &mut TestAt, events: &Events) {
        match &step.kind {
            TestKind::Bad => at.line = Line::Unknown,
            TestKind::At(text) => self.test_clock(text, at),
            TestKind::Later(length) => at.now_ms = at.now_ms.map(|now| now.saturating_add(length.millis)),
            TestKind::Call { from, to } => {
                from.iter().chain(to).for_each(|text| self.test_words(text));
                self.begins(step, at, Line::Call, events);
            }
            TestKind::Text(text) | TestKind::Whatsapp(text) | TestKind::Tap(text) | TestKind::Media(text) => {
                self.test_words(text);
                self.begins(step, at, Line::Message, events);
            }
            TestKind::Location(_) => self.begins(step, at, Line::Message, events),
            TestKind::Press(keys) => {
                self.keys(keys);
                self.needs(step, "press", at.line, Line::Call);
            }
            TestKind::Speak(text) => {
                self.test_words(text);
                self.needs(step, "speak", at.line, Line::Call);
            }
            TestKind::Silence => self.needs(step, "silence", at.line, Line::Call),
            TestKind::Hangup => self.needs(step, "hangup", at.line, Line::Call),
            TestKind::Hear(text) => {
                self.test_words(text);
                self.needs(step, "hear", at.line, Line::Call);
            }
            TestKind::Read(text) => {
                self.test_words(text);
                self.needs(step, "read", at.line, Line::Message);
            }
            TestKind::Given { what, target, answers } => self.given(step, what, target.as_ref(), answers),
            TestKind::ExpectAt(target) => {
                self.needs(step, "expect", at.line, at.line);
                self.node_of(target);
            }
            TestKind::ExpectEnd | TestKind::ExpectHangup => self.needs(step, "expect", at.line, at.line),
            TestKind::ExpectEffect { arguments, .. } => {
                self.needs(step, "expect", at.line, at.line);
                self.effect_words(arguments);
            }
            TestKind::Expect(condition) => {
                self.needs(step, "expect", at.line, at.line);
                self.condition(condition);
            }
        }
    }

    fn test_words(&mut self, text: &Text) {
        self.check_plain(text, "a line of a test");
    }

    /// Names in `expect dial support_line` are constants, or words of the language such as `sip`.
    fn effect_words(&mut self, arguments: &'a [Expr]) {
        for argument in arguments {
            if !matches!(&argument.kind, ExprKind::Name(name) if self.names.get(name).is_none()) {
                self.examine(argument);
            }
        }
    }

    fn test_clock(&mut self, text: &Text, at: &mut TestAt) {
        let Some(time) = moment(&text.value) else {
            self.report(
                Diagnostic::error(
                    Code::F1003,
                    format!("`{}` is not a time", text.value),
                    text.span,
                    "a date, a time and maybe a time zone are needed here",
                )
                .with_help("write it as in `at \"2026-11-23 10:00 America/New_York\"`; without a zone it is UTC"),
            );
            return;
        };
        if at.line != Line::None && at.now_ms.is_some_and(|now| time < now) {
            self.report(
                Diagnostic::error(
                    Code::F1003,
                    "a test's clock cannot go back",
                    text.span,
                    "this is before what the clock shows already",
                )
                .with_help("set the clock before the conversation begins, or to a later time"),
            );
        }
        at.now_ms = Some(time);
    }

    fn keys(&mut self, keys: &Name) {
        let wrong = keys.text.chars().find(|c| !c.is_ascii_digit() && !matches!(c, '*' | '#'));
        if keys.text.is_empty() {
            self.report(
                Diagnostic::error(Code::F1007, "no key is pressed", keys.span, "this is empty")
                    .with_help("name the keys, as in `press 1`; for a caller who does nothing write `silence`"),
            );
        }
        if let Some(wrong) = wrong {
            self.report(
                Diagnostic::error(
                    Code::F1007,
                    format!("`{}` cannot be pressed", keys.text),
                    keys.span,
                    format!("a phone has no key `{wrong}`"),
                )
                .with_help("the keys are 0 to 9, `*` and `#`; what is said is written `speak \"…\"`"),
            );
        }
    }

    /// A step that can begin a conversation: a call, or a message.
    fn begins(&mut self, step: &TestStep, at: &mut TestAt, line: Line, events: &Events) {
        let needed = match &step.kind {
            TestKind::Tap(_) | TestKind::Media(_) | TestKind::Location(_) if at.line == Line::Call => {
                return self.needs(step, word(step), at.line, Line::Message);
            }
            TestKind::Tap(_) | TestKind::Media(_) | TestKind::Location(_) if at.line == Line::Message => return,
            TestKind::Call { .. } => &["call"][..],
            TestKind::Text(_) => &["message", "sms"],
            TestKind::Tap(_) | TestKind::Media(_) | TestKind::Location(_) => &["message", "whatsapp", "sms"],
            _ => &["message", "whatsapp"],
        };
        at.line = line;
        if !events.known || needed.iter().any(|event| events.entries.iter().any(|entry| entry == event)) {
            return;
        }
        let event = needed.first().copied().unwrap_or("call");
        self.report(
            Diagnostic::error(
                Code::F1006,
                format!("`{}` reaches nothing in this flow", word(step)),
                step.span,
                format!("the flow has no `on {event}`"),
            )
            .with_help(format!("add `on {event} -> NODE` to the flow, or test it on a channel that it answers")),
        );
    }

    fn needs(&mut self, step: &TestStep, word: &str, line: Line, wanted: Line) {
        let problem = match (line, wanted) {
            (Line::None, _) => Diagnostic::error(
                Code::F1001,
                format!("`{word}` comes before the conversation begins"),
                step.span,
                "nobody has called or written yet",
            )
            .with_help("begin with `call`, `text \"…\"` or `whatsapp \"…\"`"),
            (Line::Call, Line::Message) => Diagnostic::error(
                Code::F1002,
                format!("`{word}` does not fit a call"),
                step.span,
                "this conversation is a call",
            )
            .with_help("on a call it is `hear`, `press`, `speak` and `silence`; a message begins with `text \"…\"`"),
            (Line::Message, Line::Call) => Diagnostic::error(
                Code::F1002,
                format!("`{word}` does not fit a message"),
                step.span,
                "this conversation is by message",
            )
            .with_help("with messages it is `read`, `text`, `tap` and `media`; a call begins with `call`"),
            _ => return,
        };
        self.report(problem);
    }

    fn given(&mut self, step: &TestStep, what: &Name, target: Option<&'a Expr>, answers: &'a [Expr]) {
        match what.text.as_str() {
            "dial" => match outcome(target, answers) {
                Some(outcome) => {
                    if let Some(target) = outcome.target {
                        self.examine(target);
                    }
                }
                None => self.report(
                    Diagnostic::error(
                        Code::F1004,
                        "a dialled line cannot answer this",
                        step.span,
                        "an outcome is needed here",
                    )
                    .with_help(format!(
                        "write it as in `given dial \"+15550100\" busy`; the outcomes are {}",
                        suggest::listed(OUTCOMES)
                    )),
                ),
            },
            verb if Verb::parse(verb).is_some_and(Verb::waits) => {
                let Some(verb) = Verb::parse(verb) else { return };
                match verb_outcome(verb, target, answers) {
                    Some(outcome) => outcome.target.iter().for_each(|target| self.examine(target)),
                    None => self.report(
                        Diagnostic::error(
                            Code::F1004,
                            format!("`{}` cannot end like this", verb.name()),
                            step.span,
                            "an outcome is needed here",
                        )
                        .with_help(format!(
                            "its outcomes are {}",
                            suggest::listed(verb.endings().iter().map(|ending| ending.name))
                        )),
                    ),
                }
            }
            "fetch" => match status(answers) {
                Some(Status::Code { body: Some(body), .. }) => self.examine(body),
                Some(_) => {}
                None => self.report(
                    Diagnostic::error(
                        Code::F1004,
                        "a request cannot be answered with this",
                        step.span,
                        "a status or `failed` is needed here",
                    )
                    .with_help(
                        "write it as in `given fetch \"https://api.example.com/*\" 200 { status: \"shipped\" }` or \
                         `given fetch \"https://api.example.com/*\" failed`",
                    ),
                ),
            },
            "caller" => {
                if caller(target).is_none() || !answers.is_empty() {
                    self.report(
                        Diagnostic::error(Code::F1004, "a caller is a number", step.span, "a number is needed here")
                            .with_help("write it as in `given caller \"+15550100007\"`"),
                    );
                }
            }
            "contact" => match contact(answers).filter(|_| target.is_none()) {
                Some(fields) => {
                    for field in fields {
                        match self.contact_field(&field.key.text, field.key.span) {
                            Some(ty) => self.assign(&field.value, ty, &field.key.text),
                            None => self.examine(&field.value),
                        }
                    }
                }
                None => self.report(
                    Diagnostic::error(
                        Code::F1004,
                        "these are no fields of a person",
                        step.span,
                        "fields are needed here",
                    )
                    .with_help("write it as in `given contact { name: \"Ann\" }`"),
                ),
            },
            "status" if fate(target, answers).is_some() => {}
            "status" => self.report(
                Diagnostic::error(
                    Code::F1004,
                    "no message fares like this",
                    step.span,
                    "what becomes of a message is needed here, or how the call ends",
                )
                .with_help(format!(
                    "write it as in `given status \"+15550100\" undelivered`; it is one of {}, and for the call {}",
                    suggest::listed(REPORTS),
                    suggest::listed(ENDS)
                )),
            ),
            other => {
                let problem = Diagnostic::error(
                    Code::F1004,
                    format!("`given {other}` is not known"),
                    what.span,
                    "nothing outside the flow is called this",
                );
                self.report(suggest::or_else(problem, nearest(other, GIVENS), || {
                    "what can be given is `dial`, as in `given dial \"+15550100\" busy`, `fetch` and `status`"
                        .to_owned()
                }));
            }
        }
    }
}

/// How far a test has come.
struct TestAt {
    line: Line,
    /// What the test has set its clock to.
    now_ms: Option<i64>,
}

/// The events with which the flow's conversations begin.
struct Events {
    entries: Vec<String>,
    /// Not where a part of the file did not parse, or where the flow has no entry at all, which is reported.
    known: bool,
}

impl Events {
    fn of(file: &File) -> Self {
        let entries: Vec<String> = file
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::On(on) => Some(on.event.text.clone()),
                _ => None,
            })
            .collect();
        let mut entries = entries;
        walk::statements(file, &mut |statement| {
            if let StatementKind::Send(send) = &statement.kind
                && send.proceed.is_some()
            {
                entries.push(send.channel.text.clone());
            }
        });
        let known = !entries.is_empty() && file.items.iter().all(|item| item.kind != ItemKind::Bad);
        Self { entries, known }
    }
}

fn word(step: &TestStep) -> &'static str {
    match &step.kind {
        TestKind::Call { .. } => "call",
        TestKind::Text(_) => "text",
        TestKind::Whatsapp(_) => "whatsapp",
        TestKind::Tap(_) => "tap",
        TestKind::Media(_) => "media",
        _ => "location",
    }
}
