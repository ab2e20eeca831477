//! F0408 and F0409: the blocks of `on hangup` and its kin run when nobody is listening, and where their event happens.

use std::collections::{BTreeSet, VecDeque};

use super::channels::Channels;
use super::flow::{Flow, word_at};
use super::graph::{Graph, NodeId, NodeKind};
use super::survey::{resolve, target};
use super::visit;
use crate::diagnostic::{Code, Diagnostic};
use crate::program::event::{CALL_EVENTS, REPORTS, TEXT_EVENTS};
use crate::source::Span;
use crate::syntax::tree::{Statement, StatementKind};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let graph = &flow.graph;
    for (id, node) in graph.ids() {
        let (NodeKind::Lifecycle(action) | NodeKind::Fault(action)) = node.kind else { continue };
        problems.extend(never(flow, id));
        let faults = matches!(node.kind, NodeKind::Fault(_));
        for statement in visit::statements(vec![&action.body]) {
            if let Some(word) = needs_someone(statement) {
                let headline = format!("`{}` cannot `{word}`", node.name);
                problems.push(report(graph, id, headline, word_at(statement.span, word), "nobody is listening here"));
            } else if let Some(target) = target(statement).filter(|_| !faults || !is_jump(statement)) {
                let Some(way) = resolve(graph, target).and_then(|to| way_to_talk(graph, to)) else { continue };
                let headline = format!("`{}` cannot go on to `{}`", node.name, target.node.text);
                let label = "this comes to words or a wait, and nobody is listening";
                problems.push(report(graph, id, headline, target.span, label).with_note(format!("the way: {way}")));
            }
        }
    }
}

fn report(graph: &Graph<'_>, id: NodeId, headline: String, span: Span, label: &str) -> Diagnostic {
    let name = graph.name(id);
    let help = format!("in `{name}`, use `emit`, `send`, `set`, `log`, `if` and `match` only");
    Diagnostic::error(Code::F0408, headline, span, label).with_help(help)
}

fn is_jump(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Jump(_))
}

/// An event of calls in a flow that takes none, or of messages in one that has none.
fn never(flow: &Flow<'_>, id: NodeId) -> Option<Diagnostic> {
    let graph = &flow.graph;
    let node = graph.node(id)?;
    let (takes, of) = match node.name.strip_prefix("on ")? {
        name if CALL_EVENTS.contains(&name) => (Channels::VOICE, "calls"),
        name if TEXT_EVENTS.contains(&name) => (Channels::TEXT, "messages"),
        name if REPORTS.contains(&name) => {
            let sends = graph.nodes.iter().flat_map(|node| visit::statements(visit::blocks(node.kind)));
            let any = sends.into_iter().any(|statement| matches!(statement.kind, StatementKind::Send(_)));
            (if any { Channels::NONE } else { Channels::TEXT }, "messages")
        }
        _ => return None,
    };
    let is_taken = graph.nodes.iter().any(|node| match node.kind {
        NodeKind::Entry(_, channels) => channels.meets(takes),
        NodeKind::UnknownEvent(_) => true,
        _ => false,
    });
    let goes_on = graph.edges.iter().any(|edge| edge.adds.meets(takes));
    if graph.incomplete || takes.is_empty() || is_taken || goes_on {
        return None;
    }
    let label = format!("this flow has no {of}");
    let help = if of == "calls" {
        "add `on call -> NODE`, or take it out"
    } else {
        "add `on message -> NODE`, or take it out"
    };
    Some(Diagnostic::warning(Code::F0409, format!("`{}` never happens", node.name), node.span, label).with_help(help))
}

/// The word of a statement that needs someone at the other end.
fn needs_someone(statement: &Statement) -> Option<&str> {
    Some(match &statement.kind {
        StatementKind::Say { .. } => "say",
        StatementKind::Play { .. } => "play",
        StatementKind::Pause(_) => "pause",
        StatementKind::Ask { .. } => "ask",
        StatementKind::Record { .. } => "record",
        StatementKind::Dial { .. } => "dial",
        StatementKind::Fetch { .. } => "fetch",
        StatementKind::Wait { .. } => "wait",
        StatementKind::Verb { verb, .. } => verb.text.as_str(),
        _ => return None,
    })
}

/// The nearest node that talks or waits, and the nodes on the way to it.
fn way_to_talk(graph: &Graph<'_>, start: NodeId) -> Option<String> {
    let mut seen = BTreeSet::from([start]);
    let mut open = VecDeque::from([(start, graph.name(start).to_owned())]);
    while let Some((id, way)) = open.pop_front() {
        let kind = graph.node(id)?.kind;
        let statements = visit::statements(visit::blocks(kind));
        if matches!(kind, NodeKind::Menu(_) | NodeKind::Keywords(_))
            || statements.iter().any(|s| needs_someone(s).is_some())
        {
            return Some(way);
        }
        for to in statements.into_iter().filter_map(target).filter_map(|t| resolve(graph, t)) {
            if seen.insert(to) {
                open.push_back((to, format!("{way} -> {}", graph.name(to))));
            }
        }
    }
    None
}
