//! A file's parts, one after the other.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::event;
use crate::source::Span;
use crate::syntax::tree::{Action, Expr, ExprKind, File, Item, ItemKind, Name, On, Variable};

use super::checker::Checker;
use super::names::What;
use super::settings::Where;
use super::{constants, suggest};

const ENTRIES: [&str; 4] = ["call", "message", "sms", "whatsapp"];

impl<'a> Checker<'a> {
    pub fn check_file(&mut self, file: &'a File) {
        let mut seen: Vec<(String, Span)> = Vec::new();
        for (index, item) in file.items.iter().enumerate() {
            if let Some((part, span)) = single(item) {
                self.once(&mut seen, part, span);
            }
            if index > 0
                && let ItemKind::Edition(_) = item.kind
            {
                self.report(
                    Diagnostic::error(
                        Code::F0505,
                        "`edition` stands too late",
                        item.span,
                        "another part stands before it",
                    )
                    .with_help("make it the first line of the file"),
                );
            }
            self.check_item(item);
        }
        self.check_tests(file);
    }

    /// Reports a thing that may stand once and stands again.
    pub fn once(&mut self, seen: &mut Vec<(String, Span)>, what: String, span: Span) {
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == what) {
            self.report(
                Diagnostic::error(Code::F0207, format!("`{what}` stands twice"), span, "the second one")
                    .with_label(*first, "the first one")
                    .with_help("keep one of the two"),
            );
            return;
        }
        seen.push((what, span));
    }

    fn check_item(&mut self, item: &'a Item) {
        self.parameters = &[];
        match &item.kind {
            ItemKind::Title(text) => self.check_plain(text, "a title"),
            ItemKind::Language { voice, .. } => {
                if let Some(voice) = voice {
                    self.check_plain(voice, "a voice's name");
                }
            }
            ItemKind::MaxCall { words, .. } => {
                if let Some(words) = words {
                    self.check_template(words);
                }
            }
            ItemKind::Defaults(settings) => self.check_settings(settings, Where::Defaults),
            ItemKind::Zone(text) => self.check_zone(text),
            ItemKind::Hours(hours) => self.check_hours(hours),
            ItemKind::Var(variable) => self.check_variable(variable),
            ItemKind::Contact(field) => self.check_contact(field),
            ItemKind::Const { name, value } => self.check_constant(name, value),
            ItemKind::On(on) => self.check_event(on),
            ItemKind::Always(arms) => self.check_always(arms),
            ItemKind::Step(step) => {
                self.enter(&step.name);
                self.block(&step.body);
            }
            ItemKind::Menu(menu) => {
                self.enter(&menu.name);
                self.check_menu(menu);
            }
            ItemKind::Keywords(keywords) => {
                self.enter(&keywords.name);
                self.check_keywords(keywords);
            }
            // The parser knows the editions; tests are checked when all else is, `use` where the files are.
            ItemKind::Edition(_) | ItemKind::Expires(_) | ItemKind::Use(_) | ItemKind::Test(_) | ItemKind::Bad => {}
        }
    }

    /// From here on the parameters of this node are known.
    fn enter(&mut self, node: &Name) {
        let names = self.names;
        self.parameters = names.node(&node.text).unwrap_or_default();
    }

    fn check_variable(&mut self, variable: &'a Variable) {
        let Some(value) = &variable.value else { return };
        let names = self.names;
        match names.get(&variable.name.text).map(|declared| &declared.what) {
            Some(What::Variable(ty)) => self.assign(value, *ty, &variable.name.text),
            _ => self.examine(value),
        }
    }

    /// A field's first value is the same for everyone: nothing is known of the person before it is kept.
    fn check_contact(&mut self, field: &'a Variable) {
        let Some(value) = &field.value else { return };
        let before = self.problems.len();
        match self.names.contact(&field.name.text) {
            Some(ty) => self.assign(value, ty, &field.name.text),
            None => self.examine(value),
        }
        let plain = constants::value(self.names, value).is_some() || value.kind == ExprKind::Bad;
        if plain || self.problems.len() > before {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::F0305,
                format!("the first value of `{}` is not constant", field.name.text),
                value.span,
                "this is not known before the first call",
            )
            .with_help(format!("give a plain value, or `set contact.{} = …` where it is known", field.name.text)),
        );
    }

    fn check_constant(&mut self, name: &Name, value: &'a Expr) {
        let before = self.problems.len();
        self.infer(value);
        if self.problems.len() > before || constants::value(self.names, value).is_some() || value.kind == ExprKind::Bad
        {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::F0305,
                format!("`{}` is not constant", name.text),
                value.span,
                "this is not known before the first call",
            )
            .with_help(format!(
                "a constant is a text without `{{{{…}}}}`, a number, a yes or no, a length of time or a \
                 list of these; what is worked out goes into a `var {}`",
                name.text
            )),
        );
    }

    fn check_event(&mut self, on: &'a On) {
        let known = ENTRIES.into_iter().chain(event::beside()).any(|known| known == on.event.text);
        if !known {
            self.unknown_event(&on.event);
        }
        self.action(&on.action);
    }

    fn unknown_event(&mut self, event: &Name) {
        let word = event.text.as_str();
        let problem = Diagnostic::error(
            Code::F0214,
            format!("unknown event `{word}`"),
            event.span,
            "nothing of this name ever happens",
        );
        let near = match word {
            "voice" | "phone" | "start" => Some("call"),
            "text" => Some("message"),
            _ => nearest(word, ENTRIES.into_iter().chain(event::beside())),
        };
        self.report(suggest::or_else(problem, near, || {
            "a flow begins with `on call`, `on message`, `on sms` or `on whatsapp`".to_owned()
        }));
    }

    pub fn action(&mut self, action: &'a Action) {
        self.block(&action.body);
    }
}

/// The name of a part that may stand once, and where it stands.
fn single(item: &Item) -> Option<(String, Span)> {
    let name = match &item.kind {
        ItemKind::Edition(_) => "edition",
        ItemKind::Title(_) => "title",
        ItemKind::Zone(_) => "zone",
        ItemKind::Expires(_) => "expires",
        ItemKind::MaxCall { .. } => "max_call",
        ItemKind::Defaults(_) => "defaults",
        ItemKind::Always(_) => "always",
        ItemKind::Use(flow) => return Some((format!("use \"{}\"", flow.value), flow.span)),
        ItemKind::Language { tag, .. } => return Some((format!("language {}", tag.text), tag.span)),
        ItemKind::On(on) => return Some((format!("on {}", on.event.text), on.event.span)),
        _ => return None,
    };
    Some((name.to_owned(), item.span))
}
