//! `send … continue`: a conversation goes on in messages.

use std::collections::BTreeMap;

use crate::program::{Place, Program};

use super::contact::Contact;
use super::effect::Send;
use super::input::{Proceeding, Start};
use super::session::{Frame, Session};
use super::start::blank;
use super::step::{Rejected, Step};
use super::turn::Turn;

/// What begins the conversation with which a message of this session goes on; `None` where it does not.
pub fn proceeding(session: &Session, send: &Send, session_id: String, seed: u64) -> Option<Proceeding> {
    let to = send.proceed.clone()?;
    let start = Start {
        session_id,
        seed,
        channel: send.channel,
        caller: send.to.clone(),
        called: session.called.clone(),
        first: None,
    };
    let (variables, sensitive) = (session.variables.clone(), session.sensitive.clone());
    Some(Proceeding { start, to, language: session.language.clone(), variables, sensitive })
}

/// A new session that goes on at the node with the values of another.
pub(super) fn proceed(program: &Program, from: Proceeding, at_ms: i64, contact: &Contact) -> Result<Step, Rejected> {
    let Proceeding { start, to, language, variables, sensitive } = from;
    if start.channel.is_voice() {
        return Err(Rejected::NoEntry);
    }
    let frame = Frame { node: to.node.clone(), ..Frame::default() };
    let blank = blank(program, start, at_ms, BTreeMap::new());
    let session = Session { language, variables, sensitive, frames: vec![frame], ..blank };
    let mut turn = Turn::new(program, session, at_ms);
    turn.meet(contact);
    turn.trace(format!("went on at `{}`", to.node));
    let parameters = program.node(&to.node).map_or(&[][..], |node| node.parameters.as_slice());
    for ((name, _), value) in parameters.iter().zip(to.arguments) {
        turn.store(&Place::Local(name.clone()), value, false);
    }
    let result = turn.run();
    Ok(turn.finish(result))
}
