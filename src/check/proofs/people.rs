//! The people whom a flow must let go: what each of them does at every point.

use super::chart::{Asked, Chart, Does, PointId, Question, Way, When};
use super::passable::passable;
use crate::check::paths::channels::Channels;
use crate::syntax::tree::{KeywordKind, SettingKind, StatementKind};
use crate::value::Channel;

/// A fetch without a `timeout` has what is left of the turn.
const FETCH_MS: i64 = 8_000;
/// The provider rings so long where `dial` has no `timeout`.
const RING_MS: i64 = 30_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    SilentCaller,
    WrongCaller,
    SilentTexter,
    WrongTexter,
}

impl Person {
    pub const ALL: [Person; 4] = [Person::SilentCaller, Person::WrongCaller, Person::SilentTexter, Person::WrongTexter];

    pub fn words(self) -> &'static str {
        match self {
            Person::SilentCaller => "a silent caller",
            Person::WrongCaller => "a caller who presses wrong keys",
            Person::SilentTexter => "a silent texter",
            Person::WrongTexter => "a texter who writes nonsense",
        }
    }

    pub(super) fn channels(self) -> &'static [Channel] {
        match self {
            Person::SilentCaller | Person::WrongCaller => &[Channel::Voice],
            Person::SilentTexter | Person::WrongTexter => &[Channel::Sms, Channel::Whatsapp],
        }
    }

    fn is_silent(self) -> bool {
        matches!(self, Person::SilentCaller | Person::SilentTexter)
    }
}

/// What being held costs: questions heard, and milliseconds of waiting for each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cost {
    pub prompts: u32,
    pub ms: i64,
}

impl Cost {
    pub fn and(self, other: Cost) -> Cost {
        Cost { prompts: self.prompts.saturating_add(other.prompts), ms: self.ms.saturating_add(other.ms) }
    }

    /// The worse of both, each for itself.
    pub fn or(self, other: Cost) -> Cost {
        Cost { prompts: self.prompts.max(other.prompts), ms: self.ms.max(other.ms) }
    }
}

/// What a person does at a point: the ways that may be taken, and what it costs before.
#[derive(Debug, Default)]
pub(super) struct Doing {
    pub cost: Cost,
    pub next: Vec<PointId>,
    /// Into the node that `do` names.
    pub called: Option<PointId>,
    /// Here the flow lets go: it ends, or the session rests until it expires.
    pub released: bool,
    /// Something of another file happens here.
    pub unknown: bool,
}

pub(super) fn doing(chart: &Chart<'_>, id: PointId, person: Person, channel: Channel, expires_ms: i64) -> Doing {
    let Some(point) = chart.points.get(id) else { return Doing::default() };
    let open = |way: &&Way<'_>| passable(point, way).meets(Channels::of(channel));
    let ways = |wanted: &dyn Fn(&When<'_>) -> bool| -> Vec<PointId> {
        point.ways.iter().filter(|way| wanted(&way.when)).filter(open).map(|way| way.to).collect()
    };
    let all = || ways(&|when| !matches!(when, When::Continue(_) | When::Call | When::Always));
    let cost = |prompts: u32, ms: i64| Cost { prompts, ms };
    match &point.does {
        Does::Ask(asked) => {
            let (cost, released, taken) = answer(asked, person, expires_ms);
            let next = taken.map(|taken| ways(&|when| taken.fits(when))).unwrap_or_default();
            Doing { cost, next, released, ..Doing::default() }
        }
        // Who rests at `keywords` is let go: nothing more is said until a message comes.
        Does::Rest => {
            Doing { cost: cost(0, if person.is_silent() { expires_ms } else { 0 }), released: true, ..Doing::default() }
        }
        Does::Sleep(Some(after)) if person.is_silent() => {
            let next = ways(&|when| matches!(when, When::Timeout));
            Doing { cost: cost(0, after.millis), next, ..Doing::default() }
        }
        Does::Sleep(None) if person.is_silent() => {
            Doing { cost: cost(0, expires_ms), released: true, ..Doing::default() }
        }
        Does::Sleep(_) => Doing { next: ways(&|when| matches!(when, When::Message)), ..Doing::default() },
        Does::Fetch(statement) => Doing { cost: cost(0, fetch_ms(statement)), next: all(), ..Doing::default() },
        Does::Dial { settings, .. } => {
            let ring = settings.iter().find_map(|setting| match &setting.kind {
                SettingKind::Timeout(length) => Some(length.millis),
                _ => None,
            });
            Doing { cost: cost(0, ring.unwrap_or(RING_MS)), next: all(), ..Doing::default() }
        }
        Does::Statement(statement) => {
            let ms = match statement.kind {
                StatementKind::Pause(length) if channel == Channel::Voice => length.millis,
                _ => 0,
            };
            Doing { cost: cost(0, ms), next: all(), ..Doing::default() }
        }
        Does::Call { .. } => {
            let called = ways(&|when| matches!(when, When::Call)).first().copied();
            Doing { called, next: all(), unknown: called.is_none(), ..Doing::default() }
        }
        Does::End => Doing { released: true, ..Doing::default() },
        Does::Elsewhere => Doing { released: true, unknown: true, ..Doing::default() },
        _ => Doing { next: all(), ..Doing::default() },
    }
}

/// Which way a person takes at a question.
#[derive(Debug, Clone, Copy)]
enum Taken {
    Answered,
    Else,
    NoInput,
    NoMatch,
    Tries,
}

impl Taken {
    fn fits(self, when: &When<'_>) -> bool {
        match self {
            Taken::Answered => matches!(when, When::Answered),
            Taken::Else => matches!(when, When::Else),
            Taken::NoInput => matches!(when, When::NoInput),
            Taken::NoMatch => matches!(when, When::NoMatch),
            Taken::Tries => matches!(when, When::Tries),
        }
    }
}

fn answer(asked: &Asked<'_>, person: Person, expires_ms: i64) -> (Cost, bool, Option<Taken>) {
    let limits = asked.limits;
    let anything = matches!(asked.what, Question::Ask { kind, .. } if kind.name.text == "text");
    let once = |ms: i64, taken: Taken| (Cost { prompts: 1, ms }, false, Some(taken));
    let (bound, of_kind, each_ms) = match person {
        Person::SilentTexter => match limits.own_timeout_ms {
            Some(ms) => (limits.noinput, Taken::NoInput, ms),
            None => return (Cost { prompts: 1, ms: expires_ms }, true, None),
        },
        Person::SilentCaller => (limits.noinput, Taken::NoInput, limits.timeout_ms),
        Person::WrongCaller | Person::WrongTexter => {
            let ms = if person == Person::WrongCaller { limits.timeout_ms } else { 0 };
            match asked.what {
                Question::Record { .. } => return once(limits.max_ms, Taken::Answered),
                _ if anything => return once(ms, Taken::Answered),
                _ if asked.has_else() => return once(ms, Taken::Else),
                _ => (limits.nomatch, Taken::NoMatch, ms),
            }
        }
    };
    // Where both bounds are reached, the kind's goes first.
    let (times, taken) = match (bound, limits.tries) {
        (Some(own), Some(tries)) if tries < own => (tries, Taken::Tries),
        (Some(own), _) => (own, of_kind),
        (None, Some(tries)) => (tries, Taken::Tries),
        (None, None) => return (Cost::default(), false, None),
    };
    let times = times.max(1);
    (Cost { prompts: times, ms: each_ms.saturating_mul(times.into()) }, false, Some(taken))
}

fn fetch_ms(statement: &crate::syntax::tree::Statement) -> i64 {
    let StatementKind::Fetch { settings, .. } = &statement.kind else { return FETCH_MS };
    let (mut limit, mut times) = (FETCH_MS, 1);
    for setting in settings {
        match &setting.kind {
            SettingKind::Timeout(length) => limit = length.millis,
            SettingKind::Retry { count, .. } => times += i64::from(count.value),
            _ => {}
        }
    }
    limit.saturating_mul(times)
}

/// Where the message that begins a session goes when it fits nothing: `keywords` takes it at once.
pub(super) fn first_words(chart: &Chart<'_>, rest: PointId) -> impl Iterator<Item = PointId> {
    let ways = chart.points.get(rest).into_iter().flat_map(|point| &point.ways);
    ways.filter(|way| match way.when {
        When::Keyword(patterns) => patterns.iter().any(|pattern| matches!(pattern.kind, KeywordKind::Else)),
        _ => false,
    })
    .map(|way| way.to)
    .filter(move |to| *to != rest)
}
