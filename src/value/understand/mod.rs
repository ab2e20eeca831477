//! What people type and say, as values: `twenty three`, `12,50 €`, `tomorrow`, `9 pm`, `yes please`.
//!
//! Each kind is one function, which gives `None` where it is not sure: asking again costs less than a wrong value.
//! A text is folded and cut ([`crate::value::fold`]), loses its accents, and becomes items; a lexicon, made of the
//! language's table under `words/`, says what the items mean. English words count in every language.

mod cardinal;
mod country;
mod date;
mod day_part;
mod digits;
mod email;
mod item;
mod lexicon;
mod money;
mod named_date;
mod number;
mod numeral;
mod phone;
mod spoken_time;
mod time;
mod words;
mod written;
mod year;
mod yes_no;

pub use date::date;
pub use digits::digits;
pub use email::email;
pub use money::money;
pub use number::number;
pub use phone::phone;
pub use time::time;
pub use written::{written_date, written_moment, written_time, written_zoned};
pub use yes_no::yes_no;

#[cfg(test)]
mod tests;
