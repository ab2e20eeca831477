//! A way through the chart on which a variable stays without a value, for people to follow.

use std::collections::VecDeque;

use super::bits::Bits;
use super::chart::{Chart, PointId, When};
use super::passable::{at, channels_after, entries};
use super::vars::{Effect, Vars};
use crate::check::paths::graph::Graph;
use crate::value::Channel;

/// Of a long way, the first and the last nodes are named.
const MAX_NAMED: usize = 8;

/// The shortest way from an entry to the point, as `on call -> welcome -> look_up`.
pub(super) fn route(
    chart: &Chart<'_>,
    graph: &Graph<'_>,
    vars: &Vars<'_>,
    returns: &[Bits],
    var: usize,
    goal: (PointId, usize),
) -> Option<String> {
    let mut came_by: Vec<Option<(PointId, usize)>> = vec![None; chart.points.len() * Channel::ALL.len()];
    let mut open = VecDeque::new();
    for start in entries(chart, graph) {
        came_by.get_mut(at(start.0, start.1)).into_iter().for_each(|came| *came = Some(start));
        open.push_back(start);
    }
    while let Some((id, channel)) = open.pop_front() {
        if (id, channel) == goal {
            return Some(spell(chart, graph, &came_by, goal));
        }
        let Some(point) = chart.points.get(id) else { continue };
        let sets = |effect: Effect| effect == Effect::Set(var);
        if vars.of_point(&point.does).is_some_and(sets) {
            continue;
        }
        for way in &point.ways {
            let returned = matches!(way.when, When::After)
                && point.ways.iter().any(|call| {
                    matches!(call.when, When::Call) && returns.get(call.to).is_some_and(|set| set.has(var))
                });
            if returned || vars.of_way(&point.does, way).into_iter().any(sets) {
                continue;
            }
            for next in channels_after(point, way, channel) {
                if let Some(came @ None) = came_by.get_mut(at(way.to, next)) {
                    *came = Some((id, channel));
                    open.push_back((way.to, next));
                }
            }
        }
    }
    None
}

fn spell(chart: &Chart<'_>, graph: &Graph<'_>, came_by: &[Option<(PointId, usize)>], goal: (PointId, usize)) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut here = goal;
    for _ in 0..came_by.len() {
        if let Some(name) = chart.points.get(here.0).map(|point| graph.name(point.node))
            && names.last() != Some(&name)
        {
            names.push(name);
        }
        match came_by.get(at(here.0, here.1)).copied().flatten() {
            Some(before) if before != here => here = before,
            _ => break,
        }
    }
    names.reverse();
    if names.len() > MAX_NAMED {
        let tail = names.split_off(names.len() - MAX_NAMED / 2);
        names.truncate(MAX_NAMED / 2);
        names.push("…");
        names.extend(tail);
    }
    names.join(" -> ")
}
