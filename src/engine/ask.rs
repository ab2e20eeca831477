//! The kinds of question: which answers they take, and what is stored.

use crate::program::{AskKind, Expr};
use crate::value::{Decimal, Value, cut, understand};

use super::answer::{Answer, Given};
use super::eval::{Captures, captures, location, media};
use super::turn::Turn;

/// An answer that the question took.
pub(super) struct Taken {
    pub value: Value,
    pub captures: Captures,
}

impl<'p> Turn<'p> {
    /// The answer as a value, or `None` where it is not of the kind.
    pub fn take(&mut self, kind: &'p AskKind, answer: &Answer) -> Option<Taken> {
        let plain = |value: Value| Taken { value, captures: Captures::new() };
        match kind {
            AskKind::Media => return answer.media.first().map(media).map(plain),
            AskKind::Location => return answer.location.as_ref().map(location).map(plain),
            AskKind::Pattern(regex) => {
                return answer.words.iter().find_map(|given| {
                    let found = regex.compiled.find(cut(&given.raw)).filter(|found| !found.is_empty())?;
                    let value = Value::Text(found.as_str().to_owned());
                    Some(Taken { value, captures: captures(regex, &given.raw).unwrap_or_default() })
                });
            }
            _ => {}
        }
        answer.words.iter().find_map(|given| self.understood(kind, given)).map(plain)
    }

    fn understood(&mut self, kind: &'p AskKind, given: &Given) -> Option<Value> {
        let text = given.raw.as_str();
        if text.is_empty() {
            return None;
        }
        let language = self.session.language.clone();
        match kind {
            AskKind::Text { max } => {
                let fits = max.is_none_or(|max| text.chars().count() <= max as usize);
                fits.then(|| Value::Text(text.to_owned()))
            }
            AskKind::Digits { min, max } => {
                let digits = understand::digits(text, &language)?;
                let length = digits.chars().count();
                (*min as usize..=*max as usize).contains(&length).then_some(Value::Text(digits))
            }
            AskKind::Number { min, max } => {
                let number = understand::number(text, &language)?;
                let low = self.number_bound(min.as_ref());
                let high = self.number_bound(max.as_ref());
                let fits = low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
                fits.then_some(Value::Number(number))
            }
            AskKind::YesNo => understand::yes_no(text, &language).map(Value::Bool),
            AskKind::Date => understand::date(text, &language, self.today()?).map(Value::Date),
            AskKind::Time => understand::time(text, &language).map(Value::Time),
            AskKind::Phone => understand::phone(text, &language).map(Value::Text),
            AskKind::Email => understand::email(text, &language).map(Value::Text),
            AskKind::Money => understand::money(text, &language).map(Value::Number),
            AskKind::Pattern(_) | AskKind::Media | AskKind::Location => None,
        }
    }

    /// The date by the flow's clock: a person's own zone is not known.
    fn today(&self) -> Option<jiff::civil::Date> {
        let now = jiff::Timestamp::from_millisecond(self.now_ms).ok()?;
        Some(now.to_zoned(self.program.clock.zone.clone()).date())
    }

    fn number_bound(&mut self, bound: Option<&'p Expr>) -> Option<Decimal> {
        match self.eval(bound?) {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}
