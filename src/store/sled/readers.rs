//! Reads may wait for the disk, so they are done on threads of their own, which need no async runtime.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::error::panic_text;
use super::hidden::Hidden;
use super::shared::Shared;
use super::trees::Trees;
use crate::store::StoreError;

/// A read is about a microsecond from sled's cache; more threads only help where the disk is waited for.
const READERS: usize = 4;

/// Reads that may wait. At 100 µs each, from disk, this is a tenth of a second of work.
const QUEUE: usize = 4096;

type Read = Box<dyn FnOnce(&Shared) + Send>;

pub struct Readers {
    queue: Option<SyncSender<Read>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub fn start(shared: &Arc<Shared>) -> io::Result<Readers> {
        let (queue, reads) = sync_channel::<Read>(QUEUE);
        let reads = Arc::new(Mutex::new(reads));
        let start = |number| {
            let (shared, reads) = (Arc::clone(shared), Arc::clone(&reads));
            thread::Builder::new().name(format!("store-read-{number}")).spawn(move || work(&shared, &reads))
        };
        let threads = (0..READERS).map(start).collect::<io::Result<_>>()?;
        Ok(Readers { queue: Some(queue), threads })
    }

    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Trees, &Hidden) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = move |shared: &Shared| {
            let done = catch_unwind(AssertUnwindSafe(|| shared.read(read)));
            let done = done.unwrap_or_else(|panic| {
                Err(StoreError::Corrupt(format!("the database gave up reading: {}", panic_text(&*panic))))
            });
            let _gone = answer.send(done);
        };
        let closed = || StoreError::Unavailable("the store is closed".into());
        match self.queue.as_ref().ok_or_else(closed)?.try_send(Box::new(job)) {
            Ok(()) => answered.await.unwrap_or_else(|_| Err(closed())),
            Err(TrySendError::Full(_)) => Err(StoreError::Unavailable(format!("{QUEUE} reads are waiting already"))),
            Err(TrySendError::Disconnected(_)) => Err(closed()),
        }
    }
}

fn work(shared: &Shared, reads: &Mutex<Receiver<Read>>) {
    loop {
        let next = reads.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(read) => read(shared),
            Err(_) => return,
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _panicked = thread.join();
        }
    }
}
