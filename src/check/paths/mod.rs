//! Where a flow can go: every path has an end, every wait has a bound, every choice can be chosen, and
//! nothing asks a channel for what it cannot do.
//!
//! The tree is walked once into a [`graph::Graph`]; the checks read that. What is not sure is not reported.

mod always;
mod branches;
mod carrier;
pub mod channels;
mod choices;
mod cycles;
mod dead;
mod ends;
pub mod flow;
mod gaps;
pub mod graph;
mod keywords;
mod length;
mod lifecycle;
mod limits;
mod named;
mod nodes;
mod outcomes;
pub mod patterns;
pub mod reach;
mod reachable;
mod replies;
mod restless;
pub mod settings;
pub mod survey;
#[cfg(test)]
mod tests;
mod tongues;
pub mod visit;
mod waits;
mod walk;
mod wording;

use std::collections::BTreeSet;

use self::flow::Flow;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree;
use gaps::Gaps;
use settings::Defaults;

/// The nodes that other flows go to; `None` where no flow uses this one.
pub type Outside<'u> = Option<BTreeSet<&'u str>>;

/// Reports what is wrong with the paths, waits, keywords and channels of a file.
///
/// `problems` holds what the reader of the file found. Where a part has mistakes of syntax, an end, a bound or a
/// condition may stand in what could not be read, so what it lacks is not judged.
pub fn check(tree: &tree::File, outside: &Outside<'_>, problems: &mut Vec<Diagnostic>) {
    let flow = flow(tree, outside);
    let gaps = Gaps::new(tree, problems);
    let mut found = Vec::new();
    if gaps.is_empty() {
        reachable::check(&flow, outside.is_some(), &mut found);
        wording::check(&flow, &mut found);
        limits::check(&flow, &mut found);
    }
    ends::check(&flow, &mut found);
    cycles::check(&flow, &mut found);
    if !gaps.in_settings {
        outcomes::check(&flow, &mut found);
        waits::check(&flow, &mut found);
    }
    found.retain(|problem| !gaps.touch(problem));
    dead::check(&flow, &mut found);
    lifecycle::check(&flow, &mut found);
    restless::check(&flow, &mut found);
    choices::check(&flow, &mut found);
    keywords::check(&flow, &mut found);
    replies::check(&flow, &mut found);
    carrier::check(&flow, &mut found);
    always::check(&flow, &mut found);
    length::check(&flow, &mut found);

    // An action of `defaults` is walked at each wait that uses it; its mistakes are told once.
    let mut told = BTreeSet::new();
    found.retain(|problem| told.insert((problem.code, problem.primary.span, problem.headline.clone())));
    problems.append(&mut found);
}

/// Reports what is wrong with the words of a sound file alone: those that another language has otherwise.
pub fn check_words(tree: &tree::File, outside: &Outside<'_>, problems: &mut Vec<Diagnostic>) {
    let flow = flow(tree, outside);
    wording::check(&flow, problems);
    replies::check(&flow, problems);
    carrier::check(&flow, problems);
    length::check(&flow, problems);
}

/// The file as a graph, with the channels that come to each node.
pub(in crate::check) fn flow<'t>(tree: &'t tree::File, outside: &Outside<'_>) -> Flow<'t> {
    let defaults = Defaults::collect(tree);
    let graph = nodes::collect(tree, outside);
    let survey = survey::survey(&graph);
    let graph = walk::walk(graph, &survey, &defaults);
    let reached = reach::propagate(&graph);
    Flow { file: tree.span, graph, reached, defaults }
}
