//! F0404: nothing stands behind what always leaves.

use super::flow::Flow;
use crate::diagnostic::{Code, Diagnostic};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for dead in &flow.graph.dead {
        let headline = "this statement is never reached";
        problems.push(
            Diagnostic::warning(Code::F0404, headline, dead.span, "no path comes to this")
                .with_label(dead.after, "every path leaves here")
                .with_help("move it before what leaves, or take it out"),
        );
    }
}
