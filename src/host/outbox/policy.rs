//! When a job is tried again, and when no more.

use super::job::{Job, Work};

const S: i64 = 1_000;
const M: i64 = 60 * S;
const H: i64 = 60 * M;

/// Between the tries of an event: eleven within about three days, as the Standard Webhooks advise.
const EVENT: [i64; 10] = [5 * S, 30 * S, 2 * M, 10 * M, H, 3 * H, 8 * H, 16 * H, 24 * H, 24 * H];

/// Between the tries of a message: what is said hours later answers a question that nobody remembers.
const MESSAGE: [i64; 5] = [5 * S, 30 * S, 2 * M, 10 * M, H];

/// However few tries there were meanwhile, since the receiver was known to be down.
const EVENT_AGE: i64 = 96 * H;
const MESSAGE_AGE: i64 = 2 * H;

/// No receiver puts us off for longer.
const PUT_OFF_MAX: i64 = 24 * H;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Done,
    /// The receiver may have asked for so many milliseconds of patience.
    Again {
        why: String,
        after_ms: Option<i64>,
    },
    Never {
        why: String,
    },
}

/// The moment of the next try of a job that has failed once more; `None` where it has been tried often enough.
pub(super) fn next_ms(job: &Job, now_ms: i64, after_ms: Option<i64>) -> Option<i64> {
    let waits: &[i64] = match job.work {
        Work::Event(_) => &EVENT,
        Work::Message(_) => &MESSAGE,
    };
    let wait = *waits.get(usize::try_from(job.tries).ok()?.checked_sub(1)?)?;
    let wait = wait.max(after_ms.unwrap_or(0).min(PUT_OFF_MAX));
    Some(now_ms + wait + wait * jitter(&job.id, job.tries) / 1000)
}

/// Whether a job that cannot be tried now is given up.
pub(super) fn is_too_old(job: &Job, now_ms: i64) -> bool {
    let most = match job.work {
        Work::Event(_) => EVENT_AGE,
        Work::Message(_) => MESSAGE_AGE,
    };
    now_ms.saturating_sub(job.at_ms) > most
}

/// Thousandths, from 0 to 199: many jobs that failed together do not come together again. The same job always waits as
/// long.
fn jitter(id: &str, tries: u32) -> i64 {
    let hash = id
        .bytes()
        .chain(tries.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    i64::try_from((hash >> 32) % 200).unwrap_or(0)
}

/// What a `Retry-After` header asks for: seconds, or a moment.
pub(super) fn put_off_ms(header: &str, now_ms: i64) -> Option<i64> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u32>() {
        return Some(i64::from(seconds) * S);
    }
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(header).ok()?;
    Some((moment.as_millisecond() - now_ms).max(0))
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::super::job::Event;
    use super::*;

    fn job(tries: u32) -> Job {
        let event = Event { endpoint: "crm".to_owned(), name: "a".to_owned(), fields: Json::Null };
        Job {
            id: "5_1_0".to_owned(),
            at_ms: 0,
            tries,
            why: None,
            flow: "f".to_owned(),
            session: "5".to_owned(),
            work: Work::Event(event),
        }
    }

    #[test]
    fn tries_come_later_and_later_and_then_no_more() {
        let (mut now, mut tries) = (0, 1);
        while let Some(next) = next_ms(&job(tries), now, None) {
            let wait = EVENT[tries as usize - 1];
            assert!((wait..wait * 6 / 5).contains(&(next - now)), "{tries}: {}", next - now);
            assert_eq!(next_ms(&job(tries), now, None), Some(next), "the same each time");
            (now, tries) = (next, tries + 1);
        }
        assert_eq!(tries, 11);
        assert!((75 * H..95 * H).contains(&now), "{now}");
    }

    #[test]
    fn a_receiver_is_left_in_peace_as_long_as_it_asks() {
        assert!(next_ms(&job(1), 0, Some(M)).unwrap() >= M);
        assert!(next_ms(&job(1), 0, Some(1)).unwrap() >= 5 * S);
        assert!(next_ms(&job(1), 0, Some(i64::MAX)).unwrap() < 30 * H);
        assert_eq!(put_off_ms(" 120 ", 0), Some(2 * M));
        assert_eq!(put_off_ms("Thu, 01 Jan 1970 00:01:00 GMT", 20 * S), Some(40 * S));
        assert_eq!(put_off_ms("Thu, 01 Jan 1970 00:01:00 GMT", H), Some(0));
        assert_eq!(put_off_ms("soon", 0), None);
    }
}
