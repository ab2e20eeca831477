//! What the world outside answers in a test, in place of it.

use crate::engine::Outcome;
use crate::program::event::REPORTS;
use crate::program::{Given, Verb};
use crate::value::Value;

use super::effects::fits;

/// A given whose expressions have been worked out.
#[derive(Debug, Clone)]
struct Ready<'p> {
    given: &'p Given,
    /// Whom it answers for; empty for all.
    target: String,
    body: Value,
    used: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct World<'p> {
    ready: Vec<Ready<'p>>,
    /// What is reported where nothing is given, and whether it was.
    pub status: Option<&'static str>,
    pub reported: bool,
}

/// Whether it is a call that comes to this, and not a message.
fn is_end(status: &str) -> bool {
    !REPORTS.contains(&status)
}

impl<'p> World<'p> {
    pub fn give(&mut self, given: &'p Given, target: String, body: Value) {
        self.ready.push(Ready { given, target, body, used: false });
    }

    /// The first given that nothing asked for.
    pub fn unused(&self) -> Option<&'p Given> {
        self.ready.iter().find(|ready| !ready.used).map(|ready| ready.given)
    }

    /// How a dial ends and after how long: without a given, somebody answers.
    pub fn dialled(&mut self, numbers: &[String]) -> (String, i64) {
        let found = self.answer(|ready| {
            matches!(ready.given, Given::Dial { .. }) && numbers.iter().any(|number| fits(&ready.target, number))
        });
        match found.map(|ready| ready.given) {
            Some(Given::Dial { outcome, lasts_ms, .. }) => (outcome.clone(), *lasts_ms),
            _ => ("answered".to_owned(), 0),
        }
    }

    /// How a voice verb ends and after how long: without a given, as it should.
    pub fn performed(&mut self, asked: Verb, wanted: &str) -> (String, i64) {
        let found = self.answer(|ready| {
            matches!(ready.given, Given::Verb { verb, .. } if *verb == asked) && fits(&ready.target, wanted)
        });
        match found.map(|ready| ready.given) {
            Some(Given::Verb { outcome, lasts_ms, .. }) => (outcome.clone(), *lasts_ms),
            _ => (asked.endings().first().map_or("", |ending| ending.name).to_owned(), 0),
        }
    }

    /// What a request is answered; `None` where nothing is given.
    pub fn fetched(&mut self, url: &str) -> Option<Outcome> {
        let found = self.answer(|ready| matches!(ready.given, Given::Fetch { .. }) && fits(&ready.target, url))?;
        match found.given {
            Given::Fetch { answer: Some(answer), .. } => {
                Some(Outcome::Status { code: answer.code, body: found.body.clone() })
            }
            _ => Some(Outcome::Failed { why: "the test gives a failure".to_owned() }),
        }
    }

    /// What becomes of a message to somebody, in the order in which it happens.
    pub fn fares(&mut self, to: &str) -> Vec<String> {
        self.statuses(|target, status| !is_end(status) && fits(target, to))
    }

    /// How the call ends for the provider.
    pub fn ends(&mut self) -> String {
        self.statuses(|_, status| is_end(status)).pop().unwrap_or_else(|| "completed".to_owned())
    }

    fn statuses(&mut self, wanted: impl Fn(&str, &str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        for ready in &mut self.ready {
            if let Given::Status { status, .. } = ready.given
                && wanted(&ready.target, status)
            {
                ready.used = true;
                found.push(status.clone());
            }
        }
        if let Some(status) = self.status.filter(|status| found.is_empty() && wanted("*", status)) {
            self.reported = true;
            found.push(status.to_owned());
        }
        found
    }

    /// The givens that fit answer in their order, the last one again and again.
    fn answer(&mut self, fits: impl Fn(&Ready<'p>) -> bool) -> Option<&Ready<'p>> {
        let fresh = self.ready.iter().position(|ready| fits(ready) && !ready.used);
        let last = self.ready.iter().rposition(fits);
        let chosen = self.ready.get_mut(fresh.or(last)?)?;
        chosen.used = true;
        Some(chosen)
    }
}
