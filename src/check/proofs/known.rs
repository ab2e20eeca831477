//! Of which variables all values are known that they can ever hold: what is set, and what closed questions take.

use super::bits::Bits;
use super::chart::{Chart, Does, Question, When};
use super::exprs::{all_captures, captures};
use super::vars::{Effect, Vars};
use crate::check::constants;
use crate::check::names::{Names, What};
use crate::syntax::tree::{AskArgument, AskKind, File, ItemKind, KeywordKind, MatchPattern, SetValue, StatementKind};
use crate::value::{Decimal, Type, Value};

/// More values than these are no list to go through.
const MAX_VALUES: usize = 40;

/// All values of a variable.
#[derive(Debug, Clone, Default)]
pub(super) struct Possible {
    pub values: Vec<Value>,
    /// Numbers that were asked for, both ends included.
    pub ranges: Vec<(Decimal, Decimal)>,
    /// Some of it is what people answer, not what the author wrote.
    pub asked: bool,
}

impl Possible {
    fn add(&mut self, value: Value) {
        if !self.values.iter().any(|known| known.equals(&value)) {
            self.values.push(value);
        }
    }

    pub fn has(&self, value: &Value) -> bool {
        let in_range = |(from, to): &(Decimal, Decimal)| matches!(value, Value::Number(n) if from <= n && n <= to);
        self.values.iter().any(|known| known.equals(value)) || self.ranges.iter().any(in_range)
    }

    /// Whether any value may lie between these two.
    pub fn meets(&self, low: &Value, high: &Value) -> bool {
        let overlaps = |(from, to): &(Decimal, Decimal)| match (low, high) {
            (Value::Number(low), Value::Number(high)) => from <= high && low <= to,
            _ => true,
        };
        self.values.iter().any(|value| value.is_between(low, high)) || self.ranges.iter().any(overlaps)
    }

    /// One by one, whole numbers of ranges; `None` where these are too many.
    pub fn listed(&self) -> Option<Vec<Value>> {
        let mut all: Vec<Value> = self.values.clone();
        for (from, to) in &self.ranges {
            let (from, to) = (i64::try_from(from.ceil()).ok()?, i64::try_from(to.floor()).ok()?);
            if usize::try_from(to.checked_sub(from)?).ok()? >= MAX_VALUES {
                return None;
            }
            all.extend((from..=to).map(|n| Value::Number(n.into())));
        }
        Some(all)
    }
}

/// For each variable, the values that it can hold; `None` where they are not known.
pub(super) type Known = Vec<Option<Possible>>;

pub(super) fn known(file: &File, chart: &Chart<'_>, names: &Names<'_>, vars: &Vars<'_>) -> Known {
    let mut known: Known = (0..vars.len()).map(|_| Some(Possible::default())).collect();
    for item in &file.items {
        if let ItemKind::Var(var) = &item.kind
            && let Some(index) = vars.get(&var.name.text)
        {
            let value = var.value.as_ref().map_or(Some(Value::None), |value| constants::value(names, value));
            learn(&mut known, index, value);
        }
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
            Does::Ask(asked) => match asked.what {
                Question::Ask { name, kind } => {
                    if let Some(var) = vars.get(&name.text) {
                        changing.add(var);
                        ask(&mut known, var, names, kind);
                    }
                }
                Question::Record { name } => {
                    vars.get(&name.text).into_iter().for_each(|var| forget(&mut known, var));
                }
                Question::Menu(_) => {}
            },
            _ => {}
        }
        let is_question = matches!(point.does, Does::Ask(_));
        for way in &point.ways {
            let captures = match way.when {
                When::Keyword(_) | When::After | When::Outcome => true,
                When::Answered => !is_question,
                _ => false,
            };
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
    forget_converted(&mut known, names, vars);
    known
}

/// A shorter text than what is set into it, and a date made of a text, are other values.
fn forget_converted(known: &mut Known, names: &Names<'_>, vars: &Vars<'_>) {
    for (name, declared) in names.iter() {
        let Some(slot) = vars.get(name).and_then(|var| known.get_mut(var)) else { continue };
        let plain = match declared.what {
            What::Variable(Type::Text(None) | Type::Number | Type::Bool) => true,
            What::Variable(Type::Text(Some(most))) => slot.as_ref().is_some_and(|possible| {
                possible.values.iter().all(|value| value.is_none() || value.to_text().chars().count() <= most as usize)
            }),
            _ => false,
        };
        if !plain {
            *slot = None;
        }
    }
}

/// What a question of a closed kind may set.
fn ask(known: &mut Known, var: usize, names: &Names<'_>, kind: &AskKind) {
    let Some(slot) = known.get_mut(var) else { return };
    let Some(possible) = slot.as_mut() else { return };
    let number = |expr| match constants::value(names, expr) {
        Some(Value::Number(n)) => Some(n),
        _ => None,
    };
    match (kind.name.text.as_str(), &kind.argument) {
        ("yesno", _) => [true, false].into_iter().for_each(|yes| possible.add(Value::Bool(yes))),
        ("number", AskArgument::Range(from, to)) if number(from).is_some() && number(to).is_some() => {
            possible.asked = true;
            possible.ranges.extend(number(from).zip(number(to)));
        }
        ("digits", AskArgument::One(one)) if constants::count(names, one) == Some(1) => {
            possible.asked = true;
            (0..10).for_each(|digit: u8| possible.add(Value::Text(digit.to_string())));
        }
        _ => *slot = None,
    }
}

fn forget(known: &mut Known, var: usize) {
    known.get_mut(var).into_iter().for_each(|slot| *slot = None);
}

/// What conditions and patterns capture, on some of their ways at least.
fn captured(chart: &Chart<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for point in &chart.points {
        if let Does::Ask(asked) = &point.does
            && let Question::Ask { kind, .. } = asked.what
            && let AskArgument::Regex(pattern) = &kind.argument
        {
            found.extend(captures(&pattern.source));
        }
        for way in &point.ways {
            match way.when {
                When::True(condition) => found.extend(all_captures(condition)),
                When::Fits { patterns, .. } => found.extend(patterns.iter().flat_map(|pattern| match pattern {
                    MatchPattern::Regex(pattern) => captures(&pattern.source),
                    _ => Vec::new(),
                })),
                When::Keyword(patterns) => found.extend(patterns.iter().flat_map(|pattern| match &pattern.kind {
                    KeywordKind::Regex(pattern) => captures(&pattern.source),
                    _ => Vec::new(),
                })),
                _ => {}
            }
        }
    }
    found
}

fn learn(known: &mut Known, var: usize, value: Option<Value>) {
    let Some(slot) = known.get_mut(var) else { return };
    match (slot.as_mut(), value) {
        (Some(possible), Some(value)) => {
            possible.add(value);
            if possible.values.len() > MAX_VALUES {
                *slot = None;
            }
        }
        _ => *slot = None,
    }
}
