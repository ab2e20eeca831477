//! Records as bytes, for the stores that write them out.
//!
//! A sealed value is: the format, its complement, a checksum of the key and the body, the body. So a newer build's
//! value, a damaged value and a value under a wrong key are told apart from a good one.

use super::{Record, StoreError};

/// The format this build writes. A higher one is refused, never guessed at. In format 1 a turn had no time.
const FORMAT: u8 = 2;

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

/// The checksum of a sealed value: which of several under one key it is.
pub fn mark(sealed: &[u8]) -> Option<[u8; 8]> {
    sealed.get(2..HEAD)?.try_into().ok()
}

/// The body of a sealed value. `what` names it for people, as in "turn 3 of `CA1`".
pub fn unseal<'a>(what: &dyn Fn() -> String, key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8], StoreError> {
    unseal_format(what, key, sealed).map(|(_, body)| body)
}

fn unseal_format<'a>(what: &dyn Fn() -> String, key: &[u8], sealed: &'a [u8]) -> Result<(u8, &'a [u8]), StoreError> {
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
    Ok((*format, body))
}

/// A turn, sealed for its key, without its dues and facts.
pub fn encode(key: &[u8], record: &Record) -> Vec<u8> {
    let Record { version, at_ms, dedupe, session, reply, log, due: _, facts: _ } = record;
    // Five numbers of at most ten bytes each; the time takes six, most others one or two.
    let capacity = 24 + dedupe.len() + session.len() + reply.len() + log.len();
    seal(key, capacity, |out| {
        let at = at_ms.cast_unsigned();
        for number in [*version, at, dedupe.len() as u64, session.len() as u64, reply.len() as u64] {
            write_number(out, number);
        }
        for bytes in [dedupe.as_bytes(), session, reply, log] {
            out.extend_from_slice(bytes);
        }
    })
}

/// The turn sealed for this key. `what` names it for people.
pub fn decode(what: &dyn Fn() -> String, key: &[u8], sealed: &[u8]) -> Result<Record, StoreError> {
    let (format, mut rest) = unseal_format(what, key, sealed)?;
    read_record(format, &mut rest)
        .ok_or_else(|| StoreError::Corrupt(format!("the lengths in {} do not add up", what())))
}

fn read_record(format: u8, rest: &mut &[u8]) -> Option<Record> {
    let version = read_number(rest)?;
    let at_ms = if format == 1 { 0 } else { read_number(rest)?.cast_signed() };
    let lengths = [read_number(rest)?, read_number(rest)?, read_number(rest)?];
    let mut take = |length: u64| {
        let (bytes, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        *rest = after;
        Some(bytes.to_vec())
    };
    let [dedupe, session, reply] = lengths.map(&mut take);
    Some(Record {
        version,
        at_ms,
        dedupe: String::from_utf8(dedupe?).ok()?,
        session: session?,
        reply: reply?,
        log: rest.to_vec(),
        due: Vec::new(),
        facts: Vec::new(),
    })
}

/// The turn that a due came with: its key, and the mark of what was stored there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub turn: Vec<u8>,
    pub mark: [u8; 8],
}

/// A due's bytes, sealed for its key, with where they came from.
pub fn encode_due(key: &[u8], origin: Option<&Origin>, bytes: &[u8]) -> Vec<u8> {
    seal(key, bytes.len() + origin.map_or(1, |origin| origin.turn.len() + 10), |out| {
        match origin {
            None => out.push(0),
            Some(Origin { turn, mark }) => {
                write_number(out, turn.len() as u64);
                out.extend(turn);
                out.extend(mark);
            }
        }
        out.extend_from_slice(bytes);
    })
}

pub fn decode_due(
    what: &dyn Fn() -> String,
    key: &[u8],
    sealed: &[u8],
) -> Result<(Option<Origin>, Vec<u8>), StoreError> {
    let body = unseal(what, key, sealed)?;
    read_due(body).ok_or_else(|| StoreError::Corrupt(format!("the lengths in {} do not add up", what())))
}

fn read_due(mut rest: &[u8]) -> Option<(Option<Origin>, Vec<u8>)> {
    let length = usize::try_from(read_number(&mut rest)?).ok()?;
    if length == 0 {
        return Some((None, rest.to_vec()));
    }
    let (turn, rest) = rest.split_at_checked(length)?;
    let (mark, bytes) = rest.split_first_chunk::<8>()?;
    Some((Some(Origin { turn: turn.to_vec(), mark: *mark }), bytes.to_vec()))
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
            at_ms: 1_790_000_000_123,
            dedupe: "CA1/3".into(),
            session: b"{\"node\":\"menu\"}".to_vec(),
            reply: b"<Response/>".to_vec(),
            log: vec![0, 255, 7],
            due: Vec::new(),
            facts: Vec::new(),
        }
    }

    fn name() -> String {
        "turn 3 of `CA1`".into()
    }

    #[test]
    fn a_newer_format_is_refused_by_name() {
        let mut sealed = encode(b"key", &record());
        sealed[0] = FORMAT + 1;
        sealed[1] = !(FORMAT + 1);
        let expected = "turn 3 of `CA1` is of format 3; this build reads 2";
        assert_eq!(decode(&name, b"key", &sealed), Err(StoreError::Newer(expected.into())));
    }

    #[test]
    fn a_turn_of_format_1_is_read() {
        let mut old = encode(b"key", &record());
        // As format 1 wrote it: without the six bytes of the time.
        old.drain(HEAD + 1..HEAD + 7);
        let sum = checksum([b"key", &old[HEAD..]]);
        old[..2].copy_from_slice(&[1, !1]);
        old[2..HEAD].copy_from_slice(&sum.to_le_bytes());
        assert_eq!(decode(&name, b"key", &old), Ok(Record { at_ms: 0, ..record() }));
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
            numbers: (u64, i64),
            dedupe: String,
            session: Vec<u8>,
            reply: Vec<u8>,
            log: Vec<u8>,
            key: Vec<u8>,
        ) {
            let (version, at_ms) = numbers;
            let record = Record { version, at_ms, dedupe, session, reply, log, due: Vec::new(), facts: Vec::new() };
            prop_assert_eq!(decode(&name, &key, &encode(&key, &record)), Ok(record));
        }

        #[test]
        fn a_due_is_read_as_it_was_written(
            turn in proptest::option::of(proptest::collection::vec(any::<u8>(), 1..300)),
            mark: [u8; 8],
            bytes: Vec<u8>,
            key: Vec<u8>,
        ) {
            let origin = turn.map(|turn| Origin { turn, mark });
            prop_assert_eq!(decode_due(&name, &key, &encode_due(&key, origin.as_ref(), &bytes)), Ok((origin, bytes)));
        }

        #[test]
        fn any_bytes_give_an_answer(bytes: Vec<u8>) {
            prop_assert!(decode(&name, b"key", &bytes).is_err());
            // Sealed rightly, with any body: a record or a plain error, never a panic.
            let sealed = seal(b"key", 0, |out| out.extend(&bytes));
            prop_assert!(matches!(decode(&name, b"key", &sealed), Ok(_) | Err(StoreError::Corrupt(_))));
            prop_assert!(matches!(decode_due(&name, b"key", &sealed), Ok(_) | Err(StoreError::Corrupt(_))));
        }
    }
}
