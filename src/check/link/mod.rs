//! Flows joined by `use`: one tree that holds a flow and, of the flows that it uses, the nodes that it can come to.
//!
//! The checks of paths, the proofs and the lowering read that tree as they read any other: what a used flow declares
//! is called `billing.total` in it, and each item still stands in its own file.

mod rename;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::units::Unit;
use super::walk;
use crate::syntax::tree::{File, Item, ItemKind, SetValue, StatementKind, Target};
use rename::Rename;

/// A node of a unit.
type At = (usize, String);

/// The tree of a flow with what it uses. All that it uses must be sound.
pub(super) fn link(units: &[Unit<'_>], root: usize) -> File {
    let Some(own) = units.get(root) else { return File::default() };
    let mut file = own.tree.clone();
    let mut rename = Rename::new(None, BTreeSet::new());
    file.items.iter_mut().for_each(|item| rename.item(item));

    let mut contacts: BTreeSet<String> = file.items.iter().filter_map(contact).map(str::to_owned).collect();
    for (index, nodes) in reached(units, root) {
        let Some(unit) = units.get(index) else { continue };
        let mut rename = Rename::new(Some(Arc::from(unit.source.stem())), declared(&unit.tree));
        for item in &unit.tree.items {
            let is_wanted = match &item.kind {
                ItemKind::Contact(field) => contacts.insert(field.name.text.clone()),
                ItemKind::Var(_)
                | ItemKind::Const { .. }
                | ItemKind::Hours(_)
                | ItemKind::Defaults(_)
                | ItemKind::Always(_) => true,
                _ => node(item).is_some_and(|name| nodes.contains(name)),
            };
            if is_wanted {
                let mut item = item.clone();
                rename.item(&mut item);
                file.items.push(item);
            }
        }
    }
    file
}

/// For each flow that others use, which of its nodes they name.
pub(super) fn outside<'u>(units: &'u [Unit<'_>]) -> BTreeMap<usize, BTreeSet<&'u str>> {
    let mut found: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for unit in units {
        for used in unit.uses.iter().filter_map(|used| used.unit) {
            found.entry(used).or_default();
        }
        for target in unit.tree.items.iter().flat_map(targets) {
            if let Some(used) = target.flow.as_ref().and_then(|flow| unit.used(&flow.text)) {
                found.entry(used).or_default().insert(&target.node.text);
            }
        }
    }
    found
}

/// The nodes of used flows that the flow can come to, by unit.
fn reached(units: &[Unit<'_>], root: usize) -> BTreeMap<usize, BTreeSet<String>> {
    let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut open: Vec<At> = Vec::new();
    if let Some(unit) = units.get(root) {
        open.extend(unit.tree.items.iter().flat_map(|item| ways(unit, root, item)).filter(|(at, _)| *at != root));
    }
    while let Some((index, name)) = open.pop() {
        let Some(unit) = units.get(index) else { continue };
        let is_first = !found.contains_key(&index);
        if !found.entry(index).or_default().insert(name.clone()) {
            continue;
        }
        for item in &unit.tree.items {
            let leads = match item.kind {
                ItemKind::Defaults(_) | ItemKind::Always(_) => is_first,
                _ => node(item) == Some(name.as_str()),
            };
            if leads {
                open.extend(ways(unit, index, item));
            }
        }
    }
    found
}

/// The nodes that an item names.
fn ways<'u>(unit: &'u Unit<'_>, index: usize, item: &'u Item) -> impl Iterator<Item = At> {
    targets(item).into_iter().filter_map(move |target| {
        let to = match &target.flow {
            Some(flow) => unit.used(&flow.text)?,
            None => index,
        };
        Some((to, target.node.text.clone()))
    })
}

/// Where the statements of an item lead.
pub(super) fn targets(item: &Item) -> Vec<&Target> {
    let mut found = Vec::new();
    walk::item(item, &mut |statement| match &statement.kind {
        StatementKind::Jump(target) | StatementKind::Do(target) => found.push(target),
        StatementKind::Set { value: SetValue::Do(target), .. } => found.push(target),
        StatementKind::Send(send) => found.extend(&send.proceed),
        _ => {}
    });
    found
}

fn node(item: &Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Step(step) => Some(&step.name.text),
        ItemKind::Menu(menu) => Some(&menu.name.text),
        ItemKind::Keywords(keywords) => Some(&keywords.name.text),
        _ => None,
    }
}

fn contact(item: &Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Contact(field) => Some(&field.name.text),
        _ => None,
    }
}

/// The names of a flow's own values.
fn declared(file: &File) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = file
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Var(variable) => Some(variable.name.text.as_str()),
            ItemKind::Const { name, .. } => Some(&name.text),
            ItemKind::Hours(hours) => Some(&hours.name.text),
            _ => None,
        })
        .collect();
    walk::statements(file, &mut |statement| match &statement.kind {
        StatementKind::Record { name, .. } | StatementKind::Fetch { name, .. } => _ = found.insert(&name.text),
        _ => {}
    });
    found
}
