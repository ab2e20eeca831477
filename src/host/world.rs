/// What the engine may not ask for itself: the time and chance.
pub trait World: Send + Sync {
    /// Milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
    /// 64 random bits that nobody can guess.
    fn seed(&self) -> u64;
}

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
}
