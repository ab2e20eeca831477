//! What is said in another language, held against what the flow does: the keys that words name, the parts of a message,
//! the words that carriers take away.

use std::collections::BTreeSet;

use super::put::put;
use super::{Sides, Unit};
use crate::check::names;
use crate::check::paths::{self, Outside};
use crate::check::proofs;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::File;

/// Checks a sound flow in each of the languages that it is translated into. `tree` may hold the flows that it uses; what
/// is said there is told there.
pub(in crate::check) fn check(
    unit: &Unit<'_>,
    tree: &File,
    outside: &Outside<'_>,
    sides: &Sides<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    for side in sides.of(unit.source.stem()) {
        let translated = put(tree, unit.id, side);
        let names = names::collect(&translated, &mut Vec::new());
        let mut found = Vec::new();
        paths::check_words(&translated, outside, &mut found);
        proofs::check_sizes(&translated, outside, &names, side.source, &mut found);
        // What is not translated has been told in the language of the flow; words of `defaults` stand at many waits.
        let mut told = BTreeSet::new();
        found.retain(|problem| {
            let span = problem.primary.span;
            span.file == side.id && told.insert((problem.code, span, problem.headline.clone()))
        });
        problems.append(&mut found);
    }
}
