//! A dialogue as a `test` block.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::inputs::{Move, quoted};
use super::walk::Visit;
use crate::engine::Outcome;
use crate::program::Program;
use crate::sim::phone::{NOW_MS, Phone};
use crate::sim::run::{resting, spaced};
use crate::value::Value;

/// The words of a `hear` or `read` line: enough to know which words are meant.
const WORDS: usize = 48;
/// Nodes that a test's name tells.
const NODES: usize = 4;

/// Requests that are answered at a dialogue's end, so that a flow which fetches for ever comes to one.
const REQUESTS: usize = 8;

/// Plays the dialogue and writes it down.
pub(super) fn test(program: &Program, visits: &[Visit<'_>], way: &[usize], names: &mut BTreeSet<String>) -> String {
    let visits: Vec<&Visit<'_>> = way.iter().filter_map(|index| visits.get(*index)).collect();
    let Some(scene) = visits.first().map(|first| first.scene.clone()) else { return String::new() };
    let (at, at_ms) = &scene.clock;
    let mut phone = scene.phone(program);
    let mut nodes: Vec<String> = Vec::new();
    let mut body = String::new();
    if *at_ms != NOW_MS {
        let _ = writeln!(body, "  at {}", quoted(at));
    }
    if let Some(caller) = &scene.caller {
        let _ = writeln!(body, "  given caller {}", quoted(caller));
    }
    if !scene.known.is_empty() {
        let fields: Vec<String> = scene.known.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect();
        let _ = writeln!(body, "  given contact {{ {} }}", fields.join(", "));
    }
    let gives = visits.iter().any(|visit| matches!(visit.made, Move::Dialled(outcome) if outcome != "answered"));
    let mut rest = visits.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let answers = behind
            .iter()
            .take_while(|visit| matches!(visit.made, Move::Dialled(_) | Move::Performed(_) | Move::Fetched(_)))
            .count();
        let (answers, behind) = behind.split_at(answers);
        rest = behind;
        phone.forget();
        let mut given = String::new();
        let mut came = String::new();
        for visit in std::iter::once(first).chain(answers) {
            match &visit.made {
                Move::Dialled(outcome) if gives => {
                    let number = last_word(&phone, "dial").map_or_else(String::new, |number| quoted(&number) + " ");
                    let _ = writeln!(given, "  given dial {number}{outcome}");
                }
                Move::Performed(outcome) => {
                    let asked = phone.came.asked.last();
                    let verb = asked.map_or("", |asked| asked.what);
                    let target = asked.and_then(|asked| asked.words.last());
                    let target = target.map_or_else(String::new, |target| quoted(target) + " ");
                    let _ = writeln!(given, "  given {verb} {target}{outcome}");
                }
                Move::Fetched(outcome) => {
                    let url = last_word(&phone, "fetch").unwrap_or_default();
                    let _ = writeln!(given, "  given fetch {} {}", quoted(&url), answer(outcome));
                }
                _ => {}
            }
            if visit.made.make(&mut phone, visit.channel).is_err() {
                break;
            }
            if let Some(node) = phone.session().map(resting).filter(|node| nodes.last().is_none_or(|last| last != node))
            {
                nodes.push(node.to_owned());
            }
        }
        // A test cannot end in the middle of a request.
        for _ in 0..REQUESTS {
            let Some(url) = phone.fetching().filter(|_| rest.is_empty()).map(quoted) else { break };
            let _ = writeln!(given, "  given fetch {url} failed");
            if phone.fetched(Outcome::Failed { why: String::new() }).is_err() {
                break;
            }
        }
        let verb = if first.channel.is_voice() { "hear" } else { "read" };
        if let Some(words) = beginning(&phone.came.words) {
            let _ = writeln!(came, "  {verb} {}", quoted(&words));
        }
        for asked in phone.came.asked.iter().filter(|asked| asked.what == "dial") {
            let _ = writeln!(came, "  expect {}", asked.shown());
        }
        body.push_str(&given);
        if let Some(line) = first.made.written(first.channel) {
            let _ = writeln!(body, "  {line}");
        }
        body.push_str(&came);
    }
    if let Some(status) = scene.status.filter(|_| phone.world.reported) {
        body.insert_str(0, &format!("  given status {status}\n"));
    }
    match phone.session() {
        Some(session) if session.ended => body.push_str("  expect end\n"),
        // A dial is answered when the test is run; an entry's block has no name.
        Some(session) if !phone.waits_for_world() && !resting(session).contains(' ') => {
            let _ = writeln!(body, "  expect at {}", resting(session));
        }
        _ => {}
    }
    let channel = visits.first().map_or("", |visit| match visit.channel.is_voice() {
        true => "call",
        false => visit.channel.as_str(),
    });
    format!("test {} {{\n{body}}}\n", quoted(&name(channel, &nodes, names)))
}

/// The last word of the newest thing of this kind that was asked for.
fn last_word(phone: &Phone<'_>, what: &str) -> Option<String> {
    phone.came.asked.iter().rfind(|asked| asked.what == what)?.words.last().cloned()
}

/// A plain value as a flow writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(_) | Value::Date(_) | Value::Time(_) => quoted(&value.to_text()),
        Value::Bool(yes) => yes.to_string(),
        other => other.to_text(),
    }
}

/// What a request is given to answer.
fn answer(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Failed { .. } => "failed".to_owned(),
        Outcome::Status { code, body: Value::Map(fields) } if !fields.is_empty() => {
            let fields: Vec<String> = fields.iter().map(|(key, field)| format!("{key}: {}", plain(field))).collect();
            format!("{code} {{ {} }}", fields.join(", "))
        }
        Outcome::Status { code, .. } => code.to_string(),
    }
}

/// A name that no other dialogue has: the channel and the nodes on the way.
fn name(channel: &str, nodes: &[String], names: &mut BTreeSet<String>) -> String {
    let left_out = nodes.len().saturating_sub(NODES);
    let told = nodes.get(left_out..).unwrap_or_default().join(", ");
    let name = format!("{channel}: {}{told}", if left_out > 0 { "… " } else { "" });
    let mut number = 1;
    let mut unique = name.clone();
    while !names.insert(unique.clone()) {
        number += 1;
        unique = format!("{name} ({number})");
    }
    unique
}

/// The first words that came, as a test may look for them.
fn beginning(words: &[String]) -> Option<String> {
    let first = words.iter().map(|words| spaced(words)).find(|words| !words.is_empty())?;
    let mut out = String::new();
    for word in first.split(' ') {
        if !out.is_empty() && out.chars().count() + word.chars().count() >= WORDS {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if word.ends_with(['.', '?', '!']) && out.chars().count() > WORDS / 4 {
            break;
        }
    }
    Some(out)
}
