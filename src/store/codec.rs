//! Records as bytes, for the stores that write them out.
//!
//! A sealed value is: the format, its complement, a checksum of the key and the body, the body. So a newer build's
//! value, a damaged value and a value under a wrong key are told apart from a good one.

use super::{Record, StoreError};

/// The format this build writes. A higher one is refused, never guessed at.
const FORMAT: u8 = 1;

/// Format, complement, checksum.
const HEAD: usize = 2 + 8;

/// FNV-1a of 64 bits: every step is a bijection, so that a change of any one byte is always seen, in ten lines
/// and about a nanosecond a byte.
fn checksum(parts: [&[u8]; 2]) -> u64 {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.into_iter().flatten() {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    sum
}

/// Wraps a body for the key it will be kept under. `write` appends the body.
pub fn seal(key: &[u8], capacity: usize, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(HEAD + capacity);
    sealed.extend([FORMAT, !FORMAT]);
    sealed.extend([0; 8]);
    write(&mut sealed);
    let sum = checksum([key, sealed.get(HEAD..).unwrap_or_default()]);
    if let Some(place) = sealed.get_mut(2..HEAD) {
        place.copy_from_slice(&sum.to_le_bytes());
    }
    sealed
}

/// The body of a sealed value. `what` names it for people, as in "turn 3 of `CA1`".
pub fn unseal<'a>(what: &dyn Fn() -> String, key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8], StoreError> {
    let Some((head, body)) = sealed.split_first_chunk::<HEAD>() else {
        return Err(StoreError::Corrupt(format!("{} is cut short: {} bytes", what(), sealed.len())));
    };
    let [format, complement, sum @ ..] = head;
    if *format != !*complement {
        return Err(StoreError::Corrupt(format!("{} does not begin like one", what())));
    }
    if *format > FORMAT {
        return Err(StoreError::Newer(format!("{} is of format {format}; this build reads {FORMAT}", what())));
    }
    if u64::from_le_bytes(*sum) != checksum([key, body]) {
        return Err(StoreError::Corrupt(format!("the checksum of {} does not match", what())));
    }
    Ok(body)
}

/// A turn, sealed for its key.
pub fn encode(key: &[u8], record: &Record) -> Vec<u8> {
    let Record { version, dedupe, session, reply, log } = record;
    // Four lengths of at most ten bytes each; most take one or two.
    let capacity = 24 + dedupe.len() + session.len() + reply.len() + log.len();
    seal(key, capacity, |out| {
        for number in [*version, dedupe.len() as u64, session.len() as u64, reply.len() as u64] {
            write_number(out, number);
        }
        for bytes in [dedupe.as_bytes(), session, reply, log] {
            out.extend_from_slice(bytes);
        }
    })
}

/// The turn sealed for this key. `what` names it for people.
pub fn decode(what: &dyn Fn() -> String, key: &[u8], sealed: &[u8]) -> Result<Record, StoreError> {
    let mut rest = unseal(what, key, sealed)?;
    read_record(&mut rest).ok_or_else(|| StoreError::Corrupt(format!("the lengths in {} do not add up", what())))
}

fn read_record(rest: &mut &[u8]) -> Option<Record> {
    let version = read_number(rest)?;
    let lengths = [read_number(rest)?, read_number(rest)?, read_number(rest)?];
    let mut take = |length: u64| {
        let (bytes, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        *rest = after;
        Some(bytes.to_vec())
    };
    let [dedupe, session, reply] = lengths.map(&mut take);
    Some(Record {
        version,
        dedupe: String::from_utf8(dedupe?).ok()?,
        session: session?,
        reply: reply?,
        log: rest.to_vec(),
    })
}

/// LEB128: seven bits a byte, the lowest first.
fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record() -> Record {
        Record {
            version: 3,
            dedupe: "CA1/3".into(),
            session: b"{\"node\":\"menu\"}".to_vec(),
            reply: b"<Response/>".to_vec(),
            log: vec![0, 255, 7],
        }
    }

    fn name() -> String {
        "turn 3 of `CA1`".into()
    }

    #[test]
    fn a_newer_format_is_refused_by_name() {
        let mut sealed = encode(b"key", &record());
        sealed[0] = 2;
        sealed[1] = !2;
        let expected = "turn 3 of `CA1` is of format 2; this build reads 1";
        assert_eq!(decode(&name, b"key", &sealed), Err(StoreError::Newer(expected.into())));
    }

    #[test]
    fn a_value_under_another_key_is_damage() {
        let sealed = encode(b"key", &record());
        assert!(matches!(decode(&name, b"kez", &sealed), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let sealed = encode(b"key", &record());
        for place in 0..sealed.len() {
            for bit in 0..8 {
                let mut damaged = sealed.clone();
                damaged[place] ^= 1 << bit;
                assert!(matches!(decode(&name, b"key", &damaged), Err(StoreError::Corrupt(_))), "{place}.{bit}");
            }
            assert!(matches!(decode(&name, b"key", &sealed[..place]), Err(StoreError::Corrupt(_))), "cut at {place}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            version: u64,
            dedupe: String,
            session: Vec<u8>,
            reply: Vec<u8>,
            log: Vec<u8>,
            key: Vec<u8>,
        ) {
            let record = Record { version, dedupe, session, reply, log };
            prop_assert_eq!(decode(&name, &key, &encode(&key, &record)), Ok(record));
        }

        #[test]
        fn any_bytes_give_an_answer(bytes: Vec<u8>) {
            prop_assert!(decode(&name, b"key", &bytes).is_err());
            // Sealed rightly, with any body: a record or a plain error, never a panic.
            let answer = decode(&name, b"key", &seal(b"key", 0, |out| out.extend(&bytes)));
            prop_assert!(matches!(answer, Ok(_) | Err(StoreError::Corrupt(_))));
        }
    }
}
