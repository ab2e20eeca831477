use rust_decimal::Decimal;

use super::base::Value;
use super::duration::show_duration;

/// A number as plain decimal digits without trailing zeros: `12.5`, `-3`, `0`.
pub fn number_text(number: Decimal) -> String {
    number.normalize().to_string()
}

impl Value {
    /// The value as plain text, the same in every language: `none` is empty, a bool is `yes` or `no` (which reads
    /// better aloud than `true`), a date `2026-11-02`, a time `09:30`, a moment RFC 3339, a length of time
    /// `1h30m`, a list its items joined by `, `.
    pub fn to_text(&self) -> String {
        self.to_string()
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::None => Ok(()),
            Value::Bool(true) => f.write_str("yes"),
            Value::Bool(false) => f.write_str("no"),
            Value::Number(number) => f.write_str(&number_text(*number)),
            Value::Text(text) => f.write_str(text),
            Value::Date(date) => write!(f, "{date}"),
            Value::Time(time) if time.second() == 0 => write!(f, "{:02}:{:02}", time.hour(), time.minute()),
            Value::Time(time) => write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()),
            Value::Moment(moment) => write!(f, "{moment}"),
            Value::Duration(ms) => f.write_str(&show_duration(*ms)),
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                Ok(())
            }
            Value::Map(fields) => {
                for (i, (key, value)) in fields.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{key}: {value}")?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn plain_text_of_each_kind() {
        let number = |text: &str| Value::Number(Decimal::from_str(text).unwrap());
        let table = [
            (Value::None, ""),
            (Value::Bool(true), "yes"),
            (Value::Bool(false), "no"),
            (number("12.500"), "12.5"),
            (number("100"), "100"),
            (number("-0.00"), "0"),
            (number("79228162514264337593543950335"), "79228162514264337593543950335"),
            (Value::Date(jiff::civil::date(2026, 11, 2)), "2026-11-02"),
            (Value::Time(jiff::civil::time(9, 5, 0, 0)), "09:05"),
            (Value::Time(jiff::civil::time(9, 5, 7, 0)), "09:05:07"),
            (Value::from(jiff::Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00Z"),
            (Value::Duration(5_400_000), "1h30m"),
            (Value::List(vec!["a".into(), 2.into()]), "a, 2"),
        ];
        for (value, text) in table {
            assert_eq!(value.to_text(), text);
        }
    }
}
