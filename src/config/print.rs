//! The settings in force as a project file, with every limit, its default and its reason.

use std::fmt::Write as _;

use super::limits::TABLE;
use super::model::{Account, Config, Endpoint, StorePlace};
use super::secret::{MASK, Secret};
use super::units::{format_duration, format_size};

/// Valid TOML that loads to the same settings. Secrets show where they are kept, never what they are.
pub fn print(config: &Config) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, config);
    out
}

fn write(out: &mut String, config: &Config) -> std::fmt::Result {
    writeln!(out, "flows = {}", quote(&config.flows))?;
    match config.public_urls.as_slice() {
        [] => writeln!(out, "# public_url = \"https://ivr.example.com\"  # what the provider calls; not set")?,
        [url] => writeln!(out, "public_url = {}", quote(url))?,
        urls => writeln!(out, "public_url = {}", list(urls))?,
    }
    let listen = &config.listen;
    writeln!(out, "\n[listen]\npublic = \"{}\"\nadmin = \"{}\"", listen.public, listen.admin)?;
    if let Some(token) = &listen.admin_token {
        writeln!(out, "admin_token = {}  # {MASK}", quote(&token.source.to_string()))?;
    }
    let url = match &config.store.place {
        StorePlace::Sled(dir) => format!("sled:{dir}"),
        StorePlace::Memory => "memory:".into(),
    };
    writeln!(out, "\n[store]\nurl = {}\ndurability = \"{}\"", quote(&url), config.store.durability.name())?;
    writeln!(out, "cache = \"{}\"", format_size(config.store.cache))?;
    for account in &config.accounts {
        write_account(out, account)?;
    }
    if !config.numbers.is_empty() {
        writeln!(out, "\n[numbers]")?;
        for (number, flow) in &config.numbers {
            writeln!(out, "{} = {}", quote(number), quote(flow))?;
        }
    }
    for endpoint in &config.endpoints {
        write_endpoint(out, endpoint)?;
    }
    let allowed: Vec<String> = config.fetch_allow.iter().map(ToString::to_string).collect();
    writeln!(out, "\n[fetch]\n# networks that a fetch may reach beside the public one")?;
    writeln!(out, "allow = {}", list(&allowed))?;
    writeln!(out, "\n[limits]")?;
    for limit in TABLE {
        let amount = config.limits.get(limit.name).unwrap_or(limit.default);
        writeln!(out, "# {} (default {})", limit.reason, limit.default.to_toml())?;
        writeln!(out, "{} = {}", limit.name, amount.to_toml())?;
    }
    Ok(())
}

fn write_account(out: &mut String, account: &Account) -> std::fmt::Result {
    writeln!(out, "\n[[account]]")?;
    match &account.sid {
        Some(sid) => writeln!(out, "sid = {}", quote(sid))?,
        None => writeln!(out, "# without a sid: any account whose requests are signed with one of the tokens")?,
    }
    let sources: Vec<String> = account.auth_tokens.iter().map(source).collect();
    writeln!(out, "auth_tokens = {}  # {MASK}\napi_url = {}", list(&sources), quote(&account.api_url))
}

fn write_endpoint(out: &mut String, endpoint: &Endpoint) -> std::fmt::Result {
    writeln!(out, "\n[[endpoint]]\nname = {}\nurls = {}", quote(&endpoint.name), list(&endpoint.urls))?;
    if !endpoint.secrets.is_empty() {
        let sources: Vec<String> = endpoint.secrets.iter().map(source).collect();
        writeln!(out, "secret = {}  # {MASK}", list(&sources))?;
    }
    if !endpoint.events.is_empty() {
        writeln!(out, "events = {}", list(&endpoint.events))?;
    }
    writeln!(out, "timeout = \"{}\"", format_duration(endpoint.timeout))?;
    let allowed: Vec<String> = endpoint.allow.iter().map(ToString::to_string).collect();
    if allowed.is_empty() { Ok(()) } else { writeln!(out, "allow = {}", list(&allowed)) }
}

fn source(secret: &Secret) -> String {
    secret.source.to_string()
}

/// A basic string of TOML.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", "))
}
