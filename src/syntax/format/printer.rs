//! Lines, blocks and comments.

use std::ops::Range;

use crate::source::{FileId, SourceFile, Span};
use crate::syntax::format::WIDTH;
use crate::syntax::format::align::{Column, Stop, align};
use crate::syntax::tree::Comment;

const INDENT: &str = "  ";

/// Writes the tree anew. Comments wait in a row and are written where the place of what is being written passes them.
pub struct Printer<'a> {
    file: FileId,
    source: &'a SourceFile,
    comments: &'a [Comment],
    /// The first comment that is not written yet.
    next: usize,
    out: String,
    stops: Vec<Stop>,
    indent: usize,
    /// Where in the source what was written last ends.
    last: u32,
    /// Within a block that stays on its line.
    flat: bool,
    /// Nothing has been written in this block.
    opening: bool,
}

impl<'a> Printer<'a> {
    pub fn new(file: FileId, source: &'a SourceFile, comments: &'a [Comment]) -> Self {
        let (out, stops) = (String::with_capacity(source.text.len() * 2), Vec::new());
        Self { file, source, comments, next: 0, out, stops, indent: 0, last: 0, flat: false, opening: true }
    }

    /// The comments behind the last part, and the columns.
    pub fn finish(mut self) -> String {
        self.comments_before(u32::MAX);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        align(&self.out, &self.stops)
    }

    pub fn write(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub fn slice(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// Writes a place of the source as it is.
    pub fn copy(&mut self, span: Span) {
        self.out.push_str(self.source.slice(span));
    }

    /// A space that begins the second half of a line.
    pub fn stop(&mut self, column: Column) {
        if !self.flat {
            self.stops.push(Stop { at: self.out.len(), alone: false, column });
        }
        self.out.push(' ');
    }

    /// Marks a line without a second half, so that it does not break the column of its neighbours.
    pub fn no_stop(&mut self, column: Column) {
        if !self.flat {
            self.stops.push(Stop { at: self.out.len(), alone: true, column });
        }
    }

    /// How wide the line is that is being written.
    pub fn width(&self) -> usize {
        self.out.rsplit('\n').next().unwrap_or("").chars().count()
    }

    pub fn new_line(&mut self, deeper: usize) {
        self.out.push('\n');
        self.out.push_str(&INDENT.repeat(self.indent + deeper));
    }

    fn source_lines(&self, from: u32, to: u32) -> usize {
        self.source.text.get(from as usize..to as usize).unwrap_or("").matches('\n').count()
    }

    /// Begins the line of what stands at `start`. A blank line is kept, except at the head of a block.
    fn begin(&mut self, start: u32, blank: bool) {
        let blank = (blank || self.source_lines(self.last, start) > 1) && !self.opening;
        if blank {
            self.out.push('\n');
        }
        if !self.out.is_empty() {
            self.new_line(0);
        }
        self.opening = false;
    }

    /// Writes the comments that stand before a place, each on its line.
    fn comments_before(&mut self, place: u32) {
        self.lead(place, false);
    }

    /// The same, with a blank line before the first. Whether there were any.
    fn lead(&mut self, place: u32, mut blank: bool) -> bool {
        let mut any = false;
        while let Some(comment) = self.comments.get(self.next).filter(|c| c.span.start < place) {
            self.begin(comment.span.start, std::mem::take(&mut blank));
            self.out.push_str(comment.text.trim_end());
            self.last = comment.span.end;
            self.next += 1;
            any = true;
        }
        any
    }

    /// Writes the comments that stand in or behind what was just written, on the same line, up to what comes next.
    /// What has no room on the line goes before the unit, or to the head of the block.
    fn trail(&mut self, end: u32, until: u32, mut unit: Option<usize>) {
        let mut ended_line = false;
        while let Some(comment) = self.comments.get(self.next).filter(|c| c.span.start < until) {
            let inside = comment.span.start < end;
            if !inside && self.source_lines(end, comment.span.start) > 0 {
                break;
            }
            let text = comment.text.trim_end();
            match unit.as_mut().filter(|_| ended_line) {
                Some(before) => *before = self.insert_line(*before, text),
                None if ended_line => {
                    self.new_line(0);
                    self.out.push_str(text);
                }
                None => {
                    self.out.push(' ');
                    self.out.push_str(text);
                    ended_line = text.starts_with("//") || text.contains('\n');
                }
            }
            self.last = self.last.max(comment.span.end);
            self.next += 1;
        }
    }

    /// Puts a line before what was written from `at` on; gives where that is now.
    fn insert_line(&mut self, at: usize, text: &str) -> usize {
        let line = format!("{text}\n{}", INDENT.repeat(self.indent));
        self.out.insert_str(at, &line);
        for stop in self.stops.iter_mut().rev().take_while(|stop| stop.at >= at) {
            stop.at += line.len();
        }
        at + line.len()
    }

    /// One statement, arm, setting or part: the comments before it, itself, and the comments behind it.
    pub fn unit(&mut self, span: Span, until: u32, blank: bool, write: impl FnOnce(&mut Self)) {
        let led = self.lead(span.start, blank);
        self.begin(span.start, blank && !led);
        self.last = span.start;
        let at = self.out.len();
        write(self);
        self.last = self.last.max(span.end);
        self.trail(span.end, until, Some(at));
    }

    fn has_comments(&self, span: Span) -> bool {
        self.comments.get(self.next).is_some_and(|c| c.span.start < span.end)
    }

    /// A block in braces. It stays on one line where it was, and fits.
    pub fn block<T>(&mut self, braces: Span, units: &[T], span: impl Fn(&T) -> Span, write: impl Fn(&mut Self, &T)) {
        self.spaced_block(braces, units, "  ", span, write);
    }

    /// A block with this between its units where it stays on one line.
    pub fn spaced_block<T>(
        &mut self,
        braces: Span,
        units: &[T],
        space: &str,
        span: impl Fn(&T) -> Span,
        write: impl Fn(&mut Self, &T),
    ) {
        let commented = self.has_comments(braces);
        if units.is_empty() && !commented {
            self.out.push_str("{}");
            return;
        }
        if self.flat || (!commented && !self.slice(braces).contains(['\n', '\r']) && !units.is_empty()) {
            let (length, stops, was_flat) = (self.out.len(), self.stops.len(), self.flat);
            self.flat = true;
            self.flat_block(units, space, &write);
            self.flat = was_flat;
            if was_flat || self.width() <= WIDTH {
                return;
            }
            self.out.truncate(length);
            self.stops.truncate(stops);
        }
        self.out.push('{');
        self.last = braces.start.saturating_add(1);
        self.indent += 1;
        self.trail(self.last, units.first().map_or(braces.end, |unit| span(unit).start), None);
        self.opening = true;
        for (number, unit) in units.iter().enumerate() {
            let until = units.get(number + 1).map_or(braces.end, |next| span(next).start);
            self.unit(span(unit), until, false, |printer| write(printer, unit));
        }
        self.comments_before(braces.end.saturating_sub(1));
        self.opening = false;
        self.indent -= 1;
        self.new_line(0);
        self.out.push('}');
        self.last = braces.end;
    }

    fn flat_block<T>(&mut self, units: &[T], space: &str, write: &impl Fn(&mut Self, &T)) {
        self.out.push_str("{ ");
        for (number, unit) in units.iter().enumerate() {
            self.out.push_str(if number == 0 { "" } else { space });
            write(self, unit);
        }
        self.out.push_str(" }");
    }

    /// The place where the last `else` before an action begins.
    pub fn else_before(&self, action: Span) -> Span {
        let before = self.source.text.get(..action.start as usize).unwrap_or("");
        let start = before.rfind("else").unwrap_or(before.len());
        Span::new(self.file, start, action.end as usize)
    }

    /// The braces between a place and `end`: those that begin with the first `{` outside of comments.
    pub fn braces(&self, from: u32, end: u32) -> Span {
        let Range { start, end } = from as usize..end as usize;
        let mut at = start;
        loop {
            let rest = self.source.text.get(at..end).unwrap_or("");
            let Some(found) = rest.find(['{', '/']) else { return Span::new(self.file, start, end) };
            at += found;
            let rest = rest.get(found..).unwrap_or("");
            at += if rest.starts_with('{') {
                return Span::new(self.file, at, end);
            } else if rest.starts_with("//") {
                rest.find(['\n', '\r']).unwrap_or(rest.len())
            } else {
                rest.find("*/").map_or(rest.len(), |close| close + 2)
            };
        }
    }
}
