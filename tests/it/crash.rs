//! kill -9 at random moments under load: an acknowledged message counts once and for ever, one without an answer is
//! sent again, as the provider does, and then counts once too.
//!
//! `CRASH_CYCLES` sets how many kills; CI takes 200.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::server::{Client, Server};

const FLOW: &str = r#"
title "Counter"
language en-US
var n: number = 0
on message -> counter
keywords counter {
  else {
    set n = n + 1
    say "Count {{n}}."
  }
}
"#;

/// Senders at work at a time.
const SENDERS: usize = 6;

/// Below the engine's limit of turns a session: then the next sender takes over.
const MESSAGES: u64 = 400;

/// One sender: how many of its messages were answered, and whether one is on its way.
struct Sender {
    number: u64,
    answered: u64,
    /// Of the senders before this one, which had said all they may.
    before: u64,
}

impl Sender {
    /// Sends until told to stop or until the server dies. Every answer must be the right one.
    fn work(&mut self, client: &mut Client, stop: &AtomicBool, next: &std::sync::atomic::AtomicU64) {
        while !stop.load(Ordering::Relaxed) {
            if self.answered == MESSAGES {
                let number = next.fetch_add(1, Ordering::Relaxed);
                *self = Sender { number, answered: 0, before: self.before + self.answered };
            }
            if !self.send(client) {
                return;
            }
        }
    }

    /// The message after the last answered one; the same message again where its answer did not come.
    fn send(&mut self, client: &mut Client) -> bool {
        let wanted = self.answered + 1;
        let from = format!("+1555{:07}", self.number);
        let Some((status, reply)) = client.message("/message/count", &from, self.number * 1000 + wanted, "hello")
        else {
            return false;
        };
        assert_eq!(status, 200);
        assert!(reply.contains(&format!("Count {wanted}.")), "sender {from} is at {wanted}, got {reply}");
        self.answered = wanted;
        true
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_kills() {
    let cycles: u64 = std::env::var("CRASH_CYCLES").map_or(5, |n| n.parse().expect("CRASH_CYCLES is a number"));
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("flows")).expect("a folder");
    fs::write(dir.path().join("flows/count.flow"), FLOW).expect("a file");
    let next = std::sync::atomic::AtomicU64::new(SENDERS as u64);
    let mut senders: Vec<Sender> =
        (0..SENDERS as u64).map(|number| Sender { number, answered: 0, before: 0 }).collect();
    // The same moments in every run: a xorshift with a fixed seed.
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..cycles {
        let server = Server::start(dir.path(), &[]);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let pause = Duration::from_millis(5 + random % 145);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for sender in &mut senders {
                let mut client = server.client();
                let (stop, next) = (&stop, &next);
                scope.spawn(move || sender.work(&mut client, stop, next));
            }
            std::thread::sleep(pause);
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
    }
    let server = Server::start(dir.path(), &[]);
    let mut client = server.client();
    for sender in &mut senders {
        assert!(sender.send(&mut client), "the server answers after the last start");
    }
    let total: u64 = senders.iter().map(|s| s.before + s.answered).sum();
    assert!(total > cycles, "there was some load: {total} answers");
}
