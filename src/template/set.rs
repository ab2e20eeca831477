use std::collections::BTreeMap;

use crate::function::Scope;

use super::analysis::Analysis;
use super::compile::{Compiled, compile};
use super::error::{RenderError, TemplateError};
use super::render::Registry;
use super::speech::Speech;
use super::state::{Data, For};
use super::{markup, scan};

/// An index into [`Templates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(pub u32);

/// All the templates of one program, compiled.
#[derive(Debug, Default)]
pub struct Templates {
    entries: Vec<Entry>,
    /// By the used flow that a text belongs to, where it does, and the text.
    by_source: BTreeMap<(Option<String>, String), TemplateId>,
    registry: Registry,
}

#[derive(Debug)]
struct Entry {
    source: String,
    roots: Vec<Root>,
    body: Body,
}

/// A name at the beginning of a path in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    /// As written.
    pub name: String,
    /// What a variable of this name is called: the same, but for texts of used flows.
    pub global: String,
}

#[derive(Debug)]
enum Body {
    /// Without `{{`: said as it stands.
    Plain(String),
    Template(Box<Compiled>),
}

/// Parses a text and lists what it uses. Unknown helpers are no error here: they are listed with the others.
pub fn analyse(source: &str) -> Result<Analysis, TemplateError> {
    if !source.contains("{{") {
        return scan::size(source).map(|()| Analysis::default());
    }
    compile(source).map(|compiled| compiled.analysis)
}

impl Templates {
    /// Compiles a text; the same text gives the same id. What could not be rendered (unknown helpers, partials) is
    /// an error here.
    pub fn add(&mut self, source: &str) -> Result<TemplateId, TemplateError> {
        self.add_within(None, source, str::to_owned)
    }

    /// The same for a text of a used flow, whose variables are called otherwise than it writes them.
    pub fn add_within(
        &mut self,
        flow: Option<&str>,
        source: &str,
        global: impl Fn(&str) -> String,
    ) -> Result<TemplateId, TemplateError> {
        let key = (flow.map(str::to_owned), source.to_owned());
        if let Some(id) = self.by_source.get(&key) {
            return Ok(*id);
        }
        let (roots, body) = if source.contains("{{") {
            let compiled = compile(source)?;
            compiled.check()?;
            let root = |name: &String| Root { name: name.clone(), global: global(name) };
            (compiled.roots.iter().map(root).collect(), Body::Template(Box::new(compiled)))
        } else {
            scan::size(source)?;
            (Vec::new(), Body::Plain(markup::clean(source).into_owned()))
        };
        let id = TemplateId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(Entry { source: source.to_owned(), roots, body });
        self.by_source.insert(key, id);
        Ok(id)
    }

    /// The text as written.
    pub fn source(&self, id: TemplateId) -> &str {
        self.entry(id).map_or("", |entry| &entry.source)
    }

    /// The root names that rendering reads, so that no more than these need be gathered.
    pub fn roots(&self, id: TemplateId) -> &[Root] {
        self.entry(id).map_or(&[], |entry| &entry.roots)
    }

    /// The root names with the fields read of them; `None` where a root may be read whole.
    pub fn fields(&self, id: TemplateId) -> impl Iterator<Item = (&str, Option<Vec<&str>>)> {
        let analysis = match self.entry(id).map(|entry| &entry.body) {
            Some(Body::Template(compiled)) => Some(&compiled.analysis),
            _ => None,
        };
        // Within a loop a name may be a field of the item, so the analysis leaves it out.
        let loops = analysis.is_some_and(|analysis| analysis.helpers.iter().any(|helper| helper.name == "each"));
        let field = move |root: &str| -> Option<Vec<&str>> {
            let names =
                analysis.filter(|_| !loops)?.names.iter().filter(|used| used.path.first().is_some_and(|n| n == root));
            names.map(|used| used.path.get(1).map(String::as_str)).collect()
        };
        self.roots(id).iter().map(move |root| (root.name.as_str(), field(&root.name)))
    }

    /// Renders for a call.
    pub fn speech(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<Vec<Speech>, RenderError> {
        match self.body(id)? {
            Body::Plain(text) if text.is_empty() => Ok(Vec::new()),
            Body::Plain(text) => Ok(vec![Speech::Text(text.clone())]),
            Body::Template(compiled) => {
                self.registry.render(compiled, For::Call, data, scope).map(|output| markup::split(&output))
            }
        }
    }

    /// Renders for a message.
    pub fn text(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body(id)? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.registry.render(compiled, For::Message, data, scope),
        }
    }

    /// Renders for an expression: values as the function `text` writes them, dates as `2026-11-02`.
    pub fn plain(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body(id)? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.registry.render(compiled, For::Plain, data, scope),
        }
    }

    /// Renders an address: values are percent-encoded, so that none can add a part to it, except one that stands at
    /// the very beginning, which is an address itself.
    pub fn url(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body(id)? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.registry.render(compiled, For::Url, data, scope),
        }
    }

    fn entry(&self, id: TemplateId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    fn body(&self, id: TemplateId) -> Result<&Body, RenderError> {
        self.entry(id).map(|entry| &entry.body).ok_or_else(|| RenderError("no such template".to_owned()))
    }
}
