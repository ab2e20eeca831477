//! One turn of the engine, as a store would have it.

use std::collections::BTreeMap;

use crate::engine::{self, Contact, Event, Fault, Input, Rejected, Session, Step};
use crate::program::Program;

/// Why a turn could not be taken.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The flow broke down.
    Fault(Fault),
    /// The flow fetched from here, and the test gives no answer.
    Unanswered(String),
    /// Nothing waits for this input.
    Unfit(String),
    /// The session is another one after it was written and read: a mistake of ours.
    Unstored(String),
}

/// Takes an input, and gives the step with the session as it came back from being written.
pub(super) fn take(
    program: &Program,
    session: Option<&Session>,
    at_ms: i64,
    event: Event,
    kept: &Contact,
) -> Result<Step, Trouble> {
    let contact = if program.contact.is_empty() { Contact::new() } else { kept.clone() };
    let input = Input { at_ms, event, params: BTreeMap::new(), contact };
    let mut step = engine::step(program, session, input).map_err(|rejected| Trouble::Unfit(unfit(&rejected)))?;
    let stored = serde_json::to_vec(&step.session).and_then(|bytes| serde_json::from_slice::<Session>(&bytes));
    match stored {
        Ok(stored) if stored == step.session => step.session = stored,
        Ok(_) => return Err(Trouble::Unstored("it is not the same after being read".to_owned())),
        Err(error) => return Err(Trouble::Unstored(error.to_string())),
    }
    Ok(step)
}

fn unfit(rejected: &Rejected) -> String {
    match rejected {
        Rejected::Ended => "the conversation has ended".to_owned(),
        Rejected::NoEntry => "the flow does not begin on this channel".to_owned(),
        other => other.to_string(),
    }
}
