//! Variables that nothing mentions.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Expr, ExprKind, File, ItemKind, TestKind};

use super::names::{Names, What};

/// Warns of variables that a flow without errors never reads, sets or asks for.
pub(super) fn check(file: &File, names: &Names<'_>, mentioned: &BTreeSet<String>, problems: &mut Vec<Diagnostic>) {
    let mut in_tests = BTreeSet::new();
    for item in &file.items {
        let ItemKind::Test(test) = &item.kind else { continue };
        for step in &test.steps {
            if let TestKind::Expect(expr) = &step.kind {
                mention(expr, &mut in_tests);
            }
        }
    }
    for (name, declared) in names.iter() {
        if matches!(declared.what, What::Variable(_)) && !mentioned.contains(name) && !in_tests.contains(name) {
            problems.push(
                Diagnostic::warning(
                    Code::F0210,
                    format!("variable `{name}` is never used"),
                    declared.span,
                    "nothing reads it or sets it",
                )
                .with_help("remove it, or use it"),
            );
        }
    }
}

fn mention(expr: &Expr, names: &mut BTreeSet<String>) {
    match &expr.kind {
        ExprKind::Name(name) => {
            names.insert(name.clone());
        }
        ExprKind::Field { of: inner, .. }
        | ExprKind::Not(inner)
        | ExprKind::Negate(inner)
        | ExprKind::Group(inner)
        | ExprKind::Matches { subject: inner, .. } => mention(inner, names),
        ExprKind::Index { of: left, index: right } | ExprKind::Binary { left, right, .. } => {
            mention(left, names);
            mention(right, names);
        }
        ExprKind::List(items) | ExprKind::Call { arguments: items, .. } => {
            items.iter().for_each(|item| mention(item, names));
        }
        ExprKind::Map(fields) => fields.iter().for_each(|field| mention(&field.value, names)),
        ExprKind::None
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::Duration(_)
        | ExprKind::Text(_)
        | ExprKind::Bad => {}
    }
}
