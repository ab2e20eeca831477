//! Texts with `{{…}}` in them, rendered with Handlebars for a call or for a message.
//!
//! Helpers give speech markup as private characters that no value can carry (XML forbids them, and values are
//! stripped of them), so a caller's input can never add markup.

mod speech;

use std::collections::BTreeMap;

pub use speech::{Speech, plain};

use crate::function::Scope;
use crate::value::Value;

/// An index into [`Templates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(pub u32);

/// All the templates of one program, compiled.
#[derive(Debug, Default)]
pub struct Templates {}

/// Why a text is no template, and where: a byte offset into its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    pub message: String,
    pub offset: usize,
}

/// What a template uses, for the checker. Offsets are bytes of the template's source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// Paths read from outside, such as `order.status`: never block parameters, `this`, or names inside `each`,
    /// which may mean a field of the item.
    pub names: Vec<NameUse>,
    pub helpers: Vec<HelperUse>,
    /// Where `{{{…}}}` or `{{&…}}` stands.
    pub raw: Vec<usize>,
    /// Where `{{> …}}` stands.
    pub partials: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    pub path: Vec<String>,
    pub offset: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperUse {
    pub name: String,
    pub arguments: usize,
    /// Written as `{{#name}}`.
    pub block: bool,
    pub offset: usize,
}

/// Why a compiled template gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError(pub String);

/// What a template may read: root names to values.
pub type Data = BTreeMap<String, Value>;

/// Parses a text and lists what it uses.
pub fn analyse(_source: &str) -> Result<Analysis, TemplateError> {
    unimplemented!()
}

/// The helpers a template may use, functions of the language not included.
pub fn helper_names() -> &'static [&'static str] {
    &[]
}

impl Templates {
    /// Compiles a text; the same text gives the same id.
    pub fn add(&mut self, _source: &str) -> Result<TemplateId, TemplateError> {
        unimplemented!()
    }

    /// The text as written.
    pub fn source(&self, _id: TemplateId) -> &str {
        unimplemented!()
    }

    /// The root names that rendering reads, so that no more than these need be gathered.
    pub fn roots(&self, _id: TemplateId) -> &[String] {
        unimplemented!()
    }

    /// Renders for a call.
    pub fn speech(&self, _id: TemplateId, _data: &Data, _scope: &mut dyn Scope) -> Result<Vec<Speech>, RenderError> {
        unimplemented!()
    }

    /// Renders for a message.
    pub fn text(&self, _id: TemplateId, _data: &Data, _scope: &mut dyn Scope) -> Result<String, RenderError> {
        unimplemented!()
    }
}
