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
mod lower;
mod moments;
mod names;
mod operators;
mod parts;
mod paths;
mod patterns;
mod proofs;
mod regexes;
mod secrets;
mod sends;
mod settings;
mod sleeps;
mod statements;
mod suggest;
mod templates;
mod types;
mod usage;
mod verbs;
mod walk;
mod zones;

pub use files::check_text;
pub use proofs::{Bound, Person, Row};

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{self, Diagnostic};
use crate::program::{Digest, Program};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;
use crate::syntax::tree::File;
use checker::Checker;

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
    let mut checked = Checked::default();
    for (id, source) in sources.iter() {
        if let Some(problem) = check_text(id, source) {
            checked.problems.push(problem);
            continue;
        }
        let mut problems = Vec::new();
        files::check_name(sources, id, source, &mut problems);
        let program = check_flow(id, source, &mut problems);
        if !diagnostic::has_errors(&problems) {
            checked.programs.extend(program.map(Arc::new));
        }
        checked.problems.append(&mut problems);
    }
    diagnostic::sort(&mut checked.problems);
    checked
}

/// Checks one flow that stands alone; `name` is its file's name.
pub fn check_one(name: &str, text: &str) -> Checked {
    let mut sources = Sources::new();
    sources.add(name, text);
    check(&sources)
}

/// After how much each entry of each flow lets go of people who do not answer, by the flow's name: what
/// `check --proofs` prints. Flows with errors are left out.
pub fn bounds(sources: &Sources) -> Vec<(String, Vec<Row>)> {
    let of_flow = |(id, source): (FileId, &SourceFile)| {
        let parsed = syntax::parse(id, source);
        let mut problems = parsed.problems;
        let names = names::collect(&parsed.tree, &mut problems);
        paths::check(&parsed.tree, &mut problems);
        (source.stem().to_owned(), proofs::check(&parsed.tree, &names, source, &mut problems))
    };
    sources.iter().map(of_flow).filter(|(_, rows)| !rows.is_empty()).collect()
}

fn check_flow(id: FileId, source: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Program> {
    let parsed = syntax::parse(id, source);
    problems.extend(parsed.problems);
    let program = check_tree(&parsed.tree, source, problems);
    allowances::apply(&parsed.tree.comments, source, problems);
    program
}

fn check_tree(file: &File, source: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Program> {
    let names = names::collect(file, problems);
    let mut checker = Checker::new(file, &names, source);
    checker.check_file(file);
    problems.append(&mut checker.problems);
    paths::check(file, problems);
    proofs::check(file, &names, source, problems);
    if diagnostic::has_errors(problems) {
        return None;
    }

    usage::check(file, &names, &checker.mentioned, problems);
    lower::lower(file, &names, source, digest(source)).map_err(|found| problems.extend(found)).ok()
}

/// The edition stands in the text; one that is not written is the first.
fn digest(source: &SourceFile) -> Digest {
    let mut hash = Sha256::new();
    for part in ["flowtone 1", source.stem(), &source.text] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Digest(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
