//! The mark: up to which commit the database is known to be on the disk, kept outside of it.
//!
//! Where sled meets damage in its log it drops all that was written after it, without a word. Each group of commits
//! has a number, which is kept in the database with the group and, once it is synced, in this file. A database that
//! comes back with a lower number has lost something.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;

/// Its file. Without it, what the database holds is taken for all there was.
pub const FILE: &str = "committed";

/// The number in 20 digits, a space, what it lacks to the greatest number in 20 digits, the line's end.
const LENGTH: usize = 42;

pub struct Mark(File);

impl Mark {
    pub fn open(dir: &Path) -> io::Result<Mark> {
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(dir.join(FILE)).map(Mark)
    }

    /// 0 where there is none, or none that can be read: a torn mark says nothing about the database.
    pub fn read(&self) -> u64 {
        let mut text = String::new();
        let read = (&self.0).rewind().and_then(|()| (&self.0).take(LENGTH as u64).read_to_string(&mut text));
        let parse = |(number, rest): (&str, &str)| {
            let number: u64 = number.parse().ok()?;
            (rest.trim_end().parse() == Ok(u64::MAX - number)).then_some(number)
        };
        read.ok().and_then(|_| parse(text.split_once(' ')?)).unwrap_or(0)
    }

    /// In one write, so that a process that is killed leaves the old or the new mark.
    pub fn write(&self, number: u64) -> io::Result<()> {
        (&self.0).rewind()?;
        (&self.0).write_all(format!("{number:020} {:020}\n", u64::MAX - number).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_again_and_a_torn_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let mark = Mark::open(dir.path()).unwrap();
        assert_eq!(mark.read(), 0);
        for number in [1, 12_345_678, u64::MAX, 7] {
            mark.write(number).unwrap();
            assert_eq!(Mark::open(dir.path()).unwrap().read(), number);
        }
        let text = std::fs::read(dir.path().join(FILE)).unwrap();
        assert_eq!(text.len(), LENGTH);
        for place in 0..LENGTH - 1 {
            let mut torn = text.clone();
            torn[place] ^= 1;
            std::fs::write(dir.path().join(FILE), torn).unwrap();
            assert_eq!(Mark::open(dir.path()).unwrap().read(), 0, "{place}");
        }
    }
}
