//! Who calls, where it makes a difference: a `split` sends each person one of its ways, and of some the flow has kept
//! something.

use std::collections::BTreeSet;

use crate::engine::split;
use crate::program::{Op, Program};
use crate::sim::phone::{CALLER, Phone};
use crate::value::{Type, Value};

use super::clocks::{Clock, clocks};

/// So many numbers are tried: one in a hundred is found with all but certainty.
const NUMBERS: u32 = 2_000;

/// How a dialogue begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scene {
    pub clock: Clock,
    /// The number of one who is not the person of all other tests.
    pub caller: Option<String>,
    /// Whether something has been kept of the person before, as [`known`] says.
    pub known: bool,
}

impl Scene {
    pub fn phone<'p>(&self, program: &'p Program) -> Phone<'p> {
        let mut phone = Phone::by_hand(program, self.clock.1);
        self.caller.iter().for_each(|caller| phone.person(caller));
        if self.known {
            known(program).into_iter().for_each(|(name, value)| phone.keep(name, value));
        }
        phone
    }
}

/// Something for each field of the person that takes a plain value.
pub(super) fn known(program: &Program) -> Vec<(&str, Value)> {
    let value = |ty: Type| match ty {
        Type::Text(_) | Type::Any => Some(Value::text("Ann")),
        Type::Number => Some(Value::from(2)),
        Type::Bool => Some(Value::Bool(true)),
        Type::Date | Type::Time | Type::Phone => {
            let written = if ty == Type::Date {
                "1980-03-14"
            } else if ty == Type::Time {
                "15:30"
            } else {
                "+15550100009"
            };
            Some(ty.coerce(Value::text(written)).0)
        }
        _ => None,
    };
    program.contact.iter().filter_map(|field| Some((field.name.as_str(), value(field.ty)?))).collect()
}

/// Each time for one person, then one time for the same person known before, and for each whom a split sends elsewhere.
pub(super) fn scenes(program: &Program) -> Vec<Scene> {
    let clocks = clocks(program);
    let mut scenes: Vec<Scene> =
        clocks.iter().map(|clock| Scene { clock: *clock, caller: None, known: false }).collect();
    let Some(clock) = clocks.first() else { return scenes };
    if !program.contact.is_empty() {
        scenes.push(Scene { clock: *clock, caller: None, known: true });
    }
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
            scenes.push(Scene { clock: *clock, caller: Some(caller), known: false });
        }
    }
    scenes
}
