//! Which names may hold something that was given in confidence, at each point: a may-analysis over the chart.
//!
//! What a `sensitive` question takes is followed through `set`, captures, arguments, `return` and texts, as the engine
//! does when it masks. What a node that was called may have set counts behind the call.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::bits::Bits;
use super::chart::{Chart, Does, PointId, Question, Way, When};
use super::confided::carries;
use super::exprs::{all_captures, captures};
use super::vars::Vars;
use crate::check::paths::graph::{Graph, NodeId, NodeKind};
use crate::check::paths::survey::resolve;
use crate::syntax::tree::{
    AskArgument, Expr, ExprKind, KeywordKind, MatchPattern, SetValue, StatementKind, Target, Variable,
};

/// Calls within calls are followed so often; what is not known then is not reported.
const MAX_ROUNDS: usize = 16;

/// Variables, and the parameters of each node, by number.
pub(super) struct Space<'c, 't> {
    graph: &'c Graph<'t>,
    vars: &'c Vars<'t>,
    locals: BTreeMap<(NodeId, &'t str), usize>,
}

impl<'c, 't> Space<'c, 't> {
    pub fn new(graph: &'c Graph<'t>, vars: &'c Vars<'t>) -> Self {
        let mut locals = BTreeMap::new();
        for (id, node) in graph.ids() {
            for parameter in parameters(node.kind) {
                let index = vars.len() + locals.len();
                locals.insert((id, parameter.name.text.as_str()), index);
            }
        }
        Self { graph, vars, locals }
    }

    fn size(&self) -> usize {
        self.vars.len() + self.locals.len()
    }

    pub fn index(&self, node: NodeId, name: &str) -> Option<usize> {
        self.locals.get(&(node, name)).copied().or_else(|| self.vars.get(name))
    }
}

/// The parameters of a node.
fn parameters(kind: NodeKind<'_>) -> &[Variable] {
    match kind {
        NodeKind::Step(step) => &step.params,
        NodeKind::Menu(menu) => &menu.params,
        NodeKind::Keywords(keywords) => &keywords.params,
        _ => &[],
    }
}

/// What a node that is called may leave behind.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Left {
    /// Names that it, or what it calls, may set.
    sets: Bits,
    /// Of these, the ones that may be in confidence at a `return`.
    confided: Bits,
    /// Whether what it returns may be.
    value: bool,
}

/// For each point, the names in confidence before it; `None` where no path comes, or nothing is asked in confidence.
pub(super) fn confided(chart: &Chart<'_>, space: &Space<'_, '_>) -> Vec<Option<Bits>> {
    let asks = |does: &Does<'_>| matches!(does, Does::Ask(asked) if asked.limits.sensitive);
    if !chart.points.iter().any(|point| asks(&point.does)) {
        return vec![None; chart.points.len()];
    }
    let mut pass = Pass { chart, space, states: vec![None; chart.points.len()], left: BTreeMap::new() };
    let called: BTreeSet<PointId> = chart
        .points
        .iter()
        .flat_map(|point| &point.ways)
        .filter(|way| matches!(way.when, When::Call))
        .map(|way| way.to)
        .collect();
    let regions: Vec<(PointId, Bits, Vec<PointId>)> =
        called.into_iter().map(|start| (start, pass.sets_from(start), pass.returns_of(start))).collect();
    for _ in 0..MAX_ROUNDS {
        pass.spread();
        let before = pass.left.clone();
        for (start, sets, returns) in &regions {
            let left = pass.left_by(sets, returns);
            pass.left.insert(*start, left);
        }
        if pass.left == before {
            break;
        }
    }
    pass.states
}

struct Pass<'c, 't> {
    chart: &'c Chart<'t>,
    space: &'c Space<'c, 't>,
    states: Vec<Option<Bits>>,
    /// By where the called node begins.
    left: BTreeMap<PointId, Left>,
}

impl<'t> Pass<'_, 't> {
    fn spread(&mut self) {
        let mut open: VecDeque<PointId> = VecDeque::new();
        for (id, node) in self.space.graph.ids() {
            if let (true, Some(start)) = (node.kind.is_root(), self.chart.starts.get(id.0)) {
                self.arrive(*start, &Bits::none(self.space.size()), &mut open);
            }
        }
        open.extend((0..self.states.len()).filter(|id| matches!(self.states.get(*id), Some(Some(_)))));
        while let Some(id) = open.pop_front() {
            let (Some(point), Some(Some(state))) = (self.chart.points.get(id), self.states.get(id).cloned()) else {
                continue;
            };
            for way in &point.ways {
                let mut there = state.clone();
                self.take(id, way, &state, &mut there);
                self.arrive(way.to, &there, &mut open);
            }
        }
    }

    fn arrive(&mut self, point: PointId, coming: &Bits, open: &mut VecDeque<PointId>) {
        let changed = match self.states.get_mut(point) {
            Some(Some(known)) => known.grow(coming),
            Some(empty @ None) => {
                *empty = Some(coming.clone());
                true
            }
            None => false,
        };
        if changed {
            open.push_back(point);
        }
    }

    /// What a point and the way out of it do to the names.
    fn take(&self, id: PointId, way: &Way<'t>, before: &Bits, after: &mut Bits) {
        let Some(point) = self.chart.points.get(id) else { return };
        let node = point.node;
        let index = |name: &str| self.space.index(node, name);
        let sees = |name: &str| index(name).is_some_and(|index| before.has(index));
        let mut mark = |name: &str, yes: bool| {
            if let Some(index) = index(name) {
                if yes { after.add(index) } else { after.remove(index) }
            }
        };
        match &point.does {
            Does::Statement(statement) => match &statement.kind {
                StatementKind::Set { target, value: SetValue::Expr(value) } if !target.contact => {
                    mark(&target.name.text, carries(value, &sees));
                }
                StatementKind::Clear(place) if !place.contact => mark(&place.name.text, false),
                StatementKind::Send(send) if matches!(way.when, When::Continue(_)) => {
                    send.proceed.iter().for_each(|target| self.pass(target, way, &sees, after));
                }
                _ => {}
            },
            Does::Ask(asked) if matches!(way.when, When::Answered) => {
                let yes = asked.limits.sensitive;
                match asked.what {
                    Question::Ask { name, kind } => {
                        if let AskArgument::Regex(pattern) = &kind.argument {
                            captures(&pattern.source).iter().for_each(|name| mark(name, yes));
                        }
                        mark(&name.text, yes);
                    }
                    Question::Record { name } => mark(&name.text, yes),
                    Question::Menu(_) => {}
                }
            }
            Does::Fetch(statement) => {
                if let StatementKind::Fetch { name, .. } = &statement.kind {
                    mark(&name.text, false);
                }
            }
            Does::Jump(target) => self.pass(target, way, &sees, after),
            Does::Call { target, result } => match way.when {
                When::Call => self.pass(target, way, &sees, after),
                _ => {
                    let called = point.ways.iter().find(|way| matches!(way.when, When::Call));
                    let left = called.and_then(|way| self.left.get(&way.to));
                    if let Some(left) = left {
                        after.replace(&left.sets, &left.confided);
                    }
                    if let Some(place) = result.filter(|place| !place.contact)
                        && let Some(index) = index(&place.name.text)
                    {
                        if left.is_some_and(|left| left.value) { after.add(index) } else { after.remove(index) }
                    }
                }
            },
            _ => {}
        }
        self.capture(way, node, &sees, after);
    }

    /// What the captures of a condition or pattern hold.
    fn capture(&self, way: &Way<'t>, node: NodeId, sees: &dyn Fn(&str) -> bool, after: &mut Bits) {
        let mut mark = |names: Vec<String>, yes: bool| {
            for index in names.iter().filter_map(|name| self.space.index(node, name)) {
                if yes { after.add(index) } else { after.remove(index) }
            }
        };
        match way.when {
            When::True(condition) => mark(all_captures(condition), matched(condition, sees)),
            When::Fits { subject, patterns } => {
                for pattern in patterns {
                    if let MatchPattern::Regex(pattern) = pattern {
                        mark(captures(&pattern.source), carries(subject, sees));
                    }
                }
            }
            When::Keyword(patterns) => {
                for pattern in patterns {
                    if let KeywordKind::Regex(pattern) = &pattern.kind {
                        mark(captures(&pattern.source), false);
                    }
                }
            }
            _ => {}
        }
    }

    /// Hands arguments to the node that a way leads to.
    fn pass(&self, target: &Target, way: &Way<'t>, sees: &dyn Fn(&str) -> bool, after: &mut Bits) {
        let Some(to) = self.chart.points.get(way.to).map(|start| start.node) else { return };
        let Some(node) = resolve(self.space.graph, target).and_then(|id| self.space.graph.node(id)) else { return };
        for (parameter, argument) in parameters(node.kind).iter().zip(&target.arguments) {
            if let Some(index) = self.space.index(to, &parameter.name.text) {
                if carries(argument, sees) { after.add(index) } else { after.remove(index) }
            }
        }
    }

    /// The points between a node's start and its `return`s, with or without those of what it calls.
    fn region(&self, start: PointId, with_called: bool) -> Vec<PointId> {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            for way in self.chart.points.get(id).into_iter().flat_map(|point| &point.ways) {
                if (with_called || !matches!(way.when, When::Call)) && seen.insert(way.to) {
                    open.push(way.to);
                }
            }
        }
        seen.into_iter().collect()
    }

    fn returns_of(&self, start: PointId) -> Vec<PointId> {
        let returns = |id: &PointId| matches!(self.chart.points.get(*id).map(|p| &p.does), Some(Does::Return(_)));
        self.region(start, false).into_iter().filter(returns).collect()
    }

    fn sets_from(&self, start: PointId) -> Bits {
        let mut sets = Bits::none(self.space.size());
        for point in self.region(start, true).into_iter().filter_map(|id| self.chart.points.get(id)) {
            let of_ways = point.ways.iter().filter(|way| way.when.sets());
            let of_ways = of_ways.flat_map(|way| self.space.vars.of_way(&point.does, way));
            for effect in of_ways.chain(self.space.vars.of_point(&point.does)) {
                sets.add(effect.at());
            }
        }
        sets
    }

    fn left_by(&self, sets: &Bits, returns: &[PointId]) -> Left {
        let mut left = Left { sets: sets.clone(), confided: Bits::none(self.space.size()), value: false };
        for id in returns {
            let (Some(point), Some(Some(state))) = (self.chart.points.get(*id), self.states.get(*id)) else { continue };
            left.confided.join(state);
            if let Does::Return(Some(value)) = point.does {
                let sees = |name: &str| self.space.index(point.node, name).is_some_and(|index| state.has(index));
                left.value |= carries(value, &sees);
            }
        }
        left
    }
}

/// Whether a condition takes a text apart that is in confidence.
fn matched(condition: &Expr, sees: &dyn Fn(&str) -> bool) -> bool {
    match &condition.kind {
        ExprKind::Matches { subject, .. } => carries(subject, sees),
        ExprKind::Group(inner) | ExprKind::Not(inner) => matched(inner, sees),
        ExprKind::Binary { left, right, .. } => matched(left, sees) || matched(right, sees),
        _ => false,
    }
}
