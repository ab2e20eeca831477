//! Whether a text is an address, a URL, a number: one function each, which says what is wrong.

use std::net::SocketAddr;

use super::problem::{Place, Problem};
use super::section::Text;

pub type Checked<T> = Result<T, Problem>;

pub fn address(name: &str, text: &Text) -> Checked<SocketAddr> {
    let help = |example: &str| format!("write an IP address and a port, as in \"{example}\"");
    text.text.trim().parse().map_err(|_| {
        let example = match text.text.trim().rsplit_once(':') {
            Some(("" | "localhost", port)) if port.parse::<u16>().is_ok() => format!("127.0.0.1:{port}"),
            Some(("*", port)) if port.parse::<u16>().is_ok() => format!("0.0.0.0:{port}"),
            None if text.text.trim().parse::<u16>().is_ok() => format!("127.0.0.1:{}", text.text.trim()),
            _ => "127.0.0.1:8080".into(),
        };
        Problem::new(&text.place, format!("`{name}` is no address: `{}`", text.text), help(&example))
    })
}

/// A URL that paths are appended to: its text is kept to the byte, as signatures are made over it.
pub fn base_url(name: &str, text: &Text) -> Checked<String> {
    let url = http_url(name, text)?;
    if url.contains(['?', '#']) {
        let message = format!("`{name}` has a query: `{url}`");
        return Err(Problem::new(&text.place, message, "leave out everything from `?` or `#` on"));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

pub fn http_url(name: &str, text: &Text) -> Checked<String> {
    let url = text.text.trim();
    let problem = |message: &str, help: &str| Problem::new(&text.place, format!("`{name}` {message}"), help);
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        let help =
            if url.contains("://") { "begin it with `https://`".into() } else { format!("write \"https://{url}\"") };
        return Err(problem(&format!("is no web address: `{url}`"), &help));
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // The text is not shown: a part of it is a password.
    if authority.contains('@') {
        return Err(problem("has a user name or password in it", "leave out everything up to the `@`"));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(problem(
            &format!("has no good host and port: `{url}`"),
            "write it as in \"https://ivr.example.com\"",
        ));
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
        return Err(problem(&format!("has a character that no URL has: `{url}`"), "write it as the browser copies it"));
    }
    Ok(url.to_owned())
}

/// The provider's API, or a stand-in on this machine: the auth token goes there with each request.
pub fn api_url(name: &str, text: &Text) -> Checked<String> {
    let url = base_url(name, text)?;
    let host = url.strip_prefix("http://").map(|rest| rest.split(['/', ':']).next().unwrap_or_default());
    match host {
        None | Some("127.0.0.1" | "localhost") => Ok(url),
        Some(_) => {
            let message = format!("`{name}` would send the auth token unencrypted: `{url}`");
            let help = "begin it with `https://`; `http://` is for 127.0.0.1 only";
            Err(Problem::new(&text.place, message, help))
        }
    }
}

/// A pattern of event names: the names themselves, with `*` for any part of one.
pub fn event(name: &str, text: &Text) -> Checked<String> {
    let pattern = text.text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '*');
    if !pattern.is_empty() && pattern.chars().all(fits) {
        return Ok(pattern.to_owned());
    }
    let help = "write an event's name, with `*` for any part of it, as in \"order.*\"";
    Err(Problem::new(&text.place, format!("`{name}` has no event's name in `{}`", text.text), help))
}

/// A number or sender as the provider writes it, with or without a channel such as `whatsapp:` before it.
pub fn sender(number: &str, place: &Place) -> Checked<()> {
    let address = number.rsplit_once(':').map_or(number, |(_, address)| address);
    let compact: String = number.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    let digits = |text: &str| text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(after) = address.strip_prefix('+') {
        if digits(after) && after.len() <= 15 {
            return Ok(());
        }
        let help = format!("write it without spaces and signs, as in \"{compact}\"");
        return Err(Problem::new(place, format!("`{number}` is no phone number"), help));
    }
    if address.is_empty() || address.contains(char::is_whitespace) {
        let help = "write it as in \"+15550100000\" or \"whatsapp:+15550100000\"";
        return Err(Problem::new(place, format!("`{number}` is no number or sender"), help));
    }
    if digits(address) && address.len() > 8 {
        let help = format!("write it with its country code, as in \"+{address}\"");
        return Err(Problem::new(place, format!("`{number}` is no phone number"), help));
    }
    Ok(())
}
