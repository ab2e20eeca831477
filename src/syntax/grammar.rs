//! The bridge to pest: the derived parser, its budget, and small readers of its pairs.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/flow.pest"]
struct FlowParser;

pub(super) type Pair<'a> = pest::iterators::Pair<'a, Rule>;
pub(super) type Pairs<'a> = pest::iterators::Pairs<'a, Rule>;
pub(super) type Error = pest::error::Error<Rule>;

/// Steps one parse may take. pest keeps one value for the whole process, and the template engine parses with pest too.
/// A megabyte of ordinary flow takes under 10 million, the densest valid one some 90 million (two seconds). The grammar
/// is linear, so this is a second line of defence.
const CALL_LIMIT: usize = 100_000_000;

/// Sets pest's budget, once a process. Every parse calls it; so should whoever compiles a template first.
pub fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| pest::set_call_limit(NonZeroUsize::new(CALL_LIMIT)));
}

/// Reads a whole file, or a stretch of whole items.
pub(super) fn read(text: &str) -> Result<Pairs<'_>, Box<Error>> {
    prepare();
    FlowParser::parse(Rule::file, text).map_err(Box::new)
}

/// The first child of this rule.
pub(super) fn one<'a>(pair: &Pair<'a>, rule: Rule) -> Option<Pair<'a>> {
    pair.clone().into_inner().find(|kid| kid.as_rule() == rule)
}

/// The children of this rule.
pub(super) fn all<'a>(pair: &Pair<'a>, rule: Rule) -> impl Iterator<Item = Pair<'a>> {
    pair.clone().into_inner().filter(move |kid| kid.as_rule() == rule)
}

pub(super) fn has(pair: &Pair<'_>, rule: Rule) -> bool {
    one(pair, rule).is_some()
}

/// The first child that is no comment.
pub(super) fn first<'a>(pair: &Pair<'a>) -> Option<Pair<'a>> {
    pair.clone().into_inner().find(|kid| kid.as_rule() != Rule::COMMENT)
}

/// Where pest could not go on.
pub(super) fn offset(error: &Error) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// What could have stood there.
pub(super) fn expected(error: &Error) -> &[Rule] {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    }
}

/// Whether a new part, statement, arm or setting could have begun there.
pub(super) fn expects_unit(error: &Error) -> bool {
    expected(error).iter().any(|rule| {
        matches!(
            rule,
            Rule::item
                | Rule::statement
                | Rule::setting
                | Rule::menu_part
                | Rule::keyword_arm
                | Rule::match_arm
                | Rule::split_arm
                | Rule::wait_arm
                | Rule::hours_line
                | Rule::test_step
                | Rule::EOI
                | Rule::close
        )
    })
}

/// Whether the budget or the stack ended the parse.
pub(super) fn is_exhausted(error: &Error) -> bool {
    matches!(error.variant, ErrorVariant::CustomError { .. })
}

pub(super) fn too_much_work(span: Span) -> Diagnostic {
    let problem = Diagnostic::error(Code::F0001, "the file takes too much work to read", span, "reading stopped here");
    problem.with_help("split the flow into several files and join them with `use`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::words::is_reserved;

    #[test]
    fn the_grammar_and_the_word_list_reserve_the_same_words() {
        let grammar = include_str!("../../grammar/flow.pest");
        let words = grammar.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).filter(|word| !word.is_empty());
        for word in words {
            let taken = read(&format!("step a {{ -> {word} }}")).is_err();
            assert_eq!(taken, is_reserved(word), "{word}");
        }
    }
}
