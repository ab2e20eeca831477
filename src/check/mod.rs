//! From flow files to programs: every problem of every file is found in one run, and flows without errors are
//! lowered to the form that the engine runs.

mod allowances;
mod asks;
mod assignments;
mod braces;
mod calls;
mod checker;
mod choices;
mod constants;
mod expressions;
mod fetches;
mod files;
mod flow_tests;
mod hours;
mod jumps;
mod link;
mod lower;
mod moments;
mod names;
mod operators;
mod parts;
mod paths;
mod patterns;
mod proofs;
mod regexes;
mod run;
mod secrets;
mod sends;
mod settings;
mod sleeps;
mod statements;
mod suggest;
mod templates;
mod translations;
mod types;
mod units;
mod usage;
mod used;
mod verbs;
mod walk;
mod zones;

pub use files::check_text;
pub use proofs::{Bound, Person, Row};
pub use translations::{Refreshed, refresh};

use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::program::Program;
use crate::source::{SourceFile, Sources};

/// The newest edition of the language that this build reads.
pub const EDITION: u32 = 1;

/// What came of a run over all files.
#[derive(Debug, Default)]
pub struct Checked {
    /// The flows without errors, in the order of their files.
    pub programs: Vec<Arc<Program>>,
    /// Of all files, in the order in which they are shown.
    pub problems: Vec<Diagnostic>,
}

/// Checks all files of a run and builds the programs of those without errors.
pub fn check(sources: &Sources) -> Checked {
    let mut run = run::run(sources);
    diagnostic::sort(&mut run.problems);
    Checked { programs: run.programs.into_iter().map(Arc::new).collect(), problems: run.problems }
}

/// Checks one flow that stands alone; `name` is its file's name.
pub fn check_one(name: &str, text: &str) -> Checked {
    let mut sources = Sources::new();
    sources.add(name, text);
    check(&sources)
}

/// The names of the flows that a flow says it uses.
pub fn uses(flow: &SourceFile) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add_file(flow.clone());
    units::read(&sources).into_iter().flat_map(|unit| unit.uses).map(|used| used.flow).collect()
}

/// After how much each entry of each flow lets go of people who do not answer, by the flow's name: what
/// `check --proofs` prints. Flows with errors are left out.
pub fn bounds(sources: &Sources) -> Vec<(String, Vec<Row>)> {
    run::run(sources).rows.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}
