//! Every limit an operator can set: its name, its default, and why it is what it is.

use std::time::Duration;

use super::units::{format_duration, format_size, parse_duration, parse_size};

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Bytes(u64),
    Time(Duration),
    Count(u64),
}

impl Amount {
    /// As it is written in the project file.
    pub fn to_toml(self) -> String {
        match self {
            Amount::Bytes(bytes) => format!("\"{}\"", format_size(bytes)),
            Amount::Time(duration) => format!("\"{}\"", format_duration(duration)),
            Amount::Count(count) => count.to_string(),
        }
    }

    /// How such a limit is written, for people.
    pub fn form(self) -> &'static str {
        match self {
            Amount::Bytes(_) => "a size, as in \"256 KiB\"",
            Amount::Time(_) => "a duration, as in \"10s\"",
            Amount::Count(_) => "a whole number, as in 100",
        }
    }

    /// A text of the same kind.
    pub(super) fn parse_like(self, text: &str) -> Option<Amount> {
        match self {
            Amount::Bytes(_) => parse_size(text).map(Amount::Bytes),
            Amount::Time(_) => parse_duration(text).map(Amount::Time),
            Amount::Count(_) => text.trim().parse().ok().map(Amount::Count),
        }
    }

    /// For comparison with another of the same kind.
    pub(super) fn size(self) -> u128 {
        match self {
            Amount::Bytes(number) | Amount::Count(number) => u128::from(number),
            Amount::Time(duration) => duration.as_millis(),
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub name: &'static str,
    pub default: Amount,
    pub least: Amount,
    pub most: Amount,
    pub reason: &'static str,
}

/// Makes the struct and the table from one list, so that no limit is in one of them only.
macro_rules! limits {
    ($($name:ident: $kind:ident($type:ty) = $default:expr, $least:expr, $most:expr, $reason:literal;)*) => {
        /// The limits in force.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = $reason] pub $name: $type,)*
        }

        /// All limits, in the order in which they are printed.
        pub const TABLE: &[Limit] = &[
            $(Limit {
                name: stringify!($name),
                default: Amount::$kind($default),
                least: Amount::$kind($least),
                most: Amount::$kind($most),
                reason: $reason,
            },)*
        ];

        impl Default for Limits {
            fn default() -> Self {
                Limits { $($name: $default,)* }
            }
        }

        impl Limits {
            pub fn get(&self, name: &str) -> Option<Amount> {
                match name {
                    $(stringify!($name) => Some(Amount::$kind(self.$name)),)*
                    _ => None,
                }
            }

            /// Sets a limit of the amount's own kind; others stay as they are.
            pub(super) fn set(&mut self, name: &str, amount: Amount) {
                match (name, amount) {
                    $((stringify!($name), Amount::$kind(amount)) => self.$name = amount,)*
                    _ => {}
                }
            }
        }
    };
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

const fn ms(number: u64) -> Duration {
    Duration::from_millis(number)
}

const fn s(number: u64) -> Duration {
    Duration::from_secs(number)
}

const fn days(number: u64) -> Duration {
    Duration::from_secs(number * 86_400)
}

limits! {
    body: Bytes(u64) = 256 * KIB, KIB, 16 * MIB,
        "the longest webhook body; the provider's are a few KiB, a long WhatsApp message included";
    header_timeout: Time(Duration) = s(10), ms(100), s(300),
        "from a connection's start to the end of a request's headers, so that slow senders cannot hold connections";
    body_timeout: Time(Duration) = s(10), ms(100), s(300),
        "for a request's body to arrive; the provider itself gives up after 15s";
    connections: Count(u64) = 1024, 1, 1_000_000,
        "open connections on the public listener; the provider reuses its own, and each takes a file descriptor";
    turns: Count(u64) = 512, 1, 100_000,
        "webhooks worked on at once; what is beyond is answered at once with the apology, while there is time";
    turn: Time(Duration) = s(8), ms(100), s(14),
        "for the reply to a webhook; the provider gives up after 15s, and the network needs its share";
    grace: Time(Duration) = ms(1500), ms(0), s(14),
        "how long a call waits in silence for a fetch before it is answered with the hold words";
    fetch_body: Bytes(u64) = 256 * KIB, KIB, 16 * MIB,
        "the longest answer to a fetch that is read; flows use some fields of it";
    drain: Time(Duration) = s(10), ms(0), s(600),
        "for running turns to end when the server stops; supervisors kill after 30s or so";
    poll: Time(Duration) = s(30), s(1), s(3600),
        "between looks at the flow files where the system reports no changes";
    retention: Time(Duration) = days(30), s(3600), days(3650),
        "how long turns are kept, with what people said and typed; the newest stays while its session goes on";
    segments: Count(u64) = 6, 1, 100,
        "segments of a text message above which the checker warns; each is billed like a message";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_bounds() {
        for limit in TABLE {
            let (least, default, most) = (limit.least.size(), limit.default.size(), limit.most.size());
            assert!(least <= default && default <= most, "{}", limit.name);
            assert_eq!(Limits::default().get(limit.name), Some(limit.default));
        }
    }
}
