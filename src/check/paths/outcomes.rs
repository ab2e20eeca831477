//! F0406: what can go wrong outside has somewhere to go.

use super::flow::{Flow, listed, word_at};
use super::settings::Bounds;
use super::visit;
use crate::diagnostic::{Code, Diagnostic};
use crate::program::Verb;
use crate::syntax::tree::{Statement, StatementKind};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let defaults = flow.defaults.of(flow.file.file);
    if defaults.failed.is_some() || defaults.incomplete {
        return;
    }
    for node in &flow.graph.nodes {
        problems.extend(visit::statements(visit::blocks(node.kind)).into_iter().filter_map(unhandled));
    }
}

fn unhandled(statement: &Statement) -> Option<Diagnostic> {
    let (word, expected): (&str, &[&str]) = match &statement.kind {
        StatementKind::Fetch { .. } => ("fetch", &["failed"]),
        StatementKind::Dial { targets, .. } => {
            let room = |word: &str| word == "conference" || word == "queue";
            let rings = !targets.iter().any(|t| t.kind.as_ref().is_some_and(|kind| room(&kind.text)));
            ("dial", if rings { &["busy", "noanswer", "failed"] } else { &["failed"] })
        }
        StatementKind::Verb { verb, .. } => match Verb::parse(&verb.text).filter(|verb| verb.waits()) {
            Some(verb) => (verb.name(), &["failed"]),
            None => return None,
        },
        _ => return None,
    };
    let own = Bounds::read(visit::settings(statement).iter());
    let missing: Vec<&str> = expected.iter().copied().filter(|outcome| !own.handles(outcome)).collect();
    if missing.is_empty() || own.incomplete {
        return None;
    }
    let plural = if missing.len() == 1 { "is" } else { "are" };
    let headline = format!("{} of `{word}` {plural} not handled", listed(missing.iter().copied()));
    let label = match word {
        "dial" => "when nobody is reached, nothing says what happens next",
        _ => "when this fails, nothing says what happens next",
    };
    let example = missing.join(", ");
    Some(
        Diagnostic::error(Code::F0406, headline, word_at(statement.span, word), label)
            .with_help(format!("add `{example} -> NODE` to the `{word}`, or `failed -> NODE` to `defaults`")),
    )
}
