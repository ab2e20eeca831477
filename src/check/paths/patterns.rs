//! What a keyword pattern takes, and whether one takes all that another would.

use std::collections::BTreeMap;

use crate::source::Span;
use crate::syntax::tree::{Keyword, KeywordKind, Text};
use crate::value::{fold, has_phrase};

/// A pattern with its words as they are matched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    Whole(String),
    Prefix(String),
    Has(String),
    Regex(String),
    Media,
    Location,
    Button(String),
    Else,
}

impl Pattern {
    /// `None` where nothing is left to compare.
    pub fn of(keyword: &Keyword) -> Option<Pattern> {
        Some(match &keyword.kind {
            KeywordKind::Whole(text) => Pattern::Whole(plain(text)?),
            KeywordKind::Prefix(text) => Pattern::Prefix(plain(text)?),
            KeywordKind::Has(text) => Pattern::Has(plain(text)?),
            KeywordKind::Key(key) => Pattern::Whole(key.text.clone()),
            KeywordKind::Regex(pattern) => Pattern::Regex(pattern.source.clone()),
            KeywordKind::Media => Pattern::Media,
            KeywordKind::Location => Pattern::Location,
            KeywordKind::Button(text) => Pattern::Button(text.value.clone()),
            KeywordKind::Else => Pattern::Else,
        })
    }

    /// Does this take every message that the other would? Only where that is sure.
    fn covers(&self, other: &Pattern) -> bool {
        match (self, other) {
            (Pattern::Prefix(short), Pattern::Whole(long) | Pattern::Prefix(long)) => long.starts_with(short.as_str()),
            (Pattern::Has(part), Pattern::Whole(all) | Pattern::Has(all)) => has_phrase(all, part),
            // A longer message could go on with a letter.
            (Pattern::Has(part), Pattern::Prefix(all)) => has_phrase(&format!("{all}x"), part),
            (Pattern::Else, _) => true,
            _ => self == other,
        }
    }
}

/// A text as it is matched; `None` for a template and for one with nothing to match.
pub fn plain(text: &Text) -> Option<String> {
    if text.value.contains("{{") {
        return None;
    }
    Some(fold(&text.value)).filter(|folded| !folded.is_empty())
}

/// Patterns in written order, with what is to be known of each.
#[derive(Debug)]
pub struct Taken<T> {
    exact: BTreeMap<Pattern, T>,
    /// Those that take more than their own words.
    broad: Vec<(Pattern, T)>,
}

impl<T: Copy> Taken<T> {
    pub fn new() -> Self {
        Self { exact: BTreeMap::new(), broad: Vec::new() }
    }

    pub fn add(&mut self, pattern: Pattern, value: T) {
        if matches!(pattern, Pattern::Prefix(_) | Pattern::Has(_) | Pattern::Else) {
            self.broad.push((pattern.clone(), value));
        }
        self.exact.entry(pattern).or_insert(value);
    }

    /// What is known of the first pattern that takes all that this one would.
    pub fn by(&self, pattern: &Pattern) -> Option<T> {
        let broad = || self.broad.iter().find(|(earlier, _)| earlier.covers(pattern)).map(|(_, value)| *value);
        self.exact.get(pattern).copied().or_else(broad)
    }
}

/// A pattern as it is written.
pub fn spelled(keyword: &Keyword) -> String {
    match &keyword.kind {
        KeywordKind::Whole(text) => format!("\"{}\"", text.value),
        KeywordKind::Prefix(text) => format!("\"{}\"*", text.value),
        KeywordKind::Has(text) => format!("has \"{}\"", text.value),
        KeywordKind::Regex(pattern) => format!("/{}/", pattern.source),
        KeywordKind::Media => "media".into(),
        KeywordKind::Location => "location".into(),
        KeywordKind::Button(text) => format!("button \"{}\"", text.value),
        KeywordKind::Key(key) => key.text.clone(),
        KeywordKind::Else => "else".into(),
    }
}

/// Where a pattern stands, and in which arm.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    pub span: Span,
    pub arm: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(s: &str) -> Pattern {
        Pattern::Whole(s.into())
    }

    #[test]
    fn a_beginning_takes_all_that_begins_with_it() {
        let order = Pattern::Prefix("order".into());
        assert!(order.covers(&whole("order status")));
        assert!(order.covers(&whole("order")));
        assert!(order.covers(&Pattern::Prefix("orders".into())));
        assert!(!order.covers(&whole("an order")));
        assert!(!whole("order").covers(&order));
    }

    #[test]
    fn a_phrase_takes_what_contains_it_as_words() {
        let person = Pattern::Has("a person".into());
        assert!(person.covers(&whole("speak to a person please")));
        assert!(person.covers(&Pattern::Has("to a person".into())));
        assert!(!person.covers(&whole("a personal matter")));
        assert!(!person.covers(&Pattern::Prefix("to a person".into())), "`to a personal` begins with it too");
        assert!(person.covers(&Pattern::Prefix("a person is".into())));
    }

    #[test]
    fn the_first_that_takes_it_is_named() {
        let mut taken = Taken::new();
        taken.add(whole("order"), 1);
        taken.add(Pattern::Prefix("order".into()), 2);
        taken.add(Pattern::Media, 3);
        assert_eq!(taken.by(&whole("order")), Some(1));
        assert_eq!(taken.by(&whole("order status")), Some(2));
        assert_eq!(taken.by(&Pattern::Location), None);
        taken.add(Pattern::Else, 4);
        assert_eq!(taken.by(&Pattern::Location), Some(4));
    }
}
