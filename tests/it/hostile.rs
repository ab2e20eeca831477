//! Addresses that lead where no request may go, each spelling that has got around a guard somewhere: the flow's
//! checker, the client and the follower of redirects refuse them all, and nothing connects.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;

use flowtone::check::check_one;
use flowtone::config::Network;
use flowtone::engine::{Outcome, Request};
use flowtone::host::Client;
use flowtone::program::Method;

use crate::support::backend::Backend;

/// Tells who came to this machine.
struct Trap {
    port: u16,
    doors: Vec<(SocketAddr, mpsc::Receiver<SocketAddr>)>,
}

impl Trap {
    fn set() -> Trap {
        let first = TcpListener::bind("0.0.0.0:0").expect("a port");
        let port = first.local_addr().expect("an address").port();
        let second = TcpListener::bind(("::1", port)).ok().map(|listener| ("::1", listener));
        let doors = [("127.0.0.1", first)].into_iter().chain(second).map(|(ip, listener)| {
            let (sender, visitors) = mpsc::channel();
            std::thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let Ok(peer) = stream.peer_addr() else { continue };
                    if sender.send(peer).is_err() {
                        return;
                    }
                }
            });
            (SocketAddr::new(ip.parse().expect("an IP address"), port), visitors)
        });
        Trap { port, doors: doors.collect() }
    }

    /// Who came since the last look. A visitor of our own comes last, so that nobody before it is missed.
    fn caught(&self) -> usize {
        let count = |(door, visitors): &(SocketAddr, mpsc::Receiver<SocketAddr>)| {
            let ours = TcpStream::connect(door).expect("an open door").local_addr().expect("an address");
            std::iter::from_fn(|| visitors.recv().ok()).take_while(|visitor| *visitor != ours).count()
        };
        self.doors.iter().map(count).sum()
    }
}

/// Hosts that are this machine, a private network, a metadata service or nothing of the public network at all.
const HOSTS: &[&str] = &[
    // This machine, as numbers.
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "127.00.0.1",
    "127.0.0.01",
    "0127.0.0.1",
    "0177.0.0.1",
    "0177.1",
    "0177.00.00.01",
    "00000177.0.0.1",
    "0x7f.0.0.1",
    "0x7f.1",
    "0X7F.0x0.0x0.0x1",
    "0x7f000001",
    "0x7F000001",
    "0x7f.0x000001",
    "2130706433",
    "02130706433",
    "017700000001",
    "2130706433.",
    "127.0.0.1.",
    "0",
    "0.0",
    "0.0.0.0",
    "0x0",
    "00",
    "0.0.0.1",
    "4294967295",
    "4294967296",
    "6425673729",
    "18446744073709551617",
    "127.0.0.256",
    "383.0.0.1",
    "127.0.0.1.1",
    "1.127.0.0.1",
    "127..1",
    ".127.0.0.1",
    "127.0.0.0x1",
    "a.127.0x1",
    // As digits of other scripts and with dots of other scripts.
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "١٢٧.٠.٠.١",
    "ⅼocalhost",
    "ｌｏｃａｌｈｏｓｔ",
    "lo\u{ad}calhost",
    "local\u{200b}host",
    "localhost\u{2024}localdomain",
    "LOCALHOST\u{3002}",
    // Encoded.
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "127.0.0.1%00",
    "127.0.0.1%00.example.com",
    "%6c%6f%63%61lhost",
    "localhost%2e",
    "127.0.0.1%20",
    "127.0.0.1%09",
    "127.0.0.1%0d%0a",
    // As IPv6.
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::]",
    "[0::0]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::127.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:7f00:0001:0:0:0:0:0]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[::1%25lo]",
    "[::1%lo]",
    "[::1%251]",
    "[::1",
    "::1",
    "[[::1]]",
    "[127.0.0.1]",
    "[::ffff:127.1]",
    "[0x1]",
    "[]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[febf::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fdff:ffff::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[2001::1]",
    "[2001:10::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[4000::1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::169.254.169.254]",
    "[2002:a9fe:a9fe::]",
    "[::ffff:10.0.0.1]",
    "[::ffff:192.168.0.1]",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::8.8.8.8]",
    // Private, link-local and odd networks.
    "10.0.0.1",
    "10.255.255.255",
    "10.1",
    "012.0.0.1",
    "0xa.0.0.1",
    "167772161",
    "172.16.0.1",
    "172.31.255.254",
    "172.16.1",
    "2886729729",
    "192.168.0.1",
    "192.168.1",
    "0xc0.0xa8.0x0.0x1",
    "3232235521",
    "0300.0250.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.0.1",
    "0xa9.0xfe.0xa9.0xfe",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.16689662",
    "168.63.129.16",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.254",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "0.1.2.3",
    // What readers take for another host.
    "example.com@127.0.0.1",
    "ann:pass@127.0.0.1",
    "127.0.0.1@example.com",
    "example.com:80@127.0.0.1",
    "@127.0.0.1",
    "example.com%40127.0.0.1",
    "127.0.0.1\\@example.com",
    "127.0.0.1\\.example.com",
    "example.com\\@127.0.0.1",
    "127.0.0.1 example.com",
    "127.0.0.1\texample.com",
    "127.0.0.1:80:",
    "",
    " 127.0.0.1",
    "-127.0.0.1",
    "127.0.0.1-",
    "_.127.0.0.1",
    "a..b",
    // Names of this machine.
    "localhost",
    "LocalHost",
    "LOCALHOST",
    "localhost.",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
    "foo.localhost",
];

/// Whole addresses that are none of ours.
const ADDRESSES: &[&str] = &[
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:70/_x",
    "dict://127.0.0.1/",
    "ldap://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "//127.0.0.1/",
    "///127.0.0.1/",
    "http:127.0.0.1",
    "http:/127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:///127.0.0.1/",
    "https://127.0.0.1/",
    "HTTPS://[::1]/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://example.com/../../127.0.0.1/..",
    "jar:http://127.0.0.1!/",
    "http//127.0.0.1/",
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "http://localhost:65536/",
    "http://localhost:-1/",
    "http://localhost:0/",
];

fn addresses(port: u16) -> Vec<String> {
    let hosts = HOSTS.iter().map(|host| format!("http://{host}:{port}/x"));
    hosts.chain(ADDRESSES.iter().map(|address| (*address).to_owned())).collect()
}

fn get(url: &str) -> Request {
    Request {
        id: 1,
        method: Method::Get,
        url: url.to_owned(),
        headers: Vec::new(),
        query: Vec::new(),
        body: None,
        timeout_ms: 3_000,
        retries: 0,
        repeatable: true,
    }
}

async fn make(client: &Client, url: &str) -> Result<u16, String> {
    match client.make(&get(url), &|_| None).await {
        Outcome::Status { code, .. } => Ok(code),
        Outcome::Failed { why } => Err(why),
    }
}

#[tokio::test]
async fn no_hostile_address_is_connected_to() {
    let trap = Trap::set();
    let addresses = addresses(trap.port);
    assert!(addresses.len() >= 150, "{}", addresses.len());
    let client = Client::new(Vec::new(), 1024);
    for address in &addresses {
        let why = make(&client, address).await.expect_err(address);
        let judged = ["its address", "the host's name is not found", "no answer within"]
            .iter()
            .any(|known| why.starts_with(known));
        assert!(judged, "{address}: {why}");
    }
    assert_eq!(trap.caught(), 0);
}

#[tokio::test]
async fn no_redirect_leads_to_a_hostile_address() {
    let trap = Trap::set();
    // A header is one line of one byte a character; what cannot stand there is for the test above.
    let one_line = |text: &String| text.is_ascii() && !text.starts_with(' ') && text.chars().all(|c| !c.is_control());
    let addresses: Vec<String> = addresses(trap.port).into_iter().filter(one_line).collect();
    assert!(addresses.len() >= 150, "{}", addresses.len());
    let backend = Backend::with_traps(addresses.clone());
    let open = vec![Network::parse(&backend.address.to_string()).expect("an address")];
    let client = Client::new(open, 1024);
    for (number, address) in addresses.iter().enumerate() {
        let outcome = make(&client, &backend.url(&format!("/trap/{number}"))).await;
        // Some are paths to a reader of redirects: they stay on the server that was open anyway.
        assert!(outcome.as_ref().is_ok_and(|code| *code == 404) || outcome.is_err(), "{address}: {outcome:?}");
    }
    assert_eq!(trap.caught(), 0);
    assert!(backend.connections() >= addresses.len());
}

/// The guard opens for what the operator named, and for that alone; else the tests above would show nothing.
#[tokio::test]
async fn the_trap_catches_where_it_is_allowed() {
    let trap = Trap::set();
    let client = Client::new(vec![Network::parse(&format!("127.0.0.1:{}", trap.port)).expect("an address")], 1024);
    for url in ["http://127.0.0.1", "http://localhost"] {
        make(&client, &format!("{url}:{}/", trap.port)).await.expect_err("nothing is answered");
    }
    assert_eq!(trap.caught(), 2);
    let elsewhere = make(&client, &format!("http://127.0.0.2:{}/", trap.port)).await;
    assert_eq!(elsewhere, Err("its address is this machine".to_owned()));
    assert_eq!(trap.caught(), 0);
}

/// A flow that names one of these is told so before the first call. Names are for the client to judge: what they stand
/// for is known only when they are looked up.
#[test]
fn the_checker_refuses_them_where_they_are_written() {
    let names = [
        "localhost",
        "LocalHost",
        "LOCALHOST",
        "localhost.localdomain",
        "ip6-localhost",
        "ip6-loopback",
        "foo.localhost",
    ];
    let mut unseen = Vec::new();
    for address in addresses(8080) {
        let escaped: String = address
            .chars()
            .flat_map(|c| match c {
                '\\' => vec!['\\', '\\'],
                '\t' => vec!['\\', 't'],
                c => vec![c],
            })
            .collect();
        let flow =
            format!("on call -> a\nstep a {{ fetch x from \"{escaped}\" {{ failed end }} say \"{{{{x}}}}\" end }}\n");
        let checked = check_one("a.flow", &flow);
        let codes: Vec<String> = checked.problems.iter().map(|problem| problem.code.to_string()).collect();
        if names.iter().any(|name| address == format!("http://{name}:8080/x")) {
            assert!(codes.is_empty(), "{address}: {codes:?}");
        } else if !codes.iter().any(|code| code == "F0510" || code == "F0511") {
            unseen.push(format!("{address}: {codes:?}"));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}
