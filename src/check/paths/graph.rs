//! A flow as a graph: what the checks of paths look at instead of the tree.
//!
//! Nodes are the flow's nodes, its `on` blocks and its `always` block. What a statement's place allows
//! is kept relative to its node ([`Reach`] narrowed by the conditions passed on the way there), so that
//! the channels that get there are those of the node, narrowed.

use std::collections::{BTreeMap, BTreeSet};

use super::channels::{Channels, Reach};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Action, KeywordArm, Keywords, Menu, MenuPart, Name, Prompt, Setting, Step};

/// An index into [`Graph::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub usize);

#[derive(Debug)]
pub struct Node<'t> {
    /// As paths are spelled: `agent`, `on call`, `always`.
    pub name: String,
    pub span: Span,
    pub kind: NodeKind<'t>,
}

#[derive(Debug, Clone, Copy)]
pub enum NodeKind<'t> {
    Step(&'t Step),
    Menu(&'t Menu),
    Keywords(&'t Keywords),
    Always(&'t [KeywordArm]),
    /// `on call` and its kin, with the channels that begin there.
    Entry(&'t Action, Channels),
    /// `on error`, which any session may come to.
    Fault(&'t Action),
    /// The other events: nobody is listening.
    Lifecycle(&'t Action),
    /// What `defaults` lead to is not reported as unreached, though no wait may use it.
    Defaults(&'t [Setting]),
    /// An event that is not known; the mistake is reported elsewhere.
    UnknownEvent(&'t Action),
}

impl NodeKind<'_> {
    /// Where a session or the provider begins, so that nothing has to lead there.
    pub fn is_root(self) -> bool {
        !matches!(self, NodeKind::Step(_) | NodeKind::Menu(_) | NodeKind::Keywords(_) | NodeKind::Always(_))
    }
}

/// A way from one node to another.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    pub from: NodeId,
    pub to: NodeId,
    pub span: Span,
    /// The channels that can take it, of those that reach `from`.
    pub reach: Reach,
    /// The channels that come about on the way: `send sms … continue` turns a call into messages.
    pub adds: Channels,
    /// The person is heard, or time passes, on every way from the beginning of `from` to here.
    pub waited: bool,
}

/// A place where the person is asked.
#[derive(Debug, Clone, Copy)]
pub struct Wait<'t> {
    pub node: NodeId,
    pub kind: WaitKind,
    /// The menu, or the variable that takes the answer.
    pub name: &'t Name,
    pub settings: Settings<'t>,
    pub reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitKind {
    Menu {
        /// It has an `else`, so no input is wrong.
        otherwise: bool,
    },
    Ask {
        /// Any words will do, so no input is wrong.
        anything: bool,
    },
    Record,
}

/// A menu keeps its settings among its arms, the others in a list.
#[derive(Debug, Clone, Copy)]
pub enum Settings<'t> {
    Menu(&'t Menu),
    List(&'t [Setting]),
}

impl<'t> Settings<'t> {
    pub fn iter(self) -> impl Iterator<Item = &'t Setting> {
        let (parts, list): (&'t [MenuPart], &'t [Setting]) = match self {
            Settings::Menu(menu) => (&menu.parts, &[]),
            Settings::List(list) => (&[], list),
        };
        let of_menu = parts.iter().filter_map(|part| match part {
            MenuPart::Setting(setting) => Some(setting),
            _ => None,
        });
        of_menu.chain(list)
    }
}

/// A statement that only some channels can do.
#[derive(Debug, Clone)]
pub struct Use {
    pub node: NodeId,
    pub span: Span,
    pub kind: UseKind,
    pub reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UseKind {
    /// The statement's word.
    CallOnly(String),
    MessageOnly(String),
    /// Nothing comes of it in a message, and nothing is lost.
    Pause,
}

/// A place where a path leaves its block without an end.
#[derive(Debug, Clone)]
pub struct LooseEnd {
    pub node: NodeId,
    pub span: Span,
    pub why: Why,
    pub reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The last statement is done.
    Done,
    Empty,
    /// `if` or `match` at that place has no `else`.
    NoElse {
        word: &'static str,
        at: Span,
    },
    /// `dial`, `fetch` and the like go on here.
    GoesOn {
        word: &'static str,
        at: Span,
    },
}

/// A statement behind one that always leaves.
#[derive(Debug, Clone, Copy)]
pub struct Dead {
    pub span: Span,
    pub after: Span,
}

/// The action of a bound that comes back to its wait.
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    pub span: Span,
    /// `tries`, `noinput` or `nomatch`.
    pub word: &'static str,
}

/// A bound of a menu that jumps to the menu itself.
#[derive(Debug, Clone, Copy)]
pub struct Again<'t> {
    pub menu: &'t Name,
    pub span: Span,
    pub word: &'static str,
}

/// Words for a call or a message, and where they are.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'t> {
    pub node: NodeId,
    pub words: &'t Prompt,
    pub reach: Reach,
}

#[derive(Debug, Default)]
pub struct Graph<'t> {
    pub nodes: Vec<Node<'t>>,
    pub by_name: BTreeMap<&'t str, NodeId>,
    /// The `always` of each file, which holds at its own nodes.
    pub always: BTreeMap<FileId, NodeId>,
    /// Nodes that other flows go to.
    pub outside: BTreeSet<NodeId>,
    pub edges: Vec<Edge>,
    pub waits: Vec<Wait<'t>>,
    pub uses: Vec<Use>,
    pub loose: Vec<LooseEnd>,
    pub dead: Vec<Dead>,
    pub stays: Vec<Stay>,
    pub again: Vec<Again<'t>>,
    pub spoken: Vec<Spoken<'t>>,
    /// `send … continue` to a node that waits for nobody.
    pub restless: Vec<Span>,
    /// Something did not parse, or a name leads nowhere: what seems unreached may not be.
    pub incomplete: bool,
}

impl<'t> Graph<'t> {
    pub fn node(&self, id: NodeId) -> Option<&Node<'t>> {
        self.nodes.get(id.0)
    }

    /// The `always` that holds at a node.
    pub fn always_at(&self, id: NodeId) -> Option<NodeId> {
        self.always.get(&self.node(id)?.span.file).copied()
    }

    pub fn name(&self, id: NodeId) -> &str {
        self.node(id).map_or("", |n| n.name.as_str())
    }

    pub fn ids(&self) -> impl Iterator<Item = (NodeId, &Node<'t>)> {
        self.nodes.iter().enumerate().map(|(i, n)| (NodeId(i), n))
    }

    /// For each node, the indexes of the edges that leave it.
    pub fn outgoing(&self) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); self.nodes.len()];
        for (index, edge) in self.edges.iter().enumerate() {
            if let Some(list) = out.get_mut(edge.from.0) {
                list.push(index);
            }
        }
        out
    }
}
