//! F1102: who says nothing, or nothing that fits, is let go after a bounded number of questions.
//!
//! For each entry and each of four people the chart becomes a graph of what may happen to them. Outcomes of `dial`
//! and `fetch`, and conditions, may come out either way. Where that graph has no circle, its longest way is the bound.

use std::collections::BTreeSet;

use super::chart::{Chart, Does, PointId, When};
use super::components::components;
use super::people::{Cost, Doing, Person, doing, first_words};
use super::vars::Vars;
use super::varying::may_change;
use crate::check::paths::channels::Channels;
use crate::check::paths::graph::{Graph, NodeId, NodeKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::value::Channel;

/// So many nodes of a circle are named.
const MAX_NAMED: usize = 8;

/// After how much a person is let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// At most so many questions, and so many milliseconds of waiting. Speaking time is not counted, nor is talk
    /// with people who were put through.
    Within { prompts: u32, ms: i64 },
    /// Round and round, until something outside changes, or a condition that the flow counts with.
    Open { circle: String },
    /// Round and round without end, which is an error.
    Never { circle: String },
    /// The way leads into another file.
    Unknown,
}

/// A line of what `check --proofs` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `on call`
    pub entry: String,
    pub person: Person,
    pub bound: Bound,
}

pub(super) struct Prover<'c, 't> {
    pub chart: &'c Chart<'t>,
    pub graph: &'c Graph<'t>,
    pub vars: &'c Vars<'t>,
    pub expires_ms: i64,
    /// Points that lead to no end at all, which is told as such.
    pub endless: &'c BTreeSet<PointId>,
}

pub(super) fn rows(prover: &Prover<'_, '_>, problems: &mut Vec<Diagnostic>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut told = BTreeSet::new();
    for (id, node) in prover.graph.ids() {
        let NodeKind::Entry(_, channels) = node.kind else { continue };
        for person in Person::ALL {
            let mut worst: Option<Bound> = None;
            for channel in person.channels().iter().filter(|channel| channels.meets(Channels::of(**channel))) {
                let world = World::of(prover, id, person, *channel);
                let bound = world.bound(&mut told, problems);
                worst = Some(match worst {
                    Some(known) => worse(known, bound),
                    None => bound,
                });
            }
            rows.extend(worst.map(|bound| Row { entry: node.name.clone(), person, bound }));
        }
    }
    rows
}

fn worse(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::Within { prompts, ms }, Bound::Within { prompts: p, ms: m }) => {
            Bound::Within { prompts: prompts.max(p), ms: ms.max(m) }
        }
        (Bound::Within { .. }, other) | (other, _) => other,
    }
}

/// What may happen to one person who came in by one entry.
struct World<'c, 't> {
    prover: &'c Prover<'c, 't>,
    person: Person,
    starts: Vec<PointId>,
    doings: Vec<Option<Doing>>,
    /// Where one may go next: into the node that is called, and behind a call that may return.
    next: Vec<Vec<PointId>>,
}

/// The worst way from a point to where the flow lets go, and to a `return`.
#[derive(Debug, Clone, Copy, Default)]
struct Worst {
    end: Option<Cost>,
    back: Option<Cost>,
    unknown: bool,
}

impl<'c, 't> World<'c, 't> {
    fn of(prover: &'c Prover<'c, 't>, entry: NodeId, person: Person, channel: Channel) -> Self {
        let size = prover.chart.points.len();
        let start = prover.chart.starts.get(entry.0).copied();
        let mut world =
            World { prover, person, starts: start.into_iter().collect(), doings: Vec::new(), next: Vec::new() };
        world.doings.resize_with(size, || None);
        let mut open = world.starts.clone();
        let mut before_any_wait: BTreeSet<PointId> = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            if world.doings.get(id).is_none_or(Option::is_some) {
                continue;
            }
            let doing = doing(prover.chart, id, person, channel, prover.expires_ms);
            let does = prover.chart.points.get(id).map(|point| &point.does);
            if let (Some(Does::Rest), Person::WrongTexter, true) = (does, person, before_any_wait.contains(&id)) {
                let first: Vec<PointId> = first_words(prover.chart, id).collect();
                world.starts.extend(&first);
                open.extend(first);
            }
            if !matches!(does, Some(Does::Ask(_) | Does::Sleep(_) | Does::Dial { .. })) && before_any_wait.contains(&id)
            {
                before_any_wait.extend(doing.next.iter().chain(&doing.called));
            }
            open.extend(doing.next.iter().chain(&doing.called));
            if let Some(slot) = world.doings.get_mut(id) {
                *slot = Some(doing);
            }
        }
        world.connect();
        world
    }

    fn doing(&self, id: PointId) -> Option<&Doing> {
        self.doings.get(id).and_then(Option::as_ref)
    }

    fn connect(&mut self) {
        let returns = self.returning();
        self.next = self
            .doings
            .iter()
            .map(|doing| {
                let Some(doing) = doing else { return Vec::new() };
                let behind = doing.called.is_none_or(|called| returns.get(called) == Some(&true));
                let after = doing.next.iter().filter(|_| behind);
                doing.called.iter().chain(after).copied().collect()
            })
            .collect();
    }

    /// The points from which a `return` may come.
    fn returning(&self) -> Vec<bool> {
        let mut came_from: Vec<Vec<PointId>> = vec![Vec::new(); self.doings.len()];
        for (id, doing) in self.doings.iter().enumerate() {
            for to in doing.iter().flat_map(|doing| doing.next.iter().chain(&doing.called)) {
                came_from.get_mut(*to).into_iter().for_each(|list| list.push(id));
            }
        }
        let is_return = |id: PointId| {
            self.doing(id).is_some()
                && matches!(self.prover.chart.points.get(id).map(|point| &point.does), Some(Does::Return(_)))
        };
        let mut yes: Vec<bool> = (0..self.doings.len()).map(is_return).collect();
        let mut open: Vec<PointId> = yes.iter().enumerate().filter_map(|(id, yes)| yes.then_some(id)).collect();
        while let Some(id) = open.pop() {
            for from in came_from.get(id).into_iter().flatten().copied() {
                let Some(doing) = self.doing(from) else { continue };
                let holds = |to: &PointId| yes.get(*to) == Some(&true);
                let may = doing.called.as_ref().is_none_or(holds) && doing.next.iter().any(holds);
                if let (true, Some(known @ false)) = (may, yes.get_mut(from)) {
                    *known = true;
                    open.push(from);
                }
            }
        }
        yes
    }

    fn bound(&self, told: &mut BTreeSet<PointId>, problems: &mut Vec<Diagnostic>) -> Bound {
        let mut worst: Vec<Worst> = vec![Worst::default(); self.next.len()];
        let mut open: Option<Bound> = None;
        for component in components(&self.next, &self.starts) {
            let is_circle = match component.as_slice() {
                [only] => self.next.get(*only).is_some_and(|next| next.contains(only)),
                _ => true,
            };
            if is_circle {
                let bound = self.circle(&component, told, problems);
                if !matches!(open, Some(Bound::Never { .. })) {
                    open = Some(bound);
                }
            } else if let Some(id) = component.first() {
                let found = self.worst(*id, &worst);
                worst.get_mut(*id).into_iter().for_each(|slot| *slot = found);
            }
        }
        if let Some(open) = open {
            return open;
        }
        let of_starts = self.starts.iter().filter_map(|start| worst.get(*start));
        let all = of_starts.fold(Worst::default(), |all, one| Worst {
            end: either(all.end, one.end),
            back: either(all.back, one.back),
            unknown: all.unknown || one.unknown,
        });
        match either(all.end, all.back) {
            _ if all.unknown => Bound::Unknown,
            Some(cost) => Bound::Within { prompts: cost.prompts, ms: cost.ms },
            None => Bound::Unknown,
        }
    }

    /// From what is known of the points behind this one.
    fn worst(&self, id: PointId, known: &[Worst]) -> Worst {
        let Some(doing) = self.doing(id) else { return Worst::default() };
        let is_return = matches!(self.prover.chart.points.get(id).map(|point| &point.does), Some(Does::Return(_)));
        let mut all = Worst { unknown: doing.unknown, ..Worst::default() };
        for next in doing.next.iter().filter_map(|to| known.get(*to)) {
            all.end = either(all.end, next.end);
            all.back = either(all.back, next.back);
            all.unknown |= next.unknown;
        }
        if let Some(called) = doing.called.and_then(|called| known.get(called)) {
            let after = |cost: Option<Cost>| called.back.and_then(|first| cost.map(|then| first.and(then)));
            all.end = either(called.end, after(all.end));
            all.back = after(all.back);
            all.unknown = doing.unknown || called.unknown || (called.back.is_some() && all.unknown);
        }
        if doing.released {
            all.end = either(all.end, Some(Cost::default()));
        }
        if is_return {
            all.back = Some(Cost::default());
        }
        Worst { end: all.end.map(|cost| cost.and(doing.cost)), back: all.back.map(|cost| cost.and(doing.cost)), ..all }
    }

    /// Whether a circle can be left, and the report where it cannot.
    fn circle(&self, points: &[PointId], told: &mut BTreeSet<PointId>, problems: &mut Vec<Diagnostic>) -> Bound {
        let inside: BTreeSet<PointId> = points.iter().copied().collect();
        let chart = self.prover.chart;
        let leaves = |id: &PointId| self.next.get(*id).is_some_and(|next| next.iter().any(|to| !inside.contains(to)));
        let circle = self.spell(points, &inside);
        let may_end = points.iter().filter(|id| leaves(id)).filter_map(|id| chart.points.get(*id)).any(|point| {
            let condition = match (&point.does, point.ways.first().map(|way| way.when)) {
                (Does::If(condition) | Does::Match { subject: condition, .. }, _) => condition,
                (_, Some(When::True(condition))) => condition,
                (Does::Dial { .. } | Does::Fetch(_) | Does::Verb(_), _) => return true,
                _ => return false,
            };
            may_change(condition, chart, self.prover.vars, points)
        });
        if may_end || (self.person == Person::WrongTexter && self.is_answered(points)) {
            return Bound::Open { circle };
        }
        if points.iter().any(|id| self.prover.endless.contains(id)) || self.is_told_of_its_menu(points) {
            return Bound::Never { circle };
        }
        if !points.iter().any(|id| told.contains(id)) {
            problems.extend(self.report(points, &circle));
        }
        told.extend(points);
        Bound::Never { circle }
    }

    /// Is there a menu on the way round whose `else` takes what fits nothing?
    fn is_answered(&self, points: &[PointId]) -> bool {
        points.iter().filter_map(|id| self.prover.chart.points.get(*id)).any(|point| match &point.does {
            Does::Ask(asked) => asked.has_else(),
            _ => false,
        })
    }

    /// A bound that jumps to its own menu has been reported where it stands.
    fn is_told_of_its_menu(&self, points: &[PointId]) -> bool {
        let nodes: BTreeSet<NodeId> =
            points.iter().filter_map(|id| self.prover.chart.points.get(*id)).map(|p| p.node).collect();
        let mut names = nodes.iter().map(|node| self.prover.graph.name(*node));
        match (names.next(), names.next()) {
            (Some(only), None) => self.prover.graph.again.iter().any(|again| again.menu.text == only),
            _ => false,
        }
    }

    fn report(&self, points: &[PointId], circle: &str) -> Option<Diagnostic> {
        let chart = self.prover.chart;
        let asks = |id: &&PointId| chart.points.get(**id).is_some_and(|point| matches!(point.does, Does::Ask(_)));
        let asked: Vec<PointId> = points.iter().filter(asks).copied().collect();
        let places = if asked.is_empty() { points } else { &asked };
        let first = places.iter().filter_map(|id| chart.points.get(*id)).min_by_key(|point| point.span)?;
        let who = self.person.words();
        let headline = format!("{who} is never let go: `{circle}`");
        let label = match self.person {
            Person::SilentCaller | Person::SilentTexter => "whoever stays silent here is brought back here",
            _ => "whoever answers wrongly here is brought back here",
        };
        // An `else` answers each time, and a person who goes on pressing keys is at least there.
        let mut problem = match self.is_answered(points) {
            true => Diagnostic::warning(Code::F1102, headline, first.span, label),
            false => Diagnostic::error(Code::F1102, headline, first.span, label),
        };
        for point in
            asked.iter().filter_map(|id| chart.points.get(*id)).filter(|point| point.span != first.span).take(3)
        {
            problem = problem.with_label(point.span, "the way round leads through this");
        }
        Some(problem.with_help("let one of the bounds on the way round end, or count the rounds and leave after some"))
    }

    /// The shortest way round, as `a -> b -> a`.
    fn spell(&self, points: &[PointId], inside: &BTreeSet<PointId>) -> String {
        let Some(start) = points.iter().min().copied() else { return String::new() };
        let mut came_by = std::collections::BTreeMap::new();
        let mut open = std::collections::VecDeque::from([start]);
        'search: while let Some(id) = open.pop_front() {
            for to in self.next.get(id).into_iter().flatten().filter(|to| inside.contains(to)) {
                if came_by.contains_key(to) {
                    continue;
                }
                came_by.insert(*to, id);
                if *to == start {
                    break 'search;
                }
                open.push_back(*to);
            }
        }
        let name =
            |id: PointId| self.prover.chart.points.get(id).map_or("", |point| self.prover.graph.name(point.node));
        let mut names = vec![name(start)];
        let mut here = start;
        while let Some(before) = came_by.get(&here).copied() {
            if names.last() != Some(&name(before)) || before == start {
                names.push(name(before));
            }
            here = before;
            if here == start || names.len() > points.len() + 1 {
                break;
            }
        }
        names.reverse();
        names.dedup();
        if names.len() == 1 {
            names.push(name(start));
        }
        if names.len() > MAX_NAMED {
            names.truncate(MAX_NAMED);
            names.extend(["…", name(start)]);
        }
        names.join(" -> ")
    }
}

fn either(a: Option<Cost>, b: Option<Cost>) -> Option<Cost> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.or(b)),
        (a, b) => a.or(b),
    }
}
