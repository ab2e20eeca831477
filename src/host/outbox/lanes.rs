//! Which of the jobs that are due may go now: of each conversation and receiver the first, and no other before it has
//! gone. A job that is to be tried again soon holds up those behind it; one that has to wait longer does not.

use std::collections::{BTreeMap, BTreeSet};

use super::job::{Job, Place};
use crate::store::Due;

/// What the next failed try of a job may hold up those behind it.
pub(super) const SOON_MS: i64 = 10_000;

/// A conversation and a receiver.
pub(super) type Lane = (String, String);

/// A job and where it stands in the store.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listed {
    pub at_ms: i64,
    pub name: String,
    pub place: Place,
    pub job: Job,
}

impl Listed {
    /// `None` for what is no job of ours.
    pub fn read(due: &Due) -> Option<Listed> {
        let place = Place::read(&due.name)?;
        let job = serde_json::from_slice(&due.bytes).ok()?;
        Some(Listed { at_ms: due.at_ms, name: due.name.clone(), place, job })
    }

    pub fn lane(&self) -> Lane {
        (self.place.thread.clone(), self.job.receiver().to_owned())
    }
}

/// What is to be done with the jobs that are due up to a moment soon.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sorted {
    /// The first of each free lane whose time has come, the earliest first.
    pub ready: Vec<Listed>,
    /// Left behind by a crash between two writes: the same job stands elsewhere with more tries.
    pub outdated: Vec<Listed>,
}

pub(super) fn sort(listed: Vec<Listed>, now_ms: i64, busy: &BTreeSet<Lane>) -> Sorted {
    let mut sorted = Sorted::default();
    let mut newest: BTreeMap<(String, i64), Listed> = BTreeMap::new();
    for entry in listed {
        let key = (entry.name.clone(), entry.job.at_ms);
        match newest.get(&key) {
            Some(other) if other.job.tries >= entry.job.tries => sorted.outdated.push(entry),
            _ => sorted.outdated.extend(newest.insert(key, entry)),
        }
    }
    let mut lanes: BTreeMap<Lane, Listed> = BTreeMap::new();
    for entry in newest.into_values() {
        let order = |entry: &Listed| (entry.place.version, entry.place.index, entry.job.at_ms);
        let lane = entry.lane();
        if lanes.get(&lane).is_none_or(|first| order(&entry) < order(first)) {
            lanes.insert(lane, entry);
        }
    }
    let is_ready = |(lane, entry): (Lane, Listed)| (entry.at_ms <= now_ms && !busy.contains(&lane)).then_some(entry);
    sorted.ready = lanes.into_iter().filter_map(is_ready).collect();
    sorted.ready.sort_by_key(|entry| entry.at_ms);
    sorted
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::super::job::{Event, JOB, Work};
    use super::*;

    fn listed(thread: &str, version: u64, index: u32, at_ms: i64, tries: u32) -> Listed {
        let place = Place { thread: thread.to_owned(), version, index };
        let event = Event { endpoint: "crm".to_owned(), name: "a".to_owned(), fields: Json::Null };
        let job = Job {
            id: format!("{version}_{index}"),
            at_ms: 0,
            tries,
            why: None,
            flow: "f".to_owned(),
            session: "s".to_owned(),
            work: Work::Event(event),
        };
        Listed { at_ms, name: place.name(JOB), place, job }
    }

    fn ready(listed: Vec<Listed>, now_ms: i64, busy: &[&str]) -> Vec<String> {
        let busy = busy.iter().map(|thread| ((*thread).to_owned(), "crm".to_owned())).collect();
        sort(listed, now_ms, &busy).ready.into_iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn the_first_of_each_conversation_goes() {
        let all = || {
            vec![listed("b", 10, 0, 1, 0), listed("b", 9, 1, 2, 0), listed("b", 9, 0, 3, 0), listed("a", 1, 0, 4, 0)]
        };
        assert_eq!(ready(all(), 4, &[]), ["job/b/9/0", "job/a/1/0"]);
        assert_eq!(ready(all(), 4, &["b"]), ["job/a/1/0"]);
        assert_eq!(ready(all(), 2, &[]), [""; 0], "9/0 is to be tried again soon");
        assert_eq!(ready(vec![listed("b", 10, 0, 1, 0)], 4, &[]), ["job/b/10/0"], "9/0 has to wait for long");
    }

    #[test]
    fn a_crash_between_two_writes_leaves_one_job() {
        for all in [
            vec![listed("a", 1, 0, 1, 0), listed("a", 1, 0, 5_000, 1)],
            vec![listed("a", 1, 0, 5_000, 1), listed("a", 1, 0, 1, 0)],
        ] {
            let sorted = sort(all, 2, &BTreeSet::new());
            assert!(sorted.ready.is_empty(), "it was tried already");
            assert_eq!(sorted.outdated.iter().map(|entry| entry.at_ms).collect::<Vec<_>>(), [1]);
        }
    }
}
