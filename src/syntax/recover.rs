//! Files that do not parse: find each mistake, report it once, and keep all that stands around it.
//!
//! A stretch that does not parse is overwritten by U+0001, which the grammar takes as a `hole` wherever a unit may stand,
//! and the rest is read again. Lengths stay, so places stay. What is tried first is the narrowest stretch; where the
//! grammar does not take a hole there, the unit around it goes, and so on up to the whole part.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::explain::{Mistake, explain};
use crate::syntax::grammar::{self, Error};
use crate::syntax::layout::Layout;
use crate::syntax::scan::{Mend, Scan};

/// Mistakes reported in one file. Who has more is served by mending these first.
const MAX_MISTAKES: usize = 100;

/// Bytes read again for one file. Each mistake costs one more reading of its part.
const MAX_READ: usize = 16 << 20;

const HOLE: &str = "\u{1}";

/// A text that parses, chunk by chunk, and what is wrong with the one it was made from.
pub struct Recovered {
    /// Where each chunk begins in the file, and its text.
    pub chunks: Vec<(usize, String)>,
    pub problems: Vec<Diagnostic>,
}

pub fn recover(file: FileId, text: &str, mut scan: Scan) -> Recovered {
    let tokens = std::mem::take(&mut scan.tokens);
    let mut layout = Layout::new(file, text, &tokens);
    let mut problems = std::mem::take(&mut scan.problems);
    if scan.lost.is_none() {
        problems.append(&mut layout.problems);
    }
    let mends = scan.mends.drain(..).chain(layout.mends.drain(..)).collect();
    let (text_length, mended) = (text.len(), overwritten(text, mends));
    // What has been reported of a unit keeps pest's stumbling over the same unit silent.
    let known =
        problems.iter().map(|p| (p.primary.span.range(), layout.block_of(layout.at(p.primary.span.start as usize))));
    let holes = known.collect();
    let mut recovery = Recovery { file, text, layout: &layout, problems, mistakes: 0, read: 0, holes, lost: scan.lost };
    let mut chunks = Vec::new();
    let mut start = 0;
    for (number, chunk) in layout.chunks.iter().enumerate() {
        let end = match layout.chunks.get(number + 1).and_then(|next| layout.token(next.start)) {
            Some(token) => token.start,
            None => text_length,
        };
        let mended_end = if end == text_length { mended.len() } else { end };
        let mut work = mended.get(start..mended_end).unwrap_or("").to_owned();
        if let Some(lost) = scan.lost.filter(|lost| (start..end).contains(lost)) {
            work.truncate(lost - start);
        }
        recovery.chunk(number, chunk, start, &mut work);
        chunks.push((start, work));
        start = end;
    }
    Recovered { chunks, problems: recovery.problems }
}

/// The text with the mends written over it; what reaches beyond its end is appended.
fn overwritten(text: &str, mends: Vec<Mend>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for mend in mends {
        let end = mend.at + mend.bytes.len();
        bytes.resize(bytes.len().max(end), b' ');
        if let Some(old) = bytes.get_mut(mend.at..end) {
            old.copy_from_slice(mend.bytes.as_bytes());
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

struct Recovery<'a> {
    file: FileId,
    text: &'a str,
    layout: &'a Layout<'a>,
    problems: Vec<Diagnostic>,
    mistakes: usize,
    read: usize,
    /// What was reported or taken out: its bytes and the block it stands in.
    holes: Vec<(Range<usize>, Option<usize>)>,
    lost: Option<usize>,
}

impl Recovery<'_> {
    /// Takes out of a chunk what does not parse.
    fn chunk(&mut self, number: usize, tokens: &Range<usize>, start: usize, work: &mut String) {
        let torn = self.layout.torn.binary_search(&number).is_ok();
        loop {
            self.read += work.len();
            let Err(error) = grammar::read(work) else { return };
            let exhausted = self.mistakes >= MAX_MISTAKES || self.read > MAX_READ;
            if exhausted || grammar::is_exhausted(&error) || !self.take_out(&error, tokens, start, work, torn) {
                if self.problems.is_empty() {
                    self.problems.push(grammar::too_much_work(Span::new(self.file, start, start)));
                }
                *work = HOLE.repeat(work.len());
                return;
            }
        }
    }

    /// Reports what pest stumbled over, and overwrites it. False where nothing is left to overwrite.
    fn take_out(&mut self, error: &Error, chunk: &Range<usize>, start: usize, work: &mut String, torn: bool) -> bool {
        let offset = start + grammar::offset(error);
        let index = self.layout.at(offset).clamp(chunk.start, chunk.end);
        let fresh = grammar::expects_unit(error);
        let (unit, block) = self.layout.unit(index, fresh);
        let stretches = self.stretches(index, fresh, chunk);
        let Some(stretch) = stretches.into_iter().find(|s| self.is_new(s, start, work)) else { return false };
        let silent = self.is_known(&self.bytes(&unit), block)
            || self.is_known(&stretch, block)
            || (torn && block.is_none())
            || self.lost.is_some_and(|lost| stretch.end >= lost || index >= self.layout.tokens.len());
        if !silent {
            let mistake = Mistake { file: self.file, text: self.text, layout: self.layout, error, index, unit, block };
            self.problems.push(explain(&mistake));
            self.mistakes += 1;
        }
        let range = stretch.start - start..stretch.end - start;
        if work.get(range.clone()).is_some() {
            work.replace_range(range.clone(), &HOLE.repeat(range.len()));
        }
        self.holes.push((stretch, block));
        true
    }

    fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.layout.token(tokens.start).map_or(self.text.len(), |t| t.start);
        let last = tokens.end.checked_sub(1).and_then(|last| self.layout.token(last));
        start..last.map_or(start, |t| t.end).max(start)
    }

    /// What might be taken out, from narrow to wide.
    fn stretches(&self, index: usize, fresh: bool, chunk: &Range<usize>) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let (unit, mut block) = self.layout.unit(index, fresh);
        stretches.extend(self.before_brace(index, &unit));
        stretches.extend(self.behind_name(index, &unit, block));
        stretches.push(self.bytes(&unit));
        while let Some(open) = block {
            let (unit, around) = self.layout.unit(open, false);
            stretches.extend(self.behind_name(index, &unit, around));
            stretches.push(self.bytes(&unit));
            block = around;
        }
        stretches.push(self.bytes(chunk));
        stretches
    }

    /// From the mistake to the brace that opens the block of its unit: what is in the block stays.
    fn before_brace(&self, index: usize, unit: &Range<usize>) -> Option<Range<usize>> {
        if index == unit.start {
            return None;
        }
        let mut at = index;
        while at < unit.end && self.layout.slice(at) != "{" {
            at = self.layout.next(at);
        }
        if at >= unit.end || unit.start >= at {
            return None;
        }
        let brace = self.layout.token(at)?;
        let from = match at == index {
            // Something is missing: the hole is the white space before the brace.
            true => self.layout.token(index.checked_sub(1)?)?.end,
            false => self.layout.token(index)?.start,
        };
        let to = if at == index { brace.start } else { self.layout.token(at - 1)?.end };
        (from < to).then_some(from..to)
    }

    /// The rest of a definition behind its name.
    fn behind_name(&self, index: usize, unit: &Range<usize>, block: Option<usize>) -> Option<Range<usize>> {
        let defines = ["step", "menu", "keywords", "var", "contact", "const", "hours"];
        if block.is_some() || index < unit.start + 2 || !defines.contains(&self.layout.slice(unit.start)) {
            return None;
        }
        let from = self.layout.token(unit.start + 2)?.start;
        let end = self.bytes(unit).end;
        (from < end).then_some(from..end)
    }

    fn is_new(&self, stretch: &Range<usize>, start: usize, work: &str) -> bool {
        let inside = stretch.start.checked_sub(start).and_then(|from| work.get(from..stretch.end.checked_sub(start)?));
        inside.is_some_and(|old| old.bytes().any(|b| b != 1))
    }

    /// Whether something in this unit has been reported.
    fn is_known(&self, bytes: &Range<usize>, block: Option<usize>) -> bool {
        let touches = |range: &Range<usize>| {
            let between = self.text.get(range.end..bytes.start).unwrap_or("");
            range.start <= bytes.end && between.chars().all(|c| matches!(c, ' ' | '\t'))
        };
        self.holes.iter().any(|(hole, of)| *of == block && touches(hole))
    }
}
