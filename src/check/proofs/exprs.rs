//! What an expression reads, and what is known once a condition holds.

use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, MatchPattern, Operator, Text};
use crate::template;

/// A value that has to be there at this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    pub name: String,
    pub span: Span,
}

/// The names that must have a value for this to make sense. Comparing with `==`, `match`, `??` and the like are ways
/// to ask whether there is one.
pub(super) fn needs(expr: &Expr, found: &mut Vec<Need>) {
    walk(expr, false, &mut Vec::new(), found);
}

/// The same where the value itself is used: as a text's part, a node's value, a number to dial.
pub(super) fn needs_itself(expr: &Expr, found: &mut Vec<Need>) {
    walk(expr, true, &mut Vec::new(), found);
}

fn walk(expr: &Expr, strict: bool, known: &mut Vec<String>, found: &mut Vec<Need>) {
    match &expr.kind {
        ExprKind::Name(name) if strict && !known.contains(name) => {
            found.push(Need { name: name.clone(), span: expr.span });
        }
        ExprKind::Text(text) => {
            found.extend(text_needs(text).into_iter().filter(|need| !known.contains(&need.name)));
        }
        ExprKind::Group(inner) => walk(inner, strict, known, found),
        ExprKind::Not(inner) => walk(inner, false, known, found),
        ExprKind::Negate(inner) => walk(inner, true, known, found),
        ExprKind::Field { of, .. } => walk(of, strict, known, found),
        ExprKind::Index { of, index } => {
            walk(of, strict, known, found);
            walk(index, false, known, found);
        }
        ExprKind::List(items) => items.iter().for_each(|item| walk(item, false, known, found)),
        ExprKind::Map(fields) => fields.iter().for_each(|field| walk(&field.value, false, known, found)),
        ExprKind::Call { function, arguments } => {
            // These are asked about what may not be there.
            let strict = !matches!(function.text.as_str(), "count" | "first" | "last" | "one_of" | "text" | "open");
            arguments.iter().for_each(|argument| walk(argument, strict, known, found));
        }
        ExprKind::Matches { subject, .. } => walk(subject, false, known, found),
        ExprKind::Binary { operator, left, right } => binary(*operator, left, right, known, found),
        _ => {}
    }
}

fn binary(operator: Operator, left: &Expr, right: &Expr, known: &mut Vec<String>, found: &mut Vec<Need>) {
    match operator {
        Operator::And | Operator::Or => {
            walk(left, false, known, found);
            let before = known.len();
            known.extend(facts(left, operator == Operator::And));
            walk(right, false, known, found);
            known.truncate(before);
        }
        // What is missing on the left is what the right is for.
        Operator::Else => walk(right, false, known, found),
        Operator::Equal
        | Operator::NotEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Contains
        | Operator::StartsWith => [left, right].into_iter().for_each(|side| walk(side, false, known, found)),
        _ => [left, right].into_iter().for_each(|side| walk(side, true, known, found)),
    }
}

/// The names that surely have a value once a condition came out as `outcome`, captures among them.
pub(super) fn facts(condition: &Expr, outcome: bool) -> Vec<String> {
    let mut found = Vec::new();
    learn(condition, outcome, &mut found);
    found
}

fn learn(condition: &Expr, outcome: bool, found: &mut Vec<String>) {
    match &condition.kind {
        ExprKind::Group(inner) => learn(inner, outcome, found),
        ExprKind::Not(inner) => learn(inner, !outcome, found),
        ExprKind::Name(name) if outcome => found.push(name.clone()),
        ExprKind::Field { .. } | ExprKind::Index { .. } if outcome => found.extend(root(condition)),
        ExprKind::Matches { subject, pattern } if outcome => {
            found.extend(root(subject));
            found.extend(captures(&pattern.source));
        }
        ExprKind::Binary { operator, left, right } => match (operator, outcome) {
            (Operator::And, true) | (Operator::Or, false) => {
                learn(left, outcome, found);
                learn(right, outcome, found);
            }
            (Operator::And, false) | (Operator::Or, true) => {
                let mut of_right = Vec::new();
                let mut of_left = Vec::new();
                learn(left, outcome, &mut of_left);
                learn(right, outcome, &mut of_right);
                found.extend(of_left.into_iter().filter(|name| of_right.contains(name)));
            }
            (Operator::Equal, false) | (Operator::NotEqual, true) if is_none(left) || is_none(right) => {
                found.extend([left, right].into_iter().filter_map(|side| root(side)));
            }
            (Operator::Equal, true) if !is_none(left) && !is_none(right) => {
                found.extend([left, right].into_iter().filter_map(|side| root(side)));
            }
            (
                Operator::Less
                | Operator::LessEqual
                | Operator::Greater
                | Operator::GreaterEqual
                | Operator::Contains
                | Operator::StartsWith
                | Operator::In,
                true,
            ) => found.extend([left, right].into_iter().filter_map(|side| root(side))),
            _ => {}
        },
        ExprKind::Call { arguments, .. } if outcome => found.extend(arguments.iter().filter_map(root)),
        _ => {}
    }
}

pub(super) fn is_none(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Group(inner) => is_none(inner),
        kind => *kind == ExprKind::None,
    }
}

/// The name at the beginning of `order.items[0]`.
pub(super) fn root(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Field { of, .. } | ExprKind::Index { of, .. } | ExprKind::Group(of) => root(of),
        ExprKind::Call { arguments, .. } => match arguments.as_slice() {
            [only] => root(only),
            _ => None,
        },
        _ => None,
    }
}

/// What is known of the subject of a `match` once one of these patterns fits.
pub(super) fn pattern_facts(subject: &Expr, patterns: &[MatchPattern]) -> Vec<String> {
    let value = |pattern: &MatchPattern| match pattern {
        MatchPattern::Value(value) => !is_none(value),
        MatchPattern::Range { .. } | MatchPattern::Regex(_) => true,
    };
    let mut found: Vec<String> = root(subject).filter(|_| patterns.iter().all(value)).into_iter().collect();
    let of = |pattern: &MatchPattern| match pattern {
        MatchPattern::Regex(pattern) => captures(&pattern.source),
        _ => Vec::new(),
    };
    found.extend(common(patterns.iter().map(of)));
    found
}

/// What is in all of these.
pub(super) fn common(mut lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let Some(mut first) = lists.next() else { return Vec::new() };
    for list in lists {
        first.retain(|name| list.contains(name));
    }
    first
}

/// The named captures of a regex.
pub(super) fn captures(source: &str) -> Vec<String> {
    let named = source.split("(?<").skip(1).chain(source.split("(?P<").skip(1));
    named.filter_map(|rest| rest.split_once('>')).map(|(name, _)| name.to_owned()).collect()
}

/// The names that a text shows, without those that it asks about first, as in `{{#if name}}`.
pub(super) fn text_needs(text: &Text) -> Vec<Need> {
    if !text.value.contains("{{") {
        return Vec::new();
    }
    let Ok(analysis) = template::analyse(&text.value) else { return Vec::new() };
    let asked: Vec<&str> = ["{{#if ", "{{#unless ", "{{#each ", "{{else if "]
        .iter()
        .flat_map(|mark| text.value.split(mark).skip(1))
        .map(|rest| rest.split("}}").next().unwrap_or(rest))
        .collect();
    let names = analysis.names.iter().filter_map(|used| {
        let name = used.path.first()?;
        let guarded = asked.iter().any(|head| words(head).any(|word| word == name));
        let span = text.place(used.offset, used.offset + name.len());
        (!guarded).then(|| Need { name: text.global(name), span })
    });
    names.collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// All names that stand in an expression, those of its texts included.
pub(super) fn mentions(expr: &Expr, found: &mut Vec<String>) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Name(name) => found.push(name.clone()),
            ExprKind::Text(text) => found.extend(text_mentions(text)),
            ExprKind::List(items) => open.extend(items),
            ExprKind::Call { function, arguments } => {
                found.push(format!("{}()", function.text));
                open.extend(arguments);
            }
            ExprKind::Map(fields) => open.extend(fields.iter().map(|field| &field.value)),
            ExprKind::Index { of, index } => open.extend([&**of, &**index]),
            ExprKind::Field { of: inner, .. }
            | ExprKind::Not(inner)
            | ExprKind::Negate(inner)
            | ExprKind::Group(inner)
            | ExprKind::Matches { subject: inner, .. } => open.push(inner),
            ExprKind::Binary { left, right, .. } => open.extend([&**left, &**right]),
            _ => {}
        }
    }
}

/// The names that a text reads.
pub(super) fn text_mentions(text: &Text) -> Vec<String> {
    if !text.value.contains("{{") {
        return Vec::new();
    }
    let names = template::analyse(&text.value).map(|analysis| analysis.names).unwrap_or_default();
    names.iter().filter_map(|used| used.path.first()).map(|name| text.global(name)).collect()
}

/// All that a condition may capture.
pub(super) fn all_captures(condition: &Expr) -> Vec<String> {
    match &condition.kind {
        ExprKind::Matches { pattern, .. } => captures(&pattern.source),
        ExprKind::Group(inner) | ExprKind::Not(inner) => all_captures(inner),
        ExprKind::Binary { left, right, .. } => {
            let mut found = all_captures(left);
            found.extend(all_captures(right));
            found
        }
        _ => Vec::new(),
    }
}
