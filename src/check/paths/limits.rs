//! F0603, F0701 and F0702: what only a call or only a message can do.

use super::channels::{Channels, Reach};
use super::flow::Flow;
use super::graph::{NodeId, NodeKind, Use, UseKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::value::Channel;

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for (id, node) in flow.graph.ids() {
        if let NodeKind::Keywords(keywords) = node.kind {
            problems.extend(called(flow, id, &keywords.name));
        }
    }
    problems.extend(flow.graph.uses.iter().filter_map(|needed| misused(flow, needed)));
}

/// `keywords` wait silently for a message, which a caller cannot send.
fn called(flow: &Flow<'_>, id: NodeId, name: &crate::syntax::tree::Name) -> Option<Diagnostic> {
    if !flow.reached.at(id, Reach::ALL).sure.meets(Channels::VOICE) {
        return None;
    }
    let edge = flow.reached.last_edge(&flow.graph, id, Channel::Voice)?;
    let headline = format!("a call comes to the keywords `{}`", name.text);
    let problem = Diagnostic::error(Code::F0603, headline, edge.span, "a caller can get here, and would hear nothing")
        .with_label(name.span, "this waits silently for a message")
        .with_help("lead callers to a `menu`, or go here only `if channel != voice { … }`");
    Some(with_path(problem, flow, id, Channel::Voice))
}

fn misused(flow: &Flow<'_>, needed: &Use) -> Option<Diagnostic> {
    let sure = flow.reached.at(needed.node, needed.reach).sure;
    let wrong = match needed.kind {
        UseKind::CallOnly(_) | UseKind::Pause => Channels::TEXT,
        UseKind::MessageOnly(_) => Channels::VOICE,
    };
    let channel = (sure & wrong).iter().next()?;
    let problem = match &needed.kind {
        UseKind::CallOnly(word) => {
            let headline = format!("`{word}` needs a call, and a texter can come here");
            Diagnostic::error(Code::F0701, headline, needed.span, "this cannot be done in messages")
                .with_help("ask for the channel first: `if channel != voice { … }` with a path for texters that leaves")
        }
        UseKind::MessageOnly(word) => {
            let headline = format!("`{word}` needs a message, and a caller can come here");
            Diagnostic::error(Code::F0702, headline, needed.span, "this cannot be done on a call")
                .with_help("ask for the channel first: `if channel == voice { … }` with a path for callers that leaves")
        }
        UseKind::Pause => {
            Diagnostic::hint(Code::F0701, "`pause` does nothing in a message", needed.span, "a texter can come here")
                .with_help("no harm is done; `if channel == voice { … }` keeps it to calls")
        }
    };
    Some(with_path(problem, flow, needed.node, channel))
}

fn with_path(problem: Diagnostic, flow: &Flow<'_>, node: NodeId, channel: Channel) -> Diagnostic {
    problem.with_note(format!("for example: {}", flow.reached.path(&flow.graph, node, channel)))
}
