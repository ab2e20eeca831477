//! The texts under which a sender may have signed an address.

/// An address in its parts, none of them re-encoded, re-ordered or folded. Only the scheme is lowered and the fragment,
/// which is neither sent nor signed, is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) scheme: String,
    /// With its `@`, or empty.
    pub(super) user: &'a str,
    pub(super) host: &'a str,
    pub(super) port: Option<&'a str>,
    /// The path of the base, before the request's own.
    pub(super) prefix: &'a str,
    pub(super) path_and_query: &'a str,
}

impl<'a> Address<'a> {
    /// A base such as `https://ivr.example.com/prefix`, and what the request line said.
    pub(super) fn new(base: &'a str, path_and_query: &'a str) -> Address<'a> {
        let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, prefix) = rest.split_at(end);
        let (user, place) = authority.rfind('@').map_or(("", authority), |at| authority.split_at(at + 1));
        let (host, port) = split_port(place);
        let prefix = prefix.split('#').next().unwrap_or_default();
        let prefix = if path_and_query.starts_with('/') { prefix.strip_suffix('/').unwrap_or(prefix) } else { prefix };
        let path_and_query = path_and_query.split('#').next().unwrap_or_default();
        Address { scheme: scheme.to_ascii_lowercase(), user, host, port, prefix, path_and_query }
    }

    /// Each candidate as its consecutive parts: without a port and with the explicit or default one, and where there is
    /// user information the same two without it.
    pub(super) fn candidates(&self) -> impl Iterator<Item = [&str; 8]> {
        let default = if self.scheme == "https" { "443" } else { "80" };
        let port = self.port.unwrap_or(default);
        let without_user = (!self.user.is_empty()).then_some("");
        [Some(self.user), without_user].into_iter().flatten().flat_map(move |user| {
            [("", ""), (":", port)].map(|(colon, port)| {
                [&*self.scheme, "://", user, self.host, colon, port, self.prefix, self.path_and_query]
            })
        })
    }

    pub(super) fn query(&self) -> &'a str {
        self.path_and_query.split_once('?').map_or("", |(_, query)| query)
    }
}

/// The brackets of an IPv6 host are part of the host; an empty port is none.
fn split_port(place: &str) -> (&str, Option<&str>) {
    let after_host = place.rfind(']').map_or(0, |bracket| bracket + 1);
    let (_, rest) = place.split_at(after_host);
    match rest.rfind(':') {
        None => (place, None),
        Some(colon) => {
            let (host, port) = place.split_at(after_host + colon);
            (host, port.strip_prefix(':').filter(|port| !port.is_empty()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(base: &str, path: &str) -> Vec<String> {
        Address::new(base, path).candidates().map(|parts| parts.concat()).collect()
    }

    #[test]
    fn tries_with_and_without_port() {
        assert_eq!(texts("https://a.b", "/x?q=1"), ["https://a.b/x?q=1", "https://a.b:443/x?q=1"]);
        assert_eq!(texts("HTTP://a.b:8080", "/x"), ["http://a.b/x", "http://a.b:8080/x"]);
        assert_eq!(texts("https://[::1]", ""), ["https://[::1]", "https://[::1]:443"]);
        assert_eq!(texts("https://[::1]:8443", "/"), ["https://[::1]/", "https://[::1]:8443/"]);
    }

    #[test]
    fn tries_without_user_information_as_well() {
        assert_eq!(
            texts("https://u:p@a.b", "/x#rc=2"),
            ["https://u:p@a.b/x", "https://u:p@a.b:443/x", "https://a.b/x", "https://a.b:443/x"]
        );
    }

    #[test]
    fn joins_a_prefix_with_one_slash() {
        assert_eq!(texts("https://a.b/ivr/", "/x").first().unwrap(), "https://a.b/ivr/x");
        assert_eq!(texts("https://a.b/", "//x").first().unwrap(), "https://a.b//x");
    }
}
