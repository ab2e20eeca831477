//! The engine: `step(program, session, input)` gives the next session and a list of effects.
//!
//! **Nothing is performed before the step that asked for it is stored.** The engine reads no clock, draws no
//! chance and touches no file or network: time and seed come in with the input, and the same arguments give the
//! same bytes.

mod again;
mod answer;
mod aside;
mod ask;
mod assign;
mod contact;
mod dial;
mod due;
mod effect;
mod eval;
mod evaluate;
mod fetch;
mod frames;
mod gather;
mod input;
mod limits;
mod matching;
mod menu;
mod proceed;
mod receive;
mod renew;
mod request;
mod run;
mod send;
mod session;
mod split;
mod start;
mod step;
#[cfg(test)]
mod tests;
mod turn;
mod verb;
mod wait;
mod words;

use crate::program::Program;

pub use again::again;
pub use contact::{Contact, Known};
pub use effect::{
    At, Dial, DialTarget, Effect, Emit, Fault, FaultCode, Gather, Message, Notice, Proceed, Prompt, PromptKind, Record,
    Send, SendTemplate, TraceEntry, VerbCall,
};
pub use evaluate::evaluate;
pub use input::{Event, Input, Location, Media, Proceeding, Start, Texted};
pub use proceed::proceeding;
pub use renew::{is_sensitive, renew};
pub use request::{Field, Outcome, Payload, Piece, Request};
pub use session::{Fetching, Frame, LastInput, ResultPlace, Session, Waiting};
pub use split::split;
pub use step::{Rejected, Step};

/// Takes one input: a start without a session, anything else with the session as it was left.
///
/// Gives the session as it will be and what the outside must do, in order. The session given is never changed, so a
/// turn that could not be stored may be run again. Trouble of the flow is in [`Step::fault`] and ends the session with
/// an apology; this never panics, whatever the session holds.
///
/// # Errors
/// [`Rejected`] where the input does not fit: stale, or the host's mistake.
pub fn step(program: &Program, session: Option<&Session>, input: Input) -> Result<Step, Rejected> {
    let Input { at_ms, event, params, contact } = input;
    match (session, event) {
        (None, Event::Start(first)) => start::start(program, *first, at_ms, params, &contact),
        (None, Event::Proceed(from)) => proceed::proceed(program, *from, at_ms, &contact),
        (None, event) => Err(Rejected::Unexpected { waits_for: "a start", got: receive::name(&event) }),
        (Some(session), event) => receive::receive(program, session, at_ms, &event, params, &contact),
    }
}
