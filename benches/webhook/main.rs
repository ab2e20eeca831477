//! What a webhook costs beside a hand-written server: `cargo bench --bench webhook -- [--calls N] [--connections N]`.
//!
//! Both servers run as processes of their own on the loopback, with the same store settings: sled, each reply after
//! `flush` and `fdatasync` (level c). The load is the same calls of three webhooks, signed; the rounds are
//! interleaved, and what counts is the ratio of the CPU times, user and system, of the two processes.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock and starts processes")]

mod load;
mod twin;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use load::Load;

const ROUNDS: usize = 3;

/// What a round came to.
struct Round {
    webhooks: u64,
    seconds: f64,
    cpu_s: f64,
    p99_ms: f64,
    slowest_ms: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|a| a == "--twin") {
        twin::serve(Path::new(&arguments[at + 1]), arguments[at + 2].parse().expect("an address"));
        return;
    }
    // `cargo test` runs benches once to see that they start; the real run is `cargo bench`.
    let quick = arguments.iter().any(|a| a == "--test");
    let number = |name: &str, default: u64| {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|i| arguments.get(i + 1)).map_or(default, |n| n.parse().expect("a number"))
    };
    let calls = number("--calls", if quick { 20 } else { 6_000 });
    let connections = usize::try_from(number("--connections", 32)).expect("a small number");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..if quick { 1 } else { ROUNDS } {
        let base = u64::try_from(round).expect("small") * 10_000_000;
        ours.push(run("flowtone", calls, connections, base));
        theirs.push(run("twin", calls, connections, base));
    }
    report(&mut ours, &mut theirs, connections);
}

fn run(name: &str, calls: u64, connections: usize, base: u64) -> Round {
    let dir = tempfile::tempdir().expect("a folder");
    let address = free_address();
    let mut server = Server(start(name, dir.path(), address));
    load::wait_until_up(address);
    let before = cpu_seconds(server.0.id());
    let begun = Instant::now();
    let load = Load { address, calls, connections, base, paths: load::Paths::of(name) };
    let mut latencies = load.run();
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_s = cpu_seconds(server.0.id()) - before;
    server.stop();
    latencies.sort_unstable();
    let at = |q: f64| latencies[((latencies.len() - 1) as f64 * q) as usize].as_secs_f64() * 1e3;
    Round { webhooks: calls * 3, seconds, cpu_s, p99_ms: at(0.99), slowest_ms: at(1.0) }
}

/// Killed when dropped, so that a failing bench leaves nothing behind.
struct Server(Child);

impl Server {
    fn stop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(name: &str, dir: &Path, address: SocketAddr) -> Child {
    let mut command = if name == "twin" {
        let mut twin = Command::new(std::env::current_exe().expect("a path"));
        twin.args(["--twin", &dir.join("data").to_string_lossy(), &address.to_string()]);
        twin
    } else {
        let flows = dir.join("flows");
        std::fs::create_dir(&flows).expect("a folder");
        std::fs::write(flows.join("ivr.flow"), include_str!("ivr.flow")).expect("a file");
        let mut serve = Command::new(env!("CARGO_BIN_EXE_flowtone"));
        serve
            .args(["serve", "--listen", &address.to_string()])
            .env("TWILIO_AUTH_TOKEN", load::TOKEN)
            .env("FLOWTONE__PUBLIC_URL", load::PUBLIC_URL)
            .env("FLOWTONE__LISTEN__ADMIN", free_address().to_string())
            .env("FLOWTONE_LOG", "warn");
        serve
    };
    command.current_dir(dir).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server starts")
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port")
}

/// User and system time of a process, from `/proc`.
fn cpu_seconds(pid: u32) -> f64 {
    /// Clock ticks a second: fixed on Linux.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("Linux");
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).expect("a number");
    (ticks(11) + ticks(12)) / TICKS
}

fn report(ours: &mut [Round], theirs: &mut [Round], connections: usize) {
    let median = |rounds: &mut [Round], of: fn(&Round) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let cpu_us: fn(&Round) -> f64 = |r| r.cpu_s * 1e6 / r.webhooks as f64;
    let rate: fn(&Round) -> f64 = |r| r.webhooks as f64 / r.seconds;
    println!("{connections} connections, medians of {} rounds", ours.len());
    println!("{:<10} {:>10} {:>14} {:>8} {:>11}", "server", "webhooks/s", "CPU µs/webhook", "p99 ms", "slowest ms");
    for (name, rounds) in [("flowtone", &mut *ours), ("twin", &mut *theirs)] {
        let (rate, cpu) = (median(rounds, rate), median(rounds, cpu_us));
        let (p99, slowest) = (median(rounds, |r| r.p99_ms), median(rounds, |r| r.slowest_ms));
        println!("{name:<10} {rate:>10.0} {cpu:>14.1} {p99:>8.1} {slowest:>11.1}");
    }
    let ratio = median(ours, cpu_us) / median(theirs, cpu_us);
    let speed = median(ours, rate) / median(theirs, rate);
    println!("ratio: {ratio:.2} × the twin's CPU, {speed:.2} × its throughput");
    println!("{{\"cpu_ratio\":{ratio:.3},\"throughput_ratio\":{speed:.3}}}");
}
