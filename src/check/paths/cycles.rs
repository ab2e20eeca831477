//! F0403: a cycle without a wait would never let a turn come to its end.

use std::collections::VecDeque;

use super::flow::Flow;
use super::graph::{Edge, Graph, NodeId};
use crate::diagnostic::{Code, Diagnostic};

/// So many of a cycle's nodes and jumps are shown.
const MAX_SHOWN: usize = 8;

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let graph = &flow.graph;
    let outgoing = hasty(graph);
    let mut told = vec![false; graph.nodes.len()];
    for (id, _) in graph.ids() {
        if told.get(id.0) != Some(&false) {
            continue;
        }
        let Some(cycle) = shortest(graph, &outgoing, id) else { continue };
        for edge in &cycle {
            if let Some(told) = told.get_mut(edge.from.0) {
                *told = true;
            }
        }
        problems.extend(report(graph, &cycle));
    }
}

/// For each node the edges that are taken without a wait, of those that lie on a cycle or between two.
fn hasty(graph: &Graph<'_>) -> Vec<Vec<usize>> {
    let edges = || graph.edges.iter().enumerate().filter(|(_, e)| !e.waited && !e.reach.maybe.is_empty());
    let mut outgoing = vec![Vec::new(); graph.nodes.len()];
    let mut incoming = vec![0_usize; graph.nodes.len()];
    for (index, edge) in edges() {
        if let (Some(list), Some(count)) = (outgoing.get_mut(edge.from.0), incoming.get_mut(edge.to.0)) {
            list.push(index);
            *count += 1;
        }
    }
    let mut open: Vec<usize> = incoming.iter().enumerate().filter_map(|(i, n)| (*n == 0).then_some(i)).collect();
    while let Some(node) = open.pop() {
        for index in outgoing.get_mut(node).map(std::mem::take).into_iter().flatten() {
            let Some(to) = graph.edges.get(index).map(|edge| edge.to.0) else { continue };
            if let Some(count) = incoming.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    open.push(to);
                }
            }
        }
    }
    outgoing
}

/// The shortest way from a node back to itself.
fn shortest<'g>(graph: &'g Graph<'_>, outgoing: &[Vec<usize>], start: NodeId) -> Option<Vec<&'g Edge>> {
    let mut came_by: Vec<Option<&Edge>> = vec![None; graph.nodes.len()];
    let mut open = VecDeque::from([start]);
    while let Some(id) = open.pop_front() {
        for edge in outgoing.get(id.0)?.iter().filter_map(|index| graph.edges.get(*index)) {
            match came_by.get_mut(edge.to.0) {
                Some(came @ None) => *came = Some(edge),
                _ => continue,
            }
            if edge.to == start {
                return trace(&came_by, start);
            }
            open.push_back(edge.to);
        }
    }
    None
}

fn trace<'g>(came_by: &[Option<&'g Edge>], start: NodeId) -> Option<Vec<&'g Edge>> {
    let mut cycle = Vec::new();
    let mut at = start;
    loop {
        let edge = came_by.get(at.0).copied().flatten()?;
        cycle.push(edge);
        at = edge.from;
        if at == start {
            cycle.reverse();
            return Some(cycle);
        }
    }
}

fn report(graph: &Graph<'_>, cycle: &[&Edge]) -> Option<Diagnostic> {
    let (first, others) = cycle.split_first()?;
    let mut names: Vec<&str> = cycle.iter().take(MAX_SHOWN).map(|edge| graph.name(edge.from)).collect();
    names.extend((cycle.len() > MAX_SHOWN).then_some("…"));
    names.push(graph.name(first.from));
    let goes = |edge: &Edge| format!("`{}` goes to `{}`", graph.name(edge.from), graph.name(edge.to));
    let headline = format!("`{}` goes round without a wait", names.join(" -> "));
    let mut problem = Diagnostic::error(Code::F0403, headline, first.span, goes(first));
    for edge in others.iter().take(MAX_SHOWN) {
        problem = problem.with_label(edge.span, goes(edge));
    }
    Some(problem.with_help("ask something on the way (`menu`, `ask`, `keywords`), or let one of the paths end"))
}
