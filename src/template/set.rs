use std::collections::BTreeMap;

use crate::function::Scope;

use super::analysis::Analysis;
use super::compile::{Compiled, compile};
use super::error::{RenderError, TemplateError};
use super::phrases::{Phrases, phrases};
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
    /// The phrases of languages in which the program puts some otherwise than we do.
    phrases: BTreeMap<String, Phrases>,
}

#[derive(Debug)]
struct Entry {
    source: String,
    roots: Vec<Root>,
    body: Body,
    /// By language.
    translations: BTreeMap<String, Body>,
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
        let (roots, body) = built(source, &global)?;
        let id = TemplateId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(Entry { source: source.to_owned(), roots, body, translations: BTreeMap::new() });
        self.by_source.insert(key, id);
        Ok(id)
    }

    /// Adds what a text is in a language.
    pub fn translate(
        &mut self,
        id: TemplateId,
        tag: &str,
        source: &str,
        global: impl Fn(&str) -> String,
    ) -> Result<(), TemplateError> {
        let (roots, body) = built(source, &global)?;
        if let Some(entry) = self.entries.get_mut(id.0 as usize) {
            let new: Vec<Root> = roots.into_iter().filter(|root| !entry.roots.contains(root)).collect();
            entry.roots.extend(new);
            entry.translations.insert(tag.to_owned(), body);
        }
        Ok(())
    }

    /// Puts phrases of a language otherwise.
    pub fn reword(&mut self, tag: &str, own: BTreeMap<String, String>) {
        self.phrases.insert(tag.to_owned(), phrases(tag).with(own));
    }

    /// The phrases of a language as this program puts them.
    pub fn phrases(&self, tag: &str) -> Phrases {
        self.phrases.get(tag).cloned().unwrap_or_else(|| phrases(tag))
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
        let bodies = self.entry(id).into_iter().flat_map(|entry| entry.translations.values().chain([&entry.body]));
        let all: Vec<&Analysis> = bodies
            .filter_map(|body| match body {
                Body::Template(compiled) => Some(&compiled.analysis),
                Body::Plain(_) => None,
            })
            .collect();
        // Within a loop a name may be a field of the item, so the analysis leaves it out.
        let loops = all.iter().any(|analysis| analysis.helpers.iter().any(|helper| helper.name == "each"));
        let field = move |root: &str| -> Option<Vec<&str>> {
            let names = all.iter().flat_map(|analysis| &analysis.names);
            let of_root = names.filter(|used| used.path.first().is_some_and(|n| n == root));
            if loops { None } else { of_root.map(|used| used.path.get(1).map(String::as_str)).collect() }
        };
        self.roots(id).iter().map(move |root| (root.name.as_str(), field(&root.name)))
    }

    /// Renders for a call.
    pub fn speech(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<Vec<Speech>, RenderError> {
        match self.body_in(id, scope.language())? {
            Body::Plain(text) if text.is_empty() => Ok(Vec::new()),
            Body::Plain(text) => Ok(vec![Speech::Text(text.clone())]),
            Body::Template(compiled) => {
                self.render(compiled, For::Call, data, scope).map(|output| markup::split(&output))
            }
        }
    }

    /// Renders for a message.
    pub fn text(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body_in(id, scope.language())? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.render(compiled, For::Message, data, scope),
        }
    }

    /// Renders for an expression: values as the function `text` writes them, dates as `2026-11-02`.
    pub fn plain(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body(id)? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.render(compiled, For::Plain, data, scope),
        }
    }

    /// Renders an address: values are percent-encoded, so that none can add a part to it, except one that stands at
    /// the very beginning, which is an address itself.
    pub fn url(&self, id: TemplateId, data: &Data, scope: &mut dyn Scope) -> Result<String, RenderError> {
        match self.body_in(id, scope.language())? {
            Body::Plain(text) => Ok(text.clone()),
            Body::Template(compiled) => self.render(compiled, For::Url, data, scope),
        }
    }

    fn entry(&self, id: TemplateId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    fn render(
        &self,
        compiled: &Compiled,
        goal: For,
        data: &Data,
        scope: &mut dyn Scope,
    ) -> Result<String, RenderError> {
        self.registry.render(compiled, goal, self.phrases(scope.language()), data, scope)
    }

    fn body_in(&self, id: TemplateId, language: &str) -> Result<&Body, RenderError> {
        match self.entry(id).and_then(|entry| entry.translations.get(language)) {
            Some(body) => Ok(body),
            None => self.body(id),
        }
    }

    fn body(&self, id: TemplateId) -> Result<&Body, RenderError> {
        self.entry(id).map(|entry| &entry.body).ok_or_else(|| RenderError("no such template".to_owned()))
    }
}

fn built(source: &str, global: &impl Fn(&str) -> String) -> Result<(Vec<Root>, Body), TemplateError> {
    if !source.contains("{{") {
        scan::size(source)?;
        return Ok((Vec::new(), Body::Plain(markup::clean(source).into_owned())));
    }
    let compiled = compile(source)?;
    compiled.check()?;
    let root = |name: &String| Root { name: name.clone(), global: global(name) };
    Ok((compiled.roots.iter().map(root).collect(), Body::Template(Box::new(compiled))))
}
