use crate::value::Value;

use super::dates;
use super::entry::View;

/// A value in words, where no helper says how: dates, times and yes or no in the session's language.
pub(in crate::template) fn show(value: &Value, view: &View) -> String {
    match value {
        Value::Bool(yes) => view.phrases.yes_no(*yes).to_owned(),
        Value::Number(number) => view.phrases.number(*number, false),
        Value::Date(_) => dates::date(value, None, view),
        Value::Time(_) => dates::time(value, None, view),
        Value::Moment(_) => dates::when(value, None, view),
        Value::List(items) => items.iter().map(|item| show(item, view)).collect::<Vec<_>>().join(", "),
        _ => value.to_text(),
    }
}

/// The first value in words.
pub(super) fn words(arguments: &[Value], view: &View) -> String {
    arguments.first().map(|value| show(value, view)).unwrap_or_default()
}
