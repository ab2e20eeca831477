use crate::program::{Op, Place, Program, Wait, WaitKind};
use crate::value::Value;

use super::session::{Frame, Session, Waiting};
use super::turn::Turn;

/// A messaging session that rests at its entry's `keywords`, as it goes on under a newer version of its flow; `None`
/// where it rests elsewhere, or where the newer version does not begin with `keywords`. Variables keep their values
/// as far as the newer version declares them.
pub fn renew(session: &Session, old: &Program, new: &Program) -> Option<Session> {
    let [frame] = session.frames.as_slice() else { return None };
    let rests = !session.ended && session.waiting.is_some() && session.digest == old.digest && session.flow == new.flow;
    let at_entry = old.entry(session.channel) == Some(frame.node.as_str());
    if !rests || !at_entry || keywords(old, &frame.node, frame.at).is_none() {
        return None;
    }
    let entry = new.entry(session.channel)?;
    keywords(new, entry, 0)?;

    let mut moved = session.clone();
    moved.digest = new.digest.clone();
    moved.frames = vec![Frame { node: entry.to_owned(), ..Frame::default() }];
    moved.waiting = Some(Waiting::default());
    if new.language(&moved.language).is_none() {
        moved.language = new.languages.first()?.tag.clone();
    }
    let mut kept = std::mem::take(&mut moved.variables);
    let mut turn = Turn::new(new, moved, session.last_ms);
    for variable in &new.variables {
        let sensitive = turn.session.sensitive.contains(&variable.name);
        let value = match (kept.remove(&variable.name), &variable.initial) {
            (Some(value), _) => value,
            (None, Some(initial)) => turn.eval(initial),
            (None, None) => Value::None,
        };
        turn.store(&Place::Session(variable.name.clone()), value, sensitive);
    }
    Some(turn.session)
}

/// Whether the answer that a session waits for is given in confidence: to be masked wherever the input is kept.
pub fn is_sensitive(program: &Program, session: &Session) -> bool {
    let place = session.frames.last().and_then(|frame| wait_at(program, &frame.node, frame.at));
    place.is_some_and(|wait| wait.sensitive)
}

fn keywords<'p>(program: &'p Program, node: &str, at: usize) -> Option<&'p Wait> {
    wait_at(program, node, at).filter(|wait| matches!(wait.kind, WaitKind::Keywords { .. }))
}

fn wait_at<'p>(program: &'p Program, node: &str, at: usize) -> Option<&'p Wait> {
    match program.node(node)?.code.get(at)? {
        Op::Wait(wait) => Some(wait),
        _ => None,
    }
}
