//! Who calls, where it makes a difference: a `split` sends each person one of its ways, and of some the flow has kept
//! something.

use std::collections::BTreeSet;

use crate::engine::split;
use crate::program::{Op, Program};
use crate::sim::phone::{CALLER, Phone};
use crate::value::{Type, Value};

use super::answers::compared_of_person;
use super::clocks::{Clock, clocks};

/// So many numbers are tried: one in a hundred is found with all but certainty.
const NUMBERS: u32 = 2_000;
/// Persons known before that are tried at most.
const PERSONS: usize = 16;

/// How a dialogue begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scene {
    pub clock: Clock,
    /// The number of one who is not the person of all other tests.
    pub caller: Option<String>,
    /// What has been kept of the person before.
    pub known: Vec<(String, Value)>,
    /// What becomes of messages that are sent, or how the call ends for the provider.
    pub status: Option<&'static str>,
}

impl Scene {
    fn at(clock: &Clock) -> Self {
        Self { clock: clock.clone(), caller: None, known: Vec::new(), status: None }
    }

    pub fn phone<'p>(&self, program: &'p Program) -> Phone<'p> {
        let mut phone = Phone::by_hand(program, self.clock.1);
        self.caller.iter().for_each(|caller| phone.person(caller));
        self.known.iter().for_each(|(name, value)| phone.keep(name, value.clone()));
        phone.world.status = self.status;
        phone
    }
}

/// What becomes of a message, and how a call ends that did not end well.
const STATUSES: [&str; 6] = ["delivered", "read", "undelivered", "busy", "noanswer", "failed"];

/// A value of a type, as it is written.
pub(super) fn example(ty: Type) -> Option<Value> {
    Some(match ty {
        Type::Text(_) | Type::Any => Value::text("Ann"),
        Type::Number => Value::from(2),
        Type::Bool => Value::Bool(true),
        Type::Date => Value::text("1980-03-14"),
        Type::Time => Value::text("15:30"),
        Type::Phone => Value::text("+15550100009"),
        _ => return None,
    })
}

/// Something for each field of the person that takes a plain value; then each value that the flow compares one with.
fn known(program: &Program) -> Vec<Vec<(String, Value)>> {
    let fields = program.contact.iter();
    let first: Vec<(String, Value)> =
        fields.filter_map(|field| Some((field.name.clone(), field.ty.coerce(example(field.ty)?).0))).collect();
    let mut all: Vec<Vec<(String, Value)>> = (!first.is_empty()).then(|| first.clone()).into_iter().collect();
    for (field, values) in compared_of_person(program) {
        for value in values {
            let set = |(name, old): &(String, Value)| (name.clone(), if *name == field { &value } else { old }.clone());
            all.push(first.iter().map(set).collect());
        }
    }
    all.truncate(PERSONS);
    all
}

/// Each time for one person, then one time for the same person known before, for each report that the flow takes, and
/// for each whom a split sends elsewhere.
pub(super) fn scenes(program: &Program) -> Vec<Scene> {
    let clocks = clocks(program);
    let mut scenes: Vec<Scene> = clocks.iter().map(Scene::at).collect();
    let Some(clock) = clocks.first() else { return scenes };
    scenes.extend(known(program).into_iter().map(|known| Scene { known, ..Scene::at(clock) }));
    let statuses = STATUSES.into_iter().filter(|status| program.lifecycle(status).is_some());
    scenes.extend(statuses.map(|status| Scene { status: Some(status), ..Scene::at(clock) }));
    let code = || program.nodes.iter().flat_map(|node| &node.code);
    let ways = |person: &str| -> Vec<(usize, usize)> {
        let shares = code().enumerate().filter_map(|(at, op)| match op {
            Op::Split(shares) => Some((at, split(&program.flow, shares, person)?)),
            _ => None,
        });
        shares.collect()
    };
    if !code().any(|op| matches!(op, Op::Split(_))) {
        return scenes;
    }
    let mut gone: BTreeSet<(usize, usize)> = ways(CALLER).into_iter().collect();
    for number in 0..NUMBERS {
        let caller = format!("+1555010{:04}", 1_000 + number);
        let before = gone.len();
        gone.extend(ways(&caller));
        if gone.len() > before {
            scenes.push(Scene { caller: Some(caller), ..Scene::at(clock) });
        }
    }
    scenes
}
