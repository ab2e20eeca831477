use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Place, Program};

use super::answer::last_input;
use super::input::{Event, Start};
use super::session::{Frame, Session};
use super::step::{Rejected, Step};
use super::turn::Turn;

/// A new session at the channel's entry.
pub(super) fn start(
    program: &Program,
    start: Start,
    at_ms: i64,
    params: BTreeMap<String, String>,
) -> Result<Step, Rejected> {
    let entry = program.entry(start.channel).ok_or(Rejected::NoEntry)?;
    let first = start.first.filter(|_| !start.channel.is_voice());
    let input = first.clone().and_then(|texted| last_input(&Event::Texted(texted), false));
    let session = Session {
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
        frames: vec![Frame { node: entry.to_owned(), ..Frame::default() }],
        sensitive: BTreeSet::new(),
        waiting: None,
        input: input.unwrap_or_default(),
        params,
        tags: Vec::new(),
        fetches: 0,
        fetching: None,
        ended: false,
    };
    let mut turn = Turn::new(program, session, at_ms);
    turn.first = first;
    turn.trace(format!("entered `{entry}`"));
    for variable in &program.variables {
        let value = variable.initial.as_ref().map(|expr| turn.eval(expr)).unwrap_or_default();
        turn.store(&Place::Session(variable.name.clone()), value, false);
    }
    let result = turn.run();
    Ok(turn.finish(result))
}
