//! Whether a condition may come out otherwise the next time round.

use super::chart::{Chart, PointId};
use super::exprs::mentions;
use super::vars::{Effect, Vars};
use crate::syntax::tree::{Expr, ExprKind};

/// Names that stay as they are in a circle where nobody answers.
const FIXED: [&str; 3] = ["channel", "caller", "called"];

/// Functions that give the same for the same values.
const CHANGING: [&str; 9] =
    ["now()", "today()", "hour()", "weekday()", "open()", "next_open()", "random()", "one_of()", "days_between()"];

pub(super) fn may_change(condition: &Expr, chart: &Chart<'_>, vars: &Vars<'_>, circle: &[PointId]) -> bool {
    let mut names = Vec::new();
    mentions(condition, &mut names);
    names.iter().any(|name| {
        if name.ends_with("()") {
            return CHANGING.contains(&name.as_str());
        }
        match vars.get(name) {
            Some(var) => circle.iter().any(|id| sets(chart, vars, *id, var)),
            None => !FIXED.contains(&name.as_str()) && !matches!(condition.kind, ExprKind::Bool(_)),
        }
    })
}

fn sets(chart: &Chart<'_>, vars: &Vars<'_>, id: PointId, var: usize) -> bool {
    let Some(point) = chart.points.get(id) else { return true };
    let changes = |effect: Effect| match effect {
        Effect::Set(at) | Effect::Unset(at) | Effect::Copied { to: at, .. } => at == var,
    };
    vars.of_point(&point.does).is_some_and(changes)
        || point
            .ways
            .iter()
            .filter(|way| way.when.sets())
            .any(|way| vars.of_way(&point.does, way).into_iter().any(changes))
}
