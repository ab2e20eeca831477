//! Source files and places in them.
//!
//! A place is a file and two byte offsets; line and column are worked out only when something is drawn.

use std::fmt;

/// A file of one run: its index in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// Bytes `start..end` of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// The smallest place that holds both; `self` where they lie in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty place at the beginning.
    pub fn head(self) -> Span {
        Span { end: self.start, ..self }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One-based line and column, the column counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// How the name of a flow's file ends.
pub const FLOW: &str = ".flow";

/// Whether a file of this name holds translations: `support.es-MX.toml`, and not `flowtone.toml`.
pub fn is_translation(name: &str) -> bool {
    translates(name).is_some()
}

/// The flow and the language whose translations a file of this name holds.
pub fn translates(name: &str) -> Option<(&str, &str)> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.strip_suffix(".toml")?.split_once('.').filter(|(flow, tag)| !flow.is_empty() && !tag.is_empty())
}

#[derive(Debug, Clone)]
pub struct SourceFile {
    /// As the user would write it: a path relative to where the command ran.
    pub name: String,
    pub text: String,
    /// Where the first byte is that is no UTF-8, where there is one; from there on the text is a guess.
    pub damaged_at: Option<usize>,
    line_starts: Vec<u32>,
}

impl SourceFile {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX)),
        );
        Self { name: name.into(), text, damaged_at: None, line_starts }
    }

    /// A file as it was read.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Self {
        let damaged_at = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        Self { damaged_at, ..Self::new(name, String::from_utf8_lossy(bytes)) }
    }

    /// The flow and the language whose translations this holds.
    pub fn translates(&self) -> Option<(&str, &str)> {
        translates(&self.name)
    }

    /// Whether this is a flow; else it holds the translations of one.
    pub fn is_flow(&self) -> bool {
        !is_translation(&self.name)
    }

    /// The file's name without its folder.
    pub fn base(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The flow's name: the file's name without folder and ending.
    pub fn stem(&self) -> &str {
        self.base().strip_suffix(FLOW).unwrap_or_else(|| self.base())
    }

    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|s| *s <= offset).saturating_sub(1);
        let start = self.line_starts.get(line).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(0, |s| s.chars().count());
        let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        LineColumn { line: number(line), column: number(column) }
    }

    /// The text of a place; empty where the place is not on character borders of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// All files of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_file(SourceFile::new(name, text))
    }

    pub fn add_file(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// The files that are flows.
    pub fn flows(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.iter().filter(|(_, file)| file.is_flow())
    }

    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |f| f.slice(span))
    }
}
