//! Takes jobs out of the store, does them, and writes down what came of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::{error, info, warn};

use super::Outbox;
use super::job::{DEAD, JOB, Job, Work};
use super::lanes::{Listed, SOON_MS, sort};
use super::policy::{Verdict, is_too_old, next_ms};
use super::receivers::Room;
use crate::host::Host;
use crate::store::{Due, StoreError};

/// Jobs that are looked at together.
const LOOK: usize = 512;

/// Where more are due, jobs of a slow receiver may stand before those of all others: so many are looked at then, and so
/// often.
const WIDE_LOOK: usize = 32_768;
const WIDE_EVERY_MS: i64 = 1000;

/// How long to sleep where the store knows of nothing, and after it failed.
const IDLE: Duration = Duration::from_secs(30);
const STORE_FAILED: Duration = Duration::from_secs(5);

/// What is to be taken out of the store, and put into it before that.
type Changes = (Vec<(i64, String)>, Vec<Due>);

impl Outbox {
    /// A turn with jobs has been committed.
    pub(in crate::host) fn wake(&self) {
        self.woken.notify_one();
    }
}

impl Host {
    /// Does what is due, as it comes, until the task is dropped.
    pub async fn run_outbox(self: Arc<Self>) {
        loop {
            let woken = self.outbox.woken.notified();
            let pause = match self.look_for_jobs().await {
                Ok(Some(next)) => {
                    let ms = next.saturating_sub(self.world.now_ms()).max(1);
                    Duration::from_millis(u64::try_from(ms).unwrap_or(1)).min(IDLE)
                }
                Ok(None) => IDLE,
                Err(error) => {
                    error!("the outbox cannot read the store: {error}");
                    STORE_FAILED
                }
            };
            let _ = tokio::time::timeout(pause, woken).await;
        }
    }

    /// Lets what is under way come to its end, within so long: what is cut off is done once more after the next start.
    pub async fn rest_outbox(&self, patience: Duration) {
        let rested = async {
            while !self.outbox.state().busy.is_empty() {
                self.outbox.woken.notified().await;
            }
        };
        if tokio::time::timeout(patience, rested).await.is_err() {
            warn!("some events or messages were under way for longer than {patience:?}: they will be sent again");
        }
    }

    /// Does what is due at this moment, to the end: for tests.
    pub async fn drain_outbox(self: &Arc<Self>) -> Result<(), StoreError> {
        loop {
            let woken = self.outbox.woken.notified();
            self.look_for_jobs().await?;
            if self.outbox.state().busy.is_empty() {
                return Ok(());
            }
            woken.await;
        }
    }

    /// Starts what may be started. Gives the moment at which to look again, where one is known.
    async fn look_for_jobs(self: &Arc<Self>) -> Result<Option<i64>, StoreError> {
        let _looking = self.outbox.looking.lock().await;
        self.tidy_dead(self.world.now_ms()).await?;
        let mut limit = LOOK;
        loop {
            // Before the store is read: a job that ends meanwhile is not taken for one that has not begun.
            let busy = self.outbox.state().busy.clone();
            let now_ms = self.world.now_ms();
            let dues = self.store.due(now_ms.saturating_add(SOON_MS), JOB, limit).await?;
            let is_cut = dues.len() == limit;
            let (mut done, mut put) = Changes::default();
            let mut listed = Vec::new();
            for due in &dues {
                match Listed::read(due) {
                    Some(entry) => listed.push(entry),
                    None => {
                        error!("a job in the outbox cannot be read: it is put aside");
                        done.push((due.at_ms, due.name.clone()));
                        put.push(Due { at_ms: now_ms, name: format!("{DEAD}{}", due.name), bytes: due.bytes.clone() });
                    }
                }
            }
            let sorted = sort(listed, now_ms, &busy);
            done.extend(sorted.outdated.into_iter().map(|entry| (entry.at_ms, entry.name)));
            for entry in sorted.ready {
                if let Some(given_up) = self.start(entry, now_ms, &mut done, &mut put) {
                    self.tell_given_up(&given_up).await;
                }
            }
            if done.is_empty() && put.is_empty() {
                if is_cut && limit == LOOK && self.outbox.state().looks_wide(now_ms, WIDE_EVERY_MS) {
                    limit = WIDE_LOOK;
                    continue;
                }
                let next = dues.iter().map(|due| due.at_ms).filter(|at_ms| *at_ms > now_ms).min();
                return Ok(next.into_iter().chain(is_cut.then_some(now_ms + WIDE_EVERY_MS)).min());
            }
            self.store.settle(done, put).await?;
        }
    }

    /// Begins a job, or puts it off where its receiver is down. Gives back one that is given up.
    fn start(
        self: &Arc<Self>,
        entry: Listed,
        now_ms: i64,
        done: &mut Vec<(i64, String)>,
        put: &mut Vec<Due>,
    ) -> Option<Job> {
        let mut state = self.outbox.state();
        match state.receivers.room(entry.job.receiver(), now_ms) {
            Room::Free => {
                state.busy.insert(entry.lane());
                state.receivers.begun(entry.job.receiver());
                let host = Arc::clone(self);
                tokio::spawn(async move { host.work(entry).await });
            }
            Room::Full => {}
            Room::Rests(_) if is_too_old(&entry.job, now_ms) => {
                let why = entry.job.why.clone().unwrap_or_else(|| "its receiver was down all the time".to_owned());
                put.push(self.give_up(&entry, why, now_ms));
                done.push((entry.at_ms, entry.name));
                return Some(entry.job);
            }
            Room::Rests(until_ms) => {
                put.push(Due { at_ms: until_ms, name: entry.name.clone(), bytes: entry.job.write() });
                done.push((entry.at_ms, entry.name));
            }
        }
        None
    }

    /// One try of one job, and what came of it.
    async fn work(self: Arc<Self>, entry: Listed) {
        let host = Arc::clone(&self);
        let job = entry.job.clone();
        let verdict = match tokio::spawn(async move { host.perform(&job).await }).await {
            Ok(verdict) => verdict,
            Err(panic) => Verdict::Again { why: format!("it failed inside: {panic}"), after_ms: None },
        };
        let well = !matches!(verdict, Verdict::Again { .. });
        let now_ms = self.world.now_ms();
        let put = self.judge(&entry, verdict, now_ms);
        if put.iter().any(|due| due.name.starts_with(DEAD)) {
            self.tell_given_up(&entry.job).await;
        }
        while let Err(error) = self.store.settle(vec![(entry.at_ms, entry.name.clone())], put.clone()).await {
            error!(job = entry.job.id, "what came of a job cannot be stored: {error}");
            tokio::time::sleep(STORE_FAILED).await;
        }
        let mut state = self.outbox.state();
        state.busy.remove(&entry.lane());
        if state.receivers.ended(entry.job.receiver(), Some(well), now_ms) {
            warn!(receiver = entry.job.receiver(), "it fails again and again: it is tried with one job at a time");
        }
        drop(state);
        self.outbox.woken.notify_one();
    }

    async fn perform(&self, job: &Job) -> Verdict {
        let now_ms = self.world.now_ms();
        match &job.work {
            Work::Event(event) => self.outbox.post(job, event, now_ms).await,
            Work::Message(message) => self.outbox.create(&job.flow, message, now_ms).await,
        }
    }

    /// What is to be stored instead of the job.
    fn judge(&self, entry: &Listed, verdict: Verdict, now_ms: i64) -> Vec<Due> {
        let job = &entry.job;
        let (id, receiver, tries) = (&job.id, job.receiver(), job.tries + 1);
        match verdict {
            Verdict::Done => {
                info!(job = id, receiver, tries, "{} delivered", job.kind());
                Vec::new()
            }
            Verdict::Never { why } => vec![self.give_up(entry, why, now_ms)],
            Verdict::Again { why, after_ms } => {
                let tried = Job { tries, why: Some(why.clone()), ..job.clone() };
                let Some(at_ms) = next_ms(&tried, now_ms, after_ms) else {
                    return vec![self.give_up(entry, why, now_ms)];
                };
                let wait_s = (at_ms - now_ms) / 1000;
                warn!(job = id, receiver, tries, "{} not delivered, tried again in {wait_s} s: {why}", job.kind());
                vec![Due { at_ms, name: entry.name.clone(), bytes: tried.write() }]
            }
        }
    }

    fn give_up(&self, entry: &Listed, why: String, now_ms: i64) -> Due {
        let job = &entry.job;
        let dead = self.outbox.dead.fetch_add(1, Ordering::Relaxed) + 1;
        error!(job = job.id, receiver = job.receiver(), dead, "{} given up: {why}", job.kind());
        let job = Job { tries: job.tries + 1, why: Some(why), ..job.clone() };
        Due { at_ms: now_ms, name: entry.place.name(DEAD), bytes: job.write() }
    }
}
