//! Reading a section key by key. Every wrong value and every key that nobody asked for is reported, and reading goes on.

use super::nearest::nearest;
use super::problem::{Place, Problem};
use super::secret::{Secret, SecretRef};
use super::tree::{Content, Node, Table};

pub type Problems = Vec<Problem>;

/// A section of the settings; what was read is taken out.
pub struct Section {
    /// As it is written: `store.`, or nothing for the top.
    prefix: String,
    table: Table,
    known: Vec<&'static str>,
}

/// A text and where it stands.
pub struct Text {
    pub text: String,
    pub place: Place,
}

impl Section {
    pub fn top(table: Table) -> Section {
        Section { prefix: String::new(), table, known: Vec::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        self.table.remove(key).map(|(_, node)| node)
    }

    fn wrong(&self, key: &str, node: &Node, wanted: &str) -> Problem {
        let name = format!("{}{key}", self.prefix);
        Problem::new(&node.place, format!("`{name}` is {}", node.content.kind()), format!("make it {wanted}"))
    }

    pub fn text(&mut self, key: &'static str, wanted: &str, problems: &mut Problems) -> Option<Text> {
        let node = self.take(key)?;
        match node.content {
            Content::Text(text) => Some(Text { text, place: node.place }),
            _ => {
                problems.push(self.wrong(key, &node, wanted));
                None
            }
        }
    }

    /// One text or a list of them; in the environment and flags, parted by commas.
    pub fn texts(&mut self, key: &'static str, wanted: &str, problems: &mut Problems) -> Option<Vec<Text>> {
        let node = self.take(key)?;
        let items = match node.content {
            Content::List(items) => items,
            Content::Text(text) if !node.place.is_file() => {
                let item = |text: &str| Text { text: text.trim().to_owned(), place: node.place.clone() };
                return Some(text.split(',').map(item).filter(|item| !item.text.is_empty()).collect());
            }
            _ => vec![node],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.content {
                Content::Text(text) => texts.push(Text { text, place: item.place }),
                _ => problems.push(self.wrong(key, &item, wanted)),
            }
        }
        Some(texts)
    }

    /// A number or a text, as a text: for what is written with or without a unit.
    pub fn amount(&mut self, key: &'static str, wanted: &str, problems: &mut Problems) -> Option<Text> {
        let node = self.take(key)?;
        match node.content {
            Content::Text(text) => Some(Text { text, place: node.place }),
            Content::Whole(number) => Some(Text { text: number.to_string(), place: node.place }),
            _ => {
                problems.push(self.wrong(key, &node, wanted));
                None
            }
        }
    }

    pub fn secrets(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Secret> {
        const WANTED: &str = "a place, as in \"env:TWILIO_AUTH_TOKEN\" or \"file:/run/secrets/token\"";
        let mut secrets = Vec::new();
        for Text { text, place } in self.texts(key, WANTED, problems).unwrap_or_default() {
            match SecretRef::parse(&text) {
                Some(source) => secrets.push(Secret::new(source, place)),
                None => problems.push(Problem::new(
                    &place,
                    format!("`{}{key}` is no place of a secret", self.prefix),
                    format!("keep the secret itself out of the settings, and name {WANTED}"),
                )),
            }
        }
        secrets
    }

    /// A section within; one that is not there is empty.
    pub fn section(&mut self, key: &'static str, problems: &mut Problems) -> Section {
        let prefix = format!("{}{key}.", self.prefix);
        let table = match self.take(key) {
            None => Table::new(),
            Some(Node { content: Content::Table(table), .. }) => table,
            Some(node) => {
                problems.push(self.wrong(
                    key,
                    &node,
                    &format!("a section: `[{}{key}]` on a line of its own", self.prefix),
                ));
                Table::new()
            }
        };
        Section { prefix, table, known: Vec::new() }
    }

    /// The sections of a `[[key]]` list, each with its place.
    pub fn sections(&mut self, key: &'static str, problems: &mut Problems) -> Vec<(Place, Section)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let wanted = format!("a list of sections: each begins with `[[{key}]]` on a line of its own");
        let Content::List(items) = node.content else {
            problems.push(self.wrong(key, &node, &wanted));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items {
            match item.content {
                Content::Table(table) => {
                    let section = Section { prefix: format!("{key}."), table, known: Vec::new() };
                    sections.push((item.place, section));
                }
                _ => problems.push(self.wrong(key, &item, &wanted)),
            }
        }
        sections
    }

    /// All pairs that are left, for sections whose keys are names.
    pub fn pairs(self, wanted: &str, problems: &mut Problems) -> Vec<(String, Place, Text)> {
        let mut pairs = Vec::new();
        for (key, (place, node)) in self.table {
            match node.content {
                Content::Text(text) => pairs.push((key, place, Text { text, place: node.place })),
                _ => problems.push(Problem::new(
                    &node.place,
                    format!("`{}{key}` is {}", self.prefix, node.content.kind()),
                    format!("make it {wanted}"),
                )),
            }
        }
        pairs
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, problems: &mut Problems) {
        for (key, (place, _)) in &self.table {
            let help = match nearest(key, &self.known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here are {}", list(&self.known)),
            };
            problems.push(Problem::new(place, format!("unknown key `{}{key}`", self.prefix), help));
        }
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
