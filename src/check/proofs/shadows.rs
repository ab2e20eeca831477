//! F1104 and F1105: patterns that earlier ones always take, and regexes that fit anything. What equality of words
//! tells is told by `paths::keywords`.

use super::automata::Automata;
use super::chart::{Chart, When};
use crate::check::paths::graph::{Graph, NodeKind};
use crate::check::paths::patterns::{plain, spelled};
use crate::check::regexes::{self, Use};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, KeywordArm, KeywordKind, MatchArm, MatchPattern, Pattern, Text};

/// So many questions are asked of automata in one file; each takes a few milliseconds at most.
const MAX_QUESTIONS: usize = 40;
/// Of the arms before, so many count.
const MAX_EARLIER: usize = 64;
/// A text that no author thinks of.
const ODD: &str = "\u{1}~\u{1}";

pub(super) fn check(chart: &Chart<'_>, graph: &Graph<'_>, problems: &mut Vec<Diagnostic>) {
    let mut left = MAX_QUESTIONS;
    for node in &graph.nodes {
        match node.kind {
            NodeKind::Keywords(keywords) => check_arms(&keyword_entries(&keywords.arms), &mut left, problems),
            NodeKind::Always(arms) => check_arms(&keyword_entries(arms), &mut left, problems),
            _ => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for way in chart.points.iter().flat_map(|point| &point.ways) {
        if let When::NoneFits { subject, arms } = way.when
            && seen.insert(subject.span)
        {
            check_arms(&match_entries(arms), &mut left, problems);
        }
    }
}

/// A pattern of an arm as languages of whole texts.
struct Entry {
    arm: usize,
    span: Span,
    spelled: String,
    is_regex: bool,
    fits_anything: bool,
    /// Texts that it surely takes.
    takes: String,
    /// Texts that it may take.
    may_take: String,
}

fn check_arms(entries: &[Entry], left: &mut usize, problems: &mut Vec<Diagnostic>) {
    for entry in entries.iter().filter(|entry| entry.fits_anything) {
        let headline = format!("`{}` fits every text", entry.spelled);
        problems.push(
            Diagnostic::warning(
                Code::F1105,
                headline,
                entry.span,
                "it fits nothing at all too, so it is never passed by",
            )
            .with_help("ask for one sign at least, with `+` in the place of `*`, or write `else`"),
        );
    }
    let automata = Automata::default();
    for (index, entry) in entries.iter().enumerate() {
        let earlier: Vec<&Entry> =
            entries.iter().take(index).filter(|e| e.arm < entry.arm && !e.fits_anything).take(MAX_EARLIER).collect();
        let told = earlier.iter().any(|e| e.spelled == entry.spelled);
        if told || earlier.is_empty() || !(entry.is_regex || earlier.iter().any(|e| e.is_regex)) || *left == 0 {
            continue;
        }
        *left -= 1;
        let takes: Vec<String> = earlier.iter().map(|e| e.takes.clone()).collect();
        let alone = || earlier.iter().find(|e| automata.covers_ascii(&e.takes, &entry.may_take));
        match automata.covers(&takes, &entry.may_take) {
            Some(true) => problems.push(report(entry, alone().copied())),
            Some(false) => {}
            // Together they are too much to tell.
            None => {
                let sure =
                    |one: &&&Entry| automata.covers(std::slice::from_ref(&one.takes), &entry.may_take) == Some(true);
                problems.extend(alone().filter(sure).map(|one| report(entry, Some(one))));
            }
        }
    }
}

fn report(entry: &Entry, alone: Option<&Entry>) -> Diagnostic {
    let headline = format!("`{}` is never reached", entry.spelled);
    let label = match alone {
        Some(_) => "an earlier arm takes every text that this fits",
        None => "together the earlier arms take every text that this fits",
    };
    let problem = Diagnostic::warning(Code::F1104, headline, entry.span, label)
        .with_help("the first match wins: put the narrower pattern above, or take this one out");
    match alone {
        Some(alone) => problem.with_label(alone.span, "this takes it first"),
        None => problem,
    }
}

fn keyword_entries(arms: &[KeywordArm]) -> Vec<Entry> {
    let patterns = arms.iter().enumerate().flat_map(|(arm, a)| a.patterns.iter().map(move |pattern| (arm, pattern)));
    patterns
        .filter_map(|(arm, keyword)| {
            let (takes, may_take, regex) = match &keyword.kind {
                KeywordKind::Whole(text) => {
                    let words = words(text)?;
                    (words.clone(), format!("[[:punct:]]*{words}[[:punct:]]*"), None)
                }
                KeywordKind::Prefix(text) => {
                    let words = words(text)?;
                    (format!("{words}(?s:.*)"), format!("[[:punct:]]*{words}(?s:.*)"), None)
                }
                KeywordKind::Has(text) => {
                    let words = words(text)?;
                    let within = |gap: &str| format!("(?:(?s:.*){gap})?{words}(?:{gap}(?s:.*))?");
                    (within(" "), within("[^\\w]"), None)
                }
                KeywordKind::Regex(pattern) => {
                    let anywhere = anywhere(pattern, "i");
                    (anywhere.clone(), anywhere, Some((pattern, Use::Keyword)))
                }
                _ => return None,
            };
            Some(entry(arm, keyword.span, spelled(keyword), takes, may_take, regex))
        })
        .collect()
}

fn match_entries(arms: &[MatchArm]) -> Vec<Entry> {
    let patterns = arms.iter().enumerate().flat_map(|(arm, a)| a.patterns.iter().map(move |pattern| (arm, pattern)));
    patterns
        .filter_map(|(arm, pattern)| match pattern {
            MatchPattern::Value(Expr { kind: ExprKind::Text(text), span }) if !text.value.contains("{{") => {
                let exact = regex::escape(&text.value);
                Some(entry(arm, *span, format!("\"{}\"", text.value), exact.clone(), exact, None))
            }
            MatchPattern::Regex(pattern) => {
                let anywhere = anywhere(pattern, "");
                let spelled = format!("/{}/", pattern.source);
                Some(entry(arm, pattern.span, spelled, anywhere.clone(), anywhere, Some((pattern, Use::Value))))
            }
            _ => None,
        })
        .collect()
}

fn entry(
    arm: usize,
    span: Span,
    spelled: String,
    takes: String,
    may_take: String,
    regex: Option<(&Pattern, Use)>,
) -> Entry {
    let compiled = regex.and_then(|(pattern, how)| regexes::compile(pattern, how).ok());
    let fits_anything = compiled.is_some_and(|r| r.compiled.is_match("") && r.compiled.is_match(ODD));
    Entry { arm, span, spelled, is_regex: regex.is_some(), fits_anything, takes, may_take }
}

/// A regex is found anywhere in a text.
fn anywhere(pattern: &Pattern, flags: &str) -> String {
    let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
    // A name may stand once in a regex, and here each stands with others.
    let source = pattern.source.replace("(?P<", "(?<").replace("(?<", "(?:(?#");
    let mut plain = String::new();
    let mut rest = source.as_str();
    while let Some((before, after)) = rest.split_once("(?:(?#") {
        plain.push_str(before);
        plain.push_str("(?:");
        rest = after.split_once('>').map_or("", |(_, behind)| behind);
    }
    plain.push_str(rest);
    format!("(?s:.*)(?:{flags}{plain})(?s:.*)")
}

/// Words as people write them, in capitals or not.
fn words(text: &Text) -> Option<String> {
    let folded = plain(text)?;
    Some(format!("(?i:{})", folded.split(' ').map(regex::escape).collect::<Vec<_>>().join(" +")))
}
