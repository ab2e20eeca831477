//! Goes through a parsed template: lists what it uses, and turns each path into a call of our own resolver.

use std::collections::BTreeSet;

use handlebars::Template;
use handlebars::template::{BlockParam, HelperTemplate, Parameter, Subexpression, TemplateElement};
use serde_json::Value as Json;

use crate::value::{Value, parse_duration};

use super::analysis::{Analysis, HelperUse, NameUse};
use super::carry::pack;
use super::error::TemplateError;
use super::markup::clean;
use super::path::{Path, Start};
use super::scan::Scan;

/// Names of our own helpers: no template can write these.
pub(super) const GET: &str = "=get";
pub(super) const SHOW: &str = "=show";

/// Functions that may stand as a bare word, `{{today}}`; any other bare word is a name.
const BARE: [&str; 2] = ["now", "today"];

/// What a template uses, and the root names that it reads.
pub(super) fn walk(template: &mut Template, scan: &Scan<'_>) -> Result<(Analysis, Vec<String>), TemplateError> {
    let mut walk =
        Walk { scan, next: 0, loops: 0, locals: Vec::new(), roots: BTreeSet::new(), found: Analysis::default() };
    walk.template(template)?;
    let Walk { roots, mut found, .. } = walk;
    found.raw.clone_from(&scan.raw);
    found.partials.clone_from(&scan.partials);
    Ok((found, roots.into_iter().collect()))
}

/// Goes through a template in the order of its source.
struct Walk<'s> {
    scan: &'s Scan<'s>,
    /// The next word of the scan.
    next: usize,
    /// How many `each` we are in.
    loops: usize,
    /// Block parameters in sight.
    locals: Vec<String>,
    roots: BTreeSet<String>,
    found: Analysis,
}

impl Walk<'_> {
    /// Where this word stands next, or where the last one stood.
    fn place(&mut self, text: &str) -> usize {
        let rest = self.scan.words.get(self.next..).unwrap_or_default();
        match rest.iter().position(|word| word.text == text) {
            Some(ahead) => {
                self.next += ahead + 1;
                rest.get(ahead).map_or(0, |word| word.offset)
            }
            None => self.last_place(),
        }
    }

    fn last_place(&self) -> usize {
        let last = self.next.checked_sub(1).and_then(|at| self.scan.words.get(at));
        last.map(|word| word.offset).or(self.scan.tags.first().copied()).unwrap_or_default()
    }

    fn template(&mut self, template: &mut Template) -> Result<(), TemplateError> {
        for element in &mut template.elements {
            match element {
                TemplateElement::RawString(text) => clean_in_place(text),
                TemplateElement::Expression(tag) => self.expression(tag)?,
                TemplateElement::HelperBlock(tag) => self.block(tag)?,
                TemplateElement::HtmlExpression(tag) => {
                    self.expression(tag)?;
                    let tag = tag.clone();
                    *element = TemplateElement::Expression(tag);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn expression(&mut self, tag: &mut HelperTemplate) -> Result<(), TemplateError> {
        if !tag.params.is_empty() || !tag.hash.is_empty() {
            return self.call(tag, false);
        }
        if tag.name.as_name().is_some_and(|name| BARE.contains(&name)) {
            return self.call(tag, false);
        }
        let mut shown = std::mem::replace(&mut tag.name, Parameter::Name(SHOW.to_owned()));
        self.parameter(&mut shown)?;
        tag.params.push(shown);
        Ok(())
    }

    /// A helper with its values.
    fn call(&mut self, tag: &mut HelperTemplate, block: bool) -> Result<(), TemplateError> {
        let name = tag.name.as_name().unwrap_or_default().to_owned();
        let offset = self.place(&name);
        if !tag.hash.is_empty() {
            let message = format!("`{name}` takes no values by name: write them one after the other");
            return Err(TemplateError { message, offset, limit: false });
        }
        self.found.helpers.push(HelperUse { name: name.clone(), arguments: tag.params.len(), block, offset });
        tag.name = Parameter::Name(name);
        tag.params.iter_mut().try_for_each(|parameter| self.parameter(parameter))
    }

    fn block(&mut self, tag: &mut HelperTemplate) -> Result<(), TemplateError> {
        self.call(tag, true)?;
        let is_loop = tag.name.as_name() == Some("each");
        let outer = self.locals.len();
        if is_loop {
            self.loops += 1;
            self.locals.extend(block_names(tag.block_param.as_ref()));
        }
        if let Some(inner) = &mut tag.template {
            self.template(inner)?;
        }
        if is_loop {
            self.loops -= 1;
            self.locals.truncate(outer);
        }
        tag.inverse.as_mut().map_or(Ok(()), |inverse| self.template(inverse))
    }

    fn parameter(&mut self, parameter: &mut Parameter) -> Result<(), TemplateError> {
        match parameter {
            Parameter::Literal(json) => clean_json(json),
            Parameter::Subexpression(inner) => {
                if let TemplateElement::Expression(tag) = inner.element.as_mut() {
                    self.call(tag, false)?;
                }
            }
            Parameter::Path(_) => {
                let raw = parameter.as_name().unwrap_or_default().to_owned();
                *parameter = self.path(&raw)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn path(&mut self, raw: &str) -> Result<Parameter, TemplateError> {
        let offset = self.place(raw);
        let call = |name: &str, params| {
            Parameter::Subexpression(Subexpression::new(Parameter::Name(name.to_owned()), params, Default::default()))
        };
        if raw.starts_with(|c: char| c.is_ascii_digit()) {
            return match parse_duration(raw) {
                Some(ms) => Ok(Parameter::Literal(pack(&Value::Duration(ms)))),
                None => {
                    let message = format!("`{raw}` is neither a name nor a length of time such as `1s`");
                    Err(TemplateError { message, offset, limit: false })
                }
            };
        }
        if BARE.contains(&raw) {
            self.found.helpers.push(HelperUse { name: raw.to_owned(), arguments: 0, block: false, offset });
            return Ok(call(raw, Vec::new()));
        }
        let path = Path::parse(raw);
        self.note(&path, offset);
        Ok(call(GET, vec![Parameter::Literal(path.to_json())]))
    }

    fn note(&mut self, path: &Path, offset: usize) {
        let Some(first) = path.segments.first() else { return };
        let outside = match path.start {
            Start::Root => true,
            Start::Local => return,
            Start::Item => self.loops == 0,
            Start::Name if self.locals.contains(first) => return,
            Start::Name => self.loops == 0,
        };
        if outside {
            self.found.names.push(NameUse { path: path.segments.clone(), offset });
        }
        if outside || path.start == Start::Name {
            self.roots.insert(first.clone());
        }
    }
}

fn block_names(parameter: Option<&BlockParam>) -> Vec<String> {
    let name = |parameter: &Parameter| parameter.as_name().unwrap_or_default().to_owned();
    match parameter {
        Some(BlockParam::Single(one)) => vec![name(one)],
        Some(BlockParam::Pair((item, key))) => vec![name(item), name(key)],
        _ => Vec::new(),
    }
}

fn clean_in_place(text: &mut String) {
    if let std::borrow::Cow::Owned(cleaned) = clean(text) {
        *text = cleaned;
    }
}

fn clean_json(json: &mut Json) {
    match json {
        Json::String(text) => clean_in_place(text),
        Json::Array(items) => items.iter_mut().for_each(clean_json),
        Json::Object(fields) => fields.values_mut().for_each(clean_json),
        _ => {}
    }
}
