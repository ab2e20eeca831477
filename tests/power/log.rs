//! The recorder's log, read.

use std::str;

/// The fixed part of an entry: kind, descriptor, identity, place, size of what follows.
const HEAD: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// `fsync`: the data, the size and, as on ext4, the file's own name.
    All,
    /// `fdatasync`: the data and the size.
    Data,
}

/// One record. Calls that take a while have two: the call with its identity, and its `End`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// A process begins; what the one before had open is closed.
    Start,
    Open {
        fd: i32,
        path: &'a str,
        flags: i64,
    },
    Close {
        fd: i32,
    },
    Write {
        fd: i32,
        id: u64,
        at: u64,
        data: &'a [u8],
    },
    Truncate {
        fd: i32,
        id: u64,
        size: u64,
    },
    Sync {
        fd: i32,
        id: u64,
        sync: Sync,
    },
    /// `sync_file_range`: it starts the writing and empties no cache, so nothing follows from it.
    SyncRange,
    End {
        id: u64,
        result: i64,
    },
    Rename {
        from: &'a str,
        to: &'a str,
    },
    Remove {
        path: &'a str,
    },
    MakeDir {
        path: &'a str,
    },
    /// The child's own words, one or more lines.
    Mark(&'a str),
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().unwrap()
}

/// All records in their order. The log is whole, since the child ended by itself.
pub fn parse(mut log: &[u8]) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    while !log.is_empty() {
        let kind = u32::from_ne_bytes(number(log, 0));
        let fd = i32::from_ne_bytes(number(log, 4));
        let id = u64::from_ne_bytes(number(log, 8));
        let at = i64::from_ne_bytes(number(log, 16));
        let size = usize::try_from(u64::from_ne_bytes(number(log, 24))).unwrap();
        let (data, rest) = log[HEAD..].split_at(size);
        let text = || str::from_utf8(data).unwrap();
        let place = || u64::try_from(at).unwrap();
        events.push(match u8::try_from(kind).unwrap() {
            b'S' => Event::Start,
            b'O' => Event::Open { fd, path: text(), flags: at },
            b'C' => Event::Close { fd },
            b'W' => Event::Write { fd, id, at: place(), data },
            b'T' => Event::Truncate { fd, id, size: place() },
            b'F' => Event::Sync { fd, id, sync: Sync::All },
            b'f' => Event::Sync { fd, id, sync: Sync::Data },
            b'r' => Event::SyncRange,
            b'E' => Event::End { id, result: at },
            b'N' => {
                let (from, to) = text().split_once('\0').unwrap();
                Event::Rename { from, to }
            }
            b'U' => Event::Remove { path: text() },
            b'M' => Event::MakeDir { path: text() },
            b'A' => Event::Mark(text()),
            other => panic!("a record of kind {other}"),
        });
        log = rest;
    }
    events
}
