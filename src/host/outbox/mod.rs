//! What leaves the server beside the reply: events for endpoints, and messages through the provider's API.
//!
//! A turn's jobs are committed with it, so that none is done for a turn that was not made, and none is lost with the
//! process: the store gives none out whose turn is not durable. Each is done at least once, since it is taken out of
//! the store only after its receiver has said yes.

mod dead;
mod event;
mod job;
mod lanes;
mod make;
mod message;
mod policy;
mod receivers;
mod settings;
mod signature;
mod state;
mod worker;

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use tokio::sync::Notify;

pub(super) use job::JOB;
pub(super) use make::Asking;
pub use settings::OutboxSettings;

use settings::{Api, Target};
use state::State;

/// Where things go, and what is under way.
#[derive(Default)]
pub(super) struct Outbox {
    targets: Vec<Target>,
    apis: Vec<Api>,
    /// What our own URLs begin with, for reports on messages; without it none are asked for.
    public_url: Option<String>,
    state: Mutex<State>,
    /// Held while the store is looked through: what has been seen is started once.
    looking: tokio::sync::Mutex<()>,
    woken: Notify,
    /// Jobs that were given up, for the log.
    dead: AtomicUsize,
}
