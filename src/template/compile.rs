//! From a text to a Handlebars template that reads its names through our own resolver, so that nothing it meets in
//! the data can make it fail and no name of a value can pass for a helper.

use std::collections::BTreeSet;

use handlebars::Template;
use handlebars::template::TemplateElement;

use crate::function::{self, Function};

use super::analysis::Analysis;
use super::error::TemplateError;
use super::helpers::{self, Block, Helper};
use super::scan::{Scan, scan};
use super::walk::walk;

#[derive(Debug)]
pub(super) struct Compiled {
    pub template: Template,
    pub analysis: Analysis,
    pub roots: Vec<String>,
    pub uses: Vec<Use>,
    /// Whether it draws by chance.
    pub chance: bool,
    /// Whether it begins with a value.
    pub leads_with_value: bool,
}

/// A helper that the template names, found.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub name: String,
    pub block: Option<Block>,
    pub helper: Option<&'static Helper>,
    pub function: Option<&'static Function>,
}

pub(super) fn compile(source: &str) -> Result<Compiled, TemplateError> {
    let scan = scan(source)?;
    let mut template = Template::compile(source).map_err(|error| parse_error(source, &scan, &error))?;
    let leads_with_value =
        matches!(template.elements.first(), Some(TemplateElement::Expression(_) | TemplateElement::HtmlExpression(_)));
    let (found, roots) = walk(&mut template, &scan)?;
    let names: BTreeSet<&str> = found.helpers.iter().map(|h| h.name.as_str()).collect();
    let uses: Vec<Use> = names.into_iter().map(Use::of).collect();
    let chance = uses.iter().any(|u| matches!(u.name.as_str(), "random" | "one_of"));
    Ok(Compiled { template, analysis: found, roots, uses, chance, leads_with_value })
}

impl Use {
    fn of(name: &str) -> Use {
        Use {
            name: name.to_owned(),
            block: Block::parse(name),
            helper: helpers::lookup(name),
            function: function::lookup(name),
        }
    }

    fn is_known(&self) -> bool {
        self.block.is_some() || self.helper.is_some() || self.function.is_some()
    }
}

impl Compiled {
    /// Refuses what the checker reports, for whoever compiles without it.
    pub fn check(&self) -> Result<(), TemplateError> {
        let wrong = |offset: usize, message: String| Err(TemplateError { message, offset, limit: false });
        if let Some(offset) = self.analysis.partials.first() {
            return wrong(*offset, "a template cannot include another".to_owned());
        }
        for used in &self.analysis.helpers {
            let name = &used.name;
            let Some(known) = self.uses.iter().find(|u| u.name == *name && u.is_known()) else {
                return wrong(used.offset, format!("there is no helper `{name}`"));
            };
            if used.block && known.block.is_none() {
                return wrong(used.offset, format!("`{name}` is no block: write `{{{{{name} …}}}}`"));
            }
            if !used.block && known.block.is_some() {
                return wrong(used.offset, format!("`{name}` is a block: write `{{{{#{name} …}}}}…{{{{/{name}}}}}`"));
            }
        }
        Ok(())
    }
}

fn parse_error(source: &str, scan: &Scan<'_>, error: &handlebars::TemplateError) -> TemplateError {
    use handlebars::TemplateErrorReason as Reason;
    let at = error.pos().map_or(0, |(line, column)| offset_of(source, line, column));
    let offset = scan.tags.iter().rev().find(|tag| **tag <= at).or(scan.tags.first()).copied().unwrap_or(at);
    let (message, limit) = match error.reason() {
        Reason::InvalidSyntax(why) if why.contains("limit") => ("this text has too many parts".to_owned(), true),
        Reason::InvalidParam(what) => (format!("`{what}` is not a value that a template understands"), false),
        Reason::MismatchingClosedHelper(open, close) => {
            (format!("`{{{{/{close}}}}}` stands where `{{{{#{open}}}}}` must be closed"), false)
        }
        _ => ("this `{{…}}` is not written as a name, a helper with its values, or a block".to_owned(), false),
    };
    TemplateError { message, offset, limit }
}

/// The byte at a line and a column, both from 1, columns in characters.
fn offset_of(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}
