//! F0604: a node's own arms come before those of `always`, and may hide them.

use super::flow::Flow;
use super::graph::NodeKind;
use super::patterns::{Pattern, Taken, plain, spelled};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Action, Keywords, Menu, MenuPart, StatementKind};

/// A choice of a node: where it stands and what it does.
type Own<'t> = (Span, &'t Action);

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(NodeKind::Always(always)) = flow.own_always().map(|n| n.kind) else {
        return;
    };
    for node in &flow.graph.nodes {
        let own = match node.kind {
            NodeKind::Menu(menu) => of_menu(menu),
            NodeKind::Keywords(keywords) => of_keywords(keywords),
            _ => continue,
        };
        for arm in always {
            for keyword in &arm.patterns {
                let Some(pattern) = Pattern::of(keyword) else { continue };
                let Some((span, action)) = own.by(&pattern) else { continue };
                if jumps_to(action).is_some_and(|to| jumps_to(&arm.action) == Some(to)) {
                    continue;
                }
                let choice = spelled(keyword);
                let headline = format!("`{}` hides the choice `{choice}` of `always`", node.name);
                problems.push(
                    Diagnostic::hint(Code::F0604, headline, span, "this is taken first here")
                        .with_label(keyword.span, "and never comes to this")
                        .with_help("give one of them another key or word, unless this is meant"),
                );
            }
        }
    }
}

fn of_menu(menu: &Menu) -> Taken<Own<'_>> {
    let mut own = Taken::new();
    for part in &menu.parts {
        let MenuPart::Arm(arm) = part else { continue };
        own.add(Pattern::Whole(arm.key.text.clone()), (arm.key.span, &arm.action));
        for text in std::iter::once(&arm.label).chain(&arm.also) {
            if let Some(words) = plain(text) {
                own.add(Pattern::Whole(words), (text.span, &arm.action));
            }
        }
    }
    own
}

/// Without `else`, which comes after `always`.
fn of_keywords(keywords: &Keywords) -> Taken<Own<'_>> {
    let mut own = Taken::new();
    for arm in &keywords.arms {
        for keyword in &arm.patterns {
            match Pattern::of(keyword) {
                Some(Pattern::Else) | None => {}
                Some(pattern) => own.add(pattern, (keyword.span, &arm.action)),
            }
        }
    }
    own
}

/// The node an action jumps to, where it does nothing else.
fn jumps_to(action: &Action) -> Option<(Option<&str>, &str)> {
    match action.body.statements.as_slice() {
        [only] => match &only.kind {
            StatementKind::Jump(target) if target.arguments.is_empty() => {
                Some((target.flow.as_ref().map(|f| f.text.as_str()), target.node.text.as_str()))
            }
            _ => None,
        },
        _ => None,
    }
}
