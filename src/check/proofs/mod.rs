//! What is proved of a sound flow before a caller meets it.
//!
//! The proofs run once the other checks found no error. They read the [`chart`]: points and ways, one statement at a
//! time. A proof that is not sure says nothing.

mod answers;
mod assigned;
mod automata;
mod bits;
mod bounds;
mod chart;
mod components;
mod confided;
mod draw;
mod ends;
mod exprs;
mod known;
mod leaks;
mod lengths;
mod limits;
mod matches;
mod measure;
mod passable;
mod people;
mod reads;
mod route;
mod secrecy;
mod shadows;
mod sizes;
mod vars;
mod varying;
mod window;

pub use bounds::{Bound, Row};
pub use people::Person;

use crate::check::names::Names;
use crate::check::paths::{self, Outside};
use crate::diagnostic::{self, Diagnostic};
use crate::source::{FileId, SourceFile};
use crate::syntax::tree::{File, ItemKind, Setting};
use bounds::Prover;
use lengths::Lengths;
use vars::Vars;

/// A silent messaging session without `expires` ends after a day.
const EXPIRES_MS: i64 = 24 * 60 * 60 * 1000;

/// Proves what can be proved of a file in which the other checks found no error.
///
/// What holds for each entry is given back: none where the proofs cannot be made.
pub(super) fn check(
    file: &File,
    outside: &Outside<'_>,
    names: &Names<'_>,
    source: &SourceFile,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    if diagnostic::has_errors(problems) {
        return Vec::new();
    }
    let flow = paths::flow(file, outside);
    let graph = &flow.graph;
    if graph.incomplete {
        return Vec::new();
    }
    let chart = draw::draw(graph, |id| defaults(file, id));
    let vars = Vars::collect(file, names);
    let mut found = Vec::new();
    assigned::check(&chart, graph, &vars, &mut found);
    let endless = ends::endless(&chart, &flow);
    ends::check(&chart, &flow, &endless, &mut found);
    let prover = Prover { chart: &chart, graph, vars: &vars, expires_ms: expires(file), endless: &endless };
    let rows = bounds::rows(&prover, &mut found);
    shadows::check(&chart, graph, &mut found);
    answers::check(&chart, &flow, names, &mut found);
    window::check(&chart, graph, expires(file), &mut found);
    leaks::check(&chart, graph, &vars, &mut found);
    let known = known::known(file, &chart, names, &vars);
    matches::check(&chart, names, &vars, &known, &mut found);
    sizes::check(file, &flow, &Lengths::collect(names, &vars, &chart), source, &mut found);
    problems.append(&mut found);
    rows
}

/// What the messages of a sound file cost, and what is too long: for its words in another language.
pub(super) fn check_sizes(
    file: &File,
    outside: &Outside<'_>,
    names: &Names<'_>,
    source: &SourceFile,
    problems: &mut Vec<Diagnostic>,
) {
    let flow = paths::flow(file, outside);
    if flow.graph.incomplete {
        return;
    }
    let chart = draw::draw(&flow.graph, |id| defaults(file, id));
    let vars = Vars::collect(file, names);
    sizes::check(file, &flow, &Lengths::collect(names, &vars, &chart), source, problems);
}

fn expires(file: &File) -> i64 {
    let written = file.items.iter().find_map(|item| match item.kind {
        ItemKind::Expires(length) => Some(length.millis),
        _ => None,
    });
    written.unwrap_or(EXPIRES_MS)
}

/// The `defaults` of a file, which hold for its own nodes.
fn defaults(file: &File, id: FileId) -> &[Setting] {
    let defaults = file.items.iter().find_map(|item| match &item.kind {
        ItemKind::Defaults(settings) if item.span.file == id => Some(settings.as_slice()),
        _ => None,
    });
    defaults.unwrap_or_default()
}
