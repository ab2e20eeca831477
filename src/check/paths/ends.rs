//! F0402 and F0407: every path ends, and a give-up gives up.

use std::collections::BTreeMap;

use super::flow::{Flow, word_at};
use super::graph::{Again, Graph, LooseEnd, NodeId, Why};
use crate::diagnostic::{Code, Diagnostic};

/// So many places of one node's loose paths are shown.
const MAX_SHOWN: usize = 4;

const LEAVE: &str = "end it with `-> NODE`, `end`, `hangup` or `return`";

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let mut by_node: BTreeMap<NodeId, Vec<&LooseEnd>> = BTreeMap::new();
    for end in &flow.graph.loose {
        if !flow.reached.at(end.node, end.reach).maybe.is_empty() {
            by_node.entry(end.node).or_default().push(end);
        }
    }
    problems.extend(by_node.iter().filter_map(|(id, ends)| without_end(&flow.graph, *id, ends)));
    for stay in &flow.graph.stays {
        let headline = format!("the action of `{}` must leave the wait", stay.word);
        let label = "after this the person would be asked again, without end";
        problems.push(Diagnostic::error(Code::F0407, headline, stay.span, label).with_help(LEAVE));
    }
    problems.extend(flow.graph.again.iter().map(begins_again));
}

/// Counters start anew when a menu is entered by a jump, from itself too.
fn begins_again(again: &Again<'_>) -> Diagnostic {
    let (word, menu) = (again.word, &again.menu.text);
    let headline = format!("`{word}` of `{menu}` begins `{menu}` again");
    let label = "the tries are counted anew, so this would go on without end";
    Diagnostic::warning(Code::F0407, headline, again.span, label)
        .with_label(again.menu.span, "the menu that is asked again")
        .with_help("go somewhere else after the last try, or write `end`")
}

/// One problem for a node: at the one loose place, or at the last with the others beside it.
fn without_end(graph: &Graph<'_>, node: NodeId, ends: &[&LooseEnd]) -> Option<Diagnostic> {
    let (last, others) = ends.split_last()?;
    let headline = format!("`{}` has a path without an end", graph.name(node));
    let mut problem = Diagnostic::error(Code::F0402, headline, last.span, label(&last.why));
    let mut help = LEAVE;
    match last.why {
        Why::NoElse { word, at } => {
            problem = problem.with_label(word_at(at, word), format!("this `{word}` has no `else`"));
            help = "write what happens otherwise: `-> NODE`, `end`, `hangup` or `return`";
        }
        Why::GoesOn { word, at } => problem = problem.with_label(word_at(at, word), "the path goes on behind this"),
        Why::Done | Why::Empty => {}
    }
    for end in others.iter().filter(|end| end.span != last.span).take(MAX_SHOWN) {
        problem = problem.with_label(end.span, "another path has no end here");
    }
    Some(problem.with_help(help))
}

fn label(why: &Why) -> String {
    match why {
        Why::Done => "the path comes to this point, and nothing says what happens next".into(),
        Why::Empty => "nothing is written here, so nothing says what happens next".into(),
        Why::NoElse { word, .. } => format!("where the `{word}` does not fit, nothing says what happens next"),
        Why::GoesOn { word, .. } => format!("after the `{word}`, nothing says what happens next"),
    }
}
