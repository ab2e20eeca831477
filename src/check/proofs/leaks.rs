//! F1108: what was asked in confidence goes where it would stand in clear.
//!
//! The body of a request is where such a value may go: a system has to be told the card number or the code.

use std::collections::BTreeSet;

use super::chart::{Asked, Chart, Does, Question};
use super::confided::{Shown, carried, shown};
use super::secrecy::{Space, confided};
use super::vars::Vars;
use crate::check::paths::graph::Graph;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{
    DialTarget, Failure, Prompt, SetValue, Setting, SettingKind, Statement, StatementKind, Text,
};

/// Where a value would stand in clear.
#[derive(Debug, Clone, Copy)]
enum Drain {
    Log,
    Tag,
    Address,
    Words,
    Event,
    Message,
    Contact,
    Forward,
}

pub(super) fn check(chart: &Chart<'_>, graph: &Graph<'_>, vars: &Vars<'_>, problems: &mut Vec<Diagnostic>) {
    let space = Space::new(graph, vars);
    let states = confided(chart, &space);
    let mut told = BTreeSet::new();
    for (point, state) in chart.points.iter().zip(&states) {
        let Some(state) = state else { continue };
        let mut found = Found(Vec::new());
        found.of(&point.does);
        for (shown, drain) in found.0 {
            let sees = space.index(point.node, &shown.name).is_some_and(|index| state.has(index));
            if sees && told.insert(shown.span) {
                problems.push(report(&shown, drain, asked_at(chart, &shown.name)));
            }
        }
    }
}

/// Where the value was asked for, where only one question can be meant.
fn asked_at(chart: &Chart<'_>, name: &str) -> Option<Span> {
    let mut asked: Vec<(&str, Span)> = Vec::new();
    for point in &chart.points {
        if let Does::Ask(question) = &point.does
            && question.limits.sensitive
            && let Question::Ask { name, .. } | Question::Record { name } = question.what
        {
            asked.push((name.text.as_str(), name.span));
        }
    }
    let own: Vec<Span> = asked.iter().filter(|(asked, _)| *asked == name).map(|(_, span)| *span).collect();
    match (own.as_slice(), asked.as_slice()) {
        ([only], _) | ([], [(_, only)]) => Some(*only),
        _ => None,
    }
}

fn report(shown: &Shown, drain: Drain, asked: Option<Span>) -> Diagnostic {
    let name = &shown.name;
    let (goes, label) = match drain {
        Drain::Log => ("is logged", "a log is read by many, so it would say `***` here"),
        Drain::Tag => ("becomes a tag", "tags are shown to everybody who sees the conversation"),
        Drain::Address => ("stands in a web address", "addresses are kept in the logs of all servers on the way"),
        Drain::Words => ("is said in clear", "what is said is kept with the conversation and by the provider"),
        Drain::Event => ("goes out with an event", "events are stored, and sent on to other systems"),
        Drain::Message => ("is sent in clear", "a message is kept by the provider and on the phone"),
        Drain::Contact => ("is kept with the person", "contact fields stay in clear after the conversation"),
        Drain::Forward => ("is forwarded in clear", "whoever takes over would see it"),
    };
    let help = match drain {
        Drain::Address => "send it in the body, with `json { … }` or `form { … }`, or leave it out".to_owned(),
        Drain::Words | Drain::Message => format!("say only its end, `{{{{mask {name}}}}}`, or leave it out"),
        Drain::Event | Drain::Contact => format!("give only its end, `mask({name})`, or leave it out"),
        Drain::Log | Drain::Tag | Drain::Forward => "leave it out".to_owned(),
    };
    let headline = format!("`{name}` is sensitive and {goes}");
    let problem = Diagnostic::warning(Code::F1108, headline, shown.span, label).with_help(help);
    match asked {
        Some(span) => problem.with_label(span, "it was asked in confidence here"),
        None => problem,
    }
}

struct Found(Vec<(Shown, Drain)>);

impl Found {
    fn text(&mut self, text: &Text, drain: Drain) {
        self.0.extend(shown(text).into_iter().map(|shown| (shown, drain)));
    }

    fn expr(&mut self, expr: &crate::syntax::tree::Expr, drain: Drain) {
        let mut names = Vec::new();
        carried(expr, &mut names);
        self.0.extend(names.into_iter().map(|shown| (shown, drain)));
    }

    fn prompt(&mut self, prompt: &Prompt) {
        prompt.forms.iter().for_each(|form| self.text(&form.text, Drain::Words));
    }

    fn of(&mut self, does: &Does<'_>) {
        match does {
            Does::Statement(statement) | Does::Fetch(statement) | Does::Verb(statement) => self.statement(statement),
            Does::Ask(asked) => self.question(asked),
            Does::Dial { targets, settings } => self.dial(targets, settings),
            Does::Call { result: Some(place), target } if place.contact => {
                target.arguments.iter().for_each(|argument| self.expr(argument, Drain::Contact));
            }
            _ => {}
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Say { words, media, .. } => {
                self.prompt(words);
                media.iter().for_each(|url| self.text(url, Drain::Address));
            }
            StatementKind::Play { url, or } => {
                self.text(url, Drain::Address);
                or.iter().for_each(|words| self.text(words, Drain::Words));
            }
            StatementKind::Set { target, value: SetValue::Expr(value) } if target.contact => {
                self.expr(value, Drain::Contact);
            }
            StatementKind::Emit { fields, .. } => {
                fields.iter().for_each(|field| self.expr(&field.value, Drain::Event));
            }
            StatementKind::Send(send) => {
                send.text.iter().for_each(|text| self.text(text, Drain::Message));
                send.media.iter().for_each(|url| self.text(url, Drain::Address));
                let values = send.template.iter().flat_map(|(_, fields)| fields);
                values.for_each(|field| self.expr(&field.value, Drain::Message));
            }
            StatementKind::Tag(text) => self.text(text, Drain::Tag),
            StatementKind::Log(text) => self.text(text, Drain::Log),
            StatementKind::Fetch { url, settings, .. } => {
                self.text(url, Drain::Address);
                for setting in settings {
                    match &setting.kind {
                        SettingKind::Query(fields) => {
                            fields.iter().for_each(|field| self.expr(&field.value, Drain::Address));
                        }
                        SettingKind::Hold { text, play } => {
                            self.text(text, if *play { Drain::Address } else { Drain::Words });
                        }
                        _ => {}
                    }
                }
            }
            StatementKind::Verb { arguments, .. } => {
                arguments.iter().for_each(|argument| self.expr(&argument.value, Drain::Forward));
            }
            _ => {}
        }
    }

    fn question(&mut self, asked: &Asked<'_>) {
        asked.prompt.iter().for_each(|prompt| self.prompt(prompt));
        for setting in &asked.settings {
            if let SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) =
                &setting.kind
            {
                prompts.iter().for_each(|prompt| self.prompt(prompt));
            }
        }
    }

    /// A number may well be what was asked for; what is told to the other side is forwarded.
    fn dial(&mut self, targets: &[DialTarget], settings: &[Setting]) {
        let addresses = targets.iter().filter(|target| target.kind.as_ref().is_some_and(|kind| kind.text == "sip"));
        addresses.for_each(|target| self.expr(&target.address, Drain::Forward));
        for setting in settings {
            if let SettingKind::Whisper(text) = &setting.kind {
                self.text(text, Drain::Forward);
            }
        }
    }
}
