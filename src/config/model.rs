//! What the settings are.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::limits::Limits;
use super::network::Network;
use super::problem::Problem;
use super::secret::{Secret, SecretRef};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The folder of the flow files, as written: relative to the project file.
    pub flows: String,
    /// What the provider calls; several while a name is moved. Without a slash at the end.
    pub public_urls: Vec<String>,
    pub listen: Listen,
    pub store: StoreSettings,
    pub accounts: Vec<Account>,
    /// By number or sender, as the provider writes it: the flow's name.
    pub numbers: BTreeMap<String, String>,
    pub endpoints: Vec<Endpoint>,
    /// Networks that a fetch may reach beside the public one.
    pub fetch_allow: Vec<Network>,
    pub limits: Limits,
    /// Unsigned requests from loopback are accepted. Only a flag sets it.
    pub dev: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    pub public: SocketAddr,
    pub admin: SocketAddr,
    /// Asked of whoever calls the admin listener; there is one where that is not on loopback.
    pub admin_token: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    pub place: StorePlace,
    pub durability: Durability,
    /// Bytes of the database's page cache; the process takes about one and a half times as much.
    pub cache: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// `sled:DIR`, as written: relative to the project file.
    Sled(String),
    /// `memory:`, gone with the process.
    Memory,
}

/// What an acknowledged turn survives: the loss of power, a killed process, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    Power,
    Process,
    None,
}

impl Durability {
    pub(super) const ALL: [Durability; 3] = [Durability::Power, Durability::Process, Durability::None];

    pub fn name(self) -> &'static str {
        match self {
            Durability::Power => "power",
            Durability::Process => "process",
            Durability::None => "none",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// `None`: any account whose requests are signed with one of the tokens.
    pub sid: Option<String>,
    /// Several while a token is rotated.
    pub auth_tokens: Vec<Secret>,
    pub api_url: String,
}

/// Where emitted events go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub name: String,
    /// The first that answers gets the event.
    pub urls: Vec<String>,
    /// Events are signed with each of them: two while one is rotated.
    pub secrets: Vec<Secret>,
    /// Patterns of event names, as in `order.*`; none stands for all.
    pub events: Vec<String>,
    /// For one request, from its first byte to its answer.
    pub timeout: Duration,
    /// Networks that its events may go to beside the public one.
    pub allow: Vec<Network>,
}

impl Endpoint {
    /// Whether it wants an event of this name.
    pub fn takes(&self, event: &str) -> bool {
        self.events.is_empty() || self.events.iter().any(|pattern| fits(pattern, event))
    }
}

/// A `*` stands for any run of characters.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(before) else { return false };
    rest.char_indices()
        .map(|(at, _)| at)
        .chain([rest.len()])
        .any(|at| rest.get(at..).is_some_and(|rest| fits(after, rest)))
}

/// What the command line sets. Secrets are never flags: a list of processes shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    pub flows: Option<String>,
    pub listen: Option<String>,
    pub public_url: Option<String>,
    pub dev: bool,
}

impl Config {
    /// Fetches every secret from where it is kept. All that are missing are reported.
    pub fn resolve_secrets(
        &mut self,
        resolve: &dyn Fn(&SecretRef) -> Result<String, String>,
    ) -> Result<(), Vec<Problem>> {
        let secrets = self.listen.admin_token.iter_mut();
        let secrets = secrets.chain(self.accounts.iter_mut().flat_map(|account| &mut account.auth_tokens));
        let secrets = secrets.chain(self.endpoints.iter_mut().flat_map(|endpoint| &mut endpoint.secrets));
        let problems: Vec<Problem> = secrets.filter_map(|secret| secret.resolve(resolve).err()).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}
