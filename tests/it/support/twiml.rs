//! Holds a reply against the provider's grammar in `tests/protocol/twiml.json`: every element, attribute, value, child
//! and text of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use regex::Regex;
use roxmltree::{Document, Node};
use serde_json::Value;

const GRAMMAR: &str = include_str!("../../protocol/twiml.json");

/// Panics with every fault of the document. The domain is `voice` or `messaging`.
pub fn assert_valid(document: &[u8], domain: &str) {
    let faults = faults(document, domain);
    assert!(faults.is_empty(), "{}\n{}", faults.join("\n"), String::from_utf8_lossy(document));
}

/// What the provider's grammar says against a document.
pub fn faults(document: &[u8], domain: &str) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(document) else { return vec!["not UTF-8".to_owned()] };
    let mut faults = Vec::new();
    if !text.starts_with("<?xml ") {
        faults.push("something comes before the declaration".to_owned());
    }
    let grammar = grammar();
    if document.len() as u64 > number(&grammar["limits"]["document_safe_bytes"]) {
        faults.push(format!("{} bytes are too many", document.len()));
    }
    let parsed = match Document::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("not XML: {error}")],
    };
    let root = parsed.root_element();
    if root.tag_name().name() != "Response" {
        faults.push(format!("the root is `{}`", root.tag_name().name()));
    }
    let messages = root.children().filter(|child| child.has_tag_name("Message")).count() as u64;
    if messages > number(&grammar["limits"]["messages_per_reply_max"]) {
        faults.push(format!("{messages} messages in one reply"));
    }
    element(root, &grammar["roots"][domain], &mut faults);
    faults
}

fn grammar() -> &'static Value {
    static PARSED: OnceLock<Value> = OnceLock::new();
    PARSED.get_or_init(|| {
        let grammar: Value = serde_json::from_str(GRAMMAR).expect("the grammar is JSON");
        assert_eq!(grammar["format"], "twiml-grammar/1", "a format this test knows");
        grammar
    })
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a whole number in the grammar")
}

fn element(node: Node<'_, '_>, rule: &Value, faults: &mut Vec<String>) {
    let name = node.tag_name().name();
    if !rule["status"].is_null() {
        faults.push(format!("`{name}` is {}", rule["status"]));
    }
    for attribute in node.attributes() {
        let place = format!("{name}.{}", attribute.name());
        match rule["attributes"].get(attribute.name()) {
            Some(kind) => value(&place, attribute.value(), kind, faults),
            None => faults.push(format!("`{place}` does not exist")),
        }
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for child in node.children().filter(Node::is_element) {
        let kinds = rule["children"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let elements = &grammar()["elements"];
        match kinds.into_iter().find(|kind| elements[kind]["name"] == child.tag_name().name()) {
            Some(kind) => {
                *counts.entry(kind).or_default() += 1;
                element(child, &elements[kind], faults);
            }
            None => faults.push(format!("`{}` is no child of `{name}`", child.tag_name().name())),
        }
    }
    for (kind, most) in rule["max_children"].as_object().into_iter().flatten() {
        if counts.get(&**kind).is_some_and(|count| *count > number(most)) {
            faults.push(format!("too many of `{kind}` in `{name}`"));
        }
    }
    content(node, rule, faults);
}

fn content(node: Node<'_, '_>, rule: &Value, faults: &mut Vec<String>) {
    let name = node.tag_name().name();
    let own: String = node.children().filter(Node::is_text).filter_map(|text| text.text()).collect();
    let all: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    let has_children = node.children().any(|child| child.is_element());
    let blank = own.trim().is_empty();
    match rule["text"].as_str() {
        Some("none") if !own.is_empty() => faults.push(format!("`{name}` holds text")),
        Some("required") if blank => faults.push(format!("`{name}` holds no text")),
        _ => {}
    }
    let satisfied = rule["requires"].as_str().is_none_or(|requires| {
        requires.replace("_or_attr:", " attr:").replace("_or_", " ").split(' ').any(|one| match one {
            "text" => !blank,
            "children" => has_children,
            other => other.strip_prefix("attr:").is_some_and(|attribute| node.has_attribute(attribute)),
        })
    });
    if !satisfied {
        faults.push(format!("`{name}` lacks {}", rule["requires"]));
    }
    let length = all.encode_utf16().count() as u64;
    if rule["text_max"].as_u64().is_some_and(|most| length > most) {
        faults.push(format!("`{name}` holds {length} characters"));
    }
    if !blank && let Some(kind) = rule["text_type"].as_str() {
        text_type(name, &own, kind, faults);
    }
}

fn text_type(name: &str, text: &str, kind: &str, faults: &mut Vec<String>) {
    let fits = match kind {
        "url" => is_url(text),
        "phone_number" => pattern(r"^\+?[0-9*#]{2,20}$", text),
        "sip_uri" => pattern(r#"^(?i:sips?):[^\s<>"]+$"#, text),
        "client_identity" | "conference_name" | "queue_name" => {
            !text.chars().any(char::is_control) && text.trim() == text
        }
        _ => true,
    };
    if !fits {
        faults.push(format!("`{text}` in `{name}` is no {kind}"));
    }
}

fn value(place: &str, text: &str, kind: &Value, faults: &mut Vec<String>) {
    if !kind["status"].is_null() {
        faults.push(format!("`{place}` is {}", kind["status"]));
    }
    let may_be_empty = kind["allow_empty"] == true;
    let fits = if text.is_empty() { may_be_empty } else { fits(text, kind) };
    let patterned = kind["pattern"].as_str().is_none_or(|expression| pattern(expression, text));
    let short = kind["max_length"].as_u64().is_none_or(|most| text.chars().count() as u64 <= most);
    if !(fits && patterned && short && noted(place, text)) {
        faults.push(format!("`{text}` is no value of `{place}`"));
    }
}

fn fits(text: &str, kind: &Value) -> bool {
    match kind["type"].as_str().expect("a type") {
        "string" => true,
        "bool" => matches!(text, "true" | "false"),
        "http_method" => matches!(text, "GET" | "POST"),
        "url" => match kind["schemes"].as_array() {
            Some(schemes) => schemes.iter().filter_map(Value::as_str).any(|scheme| is_socket(scheme, text)),
            None => is_url(text),
        },
        "int" => is_int(text, kind),
        "int_or_keyword" => {
            kind["keywords"].as_array().is_some_and(|words| words.iter().any(|word| word == text)) || is_int(text, kind)
        }
        "list" => {
            let separator = kind["separator"].as_str().expect("a separator");
            let items: Vec<&str> = text.split(separator).collect();
            let distinct = items.iter().enumerate().all(|(at, item)| !items[..at].contains(item));
            distinct && items.iter().all(|item| fits(item, &kind["item"]))
        }
        "enum" => {
            let values = kind["enum_ref"].as_str().map_or(&kind["enum"], |name| &grammar()["enums"][name]);
            let listed = values.as_array().expect("a list of values").iter().any(|value| value == text);
            listed || (kind["open"] == true && pattern(r"^[A-Za-z0-9._-]+$", text))
        }
        other => panic!("the grammar has a type this test does not know: {other}"),
    }
}

fn is_int(text: &str, kind: &Value) -> bool {
    pattern("^(0|[1-9][0-9]*)$", text)
        && text.parse::<u64>().is_ok_and(|number| {
            kind["min"].as_u64().is_none_or(|least| number >= least)
                && kind["max"].as_u64().is_none_or(|most| number <= most)
        })
}

/// What the grammar has as notes.
fn noted(place: &str, text: &str) -> bool {
    match place {
        "Gather.hints" => {
            let hints: Vec<&str> = text.split(',').collect();
            hints.len() <= 500 && hints.iter().all(|hint| !hint.trim().is_empty() && hint.chars().count() <= 100)
        }
        "break.time" => text.strip_suffix("ms").is_none_or(|ms| ms.parse::<u32>().is_ok_and(|ms| ms <= 10_000)),
        _ => true,
    }
}

/// An absolute web address, or a reference that cannot be taken for another scheme or host.
fn is_url(text: &str) -> bool {
    let clean = text.chars().all(|character| character.is_ascii_graphic() && !"<>\"\\^`{|}".contains(character));
    let absolute = pattern(r"^(?i:https?)://[^/?#:@]", text);
    let relative = !text.starts_with("//") && !pattern("^[^/?#]*:", text);
    clean && (absolute || relative)
}

/// An address of another scheme than the web's, without a query.
fn is_socket(scheme: &str, text: &str) -> bool {
    text.strip_prefix(scheme).is_some_and(|rest| pattern(r"^://[^/?#:@]", rest) && !rest.contains(['?', '#', ' ']))
}

fn pattern(expression: &str, text: &str) -> bool {
    static COMPILED: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().expect("no test panics while it holds the patterns");
    if !compiled.contains_key(expression) {
        compiled.insert(expression.to_owned(), Regex::new(expression).expect("a pattern of the grammar"));
    }
    compiled[expression].is_match(text)
}
