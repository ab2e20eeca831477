//! The engine: `step(program, session, input)` gives the next session and a list of effects.
//!
//! **Nothing is performed before the step that asked for it is stored.** The engine reads no clock, draws no
//! chance and touches no file or network: time and seed come in with the input, and the same arguments give the
//! same bytes.

mod effect;
mod input;
mod session;

pub use effect::{
    At, Dial, DialTarget, Effect, Fault, FaultCode, Gather, Message, Notice, Prompt, PromptKind, Record, Rejected,
    Step, TraceEntry,
};
pub use input::{Event, Input, Location, Media, Start, Texted};
pub use session::{Frame, LastInput, ResultPlace, Session, Waiting};
