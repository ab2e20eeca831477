//! F0502 and F0503: a menu's keys and words each mean one thing.

use std::collections::BTreeMap;

use super::channels::{Channels, Reach};
use super::flow::Flow;
use super::graph::NodeKind;
use super::patterns::plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{KeywordKind, Menu, MenuArm, MenuPart};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for (id, node) in flow.graph.ids() {
        let NodeKind::Menu(menu) = node.kind else { continue };
        let keys = keys(menu, problems);
        words(menu, &keys, problems);
        if flow.reached.at(id, Reach::ALL).maybe.meets(Channels::VOICE) {
            prefixes(menu, keys, flow, problems);
        }
    }
}

fn arms(menu: &Menu) -> impl Iterator<Item = &MenuArm> {
    menu.parts.iter().filter_map(|part| if let MenuPart::Arm(arm) = part { Some(arm) } else { None })
}

fn keys<'t>(menu: &'t Menu, problems: &mut Vec<Diagnostic>) -> BTreeMap<&'t str, Span> {
    let mut keys: BTreeMap<&str, Span> = BTreeMap::new();
    for key in arms(menu).map(|arm| &arm.key) {
        if let Some(first) = keys.get(key.text.as_str()) {
            let headline = format!("key `{}` stands twice in `{}`", key.text, menu.name.text);
            problems.push(
                Diagnostic::error(Code::F0503, headline, key.span, "this choice can never be taken by its key")
                    .with_label(*first, "the key is used here")
                    .with_help("give one of the two another key"),
            );
        } else {
            keys.insert(&key.text, key.span);
        }
    }
    keys
}

/// Labels and synonyms, and keys where a label is one.
fn words(menu: &Menu, keys: &BTreeMap<&str, Span>, problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (Span, usize)> = BTreeMap::new();
    for (index, arm) in arms(menu).enumerate() {
        for text in std::iter::once(&arm.label).chain(&arm.also) {
            let Some(folded) = plain(text) else { continue };
            let of_key = keys.get(folded.as_str()).copied().filter(|_| arm.key.text != folded);
            let of_word = seen.get(&folded).filter(|(_, other)| *other != index).map(|(span, _)| *span);
            if let Some(first) = of_key.or(of_word) {
                let headline = format!("`{}` means two choices of `{}`", text.value, menu.name.text);
                problems.push(
                    Diagnostic::warning(
                        Code::F0503,
                        headline,
                        text.span,
                        "who says or writes this gets the other choice",
                    )
                    .with_label(first, "the other choice")
                    .with_help("use words that tell the choices apart"),
                );
            }
            seen.entry(folded).or_insert((text.span, index));
        }
    }
}

/// A caller is answered at once where all keys that count have one length, those of `always` included. In sorted order
/// a key's first extension is right behind it.
fn prefixes<'t>(menu: &'t Menu, mut keys: BTreeMap<&'t str, Span>, flow: &Flow<'t>, problems: &mut Vec<Diagnostic>) {
    let own = keys.len();
    if let Some(NodeKind::Always(arms)) = flow.own_always().map(|node| node.kind) {
        for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
            if let KeywordKind::Key(key) = &pattern.kind {
                keys.entry(key.text.as_str()).or_insert(pattern.span);
            }
        }
    }
    let mut told = false;
    for ((short, at), (long, longer)) in keys.iter().zip(keys.iter().skip(1)) {
        if long.starts_with(short) {
            told = true;
            let headline = format!("key `{short}` is the beginning of key `{long}`");
            let label = format!("after pressing `{short}` a caller waits, as `{long}` could still come");
            problems.push(
                Diagnostic::warning(Code::F0502, headline, *at, label).with_label(*longer, "the longer key").with_help(
                    format!("give one of them a key that begins otherwise, and `{short}` is answered at once"),
                ),
            );
        }
    }
    let shortest = keys.iter().min_by_key(|(key, _)| key.len());
    let longest = keys.iter().max_by_key(|(key, _)| key.len());
    if let (false, true, Some((short, at)), Some((long, longer))) = (told, own > 0, shortest, longest)
        && short.len() < long.len()
    {
        let headline = format!("the keys of `{}` have different lengths", menu.name.text);
        let label = format!("after pressing `{short}` a caller waits, as more keys could come");
        problems.push(
            Diagnostic::hint(Code::F0502, headline, *at, label)
                .with_label(*longer, format!("`{long}` is longer"))
                .with_help("give all choices keys of one length, and each is answered at once"),
        );
    }
}
