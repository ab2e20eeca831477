//! Values on their way through Handlebars, which knows JSON only: what JSON cannot say is a text that begins with a
//! character that no value's text has.

use serde_json::{Map, Value as Json};

use crate::value::{Decimal, Value};

use super::markup::{TYPED, clean};

/// The value as JSON for Handlebars, its texts cleaned.
pub(super) fn pack(value: &Value) -> Json {
    let typed = |tag: char, text: String| Json::String(format!("{TYPED}{tag}{text}"));
    match value {
        Value::None => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Text(text) => Json::String(clean(text).into_owned()),
        Value::Number(number) => typed('n', number.to_string()),
        Value::Date(date) => typed('d', date.to_string()),
        Value::Time(time) => typed('t', time.to_string()),
        Value::Moment(moment) => typed('m', moment.stored()),
        Value::Duration(ms) => typed('u', ms.to_string()),
        Value::List(items) => Json::Array(items.iter().map(pack).collect()),
        Value::Map(fields) => Json::Object(
            fields.iter().map(|(key, value)| (clean(key).into_owned(), pack(value))).collect::<Map<_, _>>(),
        ),
    }
}

/// The value that was packed; literals of the template come as plain JSON.
pub(super) fn unpack(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(_) => Value::from_json(json),
        Json::String(text) => match text.strip_prefix(TYPED) {
            Some(typed) => unpack_typed(typed).unwrap_or_default(),
            None => Value::Text(text.clone()),
        },
        Json::Array(items) => Value::List(items.iter().map(unpack).collect()),
        Json::Object(fields) => Value::Map(fields.iter().map(|(key, value)| (key.clone(), unpack(value))).collect()),
    }
}

fn unpack_typed(typed: &str) -> Option<Value> {
    let mut chars = typed.chars();
    let tag = chars.next()?;
    let text = chars.as_str();
    Some(match tag {
        'n' => Value::Number(Decimal::from_str_exact(text).ok()?),
        'd' => Value::Date(text.parse().ok()?),
        't' => Value::Time(text.parse().ok()?),
        'm' => Value::Moment(text.parse().ok()?),
        'u' => Value::Duration(text.parse().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        let values = Value::List(vec![
            Value::None,
            true.into(),
            "12".into(),
            Value::Number("12.50".parse().unwrap()),
            Value::Date(jiff::civil::date(2026, 11, 2)),
            Value::Time(jiff::civil::time(9, 30, 0, 5)),
            Value::from(jiff::Timestamp::UNIX_EPOCH),
            Value::Duration(-5),
            Value::Map([("k".to_owned(), Value::List(vec![]))].into()),
        ]);
        assert_eq!(unpack(&pack(&values)), values);
    }

    #[test]
    fn a_text_cannot_pass_for_another_kind() {
        let forged = Value::text(format!("{TYPED}n12"));
        assert_eq!(unpack(&pack(&forged)), "n12".into());
    }
}
