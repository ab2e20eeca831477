//! What each point of a chart needs to have a value, and on which channels. A line of the log may well show a gap.

use super::chart::{Asked, Does, Question};
use super::exprs::{Need, needs, needs_itself, text_needs};
use crate::check::paths::channels::Channels;
use crate::syntax::tree::{AskArgument, Failure, Prompt, SetValue, Setting, SettingKind, Statement, StatementKind};

pub(super) struct Read {
    pub need: Need,
    pub channels: Channels,
}

pub(super) fn reads(does: &Does<'_>) -> Vec<Read> {
    let mut found = Vec::new();
    let mut plain = Vec::new();
    match does {
        Does::Statement(statement) => of_statement(statement, &mut found, &mut plain),
        Does::If(expr) | Does::Match { subject: expr, .. } => needs(expr, &mut plain),
        Does::Ask(asked) => of_question(asked, &mut found, &mut plain),
        Does::Fetch(statement) => {
            if let StatementKind::Fetch { url, settings, .. } = &statement.kind {
                plain.extend(text_needs(url));
                of_settings(settings, &mut plain);
            }
        }
        Does::Dial { targets, settings } => {
            targets.iter().for_each(|target| needs_itself(&target.address, &mut plain));
            of_settings(settings, &mut plain);
        }
        Does::Verb(statement) => {
            if let StatementKind::Verb { arguments, .. } = &statement.kind {
                arguments.iter().for_each(|argument| needs(&argument.value, &mut plain));
            }
        }
        Does::Call { target, .. } | Does::Jump(target) => {
            target.arguments.iter().for_each(|argument| needs_itself(argument, &mut plain));
        }
        Does::Return(Some(value)) => needs(value, &mut plain),
        _ => {}
    }
    found.extend(plain.into_iter().map(|need| Read { need, channels: Channels::ALL }));
    found
}

fn of_statement(statement: &Statement, found: &mut Vec<Read>, plain: &mut Vec<Need>) {
    match &statement.kind {
        StatementKind::Say { words, media, .. } => {
            of_prompt(words, found);
            plain.extend(media.iter().flat_map(text_needs));
        }
        StatementKind::Play { url, or } => plain.extend(std::iter::once(url).chain(or).flat_map(text_needs)),
        StatementKind::Set { value: SetValue::Expr(value), .. } => needs(value, plain),
        StatementKind::Emit { fields, .. } => fields.iter().for_each(|field| needs(&field.value, plain)),
        StatementKind::Send(send) => {
            needs_itself(&send.to, plain);
            plain.extend(send.text.iter().chain(&send.media).flat_map(text_needs));
            let variables = send.template.iter().flat_map(|(_, fields)| fields);
            variables.for_each(|field| needs_itself(&field.value, plain));
            let values = send.proceed.iter().flat_map(|target| &target.arguments);
            values.for_each(|value| needs_itself(value, plain));
        }
        _ => {}
    }
}

fn of_question(asked: &Asked<'_>, found: &mut Vec<Read>, plain: &mut Vec<Need>) {
    asked.prompt.iter().for_each(|prompt| of_prompt(prompt, found));
    for setting in &asked.settings {
        if let SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) =
            &setting.kind
        {
            prompts.iter().for_each(|prompt| of_prompt(prompt, found));
        }
    }
    if let Question::Ask { kind, .. } = asked.what
        && let AskArgument::Range(from, to) = &kind.argument
    {
        [from, to].into_iter().for_each(|end| needs_itself(end, plain));
    }
}

fn of_settings(settings: &[Setting], plain: &mut Vec<Need>) {
    for setting in settings {
        match &setting.kind {
            SettingKind::Header { value, .. } => plain.extend(text_needs(value)),
            SettingKind::Hold { text, .. } | SettingKind::Whisper(text) => plain.extend(text_needs(text)),
            SettingKind::CallerId(value) => needs_itself(value, plain),
            SettingKind::Query(fields) | SettingKind::Form(fields) => {
                fields.iter().for_each(|field| needs(&field.value, plain));
            }
            SettingKind::Json(value) => needs(value, plain),
            _ => {}
        }
    }
}

fn of_prompt(prompt: &Prompt, found: &mut Vec<Read>) {
    let named: Vec<&str> =
        prompt.forms.iter().filter_map(|form| form.channel.as_ref()).map(|n| n.text.as_str()).collect();
    for form in &prompt.forms {
        let channels = form_channels(form.channel.as_ref().map(|name| name.text.as_str()), &named);
        found.extend(text_needs(&form.text).into_iter().map(|need| Read { need, channels }));
    }
}

/// The channels on which a form is used: one for one channel goes before one for several.
pub(super) fn form_channels(channel: Option<&str>, named: &[&str]) -> Channels {
    let taken = |word: &str, channels: Channels| if named.contains(&word) { channels } else { Channels::NONE };
    match channel {
        Some("voice") => Channels::VOICE,
        Some("sms") => Channels::SMS,
        Some("whatsapp") => Channels::WHATSAPP,
        Some("text") => Channels::TEXT.without(taken("sms", Channels::SMS) | taken("whatsapp", Channels::WHATSAPP)),
        _ => Channels::ALL.without(
            taken("voice", Channels::VOICE)
                | taken("text", Channels::TEXT)
                | taken("sms", Channels::SMS)
                | taken("whatsapp", Channels::WHATSAPP),
        ),
    }
}
