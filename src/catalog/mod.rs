//! The flows that are served: loaded from a folder, checked as a whole, swapped in one piece.
//!
//! A tree with an error in any file changes nothing: the last good programs stay live and the problems stay visible.
//! Programs that sessions are pinned to stay reachable by digest.

mod folder;
mod watch;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

pub use folder::{Folder, FolderError, list, read_stable, translations};
pub use watch::Watch;

use crate::check::{self, Checked};
use crate::diagnostic::{Diagnostic, has_errors, nearest};
use crate::program::{Digest, Program};
use crate::source::{SourceFile, Sources};

/// Programs of old versions kept compiled; more are compiled again from the store when a session needs one.
const PINNED_MAX: usize = 256;

/// A checked tree, ready to go live.
#[derive(Debug)]
pub struct Prepared {
    pub programs: Vec<Arc<Program>>,
    pub problems: Vec<Diagnostic>,
    pub sources: Sources,
    fingerprint: String,
}

/// What a reload found.
#[derive(Debug)]
pub enum Reload {
    /// The same texts as before.
    Unchanged,
    /// Sound: to be kept in the store, then activated.
    Ready(Box<Prepared>),
    /// Not taken; what is live stays live.
    Broken { problems: Vec<Diagnostic>, sources: Sources },
    /// No flow at all; what is live stays live.
    Empty,
}

/// What changed when a tree went live.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<(String, Digest)>,
}

#[derive(Debug, Default)]
pub struct Catalog {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    live: BTreeMap<String, Arc<Program>>,
    /// By digest, live ones included; the number orders them by age.
    known: BTreeMap<Digest, (u64, Arc<Program>)>,
    clock: u64,
    /// What the newest look at the folder saw, so that an unchanged tree is not checked again.
    seen: Option<String>,
    /// Why the newest look at the folder did not go live; empty when it did.
    trouble: Vec<String>,
}

impl Catalog {
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether this is what the newest look saw: then there is nothing to wait for.
    pub fn has_seen(&self, folder: &Folder) -> bool {
        self.read().seen.as_ref().is_some_and(|seen| *seen == folder.fingerprint())
    }

    /// Checks what the folder holds against what was seen before.
    pub fn prepare(&self, folder: &Folder) -> Reload {
        let fingerprint = folder.fingerprint();
        if self.read().seen.as_deref() == Some(fingerprint.as_str()) {
            return Reload::Unchanged;
        }
        if !folder.has_flows() {
            return Reload::Empty;
        }
        let mut sources = Sources::new();
        for (name, text) in &folder.files {
            sources.add_file(SourceFile::from_bytes(name.clone(), text));
        }
        let Checked { programs, problems } = check::check(&sources);
        if has_errors(&problems) {
            self.write().seen = Some(fingerprint);
            return Reload::Broken { problems, sources };
        }
        Reload::Ready(Box::new(Prepared { programs, problems, sources, fingerprint }))
    }

    /// Puts a prepared tree live in one swap.
    pub fn activate(&self, prepared: &Prepared) -> Change {
        let mut state = self.write();
        let mut change = Change::default();
        let mut live = BTreeMap::new();
        for program in &prepared.programs {
            match state.live.get(&program.flow) {
                None => change.new.push(program.flow.clone()),
                Some(old) if old.digest != program.digest => change.changed.push(program.flow.clone()),
                Some(_) => {}
            }
            state.remember(Arc::clone(program));
            live.insert(program.flow.clone(), Arc::clone(program));
        }
        let removed = state.live.values().filter(|program| !live.contains_key(&program.flow));
        change.removed = removed.map(|program| (program.flow.clone(), program.digest.clone())).collect();
        state.live = live;
        state.seen = Some(prepared.fingerprint.clone());
        state.trouble.clear();
        state.forget_oldest();
        change
    }

    /// Notes why the folder's newest state is not live; shown by `/readyz` until a sound one is.
    pub fn set_trouble(&self, lines: Vec<String>) {
        self.write().trouble = lines;
    }

    /// Notes that the folder could not be used at all; the next look checks it anew.
    pub fn failed(&self, why: &str) {
        let mut state = self.write();
        state.trouble = vec![why.to_owned()];
        state.seen = None;
    }

    pub fn trouble(&self) -> Vec<String> {
        self.read().trouble.clone()
    }

    /// The version that new sessions begin on.
    pub fn live(&self, flow: &str) -> Option<Arc<Program>> {
        self.read().live.get(flow).cloned()
    }

    /// All live programs, by name.
    pub fn all(&self) -> Vec<Arc<Program>> {
        self.read().live.values().cloned().collect()
    }

    /// The numbers that are to be answered by a flow which is not live, a line each.
    pub fn unserved(&self, numbers: &BTreeMap<String, String>) -> Vec<String> {
        let state = self.read();
        let is_missing = |(_, flow): &(&String, &String)| !state.live.contains_key(*flow);
        let line = |(number, flow): (&String, &String)| {
            let near = nearest(flow, state.live.keys().map(String::as_str));
            let hint = near.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            format!("`[numbers]` gives \"{number}\" to `{flow}`, and there is no such flow{hint}")
        };
        numbers.iter().filter(is_missing).map(line).collect()
    }

    /// A version that is compiled already.
    pub fn known(&self, digest: &Digest) -> Option<Arc<Program>> {
        self.read().known.get(digest).map(|(_, program)| Arc::clone(program))
    }

    /// Keeps a version compiled from the store.
    pub fn remember(&self, program: Arc<Program>) {
        let mut state = self.write();
        state.remember(program);
        state.forget_oldest();
    }

    /// Puts versions live that the store remembers, for a start over a broken folder.
    pub fn restore(&self, programs: Vec<Arc<Program>>) {
        let mut state = self.write();
        for program in programs {
            state.remember(Arc::clone(&program));
            state.live.insert(program.flow.clone(), program);
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remember(&mut self, program: Arc<Program>) {
        self.clock += 1;
        self.known.insert(program.digest.clone(), (self.clock, program));
    }

    fn forget_oldest(&mut self) {
        while self.known.len() > PINNED_MAX.max(self.live.len()) {
            let live: Vec<&Digest> = self.live.values().map(|p| &p.digest).collect();
            let oldest = self.known.iter().filter(|(d, _)| !live.contains(d)).min_by_key(|(_, (age, _))| *age);
            let Some(digest) = oldest.map(|(d, _)| d.clone()) else { return };
            self.known.remove(&digest);
        }
    }
}
