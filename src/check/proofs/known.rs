//! F1106 and F1107: `match` over a value of which all possibilities are known.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::chart::{Chart, Does, Question, When};
use super::vars::{Effect, Vars};
use crate::check::constants;
use crate::check::names::{Names, What};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, File, ItemKind, MatchArm, MatchPattern, SetValue, StatementKind};
use crate::value::{Type, Value};

/// More values than these are no list to go through.
const MAX_VALUES: usize = 40;
/// So many are shown.
const MAX_SHOWN: usize = 6;

/// For each variable, the values that it can hold; `None` where they are not known.
type Known = Vec<Option<Vec<Value>>>;

pub(super) fn check(
    file: &File,
    chart: &Chart<'_>,
    names: &Names<'_>,
    vars: &Vars<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let known = known(file, chart, names, vars);
    let mut seen = std::collections::BTreeSet::new();
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
        let values = var.and_then(|var| known.get(var)).and_then(Option::as_ref);
        arms_in_vain(subject, arms, values, names, problems);
        if let (Some(values), false) = (values, has_else) {
            problems.extend(left_out(subject, point.span, arms, values, names));
        }
    }
}

fn known(file: &File, chart: &Chart<'_>, names: &Names<'_>, vars: &Vars<'_>) -> Known {
    let mut known: Known = (0..vars.len()).map(|_| Some(Vec::new())).collect();
    let forget = |known: &mut Known, var: usize| known.get_mut(var).into_iter().for_each(|slot| *slot = None);
    for item in &file.items {
        if let ItemKind::Var(var) = &item.kind
            && let Some(index) = vars.get(&var.name.text)
        {
            let value = var.value.as_ref().map_or(Some(Value::None), |value| constants::value(names, value));
            learn(&mut known, index, value);
        }
    }
    for (name, declared) in names.iter() {
        // A shorter text than what is set into it, and a date made of a text, are other values.
        let plain = match declared.what {
            What::Variable(ty) => matches!(ty, Type::Text(None) | Type::Number | Type::Bool),
            _ => false,
        };
        vars.get(name).filter(|_| !plain).into_iter().for_each(|var| forget(&mut known, var));
    }
    let mut changing = Bits::none(vars.len());
    for point in &chart.points {
        vars.of_point(&point.does).and_then(Effect::target).into_iter().for_each(|var| changing.add(var));
        match &point.does {
            Does::Statement(statement) => match &statement.kind {
                StatementKind::Set { target, value: SetValue::Expr(value) } if !target.contact => {
                    let value = constants::value(names, value);
                    vars.get(&target.name.text).into_iter().for_each(|var| learn(&mut known, var, value.clone()));
                }
                StatementKind::Clear(place) if !place.contact => {
                    vars.get(&place.name.text).into_iter().for_each(|var| learn(&mut known, var, Some(Value::None)));
                }
                _ => {}
            },
            Does::Ask(asked) => {
                if let Question::Ask { name, .. } | Question::Record { name } = asked.what {
                    vars.get(&name.text).into_iter().for_each(|var| forget(&mut known, var));
                }
            }
            _ => {}
        }
        for way in &point.ways {
            let captures = matches!(way.when, When::Keyword(_) | When::After | When::Answered | When::Outcome);
            for effect in vars.of_way(&point.does, way) {
                if let (true, Effect::Set(var) | Effect::Unset(var)) = (captures, effect) {
                    forget(&mut known, var);
                }
            }
        }
    }
    // What nothing sets is a switch that the author turns by hand.
    (0..vars.len()).filter(|var| !changing.has(*var)).for_each(|var| forget(&mut known, var));
    for name in captured(chart) {
        vars.get(&name).into_iter().for_each(|var| forget(&mut known, var));
    }
    known
}

/// What conditions and patterns capture, on some of their ways at least.
fn captured(chart: &Chart<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for way in chart.points.iter().flat_map(|point| &point.ways) {
        match way.when {
            When::True(condition) => found.extend(super::exprs::all_captures(condition)),
            When::Fits { patterns, .. } => found.extend(patterns.iter().flat_map(|pattern| match pattern {
                MatchPattern::Regex(pattern) => super::exprs::captures(&pattern.source),
                _ => Vec::new(),
            })),
            When::Keyword(patterns) => found.extend(patterns.iter().flat_map(|pattern| match &pattern.kind {
                crate::syntax::tree::KeywordKind::Regex(pattern) => super::exprs::captures(&pattern.source),
                _ => Vec::new(),
            })),
            _ => {}
        }
    }
    found
}

fn learn(known: &mut Known, var: usize, value: Option<Value>) {
    let Some(slot) = known.get_mut(var) else { return };
    match (slot.as_mut(), value) {
        (Some(values), Some(value)) => {
            if !values.iter().any(|known| known.equals(&value)) {
                values.push(value);
            }
            if values.len() > MAX_VALUES {
                *slot = None;
            }
        }
        _ => *slot = None,
    }
}

/// Patterns that an earlier one takes, or that the value never is.
fn arms_in_vain(
    subject: &Expr,
    arms: &[MatchArm],
    values: Option<&Vec<Value>>,
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
        } else if let (Some(values), Taken::Value(value)) = (values, &this)
            && !value.is_none()
            && !values.iter().any(|known| known.equals(value))
        {
            problems.push(never(subject, value, span, values));
        }
        taken.push((this, span));
    }
}

fn never(subject: &Expr, value: &Value, span: Span, values: &[Value]) -> Diagnostic {
    let name = super::exprs::root(subject).unwrap_or_default();
    let shown = show(value);
    let headline = format!("`{name}` is never `{shown}`");
    let label = format!("all that `{name}` is ever set to is {}", list(values));
    let texts: Vec<String> = values.iter().filter(|value| !value.is_none()).map(show).collect();
    let near = nearest(&shown, texts.iter().map(String::as_str)).filter(|_| matches!(value, Value::Text(_)));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("take the arm out, or set `{name}` to it somewhere"),
    };
    Diagnostic::warning(Code::F1107, headline, span, label).with_help(help)
}

fn left_out(subject: &Expr, at: Span, arms: &[MatchArm], values: &[Value], names: &Names<'_>) -> Option<Diagnostic> {
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
    let covered = |value: &&Value| taken.iter().any(|t| t.covers(&Taken::Value((*value).clone())));
    let missing: Vec<Value> = values.iter().filter(|v| !v.is_none() && !covered(v)).cloned().collect();
    // One arm alone is an `if` in other words.
    if missing.is_empty() || values.iter().filter(covered).count() < 2 {
        return None;
    }
    let name = super::exprs::root(subject)?;
    let headline = format!("`match {name}` leaves out {}", list(&missing));
    let word = Span { end: at.start.saturating_add(5).min(at.end), ..at };
    Some(
        Diagnostic::warning(Code::F1106, headline, word, "then none of the arms is taken, and nothing is said")
            .with_help("write an arm for it, or `else`"),
    )
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
        other => other.to_string(),
    }
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
