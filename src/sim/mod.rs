//! Flow tests: conversations with a flow in virtual time, without a network.
//!
//! [`run`] plays a `test` block of a flow, [`coverage`] tells which of its ways no test went, and [`explore`] finds
//! dialogues that go all of them. The clock stands still but for `at`, `later` and what a `given` lasts; the seed is
//! always the same; the session is written out and read back after each input, so that nothing survives which a
//! store would lose.

mod coverage;
mod effects;
mod explore;
mod failure;
mod junit;
mod phone;
mod reach;
mod run;
mod transcript;
mod turn;
mod world;

pub use coverage::{Edge, Key, Kind, Way, edges};
pub use explore::{Explored, explore, witness};
pub use junit::junit;
pub use reach::reaches;
pub use run::{Ran, run};
