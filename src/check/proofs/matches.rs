//! F1106 and F1107: `match` over a value of which all possibilities are known.

use std::collections::{BTreeMap, BTreeSet};

use super::chart::{Chart, Does, When};
use super::known::{Known, Possible};
use super::vars::Vars;
use crate::check::constants;
use crate::check::names::Names;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, MatchArm, MatchPattern, StatementKind};
use crate::value::Value;

/// So many values are shown.
const MAX_SHOWN: usize = 6;

pub(super) fn check(
    chart: &Chart<'_>,
    names: &Names<'_>,
    vars: &Vars<'_>,
    known: &Known,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    for point in &chart.points {
        let Does::Match { subject, has_else } = point.does else { continue };
        let arms = point.ways.iter().find_map(|way| match way.when {
            When::NoneFits { arms, .. } => Some(arms),
            _ => None,
        });
        let Some(arms) = arms else { continue };
        if !seen.insert(subject.span) {
            continue;
        }
        let var = match &subject.kind {
            ExprKind::Name(name) => vars.get(name),
            _ => None,
        };
        let possible = var.and_then(|var| known.get(var)).and_then(Option::as_ref);
        arms_in_vain(subject, arms, possible, names, problems);
        if let (Some(possible), false) = (possible, has_else) {
            problems.extend(left_out(subject, point.span, arms, possible, names));
        }
    }
}

/// Patterns that an earlier one takes, or that the value never is.
fn arms_in_vain(
    subject: &Expr,
    arms: &[MatchArm],
    possible: Option<&Possible>,
    names: &Names<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut taken: Vec<(Taken, Span)> = Vec::new();
    for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
        let (this, span) = match pattern {
            MatchPattern::Value(value) => (constants::value(names, value).map(Taken::Value), value.span),
            MatchPattern::Range { from, to, span } => {
                let ends = constants::value(names, from).zip(constants::value(names, to));
                (ends.map(|(from, to)| Taken::Range(from, to)), *span)
            }
            MatchPattern::Regex(_) => continue,
        };
        let Some(this) = this else { continue };
        if let Some((_, first)) = taken.iter().find(|(earlier, _)| earlier.covers(&this)) {
            problems.push(
                Diagnostic::warning(
                    Code::F1107,
                    format!("`{}` is never reached", this.show()),
                    span,
                    "an earlier arm takes this",
                )
                .with_label(*first, "this takes it first")
                .with_help("the first that fits wins: take one of the two out, or put the narrower one above"),
            );
        } else if let Some(possible) = possible
            && this.is_never(possible)
        {
            problems.push(never(subject, &this, span, possible));
        }
        taken.push((this, span));
    }
}

fn never(subject: &Expr, this: &Taken, span: Span, possible: &Possible) -> Diagnostic {
    let name = super::exprs::root(subject).unwrap_or_default();
    let shown = this.show();
    let headline = format!("`{name}` is never `{shown}`");
    let label = format!("all that `{name}` is ever set to is {}", all(possible));
    let texts: Vec<String> = possible.values.iter().filter(|value| !value.is_none()).map(show).collect();
    let is_text = matches!(this, Taken::Value(Value::Text(_)));
    let near = nearest(&shown, texts.iter().map(String::as_str)).filter(|_| is_text && !possible.asked);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("take the arm out, or set `{name}` to it somewhere"),
    };
    Diagnostic::warning(Code::F1107, headline, span, label).with_help(help)
}

fn left_out(subject: &Expr, at: Span, arms: &[MatchArm], possible: &Possible, names: &Names<'_>) -> Option<Diagnostic> {
    let mut taken = Vec::new();
    for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
        taken.push(match pattern {
            MatchPattern::Value(value) => Taken::Value(constants::value(names, value)?),
            MatchPattern::Range { from, to, .. } => {
                Taken::Range(constants::value(names, from)?, constants::value(names, to)?)
            }
            MatchPattern::Regex(_) => return None,
        });
    }
    let values = possible.listed()?;
    let covered = |value: &&Value| taken.iter().any(|t| t.covers(&Taken::Value((*value).clone())));
    let missing: Vec<Value> = values.iter().filter(|v| !v.is_none() && !covered(v)).cloned().collect();
    // One arm alone is an `if` in other words, and behind arms that all leave stands what happens otherwise.
    if missing.is_empty() || values.iter().filter(covered).count() < 2 || arms.iter().all(leaves) {
        return None;
    }
    let name = super::exprs::root(subject)?;
    let headline = format!("`match {name}` leaves out {}", list(&missing));
    let word = Span { end: at.start.saturating_add(5).min(at.end), ..at };
    let label = "then none of the arms is taken, and nothing is said";
    // Of what people answer, some may well be passed over.
    let problem = match possible.asked {
        true => Diagnostic::hint(Code::F1106, headline, word, label),
        false => Diagnostic::warning(Code::F1106, headline, word, label),
    };
    Some(problem.with_help("write an arm for it, or `else`"))
}

fn leaves(arm: &MatchArm) -> bool {
    arm.action.body.statements.last().is_some_and(|last| {
        matches!(
            last.kind,
            StatementKind::Jump(_) | StatementKind::End | StatementKind::Hangup | StatementKind::Return(_)
        )
    })
}

enum Taken {
    Value(Value),
    Range(Value, Value),
}

impl Taken {
    fn covers(&self, other: &Taken) -> bool {
        match (self, other) {
            (Taken::Value(a), Taken::Value(b)) => a.equals(b),
            (Taken::Range(from, to), Taken::Value(value)) => value.is_between(from, to),
            (Taken::Range(from, to), Taken::Range(low, high)) => low.is_between(from, to) && high.is_between(from, to),
            (Taken::Value(_), Taken::Range(..)) => false,
        }
    }

    fn is_never(&self, possible: &Possible) -> bool {
        match self {
            Taken::Value(value) => !value.is_none() && !possible.has(value),
            Taken::Range(low, high) => !possible.meets(low, high),
        }
    }

    fn show(&self) -> String {
        match self {
            Taken::Value(value) => show(value),
            Taken::Range(from, to) => format!("{}..{}", show(from), show(to)),
        }
    }
}

fn show(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::None => "none".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        other => other.to_string(),
    }
}

/// All that a variable is set to.
fn all(possible: &Possible) -> String {
    let ranges = possible.ranges.iter().map(|(from, to)| format!("`{from}..{to}`"));
    let values = Some(list(&possible.values)).filter(|list| !list.is_empty());
    values.into_iter().chain(ranges).collect::<Vec<_>>().join(", ")
}

fn list(values: &[Value]) -> String {
    let mut unique: BTreeMap<String, ()> = BTreeMap::new();
    values
        .iter()
        .filter(|value| !value.is_none())
        .for_each(|value| _ = unique.insert(format!("`{}`", show(value)), ()));
    let more = if unique.len() > MAX_SHOWN { " and more" } else { "" };
    let shown: Vec<String> = unique.into_keys().take(MAX_SHOWN).collect();
    format!("{}{more}", shown.join(", "))
}
