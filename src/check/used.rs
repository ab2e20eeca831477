//! What a flow and the flows that it uses have to agree on.

use std::collections::BTreeSet;

use super::link;
use super::names::{Names, What};
use super::suggest::listed;
use super::types;
use super::units::{Unit, Used};
use super::walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{File, ItemKind, StatementKind};
use crate::value::primary;

/// The language of a flow that names none.
const LANGUAGE: &str = "en-US";

pub(super) fn check(units: &[Unit<'_>], names: &[Names<'_>], index: usize, problems: &mut Vec<Diagnostic>) {
    let (Some(unit), Some(own)) = (units.get(index), names.get(index)) else { return };
    for used in &unit.uses {
        let Some(of) = used.unit else { continue };
        let (Some(other), Some(theirs)) = (units.get(of), names.get(of)) else { continue };
        problems.extend(languages(used, own, &other.tree, theirs));
        problems.extend(contacts(used, unit, own, other, theirs));
    }
}

/// The languages that the sessions of a flow can come to have, its own first.
pub(super) fn spoken<'n>(units: &[Unit<'_>], names: &[Names<'n>], index: usize) -> Vec<&'n str> {
    let own = names.get(index).map(|names| names.languages.clone()).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let users = units.iter().zip(names).filter(|(unit, _)| unit.uses.iter().any(|used| used.unit == Some(index)));
    let mut found = Vec::new();
    for tag in users.flat_map(|(_, names)| &names.languages) {
        if !found.contains(tag) {
            found.push(*tag);
        }
    }
    if found.is_empty() { vec![LANGUAGE] } else { found }
}

/// Warns of flows that are used and never gone to.
pub(super) fn check_needed(unit: &Unit<'_>, problems: &mut Vec<Diagnostic>) {
    let gone_to: BTreeSet<&str> = unit
        .tree
        .items
        .iter()
        .flat_map(link::targets)
        .filter_map(|target| target.flow.as_ref())
        .map(|flow| flow.text.as_str())
        .collect();
    for used in unit.uses.iter().filter(|used| !gone_to.contains(used.flow.as_str())) {
        let flow = &used.flow;
        problems.push(
            Diagnostic::warning(
                Code::F1403,
                format!("`{flow}` is used and never gone to"),
                used.span,
                "no jump, choice or `do` names a node of it",
            )
            .with_help(format!("remove it, or go there, as in `-> {flow}.NODE`")),
        );
    }
}

/// A flow that names no language speaks that of whoever uses it.
fn languages(used: &Used, own: &Names<'_>, other: &File, theirs: &Names<'_>) -> Option<Diagnostic> {
    let flow = &used.flow;
    let first = own.languages.first().copied().unwrap_or(LANGUAGE);
    let written = theirs.languages.first().copied()?;
    if primary(first) != primary(written) {
        return Some(
            Diagnostic::error(
                Code::F1404,
                format!("`{flow}` is written in `{written}`, and this flow in `{first}`"),
                used.span,
                "its texts would be spoken in the wrong language",
            )
            .with_help("write both in the same language first, and translate each into the others"),
        );
    }
    let mut switches = BTreeSet::new();
    walk::statements(other, &mut |statement| {
        if let StatementKind::Language(tag) = &statement.kind
            && tag.text != written
            && !own.languages.contains(&tag.text.as_str())
        {
            switches.insert(tag.text.as_str());
        }
    });
    if let Some(tag) = switches.first() {
        return Some(
            Diagnostic::error(
                Code::F1404,
                format!("`{flow}` switches to `{tag}`, which this flow does not speak"),
                used.span,
                "the session would go on in a language without words",
            )
            .with_help(format!("add `language {tag}` to this flow, with its translations")),
        );
    }
    let missing: Vec<&str> =
        own.languages.iter().skip(1).copied().filter(|tag| !theirs.languages.contains(tag)).collect();
    (!missing.is_empty()).then(|| {
        Diagnostic::warning(
            Code::F1404,
            format!("`{flow}` does not speak {}", listed(missing.iter().copied())),
            used.span,
            format!("there this flow would go on in `{written}`"),
        )
        .with_help(format!("add {} to `{flow}.flow`, with its translations", listed_lines(&missing)))
    })
}

fn listed_lines(tags: &[&str]) -> String {
    tags.iter().map(|tag| format!("`language {tag}`")).collect::<Vec<_>>().join(" and ")
}

/// A contact field belongs to the person, whatever flow names it.
fn contacts(used: &Used, unit: &Unit<'_>, own: &Names<'_>, other: &Unit<'_>, theirs: &Names<'_>) -> Option<Diagnostic> {
    theirs.iter().filter(|(_, declared)| matches!(declared.what, What::Contact(_))).find_map(|(name, declared)| {
        let here = own.get(name)?;
        let (what, help) = match here.what {
            What::Contact(_) if contact_type(&unit.tree, name) == contact_type(&other.tree, name) => return None,
            What::Contact(_) => ("a contact field of another type", "declare it in the same way in both"),
            _ => (here.what.words(), "rename one of the two"),
        };
        Some(
            Diagnostic::error(
                Code::F0204,
                format!("`{name}` is a contact field of `{}`, and {what} here", used.flow),
                here.span,
                "contact fields belong to the person, so that all flows share them",
            )
            .with_label(declared.span, "the contact field")
            .with_help(help),
        )
    })
}

fn contact_type(file: &File, name: &str) -> Option<crate::value::Type> {
    file.items.iter().find_map(|item| match &item.kind {
        ItemKind::Contact(field) if field.name.text == name => {
            field.ty.as_ref().map(|ty| types::declared(ty, &mut Vec::new()))
        }
        _ => None,
    })
}
