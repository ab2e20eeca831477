//! What a disk with a volatile cache may hold after the power went.
//!
//! The model, a bad day on ext4:
//! - What was written to a file before a `fsync` or `fdatasync` of it was called is there once that call has returned.
//!   `sync_file_range` promises nothing: it neither empties the drive's cache nor writes the file's size.
//! - Of each later write all, nothing or any blocks (512 or 4096 bytes) are there, whatever the order of the writes,
//!   since a drive empties its cache in its own order. A block holds what the page cache held just after one of the
//!   writes to it, since blocks are written from there. The size is any the file had or passed through since; where
//!   no block was written, it holds zeros.
//! - Names (creation, rename, removal) are there after a `fsync` of their directory, or of the file or directory
//!   itself, which on ext4 commits the change that made it. `fdatasync` promises no name. Of the others either any are
//!   there (no file system promises their order) or, as with a journal, the first few.
//! - A name whose directory is not there is not there.
//! - The recorded process itself saw no error, and nothing that was durable ever rots.

use std::collections::BTreeMap;

use super::log::{Event, Sync};

/// Flags of `open`, as on every 64-bit Linux.
const O_TRUNC: i64 = 0o1000;

/// Files and directories by their path below the root; `None` is a directory.
pub type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// A small generator (xorshift), so that a cut can be had again.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

#[derive(Clone)]
enum Change<'a> {
    Write { at: usize, data: &'a [u8] },
    Truncate { size: usize },
}

impl Change<'_> {
    fn apply(&self, content: &mut Vec<u8>) {
        match *self {
            Change::Write { at, data } => {
                content.resize(content.len().max(at + data.len()), 0);
                content[at..at + data.len()].copy_from_slice(data);
            }
            Change::Truncate { size } => content.resize(size, 0),
        }
    }
}

/// A change that is not durable yet.
struct Pending<'a> {
    id: u64,
    change: Change<'a>,
    ended: Option<usize>,
}

#[derive(Default)]
struct Inode<'a> {
    directory: bool,
    durable: Vec<u8>,
    pending: Vec<Pending<'a>>,
}

/// A change of names, all of it or nothing.
struct Naming {
    directory: usize,
    changes: Vec<(String, Option<usize>)>,
    at: usize,
    durable: bool,
}

/// How the disk fares in one cut.
struct Luck {
    /// How likely a change that is not durable is there, in percent.
    keep: usize,
    block: usize,
    names_in_order: bool,
}

/// The disk under the recorded process, event by event.
pub struct Disk<'a> {
    root: String,
    /// Whether `fdatasync` does what it promises.
    honest: bool,
    now: usize,
    inodes: Vec<Inode<'a>>,
    /// As the process sees them.
    names: BTreeMap<String, usize>,
    namings: Vec<Naming>,
    base: BTreeMap<String, usize>,
    fds: BTreeMap<i32, usize>,
    syncs: BTreeMap<u64, (usize, Sync, usize)>,
}

impl<'a> Disk<'a> {
    /// A disk that holds a tree at `root`, durably. Without `honest`, `fdatasync` does nothing.
    pub fn new(root: &str, tree: &Tree, honest: bool) -> Disk<'a> {
        let mut names = BTreeMap::from([(String::new(), 0)]);
        let mut inodes = vec![Inode { directory: true, ..Inode::default() }];
        for (path, content) in tree {
            names.insert(path.clone(), inodes.len());
            let durable = content.clone().unwrap_or_default();
            inodes.push(Inode { directory: content.is_none(), durable, pending: Vec::new() });
        }
        Disk {
            root: root.to_owned(),
            honest,
            now: 0,
            inodes,
            base: names.clone(),
            names,
            namings: Vec::new(),
            fds: BTreeMap::new(),
            syncs: BTreeMap::new(),
        }
    }

    fn relative(&self, path: &str) -> String {
        path.strip_prefix(&self.root).unwrap().trim_matches('/').to_owned()
    }

    fn name(&mut self, changes: Vec<(String, Option<usize>)>) {
        let (path, _) = changes.first().unwrap();
        let directory = self.names[path.rsplit_once('/').map_or("", |(parent, _)| parent)];
        for (path, inode) in &changes {
            match inode {
                Some(inode) => self.names.insert(path.clone(), *inode),
                None => self.names.remove(path),
            };
        }
        self.namings.push(Naming { directory, changes, at: self.now, durable: false });
    }

    fn change(&mut self, fd: i32, id: u64, change: Change<'a>) {
        let inode = self.fds[&fd];
        self.inodes[inode].pending.push(Pending { id, change, ended: None });
    }

    /// Does what comes next.
    pub fn step(&mut self, event: &Event<'a>) {
        self.now += 1;
        match *event {
            Event::Start => self.fds.clear(),
            Event::Open { fd, path, flags } => self.open(fd, path, flags),
            Event::Close { fd } => drop(self.fds.remove(&fd)),
            Event::Write { fd, id, at, data } => {
                self.change(fd, id, Change::Write { at: usize::try_from(at).unwrap(), data });
            }
            Event::Truncate { fd, id, size } => {
                self.change(fd, id, Change::Truncate { size: usize::try_from(size).unwrap() });
            }
            Event::Sync { fd, id, sync } => drop(self.syncs.insert(id, (self.fds[&fd], sync, self.now))),
            Event::End { id, result } => self.end(id, result),
            Event::Rename { from, to } => {
                let (from, to) = (self.relative(from), self.relative(to));
                let inode = self.names[&from];
                assert!(!self.inodes[inode].directory, "a renamed directory is not modelled");
                self.name(vec![(from, None), (to, Some(inode))]);
            }
            Event::Remove { path } => self.name(vec![(self.relative(path), None)]),
            Event::MakeDir { path } => {
                self.inodes.push(Inode { directory: true, ..Inode::default() });
                self.name(vec![(self.relative(path), Some(self.inodes.len() - 1))]);
            }
            Event::SyncRange | Event::Mark(_) => {}
        }
    }

    fn open(&mut self, fd: i32, path: &str, flags: i64) {
        let path = self.relative(path);
        let inode = if let Some(inode) = self.names.get(&path) {
            if flags & O_TRUNC != 0 {
                let change = Change::Truncate { size: 0 };
                self.inodes[*inode].pending.push(Pending { id: 0, change, ended: Some(self.now) });
            }
            *inode
        } else {
            self.inodes.push(Inode::default());
            self.name(vec![(path, Some(self.inodes.len() - 1))]);
            self.inodes.len() - 1
        };
        self.fds.insert(fd, inode);
    }

    fn end(&mut self, id: u64, result: i64) {
        if let Some((inode, sync, begun)) = self.syncs.remove(&id) {
            if result == 0 && (self.honest || sync == Sync::All) {
                self.make_durable(inode, sync, begun);
            }
            return;
        }
        let mut pending = self.inodes.iter_mut().flat_map(|inode| &mut inode.pending);
        let pending = pending.find(|pending| pending.id == id).unwrap();
        let written = usize::try_from(result).expect("a write that failed is not modelled");
        if let Change::Write { data, .. } = &mut pending.change {
            *data = &data[..written];
        }
        pending.ended = Some(self.now);
    }

    /// What ended before the sync began.
    fn make_durable(&mut self, inode: usize, sync: Sync, begun: usize) {
        let Inode { durable, pending, .. } = &mut self.inodes[inode];
        for done in pending.extract_if(.., |pending| pending.ended.is_some_and(|ended| ended < begun)) {
            done.change.apply(durable);
        }
        if sync == Sync::Data {
            return;
        }
        for naming in &mut self.namings {
            let is_its_own = naming.changes.iter().any(|(_, named)| *named == Some(inode));
            naming.durable |= naming.at < begun && (naming.directory == inode || is_its_own);
        }
    }

    /// What the process itself would see.
    pub fn volatile(&self) -> Tree {
        self.tree(&self.names, |inode| {
            let mut content = inode.durable.clone();
            inode.pending.iter().for_each(|pending| pending.change.apply(&mut content));
            content
        })
    }

    /// What is there if the power goes now.
    pub fn cut(&self, random: &mut Random) -> Tree {
        let luck = Luck {
            keep: [0, 50, 90][random.below(3)],
            block: [512, 4096][random.below(2)],
            names_in_order: random.percent(50),
        };
        let mut names = self.base.clone();
        let mut in_order = true;
        for naming in &self.namings {
            in_order &= naming.durable || random.percent(luck.keep);
            // In order, what a durable name came after is durable too.
            let later_is_durable = || self.namings.iter().any(|other| other.durable && other.at >= naming.at);
            let kept = if luck.names_in_order { in_order || later_is_durable() } else { random.percent(luck.keep) };
            if !(naming.durable || kept) {
                continue;
            }
            for (path, inode) in &naming.changes {
                match inode {
                    Some(inode) => names.insert(path.clone(), *inode),
                    None => names.remove(path),
                };
            }
        }
        self.tree(&names, |inode| inode.survivors(&luck, random))
    }

    fn tree(&self, names: &BTreeMap<String, usize>, mut content: impl FnMut(&Inode) -> Vec<u8>) -> Tree {
        let mut tree = Tree::new();
        for (path, inode) in names.iter().filter(|(path, _)| !path.is_empty()) {
            let parent = path.rsplit_once('/').map(|(parent, _)| parent);
            if parent.is_some_and(|parent| !tree.contains_key(parent)) {
                continue;
            }
            let inode = &self.inodes[*inode];
            tree.insert(path.clone(), (!inode.directory).then(|| content(inode)));
        }
        tree
    }
}

impl Inode<'_> {
    fn survivors(&self, luck: &Luck, random: &mut Random) -> Vec<u8> {
        let mut cache = self.durable.clone();
        let mut disk = self.durable.clone();
        let mut sizes = vec![disk.len()];
        for pending in &self.pending {
            let before = cache.len();
            pending.change.apply(&mut cache);
            sizes.push(cache.len());
            let (start, end) = match pending.change {
                Change::Write { at, data } => (at.min(before), at + data.len()),
                Change::Truncate { size } => (size.min(before), before.max(size)),
            };
            // Growing passes through sizes in between.
            if cache.len() > before {
                sizes.push((before + random.below(cache.len() - before)).next_multiple_of(luck.block).min(cache.len()));
            }
            disk.resize(disk.len().max(end), 0);
            let torn = random.percent(33);
            let whole = random.percent(luck.keep);
            for block in start / luck.block..end.div_ceil(luck.block) {
                if if torn { random.percent(50) } else { whole } {
                    let block = block * luck.block..((block + 1) * luck.block).min(disk.len());
                    let cached = cache.get(block.start..block.end.min(cache.len())).unwrap_or_default();
                    let (kept, beyond) = disk[block].split_at_mut(cached.len());
                    kept.copy_from_slice(cached);
                    beyond.fill(0);
                }
            }
        }
        disk.resize(sizes[random.below(sizes.len())], 0);
        disk
    }
}
