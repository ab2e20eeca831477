use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Place, Program};

use super::answer::last_input;
use super::contact::Contact;
use super::input::{Event, Start};
use super::session::{Frame, LastInput, Session};
use super::step::{Rejected, Step};
use super::turn::Turn;

/// A new session at the channel's entry.
pub(super) fn start(
    program: &Program,
    start: Start,
    at_ms: i64,
    params: BTreeMap<String, String>,
    contact: &Contact,
) -> Result<Step, Rejected> {
    let entry = program.entry(start.channel).ok_or(Rejected::NoEntry)?;
    let first = start.first.clone().filter(|_| !start.channel.is_voice());
    let input = first.clone().and_then(|texted| last_input(&Event::Texted(texted), false));
    let frames = vec![Frame { node: entry.to_owned(), ..Frame::default() }];
    let session = Session { frames, input: input.unwrap_or_default(), ..blank(program, start, at_ms, params) };
    let mut turn = Turn::new(program, session, at_ms);
    turn.first = first;
    turn.meet(contact);
    turn.trace(format!("entered `{entry}`"));
    for variable in &program.variables {
        let value = variable.initial.as_ref().map(|expr| turn.eval(expr)).unwrap_or_default();
        turn.store(&Place::Session(variable.name.clone()), value, false);
    }
    let result = turn.run();
    Ok(turn.finish(result))
}

/// A session that stands nowhere and holds nothing yet.
pub(super) fn blank(program: &Program, start: Start, at_ms: i64, params: BTreeMap<String, String>) -> Session {
    Session {
        format: Session::FORMAT,
        id: start.session_id,
        flow: program.flow.clone(),
        digest: program.digest.clone(),
        channel: start.channel,
        caller: start.caller,
        called: start.called,
        language: program.languages.first().map_or_else(String::new, |language| language.tag.clone()),
        started_ms: at_ms,
        last_ms: at_ms,
        turns: 1,
        random: start.seed,
        variables: BTreeMap::new(),
        frames: Vec::new(),
        sensitive: BTreeSet::new(),
        waiting: None,
        recordings: BTreeMap::new(),
        input: LastInput::default(),
        params,
        tags: Vec::new(),
        fetches: 0,
        fetching: None,
        ended: false,
    }
}
