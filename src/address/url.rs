use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longer addresses are refused by servers, and no flow needs one.
const MAX: usize = 8 * 1024;

/// An absolute `http` or `https` address without user, password or fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    pub https: bool,
    pub host: Host,
    pub port: u16,
    /// Path and query, as a request's first line has them.
    pub target: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// In lower case.
    Name(String),
    Ip(IpAddr),
}

/// Why a text is no address to be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Neither `http://` nor `https://`.
    Scheme,
    /// A user's name or password stands in it.
    Credentials,
    /// The host is empty or has characters that no name has.
    Host,
    /// The host is a number that readers take for different addresses.
    Number,
    Port,
    /// A character that an address cannot have.
    Character,
    /// `.` or `..` as a part of the path.
    Dots,
    TooLong,
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Scheme => "it begins neither with `https://` nor with `http://`",
            Refusal::Credentials => "a user name or password stands in it",
            Refusal::Host => "its host is no name and no IP address",
            Refusal::Number => "its host is a number that could mean any address",
            Refusal::Port => "its port is no number from 1 to 65535",
            Refusal::Character => "it has a character that no address has",
            Refusal::Dots => "its path has `.` or `..` as a part",
            Refusal::TooLong => "it is too long",
        })
    }
}

impl Url {
    pub fn parse(text: &str) -> Result<Url, Refusal> {
        if text.len() > MAX {
            return Err(Refusal::TooLong);
        }
        let (https, rest) = scheme(text).ok_or(Refusal::Scheme)?;
        if !text.chars().all(is_allowed) {
            return Err(Refusal::Character);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (host, port) = authority_of(authority, https)?;
        let target = target.split('#').next().unwrap_or_default();
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        has_no_dots(&target)?;
        Ok(Url { https, host, port, target })
    }

    /// The address that a redirect names, seen from this one.
    pub fn join(&self, location: &str) -> Result<Url, Refusal> {
        if scheme(location).is_some() {
            return Url::parse(location);
        }
        let scheme = if self.https { "https" } else { "http" };
        if location.starts_with("//") {
            return Url::parse(&format!("{scheme}:{location}"));
        }
        let path = self.target.split('?').next().unwrap_or_default();
        let before = match location.chars().next() {
            Some('/') => "",
            None | Some('?' | '#') => path,
            // Another scheme, such as `ftp:` or `javascript:`.
            _ if location.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) => {
                return Err(Refusal::Scheme);
            }
            _ => path.rsplit_once('/').map_or("/", |(folder, _)| path.get(..=folder.len()).unwrap_or("/")),
        };
        Url::parse(&format!("{scheme}://{}:{}{before}{location}", self.host, self.port))
    }

    /// As the `Host` header names it.
    pub fn authority(&self) -> String {
        let usual = if self.https { 443 } else { 80 };
        if self.port == usual { self.host.to_string() } else { format!("{}:{}", self.host, self.port) }
    }

    /// Whether both lead to the same server, so that what is meant for one may go to the other.
    pub fn same_origin(&self, other: &Url) -> bool {
        (self.https, &self.host, self.port) == (other.https, &other.host, other.port)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::Ip(IpAddr::V4(ip)) => write!(f, "{ip}"),
            Host::Ip(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
        }
    }
}

fn scheme(text: &str) -> Option<(bool, &str)> {
    let after = |scheme: &str| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    after("https://").map(|rest| (true, rest)).or_else(|| after("http://").map(|rest| (false, rest)))
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>' | '^' | '`' | '{' | '|' | '}')
}

fn authority_of(text: &str, https: bool) -> Result<(Host, u16), Refusal> {
    if text.contains('@') {
        return Err(Refusal::Credentials);
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (ip, port) = rest.split_once(']').ok_or(Refusal::Host)?;
            let ip: Ipv6Addr = ip.parse().map_err(|_| Refusal::Host)?;
            (Host::Ip(ip.into()), port)
        }
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (host(name)?, port)
        }
    };
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => return Ok((host, if https { 443 } else { 80 })),
        None => return Err(Refusal::Host),
        Some(port) => port,
    };
    let plain = port.bytes().all(|b| b.is_ascii_digit());
    let port: u16 = port.parse().ok().filter(|port| *port > 0 && plain).ok_or(Refusal::Port)?;
    Ok((host, port))
}

/// A name, or four plain decimal numbers. `127.1`, `0x7f.1` and `2130706433` are addresses to some readers and names to
/// others.
fn host(text: &str) -> Result<Host, Refusal> {
    let last = text.rsplit('.').next().unwrap_or_default();
    let hex = last.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    if hex || last.bytes().next().is_some_and(|b| b.is_ascii_digit()) && last.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<Ipv4Addr>().map(|ip| Host::Ip(ip.into())).map_err(|_| Refusal::Number);
    }
    if is_host_name(text) { Ok(Host::Name(text.to_ascii_lowercase())) } else { Err(Refusal::Host) }
}

/// Labels of letters, digits and hyphens. A dot at the end is refused: guards and servers disagree on it.
pub fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// A value in the path must not lead out of it: servers and proxies take `..` for the folder above.
fn has_no_dots(target: &str) -> Result<(), Refusal> {
    let path = target.split('?').next().unwrap_or_default();
    let is_dots = |part: &str| {
        let plain = part.replace("%2e", ".").replace("%2E", ".");
        plain == "." || plain == ".."
    };
    if path.split('/').any(is_dots) { Err(Refusal::Dots) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(text: &str) -> String {
        match Url::parse(text) {
            Ok(url) => format!("{} {} {} {}", url.https, url.host, url.port, url.target),
            Err(refusal) => format!("{refusal:?}"),
        }
    }

    #[test]
    fn addresses_with_one_meaning_are_read() {
        for (text, wanted) in [
            ("https://api.acme.example/orders/1?a=b", "true api.acme.example 443 /orders/1?a=b"),
            ("HTTP://API.Acme.Example", "false api.acme.example 80 /"),
            ("http://h:8080?q#f", "false h 8080 /?q"),
            ("http://[2606:4700::1111]:80/x", "false [2606:4700::1111] 80 /x"),
            ("http://1.1.1.1/", "false 1.1.1.1 80 /"),
            ("https://xn--bcher-kva.example/%2e%2e%2f..x", "true xn--bcher-kva.example 443 /%2e%2e%2f..x"),
        ] {
            assert_eq!(seen(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_readers_disagree_on_is_refused() {
        for (text, wanted) in [
            ("ftp://h/", "Scheme"),
            ("//h/", "Scheme"),
            ("http:/h", "Scheme"),
            (" http://h/", "Scheme"),
            ("http://u:p@h/", "Credentials"),
            ("http://h@127.0.0.1/", "Credentials"),
            ("http://127.1/", "Number"),
            ("http://2130706433/", "Number"),
            ("http://0x7f.1/", "Number"),
            ("http://a.0x7f/", "Number"),
            ("http://0177.0.0.1/", "Number"),
            ("http://1.2.3.4./", "Host"),
            ("http://h./", "Host"),
            ("http:///x", "Host"),
            ("http://[::1", "Host"),
            ("http://[fe80::1%25eth0]/", "Host"),
            ("http://[::1]x/", "Host"),
            ("http://h%2eexample/", "Host"),
            ("http://h:/", "Port"),
            ("http://h:0/", "Port"),
            ("http://h:+80/", "Port"),
            ("http://h:65536/", "Port"),
            ("http://\u{ff11}27.0.0.1/", "Character"),
            ("http://h\\@x/", "Character"),
            ("http://h/a b", "Character"),
            ("http://h/\r\nX: y", "Character"),
            ("http://h/a/../b", "Dots"),
            ("http://h/a/%2E%2e", "Dots"),
        ] {
            assert_eq!(seen(text), wanted, "{text}");
        }
    }

    #[test]
    fn redirects_are_followed_from_where_they_stand() {
        let from = Url::parse("https://h.example:8443/a/b?c").unwrap();
        for (location, wanted) in [
            ("/x", "true h.example 8443 /x"),
            ("x?y", "true h.example 8443 /a/x?y"),
            ("?y", "true h.example 8443 /a/b?y"),
            ("//o.example/z", "true o.example 443 /z"),
            ("http://127.0.0.1/", "false 127.0.0.1 80 /"),
        ] {
            let url = from.join(location).unwrap();
            assert_eq!(format!("{} {} {} {}", url.https, url.host, url.port, url.target), wanted);
        }
        assert_eq!(from.join("../x"), Err(Refusal::Dots));
        assert_eq!(from.join("javascript:x"), Err(Refusal::Scheme));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_stumble(text in "(https?://)?\\PC{0,40}") {
            if let Ok(url) = Url::parse(&text) {
                let again = format!("{}://{}:{}{}", if url.https { "https" } else { "http" }, url.host, url.port, url.target);
                prop_assert_eq!(Url::parse(&again).unwrap(), url);
            }
        }
    }
}
