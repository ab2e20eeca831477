//! Clients that hold connections and do nothing with them, and more work than there is room for.
//!
//! `SLOW_CLIENTS` sets how many connections idle (and a fifth of it each for half-sent headers and bodies); CI takes
//! 5,000.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

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

fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("flows")).expect("a folder");
    fs::write(dir.path().join("flows/count.flow"), FLOW).expect("a file");
    dir
}

/// Opens connections that send these bytes and then nothing.
fn hold(server: &Server, count: usize, bytes: &[u8]) -> Vec<TcpStream> {
    let open = |_| {
        let mut stream = TcpStream::connect(server.public).expect("a connection");
        // The server may have closed it already to make room, which is what this test is about.
        let _ = stream.write_all(bytes);
        stream
    };
    (0..count).map(open).collect()
}

/// Runs this for each sender, all at once, each with a connection of its own.
fn each_sender<T: Send>(server: &Server, senders: u64, work: fn(u64, Client) -> T) -> Vec<T> {
    let clients: Vec<(u64, Client)> = (1..=senders).map(|sender| (sender, server.client())).collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            clients.into_iter().map(|(sender, client)| scope.spawn(move || work(sender, client))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    })
}

fn number_of(sender: u64) -> String {
    format!("+1555{sender:07}")
}

/// A hundred messages one after the other, each answered rightly: their times.
fn normal(sender: u64, mut client: Client) -> Vec<Duration> {
    let mut times = Vec::new();
    for n in 1..=100 {
        let begun = Instant::now();
        let answer = client.message("/message/count", &number_of(sender), sender * 1000 + n, "hello");
        times.push(begun.elapsed());
        let (status, reply) = answer.expect("an answer");
        assert!(status == 200 && reply.contains(&format!("Count {n}.")), "{status} {reply}");
    }
    times
}

/// A hundred messages, the same one again where it was shed: how many were counted, and how long each that was shed
/// took.
fn pushy(sender: u64, mut client: Client) -> (u64, Vec<Duration>) {
    let (mut counted, mut shed) = (0, Vec::new());
    for _ in 0..100 {
        let begun = Instant::now();
        let answer = client.message("/message/count", &number_of(sender), sender * 1000 + counted + 1, "hello");
        match answer.expect("an answer") {
            (200, reply) => {
                counted += 1;
                assert!(reply.contains(&format!("Count {counted}.")), "{reply}");
            }
            (503, _) => shed.push(begun.elapsed()),
            (other, reply) => panic!("{other}: {reply}"),
        }
    }
    (counted, shed)
}

#[test]
fn slow_clients_do_not_keep_others_waiting_and_are_closed() {
    let idle: usize = std::env::var("SLOW_CLIENTS").map_or(300, |n| n.parse().expect("SLOW_CLIENTS is a number"));
    let dir = project();
    let server = Server::start(dir.path(), &[]);
    let mut held = hold(&server, idle, b"");
    held.extend(hold(&server, idle / 5, b"POST /message/count HTTP/1.1\r\nHost: ivr.exa"));
    let half = b"POST /message/count HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nBody=";
    held.extend(hold(&server, idle / 5, half));
    let begun = Instant::now();
    let mut times: Vec<Duration> = each_sender(&server, 4, normal).into_iter().flatten().collect();
    times.sort_unstable();
    let p99 = times[times.len() * 99 / 100];
    assert!(p99 < Duration::from_millis(500), "p99 of normal messages beside {} slow clients: {p99:?}", held.len());
    for stream in &mut held {
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("an option");
        let mut answer = Vec::new();
        // A reset is as good an end as a close; a time-out is none.
        if let Err(error) = stream.read_to_end(&mut answer) {
            assert!(
                !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
                "still open"
            );
        }
    }
    let closed = begun.elapsed();
    assert!(closed < Duration::from_secs(15), "the last slow client was closed after {closed:?}");
    println!("{} slow clients: p99 of normal messages {p99:?}, all closed after {closed:?}", held.len());
}

#[test]
fn more_work_than_there_is_room_for_is_shed_at_once_and_nothing_acknowledged_is_lost() {
    const SENDERS: u64 = 64;
    let dir = project();
    fs::write(dir.path().join("flowtone.toml"), "[limits]\nturns = 4\n").expect("a file");
    let server = Server::start(dir.path(), &[]);
    let done = each_sender(&server, SENDERS, pushy);
    let over = Instant::now();
    let mut shed: Vec<Duration> = done.iter().flat_map(|(_, shed)| shed).copied().collect();
    shed.sort_unstable();
    assert!(!shed.is_empty(), "there was too much work");
    // Afterwards every sender is served again, and its count is the number of its acknowledged messages.
    let mut client = server.client();
    for (sender, (counted, _)) in (1..=SENDERS).zip(done) {
        let answer = client.message("/message/count", &number_of(sender), sender * 1000 + counted + 1, "hello");
        let (status, reply) = answer.expect("an answer");
        assert!(status == 200 && reply.contains(&format!("Count {}.", counted + 1)), "{status} {reply}");
    }
    let recovered = over.elapsed();
    assert!(recovered < Duration::from_secs(5), "all are served again after {recovered:?}");
    let (p99, slowest) = (shed[shed.len() * 99 / 100], shed[shed.len() - 1]);
    println!("{} shed: p99 {p99:?}, slowest {slowest:?}; all served again after {recovered:?}", shed.len());
}
