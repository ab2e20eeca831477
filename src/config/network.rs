use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// A part of the network: an address or a range of them, all ports or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    ip: IpAddr,
    /// Bits of the address that count.
    prefix: u32,
    port: Option<u16>,
}

impl Network {
    /// `10.0.0.0/8`, `127.0.0.1`, `127.0.0.1:9000`, `fd00::/8`, `[::1]:9000`.
    pub fn parse(text: &str) -> Option<Network> {
        let text = text.trim();
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Some(Network { ip: address.ip(), prefix: bits(address.ip()), port: Some(address.port()) });
        }
        if let Ok(ip) = text.parse::<IpAddr>() {
            return Some(Network { ip, prefix: bits(ip), port: None });
        }
        let (ip, prefix) = text.split_once('/')?;
        let ip: IpAddr = ip.parse().ok()?;
        let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= bits(ip))?;
        Some(Network { ip, prefix, port: None })
    }

    pub fn covers(&self, address: SocketAddr) -> bool {
        let same = match (self.ip, address.ip()) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                (network.to_bits() ^ ip.to_bits()).checked_shr(32 - self.prefix).unwrap_or(0) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                (network.to_bits() ^ ip.to_bits()).checked_shr(128 - self.prefix).unwrap_or(0) == 0
            }
            _ => false,
        };
        same && self.port.is_none_or(|port| port == address.port())
    }
}

fn bits(ip: IpAddr) -> u32 {
    if ip.is_ipv4() { 32 } else { 128 }
}

/// As [`Network::parse`] reads it.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}", SocketAddr::new(self.ip, port)),
            None if self.prefix == bits(self.ip) => write!(f, "{}", self.ip),
            None => write!(f, "{}/{}", self.ip, self.prefix),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_single_doors() {
        let covers = |network: &str, address: &str| {
            let parsed = Network::parse(network).unwrap();
            assert_eq!(parsed.to_string(), network);
            parsed.covers(address.parse().unwrap())
        };
        assert!(covers("10.0.0.0/8", "10.255.0.1:80"));
        assert!(!covers("10.0.0.0/8", "11.0.0.1:80"));
        assert!(covers("127.0.0.1", "127.0.0.1:1"));
        assert!(!covers("127.0.0.1", "127.0.0.2:1"));
        assert!(covers("127.0.0.1:9000", "127.0.0.1:9000"));
        assert!(!covers("127.0.0.1:9000", "127.0.0.1:9001"));
        assert!(covers("fd00::/8", "[fdff::1]:443"));
        assert!(covers("[::1]:9000", "[::1]:9000"));
        assert!(covers("0.0.0.0/0", "1.2.3.4:1"));
        assert!(!covers("0.0.0.0/0", "[::1]:1"));
        for wrong in ["", "localhost", "10.0.0.0/33", "10/8", "127.1", "fd00::/129", "10.0.0.0/8:80"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}
