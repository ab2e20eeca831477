use serde::{Deserialize, Serialize};

use super::expr::Expr;
use super::op::OutcomeArm;

/// The provider's voice verbs beside those that have a statement of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Waits in a queue for somebody to take the call out.
    Enqueue,
    /// Hands the call over to another SIP address.
    Refer,
    /// Does not take the call at all.
    Reject,
    /// Sends the call's sound to a server beside all else.
    Stream,
    /// Lets a server talk to the caller.
    Connect,
    /// Takes a payment.
    Pay,
}

/// How a verb can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    pub name: &'static str,
    /// As it should: without an action, the flow goes on with the next statement.
    pub good: bool,
}

const FAILED: Ending = Ending { name: "failed", good: false };

impl Verb {
    pub const ALL: [(&'static str, Verb); 6] = [
        ("enqueue", Verb::Enqueue),
        ("refer", Verb::Refer),
        ("reject", Verb::Reject),
        ("stream", Verb::Stream),
        ("connect", Verb::Connect),
        ("pay", Verb::Pay),
    ];

    pub fn parse(name: &str) -> Option<Verb> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, verb)| *verb)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, verb)| *verb == self).map_or("", |(name, _)| name)
    }

    /// The usual one first; empty for a verb for which nobody waits. What is not handled counts as `failed`.
    pub fn endings(self) -> &'static [Ending] {
        const fn good(name: &'static str) -> Ending {
            Ending { name, good: true }
        }
        const fn bad(name: &'static str) -> Ending {
            Ending { name, good: false }
        }
        match self {
            Verb::Enqueue => const { &[good("answered"), good("left"), bad("full"), FAILED] },
            Verb::Refer => const { &[good("accepted"), FAILED] },
            Verb::Connect => const { &[good("ended"), FAILED] },
            Verb::Pay => const { &[good("paid"), bad("cancelled"), bad("declined"), FAILED] },
            Verb::Reject | Verb::Stream => &[],
        }
    }

    pub fn ending(self, name: &str) -> Option<Ending> {
        self.endings().iter().find(|ending| ending.name == name).copied()
    }

    /// Whether the turn stops until it has ended.
    pub fn waits(self) -> bool {
        !self.endings().is_empty()
    }

    /// The words that may stand before a value, as in `currency "usd"`.
    pub fn options(self) -> &'static [&'static str] {
        match self {
            Verb::Enqueue => &["wait_url"],
            Verb::Refer | Verb::Reject => &[],
            Verb::Stream => &["name", "track"],
            Verb::Connect => &["name"],
            Verb::Pay => &["currency", "connector", "description", "attempts", "token"],
        }
    }
}

#[derive(Debug)]
pub struct VerbSpec {
    pub verb: Verb,
    /// The queue, the address, the amount or the reason.
    pub target: Option<Expr>,
    pub options: Vec<(String, Expr)>,
    /// How long `pay` waits for each entry.
    pub timeout_ms: Option<i64>,
    pub arms: Vec<OutcomeArm>,
}

impl VerbSpec {
    /// Whether some way in which it should end goes on with the next op.
    pub fn follows(&self) -> bool {
        let handled = |name: &str| self.arms.iter().any(|arm| arm.outcome == name);
        self.verb.endings().iter().any(|ending| ending.good && !handled(ending.name))
    }
}
