//! Dialogues that go all ways of a flow, written as tests.
//!
//! [`walk`] tries at each wait what [`inputs`] finds likely, breadth first; [`cover`] picks a few dialogues that go
//! all that was found; [`print`] plays each once more and writes it down with what came of it.

mod answers;
mod clocks;
mod cover;
mod inputs;
mod people;
mod print;
mod sample;
mod walk;

use std::collections::BTreeSet;

use super::coverage::{Edge, Key, edges};
use crate::program::Program;
use crate::source::LineColumn;
use walk::{Goal, Walk};

/// What was found.
#[derive(Debug)]
pub struct Explored {
    /// Each a `test` block.
    pub dialogues: Vec<String>,
    /// How many ways the flow has.
    pub ways: usize,
    /// Those that nothing tried has gone.
    pub missed: Vec<Edge>,
}

/// Looks for a small set of dialogues that goes each way of a flow that is not among `known`.
pub fn explore(program: &Program, known: &BTreeSet<Key>) -> Explored {
    let edges = edges(program);
    let mut walk = Walk::new(program, &edges);
    walk.run();
    let wanted: BTreeSet<usize> =
        walk.reached.iter().copied().filter(|edge| edges.get(*edge).is_some_and(|e| !known.contains(&e.key))).collect();
    let dialogues = cover::choose(&walk.visits, &wanted);
    let mut names = BTreeSet::new();
    Explored {
        dialogues: dialogues.iter().map(|moves| print::test(program, &walk.visits, moves, &mut names)).collect(),
        ways: edges.len(),
        missed: edges
            .iter()
            .enumerate()
            .filter(|(index, edge)| !walk.reached.contains(index) && !known.contains(&edge.key))
            .map(|(_, edge)| edge.clone())
            .collect(),
    }
}

/// A dialogue, as a `test` block, that comes to what stands at a place of the flow, where `unset` names a variable
/// while that has no value; `None` where none is found.
pub fn witness(program: &Program, place: LineColumn, unset: Option<&str>) -> Option<String> {
    let places = || program.nodes.iter().flat_map(|node| &node.places);
    let nearest = places().filter(|at| **at <= place).max()?;
    let all = program.nodes.iter().enumerate();
    let ops = all.flat_map(|(node, code)| {
        code.places.iter().enumerate().filter(|(_, at)| *at == nearest).map(move |(op, _)| (node, op))
    });
    let goal = Goal { ops: ops.collect(), unset: unset.map(str::to_owned) };
    let edges = edges(program);
    let mut walk = Walk::new(program, &edges);
    walk.goal = Some(goal);
    walk.run();
    let dialogue = cover::way_to(&walk.visits, walk.met?);
    Some(print::test(program, &walk.visits, &dialogue, &mut BTreeSet::new()))
}
