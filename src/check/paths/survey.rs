//! What a node and the nodes it leads to may do: needed before the walk, for what comes after a `do`.

use std::collections::BTreeSet;

use super::channels::asks;
use super::graph::{Graph, NodeId, NodeKind};
use super::visit;
use crate::syntax::tree::{Expr, SetValue, Statement, StatementKind, Target};

/// For each node, whether it or any node it leads to may do this.
#[derive(Debug, Default)]
pub struct Survey {
    waits: Vec<bool>,
    asks_channel: Vec<bool>,
    /// Variables that may hold the channel's name, or a yes or no about it.
    pub carriers: BTreeSet<String>,
}

impl Survey {
    pub fn waits(&self, node: NodeId) -> bool {
        self.waits.get(node.0).copied().unwrap_or(true)
    }

    pub fn asks_channel(&self, node: NodeId) -> bool {
        self.asks_channel.get(node.0).copied().unwrap_or(true)
    }
}

pub fn survey(graph: &Graph<'_>) -> Survey {
    let statements: Vec<Vec<&Statement>> =
        graph.nodes.iter().map(|node| visit::statements(visit::blocks(node.kind))).collect();
    let mut came_from = vec![Vec::new(); graph.nodes.len()];
    for (index, own) in statements.iter().enumerate() {
        for target in own.iter().filter_map(|s| target(s)).filter_map(|t| resolve(graph, t)) {
            if let Some(list) = came_from.get_mut(target.0) {
                list.push(index);
            }
        }
    }
    let waits = graph.nodes.iter().zip(&statements).map(|(node, own)| {
        matches!(node.kind, NodeKind::Menu(_) | NodeKind::Keywords(_)) || own.iter().any(|s| is_wait(s))
    });
    let waits = spread(waits.collect(), &came_from);
    let none = BTreeSet::new();
    let asks_channel = statements.iter().map(|own| own.iter().any(|s| decides(s).any(|e| asks(e, &none))));
    let asks_channel = spread(asks_channel.collect(), &came_from);
    let mut found = Survey { waits, asks_channel, carriers: BTreeSet::new() };
    found.carriers = carriers(graph, &statements, &found);
    found
}

pub fn resolve(graph: &Graph<'_>, target: &Target) -> Option<NodeId> {
    if target.flow.is_some() {
        return None;
    }
    graph.by_name.get(target.node.text.as_str()).copied()
}

/// Does the statement hear the person, or let time pass?
pub fn is_wait(statement: &Statement) -> bool {
    matches!(
        statement.kind,
        StatementKind::Ask { .. }
            | StatementKind::Record { .. }
            | StatementKind::Dial { .. }
            | StatementKind::Verb { .. }
            | StatementKind::Wait { .. }
    )
}

/// Where a statement leads.
pub fn target(statement: &Statement) -> Option<&Target> {
    match &statement.kind {
        StatementKind::Jump(target) | StatementKind::Do(target) => Some(target),
        StatementKind::Set { value: SetValue::Do(target), .. } => Some(target),
        _ => None,
    }
}

/// What a statement decides by, or gives back.
fn decides(statement: &Statement) -> impl Iterator<Item = &Expr> {
    let (branches, one): (&[_], Option<&Expr>) = match &statement.kind {
        StatementKind::If { branches, .. } => (branches, None),
        StatementKind::Match { subject, .. } => (&[], Some(subject)),
        StatementKind::Return(value) => (&[], value.as_ref()),
        _ => (&[], None),
    };
    branches.iter().map(|b| &b.condition).chain(one)
}

/// A node has it when a node it leads to has it.
fn spread(mut has: Vec<bool>, came_from: &[Vec<usize>]) -> Vec<bool> {
    let mut open: Vec<usize> = has.iter().enumerate().filter_map(|(i, yes)| yes.then_some(i)).collect();
    while let Some(index) = open.pop() {
        for from in came_from.get(index).into_iter().flatten() {
            if let Some(yes @ false) = has.get_mut(*from) {
                *yes = true;
                open.push(*from);
            }
        }
    }
    has
}

fn set_name(statement: &Statement) -> Option<String> {
    match &statement.kind {
        StatementKind::Set { target, .. } => Some(target.name.text.clone()),
        _ => None,
    }
}

fn carriers(graph: &Graph<'_>, statements: &[Vec<&Statement>], survey: &Survey) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let none = BTreeSet::new();
    for statement in statements.iter().flatten() {
        if decides(statement).any(|e| asks(e, &none)) {
            found.extend(visit::statements(visit::inner(statement)).into_iter().filter_map(set_name));
        }
        if let StatementKind::Set { target, value } = &statement.kind {
            let carries = match value {
                SetValue::Expr(expr) => asks(expr, &none),
                SetValue::Do(node) => resolve(graph, node).is_none_or(|id| survey.asks_channel(id)),
            };
            if carries {
                found.insert(target.name.text.clone());
            }
        }
        let Some(target) = target(statement) else { continue };
        if target.arguments.iter().any(|argument| asks(argument, &none)) {
            found.extend(resolve(graph, target).and_then(|id| graph.node(id)).into_iter().flat_map(|node| {
                let params = match node.kind {
                    NodeKind::Step(step) => step.params.as_slice(),
                    NodeKind::Menu(menu) => menu.params.as_slice(),
                    NodeKind::Keywords(keywords) => keywords.params.as_slice(),
                    _ => &[],
                };
                params.iter().map(|p| p.name.text.clone())
            }));
        }
    }
    found
}
