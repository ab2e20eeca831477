//! Which ops a person on a channel can come to, as far as the code alone tells.

use std::collections::BTreeSet;

use crate::program::event::{CALL_EVENTS, FAULT, REPORTS, TEXT_EVENTS};
use crate::program::{Arm, AskKind, BinaryOp, Builtin, Expr, FetchSpec, Op, Program, Verb, Wait, WaitKind};
use crate::value::{Channel, Value};

/// An op: its node's index in the program and its own in the node's code.
pub(super) type At = (usize, usize);

/// Whether a conversation on a channel may come to an op like this.
pub fn reaches(program: &Program, channel: Channel, like: impl Fn(&Op) -> bool) -> bool {
    reach(program, channel).into_iter().filter_map(|at| op(program, at)).any(like)
}

/// The ops that a conversation on a channel may run. Conditions on `channel` alone are decided, all others may go
/// either way.
pub(super) fn reach(program: &Program, channel: Channel) -> BTreeSet<At> {
    let mut reached = BTreeSet::new();
    let mut open = roots(program, channel);
    while let Some(at) = open.pop() {
        if reached.insert(at)
            && let Some(op) = op(program, at)
        {
            open.extend(ways(program, channel, at, op));
        }
    }
    reached
}

/// Where a conversation begins or goes on after a call, and what happens beside it.
fn roots(program: &Program, channel: Channel) -> Vec<At> {
    let beside: &[&str] = if channel.is_voice() { &CALL_EVENTS } else { &TEXT_EVENTS };
    let beside = beside.iter().chain(&REPORTS).chain(&[FAULT]);
    let blocks = beside.filter_map(|event| program.lifecycle(event));
    let proceeds = program.nodes.iter().flat_map(|node| &node.code).filter_map(|op| match op {
        Op::Send(spec) if spec.channel == channel => spec.proceed.as_ref().map(|(node, _)| node.as_str()),
        _ => None,
    });
    let names = program.entry(channel).into_iter().chain(blocks.map(|node| node.name.as_str())).chain(proceeds);
    names.filter_map(|name| program.by_name.get(name)).map(|node| (*node, 0)).collect()
}

pub(super) fn op(program: &Program, (node, at): At) -> Option<&Op> {
    program.nodes.get(node)?.code.get(at)
}

/// Where the code may go on after an op.
pub(super) fn ways(program: &Program, channel: Channel, (node, at): At, op: &Op) -> Vec<At> {
    let here = |to: usize| (node, to);
    let entered = |name: &str| program.by_name.get(name).map(|node| (*node, 0));
    match op {
        Op::Goto(to) => vec![here(*to)],
        Op::Unless { condition, otherwise } => {
            let mut ways = Vec::new();
            let decided = decided(condition, channel);
            if decided != Some(false) {
                ways.push(here(at + 1));
            }
            if decided != Some(true) {
                ways.push(here(*otherwise));
            }
            ways
        }
        Op::Match { arms, otherwise, .. } => arms.iter().map(|(_, to)| here(*to)).chain([here(*otherwise)]).collect(),
        Op::Split(split) => split.arms.iter().map(|(_, to)| here(*to)).collect(),
        Op::Wait(wait) => wait_ways(program, channel, (node, at), wait),
        Op::Dial(spec) => {
            let arms = spec.arms.iter().filter(|_| channel.is_voice()).map(|arm| here(arm.to));
            let following = answered_follows(op) && channel.is_voice();
            arms.chain(following.then_some(here(at + 1))).collect()
        }
        Op::Verb(spec) => {
            let arms = spec.arms.iter().filter(|_| channel.is_voice()).map(|arm| here(arm.to));
            let goes_on = spec.verb == Verb::Stream || spec.follows();
            arms.chain((goes_on && channel.is_voice()).then_some(here(at + 1))).collect()
        }
        Op::Fetch(spec) => {
            let arms = spec.arms.iter().map(|arm| arm.to).chain(spec.failed);
            arms.map(here).chain(fetched_follows(spec).then_some(here(at + 1))).collect()
        }
        Op::Enter { node, .. } => entered(node).into_iter().collect(),
        Op::Call { node: name, .. } => entered(name).into_iter().chain([here(at + 1)]).collect(),
        Op::Return(_) | Op::End | Op::Hangup | Op::Resume | Op::AskAgain { .. } => Vec::new(),
        _ => vec![here(at + 1)],
    }
}

/// Whether a dial that was answered goes on with the next op.
pub(super) fn answered_follows(op: &Op) -> bool {
    matches!(op, Op::Dial(spec) if spec.arms.iter().all(|arm| arm.outcome != "answered"))
}

/// Whether some good answer to a fetch goes on with the next op.
pub(super) fn fetched_follows(spec: &FetchSpec) -> bool {
    !spec.arms.iter().any(|arm| arm.least <= 200 && arm.most >= 299)
}

fn wait_ways(program: &Program, channel: Channel, (node, at): At, wait: &Wait) -> Vec<At> {
    let here = |to: usize| (node, to);
    if matches!(wait.kind, WaitKind::Record { .. }) && !channel.is_voice() {
        return vec![here(at + 1)];
    }
    let failures = Failures::of(wait, channel);
    let mut ways = Vec::new();
    match &wait.kind {
        WaitKind::Menu { arms, otherwise, .. } | WaitKind::Keywords { arms, otherwise } => {
            ways.extend(arms.iter().map(|arm| here(arm.to)));
            ways.extend(otherwise.map(here));
        }
        WaitKind::Ask { .. } | WaitKind::Record { .. } => ways.push(here(at + 1)),
        WaitKind::Sleep { ms, message, timeout } => ways.extend(slept(at, *ms, *message, *timeout).map(here)),
    }
    ways.extend(failures.bounds().map(here));
    if let Some((always, arms)) = always_arms(program, node, wait) {
        ways.extend(arms.iter().map(|arm| (always, arm.to)));
    }
    ways
}

/// Where a `wait` goes on: with a message, and after its time.
pub(super) fn slept(
    at: usize,
    ms: Option<i64>,
    message: Option<usize>,
    timeout: Option<usize>,
) -> impl Iterator<Item = usize> {
    [Some(message.unwrap_or(at + 1)), ms.map(|_| timeout.unwrap_or(at + 1))].into_iter().flatten()
}

/// The choices of `always` that count at a wait of a node, and the node with their code.
pub(super) fn always_arms<'p>(program: &'p Program, node: usize, wait: &Wait) -> Option<(usize, &'p [Arm])> {
    if matches!(wait.kind, WaitKind::Ask { kind: AskKind::Text { .. }, .. } | WaitKind::Record { .. }) {
        return None;
    }
    let (name, always) = program.always_at(&program.nodes.get(node)?.name)?;
    Some((*program.by_name.get(name)?, &always.arms))
}

/// Which failed tries can happen at a wait, and where they lead.
#[derive(Debug, Default)]
pub(super) struct Failures {
    /// Silence, or a wrong answer, is followed by asking again.
    pub noinput_again: bool,
    pub nomatch_again: bool,
    pub noinput: Option<usize>,
    pub nomatch: Option<usize>,
    pub tries: Option<usize>,
}

impl Failures {
    pub fn of(wait: &Wait, channel: Channel) -> Self {
        if matches!(wait.kind, WaitKind::Sleep { .. }) {
            return Self::default();
        }
        let silence = channel.is_voice() || wait.text_timeout_ms.is_some();
        let wrong = match &wait.kind {
            WaitKind::Menu { otherwise, .. } | WaitKind::Keywords { otherwise, .. } => otherwise.is_none(),
            // A message may be a picture without words; a call gives words or nothing.
            WaitKind::Ask { kind: AskKind::Text { max: None }, .. } => !channel.is_voice(),
            WaitKind::Ask { .. } => true,
            WaitKind::Record { .. } | WaitKind::Sleep { .. } => false,
        };
        let bound = |kind: Option<crate::program::Bound>, can: bool| match kind {
            _ if !can => (0, None),
            Some(bound) => (bound.count.saturating_sub(1), Some(bound)),
            None => (u32::MAX, None),
        };
        let (silences, noinput) = bound(wait.noinput_bound, silence);
        let (wrongs, nomatch) = bound(wait.nomatch_bound, wrong);
        let tries = wait.tries.map_or(u32::MAX, |bound| bound.count);
        let kept = |bound: Option<crate::program::Bound>| bound.filter(|b| b.count <= tries).map(|b| b.to);
        Self {
            noinput_again: silence && silences.min(tries.saturating_sub(1)) > 0,
            nomatch_again: wrong && wrongs.min(tries.saturating_sub(1)) > 0,
            noinput: kept(noinput),
            nomatch: kept(nomatch),
            tries: wait.tries.filter(|bound| silences.saturating_add(wrongs) >= bound.count).map(|bound| bound.to),
        }
    }

    pub fn bounds(&self) -> impl Iterator<Item = usize> {
        [self.noinput, self.nomatch, self.tries].into_iter().flatten()
    }
}

/// What a condition on the channel alone comes to.
fn decided(condition: &Expr, channel: Channel) -> Option<bool> {
    match condition {
        Expr::Const(Value::Bool(yes)) => Some(*yes),
        Expr::Not(inner) => decided(inner, channel).map(|yes| !yes),
        Expr::Binary(BinaryOp::And, left, right) => match (decided(left, channel), decided(right, channel)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expr::Binary(BinaryOp::Or, left, right) => match (decided(left, channel), decided(right, channel)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expr::Binary(op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right) => {
            let name = match (&**left, &**right) {
                (Expr::Builtin(Builtin::Channel), Expr::Const(Value::Text(name))) => name,
                (Expr::Const(Value::Text(name)), Expr::Builtin(Builtin::Channel)) => name,
                _ => return None,
            };
            Some((name == channel.as_str()) == (*op == BinaryOp::Equal))
        }
        _ => None,
    }
}
