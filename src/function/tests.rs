use super::*;
use crate::value::{Clock, Hours, Span, Value};

/// The Monday of the examples, and numbers that count up.
struct Fixed(u64);

/// Monday to Friday from 9 to 17 in New York, where it is 5 in the morning.
static OFFICE: std::sync::LazyLock<Clock> = std::sync::LazyLock::new(|| {
    let mut office = Hours::new("office", jiff::tz::TimeZone::get("America/New_York").unwrap());
    office.week.iter_mut().take(5).for_each(|day| day.push(Span { from: 540, to: 1_020 }));
    Clock { zone: jiff::tz::TimeZone::UTC, hours: vec![office] }
});

impl Scope for Fixed {
    fn now_ms(&self) -> i64 {
        "2026-11-23T10:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    fn random(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    fn language(&self) -> &'static str {
        "en-US"
    }

    fn clock(&self) -> &Clock {
        &OFFICE
    }
}

/// Evaluates calls, lists and literals: as much of the expression language as examples need.
struct Evaluator<'a> {
    rest: &'a str,
    scope: Fixed,
}

impl Evaluator<'_> {
    fn skip(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn until(&mut self, close: &str) -> Vec<Value> {
        let mut values = Vec::new();
        while !self.skip(close) {
            values.push(self.value());
            self.skip(",");
        }
        values
    }

    fn value(&mut self) -> Value {
        if self.skip("[") {
            return Value::List(self.until("]"));
        }
        if self.skip("\"") {
            let (text, rest) = self.rest.split_once('"').expect("a closed text");
            self.rest = rest;
            return text.into();
        }
        let end = self.rest.find(['(', ')', ',', ']', ' ']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if self.skip("(") {
            let arguments = self.until(")");
            let function = lookup(word).unwrap_or_else(|| panic!("no function `{word}`"));
            return (function.call)(&arguments, &mut self.scope);
        }
        match word {
            "none" => Value::None,
            "true" => true.into(),
            "false" => false.into(),
            "office" => word.into(),
            number => Value::Number(number.parse().unwrap_or_else(|_| panic!("what is `{number}`?"))),
        }
    }
}

#[test]
fn examples_come_to_what_they_say() {
    for function in all() {
        assert!(!function.examples.is_empty(), "`{}` has no example", function.name);
        for (expression, expected) in function.examples {
            let mut evaluator = Evaluator { rest: expression, scope: Fixed(0) };
            assert_eq!(evaluator.value().to_text(), *expected, "{expression}");
            assert_eq!(evaluator.rest.trim(), "", "{expression}");
        }
    }
}

#[test]
fn the_registry_is_in_order_and_whole() {
    let names: Vec<&str> = all().iter().map(|f| f.name).collect();
    let expected = "count days_between digits first format hour join last length lower mask next_open now number \
                    one_of open random round split text today trim upper weekday";
    assert_eq!(names.join(" "), expected);
    for function in all() {
        assert_eq!(lookup(function.name).map(|f| f.name), Some(function.name));
        assert!(function.about.ends_with('.') && function.about.len() < 120, "{}", function.about);
        let (fewest, most) = function.arity();
        assert!(fewest <= most);
        let first_optional = function.parameters.iter().position(|p| p.optional).unwrap_or(usize::MAX);
        assert!(function.parameters.iter().skip(first_optional).all(|p| p.optional), "{}", function.name);
    }
    assert!(lookup("nothing").is_none());
}

#[test]
fn signatures_read_well() {
    assert_eq!(lookup("round").unwrap().signature(), "round(number, places?)");
    assert_eq!(lookup("one_of").unwrap().signature(), "one_of(values…)");
    assert_eq!(lookup("one_of").unwrap().arity(), (1, usize::MAX));
    assert_eq!(lookup("one_of").unwrap().parameter(5).map(|p| p.name), Some("values"));
}

#[test]
fn no_function_minds_odd_arguments() {
    let odd = [
        Value::None,
        true.into(),
        Value::Number("-0.5".parse().unwrap()),
        Value::Number(crate::value::Decimal::MAX),
        "".into(),
        "%".into(),
        "\u{0}".into(),
        Value::Date(jiff::civil::Date::MIN),
        Value::from(jiff::Timestamp::MAX),
        Value::Duration(i64::MIN),
        Value::List(vec![]),
        Value::Map([].into()),
    ];
    for function in all() {
        let mut scope = Fixed(0);
        (function.call)(&[], &mut scope);
        for a in &odd {
            (function.call)(std::slice::from_ref(a), &mut scope);
            for b in &odd {
                (function.call)(&[a.clone(), b.clone()], &mut scope);
                (function.call)(&[a.clone(), b.clone(), "Europe/Berlin".into()], &mut scope);
            }
        }
    }
}

#[test]
fn chance_reaches_every_value_and_no_other() {
    let mut scope = Fixed(0);
    let random = lookup("random").unwrap();
    let drawn: std::collections::BTreeSet<String> =
        (0..100).map(|_| (random.call)(&[1.into(), 6.into()], &mut scope).to_text()).collect();
    assert_eq!(drawn.into_iter().collect::<String>(), "123456");
    assert_ne!((random.call)(&[i64::MIN.into(), i64::MAX.into()], &mut scope), Value::None);
}
