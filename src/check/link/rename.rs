//! Names of a flow as they are called where flows are joined: what `billing` declares as `total` is `billing.total`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::program::global;
use crate::syntax::tree::{
    Action, AskArgument, AskKind, Block, Expr, ExprKind, Failure, Field, Item, ItemKind, Keyword, KeywordArm,
    KeywordKind, MatchPattern, MenuPart, Name, Pattern, Place, Prompt, SetValue, Setting, SettingKind, Statement,
    StatementKind, Target, Test, TestKind, Text, Variable,
};

/// Renames the parts of one flow.
pub(super) struct Rename<'a> {
    /// The used flow; `None` for the flow that uses others, where only targets in other flows change.
    pub flow: Option<Arc<str>>,
    /// What the flow declares, contact fields left out: these are the person's.
    pub declared: BTreeSet<&'a str>,
    /// The parameters of the node at hand.
    parameters: BTreeSet<String>,
}

impl<'a> Rename<'a> {
    pub fn new(flow: Option<Arc<str>>, declared: BTreeSet<&'a str>) -> Self {
        Self { flow, declared, parameters: BTreeSet::new() }
    }

    pub fn item(&mut self, item: &mut Item) {
        self.parameters.clear();
        match &mut item.kind {
            ItemKind::MaxCall { words, .. } => words.iter_mut().for_each(|text| self.text(text)),
            ItemKind::Defaults(settings) => self.settings(settings),
            ItemKind::Hours(hours) => self.declaration(&mut hours.name),
            ItemKind::Var(Variable { name, value, .. }) => {
                self.declaration(name);
                value.iter_mut().for_each(|value| self.expr(value));
            }
            ItemKind::Contact(Variable { value, .. }) => value.iter_mut().for_each(|value| self.expr(value)),
            ItemKind::Const { name, value } => {
                self.declaration(name);
                self.expr(value);
            }
            ItemKind::On(on) => self.action(&mut on.action),
            ItemKind::Always(arms) => self.arms(arms),
            ItemKind::Step(step) => {
                self.node(&mut step.name, &step.params);
                self.block(&mut step.body);
            }
            ItemKind::Menu(menu) => {
                self.node(&mut menu.name, &menu.params);
                self.prompt(&mut menu.prompt);
                menu.parts.iter_mut().for_each(|part| self.part(part));
            }
            ItemKind::Keywords(keywords) => {
                self.node(&mut keywords.name, &keywords.params);
                self.arms(&mut keywords.arms);
            }
            ItemKind::Test(test) => self.test(test),
            ItemKind::Edition(_)
            | ItemKind::Title(_)
            | ItemKind::Language { .. }
            | ItemKind::Expires(_)
            | ItemKind::Zone(_)
            | ItemKind::Use(_)
            | ItemKind::Bad => {}
        }
    }

    fn node(&mut self, name: &mut Name, parameters: &[Variable]) {
        self.declaration(name);
        self.parameters = parameters.iter().map(|parameter| parameter.name.text.clone()).collect();
    }

    fn declaration(&self, name: &mut Name) {
        if let Some(flow) = &self.flow {
            name.text = global(flow, &name.text);
        }
    }

    /// What a name of the flow is called; `None` where it stays as it is.
    fn called(&self, name: &str) -> Option<String> {
        let flow = self.flow.as_ref()?;
        (self.declared.contains(name) && !self.parameters.contains(name)).then(|| global(flow, name))
    }

    fn name(&self, name: &mut Name) {
        if let Some(called) = self.called(&name.text) {
            name.text = called;
        }
    }

    fn place(&self, place: &mut Place) {
        if !place.contact {
            self.name(&mut place.name);
        }
    }

    fn target(&mut self, target: &mut Target) {
        match (target.flow.take(), &self.flow) {
            (Some(flow), _) => target.node.text = global(&flow.text, &target.node.text),
            (None, Some(flow)) => target.node.text = global(flow, &target.node.text),
            (None, None) => {}
        }
        self.exprs(&mut target.arguments);
    }

    fn text(&mut self, text: &mut Text) {
        text.flow.clone_from(&self.flow);
    }

    /// Captures are stored in the variables of their names.
    fn pattern(&mut self, pattern: &mut Pattern) {
        for mark in ["(?<", "(?P<"] {
            let mut pieces = pattern.source.split(mark);
            let mut renamed = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                renamed.push_str(mark);
                match piece.split_once('>').and_then(|(name, rest)| Some((self.called(name)?, rest))) {
                    Some((name, rest)) => renamed.extend([name.as_str(), ">", rest]),
                    None => renamed.push_str(piece),
                }
            }
            pattern.source = renamed;
        }
    }

    fn prompt(&mut self, prompt: &mut Prompt) {
        prompt.forms.iter_mut().for_each(|form| self.text(&mut form.text));
    }

    fn part(&mut self, part: &mut MenuPart) {
        match part {
            MenuPart::Arm(arm) => {
                self.text(&mut arm.label);
                arm.also.iter_mut().for_each(|text| self.text(text));
                self.action(&mut arm.action);
            }
            MenuPart::Else { action, .. } => self.action(action),
            MenuPart::Setting(setting) => self.setting(setting),
            MenuPart::Bad(_) => {}
        }
    }

    fn arms(&mut self, arms: &mut [KeywordArm]) {
        for arm in arms {
            arm.patterns.iter_mut().for_each(|keyword| self.keyword(keyword));
            self.action(&mut arm.action);
        }
    }

    fn keyword(&mut self, keyword: &mut Keyword) {
        match &mut keyword.kind {
            KeywordKind::Whole(text) | KeywordKind::Prefix(text) | KeywordKind::Has(text) => self.text(text),
            KeywordKind::Button(text) => self.text(text),
            KeywordKind::Regex(pattern) => self.pattern(pattern),
            KeywordKind::Media | KeywordKind::Location | KeywordKind::Key(_) | KeywordKind::Else => {}
        }
    }

    fn settings(&mut self, settings: &mut [Setting]) {
        settings.iter_mut().for_each(|setting| self.setting(setting));
    }

    fn setting(&mut self, setting: &mut Setting) {
        match &mut setting.kind {
            SettingKind::NoInput(failure) | SettingKind::NoMatch(failure) => match failure {
                Failure::Words(prompts) => prompts.iter_mut().for_each(|prompt| self.prompt(prompt)),
                Failure::Bound { action, .. } => self.action(action),
            },
            SettingKind::Tries { action, .. } | SettingKind::Failed(action) | SettingKind::Outcome { action, .. } => {
                self.action(action);
            }
            SettingKind::Finish(text) | SettingKind::Hints(text) | SettingKind::Whisper(text) => self.text(text),
            SettingKind::CallerId(value) | SettingKind::Json(value) => self.expr(value),
            SettingKind::Header { name, value } => {
                self.text(name);
                self.text(value);
            }
            SettingKind::Query(fields) | SettingKind::Form(fields) => self.fields(fields),
            SettingKind::Hold { text, .. } => self.text(text),
            SettingKind::Timeout(_)
            | SettingKind::Input(_)
            | SettingKind::Interrupt(_)
            | SettingKind::Sensitive
            | SettingKind::Max(_)
            | SettingKind::Transcribe
            | SettingKind::Record
            | SettingKind::Method(_)
            | SettingKind::Retry { .. }
            | SettingKind::Bad => {}
        }
    }

    fn action(&mut self, action: &mut Action) {
        self.block(&mut action.body);
    }

    fn block(&mut self, block: &mut Block) {
        block.statements.iter_mut().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &mut Statement) {
        match &mut statement.kind {
            StatementKind::Say { words, media, .. } => {
                self.prompt(words);
                media.iter_mut().for_each(|text| self.text(text));
            }
            StatementKind::Play { url, or } => std::iter::once(url).chain(or).for_each(|text| self.text(text)),
            StatementKind::Ask { name, kind, prompt, settings } => {
                self.name(name);
                self.kind(kind);
                self.prompt(prompt);
                self.settings(settings);
            }
            StatementKind::Record { name, prompt, settings } => {
                self.name(name);
                prompt.iter_mut().for_each(|prompt| self.prompt(prompt));
                self.settings(settings);
            }
            StatementKind::Set { target, value } => {
                self.place(target);
                match value {
                    SetValue::Expr(value) => self.expr(value),
                    SetValue::Do(target) => self.target(target),
                }
            }
            StatementKind::Clear(place) => self.place(place),
            StatementKind::If { branches, otherwise } => {
                for branch in branches {
                    self.expr(&mut branch.condition);
                    self.block(&mut branch.body);
                }
                otherwise.iter_mut().for_each(|block| self.block(block));
            }
            StatementKind::Match { subject, arms, otherwise } => {
                self.expr(subject);
                for arm in arms {
                    arm.patterns.iter_mut().for_each(|pattern| self.match_pattern(pattern));
                    self.action(&mut arm.action);
                }
                otherwise.iter_mut().for_each(|action| self.action(action));
            }
            StatementKind::Split(arms) => arms.iter_mut().for_each(|arm| self.action(&mut arm.action)),
            StatementKind::Fetch { name, url, settings } => {
                self.name(name);
                self.text(url);
                self.settings(settings);
            }
            StatementKind::Dial { targets, settings } => {
                targets.iter_mut().for_each(|target| self.expr(&mut target.address));
                self.settings(settings);
            }
            StatementKind::Wait { arms, .. } => arms.iter_mut().for_each(|arm| self.action(&mut arm.action)),
            StatementKind::Jump(target) | StatementKind::Do(target) => self.target(target),
            StatementKind::Return(value) => value.iter_mut().for_each(|value| self.expr(value)),
            StatementKind::Tag(text) | StatementKind::Log(text) => self.text(text),
            StatementKind::Send(_) | StatementKind::Emit { .. } | StatementKind::Verb { .. } => self.beside(statement),
            StatementKind::Pause(_)
            | StatementKind::Language(_)
            | StatementKind::End
            | StatementKind::Hangup
            | StatementKind::Bad => {}
        }
    }

    /// What happens beside the reply, and the provider's other verbs.
    fn beside(&mut self, statement: &mut Statement) {
        match &mut statement.kind {
            StatementKind::Send(send) => {
                self.expr(&mut send.to);
                send.text.iter_mut().chain(&mut send.media).for_each(|text| self.text(text));
                if let Some((name, fields)) = &mut send.template {
                    self.text(name);
                    self.fields(fields);
                }
                send.proceed.iter_mut().for_each(|target| self.target(target));
                self.settings(&mut send.settings);
            }
            StatementKind::Emit { name, fields } => {
                self.text(name);
                self.fields(fields);
            }
            StatementKind::Verb { arguments, settings, .. } => {
                arguments.iter_mut().for_each(|argument| self.expr(&mut argument.value));
                self.settings(settings);
            }
            _ => {}
        }
    }

    fn kind(&mut self, kind: &mut AskKind) {
        match &mut kind.argument {
            AskArgument::None => {}
            AskArgument::One(value) => self.expr(value),
            AskArgument::Range(from, to) => [from, to].into_iter().for_each(|value| self.expr(value)),
            AskArgument::Regex(pattern) => self.pattern(pattern),
        }
    }

    fn match_pattern(&mut self, pattern: &mut MatchPattern) {
        match pattern {
            MatchPattern::Value(value) => self.expr(value),
            MatchPattern::Range { from, to, .. } => [from, to].into_iter().for_each(|value| self.expr(value)),
            MatchPattern::Regex(pattern) => self.pattern(pattern),
        }
    }

    fn fields(&mut self, fields: &mut [Field]) {
        fields.iter_mut().for_each(|field| self.expr(&mut field.value));
    }

    fn exprs(&mut self, exprs: &mut [Expr]) {
        exprs.iter_mut().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Text(text) => self.text(text),
            ExprKind::Name(name) => {
                if let Some(called) = self.called(name) {
                    *name = called;
                }
            }
            ExprKind::List(items) | ExprKind::Call { arguments: items, .. } => self.exprs(items),
            ExprKind::Map(fields) => self.fields(fields),
            ExprKind::Field { of: inner, .. }
            | ExprKind::Not(inner)
            | ExprKind::Negate(inner)
            | ExprKind::Group(inner) => self.expr(inner),
            ExprKind::Index { of: left, index: right } | ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Matches { subject, pattern } => {
                self.expr(subject);
                self.pattern(pattern);
            }
            ExprKind::None | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Duration(_) | ExprKind::Bad => {}
        }
    }

    /// Tests belong to the flow that they stand in, and name nodes of others.
    fn test(&mut self, test: &mut Test) {
        for step in &mut test.steps {
            if let TestKind::ExpectAt(target) = &mut step.kind {
                self.target(target);
            }
        }
    }
}
