//! F1416: in a language, two choices at one place are said in the same words.

use std::collections::BTreeMap;

use super::side::Side;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{File, ItemKind, KeywordArm, KeywordKind, MenuPart, Text};
use crate::value::fold;

pub(super) fn check(file: &File, side: &Side<'_>, problems: &mut Vec<Diagnostic>) {
    for item in &file.items {
        let arms: Vec<Vec<&Text>> = match &item.kind {
            ItemKind::Menu(menu) => menu
                .parts
                .iter()
                .filter_map(|part| match part {
                    MenuPart::Arm(arm) => Some(std::iter::once(&arm.label).chain(&arm.also).collect()),
                    _ => None,
                })
                .collect(),
            ItemKind::Keywords(keywords) => keywords.arms.iter().map(whole).collect(),
            ItemKind::Always(arms) => arms.iter().map(whole).collect(),
            _ => continue,
        };
        clashes(&arms, side, problems);
    }
}

fn whole(arm: &KeywordArm) -> Vec<&Text> {
    let texts = arm.patterns.iter().filter_map(|pattern| match &pattern.kind {
        KeywordKind::Whole(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

fn clashes(arms: &[Vec<&Text>], side: &Side<'_>, problems: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    for (number, texts) in arms.iter().enumerate() {
        for text in texts {
            let Some(entry) = side.find(&text.value) else { continue };
            match taken.get(&fold(&entry.words)) {
                Some((other, first)) if *other != number => problems.push(
                    Diagnostic::warning(
                        Code::F1416,
                        format!("`{}` is said for two choices", entry.words),
                        entry.span,
                        "the other choice comes first, so that this one is never taken by these words",
                    )
                    .with_label(*first, "the other one")
                    .with_help("translate one of the two otherwise"),
                ),
                Some(_) => {}
                None => _ = taken.insert(fold(&entry.words), (number, entry.span)),
            }
        }
    }
}
