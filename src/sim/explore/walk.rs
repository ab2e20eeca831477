//! Walks a flow breadth first, so that each way is found by the shortest dialogue that goes it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::engine::{Session, Waiting};
use crate::program::{Op, Program, WaitKind};
use crate::value::{Channel, Value};

use super::answers::fetched;
use super::inputs::{Move, OUTCOMES, Pool, moves};
use super::people::{Scene, scenes};
use crate::sim::coverage::{Edge, Key, Way, place};
use crate::sim::phone::{Phone, first_channel};
use crate::sim::reach::{self, At};

/// Turns that are tried at most; a turn takes some ten microseconds.
const TURNS: usize = 40_000;
/// Different values of variables with which one place of the flow is gone on from.
const VARIANTS: usize = 12;
/// Inputs of one dialogue: longer ones are read by nobody.
const DEPTH: usize = 40;

/// A dialogue's newest move; what came before it is its parent's.
pub(super) struct Visit<'p> {
    pub parent: Option<usize>,
    /// How the dialogue began.
    pub scene: Scene,
    pub channel: Channel,
    pub made: Move,
    pub depth: usize,
    /// The ways that this move went, by their place in the list of edges.
    pub went: Vec<usize>,
    /// Where it led; `None` where nothing goes on from there.
    phone: Option<Phone<'p>>,
}

/// A place of the flow that a dialogue is to come to.
#[derive(Debug)]
pub(super) struct Goal {
    pub ops: BTreeSet<At>,
    /// A variable that is to have no value there.
    pub unset: Option<String>,
}

impl Goal {
    fn is_met(&self, passed: &BTreeSet<Key>, phone: &Phone<'_>) -> bool {
        let comes = |key: &Key| match key.way {
            Way::To(to) => self.ops.contains(&(key.at.0, to)),
            Way::Enter => self.ops.contains(&key.at),
            Way::AfterSilence | Way::AfterNoMatch => false,
        };
        let value = |name: &String| phone.session().and_then(|session| session.variables.get(name));
        passed.iter().any(comes) && self.unset.as_ref().is_none_or(|name| value(name).is_none_or(Value::is_none))
    }
}

pub(super) struct Walk<'p> {
    program: &'p Program,
    pub goal: Option<Goal>,
    /// The visit that met the goal.
    pub met: Option<usize>,
    index: BTreeMap<Key, usize>,
    pool: Pool,
    pub visits: Vec<Visit<'p>>,
    pub reached: BTreeSet<usize>,
    seen: BTreeSet<String>,
    variants: BTreeMap<String, usize>,
    open: VecDeque<usize>,
    turns: usize,
}

impl<'p> Walk<'p> {
    pub fn new(program: &'p Program, edges: &[Edge]) -> Self {
        Self {
            program,
            goal: None,
            met: None,
            index: edges.iter().enumerate().map(|(index, edge)| (edge.key, index)).collect(),
            pool: Pool::of(program),
            visits: Vec::new(),
            reached: BTreeSet::new(),
            seen: BTreeSet::new(),
            variants: BTreeMap::new(),
            open: VecDeque::new(),
            turns: 0,
        }
    }

    /// Goes on until all ways are gone or the goal is met, nothing is left to try, or the limits are reached.
    pub fn run(&mut self) {
        for scene in scenes(self.program) {
            for channel in Channel::ALL.into_iter().filter(|channel| self.program.entry(*channel).is_some()) {
                for made in self.first_moves(channel) {
                    self.go((None, &scene), channel, made, None, 1);
                }
            }
        }
        while let Some(index) = self.open.pop_front() {
            let done = match &self.goal {
                Some(_) => self.met.is_some(),
                None => self.reached.len() == self.index.len(),
            };
            if done || self.turns >= TURNS {
                return;
            }
            let Some(visit) = self.visits.get_mut(index) else { continue };
            let (scene, channel, depth) = (visit.scene.clone(), visit.channel, visit.depth);
            let Some(phone) = visit.phone.take() else { continue };
            if depth >= DEPTH {
                continue;
            }
            for made in self.next_moves(&phone, channel) {
                self.go((Some(index), &scene), channel, made, Some(&phone), depth + 1);
            }
        }
    }

    /// A call is answered; a message is the first answer to the keywords that it begins at.
    fn first_moves(&self, channel: Channel) -> Vec<Move> {
        let mut moves = self.greetings(channel);
        // In a test that begins with it, something other than words comes on this channel.
        moves.retain(|made| made.is_words() || channel == first_channel(self.program));
        moves
    }

    fn greetings(&self, channel: Channel) -> Vec<Move> {
        if channel.is_voice() {
            return vec![Move::Call];
        }
        let entry = self.program.entry(channel).and_then(|name| self.program.by_name.get(name)).copied();
        match entry.and_then(|node| Some((node, reach::op(self.program, (node, 0))?))) {
            Some((node, Op::Wait(wait))) if matches!(wait.kind, WaitKind::Keywords { .. }) => {
                let language = self.program.languages.first().map_or("", |language| language.tag.as_str());
                moves(self.program, (node, wait), channel, language, &self.pool)
            }
            _ => vec![Move::Write("hello".to_owned())],
        }
    }

    fn next_moves(&self, phone: &Phone<'p>, channel: Channel) -> Vec<Move> {
        let Some(session) = phone.session() else { return Vec::new() };
        let Some(at) = place(self.program, session) else { return Vec::new() };
        match reach::op(self.program, at) {
            Some(Op::Dial(_)) => OUTCOMES.into_iter().map(Move::Dialled).collect(),
            Some(Op::Verb(spec)) => spec.verb.endings().iter().map(|ending| Move::Performed(ending.name)).collect(),
            Some(Op::Fetch(spec)) => fetched(self.program, spec),
            Some(Op::Wait(wait)) => moves(self.program, (at.0, wait), channel, &session.language, &self.pool),
            _ => Vec::new(),
        }
    }

    fn go(
        &mut self,
        (parent, scene): (Option<usize>, &Scene),
        channel: Channel,
        made: Move,
        from: Option<&Phone<'p>>,
        depth: usize,
    ) {
        self.turns += 1;
        let mut phone = from.cloned().unwrap_or_else(|| scene.phone(self.program));
        if made.make(&mut phone, channel).is_err() {
            return;
        }
        let passed = phone.forget();
        let went: Vec<usize> = passed.iter().filter_map(|key| self.index.get(key).copied()).collect();
        let news = went.iter().filter(|edge| self.reached.insert(**edge)).count();
        let goes_on = phone.session().is_some_and(|session| !session.ended && self.is_new(session, &phone, scene));
        let met = self.met.is_none() && self.goal.as_ref().is_some_and(|goal| goal.is_met(&passed, &phone));
        if met {
            self.met = Some(self.visits.len());
        }
        if news == 0 && !goes_on && !met {
            return;
        }
        if goes_on {
            self.open.push_back(self.visits.len());
        }
        let scene = scene.clone();
        self.visits.push(Visit { parent, scene, channel, made, depth, went, phone: goes_on.then_some(phone) });
    }

    /// Whether this place has not been gone on from yet, or not with these values of variables.
    fn is_new(&mut self, session: &Session, phone: &Phone<'p>, scene: &Scene) -> bool {
        let channel = session.channel.as_str();
        let place = format!("{channel} {} {} {}", session.language, frames(session), tries(session.waiting));
        let told = (&session.caller, &session.variables, phone.kept());
        let whole = format!("{place} {} {:?} {told:?}", scene.clock.0, scene.status);
        if !self.seen.insert(whole) {
            return false;
        }
        let variants = self.variants.entry(place).or_default();
        *variants += 1;
        *variants <= VARIANTS
    }
}

/// The failed tries; when a timer runs out makes no difference to what comes then.
fn tries(waiting: Option<Waiting>) -> String {
    waiting.map_or_else(String::new, |waiting| format!("{} {}", waiting.noinput, waiting.nomatch))
}

/// The nodes at hand, the op at which each stands, and the failed tries that are kept there.
fn frames(session: &Session) -> String {
    let told = session.frames.iter().map(|frame| {
        let kept: Vec<String> = frame.tries.iter().map(|(at, kept)| format!("{at} {}", tries(Some(*kept)))).collect();
        format!("{} {} {kept:?}", frame.node, frame.at)
    });
    told.collect::<Vec<_>>().join(", ")
}
