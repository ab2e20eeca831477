//! Texts with `{{…}}` in them, rendered with Handlebars for a call or for a message.
//!
//! Helpers give speech markup as private characters that no value can carry (XML forbids them, and values are
//! stripped of them), so a caller's input can never add markup.
//!
//! The way of a text: [`scan`] bounds its nesting and finds its tags, Handlebars parses it, [`walk`] lists what it
//! uses and turns each path into a call of our own resolver ([`state`]), [`render`] runs it with the helpers it names,
//! and [`markup`] splits the output into pieces of speech.

mod analysis;
mod carry;
mod compile;
mod error;
mod helpers;
mod limits;
mod markup;
mod path;
mod phrases;
mod plural;
mod render;
mod scan;
mod set;
mod speech;
mod state;
#[cfg(test)]
mod tests;
mod walk;

pub use analysis::{Analysis, HelperUse, NameUse};
pub use error::{RenderError, TemplateError};
pub use helpers::{Helper, helper_arity, helper_names, helpers, is_block_helper};
pub use limits::{MAX_EACH, MAX_NESTING, MAX_OUTPUT, MAX_SOURCE, MAX_WORK};
pub use phrases::{PHRASES, Phrases, has_phrases, phrases};
pub use plural::plural_forms;
pub use set::{Root, TemplateId, Templates, analyse};
pub use speech::{Speech, plain};
pub use state::Data;
