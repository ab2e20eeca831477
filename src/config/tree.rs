//! Settings before they mean anything: one tree of the file, the environment over it, and the flags over both. Each
//! value knows where it was set.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::model::Flags;
use super::problem::{Place, Problem};

/// What variables begin with. `FLOWTONE__STORE__URL` is the key `url` of the section `store`.
const PREFIX: &str = "FLOWTONE__";

#[derive(Debug, Clone)]
pub struct Node {
    pub place: Place,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    Whole(i64),
    List(Vec<Node>),
    Table(Table),
    /// What no setting is made of; the name of its type.
    Other(&'static str),
}

/// By key: where the key stands, and its value.
pub type Table = BTreeMap<String, (Place, Node)>;

impl Content {
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Text(_) => "a text",
            Content::Whole(_) => "a number",
            Content::List(_) => "a list",
            Content::Table(_) => "a section",
            Content::Other(kind) => kind,
        }
    }
}

/// The file's tree. What cannot be parsed is reported, and the rest is read all the same.
pub fn from_file(name: &str, text: &str, problems: &mut Vec<Problem>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    let reader = FileReader { name, text };
    for error in &errors {
        let place = Place::in_file(name, text, &error.span().unwrap_or_default());
        let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
        problems.push(Problem::new(&place, message, "the file is TOML: `key = \"value\"` lines under `[section]`s"));
    }
    reader.table(table.get_ref())
}

struct FileReader<'a> {
    name: &'a str,
    text: &'a str,
}

impl FileReader<'_> {
    fn table(&self, table: &DeTable<'_>) -> Table {
        let entry = |(key, value): (&toml::Spanned<_>, _)| {
            let key: &toml::Spanned<std::borrow::Cow<'_, str>> = key;
            let place = Place::in_file(self.name, self.text, &key.span());
            (key.get_ref().to_string(), (place, self.node(value)))
        };
        table.iter().map(entry).collect()
    }

    fn node(&self, value: &toml::Spanned<DeValue<'_>>) -> Node {
        let content = match value.get_ref() {
            DeValue::String(text) => Content::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Content::Other("a number out of range"), Content::Whole),
            DeValue::Float(_) => Content::Other("a fraction"),
            DeValue::Boolean(_) => Content::Other("true or false"),
            DeValue::Datetime(_) => Content::Other("a date"),
            DeValue::Array(list) => Content::List(list.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Content::Table(self.table(table)),
        };
        Node { place: Place::in_file(self.name, self.text, &value.span()), content }
    }
}

/// Lays the environment's settings over the tree. An empty variable is an unset one, as compose files leave them.
pub fn lay_environment(tree: &mut Table, environment: &BTreeMap<String, String>) {
    for (name, value) in environment {
        let Some(path) = name.strip_prefix(PREFIX).filter(|_| !value.trim().is_empty()) else { continue };
        let path = path.to_lowercase();
        set(tree, &path.split("__").collect::<Vec<_>>(), &Place::Environment(name.clone()), value);
    }
}

pub fn lay_flags(tree: &mut Table, flags: &Flags) {
    let settings = [
        ("--flows", &["flows"][..], &flags.flows),
        ("--listen", &["listen", "public"], &flags.listen),
        ("--public-url", &["public_url"], &flags.public_url),
    ];
    for (flag, path, value) in settings {
        if let Some(value) = value {
            set(tree, path, &Place::Flag(flag), value);
        }
    }
}

fn set(tree: &mut Table, path: &[&str], place: &Place, value: &str) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        let node = Node { place: place.clone(), content: Content::Text(value.to_owned()) };
        tree.insert((*key).to_owned(), (place.clone(), node));
        return;
    }
    let empty = || (place.clone(), Node { place: place.clone(), content: Content::Table(Table::new()) });
    let (_, below) = tree.entry((*key).to_owned()).or_insert_with(empty);
    // Where the file has something that is no section, that is reported, and this with it out of the way.
    if let Content::Table(below) = &mut below.content {
        set(below, rest, place, value);
    }
}
