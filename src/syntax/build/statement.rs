//! Statements, blocks of them, and the actions of arms.

use crate::source::Span;
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, first, has, one};
use crate::syntax::tree::{
    Action, AskArgument, AskKind, Block, Branch, DialTarget, Expr, ExprKind, Name, Place, Send, SetValue, Statement,
    StatementKind, Target, VerbArgument,
};

impl Builder {
    /// The block of the child `block`; where that is a hole, one bad statement.
    pub(super) fn block_in(&mut self, pair: &Pair<'_>) -> Block {
        let Some(kid) = one(pair, Rule::block) else { return self.bad_block(self.span(pair)) };
        self.block(&kid)
    }

    pub(super) fn bad_block(&self, span: Span) -> Block {
        Block { statements: vec![Statement { kind: StatementKind::Bad, span }], span }
    }

    fn block(&mut self, pair: &Pair<'_>) -> Block {
        let mut statements = Vec::new();
        for kid in all(pair, Rule::statement) {
            let statement = self.statement(&kid);
            let torn = first(&kid).and_then(|inner| one(&inner, Rule::hole));
            statements.push(statement);
            // What was taken out behind a statement may have been another one.
            if let Some(hole) = torn {
                statements.push(Statement { kind: StatementKind::Bad, span: self.span(&hole) });
            }
        }
        Block { statements, span: self.span(pair) }
    }

    /// The action of the child `action`.
    pub(super) fn action_in(&mut self, pair: &Pair<'_>) -> Action {
        let kid = one(pair, Rule::action).and_then(|action| first(&action));
        match kid {
            Some(kid) if kid.as_rule() == Rule::block => Action { body: self.block(&kid), braced: true },
            Some(kid) => {
                let span = self.span(&kid);
                let kind = self.statement_kind(&kid);
                Action { body: Block { statements: vec![Statement { kind, span }], span }, braced: false }
            }
            None => Action { body: self.bad_block(self.span(pair)), braced: false },
        }
    }

    fn statement(&mut self, pair: &Pair<'_>) -> Statement {
        let kind = match first(pair) {
            Some(kid) => self.statement_kind(&kid),
            None => StatementKind::Bad,
        };
        Statement { kind, span: self.span(pair) }
    }

    fn statement_kind(&mut self, pair: &Pair<'_>) -> StatementKind {
        match pair.as_rule() {
            Rule::jump => StatementKind::Jump(self.target_in(pair)),
            Rule::do_node => StatementKind::Do(self.target_in(pair)),
            Rule::say => self.say(pair),
            Rule::play => self.play(pair),
            Rule::pause => StatementKind::Pause(self.duration_in(pair)),
            Rule::ask => StatementKind::Ask {
                name: self.name_in(pair, Rule::def_name),
                kind: self.ask_kind(pair),
                prompt: self.prompt_in(pair),
                settings: self.settings_in(pair),
            },
            Rule::record => StatementKind::Record {
                name: self.name_in(pair, Rule::def_name),
                prompt: self.prompt_maybe(pair),
                settings: self.settings_in(pair),
            },
            Rule::set => StatementKind::Set {
                target: self.place_in(pair),
                value: if has(pair, Rule::target) {
                    SetValue::Do(self.target_in(pair))
                } else {
                    SetValue::Expr(self.expr_in(pair))
                },
            },
            Rule::clear => StatementKind::Clear(self.place_in(pair)),
            Rule::if_else => self.if_else(pair),
            Rule::match_value => self.match_value(pair),
            Rule::split => StatementKind::Split(all(pair, Rule::split_arm).map(|kid| self.split_arm(&kid)).collect()),
            Rule::fetch => StatementKind::Fetch {
                name: self.name_in(pair, Rule::def_name),
                url: self.text_in(pair),
                settings: self.settings_in(pair),
            },
            Rule::send => self.send(pair),
            Rule::emit => StatementKind::Emit { name: self.text_in(pair), fields: self.fields_in(pair) },
            Rule::dial => StatementKind::Dial {
                targets: all(pair, Rule::dial_target).map(|kid| self.dial_target(&kid)).collect(),
                settings: self.settings_in(pair),
            },
            Rule::verb => self.verb(pair),
            Rule::wait => StatementKind::Wait {
                duration: one(pair, Rule::duration).map(|kid| self.duration(&kid)),
                arms: one(pair, Rule::wait_block).map_or_else(Vec::new, |block| {
                    all(&block, Rule::wait_arm).map(|kid| self.wait_arm(&kid)).collect()
                }),
            },
            Rule::return_value => StatementKind::Return(one(pair, Rule::expr).map(|kid| self.expr(&kid))),
            Rule::return_bare => StatementKind::Return(None),
            Rule::language => StatementKind::Language(self.word_in(pair, Rule::language_tag)),
            Rule::tag => StatementKind::Tag(self.text_in(pair)),
            Rule::log => StatementKind::Log(self.text_in(pair)),
            Rule::end => StatementKind::End,
            Rule::hangup => StatementKind::Hangup,
            _ => StatementKind::Bad,
        }
    }

    fn say(&mut self, pair: &Pair<'_>) -> StatementKind {
        let words = match one(pair, Rule::words) {
            Some(kid) => self.words(&kid),
            None => return StatementKind::Bad,
        };
        let (mut media, mut interrupt) = (None, None);
        for more in all(pair, Rule::say_more) {
            if has(&more, Rule::kw_media) {
                let text = self.text_in(&more);
                self.once(&mut media, text, "media", self.span(&more));
            } else {
                let word = self.word_in(&more, Rule::choice_word);
                self.once(&mut interrupt, word, "interrupt", self.span(&more));
            }
        }
        StatementKind::Say { words, media, interrupt }
    }

    fn play(&mut self, pair: &Pair<'_>) -> StatementKind {
        let mut texts = self.texts_in(pair).into_iter();
        texts.next().map_or(StatementKind::Bad, |url| StatementKind::Play { url, or: texts.next() })
    }

    fn if_else(&mut self, pair: &Pair<'_>) -> StatementKind {
        let mut branches = vec![Branch { condition: self.expr_in(pair), body: self.block_in(pair) }];
        for kid in all(pair, Rule::else_if) {
            branches.push(Branch { condition: self.expr_in(&kid), body: self.block_in(&kid) });
        }
        let otherwise = one(pair, Rule::else_block).map(|kid| self.block_in(&kid));
        StatementKind::If { branches, otherwise }
    }

    fn ask_kind(&mut self, pair: &Pair<'_>) -> AskKind {
        let Some(kind) = one(pair, Rule::ask_kind) else {
            let span = self.span(pair).head();
            return AskKind { name: Name { text: String::new(), span }, argument: AskArgument::None, span };
        };
        let argument = match one(&kind, Rule::ask_argument) {
            None => AskArgument::None,
            Some(kid) if has(&kid, Rule::regex) => AskArgument::Regex(self.regex_in(&kid)),
            Some(kid) => {
                let mut ends = self.exprs_in(&kid).into_iter();
                match (ends.next(), ends.next()) {
                    (Some(from), Some(to)) => AskArgument::Range(from, to),
                    (Some(only), None) => AskArgument::One(only),
                    (None, _) => AskArgument::None,
                }
            }
        };
        AskKind { name: self.word_in(&kind, Rule::word), argument, span: self.span(&kind) }
    }

    fn send(&mut self, pair: &Pair<'_>) -> StatementKind {
        let to = match one(pair, Rule::term) {
            Some(term) => self.term(&term),
            None => self.expr_in(pair),
        };
        let mut send = Send {
            channel: self.word_in(pair, Rule::channel),
            to,
            text: None,
            template: None,
            media: None,
            proceed: None,
            settings: Vec::new(),
        };
        for more in all(pair, Rule::send_more) {
            let span = self.span(&more);
            if let Some(template) = one(&more, Rule::send_template) {
                let value = (self.text_in(&template), self.fields_in(&template));
                self.once(&mut send.template, value, "template", span);
            } else if has(&more, Rule::kw_media) {
                let value = self.text_in(&more);
                self.once(&mut send.media, value, "media", span);
            } else if has(&more, Rule::target) {
                let value = self.target_in(&more);
                self.once(&mut send.proceed, value, "continue", span);
            } else {
                let value = self.text_in(&more);
                self.once(&mut send.text, value, "text", span);
            }
        }
        send.settings = self.settings_in(pair);
        StatementKind::Send(Box::new(send))
    }

    fn dial_target(&mut self, pair: &Pair<'_>) -> DialTarget {
        DialTarget {
            kind: one(pair, Rule::dial_kind).map(|kid| self.word(&kid)),
            address: match one(pair, Rule::term) {
                Some(term) => self.term(&term),
                None => self.expr_in(pair),
            },
            span: self.span(pair),
        }
    }

    fn verb(&mut self, pair: &Pair<'_>) -> StatementKind {
        let rule = if has(pair, Rule::verb_connect) { Rule::verb_connect } else { Rule::verb_name };
        let mut arguments = Vec::new();
        for kid in all(pair, Rule::connect_stream).chain(all(pair, Rule::verb_argument)) {
            arguments.extend(self.verb_argument(&kid));
        }
        let arguments = told_apart(arguments);
        StatementKind::Verb { verb: self.word_in(pair, rule), arguments, settings: self.settings_in(pair) }
    }

    fn verb_argument(&mut self, pair: &Pair<'_>) -> Option<VerbArgument> {
        let word = one(pair, Rule::verb_word).or_else(|| one(pair, Rule::kw_stream));
        let value = one(pair, Rule::verb_value).and_then(|value| first(&value))?;
        Some(VerbArgument { word: word.map(|kid| self.word(&kid)), value: self.primary(&value) })
    }

    /// The place of the child `place`.
    fn place_in(&mut self, pair: &Pair<'_>) -> Place {
        let place = one(pair, Rule::place);
        let place = place.as_ref().unwrap_or(pair);
        Place {
            contact: has(place, Rule::kw_contact),
            name: self.name_in(place, Rule::def_name),
            span: self.span(place),
        }
    }

    /// The target of the child `target`.
    pub(super) fn target_in(&mut self, pair: &Pair<'_>) -> Target {
        let target = one(pair, Rule::target);
        let target = target.as_ref().unwrap_or(pair);
        let mut names: Vec<Name> = all(target, Rule::target_name).map(|kid| self.name(&kid)).collect();
        let span = self.span(target);
        let node = names.pop().unwrap_or(Name { text: String::new(), span });
        let arguments = one(target, Rule::arguments).map_or_else(Vec::new, |kid| self.exprs_in(&kid));
        Target { flow: names.pop(), node, arguments, span }
    }
}

/// A name and a word before a value, as in `enqueue line wait_url "…"`, were read as a word and its value.
fn told_apart(arguments: Vec<VerbArgument>) -> Vec<VerbArgument> {
    let mut found: Vec<VerbArgument> = Vec::new();
    for argument in arguments {
        let plain = matches!(argument.value.kind, ExprKind::Text(_) | ExprKind::Number(_) | ExprKind::Duration(_));
        let before = found.last().filter(|_| plain && argument.word.is_none()).and_then(as_two);
        match before {
            Some((value, word)) => {
                found.pop();
                found.push(value);
                found.push(VerbArgument { word: Some(word), value: argument.value });
            }
            None => found.push(argument),
        }
    }
    found
}

fn as_two(read: &VerbArgument) -> Option<(VerbArgument, Name)> {
    let (Some(name), ExprKind::Name(word)) = (&read.word, &read.value.kind) else { return None };
    let value = Expr { kind: ExprKind::Name(name.text.clone()), span: name.span };
    Some((VerbArgument { word: None, value }, Name { text: word.clone(), span: read.value.span }))
}
