//! The parts of a file.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Pairs, Rule, all, first, has, one};
use crate::syntax::tree::{
    Comment, Count, Expr, ExprKind, File, Hours, HoursKind, HoursLine, Item, ItemKind, Keywords, Menu, Name, On, Step,
    TimeRange, TypeName, Variable,
};

/// The editions of the language that this version reads.
const EDITIONS: std::ops::RangeInclusive<u32> = 1..=1;

impl Builder {
    /// Adds what a text that begins at byte `base` of the file says.
    pub fn file(&mut self, pairs: Pairs<'_>, base: usize, tree: &mut File) {
        self.base = base;
        for pair in pairs.flatten() {
            match pair.as_rule() {
                Rule::item => tree.items.push(self.item(&pair)),
                Rule::COMMENT => {
                    let Name { text, span } = self.word(&pair);
                    tree.comments.push(Comment { text, span });
                }
                _ => {}
            }
        }
    }

    fn item(&mut self, pair: &Pair<'_>) -> Item {
        let kind = match first(pair) {
            Some(kid) => self.item_kind(&kid),
            None => ItemKind::Bad,
        };
        Item { kind, span: self.span(pair) }
    }

    fn item_kind(&mut self, pair: &Pair<'_>) -> ItemKind {
        match pair.as_rule() {
            Rule::edition => self.edition(pair),
            Rule::title => ItemKind::Title(self.text_in(pair)),
            Rule::language_part => ItemKind::Language {
                tag: self.word_in(pair, Rule::language_tag),
                voice: one(pair, Rule::text).map(|kid| self.text(&kid)),
            },
            Rule::zone_part => ItemKind::Zone(self.text_in(pair)),
            Rule::expires => ItemKind::Expires(self.duration_in(pair)),
            Rule::max_call => ItemKind::MaxCall {
                after: self.duration_in(pair),
                words: one(pair, Rule::text).map(|kid| self.text(&kid)),
            },
            Rule::defaults => ItemKind::Defaults(self.defaults(pair)),
            Rule::hours => ItemKind::Hours(self.hours(pair)),
            Rule::variable => ItemKind::Var(self.variable(pair)),
            Rule::contact => ItemKind::Contact(self.variable(pair)),
            Rule::constant => ItemKind::Const { name: self.name_in(pair, Rule::def_name), value: self.expr_in(pair) },
            Rule::use_part => ItemKind::Use(self.text_in(pair)),
            Rule::on => ItemKind::On(On { event: self.word_in(pair, Rule::event), action: self.action_in(pair) }),
            Rule::always => ItemKind::Always(self.keyword_arms(pair)),
            Rule::step => ItemKind::Step(self.step(pair)),
            Rule::menu => ItemKind::Menu(Menu {
                name: self.name_in(pair, Rule::def_name),
                params: self.params(pair),
                prompt: self.prompt_in(pair),
                parts: self.menu_parts(pair),
                block: self.block_span(pair, Rule::menu_block),
            }),
            Rule::keywords => ItemKind::Keywords(Keywords {
                name: self.name_in(pair, Rule::def_name),
                params: self.params(pair),
                arms: self.keyword_arms(pair),
                block: self.block_span(pair, Rule::keyword_block),
            }),
            Rule::test => ItemKind::Test(self.test(pair)),
            _ => ItemKind::Bad,
        }
    }

    fn edition(&mut self, pair: &Pair<'_>) -> ItemKind {
        let count = self.count_in(pair);
        if !EDITIONS.contains(&count.value) {
            let headline = format!("unknown edition `{}`", count.value);
            let problem = Diagnostic::error(Code::F0113, headline, count.span, "this version does not know it");
            self.report(problem.with_help("write `edition 1`, or use a newer flowtone"));
        }
        ItemKind::Edition(Count { value: count.value.min(*EDITIONS.end()), ..count })
    }

    fn step(&mut self, pair: &Pair<'_>) -> Step {
        let (name, params) = (self.name_in(pair, Rule::def_name), self.params(pair));
        let mut body = self.block_in(pair);
        if let Some(hole) = one(pair, Rule::hole)
            && has(pair, Rule::block)
        {
            body.statements.extend(self.bad_block(self.span(&hole)).statements);
        }
        Step { name, params, body }
    }

    pub(super) fn block_span(&self, pair: &Pair<'_>, rule: Rule) -> Span {
        one(pair, rule).map_or_else(|| self.span(pair), |kid| self.span(&kid))
    }

    fn params(&mut self, pair: &Pair<'_>) -> Vec<Variable> {
        one(pair, Rule::params)
            .map_or_else(Vec::new, |params| all(&params, Rule::param).map(|kid| self.variable(&kid)).collect())
    }

    fn variable(&mut self, pair: &Pair<'_>) -> Variable {
        let name = self.name_in(pair, Rule::def_name);
        let ty = one(pair, Rule::of_type).and_then(|kid| one(&kid, Rule::type_name)).map(|kid| TypeName {
            name: self.word_in(&kid, Rule::word),
            length: one(&kid, Rule::count).map(|count| self.count(&count)),
            span: self.span(&kid),
        });
        let value = one(pair, Rule::value_of).map(|kid| self.expr_in(&kid));
        let hole = one(pair, Rule::hole).map(|kid| Expr { kind: ExprKind::Bad, span: self.span(&kid) });
        Variable { name, ty, value: value.or(hole) }
    }

    fn hours(&mut self, pair: &Pair<'_>) -> Hours {
        let (name, zone) = (self.name_in(pair, Rule::def_name), self.text_in(pair));
        let mut lines: Vec<HoursLine> = Vec::new();
        if let Some(hole) = one(pair, Rule::hole) {
            lines.push(HoursLine { kind: HoursKind::Bad, span: self.span(&hole) });
        }
        if let Some(block) = one(pair, Rule::hours_block) {
            lines.extend(all(&block, Rule::hours_line).map(|kid| self.hours_line(&kid)));
        }
        Hours { name, zone, lines }
    }

    fn hours_line(&mut self, pair: &Pair<'_>) -> HoursLine {
        let span = self.span(pair);
        let Some(kid) = first(pair) else { return HoursLine { kind: HoursKind::Bad, span } };
        let mut dates = all(&kid, Rule::date).map(|date| self.word(&date)).collect::<Vec<_>>().into_iter();
        let kind = match (kid.as_rule(), dates.next()) {
            (Rule::hours_closed, Some(from)) => {
                let why = one(&kid, Rule::text).map(|text| self.text(&text));
                HoursKind::Closed { from, to: dates.next(), why }
            }
            (Rule::hours_special, Some(date)) => HoursKind::Special { date, times: self.times(&kid) },
            (Rule::hours_days, None) => HoursKind::Days {
                days: all(&kid, Rule::days).filter_map(|days| self.days(&days)).collect(),
                times: self.times(&kid),
            },
            _ => HoursKind::Bad,
        };
        HoursLine { kind, span }
    }

    fn days(&self, pair: &Pair<'_>) -> Option<(Name, Name)> {
        let mut ends = all(pair, Rule::day).map(|day| self.word(&day));
        let from = ends.next()?;
        let to = ends.next().unwrap_or_else(|| from.clone());
        Some((from, to))
    }

    fn times(&self, pair: &Pair<'_>) -> Vec<TimeRange> {
        let Some(times) = one(pair, Rule::times) else { return Vec::new() };
        all(&times, Rule::time_range)
            .filter_map(|range| {
                let mut ends = all(&range, Rule::time).map(|time| self.word(&time));
                Some(TimeRange { from: ends.next()?, to: ends.next()? })
            })
            .collect()
    }
}
