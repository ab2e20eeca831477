//! The graph's nodes: what the file's parts are, and which of them begin a session.

use super::Outside;
use super::channels::Channels;
use super::graph::{Graph, Node, NodeId, NodeKind};
use crate::program::event::{FAULT, beside};
use crate::syntax::tree::{File, ItemKind, Name, On};

pub fn collect<'t>(tree: &'t File, outside: &Outside<'_>) -> Graph<'t> {
    let mut graph = Graph::default();
    for item in &tree.items {
        match &item.kind {
            ItemKind::Step(step) => named(&mut graph, &step.name, NodeKind::Step(step)),
            ItemKind::Menu(menu) => named(&mut graph, &menu.name, NodeKind::Menu(menu)),
            ItemKind::Keywords(keywords) => named(&mut graph, &keywords.name, NodeKind::Keywords(keywords)),
            ItemKind::On(on) => {
                let node = Node { name: format!("on {}", on.event.text), span: on.event.span, kind: event(on, tree) };
                graph.nodes.push(node);
            }
            ItemKind::Always(arms) => {
                graph.always.entry(item.span.file).or_insert(NodeId(graph.nodes.len()));
                graph.nodes.push(Node { name: "always".into(), span: item.span, kind: NodeKind::Always(arms) });
            }
            ItemKind::Defaults(settings) => {
                graph.nodes.push(Node { name: "defaults".into(), span: item.span, kind: NodeKind::Defaults(settings) });
            }
            ItemKind::Bad => graph.incomplete = true,
            _ => {}
        }
    }
    graph.outside = outside.iter().flatten().filter_map(|name| graph.by_name.get(name)).copied().collect();
    graph
}

fn named<'t>(graph: &mut Graph<'t>, name: &'t Name, kind: NodeKind<'t>) {
    graph.incomplete |= graph.by_name.contains_key(name.text.as_str());
    graph.by_name.entry(name.text.as_str()).or_insert(NodeId(graph.nodes.len()));
    graph.nodes.push(Node { name: name.text.clone(), span: name.span, kind });
}

fn event<'t>(on: &'t On, tree: &File) -> NodeKind<'t> {
    let word = on.event.text.as_str();
    let has = |other: &str| tree.items.iter().any(|i| matches!(&i.kind, ItemKind::On(on) if on.event.text == other));
    match word {
        "call" => NodeKind::Entry(&on.action, Channels::VOICE),
        "sms" => NodeKind::Entry(&on.action, Channels::SMS),
        "whatsapp" => NodeKind::Entry(&on.action, Channels::WHATSAPP),
        "message" => {
            let told_apart = [("sms", Channels::SMS), ("whatsapp", Channels::WHATSAPP)];
            let rest = told_apart
                .into_iter()
                .filter(|(word, _)| has(word))
                .fold(Channels::TEXT, |all, (_, own)| all.without(own));
            NodeKind::Entry(&on.action, rest)
        }
        FAULT => NodeKind::Fault(&on.action),
        _ if beside().any(|known| known == word) => NodeKind::Lifecycle(&on.action),
        _ => NodeKind::UnknownEvent(&on.action),
    }
}
