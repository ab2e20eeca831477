//! F0401 and F0405: a way in, and a way to every node.

use super::flow::{Flow, listed};
use super::graph::{NodeId, NodeKind};
use crate::diagnostic::{Code, Diagnostic};

/// So many of the nodes that hang on an unreached one are named.
const MAX_NAMED: usize = 5;

/// A flow that others use needs no entry.
pub fn check(flow: &Flow<'_>, is_used: bool, problems: &mut Vec<Diagnostic>) {
    let kinds = || flow.graph.nodes.iter().map(|node| node.kind);
    if is_used || kinds().any(|kind| matches!(kind, NodeKind::Entry(..) | NodeKind::UnknownEvent(_))) {
        unreached(flow, problems);
    } else {
        problems.push(no_entry(flow));
    }
}

fn no_entry(flow: &Flow<'_>) -> Diagnostic {
    let first = flow.graph.nodes.iter().find_map(|node| match node.kind {
        NodeKind::Keywords(_) => Some(format!("on message -> {}", node.name)),
        NodeKind::Step(_) | NodeKind::Menu(_) => Some(format!("on call -> {}", node.name)),
        _ => None,
    });
    let example = first.unwrap_or_else(|| "on call -> NODE".to_owned());
    let label = "nothing here says where a call or a message begins";
    Diagnostic::error(Code::F0405, "the flow has no entry", flow.file.head(), label).with_help(format!(
        "say where it begins, for example `{example}`, or check it together with a flow that uses it"
    ))
}

/// Of several unreached nodes that lead to each other, the one that the others hang on is reported.
fn unreached(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let graph = &flow.graph;
    if graph.incomplete {
        return;
    }
    let lost =
        |id: NodeId| !flow.reached.seen(id) && !matches!(graph.node(id).map(|n| n.kind), Some(NodeKind::Always(_)));
    let mut led_to = vec![false; graph.nodes.len()];
    for edge in graph.edges.iter().filter(|e| e.from != e.to && lost(e.from)) {
        if let Some(led) = led_to.get_mut(edge.to.0) {
            *led = true;
        }
    }
    let outgoing = graph.outgoing();
    let mut told = vec![false; graph.nodes.len()];
    let starts = || graph.ids().map(|(id, _)| id).filter(|id| lost(*id));
    let leading = starts().filter(|id| led_to.get(id.0) == Some(&false));
    for id in leading.chain(starts()) {
        let hanging = hanging_on(flow, id, &outgoing, &mut told);
        let (Some(node), Some((_, others))) = (graph.node(id), hanging.split_first()) else { continue };
        let name = &node.name;
        let label = "no entry, jump or choice leads here";
        let mut problem = Diagnostic::warning(Code::F0401, format!("`{name}` is never reached"), node.span, label)
            .with_help(format!("lead to it with `-> {name}`, or take it out if nothing should"));
        let others: Vec<&str> = others.iter().filter(|id| lost(**id)).map(|id| graph.name(*id)).collect();
        if !others.is_empty() {
            let more = if others.len() > MAX_NAMED { " and more" } else { "" };
            let names = listed(others.iter().take(MAX_NAMED).copied());
            problem = problem.with_note(format!("reached only from here: {names}{more}"));
        }
        problems.push(problem);
    }
}

/// The node and what can be reached from it, without what was told before.
fn hanging_on(flow: &Flow<'_>, start: NodeId, outgoing: &[Vec<usize>], told: &mut [bool]) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        match told.get_mut(id.0) {
            Some(told @ false) => *told = true,
            _ => continue,
        }
        found.push(id);
        let edges = outgoing.get(id.0).into_iter().flatten().filter_map(|i| flow.graph.edges.get(*i));
        open.extend(edges.map(|edge| edge.to));
    }
    found
}
