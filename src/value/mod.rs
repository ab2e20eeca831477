//! Values of the language, and the pure operations on them.

mod access;
mod base;
mod bounds;
mod calendar;
mod channel;
mod compare;
mod digit;
mod duration;
mod fold;
mod hours;
mod json;
mod language;
mod moment;
mod operate;
mod segments;
mod show;
mod stored;
mod types;
pub mod understand;

pub use base::Value;
pub use bounds::{MAX_DEPTH, MAX_ITEMS, MAX_TEXT};
pub use calendar::{months, weekday_index, weekdays};
pub use channel::Channel;
pub use digit::digit_value;
pub use duration::{parse_duration, show_duration};
pub use fold::{MAX_SUBJECT, cut, fold, fold_case, has_phrase};
pub use hours::{Clock, DAY_MINUTES, Hours, Span, UTC};
pub use language::{primary, region};
pub use moment::Moment;
pub use rust_decimal::Decimal;
pub use segments::{Alphabet, Segments, cheap_spelling, is_cheap, segments};
pub use show::number_text;
pub use types::{Change, Type};
