use tracing::error;

/// What the engine may not ask for itself: the time, chance and secrets.
pub trait World: Send + Sync {
    /// Milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
    /// 64 random bits that nobody can guess.
    fn seed(&self) -> u64;
    /// What `secret.NAME` stands for, looked up when a request is made: a secret may be changed while the server runs.
    fn secret(&self, name: &str) -> Option<String>;
}

/// Where secrets are kept: `secret.acme_token` is in `FLOWTONE_SECRET_ACME_TOKEN`, or in the file that
/// `FLOWTONE_SECRET_ACME_TOKEN_FILE` names.
const SECRET: &str = "FLOWTONE_SECRET_";

/// The machine's clock and its source of randomness.
#[derive(Debug, Default)]
pub struct System;

impl World for System {
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    fn seed(&self) -> u64 {
        // Without a source of randomness the time still makes sessions differ.
        getrandom::u64().unwrap_or_else(|_| jiff::Timestamp::now().as_nanosecond() as u64)
    }

    fn secret(&self, name: &str) -> Option<String> {
        let variable = format!("{SECRET}{}", name.to_ascii_uppercase());
        let file = format!("{variable}_FILE");
        let found = std::env::var(&variable).ok().or_else(|| {
            let text = std::fs::read_to_string(std::env::var(&file).ok()?).ok()?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        });
        let found = found.filter(|value| !value.is_empty());
        if found.is_none() {
            error!("a flow reads `secret.{name}`, which is not there: set {variable}, or {file} to a file's name");
        }
        found
    }
}
