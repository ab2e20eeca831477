//! A backend on loopback that answers well, late, badly or not at all: the path says which.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub struct Backend {
    pub address: SocketAddr,
    /// Whole requests, in order, each as it came.
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Backend {
    pub fn start() -> Backend {
        Self::with_traps(Vec::new())
    }

    /// `/trap/3` redirects to the fourth of these.
    pub fn with_traps(traps: Vec<String>) -> Backend {
        let traps = Arc::new(traps);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let connections: Arc<AtomicUsize> = Arc::default();
        let (seen, count) = (Arc::clone(&requests), Arc::clone(&connections));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                count.fetch_add(1, Ordering::SeqCst);
                let (seen, traps) = (Arc::clone(&seen), Arc::clone(&traps));
                std::thread::spawn(move || serve(stream, &seen, &traps));
            }
        });
        Backend { address, requests, connections }
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic").clone()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// By name, since a flow may not write the number of this machine.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }
}

/// A client that breaks off in the middle is what some tests are about.
fn serve(mut stream: TcpStream, seen: &Mutex<Vec<String>>, traps: &[String]) {
    let Some(request) = read(&mut stream) else { return };
    let path = request.split(' ').nth(1).unwrap_or("").split('?').next().unwrap_or("").to_owned();
    let before = {
        let mut seen = seen.lock().expect("no panic");
        seen.push(request);
        seen.len() - 1
    };
    let _ = answer(&mut stream, &path, before, traps);
}

pub(super) fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:").and_then(|n| n.trim().parse::<usize>().ok())
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut chunk) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&chunk[..read]),
            _ => return None,
        }
    }
}

const ORDER: &str = r#"{"status":"shipped","lines":[{"name":"lamp"}]}"#;

fn answer(stream: &mut TcpStream, path: &str, before: usize, traps: &[String]) -> std::io::Result<()> {
    let (what, argument) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let number = argument.parse::<u64>().unwrap_or(0);
    match what {
        "order" => reply(stream, "200 OK", "Content-Type: application/json\r\n", ORDER),
        "late" => {
            std::thread::sleep(Duration::from_millis(number));
            reply(stream, "200 OK", "Content-Type: application/json\r\n", ORDER)
        }
        "text" => reply(stream, "200 OK", "Content-Type: text/plain\r\n", "hello"),
        "status" => reply(stream, &format!("{number} Some"), "", ""),
        // The first request fails, the next ones do not.
        "once" if before == 0 => reply(stream, "503 Busy", "", ""),
        "once" => reply(stream, "200 OK", "Content-Type: application/json\r\n", ORDER),
        // The first request is never answered, the next ones are.
        "hang_once" if before == 0 => {
            let _ = stream.read(&mut [0; 64]);
            Ok(())
        }
        "hang_once" => reply(stream, "200 OK", "Content-Type: application/json\r\n", ORDER),
        "hang" => {
            // Until the client goes.
            let _ = stream.read(&mut [0; 64]);
            Ok(())
        }
        "reset" => Ok(()),
        "cut" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"sta")
        }
        "drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        "endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10737418240\r\n\r\n")?;
            forever(stream, &[b'x'; 65_536])
        }
        "chunks" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            let mut chunk = b"10000\r\n".to_vec();
            chunk.extend_from_slice(&[b'x'; 65_536]);
            chunk.extend_from_slice(b"\r\n");
            forever(stream, &chunk)
        }
        "headers" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            forever(stream, format!("X-Long: {}\r\n", "x".repeat(8000)).as_bytes())
        }
        // The first bytes of a gzip stream; the rest would be megabytes of zeros.
        "gzip" => {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n";
            stream.write_all(head.as_bytes())?;
            stream.write_all(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x63, 0x60])
        }
        "deep" => reply(stream, "200 OK", "Content-Type: application/json\r\n", &"[".repeat(100_000)),
        "to" => reply(stream, "302 Found", &format!("Location: /{argument}\r\n"), ""),
        // Where the test says: any bytes at all.
        "trap" => {
            let trap = traps.get(usize::try_from(number).unwrap_or(usize::MAX)).cloned().unwrap_or_default();
            reply(stream, "302 Found", &format!("Location: {trap}\r\n"), "")
        }
        "keep" => reply(stream, "307 Again", &format!("Location: /{argument}\r\n"), ""),
        _ => reply(stream, "404 Not Found", "", ""),
    }
}

fn reply(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn forever(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(bytes)?;
    }
}
