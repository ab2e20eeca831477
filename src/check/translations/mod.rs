//! Translations: a side file a flow and language, held against the texts of the flow.

mod agree;
mod put;
mod side;
mod spoken;
mod texts;
mod twice;
mod write;

use std::collections::BTreeSet;

use super::units::Unit;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{Sources, Span};
use crate::syntax::tree::ItemKind;
use crate::template;
use crate::value::primary;
pub(super) use side::Side;
pub(super) use spoken::check as check_spoken;
use texts::Wanted;
pub use write::{Refreshed, refresh};

/// What a phrase may leave out.
const OPTIONAL: [&str; 5] = ["{half}", "{year}", "{weekday}", "{symbol}", "{minute}"];

/// So many of what is missing are told by their words.
const MAX_SHOWN: usize = 8;

/// All side files of a run.
#[derive(Debug, Default)]
pub(super) struct Sides<'s>(Vec<Side<'s>>);

impl<'s> Sides<'s> {
    /// Reads them; what is wrong with a file, and files of nothing, are reported with the flow that they belong to,
    /// or with none.
    pub fn read(sources: &'s Sources, units: &[Unit<'_>], found: &mut [Vec<Diagnostic>]) -> (Self, Vec<Diagnostic>) {
        let mut sides = Vec::new();
        let mut orphans = Vec::new();
        for (id, source) in sources.iter().filter(|(_, file)| !file.is_flow()) {
            let mut problems = Vec::new();
            let Some(side) = Side::read(id, source, &mut problems) else { continue };
            match units.iter().position(|unit| unit.source.stem() == side.flow).and_then(|at| found.get_mut(at)) {
                Some(of_flow) => {
                    of_flow.append(&mut problems);
                    sides.push(side);
                }
                None => orphans.push(of_no_flow(units, &side)),
            }
        }
        (Self(sides), orphans)
    }

    /// Those of a flow, by language.
    pub fn of(&self, flow: &str) -> impl Iterator<Item = &Side<'s>> {
        self.0.iter().filter(move |side| side.flow == flow)
    }
}

fn of_no_flow(units: &[Unit<'_>], side: &Side<'_>) -> Diagnostic {
    let stems = units.iter().map(|unit| unit.source.stem());
    let help = match nearest(side.flow, stems) {
        Some(near) => format!("did you mean `{near}.{}.toml`?", side.tag),
        None => format!("call it like the flow: `FLOW.{}.toml`, or remove it", side.tag),
    };
    let headline = format!("these are translations of no flow: there is no `{}`", side.flow);
    Diagnostic::warning(Code::F1413, headline, head(side), "nothing uses this file").with_help(help)
}

fn head(side: &Side<'_>) -> Span {
    Span::new(side.id, 0, 0)
}

/// Holds the side files of a flow against its texts, one language after the other. `spoken` are the languages that
/// its sessions can come to have.
pub(super) fn check(unit: &Unit<'_>, spoken: &[&str], sides: &Sides<'_>, problems: &mut Vec<Diagnostic>) {
    let wanted = texts::collect(&unit.tree);
    let flow = unit.source.stem();
    for tag in spoken.iter().skip(1) {
        let side = sides.of(flow).find(|side| side.tag == *tag);
        // British English needs no translation of American.
        let is_own = spoken.first().is_some_and(|first| primary(first) == primary(tag));
        if side.is_some() || !is_own {
            problems.extend(missing(unit, &wanted, tag, side));
        }
    }
    for side in sides.of(flow) {
        if !spoken.contains(&side.tag) {
            problems.push(of_no_language(spoken, side));
        }
        // The flow's own texts are in its first language; a file for that has phrases only.
        let translated = if spoken.first() == Some(&side.tag) { &[][..] } else { &wanted };
        problems.extend(stale(translated, side));
        agree::check(&wanted, side, problems);
        twice::check(&unit.tree, side, problems);
        phrases(side, problems);
    }
}

/// One for a language, however much there is.
fn missing(unit: &Unit<'_>, wanted: &[Wanted<'_>], tag: &str, side: Option<&Side<'_>>) -> Option<Diagnostic> {
    // What cannot be read may well have been translated.
    if side.is_some_and(|side| side.is_broken) {
        return None;
    }
    let has = |wanted: &&Wanted<'_>| side.and_then(|side| side.find(wanted.key())).is_some();
    let lacking: Vec<&Wanted<'_>> = wanted.iter().filter(|wanted| wanted.is_needed() && !has(wanted)).collect();
    let first = lacking.first()?;
    let (flow, count) = (unit.source.stem(), lacking.len());
    let texts = if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
    let Some(side) = side else { return Some(untranslated(unit, tag, &texts)) };
    let (place, label) = match side.texts.get(first.key()) {
        Some(entry) => (entry.span, "the first of them"),
        None => (head(side), "they are not in this file"),
    };
    let mut problem = Diagnostic::warning(
        Code::F1411,
        format!("{texts} of `{flow}` {} a translation into `{tag}`", if count == 1 { "lacks" } else { "lack" }),
        place,
        label,
    )
    .with_help(format!(
        "`flowtone translate {} --to {tag}` lists them in this file, to be filled in",
        unit.source.name
    ));
    for wanted in lacking.iter().take(MAX_SHOWN) {
        problem = problem.with_label(wanted.span(), "not translated");
    }
    if count > MAX_SHOWN {
        problem = problem.with_note(format!("and {} more", count - MAX_SHOWN));
    }
    Some(problem)
}

/// Without a side file.
fn untranslated(unit: &Unit<'_>, tag: &str, texts: &str) -> Diagnostic {
    let (flow, named) = (unit.source.stem(), language_line(unit, tag));
    let problem = Diagnostic::warning(
        Code::F1411,
        format!("`{flow}` is not translated into `{tag}`"),
        named.unwrap_or_else(|| unit.tree.span.head()),
        format!("{texts} would come in the language of the flow"),
    )
    .with_help(format!(
        "`flowtone translate {} --to {tag}` writes `{flow}.{tag}.toml`, to be filled in",
        unit.source.name
    ));
    match named {
        Some(_) => problem.with_note(format!(
            "where the flow itself has all words in `{tag}`, write `// allow F1411: why` behind this line"
        )),
        None => problem,
    }
}

fn language_line(unit: &Unit<'_>, wanted: &str) -> Option<Span> {
    unit.tree.items.iter().find_map(|item| match &item.kind {
        ItemKind::Language { tag, .. } if tag.text == wanted => Some(tag.span),
        _ => None,
    })
}

fn of_no_language(spoken: &[&str], side: &Side<'_>) -> Diagnostic {
    let help = match nearest(side.tag, spoken.iter().copied()) {
        Some(near) => format!("did you mean `{}.{near}.toml`?", side.flow),
        None => format!("add `language {}` to `{}.flow`, or remove this file", side.tag, side.flow),
    };
    let headline = format!("`{}` does not speak `{}`", side.flow, side.tag);
    Diagnostic::warning(Code::F1413, headline, head(side), "nobody hears what is in this file").with_help(help)
}

fn stale(wanted: &[Wanted<'_>], side: &Side<'_>) -> Option<Diagnostic> {
    let known: BTreeSet<&str> = wanted.iter().map(Wanted::key).collect();
    let tables = [&side.texts, &side.words, &side.recordings];
    let mut spans: Vec<Span> = tables
        .into_iter()
        .flatten()
        .filter(|(text, _)| !known.contains(text.as_str()))
        .map(|(_, entry)| entry.key)
        .collect();
    spans.sort_unstable();
    let (first, rest) = spans.split_first()?;
    let headline = match rest.len() {
        0 => "a translation is of no text any more".to_owned(),
        more => format!("{} translations are of no text any more", more + 1),
    };
    let mut problem =
        Diagnostic::warning(Code::F1415, headline, *first, "the flow has no such text").with_help(format!(
            "`flowtone translate {}.flow --to {}` sets aside what is not needed under `[stale]`",
            side.flow, side.tag
        ));
    for span in rest.iter().take(MAX_SHOWN) {
        problem = problem.with_label(*span, "nor this");
    }
    Some(problem)
}

/// Our own wording, put otherwise.
fn phrases(side: &Side<'_>, problems: &mut Vec<Diagnostic>) {
    for (name, entry) in &side.phrases {
        let ours = template::phrases(side.tag);
        let Some(written) = ours.word(name) else {
            let problem = Diagnostic::error(
                Code::F1417,
                format!("unknown phrase `{name}`"),
                entry.key,
                "no wording of ours has this name",
            );
            problems.push(match nearest(name, template::PHRASES) {
                Some(near) => problem.with_help(format!("did you mean `{near}`?")).with_edit(entry.key, near),
                None => problem.with_help(format!("the phrases are {}", super::suggest::listed(template::PHRASES))),
            });
            continue;
        };
        if entry.words.is_empty() {
            continue;
        }
        let lost = agree::places(&written)
            .into_iter()
            .find(|place| !OPTIONAL.contains(&place.as_str()) && !entry.words.contains(place.as_str()));
        let strange = agree::places(&entry.words).into_iter().find(|place| !written.contains(place.as_str()));
        let count = |words: &str| words.split(',').count();
        if ["months", "weekdays"].contains(&name.as_str()) && count(&entry.words) != count(&written) {
            problems.push(
                Diagnostic::error(
                    Code::F1417,
                    format!("`{name}` is not complete"),
                    entry.span,
                    "a list with commas between",
                )
                .with_help(format!("it is written `{written}` otherwise")),
            );
        }
        let (headline, label) = match (lost, strange) {
            (Some(place), _) => (format!("`{name}` needs `{place}`"), "this would leave something out"),
            (_, Some(place)) => (format!("`{name}` knows no `{place}`"), "nothing is put in here"),
            _ => continue,
        };
        problems.push(
            Diagnostic::error(Code::F1417, headline, entry.span, label)
                .with_help(format!("it is written `{written}` otherwise: keep what is in braces")),
        );
    }
}
