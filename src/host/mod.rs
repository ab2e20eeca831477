//! The impure driver: it owns the clock, the store and the order of turns, and calls the pure engine.
//!
//! A turn is: take the thread's lock, look for a duplicate, load, step, commit once, answer. Nothing is performed
//! before the commit, and nothing is acknowledged before it is durable.

mod locks;
mod programs;
mod reload;
mod state;
mod turn;
mod world;

use std::sync::Arc;
use std::time::Duration;

pub use reload::{Loaded, Reloader};
pub use turn::{Answer, Door, TurnError, Webhook};
pub use world::{System, World};

use crate::catalog::Catalog;
use crate::store::Store;

/// Everything a turn needs.
pub struct Host {
    store: Arc<dyn Store>,
    catalog: Arc<Catalog>,
    world: Arc<dyn World>,
    locks: locks::Locks,
    /// How long a turn may wait for the turns of its thread before it.
    patience: Duration,
}

impl Host {
    pub fn new(store: Arc<dyn Store>, catalog: Arc<Catalog>, world: Arc<dyn World>, patience: Duration) -> Self {
        Self { store, catalog, world, locks: locks::Locks::default(), patience }
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
