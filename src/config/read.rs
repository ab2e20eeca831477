//! From the tree of settings to settings: one function a section.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::limits::{Limits, TABLE};
use super::model::{Account, Config, Durability, Endpoint, Listen, StorePlace, StoreSettings};
use super::network::Network;
use super::problem::{Place, Problem};
use super::secret::{Secret, SecretRef};
use super::section::{Problems, Section};
use super::tree::Table;
use super::{check, units};

/// The provider's own API.
const API_URL: &str = "https://api.twilio.com";

/// Where the token is looked for when the file names no account.
const TOKEN: &str = "TWILIO_AUTH_TOKEN";
const TOKEN_FILE: &str = "TWILIO_AUTH_TOKEN_FILE";

/// Receivers are expected to take an event first and work on it later.
const TIMEOUT: Duration = Duration::from_secs(15);

const DEFAULT_CACHE: u64 = 256 * 1024 * 1024;

pub fn settings(tree: Table, environment: &BTreeMap<String, String>, dev: bool, problems: &mut Problems) -> Config {
    let mut top = Section::top(tree);
    let flows = top.text("flows", "a folder, as in \"flows\"", problems).map_or("flows".into(), |text| text.text);
    let mut public_urls = Vec::new();
    let wanted = "a URL or a list of URLs, as in \"https://ivr.example.com\"";
    for text in top.texts("public_url", wanted, problems).unwrap_or_default() {
        public_urls.extend(keep(check::base_url("public_url", &text), problems));
    }
    let listen = read_listen(top.section("listen", problems), problems);
    let store = read_store(top.section("store", problems), problems);
    let accounts = top.sections("account", problems);
    let accounts = accounts.into_iter().map(|(place, section)| read_account(&place, section, problems)).collect();
    let numbers = read_numbers(top.section("numbers", problems), problems);
    let endpoints = read_endpoints(top.sections("endpoint", problems), problems);
    let fetch_allow = read_fetch(top.section("fetch", problems), problems);
    let limits = read_limits(top.section("limits", problems), problems);
    top.finish(problems);
    let accounts = with_default(accounts, environment);
    Config { flows, public_urls, listen, store, accounts, numbers, endpoints, fetch_allow, limits, dev }
}

/// The value, or none and its problem.
fn keep<T>(checked: Result<T, Problem>, problems: &mut Problems) -> Option<T> {
    checked.map_err(|problem| problems.push(problem)).ok()
}

fn read_listen(mut section: Section, problems: &mut Problems) -> Listen {
    let address = |key, name: &str, default_port, section: &mut Section, problems: &mut Problems| {
        let text = section.text(key, "an address, as in \"127.0.0.1:8080\"", problems);
        let set = text.as_ref().and_then(|text| keep(check::address(name, text), problems));
        (set.unwrap_or(SocketAddr::from(([127, 0, 0, 1], default_port))), text)
    };
    let (public, _) = address("public", "listen.public", 8080, &mut section, problems);
    let (admin, admin_text) = address("admin", "listen.admin", 8081, &mut section, problems);
    let mut tokens = section.secrets("admin_token", problems);
    if tokens.is_empty() && !admin.ip().is_loopback() {
        let place = admin_text.map_or(Place::Nowhere, |text| text.place);
        problems.push(Problem::new(
            &place,
            format!("the admin listener at `{admin}` is open to other machines and has no token"),
            "add admin_token = \"env:FLOWTONE_ADMIN_TOKEN\" to `[listen]`, or bind it to 127.0.0.1",
        ));
    }
    if admin == public && admin.port() != 0 {
        problems.push(Problem::new(
            &Place::Nowhere,
            format!("the public and the admin listener share `{public}`"),
            "give `listen.admin` another port: the public one is for webhooks and nothing else",
        ));
    }
    section.finish(problems);
    Listen { public, admin, admin_token: (!tokens.is_empty()).then(|| tokens.remove(0)) }
}

fn read_store(mut section: Section, problems: &mut Problems) -> StoreSettings {
    let mut settings =
        StoreSettings { place: StorePlace::Sled("data".into()), durability: Durability::Power, cache: DEFAULT_CACHE };
    if let Some(text) = section.text("url", "a place, as in \"sled:data\"", problems) {
        match text.text.trim().split_once(':') {
            Some(("sled", dir)) if !dir.is_empty() => settings.place = StorePlace::Sled(dir.to_owned()),
            Some(("memory", "")) => settings.place = StorePlace::Memory,
            // The text is not shown: a database's URL holds its password.
            Some(("postgres" | "postgresql", _)) => problems.push(Problem::new(
                &text.place,
                "`store.url` is a PostgreSQL database, which is not supported yet",
                "write \"sled:DIR\" for a directory of this machine",
            )),
            _ => problems.push(Problem::new(
                &text.place,
                "`store.url` is no place of a store",
                "write \"sled:DIR\" for a directory, or \"memory:\" for a store that ends with the process",
            )),
        }
    }
    if let Some(text) = section.text("durability", "\"power\", \"process\" or \"none\"", problems) {
        match Durability::ALL.into_iter().find(|durability| durability.name() == text.text) {
            Some(durability) => settings.durability = durability,
            None => problems.push(Problem::new(
                &text.place,
                format!("`store.durability` is no level: `{}`", text.text),
                "write \"power\" (survives the loss of power), \"process\" (survives a killed process) or \"none\"",
            )),
        }
    }
    // sled's cache is divided into 256 parts; below this they thrash.
    const LEAST: u64 = 1024 * 1024;
    if let Some(text) = section.amount("cache", "a size, as in \"256 MiB\"", problems) {
        match units::parse_size(&text.text) {
            Some(bytes) if bytes >= LEAST => settings.cache = bytes,
            _ => problems.push(Problem::new(
                &text.place,
                format!("`store.cache` is no size of 1 MiB or more: `{}`", text.text),
                "write it as in \"256 MiB\"",
            )),
        }
    }
    section.finish(problems);
    settings
}

fn read_account(place: &Place, mut section: Section, problems: &mut Problems) -> Account {
    let sid = section.text("sid", "an account's SID, `AC` and 32 hex digits", problems).and_then(|text| {
        let digits = text.text.strip_prefix("AC").unwrap_or_default();
        if digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.text);
        }
        let message = format!("`account.sid` is no account's SID: `{}`", text.text);
        let help = "copy it from the provider's console: `AC` and 32 hex digits";
        problems.push(Problem::new(&text.place, message, help));
        None
    });
    let before = problems.len();
    let auth_tokens = section.secrets("auth_tokens", problems);
    if auth_tokens.is_empty() && problems.len() == before {
        let help = "add auth_tokens = [\"env:TWILIO_AUTH_TOKEN\"]: webhooks are signed with it";
        problems.push(Problem::new(place, "this account has no `auth_tokens`", help));
    }
    let api_url = section.text("api_url", "a URL, as in \"https://api.twilio.com\"", problems);
    let api_url = api_url.and_then(|text| keep(check::api_url("account.api_url", &text), problems));
    section.finish(problems);
    Account { sid, auth_tokens, api_url: api_url.unwrap_or(API_URL.into()) }
}

/// Without an account in the file, the token in the environment is enough to begin.
fn with_default(accounts: Vec<Account>, environment: &BTreeMap<String, String>) -> Vec<Account> {
    if !accounts.is_empty() {
        return accounts;
    }
    let set = |name: &str| environment.get(name).filter(|value| !value.trim().is_empty());
    let source = match (set(TOKEN), set(TOKEN_FILE)) {
        (Some(_), _) => Some((TOKEN, SecretRef::Env(TOKEN.into()))),
        (None, Some(path)) => Some((TOKEN_FILE, SecretRef::File(path.clone()))),
        (None, None) => None,
    };
    let account = |(name, source): (&str, _)| Account {
        sid: None,
        auth_tokens: vec![Secret::new(source, Place::Environment(name.to_owned()))],
        api_url: API_URL.into(),
    };
    source.map(account).into_iter().collect()
}

fn read_numbers(section: Section, problems: &mut Problems) -> BTreeMap<String, String> {
    let mut numbers = BTreeMap::new();
    for (number, place, flow) in section.pairs("a flow's name, as in \"support\"", problems) {
        let good = keep(check::sender(&number, &place), problems).is_some();
        if flow.text.trim().is_empty() {
            let message = format!("`{number}` names no flow");
            problems.push(Problem::new(&flow.place, message, "write the flow's name, as in \"support\""));
        } else if good {
            numbers.insert(number, flow.text);
        }
    }
    numbers
}

fn read_endpoints(sections: Vec<(Place, Section)>, problems: &mut Problems) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for (place, mut section) in sections {
        let name = section.text("name", "a name, as in \"crm\"", problems);
        match &name {
            None => problems.push(Problem::new(&place, "this endpoint has no `name`", "add name = \"crm\"")),
            Some(name) if endpoints.iter().any(|endpoint| endpoint.name == name.text) => {
                let message = format!("there are two endpoints named `{}`", name.text);
                problems.push(Problem::new(&name.place, message, "give this one another name"));
            }
            Some(_) => {}
        }
        let mut urls = Vec::new();
        let texts = section.texts("urls", "a list of URLs, as in [\"https://crm.example.com/hooks\"]", problems);
        if texts.as_ref().is_none_or(Vec::is_empty) {
            let help = "add urls = [\"https://crm.example.com/hooks\"]";
            problems.push(Problem::new(&place, "this endpoint has no `urls`", help));
        }
        for text in texts.unwrap_or_default() {
            urls.extend(keep(check::http_url("endpoint.urls", &text), problems));
        }
        let secrets = section.secrets("secret", problems);
        let mut events = Vec::new();
        for text in section.texts("events", "a list of event names, as in [\"order.*\"]", problems).unwrap_or_default()
        {
            events.extend(keep(check::event("endpoint.events", &text), problems));
        }
        let timeout = read_timeout(&mut section, problems);
        let allow = read_networks("endpoint.allow", &mut section, problems);
        section.finish(problems);
        let name = name.map_or(String::new(), |name| name.text);
        endpoints.push(Endpoint { name, urls, secrets, events, timeout, allow });
    }
    endpoints
}

fn read_timeout(section: &mut Section, problems: &mut Problems) -> Duration {
    let Some(text) = section.amount("timeout", "a duration, as in \"15s\"", problems) else { return TIMEOUT };
    match units::parse_duration(&text.text) {
        Some(timeout) if (Duration::from_secs(1)..=Duration::from_secs(60)).contains(&timeout) => timeout,
        _ => {
            let message = format!("`endpoint.timeout` is no duration from 1s to 60s: `{}`", text.text);
            problems.push(Problem::new(&text.place, message, "write it as in \"15s\""));
            TIMEOUT
        }
    }
}

fn read_fetch(mut section: Section, problems: &mut Problems) -> Vec<Network> {
    let networks = read_networks("fetch.allow", &mut section, problems);
    section.finish(problems);
    networks
}

fn read_networks(name: &str, section: &mut Section, problems: &mut Problems) -> Vec<Network> {
    let mut networks = Vec::new();
    let wanted = "a list of networks, as in [\"10.0.0.0/8\", \"127.0.0.1:9000\"]";
    for text in section.texts("allow", wanted, problems).unwrap_or_default() {
        match Network::parse(&text.text) {
            Some(network) => networks.push(network),
            None => problems.push(Problem::new(
                &text.place,
                format!("`{name}` has no network in `{}`", text.text),
                "write IP addresses or ranges of them, as in \"10.0.0.0/8\" or \"127.0.0.1:9000\"",
            )),
        }
    }
    networks
}

fn read_limits(mut section: Section, problems: &mut Problems) -> Limits {
    let mut limits = Limits::default();
    for limit in TABLE {
        let form = limit.default.form();
        let Some(text) = section.amount(limit.name, form, problems) else { continue };
        match limit.default.parse_like(&text.text) {
            None => problems.push(Problem::new(
                &text.place,
                format!("`limits.{}` cannot be `{}`", limit.name, text.text),
                format!("write {form}"),
            )),
            Some(amount) if !(limit.least.size()..=limit.most.size()).contains(&amount.size()) => {
                problems.push(Problem::new(
                    &text.place,
                    format!("`limits.{}` is out of bounds: {}", limit.name, amount.to_toml()),
                    format!(
                        "choose from {} to {}; the default is {}",
                        limit.least.to_toml(),
                        limit.most.to_toml(),
                        limit.default.to_toml()
                    ),
                ));
            }
            Some(amount) => limits.set(limit.name, amount),
        }
    }
    section.finish(problems);
    limits
}
