//! F1201, F1202 and F1203: what a message costs, and what WhatsApp takes; F0703: what is too long to be spoken, with its
//! values at their longest.

use super::lengths::Lengths;
use super::measure::{Measure, Piece, pieces};
use super::reads::form_channels;
use crate::check::paths::channels::{Channels, Reach};
use crate::check::paths::flow::Flow;
use crate::check::paths::graph::{NodeKind, WaitKind};
use crate::check::walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::syntax::tree::{Failure, File, Menu, MenuArm, MenuPart, Prompt, SettingKind, StatementKind, Text};
use crate::value::{Alphabet, cheap_spelling, is_cheap, segments};

/// A message of more parts costs as much as so many; carriers hold back longer ones.
const MAX_SEGMENTS: usize = 6;
/// What the provider takes as one body.
const MAX_BODY: usize = 1_600;
/// What the provider speaks in one go, in characters.
const MAX_SPOKEN: usize = 4_096;
/// The rows of a list on WhatsApp, and the characters of each.
const MAX_ROWS: usize = 10;
const MAX_TITLE: usize = 24;

pub(super) fn check(
    file: &File,
    flow: &Flow<'_>,
    lengths: &Lengths<'_>,
    source: &SourceFile,
    problems: &mut Vec<Diagnostic>,
) {
    walk::statements(file, &mut |statement| {
        if let StatementKind::Send(send) = &statement.kind {
            let channels = if send.channel.text == "whatsapp" { Channels::WHATSAPP } else { Channels::SMS };
            if let Some(text) = &send.text {
                check_text(text, &Measure::of(&text.value, lengths, None), channels, source, problems);
            }
        }
    });
    for spoken in &flow.graph.spoken {
        let sure = flow.reached.at(spoken.node, spoken.reach).sure;
        let menu = match flow.graph.node(spoken.node).map(|node| node.kind) {
            Some(NodeKind::Menu(menu)) if menu.prompt.span == spoken.words.span => Some(menu),
            _ => None,
        };
        check_prompt(spoken.words, menu, sure, lengths, source, problems);
    }
    for wait in flow.graph.waits.iter().filter(|wait| wait.kind != WaitKind::Record) {
        let sure = flow.reached.at(wait.node, wait.reach).sure;
        for setting in wait.settings.iter() {
            if let SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) =
                &setting.kind
            {
                prompts.iter().for_each(|prompt| check_prompt(prompt, None, sure, lengths, source, problems));
            }
        }
    }
    for (id, node) in flow.graph.ids() {
        if let NodeKind::Menu(menu) = node.kind
            && flow.reached.at(id, Reach::ALL).sure.meets(Channels::WHATSAPP)
        {
            check_rows(menu, problems);
        }
    }
}

fn check_prompt(
    prompt: &Prompt,
    menu: Option<&Menu>,
    sure: Channels,
    lengths: &Lengths<'_>,
    source: &SourceFile,
    problems: &mut Vec<Diagnostic>,
) {
    let named: Vec<&str> =
        prompt.forms.iter().filter_map(|form| form.channel.as_ref()).map(|n| n.text.as_str()).collect();
    for form in &prompt.forms {
        let channels = sure & form_channels(form.channel.as_ref().map(|name| name.text.as_str()), &named);
        let options = menu.filter(|_| named.is_empty()).map(options);
        let has_place = form.text.value.contains("{{options}}");
        let mut measure = Measure::of(&form.text.value, lengths, options.as_deref());
        if let Some(options) = options.filter(|_| !has_place) {
            measure = measure.with(&format!("\n{options}"));
        }
        check_text(&form.text, &measure, channels, source, problems);
    }
}

fn check_text(text: &Text, measure: &Measure, channels: Channels, source: &SourceFile, problems: &mut Vec<Diagnostic>) {
    if channels.meets(Channels::SMS) {
        problems.extend(too_many(text, measure));
        problems.extend(dear(text, measure, source));
    }
    if channels.meets(Channels::TEXT) {
        problems.extend(too_long(text, measure, channels));
    }
    if channels.meets(Channels::VOICE) {
        problems.extend(too_long_to_speak(text, measure));
    }
}

/// A menu's choices as a message has them.
fn options(menu: &Menu) -> String {
    let lines: Vec<String> = shown(menu).map(|arm| format!("{}. {}", arm.key.text, arm.label.value)).collect();
    lines.join("\n")
}

fn shown(menu: &Menu) -> impl Iterator<Item = &MenuArm> {
    menu.parts.iter().filter_map(|part| match part {
        MenuPart::Arm(arm) if !arm.hidden => Some(arm),
        _ => None,
    })
}

fn too_many(text: &Text, measure: &Measure) -> Option<Diagnostic> {
    let (least, most) = measure.segments();
    let (count, up_to) = match most {
        Some(most) if most.count() > MAX_SEGMENTS && least.count() <= MAX_SEGMENTS => (most.count(), "up to "),
        _ if least.count() > MAX_SEGMENTS => (least.count(), ""),
        _ => return None,
    };
    let headline = format!("this message is sent in {up_to}{count} parts");
    let label = match least.alphabet {
        Alphabet::Gsm7 => "by SMS each part holds 153 characters, and each is paid for".to_owned(),
        Alphabet::Ucs2 => {
            let letter = measure.least.chars().find(|c| !is_cheap(*c)).unwrap_or(' ');
            format!("because of `{letter}` a part holds 67 characters by SMS, and each part is paid for")
        }
    };
    let help = format!("say it in fewer words: {MAX_SEGMENTS} parts are the most that people read");
    Some(Diagnostic::warning(Code::F1201, headline, text.span, label).with_help(help))
}

/// Only what costs a part more, and only where other signs do the same.
fn dear(text: &Text, measure: &Measure, source: &SourceFile) -> Option<Diagnostic> {
    let longest = measure.most.as_ref().unwrap_or(&measure.least);
    let letter = longest.chars().find(|c| !is_cheap(*c))?;
    let respelt: String = longest.chars().map(cheap_or_same).collect::<Option<String>>()?;
    let (now, then) = (segments(longest.trim()).count(), segments(respelt.trim()).count());
    if then >= now || !text.value.contains(letter) {
        return None;
    }
    let cheap = cheap_spelling(letter)?;
    let headline = format!("`{letter}` makes this message {now} parts instead of {then}");
    let label = "with such a sign a part of an SMS holds less than half";
    let instead = if cheap.trim().is_empty() { "a plain space, or nothing".to_owned() } else { format!("`{cheap}`") };
    let problem =
        Diagnostic::hint(Code::F1203, headline, text.span, label).with_help(format!("write {instead} instead"));
    Some(match edit(text, source) {
        Some((span, replacement)) => problem.with_edit(span, replacement),
        None => problem,
    })
}

fn cheap_or_same(c: char) -> Option<String> {
    if is_cheap(c) { Some(c.to_string()) } else { cheap_spelling(c).map(str::to_owned) }
}

/// The whole text as written, respelt; `None` where that could change more than the signs.
fn edit(text: &Text, source: &SourceFile) -> Option<(Span, String)> {
    let written = source.slice(text.span);
    let in_tag = pieces(&text.value).into_iter().any(|piece| match piece {
        Piece::Tag(tag) => !tag.chars().all(is_cheap),
        Piece::Words(_) => false,
    });
    if in_tag || written.contains("\\u") {
        return None;
    }
    let letter = |c: char| match cheap_or_same(c)?.as_str() {
        "\"" if c != '"' => Some("\\\"".to_owned()),
        _ => cheap_or_same(c),
    };
    // Tabs and line ends of a long text are layout.
    let same = |c: char| if c.is_ascii() && c != '`' { Some(c.to_string()) } else { letter(c) };
    written.chars().map(same).collect::<Option<String>>().map(|replacement| (text.span, replacement))
}

fn too_long(text: &Text, measure: &Measure, channels: Channels) -> Option<Diagnostic> {
    let length = measure.least.encode_utf16().count();
    if length <= MAX_BODY {
        return None;
    }
    let channel = if channels.meets(Channels::WHATSAPP) { "WhatsApp" } else { "SMS" };
    let headline = format!("{length} characters are too many for one message");
    let label = format!("by {channel} this is split: one message holds {MAX_BODY} characters");
    Some(
        Diagnostic::warning(Code::F1202, headline, text.span, label)
            .with_help("say it in fewer words, or ask whether more is wanted before going on"),
    )
}

/// What is too long without any value has been told by `paths::length`.
fn too_long_to_speak(text: &Text, measure: &Measure) -> Option<Diagnostic> {
    let most = measure.most.as_ref()?.chars().count();
    if most <= MAX_SPOKEN || measure.least.chars().count() > MAX_SPOKEN {
        return None;
    }
    let headline = format!("up to {most} characters are too many to speak at once");
    Some(
        Diagnostic::warning(Code::F0703, headline, text.span, "with long values a caller would not hear all of this")
            .with_help(format!("split it: one text of a call holds {MAX_SPOKEN} characters")),
    )
}

/// What does not fit a list of WhatsApp can be typed, not tapped.
fn check_rows(menu: &Menu, problems: &mut Vec<Diagnostic>) {
    if let Some(arm) = shown(menu).nth(MAX_ROWS) {
        let headline = format!("`{}` has more than {MAX_ROWS} choices", menu.name.text);
        problems.push(
            Diagnostic::hint(Code::F1202, headline, arm.label.span, format!("a list on WhatsApp has {MAX_ROWS} rows"))
                .with_help("put some of them into a menu of their own, or mark rare ones `hidden`"),
        );
    }
    for arm in shown(menu) {
        let length = arm.label.value.chars().count();
        if length > MAX_TITLE {
            let headline = format!("`{}` is too long for a row", arm.label.value);
            let label = format!("{length} characters: a row of a list on WhatsApp shows {MAX_TITLE}");
            problems.push(
                Diagnostic::hint(Code::F1202, headline, arm.label.span, label)
                    .with_help("shorten the label, and keep the longer words behind `also`"),
            );
        }
    }
}
