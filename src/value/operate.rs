use jiff::SignedDuration;

use rust_decimal::Decimal;

use super::base::Value;
use super::bounds::{MAX_ITEMS, MAX_TEXT};

const DAY_MS: i64 = 86_400_000;

/// Arithmetic. What has no result (a division by zero, an overflow, kinds that do not go together) gives `none`.
impl Value {
    /// `+` adds numbers, moves dates and moments by a length of time, and joins texts: with a text on one side,
    /// the other is joined as plain text.
    pub fn add(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.checked_add(*b).into(),
            (Value::Text(_), _) | (_, Value::Text(_)) => join(self, other),
            (Value::List(a), Value::List(b)) if a.len() + b.len() <= MAX_ITEMS => {
                Value::List(a.iter().chain(b).cloned().collect())
            }
            (Value::Duration(a), Value::Duration(b)) => duration(a.checked_add(*b)),
            (moved, Value::Duration(by)) | (Value::Duration(by), moved) => moved.moved(*by),
            _ => Value::None,
        }
    }

    /// `-` also gives the length of time between two dates, times or moments.
    pub fn subtract(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.checked_sub(*b).into(),
            (Value::Duration(a), Value::Duration(b)) => duration(a.checked_sub(*b)),
            (moved, Value::Duration(by)) => by.checked_neg().map_or(Value::None, |by| moved.moved(by)),
            (Value::Date(a), Value::Date(b)) => duration(ms(a.duration_since(*b))),
            (Value::Time(a), Value::Time(b)) => duration(ms(a.duration_since(*b))),
            (Value::Moment(a), Value::Moment(b)) => duration(ms(a.at.duration_since(b.at))),
            _ => Value::None,
        }
    }

    pub fn multiply(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.checked_mul(*b).into(),
            (Value::Duration(ms), Value::Number(n)) | (Value::Number(n), Value::Duration(ms)) => {
                duration(Decimal::from(*ms).checked_mul(*n).and_then(whole))
            }
            _ => Value::None,
        }
    }

    pub fn divide(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.checked_div(*b).into(),
            (Value::Duration(ms), Value::Number(n)) => duration(Decimal::from(*ms).checked_div(*n).and_then(whole)),
            (Value::Duration(a), Value::Duration(b)) => Decimal::from(*a).checked_div(Decimal::from(*b)).into(),
            _ => Value::None,
        }
    }

    /// `%`: the rest of a division, with the sign of the left side.
    pub fn remainder(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.checked_rem(*b).into(),
            _ => Value::None,
        }
    }

    pub fn negate(&self) -> Value {
        match self {
            Value::Number(number) => Value::Number(-number),
            Value::Duration(ms) => duration(ms.checked_neg()),
            _ => Value::None,
        }
    }

    /// A date moves by whole days only; a time of day goes around midnight.
    fn moved(&self, by: i64) -> Value {
        match self {
            Value::Date(date) if by % DAY_MS == 0 => {
                date.checked_add(SignedDuration::from_millis(by)).map_or(Value::None, Value::Date)
            }
            Value::Time(time) => Value::Time(time.wrapping_add(SignedDuration::from_millis(by))),
            Value::Moment(moment) => {
                moment.checked_add(SignedDuration::from_millis(by)).map_or(Value::None, Value::Moment)
            }
            _ => Value::None,
        }
    }
}

fn join(left: &Value, right: &Value) -> Value {
    let mut joined = left.to_text();
    joined.push_str(&right.to_text());
    if joined.len() <= MAX_TEXT { Value::Text(joined) } else { Value::None }
}

fn duration(ms: Option<i64>) -> Value {
    ms.map_or(Value::None, Value::Duration)
}

fn ms(span: SignedDuration) -> Option<i64> {
    i64::try_from(span.as_millis()).ok()
}

fn whole(number: Decimal) -> Option<i64> {
    i64::try_from(number.round()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn n(text: &str) -> Value {
        Value::Number(text.parse().unwrap())
    }

    #[test]
    fn numbers_are_exact_and_checked() {
        assert_eq!(n("0.1").add(&n("0.2")), n("0.3"));
        assert_eq!(n("7").remainder(&n("3")), n("1"));
        assert_eq!(n("1").divide(&n("4")), n("0.25"));
        assert_eq!(n("1").divide(&n("0")), Value::None);
        assert_eq!(n("1").remainder(&n("0")), Value::None);
        let most = Value::Number(Decimal::MAX);
        assert_eq!(most.add(&most), Value::None);
        assert_eq!(most.multiply(&most), Value::None);
        assert_eq!(n("1").add(&Value::None), Value::None);
        assert_eq!(n("1").add(&true.into()), Value::None);
    }

    #[test]
    fn texts_join() {
        assert_eq!(Value::text("a").add(&n("1.50")), "a1.5".into());
        assert_eq!(n("1").add(&"a".into()), "1a".into());
        assert_eq!(Value::text("a").add(&Value::None), "a".into());
        let long = Value::Text("x".repeat(MAX_TEXT));
        assert_eq!(long.add(&"y".into()), Value::None);
    }

    #[test]
    fn dates_move() {
        let day = Value::Date(date(2026, 12, 31));
        assert_eq!(day.add(&Value::Duration(DAY_MS)), Value::Date(date(2027, 1, 1)));
        assert_eq!(day.add(&Value::Duration(1)), Value::None);
        assert_eq!(day.subtract(&Value::Date(date(2026, 12, 30))), Value::Duration(DAY_MS));
        assert_eq!(day.add(&Value::Duration(i64::MAX / DAY_MS * DAY_MS)), Value::None);
        let evening = Value::Time(time(23, 0, 0, 0));
        assert_eq!(evening.add(&Value::Duration(7_200_000)), Value::Time(time(1, 0, 0, 0)));
        let epoch = Value::from(jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(epoch.add(&Value::Duration(1_000)).subtract(&epoch), Value::Duration(1_000));
        assert_eq!(Value::Duration(1_000).multiply(&n("1.5")), Value::Duration(1_500));
        assert_eq!(Value::Duration(i64::MIN).negate(), Value::None);
    }
}
