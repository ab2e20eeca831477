//! The life of sessions, by a clock moved by hand: they expire, their turns are forgotten, and nothing is left.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flowtone::engine::Session;
use flowtone::host::{Sweeper, World as _};
use flowtone::store::memory::Memory;
use flowtone::store::sled::{self, Options};
use flowtone::store::{Due, Durability, Pending, Record, Store, StoreError};

use crate::support::phone::{Call, OURS, Service, Texter};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// What a server with one flow keeps though nobody uses it: the list of live flows, the flow, and until when.
const IDLE: usize = 3;

fn flow(words: &str, expires: &str) -> String {
    format!(
        r#"
language en-US
expires {expires}
defaults {{ timeout 5s  nomatch "What?"  tries 9 -> bye }}
on call -> welcome
on message -> welcome
menu welcome "{words}" {{ 1 "One" -> bye }}
step bye {{ say "Goodbye, {words}" end }}
"#
    )
}

fn sled_store(dir: &Path) -> Arc<dyn Store> {
    Arc::new(sled::open(dir, Options { durability: Durability::Process, cache: 16 << 20 }).expect("a store"))
}

async fn service(store: Arc<dyn Store>, retention: Duration) -> Service {
    Service::made(store, &[("support", &flow("Hello.", "24h"))], |host| host.retaining(retention)).await
}

async fn sweep(service: &Service) -> usize {
    let sweeper = Sweeper::new(Arc::clone(&service.host));
    let mut steps = 0;
    while sweeper.step().await.expect("a working store") {
        steps += 1;
        assert!(steps < 100_000, "the sweep finds no end");
    }
    steps
}

async fn entries(service: &Service) -> usize {
    service.host.store().entries().await.expect("readable")
}

async fn marks(store: &dyn Store) -> Vec<Due> {
    store.due(i64::MAX, "mark/", 100_000).await.expect("readable")
}

fn thread(number: u32) -> String {
    format!("support/sms/{OURS}/+1555{number:07}")
}

async fn newest(store: &dyn Store, thread: &str) -> Option<Record> {
    store.newest(thread).await.expect("readable")
}

fn session(record: &Record) -> Session {
    let state: serde_json::Value = serde_json::from_slice(&record.session).expect("JSON");
    serde_json::from_value(state["session"].clone()).expect("a session")
}

/// A day of a server: people who come once, one who comes daily, calls that end well and calls of which nothing more
/// is heard.
async fn day(service: &Service, number: u32) {
    let mut regular = Texter::new(service, "support", "", 1);
    (0..number * 2).for_each(|_| regular.skip());
    regular.text("hello").await;
    for guest in 0..3 {
        let mut guest = Texter::new(service, "support", "", 1000 + number * 10 + guest);
        guest.text("hello").await;
        service.world.later(HOUR);
        guest.text("what").await;
        let mut call = Call::new(service, "support", number * 10 + 1);
        call.begin().await;
        call.press("1").await;
        Call::new(service, "support", number * 10 + 2).begin().await;
        sweep(service).await;
    }
    regular.text("again").await;
    service.world.later(DAY - HOUR * 3);
    sweep(service).await;
}

async fn churn(store: Arc<dyn Store>, days: u32) {
    let service = service(store, DAY * 3).await;
    let mut counts = Vec::new();
    for number in 0..days {
        day(&service, number).await;
        counts.push(entries(&service).await);
    }
    let (early, late) = counts.split_at(counts.len() / 2);
    let most = |counts: &[usize]| counts.iter().copied().max().expect("a day");
    // A session that happens to end leaves a mark or a turn more.
    assert!(most(late) <= most(early) + 2 && most(early) > 10 * IDLE, "{counts:?}");
    for _ in 0..2 {
        service.world.later(DAY * 10);
        sweep(&service).await;
    }
    assert_eq!(entries(&service).await, IDLE, "{counts:?}");
}

#[tokio::test]
async fn what_is_stored_comes_to_a_plateau_and_goes_back_to_nothing() {
    churn(Arc::new(Memory::new()), 40).await;
    let dir = tempfile::tempdir().expect("a folder");
    churn(sled_store(dir.path()), 16).await;
}

#[tokio::test]
async fn a_session_has_one_mark_which_goes_with_it() {
    let store = Arc::new(Memory::new());
    let service = service(store.clone(), DAY * 30).await;
    let begun_ms = marks_after(&service, "hello", 1, 1).await;
    assert_eq!(begun_ms % 86_400_000, 10 * 3_600_000, "a day later, when the session would expire");
    service.world.later(HOUR);
    assert_eq!(marks_after(&service, "what", 2, 1).await, begun_ms, "a second message brings no mark");

    service.world.later(HOUR * 23);
    sweep(&service).await;
    let moved = marks(&*store).await;
    assert_eq!(moved.iter().map(|due| due.at_ms).collect::<Vec<_>>(), [begun_ms + 3_600_000], "an hour more");
    assert_eq!(newest(&*store, &thread(1)).await.expect("a turn").version, 2, "it is not over");

    service.world.later(HOUR / 2);
    marks_after(&service, "what", 3, 2).await;
    service.world.later(HOUR / 2);
    sweep(&service).await;
    assert_eq!(marks(&*store).await.len(), 1, "the one too many is gone");

    service.world.later(HOUR * 23 + HOUR / 2 - Duration::from_millis(1));
    sweep(&service).await;
    assert!(!session(&newest(&*store, &thread(1)).await.expect("a turn")).ended);
    service.world.later(Duration::from_millis(1));
    sweep(&service).await;
    let last = newest(&*store, &thread(1)).await.expect("a turn");
    assert!(session(&last).ended && last.reply.is_empty());
    assert_eq!((last.version, marks(&*store).await.len()), (4, 1));

    service.world.later(DAY * 30);
    sweep(&service).await;
    assert!(newest(&*store, &thread(1)).await.is_some(), "its turns go together, an hour later");
    service.world.later(HOUR + Duration::from_millis(1));
    sweep(&service).await;
    assert!(newest(&*store, &thread(1)).await.is_none() && marks(&*store).await.is_empty());
}

/// Texts, and gives the moment of the latest mark.
async fn marks_after(service: &Service, text: &str, number: u32, expected: usize) -> i64 {
    let mut texter = Texter::new(service, "support", "", 1);
    (1..number).for_each(|_| texter.skip());
    texter.text(text).await;
    let marks = marks(&**service.host.store()).await;
    assert_eq!(marks.len(), expected);
    marks.last().expect("a mark").at_ms
}

/// However soon the sweep comes, the session ends before a message that came later is taken.
#[tokio::test]
async fn an_expired_session_ends_before_the_message_that_comes_later() {
    let store = Arc::new(Memory::new());
    let service = service(store.clone(), DAY * 30).await;
    let mut texter = Texter::new(&service, "support", "", 1);
    texter.text("hello").await;
    service.world.later(DAY);
    assert!(texter.text("what").await.contains("What?"), "at the last moment it goes on");
    service.world.later(DAY + Duration::from_millis(1));
    let anew = texter.text("hello").await;
    assert!(anew.contains("Hello.") && !anew.contains("What?"), "{anew}");
    assert_eq!(texter.again("hello").await, anew);
    let ended = store.turn(&thread(1), 3).await.expect("readable").expect("a turn");
    assert!(session(&ended).ended && ended.reply.is_empty());
    assert_eq!(newest(&*store, &thread(1)).await.expect("a turn").version, 4);
}

#[tokio::test]
async fn a_live_session_keeps_its_newest_turn_and_its_version_beyond_retention() {
    let store = Arc::new(Memory::new());
    let old = flow("Old words.", "60d");
    let flows = [("support", old.as_str()), ("other", old.as_str())];
    let service = Service::made(store.clone(), &flows, |host| host.retaining(DAY * 3)).await;
    let version = service.host.catalog().live("support").expect("live").digest.clone();
    let mut texter = Texter::new(&service, "support", "", 1);
    texter.text("hello").await;
    service.world.later(HOUR);
    texter.text("what").await;
    service.save(&[("other", &flow("New words.", "24h"))]).await.expect("sound flows");

    for _ in 0..50 {
        service.world.later(DAY);
        sweep(&service).await;
    }
    assert!(store.turn(&thread(1), 1).await.expect("readable").is_none(), "the older turn is forgotten");
    assert!(store.program(&version.0).await.expect("readable").is_some());
    assert!(texter.text("1").await.contains("Goodbye, Old words."), "the flow is removed, the session goes on");

    for _ in 0..6 {
        service.world.later(DAY);
        sweep(&service).await;
    }
    assert!(newest(&*store, &thread(1)).await.is_none());
    // It might have gone on for sixty days.
    for _ in 56..63 {
        service.world.later(DAY);
        sweep(&service).await;
    }
    assert!(store.program(&version.0).await.expect("readable").is_none(), "nobody needs it any more");
    assert_eq!(entries(&service).await, IDLE);
}

#[tokio::test]
async fn reloads_leave_nothing_behind() {
    let store = Arc::new(Memory::new());
    let service = service(store.clone(), DAY).await;
    for number in 0..20 {
        service.world.later(HOUR);
        service.save(&[("support", &flow(&format!("Words {number}."), "24h"))]).await.expect("sound flows");
        Texter::new(&service, "support", "", number).text("hello").await;
    }
    // The first sweep ends the sessions, the second forgets them.
    for _ in 0..2 {
        service.world.later(DAY * 5);
        sweep(&service).await;
    }
    assert_eq!(entries(&service).await, IDLE);
    assert!(newest(&*store, "live").await.is_some_and(|record| record.version == 21));
}

/// A store that is there for so many writes, as for a process that is killed then. The last one is made or not.
struct Fragile {
    inner: Arc<Memory>,
    writes: AtomicUsize,
    last_is_made: bool,
}

impl Fragile {
    async fn write<T>(&self, write: Pending<'_, T>) -> Result<T, StoreError> {
        let gone = Err(StoreError::Unavailable("the process is gone".into()));
        match self.writes.load(Ordering::SeqCst) {
            0 => return gone,
            left => self.writes.store(left - 1, Ordering::SeqCst),
        }
        if self.writes.load(Ordering::SeqCst) == 0 && !self.last_is_made {
            return gone;
        }
        let made = write.await;
        if self.writes.load(Ordering::SeqCst) == 0 { gone } else { made }
    }
}

impl Store for Fragile {
    fn newest<'a>(&'a self, thread: &'a str) -> Pending<'a, Option<Record>> {
        self.inner.newest(thread)
    }
    fn turn<'a>(&'a self, thread: &'a str, version: u64) -> Pending<'a, Option<Record>> {
        self.inner.turn(thread, version)
    }
    fn commit<'a>(&'a self, thread: &'a str, record: Record) -> Pending<'a, ()> {
        Box::pin(self.write(self.inner.commit(thread, record)))
    }
    fn due<'a>(&'a self, upto_ms: i64, class: &'a str, limit: usize) -> Pending<'a, Vec<Due>> {
        self.inner.due(upto_ms, class, limit)
    }
    fn settle(&self, done: Vec<(i64, String)>, put: Vec<Due>) -> Pending<'_, ()> {
        Box::pin(self.write(self.inner.settle(done, put)))
    }
    fn forget<'a>(&'a self, thread: &'a str, before_ms: i64) -> Pending<'a, Option<i64>> {
        Box::pin(self.write(self.inner.forget(thread, before_ms)))
    }
    fn facts<'a>(&'a self, prefix: &'a str) -> Pending<'a, Vec<(String, Vec<u8>)>> {
        self.inner.facts(prefix)
    }
    fn keep_program<'a>(&'a self, digest: &'a str, bytes: Vec<u8>) -> Pending<'a, ()> {
        Box::pin(self.write(self.inner.keep_program(digest, bytes)))
    }
    fn program<'a>(&'a self, digest: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.inner.program(digest)
    }
    fn drop_program<'a>(&'a self, digest: &'a str) -> Pending<'a, ()> {
        Box::pin(self.write(self.inner.drop_program(digest)))
    }
    fn entries(&self) -> Pending<'_, usize> {
        self.inner.entries()
    }
    fn probe(&self) -> Pending<'_, ()> {
        self.inner.probe()
    }
    fn close(&self) -> Pending<'_, ()> {
        self.inner.close()
    }
}

/// Three texters and two calls, and so many writes of one server's life: its turns, its sweeps and its reload.
async fn lives(inner: &Arc<Memory>, writes: usize, last_is_made: bool) -> bool {
    let store = Arc::new(Fragile { inner: Arc::clone(inner), writes: AtomicUsize::new(usize::MAX), last_is_made });
    let service = service(store.clone(), DAY * 3).await;
    store.writes.store(writes, Ordering::SeqCst);
    for number in 1..=3 {
        Texter::new(&service, "support", "", number).text("hello").await;
        Call::new(&service, "support", number).begin().await;
    }
    let sweeper = Sweeper::new(Arc::clone(&service.host));
    for hours in [5, 22, 30, 80] {
        service.world.later(HOUR * hours);
        while sweeper.step().await.unwrap_or(false) {}
        Texter::new(&service, "support", "", 3 + hours).text("hello").await;
    }
    store.writes.load(Ordering::SeqCst) == 0
}

#[tokio::test]
async fn a_server_that_ends_at_any_write_leaves_nothing_that_is_not_found_again() {
    for last_is_made in [false, true] {
        let mut writes = 0;
        loop {
            let inner = Arc::new(Memory::new());
            let killed = lives(&inner, writes, last_is_made).await;
            for thread in (1..90).map(thread) {
                let Some(record) = newest(&*inner, &thread).await else { continue };
                let name = format!("mark/{thread}");
                let marks = marks(&*inner).await;
                let first = marks.iter().find(|due| due.name == name);
                let first = first.unwrap_or_else(|| panic!("no mark after {writes} writes for {record:?}"));
                let expires_ms = session(&record).last_ms + 86_400_000;
                assert!(first.at_ms <= expires_ms || session(&record).ended, "{writes}: {first:?}");
            }
            let service = service(inner.clone(), DAY * 3).await;
            service.world.later(HOUR * 150);
            sweep(&service).await;
            for thread in (1..90).map(thread) {
                let Some(record) = newest(&*inner, &thread).await else { continue };
                assert!(session(&record).ended || record.version == 1, "{writes}: {record:?}");
                assert!(record.version <= 2, "woken once: {writes}: {record:?}");
            }
            service.world.later(DAY * 10);
            sweep(&service).await;
            service.world.later(DAY * 10);
            sweep(&service).await;
            assert_eq!(entries(&service).await, IDLE, "after {writes} writes");
            if !killed {
                break;
            }
            writes += 1;
        }
        assert!(writes > 20, "{writes}");
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_read_holds_nobody_up() {
    let store = Arc::new(Memory::new());
    let service = service(store.clone(), DAY * 30).await;
    Texter::new(&service, "support", "", 1).text("hello").await;
    let due = vec![Due { at_ms: 7, name: "mark/support/odd".into(), bytes: Vec::new() }];
    let odd = flowtone::store::conformance::sample("support/odd", 1);
    store.commit("support/odd", Record { session: b"odd".to_vec(), due, ..odd }).await.expect("stored");
    service.world.later(DAY);
    sweep(&service).await;
    assert!(session(&newest(&*store, &thread(1)).await.expect("a turn")).ended);
    let marks = marks(&*store).await;
    assert!(marks.iter().any(|due| due.name == "mark/support/odd" && due.at_ms > 1_795_428_000_000), "{marks:?}");
}

/// A server over sled whose sessions, so many, all expired while it was stopped.
async fn stopped_for_long(dir: &Path, sessions: u32) -> Arc<Service> {
    let service = Arc::new(service(sled_store(dir), DAY * 30).await);
    let mut texters = tokio::task::JoinSet::new();
    for number in 0..sessions {
        let service = Arc::clone(&service);
        texters.spawn(async move { Texter::new(&service, "support", "", number).text("hello").await });
        while texters.len() >= 256 {
            texters.join_next().await;
        }
    }
    texters.join_all().await;
    service.world.later(DAY);
    service
}

#[tokio::test(flavor = "multi_thread")]
async fn live_turns_go_on_beside_a_long_sweep() {
    let dir = tempfile::tempdir().expect("a folder");
    let service = stopped_for_long(dir.path(), 640).await;
    let (store, now_ms) = (Arc::clone(service.host.store()), service.world.now_ms());
    let sweep = tokio::spawn(Sweeper::new(Arc::clone(&service.host)).run());
    let mut texter = Texter::new(&service, "support", "", 900_000);
    let mut answered = 0;
    while !store.due(now_ms, "mark/", 1).await.expect("readable").is_empty() {
        texter.text("hello").await;
        answered += 1;
    }
    sweep.abort();
    assert!(answered >= 10, "only {answered} turns during ten batches");
}

/// `SWEEP_SESSIONS` sets how many, over sled.
#[tokio::test(flavor = "multi_thread")]
async fn many_sessions_expire_by_their_marks() {
    let sessions: u32 = std::env::var("SWEEP_SESSIONS").map_or(300, |n| n.parse().expect("a number"));
    let dir = tempfile::tempdir().expect("a folder");
    let service = stopped_for_long(dir.path(), sessions).await;
    let begun = Instant::now();
    let steps = sweep(&service).await;
    println!("{sessions} sessions expired in {steps} steps and {:?}", begun.elapsed());
    assert_eq!(steps, sessions.div_ceil(64) as usize);
    for number in [0, sessions / 2, sessions - 1] {
        assert!(session(&newest(&**service.host.store(), &thread(number)).await.expect("a turn")).ended);
    }
}
