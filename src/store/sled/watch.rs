//! Wakes a flush that sled forgot.
//!
//! When a write fails in sled's thread pool just after a flush began to wait for it, sled notes the error and wakes
//! nobody. Any other flush finds the error, returns it and wakes all who wait; so this thread flushes once whenever the
//! committer's flush takes long. Where the disk is only slow, it waits beside it and changes nothing.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::shared::Shared;
use crate::store::StoreError;

/// Far longer than a flush takes, and short enough to answer within a webhook's 15 seconds.
const EVERY: Duration = Duration::from_secs(2);

/// Until the other end of the channel is dropped.
pub fn run(shared: &Shared, end: &Receiver<()>) {
    let mut before = 0;
    while end.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
        let now = shared.flushes.load(Ordering::SeqCst);
        if is_flushing(now) && now == before {
            let _the_committer_hears_of_it = shared.read(|trees, _| {
                trees.db.flush().map(drop).map_err(|error| StoreError::Unavailable(error.to_string()))
            });
        }
        before = now;
    }
}

/// The counter goes up when a flush begins and when it ends.
fn is_flushing(flushes: u64) -> bool {
    flushes % 2 == 1
}
