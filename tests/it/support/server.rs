//! The program itself as a process, and a client that speaks to it as the provider does.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{self, Token};

use super::phone::{BASE, TOKEN, encode};
use super::twiml;

/// Nothing here should take this long; a test that waits for ever would hide which one it is.
const PATIENCE: Duration = Duration::from_secs(30);

/// `flowtone serve` in a folder that has `flows`; killed when dropped.
pub struct Server {
    child: Child,
    pub public: SocketAddr,
    pub admin: SocketAddr,
    log: mpsc::Receiver<String>,
}

impl Server {
    pub fn start(dir: &Path, arguments: &[&str]) -> Server {
        Self::try_start(dir, arguments).unwrap_or_else(|log| panic!("the server did not start:\n{log}"))
    }

    /// What it printed, where it ended before it served.
    pub fn try_start(dir: &Path, arguments: &[&str]) -> Result<Server, String> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_flowtone"))
            .arg("serve")
            .args(if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"][..] })
            .args(arguments)
            .current_dir(dir)
            .env("TWILIO_AUTH_TOKEN", TOKEN)
            .env("FLOWTONE__PUBLIC_URL", BASE)
            .env("FLOWTONE__LISTEN__ADMIN", "127.0.0.1:0")
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let (sender, log) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let (mut public, mut admin, mut seen) = (None, None, String::new());
        while let Ok(line) = log.recv_timeout(PATIENCE) {
            let address =
                |word: &str| line.strip_prefix(word)?.trim().strip_prefix("http://")?.split('/').next()?.parse().ok();
            public = public.or(address("webhooks"));
            admin = admin.or(address("health"));
            seen.push_str(&line);
            seen.push('\n');
            if line.starts_with("store ") {
                break;
            }
        }
        match (public, admin) {
            (Some(public), Some(admin)) => Ok(Server { child, public, admin, log }),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                Err(seen)
            }
        }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// SIGTERM, then the exit code.
    pub fn terminate(mut self) -> i32 {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code().expect("no signal");
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            std::thread::yield_now();
        }
    }

    /// Waits for a log line that holds this text.
    pub fn wait_for(&self, text: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line with {text:?}"));
            if line.contains(text) {
                return line;
            }
        }
    }

    pub fn client(&self) -> Client {
        Client { address: self.public, stream: None }
    }

    /// A GET on the admin listener: status and body.
    pub fn admin(&self, path: &str) -> (u16, String) {
        let mut client = Client { address: self.admin, stream: None };
        client.send(format!("GET {path} HTTP/1.1\r\nHost: admin\r\n\r\n").as_bytes()).expect("an answer")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One kept-alive connection, opened when needed.
pub struct Client {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Client {
    /// A signed POST; `None` where the connection broke before the whole answer was there.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Option<(u16, String)> {
        let body = encode(form);
        let parsed = Form::parse(body.as_bytes()).expect("a short form");
        let signature = signature::sign(&format!("{BASE}{path}"), &parsed, &Token::new(TOKEN));
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: ivr.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             X-Twilio-Signature: {signature}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = self.send(request.as_bytes());
        if let Some((200, document)) = &answer {
            twiml::assert_valid(document.as_bytes(), if path.contains("voice") { "voice" } else { "messaging" });
        }
        answer
    }

    /// A message from a sender, as a texter's phone and the provider make it.
    pub fn message(&mut self, path: &str, from: &str, sid: u64, text: &str) -> Option<(u16, String)> {
        let sid = format!("SM{sid:032x}");
        let form = [
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("MessageSid", sid.as_str()),
            ("From", from),
            ("To", super::phone::OURS),
            ("Body", text),
            ("NumMedia", "0"),
        ];
        self.post(path, &form)
    }

    fn send(&mut self, request: &[u8]) -> Option<(u16, String)> {
        let answer = self.exchange(request);
        if answer.is_none() {
            self.stream = None;
        }
        answer
    }

    fn exchange(&mut self, request: &[u8]) -> Option<(u16, String)> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address).ok()?;
            stream.set_nodelay(true).ok()?;
            stream.set_read_timeout(Some(PATIENCE)).ok()?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut()?;
        stream.write_all(request).ok()?;
        let mut bytes = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let read = stream.read(&mut chunk).ok().filter(|n| *n > 0)?;
            bytes.extend_from_slice(&chunk[..read]);
            if let Some(answer) = whole(&bytes) {
                return Some(answer);
            }
        }
    }
}

fn whole(bytes: &[u8]) -> Option<(u16, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize = head
        .lines()
        .find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    (body.len() >= length).then(|| (status, body.to_owned()))
}
