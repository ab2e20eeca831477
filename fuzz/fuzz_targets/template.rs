//! Whatever a text holds between its braces, it is refused or renders within its limits.
#![no_main]

use std::collections::BTreeMap;

use flowtone::function::Scope;
use flowtone::template::{self, Templates};
use flowtone::value::{Clock, UTC, Value};
use libfuzzer_sys::fuzz_target;

struct Still;

impl Scope for Still {
    fn now_ms(&self) -> i64 {
        1_795_428_000_000
    }

    fn random(&mut self) -> u64 {
        4
    }

    fn language(&self) -> &str {
        "en-US"
    }

    fn clock(&self) -> &Clock {
        &UTC
    }
}

fuzz_target!(|given: (&str, &str)| {
    let (source, value) = given;
    let analysed = template::analyse(source);
    let mut templates = Templates::default();
    let Ok(id) = templates.add(source) else { return };
    assert!(analysed.is_ok(), "what compiles can be analysed");
    let data = BTreeMap::from([("x".to_owned(), Value::Text(value.to_owned())), ("n".to_owned(), Value::Bool(true))]);
    let _ = templates.text(id, &data, &mut Still);
    let _ = templates.speech(id, &data, &mut Still);
});
