//! One run over all flows: each flow's own parts first, then its ways through what it uses.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::allowances;
use super::checker::{Checker, Uses};
use super::link;
use super::names::{self, Names};
use super::paths::{self, Outside};
use super::proofs::{self, Row};
use super::translations::{self, Sides};
use super::units::{self, Unit};
use super::{lower, usage, used};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::program::{Digest, Entries, Program};
use crate::source::{FileId, Sources, Span};

/// What came of all flows, in the order of their files.
pub(super) struct Run {
    pub programs: Vec<Program>,
    pub problems: Vec<Diagnostic>,
    pub rows: Vec<(String, Vec<Row>)>,
}

/// What is found of a used flow only where the way into it is known.
const BY_THE_WAY: [Code; 7] =
    [Code::F0403, Code::F0603, Code::F0701, Code::F0702, Code::F1101, Code::F1102, Code::F1103];

pub(super) fn run(sources: &Sources) -> Run {
    let units = units::read(sources);
    let mut found: Vec<Vec<Diagnostic>> = units.iter().map(|unit| unit.problems.clone()).collect();
    let names: Vec<Names<'_>> =
        units.iter().zip(&mut found).map(|(unit, problems)| names::collect(&unit.tree, problems)).collect();
    let (sides, orphans) = Sides::read(sources, &units, &mut found);
    let house = House { sources, units: &units, names: &names, sides: &sides, outside: link::outside(&units) };
    let mentioned: Vec<BTreeSet<String>> =
        found.iter_mut().enumerate().map(|(index, problems)| house.check_parts(index, problems)).collect();

    let mut told = BTreeSet::new();
    let mut programs: BTreeMap<usize, Program> = BTreeMap::new();
    let mut rows: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for index in units::order(&units, 0..units.len()) {
        let is_sound = |used: &usize| found.get(*used).is_some_and(|problems| !diagnostic::has_errors(problems));
        let can_join = units::closure(&units, index).iter().all(is_sound);
        let (Some(problems), Some(mentioned)) = (found.get_mut(index), mentioned.get(index)) else { continue };
        let whole = house.check_whole(index, can_join, problems);
        told.extend(whole.own.iter().map(place));
        problems.extend(whole.own);
        problems.extend(whole.by_the_way.into_iter().filter(|problem| told.insert(place(problem))));
        rows.insert(index, whole.rows);
        if !diagnostic::has_errors(problems) && can_join {
            let program = house.program(index, mentioned, problems);
            programs.extend(program.map(|program| (index, program)));
        }
    }
    Run {
        programs: programs.into_values().collect(),
        problems: allowed(&units, found.into_iter().flatten().chain(orphans).collect()),
        rows: units.iter().map(|unit| unit.source.stem().to_owned()).zip(rows.into_values()).collect(),
    }
}

/// What is left once each file's allowances are heeded.
fn allowed(units: &[Unit<'_>], mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut left = Vec::new();
    for unit in units {
        let (mut own, others) = found.into_iter().partition(|problem| problem.primary.span.file == unit.id);
        allowances::apply(&unit.tree.comments, unit.source, &mut own);
        left.append(&mut own);
        found = others;
    }
    left.append(&mut found);
    left
}

fn place(problem: &Diagnostic) -> (Code, Span) {
    (problem.code, problem.primary.span)
}

/// All flows of a run.
struct House<'r> {
    sources: &'r Sources,
    units: &'r [Unit<'r>],
    names: &'r [Names<'r>],
    sides: &'r Sides<'r>,
    outside: BTreeMap<usize, BTreeSet<&'r str>>,
}

/// What the ways through a flow came to.
#[derive(Default)]
struct Whole {
    own: Vec<Diagnostic>,
    /// Found in flows that this one uses.
    by_the_way: Vec<Diagnostic>,
    rows: Vec<Row>,
}

impl<'r> House<'r> {
    /// The parts of a flow, one by one; gives the names that its values are mentioned by.
    fn check_parts(&self, index: usize, problems: &mut Vec<Diagnostic>) -> BTreeSet<String> {
        let (Some(unit), Some(names)) = (self.units.get(index), self.names.get(index)) else { return BTreeSet::new() };
        let uses: Uses<'_> = unit
            .uses
            .iter()
            .map(|used| (used.flow.as_str(), used.unit.and_then(|index| self.names.get(index))))
            .collect();
        let mut checker = Checker::new(&unit.tree, names, &uses, unit.source);
        checker.check_file(&unit.tree);
        problems.append(&mut checker.problems);
        used::check(self.units, self.names, index, problems);
        translations::check(unit, &used::spoken(self.units, self.names, index), self.sides, problems);
        checker.mentioned
    }

    /// The ways of a flow, through the flows that it uses where these are sound.
    fn check_whole(&self, index: usize, can_join: bool, problems: &[Diagnostic]) -> Whole {
        let (Some(unit), Some(own)) = (self.units.get(index), self.names.get(index)) else { return Whole::default() };
        let joined = self.joined(index, can_join);
        let joined_names = joined.as_ref().map(|tree| names::collect(tree, &mut Vec::new()));
        let (tree, names) = (joined.as_ref().unwrap_or(&unit.tree), joined_names.as_ref().unwrap_or(own));
        let outside: Outside<'_> = self.outside.get(&index).cloned();

        let mut whole = Whole::default();
        let mut found = problems.to_vec();
        paths::check(tree, &outside, &mut found);
        whole.sort(unit, self.sources, found.split_off(problems.len()));
        found.extend(whole.own.iter().cloned());
        let before = found.len();
        whole.rows = proofs::check(tree, &outside, names, unit.source, &mut found);
        whole.sort(unit, self.sources, found.split_off(before));
        if !diagnostic::has_errors(problems) && !diagnostic::has_errors(&whole.own) {
            translations::check_spoken(unit, tree, &outside, self.sides, &mut whole.own);
        }
        whole
    }

    fn program(&self, index: usize, mentioned: &BTreeSet<String>, problems: &mut Vec<Diagnostic>) -> Option<Program> {
        let (unit, own) = (self.units.get(index)?, self.names.get(index)?);
        usage::check(&unit.tree, own, mentioned, problems);
        used::check_needed(unit, problems);
        let joined = self.joined(index, true);
        let joined_names = joined.as_ref().map(|tree| names::collect(tree, &mut Vec::new()));
        let (tree, names) = (joined.as_ref().unwrap_or(&unit.tree), joined_names.as_ref().unwrap_or(own));
        let files = self.files(index);
        let program = lower::lower(tree, names, (self.sources, self.sides), unit.source, self.digest(&files));
        let mut program = program.map_err(|found| problems.extend(found)).ok()?;
        program.files = files;
        // A flow that is there to be used is none to call.
        (program.entries != Entries::default()).then_some(program)
    }

    /// The flow's tree with what it uses; `None` where its own is the whole.
    fn joined(&self, index: usize, can_join: bool) -> Option<crate::syntax::tree::File> {
        let unit = self.units.get(index)?;
        let is_whole = unit.uses.is_empty() || !can_join || unit.uses.iter().any(|used| used.unit.is_none());
        (!is_whole).then(|| link::link(self.units, index))
    }

    /// Of the flow's name and text, then of the names and texts of all that it is made of beside. The edition stands
    /// in the text; one that is not written is the first.
    fn digest(&self, files: &[FileId]) -> Digest {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        add("flowtone 1");
        for (number, file) in files.iter().filter_map(|id| self.sources.get(*id)).enumerate() {
            add(if number == 0 { file.stem() } else { file.base() });
            add(&file.text);
        }
        Digest(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The files that a flow is made of: its own, then the flows that it uses and all their translations by name.
    fn files(&self, index: usize) -> Vec<FileId> {
        let own = self.units.get(index);
        let used = units::closure(self.units, index).into_iter().filter_map(|used| self.units.get(used));
        let used: Vec<&Unit<'_>> = used.collect();
        let sides = own.into_iter().chain(used.iter().copied()).flat_map(|unit| self.sides.of(unit.source.stem()));
        let mut beside: Vec<(&str, FileId)> = sides.map(|side| (side.source.base(), side.id)).collect();
        beside.extend(used.iter().map(|unit| (unit.source.base(), unit.id)));
        beside.sort_unstable();
        own.map(|unit| unit.id).into_iter().chain(beside.into_iter().map(|(_, id)| id)).collect()
    }
}

impl Whole {
    fn sort(&mut self, unit: &Unit<'_>, sources: &Sources, found: Vec<Diagnostic>) {
        for mut problem in found {
            let file = problem.primary.span.file;
            if file == unit.id {
                self.own.push(problem);
            } else if BY_THE_WAY.contains(&problem.code) {
                // In its own file a name is written without the flow's.
                let flow = sources.get(file).map(|file| format!("{}.", file.stem())).unwrap_or_default();
                problem.headline = problem.headline.replace(&flow, "");
                problem.help = problem.help.map(|help| help.replace(&flow, ""));
                self.by_the_way.push(problem);
            }
        }
    }
}
