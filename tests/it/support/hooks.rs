//! A server on loopback that takes what is posted to it, and answers as the test says.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::backend::read;

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub path: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Taken {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// A form's values of this name.
    pub fn values(&self, name: &str) -> Vec<String> {
        let form = flowtone::channel::twilio::form::Form::parse(self.body.as_bytes()).expect("a short form");
        form.values(name).map(|value| String::from_utf8(value.to_vec()).expect("UTF-8")).collect()
    }

    pub fn value(&self, name: &str) -> String {
        self.values(name).concat()
    }
}

#[derive(Default)]
struct Shared {
    taken: Vec<Taken>,
    /// Status lines with their headers, for the requests to come.
    answers: VecDeque<String>,
}

pub struct Hooks {
    pub address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

impl Hooks {
    pub fn start() -> Hooks {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&own);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Hooks { address, shared }
    }

    /// What the next requests are answered with, as in `503 Busy` or `429 Slow\r\nRetry-After: 60`, with a body after
    /// `\r\n\r\n`; `hang` answers nothing. After these all is well again.
    pub fn answer(&self, answers: &[&str]) {
        self.shared.lock().expect("no panic").answers.extend(answers.iter().map(|answer| (*answer).to_owned()));
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.shared.lock().expect("no panic").taken.clone()
    }

    /// The requests so far, once there are so many.
    pub fn wait_for(&self, count: usize) -> Vec<Taken> {
        let begun = Instant::now();
        loop {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "only {} of {count} requests came", taken.len());
            std::thread::yield_now();
        }
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let Some(request) = read(&mut stream) else { return };
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((&request, ""));
    let mut lines = head.lines();
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or("").to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let taken = Taken { path, headers: lines.filter_map(header).collect(), body: body.to_owned() };
    let (answer, number) = {
        let mut shared = shared.lock().expect("no panic");
        shared.taken.push(taken.clone());
        (shared.answers.pop_front(), shared.taken.len())
    };
    let usual = match taken.path.starts_with("/2010-04-01/") {
        true => format!("201 Created\r\n\r\n{{\"sid\":\"SM{number:032x}\"}}"),
        false => "204 Well".to_owned(),
    };
    let answer = answer.unwrap_or(usual);
    if answer == "hang" {
        // Until the client goes.
        let _ = stream.read(&mut [0; 64]);
        return;
    }
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    // A client that has gone is what some tests are about.
    let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
}
