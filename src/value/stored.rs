//! How sessions and logs hold values: JSON that tells its own types, short for the common ones.
//!
//! Texts, bools and `none` stand for themselves and lists are arrays; all else is an object of one field, whose name
//! is the type: `{"n":"12.5"}` number, `d` date, `t` time, `m` moment, `u` length of time in milliseconds, `o` map.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use rust_decimal::Decimal;

use super::base::Value;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn tagged<S: Serializer>(s: S, tag: &str, value: &(impl Serialize + ?Sized)) -> Result<S::Ok, S::Error> {
            let mut map = s.serialize_map(Some(1))?;
            map.serialize_entry(tag, value)?;
            map.end()
        }
        match self {
            Value::None => serializer.serialize_unit(),
            Value::Bool(yes) => serializer.serialize_bool(*yes),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Number(number) => tagged(serializer, "n", &number.to_string()),
            Value::Date(date) => tagged(serializer, "d", date),
            Value::Time(time) => tagged(serializer, "t", time),
            Value::Moment(moment) => tagged(serializer, "m", moment),
            Value::Duration(ms) => tagged(serializer, "u", ms),
            Value::Map(fields) => tagged(serializer, "o", fields),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a stored value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let tag: String = map.next_key()?.ok_or_else(|| A::Error::custom("a stored value without a type"))?;
        let value = match tag.as_str() {
            "n" => {
                let text: String = map.next_value()?;
                Value::Number(Decimal::from_str_exact(&text).map_err(A::Error::custom)?)
            }
            "d" => Value::Date(map.next_value()?),
            "t" => Value::Time(map.next_value()?),
            "m" => Value::Moment(map.next_value()?),
            "u" => Value::Duration(map.next_value()?),
            "o" => Value::Map(map.next_value::<BTreeMap<String, Value>>()?),
            other => return Err(A::Error::unknown_field(other, &["n", "d", "t", "m", "u", "o"])),
        };
        match map.next_key::<String>()? {
            None => Ok(value),
            Some(more) => Err(A::Error::custom(format!("a stored value with a second field `{more}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::None),
            any::<bool>().prop_map(Value::Bool),
            (any::<i64>(), 0_u32..20).prop_map(|(n, scale)| Value::Number(Decimal::new(n, scale))),
            any::<String>().prop_map(Value::Text),
            (1_i16..9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Value::Date(date(y, m, d))),
            (0_i8..24, 0_i8..60, 0_i8..60, 0..1_000_000_000_i32).prop_map(|(h, m, s, n)| Value::Time(time(h, m, s, n))),
            (-62_135_596_800_i64..253_402_207_200, 0..1_000_000_000_i32)
                .prop_map(|(s, n)| Value::from(jiff::Timestamp::new(s, n).unwrap())),
            any::<i64>().prop_map(Value::Duration),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::List),
                prop::collection::btree_map(any::<String>(), inner, 0..8).prop_map(Value::Map),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any_value()) {
            let written = serde_json::to_string(&value).unwrap();
            let read: Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), written);
        }
    }

    #[test]
    fn the_form_is_short_and_fixed() {
        let value = Value::List(vec![
            "a".into(),
            Value::Number("12.50".parse().unwrap()),
            Value::None,
            Value::Duration(5),
            Value::Map(BTreeMap::from([("n".to_owned(), true.into())])),
        ]);
        let written = serde_json::to_string(&value).unwrap();
        assert_eq!(written, r#"["a",{"n":"12.50"},null,{"u":5},{"o":{"n":true}}]"#);
    }

    #[test]
    fn the_deepest_value_can_be_read() {
        let deep = (0..crate::value::MAX_DEPTH)
            .fold(Value::None, |inner, _| Value::Map(BTreeMap::from([("k".to_owned(), inner)])));
        let written = serde_json::to_string(&deep).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), deep);
    }

    #[test]
    fn what_is_no_stored_value_is_refused() {
        for text in ["{}", r#"{"x":1}"#, r#"{"n":1}"#, r#"{"n":"1","d":"2026-01-01"}"#, "12", r#"{"d":"soon"}"#] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }
}
