use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::net::{Client, Fetcher};
use super::world::World;
use crate::config::Network;
use crate::engine::{Fetching, Outcome, Session};

/// An answer that nobody has come for is dropped: a call on hold comes back within seconds.
const KEPT: Duration = Duration::from_secs(120);

/// How fetches are made.
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// How long a call waits in silence.
    pub grace: Duration,
    /// Bytes of an answer.
    pub body_max: usize,
    /// What may be reached beside the public network.
    pub allow: Vec<Network>,
}

/// An answer to come; `None` until it is there.
pub(super) type Coming = watch::Receiver<Option<Outcome>>;

/// The requests under way, by thread: a session waits for one at a time. They outlive the webhook that asked for them.
pub(super) struct Fetches {
    fetcher: Arc<dyn Fetcher>,
    pub grace: Duration,
    running: Arc<Mutex<BTreeMap<String, Running>>>,
}

struct Running {
    session: String,
    id: u32,
    coming: Coming,
    task: AbortHandle,
}

impl Fetches {
    pub fn new(settings: FetchSettings) -> Self {
        Self::with(Arc::new(Client::new(settings.allow, settings.body_max)), settings.grace)
    }

    pub fn with(fetcher: Arc<dyn Fetcher>, grace: Duration) -> Self {
        Self { fetcher, grace, running: Arc::default() }
    }

    /// The request that this session waits for, where it runs or has been answered here.
    pub fn find(&self, thread: &str, session: &Session, asked: &Fetching) -> Option<Coming> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let found = running.get(thread)?;
        (found.session == session.id && found.id == asked.request.id).then(|| found.coming.clone())
    }

    /// Makes the request in a task of its own.
    pub fn start(&self, thread: &str, session: &Session, asked: &Fetching, world: &Arc<dyn World>) -> Coming {
        let (sender, coming) = watch::channel(None);
        let (fetcher, world, running) = (Arc::clone(&self.fetcher), Arc::clone(world), Arc::clone(&self.running));
        let (request, id, key, name) = (asked.request.clone(), asked.request.id, thread.to_owned(), session.id.clone());
        let task = tokio::spawn(async move {
            let outcome = fetcher.fetch(&request, &|secret| world.secret(secret)).await;
            // Nobody waits any more: the session went on without it.
            let _ = sender.send(Some(outcome));
            tokio::time::sleep(KEPT).await;
            let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
            if running.get(&key).is_some_and(|found| found.id == id && found.session == name) {
                running.remove(&key);
            }
        });
        let entry = Running { session: session.id.clone(), id, coming: coming.clone(), task: task.abort_handle() };
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = running.insert(thread.to_owned(), entry) {
            before.task.abort();
        }
        coming
    }

    /// The session has gone on: the answer is not needed any more.
    pub fn forget(&self, thread: &str) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = running.remove(thread) {
            found.task.abort();
        }
    }
}

/// Waits for the answer up to a moment; `None` where it is late.
pub(super) async fn until(mut coming: Coming, deadline: tokio::time::Instant) -> Option<Outcome> {
    let there = tokio::time::timeout_at(deadline, coming.wait_for(Option::is_some)).await.ok()?;
    match there {
        Ok(outcome) => outcome.clone(),
        Err(_) => Some(Outcome::Failed { why: "the request was broken off".to_owned() }),
    }
}
