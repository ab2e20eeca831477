use rust_decimal::prelude::ToPrimitive;

use super::base::Value;

impl Value {
    /// A map's field; `None` where there is none, or where this is no map.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(fields) => fields.get(name),
            _ => None,
        }
    }

    /// `value.name`: `none` where the field is missing.
    pub fn field(&self, name: &str) -> Value {
        self.get(name).cloned().unwrap_or_default()
    }

    /// `value[at]`: an item of a list by its place from 0, or a field of a map by its name; otherwise `none`.
    pub fn index(&self, at: &Value) -> Value {
        let found = match (self, at) {
            (Value::List(items), Value::Number(place)) if place.is_integer() => {
                place.to_usize().and_then(|place| items.get(place))
            }
            (Value::Map(fields), Value::Text(name)) => fields.get(name),
            _ => None,
        };
        found.cloned().unwrap_or_default()
    }

    /// How many: characters of a text, items of a list, fields of a map.
    pub fn length(&self) -> Option<usize> {
        match self {
            Value::Text(text) => Some(text.chars().count()),
            Value::List(items) => Some(items.len()),
            Value::Map(fields) => Some(fields.len()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_is_missing_is_none() {
        let list = Value::List(vec!["a".into(), "b".into()]);
        let map = Value::Map(BTreeMap::from([("k".to_owned(), 1.into())]));
        assert_eq!(list.index(&1.into()), "b".into());
        assert_eq!(list.index(&2.into()), Value::None);
        assert_eq!(list.index(&(-1).into()), Value::None);
        assert_eq!(list.index(&"a".into()), Value::None);
        assert_eq!(map.index(&"k".into()), 1.into());
        assert_eq!(map.field("k"), 1.into());
        assert_eq!(map.field("z"), Value::None);
        assert_eq!(Value::None.field("z"), Value::None);
        assert_eq!(Value::text("añb").length(), Some(3));
    }
}
