//! F0601: first match in written order wins, so a later arm may never be reached.

use super::flow::Flow;
use super::graph::NodeKind;
use super::patterns::{Pattern, Spot, Taken, spelled};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Keyword, KeywordArm};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for node in &flow.graph.nodes {
        match node.kind {
            NodeKind::Keywords(keywords) => shadowed(&keywords.arms, problems),
            NodeKind::Always(arms) => shadowed(arms, problems),
            _ => {}
        }
    }
}

fn shadowed(arms: &[KeywordArm], problems: &mut Vec<Diagnostic>) {
    let mut taken: Taken<Spot> = Taken::new();
    let mut otherwise: Option<Spot> = None;
    for (arm, keyword) in arms.iter().enumerate().flat_map(|(i, arm)| arm.patterns.iter().map(move |k| (i, k))) {
        let span = keyword.span;
        let Some(pattern) = Pattern::of(keyword) else { continue };
        match otherwise {
            Some(earlier) if earlier.arm < arm => problems.push(behind_else(keyword, earlier.span)),
            _ => match taken.by(&pattern) {
                Some(earlier) if earlier.arm < arm => problems.push(behind(keyword, earlier.span)),
                _ => {}
            },
        }
        if pattern == Pattern::Else {
            otherwise = otherwise.or(Some(Spot { span, arm }));
        } else {
            taken.add(pattern, Spot { span, arm });
        }
    }
}

fn behind(keyword: &Keyword, earlier: Span) -> Diagnostic {
    let headline = format!("`{}` is never reached", spelled(keyword));
    Diagnostic::warning(Code::F0601, headline, keyword.span, "an earlier arm takes every such message")
        .with_label(earlier, "this takes it first")
        .with_help("the first match wins: put the narrower pattern above, or take this one out")
}

fn behind_else(keyword: &Keyword, earlier: Span) -> Diagnostic {
    let headline = format!("`{}` stands behind `else`", spelled(keyword));
    Diagnostic::error(Code::F0601, headline, keyword.span, "nothing is left for this arm")
        .with_label(earlier, "this takes everything")
        .with_help("put `else` last")
}
