//! The statements after which a path goes several ways.

use super::channels::{Channels, Reach, asks, is_channel, named_by};
use super::graph::{UseKind, Why};
use super::settings::Bounds;
use super::walk::{Here, Onward, Walker};
use crate::program::Verb;
use crate::source::Span;
use crate::syntax::tree::{
    Action, Block, Branch, Expr, ExprKind, MatchArm, MatchPattern, Name, Send, Setting, Statement, StatementKind,
    WaitArm,
};

impl<'t> Walker<'t, '_> {
    pub(super) fn branching(&mut self, statement: &'t Statement, here: Here) -> Onward {
        let span = statement.span;
        match &statement.kind {
            StatementKind::If { branches, otherwise } => self.choice(span, branches, otherwise.as_ref(), here),
            StatementKind::Match { subject, arms, otherwise } => {
                self.cases(span, subject, arms, otherwise.as_ref(), here)
            }
            StatementKind::Split(arms) => {
                let mut all = Onward::LEAVES;
                for arm in arms {
                    let flow = self.action(&arm.action, here);
                    all.join(flow);
                }
                if arms.is_empty() { Onward::on(here) } else { all }
            }
            StatementKind::Fetch { settings, .. } => {
                let own = Bounds::read(settings.iter());
                self.outcome("fetch", span, settings, !own.handles("failed"), true, here)
            }
            StatementKind::Dial { settings, .. } => {
                self.needs(UseKind::CallOnly("dial".into()), span, here);
                let own = Bounds::read(settings.iter());
                let unhandled = ["busy", "noanswer", "failed"].iter().any(|outcome| !own.handles(outcome));
                let here = here.only(Channels::VOICE).heard();
                self.outcome("dial", span, settings, unhandled, !own.handles("answered"), here)
            }
            StatementKind::Verb { verb, settings, .. } => {
                self.needs(UseKind::CallOnly(verb.text.clone()), span, here);
                self.verb(verb, span, settings, here.only(Channels::VOICE))
            }
            StatementKind::Send(send) => self.send(send, here),
            StatementKind::Wait { duration, arms } => self.pending(span, duration.is_some(), arms, here),
            _ => Onward::on(here),
        }
    }

    /// A verb with outcomes is left by them; `reject` ends the call, and nobody waits for a `stream`.
    fn verb(&mut self, name: &'t Name, at: Span, settings: &'t [Setting], here: Here) -> Onward {
        let Some(verb) = Verb::parse(&name.text) else { return Onward::on(here) };
        if !verb.waits() {
            self.outcomes(settings, here);
            return if verb == Verb::Reject { Onward::LEAVES } else { Onward::on(here) };
        }
        let own = Bounds::read(settings.iter());
        let goes_on = verb.endings().iter().any(|ending| ending.good && !own.handles(ending.name));
        self.outcome(verb.name(), at, settings, !own.handles("failed"), goes_on, here.heard())
    }

    fn choice(&mut self, at: Span, branches: &'t [Branch], otherwise: Option<&'t Block>, here: Here) -> Onward {
        let mut all = Onward::LEAVES;
        let mut rest = here;
        for branch in branches {
            let (yes, no) = self.narrowed(&branch.condition);
            let flow = self.block(&branch.body, true, rest.within(yes));
            all.join(flow);
            rest = rest.within(no);
        }
        let last = match otherwise {
            Some(block) => self.block(block, true, rest),
            None => Onward::because(rest, Why::NoElse { word: "if", at }),
        };
        all.join(last);
        all
    }

    fn cases(
        &mut self,
        at: Span,
        subject: &Expr,
        arms: &'t [MatchArm],
        otherwise: Option<&'t Action>,
        here: Here,
    ) -> Onward {
        let on_channel = is_channel(subject);
        let doubt = !on_channel && asks(subject, &self.survey.carriers);
        let start = if doubt { Here { reach: here.reach.doubted(), ..here } } else { here };
        let mut all = Onward::LEAVES;
        let mut rest = start;
        for arm in arms {
            let (yes, no) = match named_by(&arm.patterns) {
                Some(named) if on_channel => (Reach::ALL.only(named), Reach::ALL.only(Channels::ALL.without(named))),
                _ if on_channel => (Reach::ALL.doubted(), Reach::ALL.doubted()),
                _ => (Reach::ALL, Reach::ALL),
            };
            let flow = self.action(&arm.action, rest.within(yes));
            all.join(flow);
            rest = rest.within(no);
        }
        rest.certain &= !yes_and_no(arms);
        let last = match otherwise {
            Some(action) => self.action(action, rest),
            None => Onward::because(rest, Why::NoElse { word: "match", at }),
        };
        all.join(last);
        all
    }

    /// `fetch`, `dial` and their like: each outcome's action that does not leave goes on behind the statement.
    fn outcome(
        &mut self,
        word: &'static str,
        at: Span,
        settings: &'t [Setting],
        inherits: bool,
        goes_on: bool,
        here: Here,
    ) -> Onward {
        let mut all = self.outcomes(settings, here).unwrap_or(Onward::LEAVES);
        if let (true, Some(action)) = (inherits, self.defaults.failed) {
            let flow = self.inherited(action, here);
            all.join(flow);
        }
        if goes_on {
            all.join(Onward::on(here));
        }
        match all.here {
            Some(here) => Onward::because(here, Why::GoesOn { word, at }),
            None => Onward::LEAVES,
        }
    }

    fn send(&mut self, send: &'t Send, here: Here) -> Onward {
        if let Some(target) = &send.proceed {
            let channels = match send.channel.text.as_str() {
                "sms" => Channels::SMS,
                "whatsapp" => Channels::WHATSAPP,
                _ => Channels::NONE,
            };
            let to = self.edge(target, channels, Here { reach: Reach::NONE, ..here }.heard());
            if to.is_some_and(|to| !self.survey.waits(to)) {
                self.graph.restless.push(target.span);
            }
        }
        Onward::on(here)
    }

    /// `wait`: asleep until a message or the time; an arm that is not written goes on behind it.
    fn pending(&mut self, at: Span, timed: bool, arms: &'t [WaitArm], here: Here) -> Onward {
        self.needs(UseKind::MessageOnly("wait".into()), at, here);
        let here = here.only(Channels::TEXT).heard();
        self.meets_always(at, here);
        let mut all = Onward::LEAVES;
        for arm in arms {
            let flow = self.action(&arm.action, here);
            all.join(flow);
        }
        let has = |event: &str| arms.iter().any(|arm| arm.event.text == event);
        if !(has("message") && (has("timeout") || !timed)) {
            all.join(Onward::on(here));
        }
        all
    }
}

/// Do the arms name both `true` and `false`, so that nothing is left over?
fn yes_and_no(arms: &[MatchArm]) -> bool {
    let names = |wanted: bool| {
        arms.iter().flat_map(|arm| &arm.patterns).any(|pattern| {
            matches!(pattern, MatchPattern::Value(Expr { kind: ExprKind::Bool(value), .. }) if *value == wanted)
        })
    };
    names(true) && names(false)
}
