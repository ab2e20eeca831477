//! How long a text with `{{…}}` in it can come out.

use super::lengths::Lengths;
use crate::value::{Segments, segments};

/// A text at its shortest, and at its longest where every value in it has a known limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub least: String,
    pub most: Option<String>,
}

impl Measure {
    pub fn of(text: &str, lengths: &Lengths<'_>, options: Option<&str>) -> Self {
        let mut measure = Measure { least: String::new(), most: Some(String::new()) };
        let mut depth = 0_usize;
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => measure.add(words, words, depth),
                Piece::Tag(tag) if tag.starts_with('#') => {
                    depth += 1;
                    // A list may have any number of items.
                    if tag.starts_with("#each") {
                        measure.most = None;
                    }
                }
                Piece::Tag(tag) if tag.starts_with('/') => depth = depth.saturating_sub(1),
                Piece::Tag(tag) if tag == "else" || tag.starts_with("else ") || tag.starts_with('!') => {}
                Piece::Tag("options") => match options {
                    Some(options) => measure.add(options, options, depth),
                    None => measure.most = None,
                },
                Piece::Tag(tag) => match lengths.of(tag) {
                    Some(most) => measure.add("", &"a".repeat(most), depth),
                    None => measure.most = None,
                },
            }
        }
        measure
    }

    fn add(&mut self, least: &str, most: &str, depth: usize) {
        if depth == 0 {
            self.least.push_str(least);
        }
        if let Some(all) = &mut self.most {
            all.push_str(most);
        }
    }

    /// The same with words behind it.
    pub fn with(mut self, more: &str) -> Self {
        self.add(more, more, 0);
        self
    }

    /// The parts at least and at most.
    pub fn segments(&self) -> (Segments, Option<Segments>) {
        (segments(self.least.trim()), self.most.as_ref().map(|most| segments(most.trim())))
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'s> {
    Words(&'s str),
    /// What stands in the braces, without them.
    Tag(&'s str),
}

/// A text's words and tags. `\{{` is two braces to be read.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, after) = rest.split_at(at);
        let after = after.get(2..).unwrap_or("");
        if let Some(before) = before.strip_suffix('\\').filter(|before| !before.ends_with('\\')) {
            found.push(Piece::Words(before));
            found.push(Piece::Words("{{"));
            rest = after;
            continue;
        }
        found.push(Piece::Words(before));
        let (tag, behind) = after.split_once("}}").unwrap_or((after, ""));
        found.push(Piece::Tag(tag.trim_matches('~').trim()));
        rest = behind;
    }
    found.push(Piece::Words(rest));
    found.retain(|piece| *piece != Piece::Words(""));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_words_and_tags() {
        let found = pieces("Hi {{name}}, \\{{not}} {{~spell id~}}!");
        let expected = [
            Piece::Words("Hi "),
            Piece::Tag("name"),
            Piece::Words(", "),
            Piece::Words("{{"),
            Piece::Words("not}} "),
            Piece::Tag("spell id"),
            Piece::Words("!"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_may_be_left_out_counts_for_the_longest_only() {
        let lengths = Lengths::default();
        let measure = Measure::of("A{{#if x}}BC{{else}}D{{/if}}E", &lengths, None);
        assert_eq!(measure, Measure { least: "AE".into(), most: Some("ABCDE".into()) });
        assert_eq!(Measure::of("A{{x}}", &lengths, None).most, None);
    }
}
