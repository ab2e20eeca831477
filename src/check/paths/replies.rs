//! F0605 and F0606: what `keywords` say of themselves: an answer for everybody, and no word that nothing takes.

use super::carrier::OPT_OUT;
use super::flow::Flow;
use super::graph::NodeKind;
use super::named::words;
use super::patterns::Pattern;
use super::tongues::TONGUES;
use crate::check::regexes::{self, Use};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Keyword, KeywordArm, KeywordKind, Keywords, StatementKind, Text};
use crate::value::{fold, has_phrase};

/// The provider answers these itself.
const ANSWERED: [&str; 5] = ["help", "info", "start", "unstop", "yes"];

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    let always = match flow.own_always().map(|node| node.kind) {
        Some(NodeKind::Always(arms)) => arms,
        _ => &[],
    };
    for node in &flow.graph.nodes {
        let NodeKind::Keywords(keywords) = node.kind else { continue };
        if keywords.arms.is_empty() || keywords.arms.iter().any(|arm| arm.patterns.is_empty()) {
            continue;
        }
        problems.extend(without_else(keywords));
        let taken: Vec<&Keyword> = keywords.arms.iter().chain(always).flat_map(|arm| &arm.patterns).collect();
        for text in keywords.arms.iter().flat_map(answers) {
            for (at, word) in named_words(&text.value) {
                if !taken.iter().any(|keyword| takes(keyword, word)) && !is_carriers(word) {
                    let span = text.place(at, at + word.len());
                    let headline = format!("the words name `{word}`, which `{}` does not take", keywords.name.text);
                    problems.push(
                        Diagnostic::warning(Code::F0606, headline, span, "no arm takes this word").with_help(format!(
                            "add an arm for it, as in `\"{}\" -> NODE`, or name another",
                            fold(word)
                        )),
                    );
                }
            }
        }
    }
}

fn without_else(keywords: &Keywords) -> Option<Diagnostic> {
    let is_else = |keyword: &Keyword| matches!(keyword.kind, KeywordKind::Else);
    if keywords.arms.iter().flat_map(|arm| &arm.patterns).any(is_else) {
        return None;
    }
    let headline = format!("`{}` has no answer to other messages", keywords.name.text);
    Some(
        Diagnostic::hint(
            Code::F0605,
            headline,
            keywords.name.span,
            "whoever writes anything else hears nothing, for ever",
        )
        .with_help("say what can be written: `else say \"Reply …\"`"),
    )
}

/// What an arm says after which the same `keywords` wait again.
fn answers(arm: &KeywordArm) -> Vec<&Text> {
    let mut texts = Vec::new();
    for statement in &arm.action.body.statements {
        match &statement.kind {
            StatementKind::Say { words, .. } => texts.extend(words.forms.iter().map(|form| &form.text)),
            StatementKind::Tag(_) | StatementKind::Log(_) | StatementKind::Emit { .. } | StatementKind::Set { .. } => {}
            _ => return Vec::new(),
        }
    }
    texts
}

/// The words in capitals that a sentence tells people to reply: "Reply STATUS for an update, AGENT for a person."
fn named_words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let all = words(text);
    let mut in_sentence = false;
    let mut end = 0;
    for (index, (at, word)) in all.iter().enumerate() {
        let gap = text.get(end..*at).unwrap_or("");
        end = at + word.len();
        in_sentence &= !gap.contains(['.', '!', '?', '\n']);
        let lower = word.to_lowercase();
        if TONGUES.iter().any(|tongue| tongue.reply.contains(&lower.as_str())) {
            in_sentence = true;
            continue;
        }
        let capitals = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        let behind = all.get(index + 1);
        // "Reply CALL ME" is more than one word.
        let alone = behind.is_none_or(|(next, other)| {
            other.chars().any(char::is_lowercase) || text.get(end..*next).is_some_and(|gap| gap.trim() != "")
        });
        let before = index.checked_sub(1).and_then(|before| all.get(before));
        let first = before.is_none_or(|(_, other)| other.chars().any(char::is_lowercase)) || gap.trim() != "";
        let named = |(_, other): &(usize, &str)| {
            let other = other.to_lowercase();
            TONGUES.iter().any(|tongue| tongue.lead.contains(&other.as_str()))
        };
        let is_between = |(_, other): &&(usize, &str)| {
            let other = other.to_lowercase();
            TONGUES.iter().any(|tongue| tongue.between.contains(&other.as_str()))
        };
        // "Reply with the word STATUS", but not "Reply in the USA".
        let leads = all.get(..index).and_then(|before| before.iter().rev().find(|word| !is_between(word)));
        let replied = leads.is_some_and(|(_, other)| {
            let other = other.to_lowercase();
            TONGUES.iter().any(|tongue| tongue.reply.contains(&other.as_str()))
        });
        if in_sentence && capitals && alone && first && (replied || behind.is_some_and(named)) {
            found.push((*at, *word));
        }
    }
    found
}

fn takes(keyword: &Keyword, word: &str) -> bool {
    let folded = fold(word);
    match Pattern::of(keyword) {
        Some(Pattern::Whole(whole)) => whole == folded,
        Some(Pattern::Prefix(start)) => folded.starts_with(&start) || start.starts_with(&folded),
        Some(Pattern::Has(part)) => has_phrase(&folded, &part),
        Some(Pattern::Regex(_)) => match &keyword.kind {
            KeywordKind::Regex(pattern) => {
                // It may want more than the word, such as a number.
                pattern.source.to_lowercase().contains(&folded)
                    || regexes::compile(pattern, Use::Keyword).map_or(true, |regex| regex.compiled.is_match(word))
            }
            _ => true,
        },
        _ => false,
    }
}

fn is_carriers(word: &str) -> bool {
    let folded = fold(word);
    OPT_OUT.contains(&folded.as_str()) || ANSWERED.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::named_words;

    fn named(text: &str) -> Vec<&str> {
        named_words(text).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn words_to_be_replied_are_found() {
        assert_eq!(named("Reply STATUS for an update, AGENT for a person."), ["STATUS", "AGENT"]);
        assert_eq!(named("Thanks! Reply HELP."), ["HELP"]);
        assert_eq!(named("Responda AYUDA para ver las opciones."), ["AYUDA"]);
        assert_eq!(named("Antworten Sie mit HILFE."), ["HILFE"]);
    }

    #[test]
    fn other_capitals_are_left_alone() {
        for text in
            ["Reply in the USA only.", "We are ACME. Reply soon", "Reply CALL ME for a call", "OK for now", "I reply"]
        {
            assert!(named(text).is_empty(), "{text}");
        }
    }
}
