//! The load: calls of three webhooks each over kept-alive connections, and a check of every reply.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{self, Token};

pub const TOKEN: &str = "12345678901234567890123456789012";
pub const PUBLIC_URL: &str = "https://bench.example.com";

/// Where the three webhooks of a call go.
#[derive(Debug, Clone, Copy)]
pub struct Paths([&'static str; 3]);

impl Paths {
    pub fn of(server: &str) -> Paths {
        Paths(if server == "twin" { ["/voice"; 3] } else { ["/voice/ivr", "/voice/ivr/1", "/voice/ivr/2"] })
    }
}

#[derive(Debug)]
pub struct Load {
    pub address: SocketAddr,
    pub calls: u64,
    pub connections: usize,
    /// Makes this round's calls other calls than the last round's.
    pub base: u64,
    pub paths: Paths,
}

/// What the caller presses, and what the reply must hold.
const STEPS: [(Option<&str>, [&str; 2]); 3] = [
    (None, ["<Gather", "Welcome to Example Corp"]),
    (Some("2"), ["<Gather", "You pressed 2"]),
    (Some("1"), ["You chose 2 then 1", "<Hangup"]),
];

pub fn wait_until_up(address: SocketAddr) {
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the server does not listen on {address}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Load {
    /// The time of each webhook. A wrong reply stops the bench: it would make the figures worthless.
    pub fn run(&self) -> Vec<Duration> {
        let next = AtomicU64::new(0);
        let all = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..self.connections {
                scope.spawn(|| {
                    let mut connection = Connection::new(self.address);
                    let mut times = Vec::new();
                    loop {
                        let call = next.fetch_add(1, Ordering::Relaxed);
                        if call >= self.calls {
                            break;
                        }
                        self.call(&mut connection, self.base + call, &mut times);
                    }
                    all.lock().expect("no panic").append(&mut times);
                });
            }
        });
        all.into_inner().expect("no panic")
    }

    fn call(&self, connection: &mut Connection, number: u64, times: &mut Vec<Duration>) {
        for (path, (digits, expected)) in self.paths.0.iter().zip(STEPS) {
            let body = body(number, digits);
            let request = request(path, &body);
            let begun = Instant::now();
            let reply = connection.send(&request);
            times.push(begun.elapsed());
            assert!(expected.iter().all(|text| reply.contains(text)), "{path} {digits:?}: a wrong reply:\n{reply}");
        }
    }
}

fn body(number: u64, digits: Option<&str>) -> String {
    let mut body = format!(
        "AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&CallSid=CA{number:032x}&CallStatus=in-progress\
         &Called=%2B15005550006&CalledCity=&CalledCountry=US&CalledState=CA&CalledZip=&Caller=%2B1555{:07}&CallerCity=SPRINGFIELD\
         &CallerCountry=US&CallerState=IL&CallerZip=62701&Direction=inbound&From=%2B1555{:07}&FromCity=SPRINGFIELD\
         &FromCountry=US&FromState=IL&FromZip=62701&StirVerstat=TN-Validation-Passed-A&To=%2B15005550006&ToCity=\
         &ToCountry=US&ToState=CA&ToZip=",
        number % 10_000_000,
        number % 10_000_000
    );
    if let Some(digits) = digits {
        body.push_str(&format!("&Digits={digits}&FinishedOnKey=&msg=Gather%20End"));
    }
    body
}

fn request(path: &str, body: &str) -> Vec<u8> {
    let form = Form::parse(body.as_bytes()).expect("a short form");
    let signature = signature::sign(&format!("{PUBLIC_URL}{path}"), &form, &Token::new(TOKEN));
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench.example.com\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\
         X-Twilio-Signature: {signature}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// One kept-alive connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn new(address: SocketAddr) -> Connection {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("an option");
        Connection { stream, buffer: Vec::with_capacity(4096) }
    }

    fn send(&mut self, request: &[u8]) -> String {
        self.stream.write_all(request).expect("sent");
        self.buffer.clear();
        loop {
            let mut chunk = [0; 4096];
            let read = self.stream.read(&mut chunk).expect("a reply within 10 s");
            assert!(read > 0, "the server closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some(reply) = whole(&self.buffer) {
                return reply;
            }
        }
    }
}

/// The reply's text, once all of it is there.
fn whole(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    (body.len() >= length.unwrap_or(0)).then(|| text.to_owned())
}
