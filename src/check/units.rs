//! The flows of one run, read, and how they use each other.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{
    self,
    tree::{File, Item, ItemKind},
};

use super::files;

/// A flow's file, read.
pub(super) struct Unit<'s> {
    pub id: FileId,
    pub source: &'s SourceFile,
    pub tree: File,
    /// Of its name, of its syntax and of what it uses.
    pub problems: Vec<Diagnostic>,
    pub uses: Vec<Used>,
}

/// `use "billing"`
#[derive(Debug)]
pub(super) struct Used {
    pub flow: String,
    pub span: Span,
    /// Where there is no such flow, or it comes back to this one: nothing. Both have been reported.
    pub unit: Option<usize>,
}

impl Unit<'_> {
    /// The unit of a used flow.
    pub fn used(&self, flow: &str) -> Option<usize> {
        self.uses.iter().find(|used| used.flow == flow)?.unit
    }
}

/// Reads all flows.
pub(super) fn read(sources: &Sources) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = sources
        .flows()
        .map(|(id, source)| {
            if let Some(problem) = files::check_text(id, source) {
                return Unit { id, source, tree: unread(id), problems: vec![problem], uses: Vec::new() };
            }
            let mut problems = Vec::new();
            files::check_name(sources, id, source, &mut problems);
            let parsed = syntax::parse(id, source);
            problems.extend(parsed.problems);
            Unit { id, source, tree: parsed.tree, problems, uses: Vec::new() }
        })
        .collect();
    for index in 0..units.len() {
        let (uses, mut problems) = uses(&units, index);
        if let Some(unit) = units.get_mut(index) {
            unit.uses = uses;
            unit.problems.append(&mut problems);
        }
    }
    break_circles(&mut units);
    units
}

/// Nothing is said of what such a file lacks.
fn unread(id: FileId) -> File {
    let span = Span::new(id, 0, 0);
    File { items: vec![Item { kind: ItemKind::Bad, span }], comments: Vec::new(), span }
}

fn uses(units: &[Unit<'_>], index: usize) -> (Vec<Used>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(own) = units.get(index) else { return (Vec::new(), problems) };
    let written = own.tree.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(text) => Some(text),
        _ => None,
    });
    let uses = written.map(|text| {
        let unit = units.iter().position(|unit| unit.source.stem() == text.value);
        if unit.is_none() {
            problems.push(unknown(units, own, &text.value, text.span));
        }
        Used { flow: text.value.clone(), span: text.span, unit }
    });
    (uses.collect(), problems)
}

fn unknown(units: &[Unit<'_>], own: &Unit<'_>, flow: &str, span: Span) -> Diagnostic {
    let stems = || units.iter().map(|unit| unit.source.stem()).filter(|stem| *stem != own.source.stem());
    let problem =
        Diagnostic::error(Code::F1401, format!("unknown flow `{flow}`"), span, "no file beside this one is called so");
    let name = flow.rsplit('/').next().unwrap_or(flow);
    let name = name.strip_suffix(".flow").unwrap_or(name);
    let near = stems().find(|stem| *stem == name).or_else(|| nearest(name, stems()));
    match near {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")).with_edit(span, format!("\"{near}\"")),
        None => {
            problem.with_help(format!("a flow is used by its file's name alone: `{name}.flow` must be in the folder"))
        }
    }
}

/// Reports each circle of flows, in each of them, and takes it apart.
fn break_circles(units: &mut [Unit<'_>]) {
    let mut circles = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        for (number, used) in unit.uses.iter().enumerate() {
            if let Some(path) = used.unit.and_then(|to| way_back(units, to, index)) {
                let names: Vec<&str> =
                    std::iter::once(index).chain(path).filter_map(|i| units.get(i)).map(|u| u.source.stem()).collect();
                circles.push((index, number, names.join(" -> ")));
            }
        }
    }
    for (index, number, path) in circles {
        let Some(unit) = units.get_mut(index) else { continue };
        let Some(used) = unit.uses.get_mut(number) else { continue };
        used.unit = None;
        unit.problems.push(
            Diagnostic::error(
                Code::F1402,
                "flows use each other in a circle",
                used.span,
                format!("this leads back: {path}"),
            )
            .with_help("move what several of them need into a flow of its own, and use that"),
        );
    }
}

/// A way of `use` from one unit to another, both ends included.
fn way_back(units: &[Unit<'_>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut came: Vec<Option<usize>> = vec![None; units.len()];
    let mut open = std::collections::VecDeque::from([from]);
    let mut seen = std::collections::BTreeSet::from([from]);
    while let Some(at) = open.pop_front() {
        if at == to {
            let mut path = vec![at];
            while let Some(before) = path.last().and_then(|last| came.get(*last).copied().flatten()) {
                path.push(before);
            }
            path.reverse();
            return Some(path);
        }
        for next in units.get(at)?.uses.iter().filter_map(|used| used.unit) {
            if seen.insert(next) {
                if let Some(slot) = came.get_mut(next) {
                    *slot = Some(at);
                }
                open.push_back(next);
            }
        }
    }
    None
}

/// The flows that a flow uses, those that they use among them, itself not, each behind what it uses.
pub(super) fn closure(units: &[Unit<'_>], root: usize) -> Vec<usize> {
    let mut found = order(units, [root]);
    found.retain(|index| *index != root);
    found
}

/// These flows and what they use, each behind what it uses. Circles have been taken apart.
pub(super) fn order(units: &[Unit<'_>], roots: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut done = Vec::new();
    let mut open: Vec<(usize, bool)> = roots.into_iter().map(|root| (root, false)).collect();
    open.reverse();
    while let Some((index, is_left)) = open.pop() {
        if done.contains(&index) {
            continue;
        }
        if is_left {
            done.push(index);
            continue;
        }
        open.push((index, true));
        let uses = units.get(index).map_or(&[][..], |unit| unit.uses.as_slice());
        open.extend(uses.iter().rev().filter_map(|used| used.unit).map(|used| (used, false)));
    }
    done
}
