//! Draws the chart of a flow from its tree.

use super::chart::{Asked, Chart, Does, Point, PointId, Question, Way, When};
use super::limits::{limits, outcome_actions};
use crate::check::paths::channels::Channels;
use crate::check::paths::graph::{Graph, NodeId, NodeKind};
use crate::check::paths::survey::resolve;
use crate::source::{FileId, Span};
use crate::syntax::tree::{
    Action, Block, KeywordArm, Menu, MenuPart, Prompt, Send, SetValue, Setting, SettingKind, Statement, StatementKind,
    Target, WaitArm,
};

/// Ways that lead to what comes next.
type Loose<'t> = Vec<(PointId, When<'t>)>;

/// `defaults` gives those of a file.
pub(super) fn draw<'t>(graph: &Graph<'t>, defaults: impl Fn(FileId) -> &'t [Setting]) -> Chart<'t> {
    let mut pen = Pen { chart: Chart::default(), graph, defaults: &[], node: NodeId(0), in_defaults: false };
    for (id, node) in graph.ids() {
        pen.node = id;
        let start = pen.point(node.span, Does::Pass);
        pen.chart.starts.push(start);
    }
    for (id, node) in graph.ids() {
        pen.node = id;
        pen.defaults = defaults(node.span.file);
        pen.draw_node(id, node.kind);
    }
    pen.chart
}

struct Pen<'t, 'g> {
    chart: Chart<'t>,
    graph: &'g Graph<'t>,
    defaults: &'t [Setting],
    node: NodeId,
    /// An action of `defaults` does not use `defaults` itself.
    in_defaults: bool,
}

impl<'t> Pen<'t, '_> {
    fn point(&mut self, span: Span, does: Does<'t>) -> PointId {
        self.chart.points.push(Point { node: self.node, span, does, ways: Vec::new() });
        self.chart.points.len() - 1
    }

    fn way(&mut self, from: PointId, to: PointId, when: When<'t>) {
        if let Some(point) = self.chart.points.get_mut(from) {
            point.ways.push(Way { to, when });
        }
    }

    /// A point that the loose ways lead to.
    fn then(&mut self, loose: Loose<'t>, span: Span, does: Does<'t>) -> PointId {
        let point = self.point(span, does);
        self.join(loose, point);
        point
    }

    fn join(&mut self, loose: Loose<'t>, to: PointId) {
        for (from, when) in loose {
            self.way(from, to, when);
        }
    }

    fn start(&self, node: NodeId) -> Option<PointId> {
        self.chart.starts.get(node.0).copied()
    }

    fn draw_node(&mut self, id: NodeId, kind: NodeKind<'t>) {
        let Some(start) = self.start(id) else { return };
        let begin = vec![(start, When::Next)];
        match kind {
            NodeKind::Step(step) => {
                let rest = self.block(&step.body, begin);
                self.finish(rest, step.body.span);
            }
            NodeKind::Entry(action, _)
            | NodeKind::Fault(action)
            | NodeKind::Lifecycle(action)
            | NodeKind::UnknownEvent(action) => {
                let rest = self.block(&action.body, begin);
                self.finish(rest, action.body.span);
            }
            NodeKind::Menu(menu) => self.menu(menu, begin),
            NodeKind::Keywords(keywords) => {
                let rest = self.then(begin, keywords.name.span, Does::Rest);
                self.meet_always(rest);
                self.arms(&keywords.arms, rest, Some(rest));
            }
            NodeKind::Always(arms) => {
                let choose = self.then(begin, arms.first().map_or_else(Span::default, |arm| arm.span), Does::Always);
                self.arms(arms, choose, None);
            }
            NodeKind::Defaults(_) => {}
        }
    }

    /// A path that ends loose has been reported; nothing is known behind it.
    fn finish(&mut self, rest: Loose<'t>, span: Span) {
        if !rest.is_empty() {
            self.then(rest, span, Does::Elsewhere);
        }
    }

    fn menu(&mut self, menu: &'t Menu, begin: Loose<'t>) {
        let own: Vec<&Setting> = menu
            .parts
            .iter()
            .filter_map(|part| match part {
                MenuPart::Setting(setting) => Some(setting),
                _ => None,
            })
            .collect();
        let wait = self.ask(menu.name.span, Question::Menu(menu), Some(&menu.prompt), own, begin);
        self.meet_always(wait);
        for part in &menu.parts {
            let (action, when) = match part {
                MenuPart::Arm(arm) => (&arm.action, When::Chosen),
                MenuPart::Else { action, .. } => (action, When::Else),
                MenuPart::Setting(_) | MenuPart::Bad(_) => continue,
            };
            let back = self.block(&action.body, vec![(wait, when)]);
            self.join(back, wait);
        }
    }

    /// Arms of keywords; those that do not leave come back to `again`, or resume what they interrupted.
    fn arms(&mut self, arms: &'t [KeywordArm], from: PointId, again: Option<PointId>) {
        for arm in arms {
            let back = self.block(&arm.action.body, vec![(from, When::Keyword(&arm.patterns))]);
            match again {
                Some(wait) => self.join(back, wait),
                None if !back.is_empty() => _ = self.then(back, arm.span, Does::Resume),
                None => {}
            }
        }
    }

    /// A wait with the actions of its bounds.
    fn ask(
        &mut self,
        span: Span,
        what: Question<'t>,
        prompt: Option<&'t Prompt>,
        settings: Vec<&'t Setting>,
        loose: Loose<'t>,
    ) -> PointId {
        let (limits, bounds) = limits(&settings, self.defaults, matches!(what, Question::Record { .. }));
        let wait = self.then(loose, span, Does::Ask(Box::new(Asked { what, prompt, settings, limits })));
        for (when, action, inherited) in bounds {
            let rest = match inherited {
                true => self.inherited(action, vec![(wait, when)]),
                false => self.block(&action.body, vec![(wait, when)]),
            };
            self.finish(rest, action.body.span);
        }
        wait
    }

    fn inherited(&mut self, action: &'t Action, loose: Loose<'t>) -> Loose<'t> {
        if std::mem::replace(&mut self.in_defaults, true) {
            self.finish(loose, action.body.span);
            return Vec::new();
        }
        let rest = self.block(&action.body, loose);
        self.in_defaults = false;
        rest
    }

    fn meet_always(&mut self, wait: PointId) {
        if let Some(always) = self.graph.always_at(self.node).and_then(|id| self.start(id)) {
            self.way(wait, always, When::Always);
        }
    }

    fn block(&mut self, block: &'t Block, loose: Loose<'t>) -> Loose<'t> {
        block.statements.iter().fold(loose, |loose, statement| self.statement(statement, loose))
    }

    fn statement(&mut self, statement: &'t Statement, loose: Loose<'t>) -> Loose<'t> {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Jump(target) => self.jump(target, loose),
            StatementKind::Do(target) => self.call(target, None, span, loose),
            StatementKind::Set { target, value: SetValue::Do(node) } => self.call(node, Some(target), span, loose),
            StatementKind::Return(value) => self.leave(loose, span, Does::Return(value.as_ref())),
            StatementKind::End | StatementKind::Hangup => self.leave(loose, span, Does::End),
            StatementKind::Bad => self.leave(loose, span, Does::Elsewhere),
            StatementKind::Ask { name, kind, prompt, settings } => {
                let own = settings.iter().collect();
                let wait = self.ask(span, Question::Ask { name, kind }, Some(prompt), own, loose);
                if kind.name.text != "text" {
                    self.meet_always(wait);
                }
                vec![(wait, When::Answered)]
            }
            StatementKind::Record { name, prompt, settings } => {
                let own = settings.iter().collect();
                let wait = self.ask(span, Question::Record { name }, prompt.as_ref(), own, loose);
                vec![(wait, When::Answered)]
            }
            StatementKind::If { .. } | StatementKind::Match { .. } | StatementKind::Split(_) => {
                self.branching(statement, loose)
            }
            StatementKind::Fetch { settings, .. } => self.outcomes(Does::Fetch(statement), span, settings, loose),
            StatementKind::Dial { targets, settings } => {
                self.outcomes(Does::Dial { targets, settings }, span, settings, loose)
            }
            StatementKind::Verb { settings, .. } => self.outcomes(Does::Verb(statement), span, settings, loose),
            StatementKind::Send(send) => self.send(statement, send, loose),
            StatementKind::Wait { duration, arms } => {
                let point = self.then(loose, span, Does::Sleep(*duration));
                self.sleep(arms, duration.is_some(), point)
            }
            _ => {
                let point = self.then(loose, span, Does::Statement(statement));
                vec![(point, When::Next)]
            }
        }
    }

    fn leave(&mut self, loose: Loose<'t>, span: Span, does: Does<'t>) -> Loose<'t> {
        self.then(loose, span, does);
        Vec::new()
    }

    fn jump(&mut self, target: &'t Target, loose: Loose<'t>) -> Loose<'t> {
        let to = resolve(self.graph, target).and_then(|id| self.start(id));
        let does = if to.is_some() { Does::Jump(target) } else { Does::Elsewhere };
        let point = self.then(loose, target.span, does);
        if let Some(to) = to {
            self.way(point, to, When::Next);
        }
        Vec::new()
    }

    fn call(
        &mut self,
        target: &'t Target,
        result: Option<&'t crate::syntax::tree::Place>,
        span: Span,
        loose: Loose<'t>,
    ) -> Loose<'t> {
        let point = self.then(loose, span, Does::Call { target, result });
        if let Some(to) = resolve(self.graph, target).and_then(|id| self.start(id)) {
            self.way(point, to, When::Call);
        }
        vec![(point, When::After)]
    }

    fn branching(&mut self, statement: &'t Statement, loose: Loose<'t>) -> Loose<'t> {
        match &statement.kind {
            StatementKind::If { branches, otherwise } => {
                let mut rest = loose;
                let mut all = Vec::new();
                for branch in branches {
                    let point = self.then(rest, branch.condition.span, Does::If(&branch.condition));
                    all.extend(self.block(&branch.body, vec![(point, When::True(&branch.condition))]));
                    rest = vec![(point, When::False(&branch.condition))];
                }
                match otherwise {
                    Some(block) => all.extend(self.block(block, rest)),
                    None => all.extend(rest),
                }
                all
            }
            StatementKind::Match { subject, arms, otherwise } => {
                let point = self.then(loose, statement.span, Does::Match { subject, has_else: otherwise.is_some() });
                let mut all = Vec::new();
                for arm in arms {
                    let when = When::Fits { subject, patterns: &arm.patterns };
                    all.extend(self.block(&arm.action.body, vec![(point, when)]));
                }
                let rest = vec![(point, When::NoneFits { subject, arms })];
                match otherwise {
                    Some(action) => all.extend(self.block(&action.body, rest)),
                    None => all.extend(rest),
                }
                all
            }
            StatementKind::Split(arms) => {
                let point = self.then(loose, statement.span, Does::Split);
                arms.iter().flat_map(|arm| self.block(&arm.action.body, vec![(point, When::Next)])).collect()
            }
            _ => loose,
        }
    }

    /// `fetch`, `dial` and the verbs: the good end goes on, the others do what is written.
    fn outcomes(&mut self, does: Does<'t>, span: Span, settings: &'t [Setting], loose: Loose<'t>) -> Loose<'t> {
        let is_dial = matches!(does, Does::Dial { .. });
        let point = self.then(loose, span, does);
        let mut all = Vec::new();
        let mut answered = false;
        for (names, action) in outcome_actions(settings) {
            answered |= names.iter().any(|name| name.text == "answered");
            all.extend(self.block(&action.body, vec![(point, When::Outcome)]));
        }
        let named = |wanted: &str| {
            settings.iter().any(|setting| match &setting.kind {
                SettingKind::Failed(_) => wanted == "failed",
                SettingKind::Outcome { names, .. } => names.iter().any(|name| name.text == wanted),
                _ => false,
            })
        };
        let open = if is_dial { ["busy", "noanswer", "failed"].iter().any(|o| !named(o)) } else { !named("failed") };
        let default = outcome_actions(self.defaults).next().map(|(_, action)| action);
        if let (true, Some(action)) = (open, default) {
            all.extend(self.inherited(action, vec![(point, When::Outcome)]));
        }
        if !answered {
            all.push((point, When::Answered));
        }
        all
    }

    fn send(&mut self, statement: &'t Statement, send: &'t Send, loose: Loose<'t>) -> Loose<'t> {
        let point = self.then(loose, statement.span, Does::Statement(statement));
        if let Some(to) = send.proceed.as_ref().and_then(|target| resolve(self.graph, target)) {
            let channels = match send.channel.text.as_str() {
                "whatsapp" => Channels::WHATSAPP,
                _ => Channels::SMS,
            };
            if let Some(to) = self.start(to) {
                self.way(point, to, When::Continue(channels));
            }
        }
        vec![(point, When::Next)]
    }

    fn sleep(&mut self, arms: &'t [WaitArm], timed: bool, point: PointId) -> Loose<'t> {
        self.meet_always(point);
        let mut all = Vec::new();
        for (event, when) in [("message", When::Message), ("timeout", When::Timeout)] {
            let mut written = arms.iter().filter(|arm| arm.event.text == event).peekable();
            if written.peek().is_none() && (event == "message" || timed) {
                all.push((point, when));
            }
            for arm in written {
                all.extend(self.block(&arm.action.body, vec![(point, when)]));
            }
        }
        all
    }
}
