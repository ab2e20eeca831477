//! F0509: "press 2 for billing", written by hand, where key 2 does something else or nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::Flow;
use super::graph::NodeKind;
use super::patterns::plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Failure, KeywordKind, Menu, MenuPart, SettingKind, Text};

/// Words after which a key is named, in the languages where the key follows.
const PRESS: &[&str] =
    &["press", "pulse", "oprima", "presione", "marque", "appuyez", "tapez", "drücken", "wählen", "pressione", "prema"];

/// Words that may stand between the two.
const BETWEEN: &[&str] = &[
    "the", "key", "number", "sur", "la", "le", "touche", "el", "tecla", "sie", "die", "taste", "o", "a", "il", "tasto",
];

/// "press 5 times" names no key.
const TIMES: &[&str] =
    &["times", "seconds", "minutes", "veces", "fois", "secondes", "mal", "sekunden", "vezes", "volte"];

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let always = match flow.graph.always.and_then(|id| flow.graph.node(id)).map(|node| node.kind) {
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
        // What an arm that did not parse was for is not known, and `else` takes any key.
        if !menu.parts.iter().any(|part| matches!(part, MenuPart::Bad(_) | MenuPart::Else { .. })) {
            let choices = Choices::of(menu);
            for text in written(menu) {
                compare(menu, &choices, &everywhere, text, problems);
            }
        }
    }
}

/// A menu's keys, and for each label the keys it stands for.
struct Choices<'t> {
    keys: BTreeSet<&'t str>,
    labels: BTreeMap<String, BTreeSet<&'t str>>,
}

impl<'t> Choices<'t> {
    fn of(menu: &'t Menu) -> Self {
        let mut found = Choices { keys: BTreeSet::new(), labels: BTreeMap::new() };
        for part in &menu.parts {
            let MenuPart::Arm(arm) = part else { continue };
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
        let key = named.key;
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

/// "press 2", where in the text, and the labels right before and behind it.
#[derive(Debug, PartialEq)]
struct Named<'t> {
    key: &'t str,
    start: usize,
    end: usize,
    labels: Vec<String>,
}

fn named_keys(text: &str) -> Vec<Named<'_>> {
    let words = words(text);
    let mut found = Vec::new();
    for (index, (at, word)) in words.iter().enumerate() {
        if !PRESS.contains(&word.to_lowercase().as_str()) {
            continue;
        }
        let mut behind = words.iter().skip(index + 1).skip_while(|(_, w)| BETWEEN.contains(&w.to_lowercase().as_str()));
        let Some((start, key)) = behind.next() else { continue };
        let end = start + key.len();
        let adjoining =
            text.get(*at..*start).is_some_and(|between| between.chars().all(|c| c.is_alphabetic() || c == ' '));
        let times = behind.next().is_some_and(|(_, w)| TIMES.contains(&w.to_lowercase().as_str()));
        let whole = !text.get(end..).is_some_and(continues);
        if adjoining && whole && !times && key.bytes().all(|b| b.is_ascii_digit()) {
            let before = text.get(..*at).unwrap_or("");
            let after = text.get(end..).unwrap_or("");
            found.push(Named { key, start: *start, end, labels: labels(before, after) });
        }
    }
    found
}

/// Is the number followed by more of itself, as in `1.5`, `1-3` or `1{{more}}`?
fn continues(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('{' | '-' | '–' | '/') => true,
        Some('.' | ',' | ':') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Runs of letters and digits with their places, outside `{{…}}`.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (before, c) {
            ('{', '{') => depth += 1,
            ('}', '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        match (c.is_alphanumeric() && depth == 0, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.extend(text.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// "For sales, press 2" and "press 2 for sales": what stands for the label.
fn labels(before: &str, after: &str) -> Vec<String> {
    let stops = ['.', ',', ';', ':', '!', '?', '\n'];
    let ahead = before.trim_end_matches([' ', ',']).rsplit(stops).next().unwrap_or("");
    let behind = after.split(stops).next().unwrap_or("");
    let lead = |phrase: &str| {
        let phrase = phrase.trim().to_lowercase();
        ["for ", "to "].iter().find_map(|word| phrase.strip_prefix(word).map(str::to_owned))
    };
    // With words on both sides it is open which of them the key is for.
    match (lead(ahead), lead(behind)) {
        (Some(label), None) | (None, Some(label)) => vec![label],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<&str> {
        named_keys(text).into_iter().map(|named| named.key).collect()
    }

    #[test]
    fn a_key_is_named_where_a_digit_follows() {
        assert_eq!(keys("For sales, press 1. For help press the number 22!"), ["1", "22"]);
        assert_eq!(keys("Pour les ventes, appuyez sur la touche 3."), ["3"]);
        assert_eq!(keys("Drücken Sie die 4."), ["4"]);
    }

    #[test]
    fn what_may_mean_something_else_is_left_alone() {
        for text in [
            "press one",
            "press 3 times",
            "press 1.5",
            "press 1-3",
            "press {{key}}",
            "the 2 press",
            "press. 4 of us",
            "{{press 1}}",
        ] {
            assert!(keys(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn labels_are_read_on_either_side() {
        assert_eq!(named_keys("Hello. For Sales, press 1.")[0].labels, ["sales"]);
        assert_eq!(named_keys("Press 2 for order status, or wait.")[0].labels, ["order status"]);
    }
}
