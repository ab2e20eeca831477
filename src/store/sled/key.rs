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
        }
    }
}
