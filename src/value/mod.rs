//! Values of the language, and the pure operations on them.

mod channel;

use std::collections::BTreeMap;

pub use channel::Channel;
pub use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a variable holds at run time.
///
/// Numbers are decimals, so that money adds up and two machines agree to the digit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Value {
    #[default]
    None,
    Bool(bool),
    Number(Decimal),
    Text(String),
    Date(jiff::civil::Date),
    Time(jiff::civil::Time),
    /// A moment, as `now` and `next_open` give it.
    Moment(jiff::Timestamp),
    /// A length of time in milliseconds.
    Duration(i64),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

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
