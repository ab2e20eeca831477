//! A moment for which a session wanted to be woken.

use crate::program::{Op, Program};

use super::contact::Contact;
use super::effect::FaultCode;
use super::input::Event;
use super::limits;
use super::receive::name;
use super::session::Session;
use super::step::{Rejected, Step};
use super::turn::Turn;

/// A timer fires, or a session that has been silent for too long ends. One that was to be woken later goes on sleeping.
pub(super) fn due(program: &Program, session: &Session, at_ms: i64, contact: &Contact) -> Result<Step, Rejected> {
    if session.wakes_ms(program).is_none_or(|wakes_ms| at_ms < wakes_ms) {
        return Err(Rejected::Unexpected { waits_for: "a later moment", got: name(&Event::Due) });
    }
    let mut turn = Turn::new(program, session.clone(), at_ms);
    turn.meet(contact);
    let waiting = turn.session.waiting.filter(|waiting| waiting.due_ms.is_some() && !turn.is_voice());
    turn.session.last_ms = at_ms;
    let Some(tries) = waiting else {
        turn.expire();
        return Ok(turn.finish(Ok(())));
    };
    turn.session.waiting = None;
    turn.session.turns = turn.session.turns.saturating_add(1);
    if turn.session.turns > limits::TURNS {
        let fault = turn.fault(FaultCode::TurnLimit, format!("more than {} inputs in one session", limits::TURNS));
        return Ok(turn.finish(Err(fault)));
    }
    let next = match turn.op() {
        Ok(Op::Wait(wait)) => turn.timed_out(wait, tries),
        Ok(_) => Err(turn.lost("the session stands where nothing waits".to_owned())),
        Err(fault) => Err(fault),
    };
    let result = next.and_then(|next| turn.run_from(next));
    Ok(turn.finish(result))
}

impl Turn<'_> {
    /// Ends the session without a word. A call of which nothing was heard for so long has been hung up.
    fn expire(&mut self) {
        self.trace("expired".to_owned());
        let event = if self.is_voice() { "hangup" } else { "expired" };
        self.aside(event);
        self.over();
    }
}
