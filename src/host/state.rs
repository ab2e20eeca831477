use serde::{Deserialize, Serialize};

use crate::engine::Session;
use crate::store::StoreError;

/// How many of a thread's newest webhooks are known again. Providers repeat a webhook within seconds, and a person
/// does not send so many messages in that time.
const RECENT: usize = 32;

/// What a record's `session` bytes hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct State {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// Hashes of the dedupe keys of the newest turns, the newest last: the last belongs to this very version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recent: Vec<u64>,
    /// When the thread is to be looked at, as far as its own turns have said; 0 where they have not.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub marked_ms: i64,
    /// The provider's account that the newest webhook came from: messages of our own go out through it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl State {
    pub fn read(bytes: &[u8]) -> Result<State, StoreError> {
        if bytes.is_empty() {
            return Ok(State::default());
        }
        let state: State =
            serde_json::from_slice(bytes).map_err(|e| StoreError::Corrupt(format!("a session cannot be read: {e}")))?;
        match &state.session {
            Some(session) if session.format > Session::FORMAT => Err(StoreError::Newer(format!(
                "a session was written in layout {}, this build reads {}",
                session.format,
                Session::FORMAT
            ))),
            _ => Ok(state),
        }
    }

    pub fn write(&self) -> Vec<u8> {
        // Plain data with text keys: this cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The versions of this thread's turns that may have been made by this webhook, newest first.
    pub fn made_by(&self, dedupe: &str, newest: u64) -> impl Iterator<Item = u64> {
        let wanted = hash(dedupe);
        let found: Vec<u64> = (0..)
            .zip(self.recent.iter().rev())
            .filter(|(_, hash)| **hash == wanted)
            .map(|(back, _)| newest.saturating_sub(back))
            .collect();
        found.into_iter()
    }

    /// The state after one more turn.
    pub fn next(&self, session: Session, dedupe: &str, account: &str) -> State {
        let mut recent = self.recent.clone();
        recent.push(hash(dedupe));
        let excess = recent.len().saturating_sub(RECENT);
        recent.drain(..excess);
        State { session: Some(session), recent, marked_ms: self.marked_ms, account: account.to_owned() }
    }
}

/// FNV-1a: the same on every machine and in every version, unlike the standard library's. A hit is always
/// confirmed against the stored key, so a collision costs a look and nothing else.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_webhooks_are_found_by_version() {
        let mut state = State::default();
        for n in 1..=40_u64 {
            state.recent.push(hash(&format!("SM{n}")));
            let excess = state.recent.len().saturating_sub(RECENT);
            state.recent.drain(..excess);
        }
        assert_eq!(state.made_by("SM40", 40).collect::<Vec<_>>(), [40]);
        assert_eq!(state.made_by("SM9", 40).collect::<Vec<_>>(), [9]);
        assert_eq!(state.made_by("SM8", 40).count(), 0, "too old");
        assert_eq!(state.made_by("SM41", 40).count(), 0);
    }
}
