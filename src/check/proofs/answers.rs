//! F0604: a word of `always` that a question takes as its answer, so that it is no choice there.

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
    let always = match flow.own_always().map(|node| node.kind) {
        Some(NodeKind::Always(arms)) => arms,
        _ => return,
    };
    let languages = if names.languages.is_empty() { vec!["en-US"] } else { names.languages.clone() };
    for keyword in always.iter().flat_map(|arm| &arm.patterns) {
        let KeywordKind::Whole(text) = &keyword.kind else { continue };
        let Some(word) = plain(text) else { continue };
        let Some((name, asked)) = question_that_takes(chart, &word, &languages) else { continue };
        let headline = format!("the question for `{}` hides the choice `{}` of `always`", name.text, spelled(keyword));
        problems.push(
            Diagnostic::hint(Code::F0604, headline, asked, "here the word is an answer")
                .with_label(keyword.span, "and never comes to this")
                .with_help("give the choice another word, unless this is meant"),
        );
    }
}

/// The first question at which `always` counts and whose kind understands the word.
fn question_that_takes<'t>(chart: &Chart<'t>, word: &str, languages: &[&str]) -> Option<(&'t Name, Span)> {
    chart.points.iter().find_map(|point| {
        let Does::Ask(asked) = &point.does else { return None };
        let Question::Ask { name, kind } = asked.what else { return None };
        let meets = point.ways.iter().any(|way| matches!(way.when, When::Always));
        let takes = languages.iter().any(|language| understands(&kind.name.text, word, language));
        (meets && takes).then_some((name, kind.span))
    })
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
