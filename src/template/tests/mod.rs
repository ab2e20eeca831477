mod analysis;
mod safety;
mod wording;

use crate::function::Scope;
use crate::value::{Clock, UTC, Value};

use super::*;

/// Monday, 23 November 2026, 10:00 UTC.
struct Fixed(&'static str);

impl Scope for Fixed {
    fn now_ms(&self) -> i64 {
        1_795_428_000_000
    }

    fn random(&mut self) -> u64 {
        7
    }

    fn language(&self) -> &str {
        self.0
    }

    fn clock(&self) -> &Clock {
        &UTC
    }
}

fn data() -> Data {
    let order = [
        ("status".to_owned(), "shipped".into()),
        ("date".to_owned(), "2026-11-02".into()),
        (
            "items".to_owned(),
            Value::List(vec![
                Value::Map([("name".to_owned(), "tea".into()), ("n".to_owned(), 1.into())].into()),
                Value::Map([("name".to_owned(), "cups".into()), ("n".to_owned(), 6.into())].into()),
            ]),
        ),
    ];
    [
        ("name".to_owned(), "Ann <b>".into()),
        ("order".to_owned(), Value::Map(order.into())),
        ("n".to_owned(), 3.into()),
        ("yes".to_owned(), true.into()),
        ("empty".to_owned(), "".into()),
        ("xs".to_owned(), Value::List(vec!["a".into(), "b".into(), "c".into()])),
    ]
    .into()
}

fn text(source: &str) -> String {
    let mut templates = Templates::default();
    let id = templates.add(source).unwrap_or_else(|e| panic!("{source}: {e:?}"));
    templates.text(id, &data(), &mut Fixed("en-US")).unwrap()
}

#[test]
fn renders_handlebars() {
    for (source, expected) in [
        ("Hello", "Hello"),
        ("Hi {{name}}!", "Hi Ann <b>!"),
        (
            "{{order.status}} {{order.items.1.name}} {{order.items.[0].n}}",
            "shipped tea".replace("tea", "cups 1").as_str(),
        ),
        ("{{nothing}}{{order.nothing.more}}{{xs.name}}", ""),
        ("{{#if yes}}a{{else}}b{{/if}}{{#unless yes}}c{{else}}d{{/unless}}", "ad"),
        ("{{#if empty}}a{{else if n}}b{{else}}c{{/if}}", "b"),
        ("{{#each xs}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}", "a, b, c"),
        ("{{#each order.items}}{{n}} {{name}}{{#if @last}}.{{else}}, {{/if}}{{/each}}", "1 tea, 6 cups."),
        (
            "{{#each order.items}}{{order.status}} {{../n}} {{@root.n}} {{@index}};{{/each}}",
            "shipped 3 3 0;shipped 3 3 1;",
        ),
        ("{{#each xs as |x i|}}{{i}}{{x}}{{/each}}", "0a1b2c"),
        ("{{#each order.items as |item|}}{{item.name}} {{/each}}", "tea cups "),
        ("{{#each nothing}}x{{else}}none{{/each}}", "none"),
        ("{{#each xs}}{{#each ../xs}}{{../this}}{{this}} {{/each}}{{/each}}", "aa ab ac ba bb bc ca cb cc "),
        ("{{{name}}}{{&name}}", "Ann <b>Ann <b>"),
        (r"\{{name}} \\{{n}}", r"{{name}} \3"),
        ("a {{~n~}} b", "a3b"),
        ("{{! note }}{{!-- }} --}}x", "x"),
        ("{{upper (lower name)}} {{(upper name)}}", "ANN <B> ANN <B>"),
        ("{{join xs \"-\"}} {{count xs}} {{round 2.5}}", "a-b-c 3 3"),
        ("{{date today}} {{date (today)}} {{today}}", "November 23, 2026 November 23, 2026 November 23, 2026"),
        ("{{list (split \"a,b\" \",\")}}", "a and b"),
        ("{{yes}}", "yes"),
        ("{{ n }} {{plural n \"item\" \"items\"}}", "3 items"),
        ("Wait{{pause 1s}} now{{pause 500ms}}", "Wait now"),
    ] {
        assert_eq!(text(source), expected, "{source}");
    }
}

#[test]
fn speaks_markup() {
    let mut templates = Templates::default();
    let id = templates.add("Order {{spell n}}{{pause 1s}}{{emphasis order.status}} by {{name}}.").unwrap();
    let speech = templates.speech(id, &data(), &mut Fixed("en-US")).unwrap();
    let expected = [
        Speech::Text("Order ".into()),
        Speech::Characters("3".into()),
        Speech::Break(1_000),
        Speech::Emphasis("shipped".into()),
        Speech::Text(" by Ann <b>.".into()),
    ];
    assert_eq!(speech, expected);
}

#[test]
fn the_same_text_is_one_template() {
    let mut templates = Templates::default();
    let a = templates.add("{{n}} {{order.status}}").unwrap();
    let b = templates.add("x").unwrap();
    assert_eq!(templates.add("{{n}} {{order.status}}"), Ok(a));
    assert_ne!(a, b);
    assert_eq!(templates.source(a), "{{n}} {{order.status}}");
    let roots: Vec<&str> = templates.roots(a).iter().map(|root| root.name.as_str()).collect();
    assert_eq!(roots, ["n", "order"]);
    assert!(templates.text(TemplateId(9), &data(), &mut Fixed("en")).is_err());
}

#[test]
fn addresses_are_safe_from_their_values() {
    let mut templates = Templates::default();
    let data: Data = [
        ("id".to_owned(), "a/../b?c=d&e#f é".into()),
        ("base".to_owned(), "https://api.example/v1?x=1".into()),
        ("day".to_owned(), Value::Date(jiff::civil::date(2026, 11, 2))),
        ("yes".to_owned(), true.into()),
    ]
    .into();
    for (source, expected) in [
        ("https://api.example/orders/{{id}}", "https://api.example/orders/a%2F..%2Fb%3Fc%3Dd%26e%23f%20%C3%A9"),
        ("{{base}}/{{id}}", "https://api.example/v1?x=1/a%2F..%2Fb%3Fc%3Dd%26e%23f%20%C3%A9"),
        ("https://x.example/?d={{day}}&y={{yes}}", "https://x.example/?d=2026-11-02&y=yes"),
        ("{{#if yes}}{{base}}{{/if}}", "https%3A%2F%2Fapi.example%2Fv1%3Fx%3D1"),
    ] {
        let id = templates.add(source).unwrap();
        assert_eq!(templates.url(id, &data, &mut Fixed("es")).unwrap(), expected, "{source}");
    }
}

#[test]
fn plain_texts_are_the_same_in_every_language() {
    let mut templates = Templates::default();
    let data: Data = [
        ("day".to_owned(), Value::Date(jiff::civil::date(2026, 11, 2))),
        ("half".to_owned(), Value::Number("0.5".parse().unwrap())),
        ("yes".to_owned(), true.into()),
    ]
    .into();
    let id = templates.add("{{day}} {{half}} {{yes}}").unwrap();
    assert_eq!(templates.plain(id, &data, &mut Fixed("de")).unwrap(), "2026-11-02 0.5 yes");
    assert_eq!(templates.text(id, &data, &mut Fixed("de")).unwrap(), "2. November 2026 0,5 ja");
}

#[test]
fn chance_is_the_session_s() {
    let mut templates = Templates::default();
    let id = templates.add("{{random 1 1000000}} {{random 1 1000000}} {{one_of \"a\" \"b\"}}").unwrap();
    let once = templates.text(id, &data(), &mut Fixed("en")).unwrap();
    assert_eq!(templates.text(id, &data(), &mut Fixed("en")).unwrap(), once);
    let mut numbers = once.split(' ');
    assert_ne!(numbers.next(), numbers.next());
}
