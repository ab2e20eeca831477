//! Plays a `test` block, line by line.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::engine::{Session, evaluate};
use crate::program::{Deed, EffectPattern, Expr, Given, Program, Test, TestStep, is_always};
use crate::source::Span;
use crate::value::{Channel, Value};

use super::coverage::Key;
use super::effects::{Asked, fits};
use super::failure::{self, Failed};
use super::phone::{self, Phone};
use super::transcript::written;
use super::turn::Trouble;

/// What came of a test.
#[derive(Debug)]
pub struct Ran<'p> {
    pub test: &'p Test,
    /// The first thing that was not as the test says.
    pub failure: Option<Diagnostic>,
    /// The ways of the flow that the test went.
    pub passed: BTreeSet<Key>,
}

/// Runs one test of a flow.
pub fn run<'p>(program: &'p Program, test: &'p Test) -> Ran<'p> {
    let mut play = Play { program, phone: Phone::new(program), matched: 0 };
    let failed = test.steps.iter().find_map(|step| play.step(step).err().map(|failed| (step.span, failed)));
    let failed = failed.or_else(|| {
        let unused = play.phone.world.unused()?;
        Some((given_span(test, unused), Failed::Unused))
    });
    let failure = failed.map(|(span, failed)| failure::diagnostic(test, span, &failed, &play.phone.exchanges));
    Ran { test, failure, passed: play.phone.passed }
}

/// Where a given stands in its test.
fn given_span(test: &Test, given: &Given) -> Span {
    let step = test.steps.iter().find(|step| matches!(&step.deed, Deed::Given(other) if std::ptr::eq(other, given)));
    step.map_or(test.span, |step| step.span)
}

struct Play<'p> {
    program: &'p Program,
    phone: Phone<'p>,
    /// So many bytes of what came since the last input have been found by `hear` or `read`.
    matched: usize,
}

impl<'p> Play<'p> {
    fn step(&mut self, step: &'p TestStep) -> Result<(), Failed> {
        match &step.deed {
            Deed::At(at_ms) => {
                let later = at_ms.saturating_sub(self.phone.now_ms);
                self.later(later, &step.deed)
            }
            Deed::Later(ms) => self.later(*ms, &step.deed),
            Deed::Person(number) => {
                self.phone.person(number);
                Ok(())
            }
            Deed::Contact(fields) => {
                for (name, expr) in fields {
                    let value = self.value(expr);
                    self.phone.keep(name, value);
                }
                Ok(())
            }
            Deed::Given(given) => {
                let (target, body) = match given {
                    Given::Dial { target, .. } | Given::Verb { target, .. } => (target, None),
                    Given::Status { target, .. } => (target, None),
                    Given::Fetch { url, answer } => (url, answer.as_ref().and_then(|answer| answer.body.as_ref())),
                };
                let target = target.as_ref().map_or_else(|| "*".to_owned(), |expr| self.value(expr).to_text());
                let body = body.map(|expr| self.value(expr)).unwrap_or_default();
                self.phone.world.give(given, target, body);
                Ok(())
            }
            Deed::Hear(words) | Deed::Read(words) => self.hear(words, &step.deed),
            Deed::ExpectAt(node) => self.expect_at(node),
            Deed::ExpectEnd => self.expect_end(false),
            Deed::ExpectHangup => self.expect_end(true),
            Deed::ExpectEffect(pattern) => self.expect_effect(pattern),
            Deed::Expect { condition, reads } => self.expect(condition, reads),
            deed => self.act(deed),
        }
    }

    /// What was due meanwhile happens in its order; where nothing was, what came before still counts.
    fn later(&mut self, ms: i64, deed: &Deed) -> Result<(), Failed> {
        let woken = self.phone.later(ms, written(deed)).map_err(failed)?;
        if woken {
            self.matched = 0;
        }
        Ok(())
    }

    fn act(&mut self, deed: &Deed) -> Result<(), Failed> {
        self.phone.begin(written(deed));
        self.matched = 0;
        let phone = &mut self.phone;
        let done = match deed {
            Deed::Call { from, to } => phone.call(from.as_deref(), to.as_deref()),
            Deed::Text(text) => phone.message(Channel::Sms, phone::words(text)),
            Deed::Whatsapp(text) => phone.message(Channel::Whatsapp, phone::words(text)),
            Deed::Press(keys) => phone.press(keys),
            Deed::Speak(words) => phone.speak(words),
            Deed::Silence => phone.silence(),
            Deed::Tap(button) => phone.send(phone::tapped(button)),
            Deed::Media(url) => phone.send(phone::media(url)),
            Deed::Location { latitude, longitude, label } => {
                phone.send(phone::location(latitude, longitude, label.as_deref()))
            }
            Deed::HangUp => phone.hang_up(),
            _ => Ok(()),
        };
        done.map_err(failed)
    }

    fn hear(&mut self, words: &str, deed: &Deed) -> Result<(), Failed> {
        let came = spaced(&self.phone.came.words.join(" "));
        let wanted = spaced(words);
        let rest = came.get(self.matched..).unwrap_or_default();
        if let Some(at) = rest.find(&wanted) {
            self.matched += at + wanted.len();
            return Ok(());
        }
        let verb = if matches!(deed, Deed::Hear(_)) { "heard" } else { "read" };
        Err(Failed::NotHeard { verb, wanted, before: came.contains(&spaced(words)), came })
    }

    fn expect_at(&self, node: &str) -> Result<(), Failed> {
        match self.phone.session().filter(|session| !session.ended) {
            None => Err(Failed::Ended { wanted: format!("at `{node}`") }),
            Some(session) => match resting(session) {
                at if at == node => Ok(()),
                at => Err(Failed::Elsewhere { wanted: node.to_owned(), at: at.to_owned() }),
            },
        }
    }

    fn expect_end(&self, hangup: bool) -> Result<(), Failed> {
        match self.phone.session() {
            Some(session) if !session.ended => Err(Failed::GoesOn { at: resting(session).to_owned() }),
            Some(session) if hangup && !session.channel.is_voice() => Err(Failed::NoCall),
            _ => Ok(()),
        }
    }

    fn expect_effect(&self, pattern: &EffectPattern) -> Result<(), Failed> {
        let words: Vec<String> = pattern.words.iter().map(|expr| self.value(expr).to_text()).collect();
        let fields: Vec<(&str, Value)> =
            pattern.fields.iter().map(|(key, expr)| (key.as_str(), self.value(expr))).collect();
        let asked = &self.phone.came.asked;
        if asked.iter().any(|asked| asked.what == pattern.what && is_as_expected(asked, &words, &fields)) {
            return Ok(());
        }
        Err(Failed::NotAsked { what: pattern.what.clone(), asked: asked.iter().map(Asked::shown).collect() })
    }

    fn expect(&self, condition: &Expr, reads: &'p [(String, Expr)]) -> Result<(), Failed> {
        if self.value(condition).is_true() {
            return Ok(());
        }
        Err(Failed::NotSo { values: reads.iter().map(|(name, expr)| (name.clone(), self.value(expr))).collect() })
    }

    /// Values as they are written need no conversation; names in them do.
    fn value(&self, expr: &Expr) -> Value {
        match (expr, self.phone.session()) {
            (Expr::Const(value), _) => value.clone(),
            (Expr::List(items), _) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            (Expr::Map(fields), _) => {
                Value::Map(fields.iter().map(|(key, expr)| (key.clone(), self.value(expr))).collect())
            }
            (_, Some(session)) => {
                let kept = self.phone.kept().cloned().unwrap_or_default();
                evaluate(self.program, session, &kept, self.phone.now_ms, expr)
            }
            (_, None) => Value::None,
        }
    }
}

fn failed(trouble: Trouble) -> Failed {
    match trouble {
        Trouble::Unanswered(url) => Failed::Unanswered(url),
        Trouble::Unfit(why) => Failed::Unfit(why),
        Trouble::Fault(fault) => Failed::Fault(fault),
        Trouble::Unstored(why) => Failed::Unstored(why),
    }
}

/// The node at which a conversation rests; not an arm of `always`, which speaks for the node that it interrupted.
pub(super) fn resting(session: &Session) -> &str {
    session.frames.iter().rfind(|frame| !is_always(&frame.node)).map_or("", |frame| frame.node.as_str())
}

/// White space folded, so that a test need not know how words were laid out.
pub(super) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the words are among those asked for, in this order, and the fields among the fields.
fn is_as_expected(asked: &Asked, words: &[String], fields: &[(&str, Value)]) -> bool {
    let mut there = asked.words.iter();
    words.iter().all(|wanted| there.any(|word| fits(wanted, word)))
        && fields.iter().all(|(key, wanted)| {
            asked.fields.get(*key).is_some_and(|value| value.equals(wanted) || value.to_text() == wanted.to_text())
        })
}
