//! Which arm an answer takes.

use crate::program::{Arm, Matcher};
use crate::value::{has_phrase, understand};

use super::answer::{Answer, Given, How};
use super::eval::{Captures, captures};

/// The arm that fits, by what, and what a regex captured.
pub(super) struct Chosen<'p> {
    pub arm: &'p Arm,
    pub matcher: &'p Matcher,
    pub captures: Captures,
}

/// The first arm in written order that fits. A tapped payload is tried on all arms before its title is.
pub(super) fn choose<'p>(arms: &'p [Arm], answer: &Answer, language: &str) -> Option<Chosen<'p>> {
    choose_among(arms, answer, language, |_, _| true)
}

/// At a question only whole words said or typed are a choice; keys pressed are an answer.
pub(super) fn choose_at_question<'p>(arms: &'p [Arm], answer: &Answer, language: &str) -> Option<Chosen<'p>> {
    choose_among(arms, answer, language, |matcher, given| {
        given.how != How::Pressed && matches!(matcher, Matcher::Whole(_) | Matcher::Button(_))
    })
}

/// The words of the language in force go before those of the flow's own, whatever arm they stand in.
fn choose_among<'p>(
    arms: &'p [Arm],
    answer: &Answer,
    language: &str,
    counts: impl Fn(&Matcher, &Given) -> bool,
) -> Option<Chosen<'p>> {
    let is_translated = arms.iter().any(|arm| arm.translated.contains_key(language));
    let first_of = |given: &Given, matchers: &dyn Fn(&'p Arm) -> &'p [Matcher]| {
        arms.iter().find_map(|arm| {
            matchers(arm).iter().filter(|matcher| counts(matcher, given)).find_map(|matcher| {
                let captures = fits(matcher, given, answer, language)?;
                Some(Chosen { arm, matcher, captures })
            })
        })
    };
    answer.words.iter().find_map(|given| {
        let own = is_translated.then(|| first_of(given, &|arm| arm.in_language(language))).flatten();
        own.or_else(|| first_of(given, &|arm| &arm.matchers))
    })
}

fn fits(matcher: &Matcher, given: &Given, answer: &Answer, language: &str) -> Option<Captures> {
    let folded = given.folded.as_str();
    let fits = match matcher {
        Matcher::Key(key) => {
            given.raw == *key || folded == key || (given.how == How::Spoken && speaks(given, key, language))
        }
        Matcher::Whole(text) => !folded.is_empty() && folded == text,
        Matcher::Prefix(text) => !text.is_empty() && folded.starts_with(text.as_str()),
        Matcher::Has(text) => has_phrase(folded, text),
        Matcher::Regex(regex) => return captures(regex, &given.raw),
        Matcher::Media => given.how != How::Tapped && !answer.media.is_empty(),
        Matcher::Location => given.how != How::Tapped && answer.location.is_some(),
        Matcher::Button(payload) => given.how == How::Tapped && (given.raw == *payload || folded == payload),
    };
    fits.then(Captures::new)
}

/// "two" and "2" press the key 2, and "dos" does in Spanish.
fn speaks(given: &Given, key: &str, language: &str) -> bool {
    understand::digits(&given.raw, language).is_some_and(|digits| digits == key)
}
