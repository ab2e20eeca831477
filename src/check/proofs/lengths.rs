//! How many characters a value has at most, where its declaration or all its questions say so.

use std::collections::BTreeMap;

use super::chart::{Chart, Does, Question};
use super::vars::{Effect, Vars};
use crate::check::constants;
use crate::check::names::{Names, What};
use crate::syntax::tree::{AskArgument, AskKind, Expr};
use crate::value::{Type, Value};

/// Helpers and functions that leave the number of characters as it is, in messages.
const SAME_LENGTH: [&str; 6] = ["spell", "upper", "lower", "title", "mask", "emphasis"];

#[derive(Debug, Default)]
pub(super) struct Lengths<'t>(BTreeMap<&'t str, usize>);

impl<'t> Lengths<'t> {
    pub fn collect(names: &Names<'t>, vars: &Vars<'t>, chart: &Chart<'t>) -> Self {
        let mut found = BTreeMap::new();
        for (name, declared) in names.iter() {
            let length = match &declared.what {
                What::Variable(Type::Text(Some(length))) => usize::try_from(*length).ok(),
                What::Constant(value) => constants::value(names, value).map(|value| value.to_string().chars().count()),
                _ => None,
            };
            found.extend(length.map(|length| (name, length)));
        }
        for (var, length) in asked(names, vars, chart) {
            let name = vars.name(var);
            let known = found.get(name).copied().unwrap_or(usize::MAX);
            found.insert(name, known.min(length));
        }
        Self(found)
    }

    /// The most characters of what stands in a tag: a name, or a helper with one.
    pub fn of(&self, tag: &str) -> Option<usize> {
        let mut words = tag.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some(name), None, _) => self.0.get(name).copied(),
            (Some(helper), Some(name), None) if SAME_LENGTH.contains(&helper) => self.0.get(name).copied(),
            _ => None,
        }
    }
}

/// The variables that only bounded questions fill, with the longest answer.
fn asked(names: &Names<'_>, vars: &Vars<'_>, chart: &Chart<'_>) -> Vec<(usize, usize)> {
    let mut longest: Vec<Option<usize>> = (0..vars.len()).map(|var| vars.tracked.has(var).then_some(0)).collect();
    for point in &chart.points {
        let length = match &point.does {
            Does::Ask(asked) => match asked.what {
                Question::Ask { name, kind } => vars.get(&name.text).map(|var| (var, kind_length(names, kind))),
                _ => None,
            },
            _ => None,
        };
        let of_ways = point.ways.iter().filter(|way| way.when.sets()).flat_map(|way| vars.of_way(&point.does, way));
        for var in of_ways.chain(vars.of_point(&point.does)).filter_map(Effect::target) {
            let this = length.filter(|(at, _)| *at == var).and_then(|(_, length)| length);
            if let Some(slot) = longest.get_mut(var) {
                *slot = slot.zip(this).map(|(known, this)| known.max(this));
            }
        }
    }
    let known = longest.into_iter().enumerate().filter_map(|(var, length)| length.map(|length| (var, length)));
    known.filter(|(_, length)| *length > 0).collect()
}

fn kind_length(names: &Names<'_>, kind: &AskKind) -> Option<usize> {
    let number = |expr: &Expr| constants::count(names, expr).and_then(|count| usize::try_from(count).ok());
    match (kind.name.text.as_str(), &kind.argument) {
        ("text" | "digits", AskArgument::One(most)) => number(most),
        ("digits", AskArgument::Range(_, most)) => number(most),
        // An answer may have decimals.
        ("number", AskArgument::Range(from, to)) => {
            let shown = |end: &Expr| match constants::value(names, end)? {
                Value::Number(n) => Some(n.to_string().len()),
                _ => None,
            };
            Some(shown(from)?.max(shown(to)?) + 3)
        }
        _ => None,
    }
}
