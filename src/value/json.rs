use std::str::FromStr;

use serde_json::{Number, Value as Json};

use rust_decimal::Decimal;

use super::base::Value;
use super::bounds::MAX_DEPTH;

impl Value {
    /// Fetched data as a value. Numbers are taken by their digits; what cannot be held (a number past 28 digits,
    /// nesting past [`MAX_DEPTH`]) is `none`.
    pub fn from_json(json: &Json) -> Value {
        read(json, 0)
    }

    /// The value for the outside. A number that JSON's readers would round is written as text, a length of time as
    /// seconds, dates, times and moments as ISO 8601 text.
    pub fn to_json(&self) -> Json {
        match self {
            Value::None => Json::Null,
            Value::Bool(yes) => Json::Bool(*yes),
            Value::Number(number) => write_number(*number),
            Value::Duration(ms) => write_number(Decimal::new(*ms, 3)),
            Value::List(items) => Json::Array(items.iter().map(Value::to_json).collect()),
            Value::Map(fields) => {
                Json::Object(fields.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
            }
            Value::Text(_) | Value::Date(_) | Value::Time(_) | Value::Moment(_) => Json::String(self.to_text()),
        }
    }
}

fn read(json: &Json, depth: usize) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => read_number(number).into(),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) if depth >= MAX_DEPTH => Value::None,
        Json::Array(items) => Value::List(items.iter().map(|item| read(item, depth + 1)).collect()),
        Json::Object(fields) => {
            Value::Map(fields.iter().map(|(key, item)| (key.clone(), read(item, depth + 1))).collect())
        }
    }
}

fn read_number(number: &Number) -> Option<Decimal> {
    let text = number.to_string();
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

fn write_number(number: Decimal) -> Json {
    let number = number.normalize();
    if let Ok(whole) = i64::try_from(number)
        && Decimal::from(whole) == number
    {
        return Json::Number(whole.into());
    }
    let text = number.to_string();
    let exact = f64::from_str(&text).ok().and_then(Number::from_f64).filter(|n| read_number(n) == Some(number));
    exact.map_or(Json::String(text), Json::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let json: Json =
            serde_json::from_str(r#"[0.1, 12.30, 9007199254740993, -1e3, 1e400, 1e-9]"#).unwrap_or_default();
        assert_eq!(json, Json::Null, "a number past what JSON's reader takes is no JSON");
        let json: Json = serde_json::from_str("[0.1, 12.30, 9007199254740993, -1e3, 1e300, 1e-9]").unwrap();
        let value = Value::from_json(&json);
        assert_eq!(value.to_text(), "0.1, 12.3, 9007199254740993, -1000, , 0.000000001");
    }

    #[test]
    fn writes_what_it_reads() {
        let json: Json = serde_json::from_str(r#"{"a":[1,2.5,"x",null,true],"b":{"c":-7}}"#).unwrap();
        assert_eq!(Value::from_json(&json).to_json(), json);
        let long = Value::Number("1234567890.123456789012".parse().unwrap());
        assert_eq!(long.to_json(), Json::String("1234567890.123456789012".to_owned()));
        assert_eq!(Value::Duration(1_500).to_json(), serde_json::json!(1.5));
    }

    #[test]
    fn deep_data_is_cut_off() {
        let text = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let value = Value::from_json(&serde_json::from_str(&text).unwrap());
        assert_eq!(value.clone().bounded(), value);
    }
}
