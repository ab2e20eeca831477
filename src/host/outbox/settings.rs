use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use super::Outbox;
use super::signature::Key;
use super::state::State;
use crate::address::{Host, Url};
use crate::config::{Account, Endpoint, Network};
use crate::host::net::Client;

/// Of the API's answers, which are some hundred bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// How long the API may take for one answer.
pub(super) const API_TIMEOUT: Duration = Duration::from_secs(15);

/// Where things go. The secrets have been resolved.
#[derive(Debug, Clone, Default)]
pub struct OutboxSettings {
    pub endpoints: Vec<Endpoint>,
    pub accounts: Vec<Account>,
    /// What our own URLs begin with, as the provider reaches them.
    pub public_url: Option<String>,
}

/// An endpoint, ready to be posted to.
pub(super) struct Target {
    pub endpoint: Endpoint,
    pub urls: Vec<Url>,
    pub keys: Vec<Key>,
    pub client: Client,
}

/// The API for one account, or for those that are not named.
pub(super) struct Api {
    pub account: Option<String>,
    pub tokens: Vec<String>,
    pub url: String,
    pub client: Client,
}

impl Outbox {
    /// All that is wrong with the settings is told at once.
    pub(in crate::host) fn new(settings: &OutboxSettings) -> Result<Outbox, Vec<String>> {
        let mut problems = Vec::new();
        let targets: Vec<Target> = settings.endpoints.iter().map(|endpoint| target(endpoint, &mut problems)).collect();
        let apis = settings.accounts.iter().filter_map(|account| api(account, &mut problems)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let public_url = settings.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
        Ok(Outbox { targets, apis, public_url, ..Outbox::default() })
    }

    /// Whether messages can be sent for this account.
    pub(in crate::host) fn has_credentials(&self, account: &str) -> bool {
        self.api(account).is_some()
    }

    pub(super) fn api(&self, account: &str) -> Option<&Api> {
        let named = self.apis.iter().find(|api| api.account.as_deref() == Some(account));
        named.or_else(|| self.apis.iter().find(|api| api.account.is_none()))
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn target(endpoint: &Endpoint, problems: &mut Vec<String>) -> Target {
    let (mut urls, mut keys) = (Vec::new(), Vec::new());
    for text in &endpoint.urls {
        match Url::parse(text) {
            Ok(url) => urls.push(url),
            Err(refusal) => {
                problems.push(format!("endpoint `{}` cannot be reached at `{text}`: {refusal}", endpoint.name));
            }
        }
    }
    for secret in &endpoint.secrets {
        match Key::parse(secret.expose().unwrap_or_default()) {
            Ok(key) => keys.push(key),
            Err(why) => problems.push(format!(
                "the secret at `{}` cannot sign the events of endpoint `{}`: {why}\n  help: make one with: echo \
                 \"whsec_$(openssl rand -base64 32)\"",
                secret.source, endpoint.name
            )),
        }
    }
    let client = Client::new(endpoint.allow.clone(), ANSWER_MAX);
    Target { endpoint: endpoint.clone(), urls, keys, client }
}

/// `None` for an account whose tokens are not there, as in a process that only reads settings.
fn api(account: &Account, problems: &mut Vec<String>) -> Option<Api> {
    let tokens: Vec<String> = account.auth_tokens.iter().filter_map(|t| t.expose()).map(str::to_owned).collect();
    let url = match Url::parse(&account.api_url) {
        Ok(url) => url,
        Err(refusal) => {
            problems.push(format!("the API cannot be reached at `{}`: {refusal}", account.api_url));
            return None;
        }
    };
    let client = Client::new(this_machine(&url), ANSWER_MAX);
    let api = Api { account: account.sid.clone(), tokens, url: account.api_url.clone(), client };
    (!api.tokens.is_empty()).then_some(api)
}

/// A stand-in for the API on this machine is opened by being named.
fn this_machine(url: &Url) -> Vec<Network> {
    let local = match &url.host {
        Host::Name(name) => name == "localhost",
        Host::Ip(ip) => ip.is_loopback(),
    };
    let addresses = [format!("127.0.0.1:{}", url.port), format!("[::1]:{}", url.port)];
    if local { addresses.iter().filter_map(|address| Network::parse(address)).collect() } else { Vec::new() }
}
