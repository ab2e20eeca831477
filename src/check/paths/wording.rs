//! F0509 and F0514: words written by hand say of a menu's keys what its arms do not.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::Flow;
use super::graph::NodeKind;
use super::named::{Named, named_keys, words};
use super::patterns::plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Failure, KeywordKind, Menu, MenuArm, MenuPart, Prompt, SettingKind, Text};

/// Shorter words of a label, such as articles, do not tell that it is mentioned.
const MIN_WORD: usize = 3;
/// So many letters of a longer word do.
const STEM: usize = 4;

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let always = match flow.own_always().map(|node| node.kind) {
        Some(NodeKind::Always(arms)) => arms,
        _ => &[],
    };
    let everywhere: BTreeSet<&str> = always
        .iter()
        .flat_map(|arm| &arm.patterns)
        .filter_map(|pattern| match &pattern.kind {
            KeywordKind::Key(key) => Some(key.text.as_str()),
            KeywordKind::Whole(text) => Some(text.value.as_str()),
            _ => None,
        })
        .collect();
    for node in &flow.graph.nodes {
        let NodeKind::Menu(menu) = node.kind else { continue };
        // What an arm that did not parse was for is not known.
        if menu.parts.iter().any(|part| matches!(part, MenuPart::Bad(_))) {
            continue;
        }
        unmentioned(menu, problems);
        // `else` takes any key.
        if !menu.parts.iter().any(|part| matches!(part, MenuPart::Else { .. })) {
            let choices = Choices::of(menu);
            for text in written(menu) {
                compare(menu, &choices, &everywhere, text, problems);
            }
        }
    }
}

fn arms(menu: &Menu) -> impl Iterator<Item = &MenuArm> {
    menu.parts.iter().filter_map(|part| if let MenuPart::Arm(arm) = part { Some(arm) } else { None })
}

/// A menu's keys, and for each label the keys it stands for.
struct Choices<'t> {
    keys: BTreeSet<&'t str>,
    labels: BTreeMap<String, BTreeSet<&'t str>>,
}

impl<'t> Choices<'t> {
    fn of(menu: &'t Menu) -> Self {
        let mut found = Choices { keys: BTreeSet::new(), labels: BTreeMap::new() };
        for arm in arms(menu) {
            found.keys.insert(&arm.key.text);
            for words in std::iter::once(&arm.label).chain(&arm.also).filter_map(plain) {
                found.labels.entry(words).or_default().insert(&arm.key.text);
            }
        }
        found
    }
}

/// The menu's prompt and what it says before asking again.
fn written(menu: &Menu) -> impl Iterator<Item = &Text> {
    let again = menu.parts.iter().flat_map(|part| match part {
        MenuPart::Setting(setting) => match &setting.kind {
            SettingKind::NoInput(Failure::Words(prompts)) | SettingKind::NoMatch(Failure::Words(prompts)) => {
                prompts.as_slice()
            }
            _ => &[],
        },
        _ => &[],
    });
    std::iter::once(&menu.prompt).chain(again).flat_map(|prompt| &prompt.forms).map(|form| &form.text)
}

fn compare(
    menu: &Menu,
    choices: &Choices<'_>,
    everywhere: &BTreeSet<&str>,
    text: &Text,
    problems: &mut Vec<Diagnostic>,
) {
    for named in named_keys(&text.value) {
        let span = text.place(named.start, named.end);
        let key = named.key.as_str();
        if !choices.keys.contains(key) {
            if !everywhere.contains(key) {
                let headline = format!("the words name key `{key}`, which `{}` does not have", menu.name.text);
                problems.push(Diagnostic::warning(Code::F0509, headline, span, "no arm has this key").with_help(
                    "name a key of the menu, or write `{{options}}` and let the wording be made from the arms",
                ));
            }
            continue;
        }
        let other = named.labels.iter().find_map(|label| {
            let keys = choices.labels.get(label)?;
            if keys.contains(key) { None } else { keys.first().map(|right| (label, *right)) }
        });
        if let Some((label, right)) = other {
            let headline = format!("the words name key `{key}` for `{label}`, which is key `{right}`");
            problems.push(Diagnostic::warning(Code::F0509, headline, span, "this key is another choice").with_help(
                format!("say `{right}` here, or write `{{{{options}}}}` and let the wording be made from the arms"),
            ));
        }
    }
}

/// Where a prompt names some of the choices itself, all of them are to be named, and none twice.
fn unmentioned(menu: &Menu, problems: &mut Vec<Diagnostic>) {
    for form in &menu.prompt.forms {
        let text = &form.text;
        let named = named_keys(&text.value);
        if named.is_empty() || text.value.contains("{{options}}") {
            continue;
        }
        if differs_by_channel(&menu.prompt) {
            problems.extend(left_out(menu, text, &named));
        } else {
            problems.extend(said_twice(menu, text, &named));
        }
    }
}

/// Words of their own for a channel go without the wording that is made of the arms.
fn differs_by_channel(prompt: &Prompt) -> bool {
    prompt.forms.iter().any(|form| form.channel.is_some())
}

fn left_out(menu: &Menu, text: &Text, named: &[Named]) -> Option<Diagnostic> {
    let said: Vec<String> = words(&text.value).into_iter().map(|(_, word)| word.to_lowercase()).collect();
    let mentions = |label: &Text| {
        words(&label.value).into_iter().map(|(_, word)| word.to_lowercase()).any(|word| {
            let stem: String = word.chars().take(STEM).collect();
            word.chars().count() >= MIN_WORD && said.iter().any(|other| other.starts_with(&stem))
        })
    };
    let missing = arms(menu).filter(|arm| !arm.hidden).find(|arm| {
        let by_key = said.contains(&arm.key.text) || named.iter().any(|named| named.key == arm.key.text);
        !by_key && !std::iter::once(&arm.label).chain(&arm.also).any(mentions)
    })?;
    let (key, label) = (&missing.key.text, &missing.label.value);
    let headline = format!("the words do not mention key `{key}`, `{label}`");
    Some(
        Diagnostic::warning(Code::F0514, headline, text.span, "nobody would know of this choice")
            .with_label(missing.key.span, "the choice")
            .with_help("name it, mark it `hidden`, or write `{{options}}` and let the wording be made from the arms"),
    )
}

fn said_twice(menu: &Menu, text: &Text, named: &[Named]) -> Option<Diagnostic> {
    let (twice, arm) = named
        .iter()
        .find_map(|named| arms(menu).find(|arm| !arm.hidden && arm.key.text == named.key).map(|arm| (named, arm)))?;
    let headline = format!("key `{}` is told twice", arm.key.text);
    let span = text.place(twice.start, twice.end);
    Some(
        Diagnostic::hint(Code::F0514, headline, span, "the choices are said after these words anyway")
            .with_label(arm.label.span, "from this the wording is made")
            .with_help(
                "leave the keys out here, mark the choices `hidden`, or give each channel its own words with \
                 `voice \"…\" text \"…\"`",
            ),
    )
}
