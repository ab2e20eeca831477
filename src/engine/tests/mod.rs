//! Conversations with small programs built by hand. The session is written out and read back between any two inputs.

mod ask;
mod beside;
mod call;
mod choices;
mod fetch;
mod flow;
mod frames;
mod invariants;
mod life;
mod message;
mod outward;
mod renew;
mod talk;
mod tries;
mod trouble;
