use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::channel::twilio::api;

/// The class of the store's dues that are jobs to be done.
pub(in crate::host) const JOB: &str = "job/";

/// The class of those that were given up. Nobody takes them; they are kept for the operator.
pub(super) const DEAD: &str = "dead/";

/// Something to be done outside, as a turn asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The same in each try, and of no other job. Neither number nor name of a person is in it.
    pub id: String,
    /// When the turn was taken.
    pub at_ms: i64,
    #[serde(default)]
    pub tries: u32,
    /// Why the newest try came to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    pub flow: String,
    pub session: String,
    pub work: Work,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Event(Event),
    Message(Message),
}

/// An event for one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub endpoint: String,
    pub name: String,
    pub fields: Json,
}

/// A message through the API of the account that the session came in on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub account: String,
    pub create: api::Create,
    /// Whether a report on a message led to it. Then nobody hears what becomes of it: that could go round for ever.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreported: bool,
}

/// The turn that asked, and which of its jobs it is: `job/{thread}/{version}/{index}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub thread: String,
    pub version: u64,
    pub index: u32,
}

impl Place {
    pub fn read(name: &str) -> Option<Place> {
        let (rest, index) = name.strip_prefix(JOB)?.rsplit_once('/')?;
        let (thread, version) = rest.rsplit_once('/')?;
        Some(Place { thread: thread.to_owned(), version: version.parse().ok()?, index: index.parse().ok()? })
    }

    pub fn name(&self, class: &str) -> String {
        format!("{class}{}/{}/{}", self.thread, self.version, self.index)
    }
}

impl Job {
    /// Who gets it: jobs of one conversation for one receiver keep their order, and a receiver who is down holds up
    /// nobody else's.
    pub fn receiver(&self) -> &str {
        match &self.work {
            Work::Event(event) => &event.endpoint,
            Work::Message(message) => &message.account,
        }
    }

    /// What it is, for the log.
    pub fn kind(&self) -> &'static str {
        match self.work {
            Work::Event(_) => "event",
            Work::Message(_) => "message",
        }
    }

    pub fn write(&self) -> Vec<u8> {
        // Plain data with text keys: this cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_the_turn() {
        let place = Place { thread: "support/sms/+1500/+1555".to_owned(), version: 12, index: 3 };
        assert_eq!(place.name(JOB), "job/support/sms/+1500/+1555/12/3");
        assert_eq!(Place::read(&place.name(JOB)), Some(place));
        for other in ["", "job/", "job/3", "job/a/x/1", "mark/a/1/1"] {
            assert_eq!(Place::read(other), None, "{other}");
        }
    }
}
