//! F1103: from every node an end can be reached.

use std::collections::BTreeSet;

use super::chart::{Chart, Does, PointId};
use crate::check::paths::flow::{Flow, listed};
use crate::check::paths::graph::{NodeId, NodeKind};
use crate::diagnostic::{Code, Diagnostic};

/// So many nodes are named.
const MAX_NAMED: usize = 5;

/// The points of reached nodes from which no end can be reached.
pub(super) fn endless(chart: &Chart<'_>, flow: &Flow<'_>) -> BTreeSet<PointId> {
    let mut came_from: Vec<Vec<PointId>> = vec![Vec::new(); chart.points.len()];
    for (id, point) in chart.points.iter().enumerate() {
        for way in &point.ways {
            came_from.get_mut(way.to).into_iter().for_each(|list| list.push(id));
        }
    }
    // Who rests at `keywords` may go; a `return` ends where nothing has called.
    let ends = |does: &Does<'_>| matches!(does, Does::End | Does::Return(_) | Does::Rest | Does::Elsewhere);
    let mut can: Vec<bool> = chart.points.iter().map(|point| ends(&point.does)).collect();
    let mut open: Vec<PointId> = can.iter().enumerate().filter_map(|(id, yes)| yes.then_some(id)).collect();
    while let Some(id) = open.pop() {
        for from in came_from.get(id).into_iter().flatten().copied() {
            if let Some(known @ false) = can.get_mut(from) {
                *known = true;
                open.push(from);
            }
        }
    }
    let reached = |id: PointId| chart.points.get(id).is_some_and(|point| flow.reached.seen(point.node));
    let leads = |id: PointId| chart.points.get(id).is_some_and(|point| !point.ways.is_empty());
    can.iter().enumerate().filter(|(id, can)| !**can && reached(*id) && leads(*id)).map(|(id, _)| id).collect()
}

pub(super) fn check(chart: &Chart<'_>, flow: &Flow<'_>, endless: &BTreeSet<PointId>, problems: &mut Vec<Diagnostic>) {
    let graph = &flow.graph;
    let lost = |id: NodeId| chart.starts.get(id.0).is_some_and(|start| endless.contains(start));
    let named = |kind: NodeKind<'_>| matches!(kind, NodeKind::Step(_) | NodeKind::Menu(_));
    let nodes: Vec<NodeId> = graph.ids().filter(|(id, node)| named(node.kind) && lost(*id)).map(|(id, _)| id).collect();
    let Some((node, id)) = nodes.first().and_then(|id| graph.node(*id).map(|node| (node, *id))) else { return };
    let headline = format!("no end can be reached from `{}`", node.name);
    let mut problem = Diagnostic::error(Code::F1103, headline, node.span, "every way from here goes on and on")
        .with_help("let one of the ways `end`, `hangup` or `return`");
    let others: Vec<&str> = nodes.iter().filter(|other| **other != id).map(|id| graph.name(*id)).collect();
    if !others.is_empty() {
        let more = if others.len() > MAX_NAMED { " and more" } else { "" };
        problem = problem.with_note(format!("nor from {}{more}", listed(others.into_iter().take(MAX_NAMED))));
    }
    problems.push(problem);
}
