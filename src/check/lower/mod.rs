//! From a sound tree to the [`Program`] that the engine runs: flat code for each node, `defaults` copied into each
//! wait, constants into each use.

mod builder;
mod choice;
mod dial;
mod entries;
mod expr;
mod fetch;
mod send;
mod settings;
mod statement;
mod test;
mod wait;
mod wording;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::program::{ALWAYS, Always, ContactField, Digest, Expr, Language, NodeKind, Op, Program, Variable, global};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::tree::{File, Item, ItemKind, Setting, Step};
use crate::value::Type;

use super::names::{Names, What};
use super::translations::Sides;
use super::{constants, hours};
use builder::{After, Builder};

/// A messaging session without `expires` ends after a day.
const EXPIRES_MS: i64 = 24 * 60 * 60 * 1000;
/// A call without `max_call` is ended after an hour.
const MAX_CALL_MS: i64 = 60 * 60 * 1000;
/// The language of a flow that names none.
const LANGUAGE: &str = "en-US";

/// Builds the program of a flow without errors. What only compiling can find is an error here.
pub(super) fn lower<'a>(
    file: &'a File,
    names: &'a Names<'a>,
    (sources, sides): (&'a Sources, &'a Sides<'a>),
    source: &SourceFile,
    digest: Digest,
) -> Result<Program, Vec<Diagnostic>> {
    let mut builder = Builder::new(names, sources, sides);
    let mut nodes = Vec::new();
    for item in &file.items {
        builder.defaults = defaults(file, item.span.file);
        nodes.extend(node(&mut builder, item));
    }
    builder.parameters = &[];
    let mut always = BTreeMap::new();
    for item in &file.items {
        let ItemKind::Always(arms) = &item.kind else { continue };
        builder.defaults = defaults(file, item.span.file);
        let name = always_name(sources, source, item);
        let (arms, _) = builder.keyword_arms(arms, After::Resume);
        nodes.push(builder.finish(name.clone(), NodeKind::Always));
        always.insert(name, Always { arms });
    }
    builder.defaults = defaults(file, file.span.file);
    let entries = entries::entries(&mut builder, file, &mut nodes);
    entries::lifecycle(&mut builder, file, &mut nodes);
    let max_call = file.items.iter().find_map(|item| match &item.kind {
        ItemKind::MaxCall { after, words } => Some((after.millis, words.as_ref().map(|text| builder.said(text)))),
        _ => None,
    });
    for side in sides.of(source.stem()).filter(|side| !side.phrases.is_empty()) {
        let own = side.phrases.iter().map(|(name, entry)| (name.clone(), entry.words.clone()));
        builder.templates.reword(side.tag, own.collect());
    }
    let tests = builder.tests(file);
    let variables = variables(&mut builder, file);
    if !builder.problems.is_empty() {
        return Err(builder.problems);
    }
    let by_name: BTreeMap<_, _> = nodes.iter().enumerate().map(|(index, node)| (node.name.clone(), index)).collect();
    Ok(Program {
        flow: source.stem().to_owned(),
        files: Vec::new(),
        digest,
        title: file.items.iter().find_map(|item| match &item.kind {
            ItemKind::Title(text) => Some(wording::plain(text)),
            _ => None,
        }),
        languages: languages(file),
        expires_ms: file.items.iter().find_map(expires).unwrap_or(EXPIRES_MS),
        max_call_ms: max_call.map_or(MAX_CALL_MS, |(after, _)| after),
        max_call_words: max_call.and_then(|(_, words)| words),
        variables,
        contact: contact(names, file),
        nodes,
        by_name,
        entries,
        always,
        clock: hours::clock(file),
        templates: builder.templates,
        reads: builder.reads,
        tests,
    })
}

fn node<'a>(builder: &mut Builder<'a>, item: &'a Item) -> Option<crate::program::Node> {
    let name = match &item.kind {
        ItemKind::Step(step) => &step.name,
        ItemKind::Menu(menu) => &menu.name,
        ItemKind::Keywords(keywords) => &keywords.name,
        _ => return None,
    };
    builder.parameters = builder.names.node(&name.text).unwrap_or_default();
    match &item.kind {
        ItemKind::Step(step) => Some(self::step(builder, step)),
        ItemKind::Menu(menu) => Some(builder.menu(menu)),
        ItemKind::Keywords(keywords) => Some(builder.keywords(keywords)),
        _ => None,
    }
}

fn step(builder: &mut Builder<'_>, step: &Step) -> crate::program::Node {
    builder.at(step.name.span);
    builder.block(&step.body);
    if !statement::leaves(&step.body) {
        // The checker has made sure that no path comes here.
        builder.emit(Op::End);
    }
    builder.finish(step.name.text.clone(), NodeKind::Step)
}

/// The `defaults` of a file, which hold for its own nodes.
fn defaults(file: &File, id: FileId) -> &[Setting] {
    let defaults = file.items.iter().find_map(|item| match &item.kind {
        ItemKind::Defaults(settings) if item.span.file == id => Some(settings.as_slice()),
        _ => None,
    });
    defaults.unwrap_or_default()
}

/// The node with the arms of an `always`, the flow's own or that of a flow that it uses.
fn always_name(sources: &Sources, own: &SourceFile, item: &Item) -> String {
    match sources.get(item.span.file) {
        Some(file) if file.stem() != own.stem() => global(file.stem(), ALWAYS),
        _ => ALWAYS.to_owned(),
    }
}

/// The fields of the person.
fn contact(names: &Names<'_>, file: &File) -> Vec<ContactField> {
    let field = |item: &Item| {
        let ItemKind::Contact(field) = &item.kind else { return None };
        let ty = names.contact(&field.name.text)?;
        let initial = field.value.as_ref().and_then(|value| constants::value(names, value)).unwrap_or_default();
        Some(ContactField { name: field.name.text.clone(), ty, initial: ty.coerce(initial).0 })
    };
    file.items.iter().filter_map(field).collect()
}

fn expires(item: &Item) -> Option<i64> {
    match item.kind {
        ItemKind::Expires(length) => Some(length.millis),
        _ => None,
    }
}

fn languages(file: &File) -> Vec<Language> {
    let mut languages: Vec<Language> = file
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Language { tag, voice } => {
                Some(Language { tag: tag.text.clone(), voice: voice.as_ref().map(wording::plain) })
            }
            _ => None,
        })
        .collect();
    if languages.is_empty() {
        languages.push(Language { tag: LANGUAGE.to_owned(), voice: None });
    }
    languages
}

/// The constants that are kept as variables, then what is declared, then the results of `record` and `fetch`.
fn variables(builder: &mut Builder<'_>, file: &File) -> Vec<Variable> {
    let names = builder.names;
    let mut declared = Vec::new();
    for item in &file.items {
        let ItemKind::Var(written) = &item.kind else { continue };
        if let Some(What::Variable(ty)) = names.get(&written.name.text).map(|declared| &declared.what) {
            let initial = written.value.as_ref().map(|value| builder.expr(value));
            declared.push(Variable { name: written.name.text.clone(), ty: *ty, initial });
        }
    }
    let mut variables = Vec::new();
    for name in std::mem::take(&mut builder.constants) {
        if let Some(What::Constant(value)) = names.get(&name).map(|declared| &declared.what) {
            let initial = constants::value(names, value).map(Expr::Const);
            variables.push(Variable { name, ty: Type::Any, initial });
        }
    }
    variables.append(&mut declared);
    variables.extend(names.iter().filter_map(|(name, declared)| {
        let ty = match declared.what {
            What::Recording => Type::Map,
            What::Fetched => Type::Any,
            _ => return None,
        };
        Some(Variable { name: name.to_owned(), ty, initial: None })
    }));
    variables
}
