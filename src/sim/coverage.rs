//! The ways of a flow: what there is to be tested, and what a turn went.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Session, Step};
use crate::program::{Arm, Matcher, Op, Program, Wait, WaitKind, flow_of, is_always};
use crate::source::LineColumn;
use crate::value::Channel;

use super::reach::{At, Failures, always_arms, answered_follows, fetched_follows, op, reach, slept, ways};

/// A way, so that tests can be held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The op at which the way begins: its node's index in the program and its own in the node's code.
    pub at: (usize, usize),
    pub way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The node is entered.
    Enter,
    /// On to this op of the same node.
    To(usize),
    /// Asked again after silence.
    AfterSilence,
    /// Asked again after something that did not fit.
    AfterNoMatch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Node,
    /// An arm of a menu, of keywords or of `always`, and an answer that a question took.
    Arm,
    /// What an `if` or a `match` decides.
    Branch,
    /// How a dial or a fetch ends.
    Outcome,
    /// Asking again, and giving up.
    Retry,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Node, Kind::Arm, Kind::Branch, Kind::Outcome, Kind::Retry];

    pub fn plural(self) -> &'static str {
        match self {
            Kind::Node => "nodes",
            Kind::Arm => "arms",
            Kind::Branch => "branches",
            Kind::Outcome => "outcomes",
            Kind::Retry => "retries",
        }
    }
}

/// A way that some conversation may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub key: Key,
    pub kind: Kind,
    pub place: LineColumn,
    /// For people: "key 1 of `welcome`".
    pub what: String,
}

/// All ways of a flow that somebody may go, in the order of the file.
pub fn edges(program: &Program) -> Vec<Edge> {
    let mut found = Found { program, edges: BTreeMap::new() };
    for channel in Channel::ALL {
        for at in reach(program, channel) {
            if let Some(op) = op(program, at) {
                found.op(at, op, channel);
            }
        }
    }
    let mut edges: Vec<Edge> = found.edges.into_values().collect();
    let flow = |edge: &Edge| program.nodes.get(edge.key.at.0).and_then(|node| flow_of(&node.name));
    edges.sort_by_key(|edge| (flow(edge), edge.place, edge.key));
    edges
}

struct Found<'p> {
    program: &'p Program,
    edges: BTreeMap<Key, Edge>,
}

impl Found<'_> {
    fn add(&mut self, at: At, way: Way, kind: Kind, place_of: At, what: String) {
        let place = self.program.nodes.get(place_of.0).and_then(|node| node.places.get(place_of.1)).copied();
        let place = place.unwrap_or(LineColumn { line: 1, column: 1 });
        let key = Key { at, way };
        self.edges.entry(key).or_insert(Edge { key, kind, place, what });
    }

    fn name(&self, at: At) -> &str {
        self.program.nodes.get(at.0).map_or("", |node| node.name.as_str())
    }

    fn op(&mut self, at: At, op: &Op, channel: Channel) {
        let name = self.name(at).to_owned();
        if at.1 == 0 && !is_always(&name) {
            self.add(at, Way::Enter, Kind::Node, at, format!("`{name}`"));
        }
        let here = |to: usize| (at.0, to);
        match op {
            Op::Unless { otherwise, .. } => {
                // The ways that a condition on the channel leaves open.
                let open = ways(self.program, channel, at, op);
                if open.contains(&here(at.1 + 1)) {
                    self.add(
                        at,
                        Way::To(at.1 + 1),
                        Kind::Branch,
                        at,
                        format!("where the condition holds, in `{name}`"),
                    );
                }
                if open.contains(&here(*otherwise)) {
                    self.add(
                        at,
                        Way::To(*otherwise),
                        Kind::Branch,
                        at,
                        format!("where the condition does not hold, in `{name}`"),
                    );
                }
            }
            Op::Match { arms, otherwise, .. } => {
                for (index, (_, to)) in arms.iter().enumerate() {
                    self.add(
                        at,
                        Way::To(*to),
                        Kind::Branch,
                        here(*to),
                        format!("arm {} of `match` in `{name}`", index + 1),
                    );
                }
                self.add(at, Way::To(*otherwise), Kind::Branch, at, format!("`else` of `match` in `{name}`"));
            }
            Op::Split(split) => {
                for (percent, to) in &split.arms {
                    let what = format!("the {percent}% of `split` in `{name}`");
                    self.add(at, Way::To(*to), Kind::Branch, here(*to), what);
                }
            }
            Op::Wait(wait) => self.wait(at, wait, channel, &name),
            Op::Dial(spec) if channel.is_voice() => {
                for arm in &spec.arms {
                    let shared: Vec<String> = spec
                        .arms
                        .iter()
                        .filter(|other| other.to == arm.to)
                        .map(|other| format!("`{}`", other.outcome))
                        .collect();
                    let what = format!("{} of the dial in `{name}`", shared.join(", "));
                    self.add(at, Way::To(arm.to), Kind::Outcome, at, what);
                }
                if answered_follows(op) {
                    let what = format!("`answered` of the dial in `{name}`");
                    self.add(at, Way::To(at.1 + 1), Kind::Outcome, at, what);
                }
            }
            Op::Verb(spec) if channel.is_voice() => {
                let verb = spec.verb.name();
                for arm in &spec.arms {
                    let what = format!("`{}` of `{verb}` in `{name}`", arm.outcome);
                    self.add(at, Way::To(arm.to), Kind::Outcome, at, what);
                }
                if spec.verb.waits() && spec.follows() {
                    let what = format!("the good end of `{verb}` in `{name}`");
                    self.add(at, Way::To(at.1 + 1), Kind::Outcome, at, what);
                }
            }
            Op::Fetch(spec) => {
                for arm in &spec.arms {
                    let status = match arm.least == arm.most {
                        true => arm.least.to_string(),
                        false => format!("{}xx", arm.least / 100),
                    };
                    let what = format!("`{status}` of the fetch in `{name}`");
                    self.add(at, Way::To(arm.to), Kind::Outcome, at, what);
                }
                if let Some(to) = spec.failed {
                    self.add(at, Way::To(to), Kind::Outcome, at, format!("`failed` of the fetch in `{name}`"));
                }
                if fetched_follows(spec) {
                    self.add(at, Way::To(at.1 + 1), Kind::Outcome, at, format!("an answer to the fetch in `{name}`"));
                }
            }
            _ => {}
        }
    }

    fn wait(&mut self, at: At, wait: &Wait, channel: Channel, name: &str) {
        let here = |to: usize| (at.0, to);
        match &wait.kind {
            WaitKind::Record { .. } if !channel.is_voice() => return,
            WaitKind::Menu { arms, otherwise, .. } | WaitKind::Keywords { arms, otherwise } => {
                for arm in arms {
                    self.add(at, Way::To(arm.to), Kind::Arm, here(arm.to), format!("{} of `{name}`", choice(arm)));
                }
                if let Some(to) = otherwise {
                    self.add(at, Way::To(*to), Kind::Arm, here(*to), format!("`else` of `{name}`"));
                }
            }
            WaitKind::Ask { .. } => {
                self.add(at, Way::To(at.1 + 1), Kind::Arm, at, format!("an answer to the question in `{name}`"));
            }
            WaitKind::Record { .. } => {
                self.add(at, Way::To(at.1 + 1), Kind::Arm, at, format!("a recording in `{name}`"));
            }
            WaitKind::Sleep { ms, message, timeout } => {
                let ways = slept(at.1, *ms, *message, *timeout).zip(["a message", "the time"]);
                for (to, what) in ways {
                    self.add(at, Way::To(to), Kind::Arm, here(to), format!("{what} at the `wait` in `{name}`"));
                }
            }
        }
        self.failures(at, &Failures::of(wait, channel), name);
        if let Some((always, arms)) = always_arms(self.program, at.0, wait) {
            for arm in arms {
                let what = format!("{} of `{}`", choice(arm), self.name((always, arm.to)));
                self.add((always, arm.to), Way::Enter, Kind::Arm, (always, arm.to), what);
            }
        }
    }

    fn failures(&mut self, at: At, failures: &Failures, name: &str) {
        let ways = [
            (failures.noinput_again.then_some(Way::AfterSilence), "asking again after silence"),
            (failures.nomatch_again.then_some(Way::AfterNoMatch), "asking again after a wrong answer"),
            (failures.noinput.map(Way::To), "giving up after silence"),
            (failures.nomatch.map(Way::To), "giving up after wrong answers"),
            (failures.tries.map(Way::To), "giving up after all tries"),
        ];
        for (way, what) in ways {
            if let Some(way) = way {
                self.add(at, way, Kind::Retry, at, format!("{what} in `{name}`"));
            }
        }
    }
}

/// A choice by its key or first pattern.
fn choice(arm: &Arm) -> String {
    match arm.matchers.first() {
        Some(Matcher::Key(key)) => format!("key {key}"),
        Some(Matcher::Whole(text)) => format!("\"{text}\""),
        Some(Matcher::Prefix(text)) => format!("\"{text}\"*"),
        Some(Matcher::Has(text)) => format!("has \"{text}\""),
        Some(Matcher::Regex(regex)) => format!("/{}/", regex.source),
        Some(Matcher::Media) => "`media`".to_owned(),
        Some(Matcher::Location) => "`location`".to_owned(),
        Some(Matcher::Button(payload)) => format!("button \"{payload}\""),
        None => "an arm".to_owned(),
    }
}

/// The ways that a turn went.
pub(super) fn passed(program: &Program, before: Option<&Session>, step: &Step) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let is_always = |node: usize| program.nodes.get(node).is_some_and(|node| is_always(&node.name));
    let waited = before.and_then(|session| place(program, session));
    let mut previous = waited;
    for at in step.path.iter().copied() {
        if at.1 == 0 && !is_always(at.0) {
            keys.insert(Key { at, way: Way::Enter });
        }
        if let Some(from) = previous {
            if from.0 == at.0 {
                keys.insert(Key { at: from, way: Way::To(at.1) });
            }
            if is_always(at.0) && matches!(op(program, from), Some(Op::Wait(_))) {
                keys.insert(Key { at, way: Way::Enter });
            }
        }
        previous = Some(at);
    }
    keys.extend(retried(before, step, waited, step.path.last().copied()));
    keys
}

/// Where a wait asked once more, because of what came or because of the message that reached it first.
fn retried(before: Option<&Session>, step: &Step, waited: Option<At>, last: Option<At>) -> Option<Key> {
    let now = step.session.waiting?;
    let first = before.and_then(|session| session.waiting).filter(|_| last.is_none()).unwrap_or_default();
    let at = last.or(waited)?;
    if now.noinput > first.noinput {
        return Some(Key { at, way: Way::AfterSilence });
    }
    (now.nomatch > first.nomatch).then_some(Key { at, way: Way::AfterNoMatch })
}

/// The op at which a session rests.
pub(super) fn place(program: &Program, session: &Session) -> Option<At> {
    let frame = session.frames.last()?;
    Some((*program.by_name.get(&frame.node)?, frame.at))
}
