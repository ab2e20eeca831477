//! Walks each node once, top to bottom, and writes down in the [`Graph`] what happens on the way.

use super::channels::{Channels, Reach, narrow};
use super::graph::{
    Again, Dead, Edge, Graph, LooseEnd, NodeId, NodeKind, Settings, Spoken, Stay, Use, UseKind, Wait, WaitKind, Why,
};
use super::settings::{Bounds, Defaults};
use super::survey::{Survey, resolve};
use super::visit;
use crate::source::{FileId, Span};
use crate::syntax::tree::{
    Action, Block, Keyword, KeywordArm, KeywordKind, Menu, MenuPart, Name, SetValue, Setting, Statement, StatementKind,
    Target,
};

/// The way from the beginning of a node to one of its statements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here {
    pub reach: Reach,
    pub waited: bool,
    /// The path surely goes on here: nothing that did not parse lies behind it.
    pub certain: bool,
}

impl Here {
    const START: Here = Here { reach: Reach::ALL, waited: false, certain: true };
    /// Behind a statement that leaves: nothing is to be said about it.
    const NOWHERE: Here = Here { reach: Reach::NONE, waited: true, certain: false };

    pub fn only(self, channels: Channels) -> Here {
        Here { reach: self.reach.only(channels), ..self }
    }

    pub fn within(self, reach: Reach) -> Here {
        Here { reach: self.reach.and(reach), ..self }
    }

    pub fn heard(self) -> Here {
        Here { waited: true, ..self }
    }

    fn doubted(self) -> Here {
        Here { reach: self.reach.doubted(), waited: true, certain: false }
    }

    fn possible(self) -> bool {
        self.certain && !self.reach.maybe.is_empty()
    }

    fn join(self, other: Here) -> Here {
        match (self.reach.maybe.is_empty(), other.reach.maybe.is_empty()) {
            (true, false) => other,
            (false, true) => self,
            _ => Here {
                reach: self.reach.or(other.reach),
                waited: self.waited && other.waited,
                certain: self.certain || other.certain,
            },
        }
    }
}

/// Where a statement or a block leads to on its own: `here` is `None` when every path leaves.
#[derive(Debug, Default)]
pub(super) struct Onward {
    pub here: Option<Here>,
    /// Paths that end loose inside, at the end of a branch.
    pub inner: Vec<LooseEnd>,
    /// Paths that would end loose if the statement were the last of its block.
    pub through: Vec<(Why, Reach)>,
}

impl Onward {
    pub const LEAVES: Onward = Onward { here: None, inner: Vec::new(), through: Vec::new() };

    pub fn on(here: Here) -> Onward {
        Onward::because(here, Why::Done)
    }

    pub fn because(here: Here, why: Why) -> Onward {
        let through = if here.possible() { vec![(why, here.reach)] } else { Vec::new() };
        Onward { here: Some(here), inner: Vec::new(), through }
    }

    pub fn join(&mut self, other: Onward) {
        self.here = match (self.here, other.here) {
            (Some(a), Some(b)) => Some(a.join(b)),
            (a, b) => a.or(b),
        };
        self.inner.extend(other.inner);
        self.through.extend(other.through);
    }
}

pub(super) struct Walker<'t, 's> {
    pub graph: Graph<'t>,
    pub survey: &'s Survey,
    pub defaults: &'s Bounds<'t>,
    pub node: NodeId,
    /// Inside an action of `defaults`, which does not use `defaults` itself.
    pub in_defaults: bool,
}

/// Fills the graph, which has its nodes already.
pub fn walk<'t>(graph: Graph<'t>, survey: &Survey, defaults: &Defaults<'t>) -> Graph<'t> {
    let kinds: Vec<(FileId, NodeKind<'t>)> = graph.nodes.iter().map(|node| (node.span.file, node.kind)).collect();
    let mut walker = Walker { graph, survey, defaults: defaults.none(), node: NodeId(0), in_defaults: false };
    for (index, (file, kind)) in kinds.into_iter().enumerate() {
        walker.node = NodeId(index);
        walker.defaults = defaults.of(file);
        walker.enter(kind);
    }
    walker.graph
}

impl<'t> Walker<'t, '_> {
    fn enter(&mut self, kind: NodeKind<'t>) {
        match kind {
            NodeKind::Step(step) => {
                let flow = self.block(&step.body, true, Here::START);
                self.graph.loose.extend(flow.inner);
            }
            NodeKind::Entry(action, _) => {
                let flow = self.action(action, Here::START);
                self.graph.loose.extend(flow.inner);
            }
            NodeKind::Fault(action) | NodeKind::Lifecycle(action) | NodeKind::UnknownEvent(action) => {
                self.action(action, Here::START);
            }
            NodeKind::Menu(menu) => self.menu(menu),
            NodeKind::Keywords(keywords) => {
                let here = Here::START.only(Channels::TEXT).heard();
                self.meets_always(keywords.name.span, here);
                self.arms(&keywords.arms, here);
            }
            NodeKind::Always(arms) => self.arms(arms, Here::START.heard()),
            NodeKind::Defaults(settings) => {
                self.outcomes(settings, Here::NOWHERE);
            }
        }
    }

    fn menu(&mut self, menu: &'t Menu) {
        let otherwise = menu.parts.iter().any(|part| matches!(part, MenuPart::Else { .. }));
        self.graph.incomplete |= menu.parts.iter().any(|part| matches!(part, MenuPart::Bad(_)));
        self.graph.spoken.push(Spoken { node: self.node, words: &menu.prompt, reach: Reach::ALL });
        let here = Here::START;
        self.wait(WaitKind::Menu { otherwise }, &menu.name, Settings::Menu(menu), here);
        self.meets_always(menu.name.span, here);
        for part in &menu.parts {
            match part {
                MenuPart::Arm(arm) => _ = self.action(&arm.action, here.heard()),
                MenuPart::Else { action, .. } => _ = self.action(action, here.heard()),
                MenuPart::Setting(_) | MenuPart::Bad(_) => {}
            }
        }
    }

    fn arms(&mut self, arms: &'t [KeywordArm], here: Here) {
        for arm in arms {
            self.graph.incomplete |= arm.patterns.is_empty();
            let of_messages =
                |k: &Keyword| matches!(k.kind, KeywordKind::Media | KeywordKind::Location | KeywordKind::Button(_));
            let channels = if arm.patterns.iter().all(of_messages) { Channels::TEXT } else { Channels::ALL };
            self.action(&arm.action, here.only(channels));
        }
    }

    pub fn action(&mut self, action: &'t Action, here: Here) -> Onward {
        self.block(&action.body, action.braced, here)
    }

    /// Runs a block; what ends loose in it is given its place here.
    pub fn block(&mut self, block: &'t Block, braced: bool, start: Here) -> Onward {
        let mut flow = Onward::because(start, if block.statements.is_empty() { Why::Empty } else { Why::Done });
        let mut before: Option<&Statement> = None;
        let mut dead = false;
        for statement in &block.statements {
            match flow.here {
                Some(here) => flow = self.statement(statement, here),
                None => {
                    if let (Some(before), false) = (before, dead) {
                        self.graph.dead.push(Dead { span: statement.span, after: before.span });
                    }
                    dead = true;
                    self.statement(statement, Here::NOWHERE);
                }
            }
            before = Some(statement);
        }
        let span = if braced { closing(block.span) } else { block.span };
        let node = self.node;
        flow.inner.extend(flow.through.drain(..).map(|(why, reach)| LooseEnd { node, span, why, reach }));
        flow
    }

    fn statement(&mut self, statement: &'t Statement, here: Here) -> Onward {
        match &statement.kind {
            StatementKind::Say { words, .. } => {
                self.graph.spoken.push(Spoken { node: self.node, words, reach: here.reach });
                Onward::on(here)
            }
            StatementKind::Play { or: None, .. } => {
                self.needs(UseKind::CallOnly("play".into()), statement.span, here);
                Onward::on(here.only(Channels::VOICE))
            }
            StatementKind::Pause(_) => {
                self.needs(UseKind::Pause, statement.span, here);
                Onward::on(here)
            }
            StatementKind::Do(target) | StatementKind::Set { value: SetValue::Do(target), .. } => {
                self.call(target, here)
            }
            StatementKind::Jump(target) => {
                self.edge(target, Channels::NONE, here);
                Onward::LEAVES
            }
            StatementKind::Return(_) | StatementKind::End | StatementKind::Hangup => Onward::LEAVES,
            StatementKind::Ask { name, kind, prompt, settings } => {
                self.graph.spoken.push(Spoken { node: self.node, words: prompt, reach: here.reach });
                self.ask(name, &kind.name.text, statement.span, settings, here)
            }
            StatementKind::Record { name, prompt, settings } => {
                let words = prompt.iter().map(|words| Spoken { node: self.node, words, reach: here.reach });
                self.graph.spoken.extend(words);
                self.needs(UseKind::CallOnly("record".into()), statement.span, here);
                let here = here.only(Channels::VOICE);
                self.wait(WaitKind::Record, name, Settings::List(settings), here);
                Onward::on(here.heard())
            }
            StatementKind::Bad => {
                self.graph.incomplete = true;
                Onward::on(here.doubted())
            }
            StatementKind::If { .. }
            | StatementKind::Match { .. }
            | StatementKind::Split(_)
            | StatementKind::Fetch { .. }
            | StatementKind::Dial { .. }
            | StatementKind::Verb { .. }
            | StatementKind::Send(_)
            | StatementKind::Wait { .. } => self.branching(statement, here),
            StatementKind::Play { .. }
            | StatementKind::Set { .. }
            | StatementKind::Clear(_)
            | StatementKind::Emit { .. }
            | StatementKind::Language(_)
            | StatementKind::Tag(_)
            | StatementKind::Log(_) => Onward::on(here),
        }
    }

    fn ask(&mut self, name: &'t Name, kind: &str, span: Span, settings: &'t [Setting], here: Here) -> Onward {
        let sent = matches!(kind, "media" | "location");
        if sent {
            self.needs(UseKind::MessageOnly(format!("ask … {kind}")), span, here);
        }
        let here = if sent { here.only(Channels::TEXT) } else { here };
        let anything = kind == "text";
        self.wait(WaitKind::Ask { anything }, name, Settings::List(settings), here);
        if !anything {
            self.meets_always(span, here);
        }
        Onward::on(here.heard())
    }

    /// A wait with its bounds, those of `defaults` in the place of those it lacks.
    fn wait(&mut self, kind: WaitKind, name: &'t Name, settings: Settings<'t>, here: Here) {
        self.graph.waits.push(Wait { node: self.node, kind, name, settings, reach: here.reach });
        let own = Bounds::read(settings.iter());
        let silence = if own.times_texters() { Channels::ALL } else { Channels::VOICE };
        let wrong = match kind {
            WaitKind::Menu { otherwise: true } | WaitKind::Ask { anything: true } | WaitKind::Record => Channels::NONE,
            WaitKind::Menu { .. } | WaitKind::Ask { .. } => Channels::ALL,
        };
        let here = here.heard();
        let bounds = [
            ("noinput", own.noinput, self.defaults.noinput, silence),
            ("nomatch", own.nomatch, self.defaults.nomatch, wrong),
            ("tries", own.tries, self.defaults.tries, silence | wrong),
        ];
        for (word, own, inherited, channels) in bounds {
            let sure = here.reach.sure & channels;
            let here = Here { reach: Reach { sure, ..here.reach }, ..here };
            let edges = self.graph.edges.len();
            let flow = match (own, inherited) {
                (Some(action), _) => self.action(action, here),
                (None, Some(action)) => self.inherited(action, here),
                (None, None) => continue,
            };
            if let (Some(true), Some(end)) = (flow.here.map(|h| h.certain), flow.inner.first()) {
                self.graph.stays.push(Stay { span: end.span, word });
            }
            if let (WaitKind::Menu { .. }, Some(action)) = (kind, own.or(inherited)) {
                self.goes_back(name, word, action, edges);
            }
        }
    }

    /// Notes a jump, met on no condition since edge `since`, from a menu's bound to the menu itself.
    fn goes_back(&mut self, menu: &'t Name, word: &'static str, action: &Action, since: usize) {
        let decides = |s: &Statement| {
            matches!(s.kind, StatementKind::If { .. } | StatementKind::Match { .. } | StatementKind::Split(_))
        };
        let back = self.graph.edges.iter().skip(since).find(|edge| edge.to == self.node);
        if let Some(span) = back.map(|edge| edge.span).filter(|_| !action.body.statements.iter().any(decides)) {
            self.graph.again.push(Again { menu, span, word });
        }
    }

    /// An action of `defaults`, run where it is used.
    pub fn inherited(&mut self, action: &'t Action, here: Here) -> Onward {
        if std::mem::replace(&mut self.in_defaults, true) {
            return Onward::LEAVES;
        }
        let flow = self.action(action, here);
        self.in_defaults = false;
        flow
    }

    pub fn meets_always(&mut self, span: Span, here: Here) {
        if let Some(to) = self.graph.always_at(self.node) {
            let adds = Channels::NONE;
            self.graph.edges.push(Edge { from: self.node, to, span, reach: here.reach, adds, waited: true });
        }
    }

    pub fn needs(&mut self, kind: UseKind, span: Span, here: Here) {
        self.graph.uses.push(Use { node: self.node, span, kind, reach: here.reach });
    }

    pub fn edge(&mut self, target: &Target, adds: Channels, here: Here) -> Option<NodeId> {
        let to = resolve(&self.graph, target);
        match to {
            Some(to) => self.graph.edges.push(Edge {
                from: self.node,
                to,
                span: target.span,
                reach: here.reach,
                adds,
                waited: here.waited,
            }),
            None => self.graph.incomplete |= target.flow.is_none(),
        }
        to
    }

    /// `do`: the node is run, and the path goes on here after its `return`.
    fn call(&mut self, target: &Target, here: Here) -> Onward {
        let to = self.edge(target, Channels::NONE, here);
        let waits = to.is_none_or(|id| self.survey.waits(id));
        let asks = to.is_none_or(|id| self.survey.asks_channel(id));
        let reach = if asks { here.reach.doubted() } else { here.reach };
        Onward::on(Here { reach, waited: here.waited || waits, ..here })
    }

    pub fn narrowed(&self, condition: &crate::syntax::tree::Expr) -> (Reach, Reach) {
        let found = narrow(condition, &self.survey.carriers);
        (found.yes, found.no)
    }

    /// The actions of a statement's settings that are outcomes.
    pub fn outcomes(&mut self, settings: &'t [Setting], here: Here) -> Option<Onward> {
        let mut joined: Option<Onward> = None;
        for action in settings.iter().filter_map(visit::setting_action) {
            let flow = self.action(action, here);
            match &mut joined {
                Some(all) => all.join(flow),
                None => joined = Some(flow),
            }
        }
        joined
    }
}

/// The brace that closes a block.
fn closing(block: Span) -> Span {
    Span { start: block.end.saturating_sub(1).max(block.start), ..block }
}
