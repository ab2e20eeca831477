//! F1109: free words on WhatsApp, where the person's last message may be more than a day old.
//!
//! For each point, the longest time since the person wrote, as far as it is known: stored timers add to it, a message
//! sets it back. Behind a `do` whose node listens nothing is known.

use std::collections::{BTreeSet, VecDeque};

use super::chart::{Asked, Chart, Does, Point, PointId, Way, When};
use super::passable::passable;
use super::reads::form_channels;
use crate::check::paths::channels::Channels;
use crate::check::paths::graph::{Graph, NodeKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Prompt, Send, StatementKind};

/// WhatsApp takes free words so long after the person's last message.
const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;
/// Longer times are all the same.
const LATE_MS: i64 = WINDOW_MS + 1;
/// A point at which the time grows more often lies on a circle that waits.
const MAX_GROWTH: u32 = 8;

pub(super) fn check(chart: &Chart<'_>, graph: &Graph<'_>, expires_ms: i64, problems: &mut Vec<Diagnostic>) {
    let since = since_written(chart, graph, expires_ms);
    let mut told = BTreeSet::new();
    for (point, since) in chart.points.iter().zip(&since) {
        if since.is_some_and(|ms| ms >= WINDOW_MS) {
            match &point.does {
                Does::Statement(statement) => match &statement.kind {
                    StatementKind::Say { words, .. } => problems.extend(words_for_whatsapp(words, &mut told)),
                    StatementKind::Send(send) if to_caller(&send.to) => problems.extend(sent(send, &mut told)),
                    _ => {}
                },
                Does::Ask(asked) => {
                    problems.extend(asked.prompt.and_then(|prompt| words_for_whatsapp(prompt, &mut told)));
                }
                _ => {}
            }
        }
        // Whoever else it goes to has not written here.
        if let Does::Statement(statement) = &point.does
            && let StatementKind::Send(send) = &statement.kind
            && is_fixed(&send.to)
        {
            problems.extend(sent(send, &mut told));
        }
    }
}

/// On WhatsApp, the longest time since the person wrote; `None` where no path comes.
fn since_written(chart: &Chart<'_>, graph: &Graph<'_>, expires_ms: i64) -> Vec<Option<i64>> {
    let listens = listening(chart);
    let mut since: Vec<Option<i64>> = vec![None; chart.points.len()];
    let mut growth = vec![0_u32; chart.points.len()];
    let mut open: VecDeque<PointId> = VecDeque::new();
    let mut arrive = |since: &mut Vec<Option<i64>>, open: &mut VecDeque<PointId>, to: PointId, ms: i64| {
        let (Some(known), Some(times)) = (since.get_mut(to), growth.get_mut(to)) else { return };
        if known.is_none_or(|known| known < ms) {
            *times += 1;
            *known = Some(if *times > MAX_GROWTH { LATE_MS } else { ms.min(LATE_MS) });
            open.push_back(to);
        }
    };
    for (id, node) in graph.ids() {
        let begins = match node.kind {
            NodeKind::Entry(_, channels) if channels.meets(Channels::WHATSAPP) => Some(0),
            NodeKind::Lifecycle(_) if node.name == "on expired" => Some(expires_ms),
            _ => None,
        };
        if let (Some(ms), Some(start)) = (begins, chart.starts.get(id.0)) {
            arrive(&mut since, &mut open, *start, ms);
        }
    }
    while let Some(id) = open.pop_front() {
        let (Some(point), Some(Some(here))) = (chart.points.get(id), since.get(id).copied()) else { continue };
        for way in point.ways.iter().filter(|way| passable(point, way).meets(Channels::WHATSAPP)) {
            if let Some(ms) = behind(point, way, here, &listens) {
                arrive(&mut since, &mut open, way.to, ms);
            }
        }
    }
    since
}

/// The time on the other end of a way; `None` where it is not known.
fn behind(point: &Point<'_>, way: &Way<'_>, here: i64, listens: &BTreeSet<PointId>) -> Option<i64> {
    match (&point.does, way.when) {
        (Does::Sleep(after), When::Timeout) => Some(here.saturating_add(after.map_or(0, |after| after.millis))),
        (Does::Ask(asked), When::NoInput | When::Tries) => silent(asked, way.when),
        (Does::Ask(_) | Does::Rest | Does::Sleep(_), _) => Some(0),
        (Does::Call { .. }, When::After) => {
            let called = point.ways.iter().find(|way| matches!(way.when, When::Call));
            called.filter(|way| !listens.contains(&way.to)).map(|_| here)
        }
        (_, When::Continue(_)) => None,
        _ => Some(here),
    }
}

/// After so many silences on a stored timer; without one, tries were wrong answers, which are messages.
fn silent(asked: &Asked<'_>, when: When<'_>) -> Option<i64> {
    let limits = asked.limits;
    let (times, otherwise) = match when {
        When::NoInput => (limits.noinput, None),
        _ => (limits.tries, Some(0)),
    };
    limits.own_timeout_ms.map(|ms| ms.saturating_mul(times.unwrap_or(1).max(1).into())).or(otherwise)
}

/// The starts of nodes that are called and listen to the person, or lead to one that does.
fn listening(chart: &Chart<'_>) -> BTreeSet<PointId> {
    let called = chart.points.iter().flat_map(|point| &point.ways).filter(|way| matches!(way.when, When::Call));
    let starts: BTreeSet<PointId> = called.map(|way| way.to).collect();
    let listens = |start: &PointId| {
        let mut seen = BTreeSet::from([*start]);
        let mut open = vec![*start];
        while let Some(point) = open.pop().and_then(|id| chart.points.get(id)) {
            if matches!(point.does, Does::Ask(_) | Does::Rest | Does::Sleep(_) | Does::Elsewhere) {
                return true;
            }
            open.extend(point.ways.iter().map(|way| way.to).filter(|to| seen.insert(*to)));
        }
        false
    };
    starts.into_iter().filter(listens).collect()
}

fn words_for_whatsapp(words: &Prompt, told: &mut BTreeSet<Span>) -> Option<Diagnostic> {
    let named: Vec<&str> =
        words.forms.iter().filter_map(|form| form.channel.as_ref()).map(|n| n.text.as_str()).collect();
    let form = words.forms.iter().find(|form| {
        form_channels(form.channel.as_ref().map(|name| name.text.as_str()), &named).meets(Channels::WHATSAPP)
    })?;
    told.insert(form.text.span).then(|| {
        let label = "on WhatsApp this may come more than a day after the person's last message";
        report("these words", form.text.span, label)
    })
}

fn sent(send: &Send, told: &mut BTreeSet<Span>) -> Option<Diagnostic> {
    let text = send.text.as_ref().filter(|_| send.channel.text == "whatsapp" && send.template.is_none())?;
    told.insert(text.span).then(|| {
        let label = match to_caller(&send.to) {
            true => "this may be sent more than a day after the person's last message",
            false => "whoever gets this may not have written for a day, or ever",
        };
        report("this message", text.span, label)
    })
}

fn report(what: &str, span: Span, label: &str) -> Diagnostic {
    Diagnostic::warning(Code::F1109, format!("WhatsApp may not deliver {what}"), span, label).with_help(
        "outside of the 24 hours send an approved template: `send whatsapp to caller template \"HX…\" { … }`, or \
         ask sooner",
    )
}

fn to_caller(to: &Expr) -> bool {
    matches!(&to.kind, ExprKind::Name(name) if name == "caller")
}

/// A number that stands in the flow.
fn is_fixed(to: &Expr) -> bool {
    matches!(to.kind, ExprKind::Text(_))
}
