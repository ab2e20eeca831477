//! F0410: a conversation that goes on in messages must wait for one.

use super::flow::Flow;
use crate::diagnostic::{Code, Diagnostic};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    problems.extend(flow.graph.restless.iter().map(|span| {
        let label = "no question, menu, `keywords` or `wait` comes on the way from here";
        Diagnostic::error(Code::F0410, "nothing waits for the messages with which this goes on", *span, label)
            .with_help("go on at a node that waits, or leave `continue` out")
    }));
}
