//! F1101: a value that is read on a path where nothing has set it.
//!
//! A classic must-analysis over the chart, once for each channel: what has surely a value at each point. A `do` sets
//! what its node has surely set at every `return`, which a pass backwards finds for all nodes at once. Where a
//! condition on the way was about something that is set together with the variable, it may well know: that stays
//! silent.

use std::collections::{BTreeMap, VecDeque};

use super::bits::Bits;
use super::chart::{Chart, Does, PointId, Way, When};
use super::exprs::mentions;
use super::passable::{at, channels_after, entries};
use super::reads::reads;
use super::route::route;
use super::vars::Vars;
use crate::check::paths::channels::Channels;
use crate::check::paths::graph::Graph;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::value::Channel;

/// So many other places are shown beside the first.
const MAX_SHOWN: usize = 3;

/// What is known at a point on one channel.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub set: Bits,
    /// Variables that every path here has asked about.
    asked: Bits,
}

/// For each point and channel, what is known there; `None` where no path comes.
pub(super) type States = Vec<Option<State>>;

pub(super) fn check(chart: &Chart<'_>, graph: &Graph<'_>, vars: &Vars<'_>, problems: &mut Vec<Diagnostic>) {
    let returns = surely_returned(chart, vars);
    let states = forward(chart, graph, vars, &returns);
    let together = set_together(chart, vars, &states);
    let mut found: BTreeMap<usize, Vec<(PointId, usize, Span)>> = BTreeMap::new();
    for (id, point) in chart.points.iter().enumerate() {
        let here = || (0..Channel::ALL.len()).filter_map(|c| states.get(at(id, c))?.as_ref().map(|state| (c, state)));
        if here().next().is_none() {
            continue;
        }
        for read in reads(&point.does) {
            let Some(var) = vars.get(&read.need.name).filter(|var| vars.tracked.has(*var)) else { continue };
            let silent = |state: &State| together.get(var).is_some_and(|with| with.meets(&state.asked));
            let missing = here().find(|(channel, state)| {
                let channels = Channel::ALL.get(*channel).map_or(Channels::NONE, |channel| Channels::of(*channel));
                read.channels.meets(channels) && !state.set.has(var) && !silent(state)
            });
            if let Some((channel, _)) = missing {
                found.entry(var).or_default().push((id, channel, read.need.span));
            }
        }
    }
    for (var, mut places) in found {
        places.sort_by_key(|(_, _, span)| *span);
        places.dedup_by_key(|(_, _, span)| *span);
        problems.extend(report(chart, graph, vars, &returns, var, &places));
    }
}

fn report(
    chart: &Chart<'_>,
    graph: &Graph<'_>,
    vars: &Vars<'_>,
    returns: &[Bits],
    var: usize,
    places: &[(PointId, usize, Span)],
) -> Option<Diagnostic> {
    let (&(point, channel, span), others) = places.split_first()?;
    let name = vars.name(var);
    let way = route(chart, graph, vars, returns, var, (point, channel)).unwrap_or_default();
    let headline = format!("`{name}` is read before it is set");
    let label = match way.as_str() {
        "" => "a path comes here on which nothing has set it".to_owned(),
        way => format!("nothing has set it on the way `{way}`"),
    };
    let mut problem = Diagnostic::warning(Code::F1101, headline, span, label);
    for (_, _, span) in others.iter().take(MAX_SHOWN) {
        problem = problem.with_label(*span, "it may be missing here too");
    }
    Some(problem.with_help(format!(
        "ask for it or set it on that way, give it a first value, or ask first whether it is there: \
         `if {name} != none {{ … }}`, in a text `{{{{#if {name}}}}}…{{{{/if}}}}`"
    )))
}

/// For each point, what is surely set between it and any `return` that it comes to.
fn surely_returned(chart: &Chart<'_>, vars: &Vars<'_>) -> Vec<Bits> {
    let mut before: Vec<Bits> = vec![Bits::all(vars.len()); chart.points.len()];
    let mut came_from: Vec<Vec<PointId>> = vec![Vec::new(); chart.points.len()];
    for (id, point) in chart.points.iter().enumerate() {
        for way in &point.ways {
            came_from.get_mut(way.to).into_iter().for_each(|list| list.push(id));
        }
    }
    let mut open: VecDeque<PointId> = (0..chart.points.len()).rev().collect();
    let mut waiting = vec![true; chart.points.len()];
    while let Some(id) = open.pop_front() {
        waiting.get_mut(id).into_iter().for_each(|flag| *flag = false);
        let Some(point) = chart.points.get(id) else { continue };
        let mut all = Bits::all(vars.len());
        if let Does::Return(_) = point.does {
            all = Bits::none(vars.len());
        }
        let called = point.ways.iter().find(|way| matches!(way.when, When::Call)).and_then(|way| before.get(way.to));
        for way in point.ways.iter().filter(|way| !matches!(way.when, When::Call | When::Continue(_))) {
            let Some(mut set) = before.get(way.to).cloned() else { continue };
            let effects = vars.of_way(&point.does, way).into_iter().chain(vars.of_point(&point.does));
            effects.filter_map(super::vars::Effect::target).for_each(|var| set.add(var));
            called.into_iter().for_each(|called| set.join(called));
            all.meet(&set);
        }
        if before.get_mut(id).is_some_and(|known| known.meet(&all)) {
            for from in came_from.get(id).into_iter().flatten().copied() {
                if let Some(flag @ false) = waiting.get_mut(from) {
                    *flag = true;
                    open.push_back(from);
                }
            }
        }
    }
    before
}

fn forward(chart: &Chart<'_>, graph: &Graph<'_>, vars: &Vars<'_>, returns: &[Bits]) -> States {
    let size = chart.points.len() * Channel::ALL.len();
    let mut states: States = vec![None; size];
    let mut open = VecDeque::new();
    let mut waiting = vec![false; size];
    for (point, channel) in entries(chart, graph) {
        let state = State { set: vars.initial(), asked: Bits::none(vars.len()) };
        arrive(&mut states, &mut open, &mut waiting, (point, channel), state);
    }
    while let Some((id, channel)) = open.pop_front() {
        waiting.get_mut(at(id, channel)).into_iter().for_each(|flag| *flag = false);
        let (Some(point), Some(Some(state))) = (chart.points.get(id), states.get(at(id, channel)).cloned()) else {
            continue;
        };
        let mut behind = state;
        vars.of_point(&point.does).into_iter().for_each(|effect| effect.apply(&mut behind.set));
        for way in &point.ways {
            let mut there = behind.clone();
            take(chart, vars, returns, id, way, &mut there);
            for channel in channels_after(point, way, channel) {
                arrive(&mut states, &mut open, &mut waiting, (way.to, channel), there.clone());
            }
        }
    }
    states
}

/// What is known after taking a way.
fn take(chart: &Chart<'_>, vars: &Vars<'_>, returns: &[Bits], id: PointId, way: &Way<'_>, state: &mut State) {
    let Some(point) = chart.points.get(id) else { return };
    if let When::After = way.when {
        match point.ways.iter().find(|way| matches!(way.when, When::Call)) {
            Some(call) => returns.get(call.to).into_iter().for_each(|set| state.set.join(set)),
            // A node of another file may set anything.
            None => state.set = Bits::all(vars.len()),
        }
    }
    vars.of_way(&point.does, way).into_iter().for_each(|effect| effect.apply(&mut state.set));
    let mut names = Vec::new();
    match way.when {
        When::True(condition) | When::False(condition) => mentions(condition, &mut names),
        When::Fits { subject, .. } | When::NoneFits { subject, .. } => mentions(subject, &mut names),
        _ => {}
    }
    names.iter().filter_map(|name| vars.get(name)).for_each(|var| state.asked.add(var));
}

fn arrive(
    states: &mut States,
    open: &mut VecDeque<(PointId, usize)>,
    waiting: &mut [bool],
    (point, channel): (PointId, usize),
    coming: State,
) {
    let index = at(point, channel);
    let changed = match states.get_mut(index) {
        Some(Some(known)) => known.set.meet(&coming.set) | known.asked.meet(&coming.asked),
        Some(empty @ None) => {
            *empty = Some(coming);
            true
        }
        None => false,
    };
    if let (true, Some(flag @ false)) = (changed, waiting.get_mut(index)) {
        *flag = true;
        open.push_back((point, channel));
    }
}

/// For each variable, those that are set in the same node, or asked about where it is set: a condition on one of them
/// may tell whether it is there.
fn set_together(chart: &Chart<'_>, vars: &Vars<'_>, states: &States) -> Vec<Bits> {
    let mut of_node: BTreeMap<usize, Bits> = BTreeMap::new();
    let mut places: Vec<(usize, PointId)> = Vec::new();
    for (id, point) in chart.points.iter().enumerate() {
        let of_ways = point.ways.iter().filter(|way| way.when.sets()).flat_map(|way| vars.of_way(&point.does, way));
        for var in of_ways.chain(vars.of_point(&point.does)).filter_map(super::vars::Effect::target) {
            of_node.entry(point.node.0).or_insert_with(|| Bits::none(vars.len())).add(var);
            places.push((var, id));
        }
    }
    let mut together = vec![Bits::none(vars.len()); vars.len()];
    for (var, id) in places {
        let (Some(with), Some(point)) = (together.get_mut(var), chart.points.get(id)) else { continue };
        of_node.get(&point.node.0).into_iter().for_each(|set| with.join(set));
        for channel in 0..Channel::ALL.len() {
            let state = states.get(at(id, channel)).and_then(Option::as_ref);
            state.into_iter().for_each(|state| with.join(&state.asked));
        }
        with.remove(var);
    }
    results_of_calls(chart, vars, &of_node, &mut together);
    together
}

/// `set ok = do verify()` tells by `ok` whether `verify` has set what it sets.
fn results_of_calls(chart: &Chart<'_>, vars: &Vars<'_>, of_node: &BTreeMap<usize, Bits>, together: &mut [Bits]) {
    for point in &chart.points {
        let Does::Call { result: Some(place), .. } = point.does else { continue };
        let called = point.ways.iter().find(|way| matches!(way.when, When::Call));
        let node = called.and_then(|way| chart.points.get(way.to)).map(|start| start.node.0);
        let (Some(result), Some(set)) = (vars.get(&place.name.text), node.and_then(|node| of_node.get(&node))) else {
            continue;
        };
        let set_there = together.iter_mut().enumerate().filter(|(var, _)| *var != result && set.has(*var));
        set_there.for_each(|(_, with)| with.add(result));
    }
}
