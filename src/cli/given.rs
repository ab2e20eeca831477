//! The flows that a command was given, with the files beside them that they hang together with.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files::{folder, place, read_file, within};
use crate::catalog;
use crate::check;
use crate::program::Program;
use crate::source::{SourceFile, Sources, Span};

pub struct Given {
    pub sources: Sources,
    /// So many of the sources were asked for: the files named, the flows that these use, and the translations of all
    /// of them. The others use them, and are there so that it is known what they are used for.
    asked: usize,
    /// So many of these are the files named, with the flows whose translations were named.
    named: usize,
}

impl Given {
    /// Reads files, and what belongs to them, into one run.
    pub fn read(paths: &[PathBuf]) -> Result<Given, String> {
        Ok(Self::gather(paths.iter().map(|path| read_file(path)).collect::<Result<_, _>>()?))
    }

    /// Adds to the files that were named what they hang together with in their folders.
    pub fn gather(files: Vec<SourceFile>) -> Given {
        let mut gathering = Gathering { beside: beside(&files), ..Gathering::default() };
        let translated: BTreeSet<String> =
            files.iter().filter_map(|file| file.translates()).map(|(flow, _)| flow.to_owned()).collect();
        files.into_iter().map(Found::new).for_each(|found| gathering.add(found));
        gathering.take(|_, found| found.file.is_flow() && translated.contains(found.file.stem()));
        let named = gathering.count();
        gathering.take(Gathering::is_used);
        gathering.take(Gathering::translates);
        let asked = gathering.count();
        gathering.take(|so_far, found| found.uses.iter().any(|used| so_far.flows.contains(used)));
        gathering.take(Gathering::is_used);
        Given { sources: gathering.sources, asked, named }
    }

    pub fn is_asked(&self, span: Span) -> bool {
        self.sources.iter().take(self.asked).any(|(id, _)| id == span.file)
    }

    /// Whether a program is that of a flow that was named.
    pub fn is_named(&self, program: &Program) -> bool {
        let own = program.files.first();
        self.sources.iter().take(self.named).any(|(id, _)| Some(&id) == own)
    }

    /// The flows and the translations among what was asked for.
    pub fn counts(&self) -> (usize, usize) {
        let flows = self.sources.iter().take(self.asked).filter(|(_, file)| file.is_flow()).count();
        (flows, self.asked - flows)
    }
}

/// A file, and the flows that it uses.
struct Found {
    file: SourceFile,
    uses: Vec<String>,
}

impl Found {
    fn new(file: SourceFile) -> Self {
        let uses = if file.is_flow() { check::uses(&file) } else { Vec::new() };
        Self { file, uses }
    }
}

/// The files of the folders, but those that were named.
fn beside(named: &[SourceFile]) -> Vec<Found> {
    let places: BTreeSet<PathBuf> = named.iter().map(|file| place(Path::new(&file.name))).collect();
    let folders: BTreeSet<PathBuf> = named.iter().map(|file| folder(Path::new(&file.name))).collect();
    // What cannot be read was not asked for; a flow may be said to lie where there is no folder.
    let paths = folders.iter().flat_map(|dir| {
        let flows = catalog::list(dir).unwrap_or_default();
        flows.into_iter().chain(catalog::translations(dir).unwrap_or_default())
    });
    let others = paths.filter(|path| !places.contains(&place(path)));
    others.filter_map(|path| read_file(&within(path)).ok()).map(Found::new).collect()
}

#[derive(Default)]
struct Gathering {
    sources: Sources,
    /// The flows among the sources, and those that these use.
    flows: BTreeSet<String>,
    used: BTreeSet<String>,
    beside: Vec<Found>,
}

impl Gathering {
    fn count(&self) -> usize {
        self.sources.iter().count()
    }

    fn add(&mut self, found: Found) {
        if found.file.is_flow() {
            self.flows.insert(found.file.stem().to_owned());
        }
        self.used.extend(found.uses);
        self.sources.add_file(found.file);
    }

    /// Takes files over as long as there are some that belong.
    fn take(&mut self, belongs: impl Fn(&Self, &Found) -> bool) {
        while let Some(at) = self.beside.iter().position(|found| belongs(self, found)) {
            let found = self.beside.remove(at);
            self.add(found);
        }
    }

    fn is_used(&self, found: &Found) -> bool {
        found.file.is_flow() && self.used.contains(found.file.stem())
    }

    fn translates(&self, found: &Found) -> bool {
        found.file.translates().is_some_and(|(flow, _)| self.flows.contains(flow))
    }
}
