//! Parts.

use crate::source::Span;
use crate::syntax::format::align::Column;
use crate::syntax::format::arms::menu_part_span;
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{File, HoursKind, HoursLine, Item, ItemKind, Name, TimeRange, Variable};

impl Printer<'_> {
    /// Parts with a block have a blank line around them; one-line parts stand as their author grouped them.
    pub fn file(&mut self, tree: &File) {
        let mut after_block = false;
        for (number, item) in tree.items.iter().enumerate() {
            let block = has_block(&item.kind);
            let until = tree.items.get(number + 1).map_or(u32::MAX, |next| next.span.start);
            self.unit(item.span, until, block || after_block, |printer| printer.item(item));
            after_block = block;
        }
    }

    fn head(&mut self, word: &str, value: Span) {
        self.write(word);
        self.stop(Column::Head);
        self.copy(value);
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Edition(count) => self.head("edition", count.span),
            ItemKind::Title(text) => self.head("title", text.span),
            ItemKind::Zone(text) => self.head("zone", text.span),
            ItemKind::Language { tag, voice } => {
                self.head("language", tag.span);
                if let Some(voice) = voice {
                    self.write(" voice ");
                    self.copy(voice.span);
                }
            }
            ItemKind::Expires(time) => self.head("expires", time.span),
            ItemKind::MaxCall { after, words } => {
                self.head("max_call", after.span);
                if let Some(words) = words {
                    self.write(" ");
                    self.copy(words.span);
                }
            }
            ItemKind::Use(text) => self.head("use", text.span),
            ItemKind::Var(variable) => {
                self.write("var ");
                self.variable(variable);
            }
            ItemKind::Contact(variable) => {
                self.write("contact ");
                self.variable(variable);
            }
            ItemKind::Const { name, value } => {
                self.write("const ");
                self.write(&name.text);
                self.write(" = ");
                self.expr(value);
            }
            ItemKind::On(on) => {
                self.write("on ");
                self.write(&on.event.text);
                if on.action.braced {
                    self.write(" ");
                } else {
                    self.stop(Column::On);
                }
                self.action(&on.action);
            }
            _ => self.block_item(item),
        }
    }

    /// The parts that are little but a block.
    fn block_item(&mut self, item: &Item) {
        let Span { start, end, .. } = item.span;
        match &item.kind {
            ItemKind::Defaults(settings) => {
                self.write("defaults ");
                self.block(self.braces(start, end), settings, |setting| setting.span, Self::setting);
            }
            ItemKind::Hours(hours) => {
                self.write("hours ");
                self.write(&hours.name.text);
                self.write(" ");
                self.copy(hours.zone.span);
                self.write(" ");
                self.block(self.braces(hours.zone.span.end, end), &hours.lines, |line| line.span, Self::hours_line);
            }
            ItemKind::Always(arms) => {
                self.write("always ");
                self.block(self.braces(start, end), arms, |arm| arm.span, Self::keyword_arm);
            }
            ItemKind::Step(step) => {
                self.node("step", &step.name, &step.params);
                self.statements(&step.body);
            }
            ItemKind::Menu(menu) => {
                self.node("menu", &menu.name, &menu.params);
                self.prompt(&menu.prompt);
                self.write(" ");
                self.block(menu.block, &menu.parts, menu_part_span, Self::menu_part);
            }
            ItemKind::Keywords(keywords) => {
                self.node("keywords", &keywords.name, &keywords.params);
                self.block(keywords.block, &keywords.arms, |arm| arm.span, Self::keyword_arm);
            }
            ItemKind::Test(test) => {
                self.write("test ");
                self.copy(test.name.span);
                self.write(" ");
                self.block(test.block, &test.steps, |step| step.span, Self::test_step);
            }
            _ => self.copy(item.span),
        }
    }

    /// The head of a node, up to and with the space behind it.
    fn node(&mut self, word: &str, name: &Name, params: &[Variable]) {
        self.write(word);
        self.write(" ");
        self.write(&name.text);
        for (number, param) in params.iter().enumerate() {
            self.write(if number == 0 { "(" } else { ", " });
            self.variable(param);
        }
        self.write(if params.is_empty() { " " } else { ") " });
    }

    fn variable(&mut self, variable: &Variable) {
        self.write(&variable.name.text);
        if let Some(ty) = &variable.ty {
            self.write(": ");
            self.write(&ty.name.text);
            if let Some(length) = ty.length {
                self.write("(");
                self.copy(length.span);
                self.write(")");
            }
        }
        if let Some(value) = &variable.value {
            self.write(" = ");
            self.expr(value);
        }
    }

    fn hours_line(&mut self, line: &HoursLine) {
        match &line.kind {
            HoursKind::Days { days, times } => {
                for (number, (from, to)) in days.iter().enumerate() {
                    self.write(if number == 0 { "" } else { ", " });
                    self.write(&from.text);
                    // One day stands for itself twice.
                    if from.span != to.span {
                        self.write("-");
                        self.write(&to.text);
                    }
                }
                self.stop(Column::Hours);
                self.times(times);
            }
            HoursKind::Closed { from, to, why } => {
                self.write("closed");
                self.stop(Column::Hours);
                self.write(&from.text);
                if let Some(to) = to {
                    self.write("..");
                    self.write(&to.text);
                }
                if let Some(why) = why {
                    self.write(" ");
                    self.copy(why.span);
                }
            }
            HoursKind::Special { date, times } => {
                self.write("special");
                self.stop(Column::Hours);
                self.write(&date.text);
                self.write(" ");
                self.times(times);
            }
            HoursKind::Bad => self.copy(line.span),
        }
    }

    fn times(&mut self, times: &[TimeRange]) {
        for (number, range) in times.iter().enumerate() {
            self.write(if number == 0 { "" } else { ", " });
            self.write(&range.from.text);
            self.write("-");
            self.write(&range.to.text);
        }
    }
}

/// Asked of the tree, not of the lines, so that a part is the same kind however it was written.
fn has_block(kind: &ItemKind) -> bool {
    match kind {
        ItemKind::On(on) => on.action.braced,
        ItemKind::Edition(_)
        | ItemKind::Title(_)
        | ItemKind::Zone(_)
        | ItemKind::Language { .. }
        | ItemKind::Expires(_)
        | ItemKind::MaxCall { .. }
        | ItemKind::Var(_)
        | ItemKind::Contact(_)
        | ItemKind::Const { .. }
        | ItemKind::Use(_) => false,
        _ => true,
    }
}
