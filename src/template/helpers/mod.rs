//! The helpers of templates: each gives pieces of speech, and in a message their words.

mod dates;
mod entry;
mod numbers;
mod show;
mod spoken;
mod texts;

use crate::function;

pub use entry::Helper;
pub(super) use entry::View;
pub(super) use show::show;

/// Handlebars' blocks that we have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    If,
    Unless,
    Each,
}

impl Block {
    pub(super) fn parse(name: &str) -> Option<Block> {
        match name {
            "if" => Some(Block::If),
            "unless" => Some(Block::Unless),
            "each" => Some(Block::Each),
            _ => None,
        }
    }
}

const GROUPS: [&[Helper]; 4] = [dates::HELPERS, numbers::HELPERS, spoken::HELPERS, texts::HELPERS];

/// In the order of the reference.
const NAMES: [&str; 18] = [
    "date", "each", "emphasis", "if", "list", "lower", "mask", "money", "number", "ordinal", "pause", "plural",
    "spell", "time", "title", "unless", "upper", "when",
];

/// The helpers with their documentation, blocks not included.
pub fn helpers() -> impl Iterator<Item = &'static Helper> {
    GROUPS.iter().copied().flatten()
}

/// The names of the helpers a template may use, blocks included, functions of the language not.
pub fn helper_names() -> &'static [&'static str] {
    &NAMES
}

pub(super) fn lookup(name: &str) -> Option<&'static Helper> {
    helpers().find(|helper| helper.name == name)
}

/// Whether it is written `{{#name …}}…{{/name}}`; no other helper is.
pub fn is_block_helper(name: &str) -> bool {
    Block::parse(name).is_some()
}

/// The fewest and the most values that a helper, a block or a function of the language takes in a template;
/// `None` for an unknown name.
pub fn helper_arity(name: &str) -> Option<(usize, usize)> {
    if is_block_helper(name) {
        return Some((1, 1));
    }
    lookup(name).map(|helper| helper.arity).or_else(|| function::lookup(name).map(function::Function::arity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_all_and_in_order() {
        let mut names: Vec<&str> = helpers().map(|h| h.name).chain(["each", "if", "unless"]).collect();
        names.sort_unstable();
        assert_eq!(names, NAMES);
        for helper in helpers() {
            assert!(helper.usage.starts_with(helper.name), "{}", helper.name);
            assert!(helper.about.ends_with('.'), "{}", helper.name);
            assert!(helper.arity.0 <= helper.arity.1);
        }
    }

    #[test]
    fn arity_covers_functions_too() {
        assert_eq!(helper_arity("plural"), Some((3, 7)));
        assert_eq!(helper_arity("each"), Some((1, 1)));
        assert_eq!(helper_arity("today"), Some((0, 1)));
        assert_eq!(helper_arity("with"), None);
    }
}
