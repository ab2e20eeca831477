//! What a flow declares: nodes, variables, constants, contact fields, hours and results share one namespace.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::program::Builtin;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, File, Item, ItemKind, Name, StatementKind, Variable};
use crate::value::{Channel, Type};

use super::{types, walk};

/// Something declared, and where.
#[derive(Debug)]
pub(super) struct Declared<'a> {
    pub span: Span,
    pub what: What<'a>,
}

#[derive(Debug)]
pub(super) enum What<'a> {
    Node {
        parameters: Vec<(String, Type)>,
    },
    Variable(Type),
    Constant(&'a Expr),
    Contact(Type),
    Hours,
    /// What a `record` statement fills.
    Recording,
    /// What a `fetch` statement fills.
    Fetched,
}

impl What<'_> {
    pub fn words(&self) -> &'static str {
        match self {
            What::Node { .. } => "a node",
            What::Variable(_) => "a variable",
            What::Constant(_) => "a constant",
            What::Contact(_) => "a contact field",
            What::Hours => "opening hours",
            What::Recording => "a recording",
            What::Fetched => "the result of a fetch",
        }
    }
}

/// What a name means as a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning<'a> {
    /// A parameter of the node at hand.
    Local(Type),
    Variable(Type),
    Recording,
    Fetched,
    Constant(&'a Expr),
    Builtin(Builtin),
}

#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    declared: BTreeMap<&'a str, Declared<'a>>,
    /// Tags of the flow's languages, as written.
    pub languages: Vec<&'a str>,
}

/// Parameters of a node.
pub(super) type Parameters = [(String, Type)];

impl<'a> Names<'a> {
    pub fn get(&self, name: &str) -> Option<&Declared<'a>> {
        self.declared.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Declared<'a>)> {
        self.declared.iter().map(|(name, declared)| (*name, declared))
    }

    /// The parameters of a node, where there is such a node.
    pub fn node(&self, name: &str) -> Option<&Parameters> {
        match &self.get(name)?.what {
            What::Node { parameters } => Some(parameters),
            _ => None,
        }
    }

    pub fn nodes(&self) -> impl Iterator<Item = &'a str> {
        self.iter().filter(|(_, d)| matches!(d.what, What::Node { .. })).map(|(name, _)| name)
    }

    /// The type of a field of the person.
    pub fn contact(&self, name: &str) -> Option<Type> {
        match self.get(name)?.what {
            What::Contact(ty) => Some(ty),
            _ => None,
        }
    }

    /// The fields of the person.
    pub fn contacts(&self) -> impl Iterator<Item = &'a str> {
        self.iter().filter(|(_, d)| matches!(d.what, What::Contact(_))).map(|(name, _)| name)
    }

    pub fn hours(&self, name: &str) -> bool {
        matches!(self.get(name).map(|d| &d.what), Some(What::Hours))
    }

    pub fn meaning(&self, name: &str, parameters: &Parameters) -> Option<Meaning<'a>> {
        if let Some((_, ty)) = parameters.iter().find(|(n, _)| n == name) {
            return Some(Meaning::Local(*ty));
        }
        match self.get(name).map(|d| &d.what) {
            Some(What::Variable(ty)) => Some(Meaning::Variable(*ty)),
            Some(What::Constant(value)) => Some(Meaning::Constant(value)),
            Some(What::Recording) => Some(Meaning::Recording),
            Some(What::Fetched) => Some(Meaning::Fetched),
            Some(What::Node { .. } | What::Contact(_) | What::Hours) | None => {
                Builtin::parse(name).map(Meaning::Builtin)
            }
        }
    }
}

/// Lists a file's declarations; names that stand twice and unknown types are reported.
pub(super) fn collect<'a>(file: &'a File, problems: &mut Vec<Diagnostic>) -> Names<'a> {
    let mut names = Names::default();
    for item in &file.items {
        if let Some((name, what)) = declaration(item, problems) {
            declare(&mut names, name, what, problems);
        } else if let ItemKind::Language { tag, .. } = &item.kind {
            names.languages.push(&tag.text);
        }
    }
    walk::statements(file, &mut |statement| match &statement.kind {
        StatementKind::Record { name, .. } => declare_result(&mut names, name, What::Recording, problems),
        StatementKind::Fetch { name, .. } => declare_result(&mut names, name, What::Fetched, problems),
        _ => {}
    });
    for (_, parameters) in nodes(file) {
        check_parameters(&names, parameters, problems);
    }
    names
}

fn declaration<'a>(item: &'a Item, problems: &mut Vec<Diagnostic>) -> Option<(&'a Name, What<'a>)> {
    let mut node = |params: &[Variable]| What::Node {
        parameters: params.iter().map(|p| (p.name.text.clone(), type_of(p, problems))).collect(),
    };
    match &item.kind {
        ItemKind::Step(step) => Some((&step.name, node(&step.params))),
        ItemKind::Menu(menu) => Some((&menu.name, node(&menu.params))),
        ItemKind::Keywords(keywords) => Some((&keywords.name, node(&keywords.params))),
        ItemKind::Var(var) => Some((&var.name, What::Variable(type_of(var, problems)))),
        ItemKind::Contact(field) => Some((&field.name, What::Contact(type_of(field, problems)))),
        ItemKind::Const { name, value } => Some((name, What::Constant(value))),
        ItemKind::Hours(hours) => Some((&hours.name, What::Hours)),
        _ => None,
    }
}

/// The nodes of a file with their parameters.
fn nodes(file: &File) -> impl Iterator<Item = (&Name, &[Variable])> {
    file.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Step(step) => Some((&step.name, step.params.as_slice())),
        ItemKind::Menu(menu) => Some((&menu.name, menu.params.as_slice())),
        ItemKind::Keywords(keywords) => Some((&keywords.name, keywords.params.as_slice())),
        _ => None,
    })
}

/// The declared type, or that of the first value where it is plain.
fn type_of(variable: &Variable, problems: &mut Vec<Diagnostic>) -> Type {
    match (&variable.ty, variable.value.as_ref().map(|value| &value.kind)) {
        (Some(name), _) => types::declared(name, problems),
        (None, Some(ExprKind::Text(_))) => Type::Text(None),
        (None, Some(ExprKind::Number(_))) => Type::Number,
        (None, Some(ExprKind::Bool(_))) => Type::Bool,
        (None, Some(ExprKind::Duration(_))) => Type::Duration,
        (None, Some(ExprKind::List(_))) => Type::List,
        (None, _) => Type::Any,
    }
}

fn declare<'a>(names: &mut Names<'a>, name: &'a Name, what: What<'a>, problems: &mut Vec<Diagnostic>) {
    if !matches!(what, What::Node { .. })
        && let Some(owner) = taken(&name.text)
    {
        problems.push(taken_by(name, owner));
        return;
    }
    if let Some(first) = names.get(&name.text) {
        problems.push(twice(name, what.words(), first));
        return;
    }
    names.declared.insert(&name.text, Declared { span: name.span, what });
}

/// A result may be filled at several places, always by the same kind of statement.
fn declare_result<'a>(names: &mut Names<'a>, name: &'a Name, what: What<'a>, problems: &mut Vec<Diagnostic>) {
    match names.get(&name.text) {
        Some(first) if std::mem::discriminant(&first.what) == std::mem::discriminant(&what) => {}
        _ => declare(names, name, what, problems),
    }
}

fn check_parameters(names: &Names<'_>, parameters: &[Variable], problems: &mut Vec<Diagnostic>) {
    for (index, parameter) in parameters.iter().enumerate() {
        let name = &parameter.name;
        if let Some(owner) = taken(&name.text) {
            problems.push(taken_by(name, owner));
        } else if let Some(first) = names.get(&name.text) {
            problems.push(twice(name, "a parameter", first));
        } else if let Some(first) = parameters.iter().take(index).find(|p| p.name.text == name.text) {
            problems.push(
                Diagnostic::error(
                    Code::F0204,
                    format!("two parameters are called `{}`", name.text),
                    name.span,
                    "the same name again",
                )
                .with_label(first.name.span, "the first stands here")
                .with_help("give one of them another name"),
            );
        }
        if let Some(value) = &parameter.value {
            problems.push(
                Diagnostic::error(
                    Code::F0505,
                    format!("parameter `{}` cannot have a value of its own", name.text),
                    value.span,
                    "a parameter gets its value from the jump",
                )
                .with_help("leave the value out here and give it where the node is entered"),
            );
        }
    }
}

fn twice(name: &Name, words: &str, first: &Declared<'_>) -> Diagnostic {
    Diagnostic::error(
        Code::F0204,
        format!("the name `{}` is used twice", name.text),
        name.span,
        format!("{words} cannot have a name that is already in use"),
    )
    .with_label(first.span, format!("{} has this name", first.what.words()))
    .with_help("nodes, variables, constants, hours and results share one set of names: rename one of the two")
}

/// In a text, `{{today}}` calls the function; any other function needs values there and cannot be taken for a name.
const BARE: [&str; 2] = ["now", "today"];

/// Whether a name means the same in every flow.
pub(super) fn is_taken(name: &str) -> bool {
    taken(name).is_some()
}

/// Who owns a name that no value of a flow may have.
fn taken(name: &str) -> Option<&'static str> {
    if name == "options" {
        Some("the place of a menu's choices in its prompt")
    } else if Builtin::parse(name).is_some() || name == "secret" {
        Some("something that is always there")
    } else if Channel::ALL.iter().any(|channel| channel.as_str() == name) {
        Some("the name of a channel")
    } else if BARE.contains(&name) {
        Some("a function that needs no values")
    } else {
        None
    }
}

fn taken_by(name: &Name, owner: &str) -> Diagnostic {
    Diagnostic::error(
        Code::F0204,
        format!("the name `{}` is already taken", name.text),
        name.span,
        format!("`{}` is {owner}", name.text),
    )
    .with_help(format!("choose another name, such as `my_{}`", name.text))
}
