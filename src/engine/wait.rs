//! Asking the person, and judging what came back.

use crate::program::{Arm, AskKind, Bound, Matcher, Op, Wait, WaitKind, Words};
use crate::value::Value;

use super::answer::{Answer, last_input};
use super::effect::{Effect, Fault, Record};
use super::eval::map;
use super::input::Event;
use super::matching::{Chosen, choose, choose_at_question};
use super::run::Next;
use super::session::Waiting;
use super::turn::Turn;

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Miss {
    NoInput,
    NoMatch,
}

impl<'p> Turn<'p> {
    /// A wait reached in the course of things: its counters start anew. The message that started the session, or
    /// ended a `wait`, is the answer to the first `keywords`.
    pub fn arrive(&mut self, wait: &'p Wait) -> Result<Next, Fault> {
        let frame = self.frame()?;
        frame.tries.remove(&frame.at);
        if matches!(wait.kind, WaitKind::Keywords { .. })
            && let Some(first) = self.first.take()
        {
            let event = Event::Texted(first);
            if wait.sensitive {
                self.session.input = last_input(&event, true).unwrap_or_default();
                self.session.params.clear();
            }
            return self.answered(wait, Waiting::default(), &event);
        }
        self.ask(wait, Waiting::default())
    }

    /// Says the prompt and stops the turn.
    pub fn ask(&mut self, wait: &'p Wait, tries: Waiting) -> Result<Next, Fault> {
        let is_record = matches!(wait.kind, WaitKind::Record { .. });
        if let (WaitKind::Sleep { timeout, .. }, true) = (&wait.kind, self.is_voice()) {
            self.notice("a call cannot sleep until a message".to_owned());
            return Ok(timeout.map_or(Next::Following, Next::Jump));
        }
        if !self.is_voice() {
            if is_record {
                self.notice("a message has nothing to record".to_owned());
                return Ok(Next::Following);
            }
            let prompt = self.prompt_text(wait);
            self.write(&prompt);
            return Ok(self.rest(wait, tries));
        } else if let WaitKind::Record { spec, .. } = &wait.kind {
            let prompts = self.prompts(wait);
            self.effects.push(Effect::Record(Record {
                prompts,
                timeout_ms: wait.timeout_ms,
                max_ms: spec.max_ms,
                finish: wait.finish.clone(),
                transcribe: spec.transcribe,
                beep: spec.beep,
            }));
        } else {
            self.gather(wait);
        }
        self.session.waiting = Some(tries);
        Ok(Next::Stop)
    }

    /// Stops a texter's turn. A question's time begins anew each time it is asked, a `wait` keeps its own.
    fn rest(&mut self, wait: &Wait, tries: Waiting) -> Next {
        let after = |ms: i64| self.now_ms.saturating_add(ms);
        let due_ms = match wait.kind {
            WaitKind::Sleep { ms, .. } => tries.due_ms.or(ms.map(after)),
            _ => wait.text_timeout_ms.map(after),
        };
        self.session.waiting = Some(Waiting { due_ms, ..tries });
        Next::Stop
    }

    /// A texter's time is over.
    pub fn timed_out(&mut self, wait: &'p Wait, tries: Waiting) -> Result<Next, Fault> {
        match wait.kind {
            WaitKind::Sleep { timeout, .. } => {
                self.trace("the time is over".to_owned());
                Ok(timeout.map_or(Next::Following, Next::Jump))
            }
            _ => self.missed(wait, tries, Miss::NoInput),
        }
    }

    /// Takes the input that a wait stopped for.
    pub fn answered(&mut self, wait: &'p Wait, tries: Waiting, event: &Event) -> Result<Next, Fault> {
        if let (WaitKind::Record { variable, spec }, Event::Recorded { url, duration_s, sid }) = (&wait.kind, event)
            && !url.is_empty()
        {
            let recording =
                map([("url", Some(Value::Text(url.clone()))), ("duration", Some(Value::Number((*duration_s).into())))]);
            self.store(variable, recording, wait.sensitive);
            if spec.transcribe {
                self.expect_words(variable, sid);
            }
            self.trace(format!("recorded {duration_s} s"));
            return Ok(Next::Following);
        }
        let Some(answer) = Answer::of(event) else {
            return self.missed(wait, tries, Miss::NoInput);
        };
        match &wait.kind {
            WaitKind::Menu { arms, otherwise, .. } | WaitKind::Keywords { arms, otherwise } => {
                self.judge_choice(wait, tries, arms, *otherwise, &answer)
            }
            WaitKind::Ask { variable, kind } => {
                if let Some(taken) = self.take(kind, &answer) {
                    self.store_captures(taken.captures, wait.sensitive);
                    self.store(variable, taken.value, wait.sensitive);
                    self.trace_stored("answered", variable);
                    return Ok(Next::Following);
                }
                match choose_at_question(self.always_arms(wait), &answer, &self.session.language) {
                    Some(chosen) => self.choose_always(wait, tries, chosen),
                    None => self.missed(wait, tries, Miss::NoMatch),
                }
            }
            WaitKind::Record { .. } => self.missed(wait, tries, Miss::NoInput),
            WaitKind::Sleep { message, .. } => {
                if let Some(chosen) = choose(self.always_arms(wait), &answer, &self.session.language) {
                    return self.choose_always(wait, tries, chosen);
                }
                self.trace("woken by a message".to_owned());
                if let (Some(_), Event::Texted(texted)) = (message, event) {
                    self.first = Some(texted.clone());
                }
                Ok(message.map_or(Next::Following, Next::Jump))
            }
        }
    }

    fn judge_choice(
        &mut self,
        wait: &'p Wait,
        tries: Waiting,
        arms: &'p [Arm],
        otherwise: Option<usize>,
        answer: &Answer,
    ) -> Result<Next, Fault> {
        if let Some(chosen) = choose(arms, answer, &self.session.language) {
            self.keep_tries(tries)?;
            self.trace_choice(wait, chosen.matcher);
            self.store_captures(chosen.captures, wait.sensitive);
            return Ok(Next::Jump(chosen.arm.to));
        }
        if let Some(chosen) = choose(self.always_arms(wait), answer, &self.session.language) {
            return self.choose_always(wait, tries, chosen);
        }
        if let Some(to) = otherwise {
            self.keep_tries(tries)?;
            self.trace("else".to_owned());
            return Ok(Next::Jump(to));
        }
        self.missed(wait, tries, Miss::NoMatch)
    }

    fn choose_always(&mut self, wait: &Wait, tries: Waiting, chosen: Chosen<'p>) -> Result<Next, Fault> {
        self.keep_tries(tries)?;
        self.trace_choice(wait, chosen.matcher);
        self.store_captures(chosen.captures, wait.sensitive);
        self.interrupt(chosen.arm.to)
    }

    /// Counts a failed try: on to a bound's place, the kind's own first, or asking again.
    fn missed(&mut self, wait: &'p Wait, mut tries: Waiting, miss: Miss) -> Result<Next, Fault> {
        let (count, bound, words) = match miss {
            Miss::NoInput => (&mut tries.noinput, wait.noinput_bound, &wait.noinput),
            Miss::NoMatch => (&mut tries.nomatch, wait.nomatch_bound, &wait.nomatch),
        };
        *count = count.saturating_add(1);
        let count = *count;
        let total = tries.noinput.saturating_add(tries.nomatch);
        self.trace(match miss {
            Miss::NoInput => format!("noinput {count}"),
            Miss::NoMatch => format!("nomatch {count}"),
        });
        let reached = |bound: Option<Bound>, count: u32| bound.filter(|bound| count >= bound.count);
        if let Some(bound) = reached(bound, count).or_else(|| reached(wait.tries, total)) {
            return Ok(Next::Jump(bound.to));
        }
        if let Some(words) = escalated(words, count) {
            self.say_before_asking(words);
        }
        self.ask(wait, tries)
    }

    /// An arm is taken; should it come back, the wait goes on counting where it was.
    fn keep_tries(&mut self, tries: Waiting) -> Result<(), Fault> {
        let frame = self.frame()?;
        if tries != Waiting::default() {
            frame.tries.insert(frame.at, tries);
        }
        Ok(())
    }

    /// The choices of `always` that count at this wait.
    pub fn always_arms(&self, wait: &Wait) -> &'p [Arm] {
        let always = self.session.frames.last().and_then(|frame| self.program.always_at(&frame.node));
        let all = always.map_or(&[][..], |(_, always)| always.arms.as_slice());
        match &wait.kind {
            WaitKind::Menu { .. } | WaitKind::Keywords { .. } | WaitKind::Sleep { .. } => all,
            WaitKind::Ask { kind: AskKind::Text { .. }, .. } | WaitKind::Record { .. } => &[],
            WaitKind::Ask { .. } => all,
        }
    }

    fn trace_choice(&mut self, wait: &Wait, matcher: &Matcher) {
        let choice = match matcher {
            _ if wait.sensitive => "a sensitive choice".to_owned(),
            Matcher::Key(key) => format!("chose {key}"),
            Matcher::Whole(text) | Matcher::Prefix(text) | Matcher::Has(text) | Matcher::Button(text) => {
                format!("chose \"{text}\"")
            }
            Matcher::Regex(regex) => format!("chose /{}/", regex.source),
            Matcher::Media => "chose media".to_owned(),
            Matcher::Location => "chose location".to_owned(),
        };
        self.trace(choice);
    }
}

/// First, second, … the last one repeating.
fn escalated(words: &[Words], count: u32) -> Option<&Words> {
    let index = (count as usize).saturating_sub(1);
    words.get(index).or(words.last())
}

/// What an op waits for, where it waits at all.
pub(super) fn waits_for(op: &Op, is_voice: bool) -> Option<&'static str> {
    match op {
        Op::Wait(wait) if matches!(wait.kind, WaitKind::Record { .. }) => Some("a recording"),
        Op::Wait(_) if is_voice => Some("keys or speech"),
        Op::Wait(_) => Some("a message"),
        Op::Dial(_) => Some("the outcome of a dial"),
        Op::Verb(_) => Some("the outcome of a voice verb"),
        Op::Fetch(_) => Some("the answer to a fetch"),
        _ => None,
    }
}
