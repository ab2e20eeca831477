//! Where sessions start, and what happens beside them.

use crate::program::{Entries, Node, NodeKind, Op, event};
use crate::syntax::tree::{Action, File, ItemKind, StatementKind};

use super::builder::Builder;
use super::statement::leaves;

/// Where sessions start. `on sms` goes before `on message`.
pub(super) fn entries(builder: &mut Builder<'_>, file: &File, nodes: &mut Vec<Node>) -> Entries {
    let mut entries = Entries::default();
    for event in ["message", "call", "sms", "whatsapp"] {
        let action = file.items.iter().find_map(|item| match &item.kind {
            ItemKind::On(on) if on.event.text == event => Some(&on.action),
            _ => None,
        });
        let Some(action) = action else { continue };
        let node = Some(entry(builder, event, action, nodes));
        match event {
            "call" => entries.call = node,
            "sms" => entries.sms = node,
            "whatsapp" => entries.whatsapp = node,
            _ => (entries.sms, entries.whatsapp) = (node.clone(), node),
        }
    }
    entries
}

/// The blocks of events beside the conversation, each a node `on EVENT` of its own.
pub(super) fn lifecycle(builder: &mut Builder<'_>, file: &File, nodes: &mut Vec<Node>) {
    for item in &file.items {
        let ItemKind::On(on) = &item.kind else { continue };
        if !event::beside().any(|known| known == on.event.text) {
            continue;
        }
        builder.at(on.event.span);
        builder.block(&on.action.body);
        if !leaves(&on.action.body) {
            builder.emit(Op::Return(None));
        }
        nodes.push(builder.finish(format!("on {}", on.event.text), NodeKind::Lifecycle));
    }
}

/// The node that an entry jumps to; a block, or a jump with values, becomes a node `on call` of its own.
fn entry(builder: &mut Builder<'_>, event: &str, action: &Action, nodes: &mut Vec<Node>) -> String {
    if let [only] = action.body.statements.as_slice()
        && let StatementKind::Jump(target) = &only.kind
        && target.arguments.is_empty()
    {
        return target.node.text.clone();
    }
    builder.at(action.body.span);
    builder.block(&action.body);
    if !leaves(&action.body) {
        builder.emit(Op::End);
    }
    let name = format!("on {event}");
    nodes.push(builder.finish(name.clone(), NodeKind::Step));
    name
}
