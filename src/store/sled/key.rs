//! Keys: a thread's turns lie side by side, the newest last.

/// Ends the thread's name in a key. A NUL inside a name is written as NUL and 0xFF, which no version begins with.
const END: u8 = 0;
const ESCAPED: u8 = 0xff;

/// The name, its end, the version in big-endian order.
pub fn turn(thread: &str, version: u64) -> Vec<u8> {
    let mut key = thread_prefix(thread);
    key.extend(version.to_be_bytes());
    key
}

/// Above every turn of the thread, and below every turn of the next.
pub fn above(thread: &str) -> Vec<u8> {
    let mut key = thread_prefix(thread);
    key.push(ESCAPED);
    key
}

/// The version in a key of this thread; `None` where the key is another thread's.
pub fn version(thread: &str, key: &[u8]) -> Option<u64> {
    let version = key.strip_prefix(thread_prefix(thread).as_slice())?;
    version.try_into().ok().map(u64::from_be_bytes)
}

/// A due: its class, its moment so that earlier ones come first, the rest of its name. A class ends with its only `/`, so
/// that no class begins another.
pub fn due(class: &str, at_ms: i64, name: &str) -> Vec<u8> {
    let mut key = due_moment(class, at_ms);
    key.extend(name.as_bytes().get(class.len()..).unwrap_or_default());
    key
}

/// Below every due of the class at this moment or later, and above every earlier one.
pub fn due_moment(class: &str, at_ms: i64) -> Vec<u8> {
    let mut key = Vec::with_capacity(class.len() + 72);
    key.extend_from_slice(class.as_bytes());
    // Moments before 1970 come first too.
    key.extend((at_ms.cast_unsigned() ^ (1 << 63)).to_be_bytes());
    key
}

/// Above every due of the class.
pub fn above_class(class: &str) -> Vec<u8> {
    let mut key = class.as_bytes().to_vec();
    key.extend([0xff; 9]);
    key
}

/// The moment and the name in a key of this class.
pub fn due_of(class: &str, key: &[u8]) -> Option<(i64, String)> {
    let (moment, rest) = key.strip_prefix(class.as_bytes())?.split_first_chunk::<8>()?;
    let at_ms = (u64::from_be_bytes(*moment) ^ (1 << 63)).cast_signed();
    Some((at_ms, format!("{class}{}", std::str::from_utf8(rest).ok()?)))
}

/// Above every turn of the thread that this turn's key is of.
pub fn above_turn(key: &[u8]) -> Vec<u8> {
    let mut above = key.get(..key.len().saturating_sub(8)).unwrap_or_default().to_vec();
    above.push(ESCAPED);
    above
}

/// A piece of a value too long for one entry.
pub fn piece(room: u8, key: &[u8], number: u32) -> Vec<u8> {
    let mut piece = Vec::with_capacity(key.len() + 5);
    piece.push(room);
    piece.extend_from_slice(key);
    piece.extend(number.to_be_bytes());
    piece
}

fn thread_prefix(thread: &str) -> Vec<u8> {
    let mut prefix = Vec::with_capacity(thread.len() + 9);
    for byte in thread.bytes() {
        prefix.push(byte);
        if byte == END {
            prefix.push(ESCAPED);
        }
    }
    prefix.push(END);
    prefix
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_threads_turns_are_its_own(one in "[a\0]{0,4}", other in "[a\0]{0,4}", v in 0_u64..1 << 56) {
            let key = turn(&one, v);
            prop_assert_eq!(version(&one, &key), Some(v));
            prop_assert!(key < above(&one) && key < turn(&one, v + 1));
            if one != other {
                prop_assert_eq!(version(&other, &key), None);
                prop_assert_eq!(key < above(&other), key < turn(&other, 0));
            }
            prop_assert_eq!(above_turn(&key), above(&one));
        }

        #[test]
        fn dues_lie_by_class_and_time(one: i64, other: i64, name in "(mark|job)/[a/]{0,4}") {
            let class = &name[..=name.find('/').unwrap()];
            let key = due(class, one, &name);
            prop_assert_eq!(one < other, key < due_moment(class, other));
            prop_assert_eq!(due_of(class, &key), Some((one, name.clone())));
        }
    }
}
