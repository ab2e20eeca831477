//! Which channels come to which node, and by what way.

use std::collections::VecDeque;

use super::channels::{Channels, Reach};
use super::graph::{Edge, Graph, NodeId, NodeKind};
use crate::value::Channel;

#[derive(Debug)]
pub struct Reached {
    nodes: Vec<Arrival>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Arrival {
    reach: Reach,
    seen: bool,
    /// For each channel, in the order of [`Channel::ALL`], the edge on which it first came.
    came_by: [Option<usize>; 3],
}

/// Follows the edges from where sessions begin.
pub fn propagate(graph: &Graph<'_>) -> Reached {
    let outgoing = graph.outgoing();
    let mut nodes = vec![Arrival::default(); graph.nodes.len()];
    let mut open = VecDeque::new();
    for (id, node) in graph.ids() {
        let from_outside = graph.outside.contains(&id);
        if let (true, Some(arrival)) = (node.kind.is_root() || from_outside, nodes.get_mut(id.0)) {
            let reach = if from_outside { Reach::ALL.doubted() } else { begins(graph, node.kind) };
            *arrival = Arrival { reach, seen: true, ..Arrival::default() };
            open.push_back(id);
        }
    }
    while let Some(id) = open.pop_front() {
        let Some(from) = nodes.get(id.0).copied() else { continue };
        for index in outgoing.get(id.0).into_iter().flatten().copied() {
            let Some(edge) = graph.edges.get(index) else { continue };
            if nodes.get_mut(edge.to.0).is_some_and(|to| to.arrive(from.reach, edge, index)) {
                open.push_back(edge.to);
            }
        }
    }
    Reached { nodes }
}

impl Arrival {
    /// Whether anything is new.
    fn arrive(&mut self, from: Reach, edge: &Edge, index: usize) -> bool {
        let mut coming = from.and(edge.reach);
        coming = coming.or(Reach { sure: edge.adds, maybe: edge.adds });
        let before = (self.seen, self.reach);
        for (channel, came_by) in Channel::ALL.into_iter().zip(&mut self.came_by) {
            let bit = Channels::of(channel);
            if coming.sure.meets(bit) && !self.reach.sure.meets(bit) {
                *came_by = Some(index);
            }
        }
        self.seen = true;
        self.reach = self.reach.or(coming);
        before != (self.seen, self.reach)
    }
}

fn begins(graph: &Graph<'_>, kind: NodeKind<'_>) -> Reach {
    let all = graph.nodes.iter().fold(Reach::NONE, |all, node| match node.kind {
        NodeKind::Entry(_, channels) => all.or(Reach { sure: channels, maybe: channels }),
        NodeKind::UnknownEvent(_) => all.or(Reach::ALL.doubted()),
        _ => all,
    });
    match kind {
        NodeKind::Entry(_, channels) => Reach { sure: channels, maybe: channels },
        NodeKind::Fault(_) => all,
        NodeKind::Defaults(_) => Reach::NONE,
        _ => all.doubted(),
    }
}

impl Reached {
    pub fn seen(&self, node: NodeId) -> bool {
        self.nodes.get(node.0).is_some_and(|arrival| arrival.seen)
    }

    /// The channels that come to a place of a node. To a node that none comes to, any may come one day.
    pub fn at(&self, node: NodeId, place: Reach) -> Reach {
        match self.nodes.get(node.0) {
            Some(arrival) if !arrival.reach.maybe.is_empty() => arrival.reach.and(place),
            _ => place.doubted(),
        }
    }

    /// The edge on which a channel first comes to a node.
    pub fn last_edge<'g>(&self, graph: &'g Graph<'_>, node: NodeId, channel: Channel) -> Option<&'g Edge> {
        let position = Channel::ALL.into_iter().position(|c| c == channel)?;
        let index = self.nodes.get(node.0)?.came_by.get(position).copied().flatten()?;
        graph.edges.get(index)
    }

    /// A way by which a channel comes to a node: `on message -> inbox -> agent`.
    pub fn path(&self, graph: &Graph<'_>, node: NodeId, channel: Channel) -> String {
        let mut names = vec![graph.name(node)];
        let mut at = node;
        while let Some(edge) = self.last_edge(graph, at, channel) {
            names.push(graph.name(edge.from));
            at = edge.from;
            if names.len() > graph.nodes.len() {
                break;
            }
        }
        names.reverse();
        names.join(" -> ")
    }
}
