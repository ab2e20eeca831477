use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why no request may go to this address; `None` for one of the public network.
///
/// Of IPv6 only the global range is public, so that every form of an IPv4 address in IPv6 clothes (mapped, NAT64,
/// 6to4, Teredo) is refused whatever it carries.
pub fn blocked(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => blocked_v4(ip),
        IpAddr::V6(ip) => blocked_v6(ip),
    }
}

/// Network, length of its prefix, and what it is: IANA's special-purpose registry, and what clouds put elsewhere.
const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "this network"),
    ([10, 0, 0, 0], 8, "a private network"),
    ([100, 64, 0, 0], 10, "a carrier's inner network"),
    ([127, 0, 0, 0], 8, "this machine"),
    ([168, 63, 129, 16], 32, "a cloud's metadata service"),
    ([169, 254, 0, 0], 16, "link-local, with the clouds' metadata services"),
    ([172, 16, 0, 0], 12, "a private network"),
    ([192, 0, 0, 0], 24, "reserved for protocols"),
    ([192, 0, 2, 0], 24, "an example"),
    ([192, 88, 99, 0], 24, "a 6to4 relay"),
    ([192, 168, 0, 0], 16, "a private network"),
    ([198, 18, 0, 0], 15, "for benchmarks"),
    ([198, 51, 100, 0], 24, "an example"),
    ([203, 0, 113, 0], 24, "an example"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

fn blocked_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let ip = ip.to_bits();
    let within = |network: [u8; 4], prefix: u32| (ip ^ u32::from_be_bytes(network)) >> (32 - prefix) == 0;
    V4.iter().find(|(network, prefix, _)| within(*network, *prefix)).map(|(_, _, what)| *what)
}

/// The parts of the global range that are not public.
const V6: &[(u128, u32, &str)] = &[
    (0x2001 << 112, 23, "reserved for protocols"),
    (0x2001_0db8 << 96, 32, "an example"),
    (0x2002 << 112, 16, "an IPv4 address in 6to4 clothes"),
    (0x3fff << 112, 20, "an example"),
];

/// `2000::/3`, the only range that has been given out to the public.
const GLOBAL: u128 = 0b001;

fn blocked_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let bits = ip.to_bits();
    if bits >> 125 != GLOBAL {
        return Some(match ip {
            _ if ip.is_loopback() => "this machine",
            _ if ip.is_multicast() => "multicast",
            _ if ip.to_ipv4_mapped().is_some() => "an IPv4 address in IPv6 clothes",
            _ if bits >> 121 == 0xfc >> 1 => "a private network",
            _ if bits >> 118 == 0xfe80 >> 6 => "link-local",
            _ => "not of the public network",
        });
    }
    V6.iter().find(|(network, prefix, _)| (bits ^ network) >> (128 - prefix) == 0).map(|(_, _, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_of_each_range_are_blocked_and_their_neighbours_are_not() {
        for (first, last, before, after) in [
            ("0.0.0.0", "0.255.255.255", None, Some("1.0.0.0")),
            ("10.0.0.0", "10.255.255.255", Some("9.255.255.255"), Some("11.0.0.0")),
            ("100.64.0.0", "100.127.255.255", Some("100.63.255.255"), Some("100.128.0.0")),
            ("127.0.0.0", "127.255.255.255", Some("126.255.255.255"), Some("128.0.0.0")),
            ("169.254.0.0", "169.254.255.255", Some("169.253.255.255"), Some("169.255.0.0")),
            ("172.16.0.0", "172.31.255.255", Some("172.15.255.255"), Some("172.32.0.0")),
            ("192.0.0.0", "192.0.0.255", Some("191.255.255.255"), Some("192.0.1.0")),
            ("192.168.0.0", "192.168.255.255", Some("192.167.255.255"), Some("192.169.0.0")),
            ("198.18.0.0", "198.19.255.255", Some("198.17.255.255"), Some("198.20.0.0")),
            ("224.0.0.0", "255.255.255.255", Some("223.255.255.255"), None),
            ("168.63.129.16", "168.63.129.16", Some("168.63.129.15"), Some("168.63.129.17")),
            ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:ffff::"), Some("2003::")),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", None, Some("2001:200::")),
            ("2001:db8::", "2001:db8:ffff::", Some("2001:db7:ffff::"), Some("2001:db9::")),
            ("3fff::", "3fff:fff::", Some("3ffe:ffff::"), Some("3fff:1000::")),
            ("::", "1fff::", None, Some("2000::")),
            ("4000::", "ffff::", Some("3fff:ffff::"), None),
        ] {
            let judge = |text: &str| blocked(text.parse().unwrap());
            assert!(judge(first).is_some(), "{first}");
            assert!(judge(last).is_some(), "{last}");
            for free in before.into_iter().chain(after) {
                assert_eq!(judge(free), None, "{free}");
            }
        }
        for ip in ["::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "fd00:ec2::254", "fe80::1", "ff02::1", "::127.0.0.1"] {
            assert!(blocked(ip.parse().unwrap()).is_some(), "{ip}");
        }
    }
}
