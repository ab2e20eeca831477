//! F0602: words that the provider answers itself, so that they never come to the flow.

use super::channels::{Channels, Reach};
use super::flow::Flow;
use super::graph::NodeKind;
use super::patterns::plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{KeywordKind, MenuPart, Text};

/// Twilio's default opt-out words for long codes.
pub const OPT_OUT: &[&str] = &["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"];

/// Opt-in words that mean little else. `yes`, `help` and `info` are said in every conversation and often do arrive.
const OPT_IN: &[&str] = &["start", "unstop"];

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for (id, node) in flow.graph.ids() {
        if !flow.reached.at(id, Reach::ALL).sure.meets(Channels::SMS) {
            continue;
        }
        let words: Vec<&Text> = match node.kind {
            NodeKind::Menu(menu) => menu
                .parts
                .iter()
                .filter_map(|part| if let MenuPart::Arm(arm) = part { Some(arm) } else { None })
                .flat_map(|arm| std::iter::once(&arm.label).chain(&arm.also))
                .collect(),
            NodeKind::Keywords(keywords) => {
                keywords.arms.iter().flat_map(|arm| &arm.patterns).filter_map(whole).collect()
            }
            NodeKind::Always(arms) => arms.iter().flat_map(|arm| &arm.patterns).filter_map(whole).collect(),
            _ => continue,
        };
        problems.extend(words.into_iter().filter_map(taken_away));
    }
}

fn whole(keyword: &crate::syntax::tree::Keyword) -> Option<&Text> {
    match &keyword.kind {
        KeywordKind::Whole(text) => Some(text),
        _ => None,
    }
}

fn taken_away(text: &Text) -> Option<Diagnostic> {
    let word = plain(text)?;
    if OPT_OUT.contains(&word.as_str()) {
        let headline = format!("`{}` does not come through by SMS", text.value);
        let label = "the provider takes this word as an opt-out and sends no more messages";
        return Some(
            Diagnostic::warning(Code::F0602, headline, text.span, label)
                .with_help("use another word; `on opt_out` tells the flow that someone has opted out"),
        );
    }
    if OPT_IN.contains(&word.as_str()) {
        let headline = format!("`{}` may not come through by SMS", text.value);
        let label = "the provider takes this word as the wish to get messages again";
        return Some(
            Diagnostic::hint(Code::F0602, headline, text.span, label)
                .with_help("offer another word beside it; `on opt_in` tells the flow that someone has come back"),
        );
    }
    None
}
