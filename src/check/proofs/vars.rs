//! The variables of a flow by number, and what a step of the chart does to them.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::chart::{Does, Question, Way, When};
use super::exprs::{captures, common, facts, is_none, pattern_facts, root};
use crate::check::names::{Names, What};
use crate::syntax::tree::{
    AskArgument, Expr, ExprKind, File, ItemKind, KeywordKind, MatchPattern, SetValue, StatementKind,
};

#[derive(Debug)]
pub(super) struct Vars<'t> {
    by_name: BTreeMap<&'t str, usize>,
    names: Vec<&'t str>,
    /// Those that begin without a value.
    pub tracked: Bits,
}

/// What happens to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Set(usize),
    Unset(usize),
    /// Set to what another variable holds.
    Copied {
        to: usize,
        from: usize,
    },
}

impl<'t> Vars<'t> {
    pub fn collect(file: &'t File, names: &Names<'t>) -> Self {
        let all: Vec<&str> = names
            .iter()
            .filter(|(_, d)| matches!(d.what, What::Variable(_) | What::Recording | What::Fetched))
            .map(|(name, _)| name)
            .collect();
        let mut vars = Self {
            by_name: all.iter().enumerate().map(|(index, name)| (*name, index)).collect(),
            tracked: Bits::all(all.len()),
            names: all,
        };
        for item in &file.items {
            if let ItemKind::Var(var) = &item.kind
                && var.value.as_ref().is_some_and(|value| !is_none(value))
                && let Some(index) = vars.get(&var.name.text)
            {
                vars.tracked.remove(index);
            }
        }
        vars
    }

    /// What a session begins with.
    pub fn initial(&self) -> Bits {
        let mut set = Bits::all(self.len());
        (0..self.len()).filter(|index| self.tracked.has(*index)).for_each(|index| set.remove(index));
        set
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn get(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub fn name(&self, index: usize) -> &'t str {
        self.names.get(index).copied().unwrap_or("")
    }

    fn all_of<'a>(&'a self, names: impl IntoIterator<Item = String> + 'a) -> impl Iterator<Item = Effect> + 'a {
        names.into_iter().filter_map(|name| self.get(&name)).map(Effect::Set)
    }

    /// What doing this changes, whichever way follows.
    pub fn of_point(&self, does: &Does<'t>) -> Option<Effect> {
        let Does::Statement(statement) = does else { return None };
        match &statement.kind {
            StatementKind::Clear(place) if !place.contact => self.get(&place.name.text).map(Effect::Unset),
            StatementKind::Set { target, value: SetValue::Expr(value) } if !target.contact => {
                let to = self.get(&target.name.text)?;
                Some(match plain_name(value).and_then(|name| self.get(name)) {
                    Some(from) => Effect::Copied { to, from },
                    None if is_none(value) => Effect::Unset(to),
                    None => Effect::Set(to),
                })
            }
            _ => None,
        }
    }

    /// What taking this way changes, or shows to have a value.
    pub fn of_way(&self, does: &Does<'t>, way: &Way<'t>) -> Vec<Effect> {
        match (&way.when, does) {
            (When::True(condition), _) => self.all_of(facts(condition, true)).collect(),
            (When::False(condition), _) => self.all_of(facts(condition, false)).collect(),
            (When::Fits { subject, patterns }, _) => self.all_of(pattern_facts(subject, patterns)).collect(),
            (When::NoneFits { subject, arms }, _) => {
                let asked = arms.iter().flat_map(|arm| &arm.patterns).any(|pattern| match pattern {
                    MatchPattern::Value(value) => is_none(value),
                    _ => false,
                });
                self.all_of(root(subject).filter(|_| asked)).collect()
            }
            (When::Keyword(patterns), _) => {
                let of = |kind: &KeywordKind| match kind {
                    KeywordKind::Regex(pattern) => captures(&pattern.source),
                    _ => Vec::new(),
                };
                self.all_of(common(patterns.iter().map(|pattern| of(&pattern.kind)))).collect()
            }
            (When::Answered, Does::Ask(asked)) => match asked.what {
                Question::Ask { name, kind } => {
                    let captured = match &kind.argument {
                        AskArgument::Regex(pattern) => captures(&pattern.source),
                        _ => Vec::new(),
                    };
                    self.all_of(captured.into_iter().chain([name.text.clone()])).collect()
                }
                Question::Record { name } => self.all_of([name.text.clone()]).collect(),
                Question::Menu(_) => Vec::new(),
            },
            (when, Does::Fetch(statement)) => {
                let StatementKind::Fetch { name, .. } = &statement.kind else { return Vec::new() };
                let index = self.get(&name.text);
                let effect = if matches!(when, When::Answered) { Effect::Set } else { Effect::Unset };
                index.map(effect).into_iter().collect()
            }
            (When::After, Does::Call { result: Some(place), .. }) => {
                self.all_of((!place.contact).then(|| place.name.text.clone())).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Effect {
    pub fn apply(self, set: &mut Bits) {
        match self {
            Effect::Set(index) => set.add(index),
            Effect::Unset(index) => set.remove(index),
            Effect::Copied { to, from } if set.has(from) => set.add(to),
            Effect::Copied { to, .. } => set.remove(to),
        }
    }

    /// The variable that it is about.
    pub fn at(self) -> usize {
        match self {
            Effect::Set(index) | Effect::Unset(index) | Effect::Copied { to: index, .. } => index,
        }
    }

    /// The variable that may have a value after this.
    pub fn target(self) -> Option<usize> {
        match self {
            Effect::Set(index) | Effect::Copied { to: index, .. } => Some(index),
            Effect::Unset(_) => None,
        }
    }
}

fn plain_name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Group(inner) => plain_name(inner),
        _ => None,
    }
}
