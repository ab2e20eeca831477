//! F0604: a word of `always` that a question takes as its answer, so that it is no choice there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::chart::{Chart, Does, Question, When};
use crate::check::names::Names;
use crate::check::paths::flow::Flow;
use crate::check::paths::graph::NodeKind;
use crate::check::paths::patterns::{plain, spelled};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{KeywordKind, Name};
use crate::value::understand;

/// A day to understand "today" by; which one makes no difference.
const SOME_DAY: Date = jiff::civil::date(2026, 1, 5);

pub(super) fn check(chart: &Chart<'_>, flow: &Flow<'_>, names: &Names<'_>, problems: &mut Vec<Diagnostic>) {
    let always = flow.own_always().map(|node| node.kind);
    let Some(NodeKind::Always(always)) = always else { return };
    let languages = if names.languages.is_empty() { vec!["en-US"] } else { names.languages.clone() };
    let questions = questions(chart);
    for keyword in always.iter().flat_map(|arm| &arm.patterns) {
        let KeywordKind::Whole(text) = &keyword.kind else { continue };
        let Some(word) = plain(text) else { continue };
        let takes = |kind: &str| languages.iter().any(|language| understands(kind, &word, language));
        let Some((name, asked)) = questions.iter().find(|(kind, _)| takes(kind)).map(|(_, place)| *place) else {
            continue;
        };
        let headline = format!("the question for `{}` hides the choice `{}` of `always`", name.text, spelled(keyword));
        problems.push(
            Diagnostic::hint(Code::F0604, headline, asked, "here the word is an answer")
                .with_label(keyword.span, "and never comes to this")
                .with_help("give the choice another word, unless this is meant"),
        );
    }
}

/// For each kind of answer the first question of that kind at which `always` counts.
fn questions<'t>(chart: &Chart<'t>) -> BTreeMap<&'t str, (&'t Name, Span)> {
    let mut found = BTreeMap::new();
    for point in &chart.points {
        if let Does::Ask(asked) = &point.does
            && let Question::Ask { name, kind } = asked.what
            && point.ways.iter().any(|way| matches!(way.when, When::Always))
        {
            found.entry(kind.name.text.as_str()).or_insert((name, kind.span));
        }
    }
    found
}

fn understands(kind: &str, word: &str, language: &str) -> bool {
    match kind {
        "yesno" => understand::yes_no(word, language).is_some(),
        "date" => understand::date(word, language, SOME_DAY).is_some(),
        "time" => understand::time(word, language).is_some(),
        "number" => understand::number(word, language).is_some(),
        "money" => understand::money(word, language).is_some(),
        _ => false,
    }
}
