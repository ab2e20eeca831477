use std::cmp::Ordering;

use super::base::Value;
use super::fold::fold_case;
use super::understand;

impl Value {
    /// `==`. Values of different kinds differ, `"12"` and `12` too; but a date, time or moment equals the text that
    /// writes it, since fetched data has them as text.
    pub fn equals(&self, other: &Value) -> bool {
        self == other || self.compare_as_dates(other) == Some(Ordering::Equal)
    }

    /// `<` and its kin: `None` where the two have no order, and then every comparison is false.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Moment(a), Value::Moment(b)) => Some(a.cmp(b)),
            (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(b)),
            _ => self.compare_as_dates(other),
        }
    }

    fn compare_as_dates(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Text(a), b) => b.compare_with_written(a).map(Ordering::reverse),
            (a, Value::Text(b)) => a.compare_with_written(b),
            _ => None,
        }
    }

    fn compare_with_written(&self, text: &str) -> Option<Ordering> {
        match self {
            Value::Date(date) => understand::written_date(text).map(|written| date.cmp(&written)),
            Value::Time(time) => understand::written_time(text).map(|written| time.cmp(&written)),
            Value::Moment(moment) => understand::written_moment(text).map(|written| moment.at.cmp(&written)),
            _ => None,
        }
    }

    /// `a contains b`: a text has the other text in it, case ignored; a list has the item; a map has the field.
    pub fn contains(&self, part: &Value) -> bool {
        match (self, part) {
            (Value::Text(whole), Value::Text(part)) => fold_case(whole).contains(fold_case(part).as_ref()),
            (Value::List(items), item) => items.iter().any(|i| i.equals(item)),
            (Value::Map(fields), Value::Text(name)) => fields.contains_key(name),
            _ => false,
        }
    }

    /// `a in b`.
    pub fn is_in(&self, whole: &Value) -> bool {
        whole.contains(self)
    }

    /// `a starts_with b`, case ignored.
    pub fn starts_with(&self, part: &Value) -> bool {
        match (self, part) {
            (Value::Text(whole), Value::Text(part)) => fold_case(whole).starts_with(fold_case(part).as_ref()),
            (Value::List(items), Value::List(first)) => items.starts_with(first),
            _ => false,
        }
    }

    /// Whether it lies in `low..high`, both ends included.
    pub fn is_between(&self, low: &Value, high: &Value) -> bool {
        matches!(self.compare(low), Some(Ordering::Greater | Ordering::Equal))
            && matches!(self.compare(high), Some(Ordering::Less | Ordering::Equal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_do_not_mix() {
        assert!(!Value::text("12").equals(&12.into()));
        assert!(!Value::text("true").equals(&true.into()));
        assert!(Value::None.equals(&Value::None));
        assert_eq!(Value::text("12").compare(&5.into()), None);
        assert_eq!(Value::None.compare(&5.into()), None);
        assert!(Value::Number("1.50".parse().unwrap()).equals(&Value::Number("1.5".parse().unwrap())));
    }

    #[test]
    fn a_written_date_is_the_date() {
        let day = Value::Date(jiff::civil::date(2026, 11, 2));
        assert!(day.equals(&"2026-11-02".into()));
        assert!(Value::text("2026-11-02").equals(&day));
        assert_eq!(day.compare(&"2026-11-03".into()), Some(Ordering::Less));
        assert_eq!(Value::text("2026-11-03").compare(&day), Some(Ordering::Greater));
        assert_eq!(day.compare(&"soon".into()), None);
    }

    #[test]
    fn parts_of_texts_and_lists() {
        assert!(Value::text("I want a REFUND").contains(&"refund".into()));
        assert!(!Value::text("I want").contains(&"refund".into()));
        assert!(Value::from(2).is_in(&Value::List(vec![1.into(), 2.into()])));
        assert!(!Value::text("2").is_in(&Value::List(vec![1.into(), 2.into()])));
        assert!(Value::text("+1555").starts_with(&"+1".into()));
        assert!(Value::text("Straße").starts_with(&"STRASSE".into()));
        assert!(Value::from(5).is_between(&1.into(), &5.into()));
        assert!(!Value::from(6).is_between(&1.into(), &5.into()));
    }
}
