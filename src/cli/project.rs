//! The project a command works in: its file, its settings, its secrets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::channel::twilio::Token;
use crate::config::{self, Config, Flags, Problem, SecretRef};
use crate::server::AccountToken;

const FILE: &str = "flowtone.toml";

/// What the names of our environment variables begin with.
const OURS: [&str; 2] = ["FLOWTONE_", "TWILIO_AUTH_TOKEN"];

/// The settings in force, and the folder that their paths are relative to.
pub struct Project {
    pub config: Config,
    root: PathBuf,
}

impl Project {
    /// Reads flags, environment and project file. Without a file named, `flowtone.toml` counts where there is one.
    pub fn load(file: Option<&Path>, flags: &Flags) -> Result<Project, String> {
        let path = file.unwrap_or(Path::new(FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && file.is_none() => None,
            Err(e) => return Err(format!("cannot read `{}`: {e}", path.display())),
        };
        let name = path.to_string_lossy();
        let environment = environment()?;
        let config = config::load(text.as_deref().map(|text| (&*name, text)), &environment, flags)
            .map_err(|problems| told(&problems))?;
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Project { config, root })
    }

    /// A path of the settings, from where the command runs.
    pub fn path(&self, setting: &str) -> PathBuf {
        self.root.join(setting)
    }

    /// Fetches the secrets from where the settings say they are.
    pub fn resolve(&mut self) -> Result<(), String> {
        let root = self.root.clone();
        let resolve = move |reference: &SecretRef| match reference {
            SecretRef::Env(name) => std::env::var(name).map_err(|e| match e {
                std::env::VarError::NotPresent => "it is not set".to_owned(),
                std::env::VarError::NotUnicode(_) => "it is not UTF-8 text".to_owned(),
            }),
            SecretRef::File(path) => std::fs::read_to_string(root.join(path))
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .map_err(|e| e.to_string()),
        };
        self.config.resolve_secrets(&resolve).map_err(|problems| told(&problems))
    }

    /// The resolved auth tokens, each with the account that it belongs to.
    pub fn tokens(&self) -> Vec<AccountToken> {
        let accounts = self.config.accounts.iter();
        accounts
            .flat_map(|account| account.auth_tokens.iter().map(move |secret| (account.sid.clone(), secret)))
            .filter_map(|(account, secret)| Some(AccountToken { account, token: Token::new(secret.expose()?) }))
            .collect()
    }
}

/// The environment, as far as it is text. A variable of ours that is not cannot be meant.
fn environment() -> Result<BTreeMap<String, String>, String> {
    let mut environment = BTreeMap::new();
    for (name, value) in std::env::vars_os() {
        let shown = name.to_string_lossy().into_owned();
        match (name.into_string(), value.into_string()) {
            (Ok(name), Ok(value)) => drop(environment.insert(name, value)),
            _ if OURS.iter().any(|ours| shown.starts_with(ours)) => {
                return Err(format!("the environment variable `{shown}` is not UTF-8 text"));
            }
            _ => {}
        }
    }
    Ok(environment)
}

fn told(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    format!("the settings cannot be used\n  {}", lines.join("\n").replace('\n', "\n  "))
}
