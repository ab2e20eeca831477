//! Addresses that may have been signed instead of the one that was seen.

use std::fmt::Write as _;

use super::suspect::Suspect;
use crate::channel::twilio::address::Address;

const SCHEMES: [&str; 4] = ["https", "http", "wss", "ws"];
/// Where applications listen behind a proxy or a tunnel.
const PORTS: [&str; 8] = ["443", "80", "8080", "8443", "8000", "3000", "5000", "4040"];
/// All orders of five pairs are 120.
const ORDERED_MAX: usize = 5;

pub(super) fn suspects(address: &Address<'_>) -> Vec<Suspect<String>> {
    let mut suspects = Vec::new();
    let mut add = |changed: &Address<'_>, when: String| {
        suspects.extend(changed.candidates().map(|parts| Suspect { signed: parts.concat(), when: when.clone() }));
    };
    for scheme in SCHEMES.into_iter().filter(|scheme| *scheme != address.scheme) {
        let when = format!("with `{scheme}://`: the public URL says `{}://`", address.scheme);
        add(&Address { scheme: scheme.to_owned(), ..address.clone() }, when);
    }
    for port in PORTS.into_iter().filter(|port| Some(*port) != address.port) {
        let when = format!("with port {port}, which the public URL does not have");
        add(&Address { port: Some(port), ..address.clone() }, when);
    }
    let host = address.host.to_ascii_lowercase();
    if host != address.host {
        add(&Address { host: &host, ..address.clone() }, "with the host in lower case".to_owned());
    }
    if !address.prefix.is_empty() {
        let when = format!("without `{}`: the public URL has a path that the provider does not call", address.prefix);
        add(&Address { prefix: "", ..address.clone() }, when);
    }
    for (path_and_query, when) in targets(address.path_and_query) {
        add(&Address { path_and_query: &path_and_query, ..address.clone() }, when);
    }
    suspects
}

/// Other spellings of path and query.
fn targets(seen: &str) -> Vec<(String, String)> {
    let (path, query) = seen.split_once('?').map_or((seen, None), |(path, query)| (path, Some(query)));
    let with_query = |path: &str| query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut targets = vec![match path.strip_suffix('/') {
        Some(shorter) => (with_query(shorter), "without the slash at the end of the path".to_owned()),
        None => (with_query(&format!("{path}/")), "with a slash at the end of the path".to_owned()),
    }];
    if let Some(query) = query {
        targets.push((path.to_owned(), "without the query: something added it on the way".to_owned()));
        let orders = orders(query).into_iter().map(|query| format!("{path}?{query}"));
        targets.extend(orders.map(|target| {
            let when = format!("with the query in another order (`{target}`): use at most one query parameter");
            (target, when)
        }));
    } else {
        targets.push((format!("{path}?"), "with a bare `?` at the end".to_owned()));
    }
    let spellings = [
        (decoded(seen), "with the percent escapes decoded"),
        (seen.replace("%20", "+"), "with `+` for `%20`"),
        (seen.replace('+', "%20"), "with `%20` for `+`"),
        (seen.replace('+', "%2B"), "with `%2B` for `+`"),
        (seen.replace('\'', "%27"), "with `%27` for `'`"),
        (seen.replace("%27", "'"), "with `'` for `%27`"),
        (escapes(seen, true), "with the percent escapes in upper case"),
        (escapes(seen, false), "with the percent escapes in lower case"),
        (seen.replace("%", "%25"), "with `%25` for `%`: the address was escaped once more"),
        (seen.replace("//", "/"), "with single slashes for double ones"),
        (seen.to_lowercase(), "in lower case"),
    ];
    let changed = spellings.into_iter().filter(|(spelling, _)| spelling != seen);
    targets.extend(
        changed.map(|(spelling, when)| (spelling, format!("{when}: something rewrote the address on the way"))),
    );
    targets
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn escapes(text: &str, upper: bool) -> String {
    let mut pieces = text.split('%');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (escape, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        let escape = if upper { escape.to_ascii_uppercase() } else { escape.to_ascii_lowercase() };
        let _ = write!(out, "%{escape}{rest}");
    }
    out
}

/// The query's other orders; of a long one only the sorted.
fn orders(query: &str) -> Vec<String> {
    let pairs: Vec<&str> = query.split('&').collect();
    let mut sorted = pairs.clone();
    sorted.sort_unstable();
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    if pairs.len() <= ORDERED_MAX {
        for pair in &pairs {
            orders = orders.iter().flat_map(|order| insertions(order, pair)).collect();
        }
    }
    orders.insert(0, sorted);
    let mut orders: Vec<String> = orders
        .iter()
        .map(|order| order.join("&"))
        .filter(|order| order.len() == query.len() && order != query)
        .collect();
    orders.dedup();
    orders
}

fn insertions<'a>(order: &[&'a str], pair: &'a str) -> Vec<Vec<&'a str>> {
    let insertion = |at: usize| {
        let mut longer = order.to_vec();
        longer.insert(at, pair);
        longer
    };
    (0..=order.len()).map(insertion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_all_of_a_short_query() {
        let mut found = orders("a&b&c");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, ["a&c&b", "b&a&c", "b&c&a", "c&a&b", "c&b&a"]);
        assert_eq!(orders("f&e&d&c&b&a"), ["a&b&c&d&e&f"]);
    }

    #[test]
    fn escapes_change_case_only() {
        assert_eq!(escapes("/a%2fb%é?%", true), "/a%2Fb%é?%");
    }
}
