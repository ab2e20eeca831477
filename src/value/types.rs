use rust_decimal::Decimal;

use super::base::Value;
use super::understand;

/// A type as declared in a flow, and as the checker infers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// At most so many characters, where declared.
    Text(Option<u32>),
    Number,
    Bool,
    Date,
    Time,
    Moment,
    Duration,
    Phone,
    List,
    Map,
    Any,
}

/// What [`Type::coerce`] did to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing, or a change that loses nothing, such as the number of `"12"`.
    Kept,
    /// A text was cut to its declared length.
    Cut,
    /// The value cannot be made to fit; `none` stands for it.
    Lost,
}

impl Type {
    /// The types that a flow can declare, without their lengths.
    pub const DECLARABLE: [&'static str; 9] = ["text", "number", "bool", "date", "time", "phone", "list", "map", "any"];

    /// Reads a declared type: `text`, `text(10)`, `number` …
    pub fn parse(text: &str) -> Option<Type> {
        if let Some(length) = text.strip_prefix("text(").and_then(|rest| rest.strip_suffix(')')) {
            return length.trim().parse().ok().filter(|n| *n > 0).map(|n| Type::Text(Some(n)));
        }
        Some(match text {
            "text" => Type::Text(None),
            "number" => Type::Number,
            "bool" => Type::Bool,
            "date" => Type::Date,
            "time" => Type::Time,
            "phone" => Type::Phone,
            "list" => Type::List,
            "map" => Type::Map,
            "any" => Type::Any,
            _ => return None,
        })
    }

    /// The name without the length.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text(_) => "text",
            Type::Number => "number",
            Type::Bool => "bool",
            Type::Date => "date",
            Type::Time => "time",
            Type::Moment => "moment",
            Type::Duration => "duration",
            Type::Phone => "phone",
            Type::List => "list",
            Type::Map => "map",
            Type::Any => "any",
        }
    }

    /// The type of a value at hand.
    pub fn of(value: &Value) -> Type {
        match value {
            Value::None => Type::Any,
            Value::Bool(_) => Type::Bool,
            Value::Number(_) => Type::Number,
            Value::Text(_) => Type::Text(None),
            Value::Date(_) => Type::Date,
            Value::Time(_) => Type::Time,
            Value::Moment(_) => Type::Moment,
            Value::Duration(_) => Type::Duration,
            Value::List(_) => Type::List,
            Value::Map(_) => Type::Map,
        }
    }

    /// Whether the value is of this type as it stands. `none` is of every type.
    pub fn accepts(self, value: &Value) -> bool {
        match (self, value) {
            (Type::Any, _) | (_, Value::None) => true,
            (Type::Text(Some(most)), Value::Text(text)) => text.chars().nth(most as usize).is_none(),
            (Type::Phone, Value::Text(text)) => understand::phone(text, "").as_deref() == Some(text),
            _ => self.name() == Type::of(value).name(),
        }
    }

    /// The value as this type. Texts become numbers, dates, times and phone numbers where they are written as such;
    /// simple values become text; what does not fit becomes `none`.
    pub fn coerce(self, value: Value) -> (Value, Change) {
        if self.accepts(&value) {
            return (value, Change::Kept);
        }
        if let Type::Text(most) = self {
            return text(&value, most);
        }
        let converted = match (self, &value) {
            (Type::Number, Value::Text(text)) => number(text).map(Value::Number),
            (Type::Bool, Value::Text(text)) => bool(text).map(Value::Bool),
            (Type::Date, Value::Text(text)) => understand::written_date(text).map(Value::Date),
            (Type::Time, Value::Text(text)) => understand::written_time(text).map(Value::Time),
            (Type::Moment, Value::Text(text)) => understand::written_moment(text).map(Value::from),
            (Type::Duration, Value::Text(text)) => super::parse_duration(text.trim()).map(Value::Duration),
            (Type::Phone, Value::Text(text)) => understand::phone(text, "").map(Value::Text),
            (Type::Phone, Value::Number(_)) => understand::phone(&value.to_text(), "").map(Value::Text),
            _ => None,
        };
        converted.map_or((Value::None, Change::Lost), |value| (value, Change::Kept))
    }
}

/// A number as programs write it: `12`, `-3.5`, `1e3`; no grouping, no words.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

fn bool(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

fn text(value: &Value, most: Option<u32>) -> (Value, Change) {
    if matches!(value, Value::List(_) | Value::Map(_)) {
        return (Value::None, Change::Lost);
    }
    let whole = value.to_text();
    let Some(most) = most else { return (Value::Text(whole), Change::Kept) };
    let cut: String = whole.chars().take(most as usize).collect();
    let change = if cut.len() < whole.len() { Change::Cut } else { Change::Kept };
    (Value::Text(cut), change)
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Type::Text(Some(most)) => write!(f, "text({most})"),
            other => f.write_str(other.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_names() {
        for name in Type::DECLARABLE {
            assert_eq!(Type::parse(name).unwrap().to_string(), name);
        }
        assert_eq!(Type::parse("text(10)").unwrap().to_string(), "text(10)");
        for wrong in ["", "texts", "text()", "text(0)", "text(-1)", "number(3)", "Text"] {
            assert_eq!(Type::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn coerces() {
        let table: [(Type, Value, Value, Change); 11] = [
            (Type::Text(Some(3)), "añbc".into(), "añb".into(), Change::Cut),
            (Type::Text(Some(4)), "añbc".into(), "añbc".into(), Change::Kept),
            (Type::Text(None), 12.into(), "12".into(), Change::Kept),
            (Type::Text(None), Value::List(vec![]), Value::None, Change::Lost),
            (Type::Number, " 12.50 ".into(), Value::Number("12.5".parse().unwrap()), Change::Kept),
            (Type::Number, "twelve".into(), Value::None, Change::Lost),
            (Type::Number, true.into(), Value::None, Change::Lost),
            (Type::Date, "2026-11-02".into(), Value::Date(jiff::civil::date(2026, 11, 2)), Change::Kept),
            (Type::Phone, "(212) 555-0100".into(), "+12125550100".into(), Change::Kept),
            (Type::Bool, Value::None, Value::None, Change::Kept),
            (Type::Any, 1.into(), 1.into(), Change::Kept),
        ];
        for (ty, from, to, change) in table {
            assert_eq!(ty.coerce(from.clone()), (to, change), "{ty} of {from:?}");
        }
    }
}
