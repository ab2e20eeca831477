//! The impure driver: it owns the clock, the store and the order of turns, and calls the pure engine.
//!
//! A turn is: take the thread's lock, look for a duplicate, load, step, commit once, answer. Nothing is performed
//! before the commit, and nothing is acknowledged before it is durable.

mod beside;
mod contact;
mod fetches;
mod late;
mod life;
mod locks;
mod net;
mod outbox;
mod proceed;
mod programs;
mod reload;
mod state;
mod sweep;
mod take;
mod turn;
mod webhook;
mod world;

use std::sync::Arc;
use std::time::Duration;

pub use fetches::FetchSettings;
pub use net::{Client, Fetcher, Secrets};
pub use outbox::OutboxSettings;
pub use reload::{Loaded, Reloader};
pub use sweep::Sweeper;
pub use webhook::{Answer, Door, TurnError, Webhook};
pub use world::{System, World};

use crate::catalog::Catalog;
use crate::config::Limits;
use crate::store::Store;

/// Everything a turn needs.
pub struct Host {
    store: Arc<dyn Store>,
    catalog: Arc<Catalog>,
    world: Arc<dyn World>,
    locks: locks::Locks,
    fetches: fetches::Fetches,
    late: late::Late,
    life: life::Life,
    outbox: outbox::Outbox,
    /// A turn lets a conversation go on in messages.
    proceeding: tokio::sync::Notify,
    /// How long a turn may wait for the turns of its thread before it, and for its fetches.
    patience: Duration,
}

impl Host {
    pub fn new(store: Arc<dyn Store>, catalog: Arc<Catalog>, world: Arc<dyn World>, patience: Duration) -> Self {
        let limits = Limits::default();
        let body_max = usize::try_from(limits.fetch_body).unwrap_or(usize::MAX);
        let fetches = fetches::Fetches::new(FetchSettings { grace: limits.grace, body_max, allow: Vec::new() });
        let life = life::Life::new(limits.retention);
        let (locks, late, outbox, proceeding) = Default::default();
        Self { store, catalog, world, locks, fetches, late, life, outbox, proceeding, patience }
    }

    /// The same host, sending events and messages to these; all that is wrong with them where they cannot be used.
    pub fn sending(self, settings: &OutboxSettings) -> Result<Self, Vec<String>> {
        Ok(Self { outbox: outbox::Outbox::new(settings)?, ..self })
    }

    /// The same host, its fetches made otherwise than by default.
    #[must_use]
    pub fn fetching(self, settings: FetchSettings) -> Self {
        Self { fetches: fetches::Fetches::new(settings), ..self }
    }

    /// The same host, its fetches made by a stand-in for the network.
    #[must_use]
    pub fn fetching_by(self, fetcher: Arc<dyn Fetcher>, grace: Duration) -> Self {
        Self { fetches: fetches::Fetches::with(fetcher, grace), ..self }
    }

    /// The same host, its turns kept for another time than by default.
    #[must_use]
    pub fn retaining(self, retention: Duration) -> Self {
        Self { life: life::Life::new(retention), ..self }
    }

    /// A number under which the log keeps what a person was not told.
    pub fn incident(&self) -> u32 {
        (self.world.seed() >> 32) as u32
    }

    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }
}
