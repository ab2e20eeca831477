//! How a file's blocks lie: which bracket stands in which, and where the units (parts, statements, arms, settings) of each
//! block begin and end. Made from tokens alone, so it holds for files that do not parse.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::scan::{Kind, Mend, Token};
use crate::syntax::words::{PARTS, STATEMENTS, is_reserved};

/// Parts that are known as such at the beginning of a line, whatever is open: nothing else begins with their word.
const PART_BORDERS: &[&str] =
    &["defaults", "hours", "var", "contact", "const", "use", "on", "always", "step", "menu", "keywords", "test"];

/// What the units of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    File,
    Statements,
    Menu,
    Keywords,
    Settings,
    Hours,
    Match,
    Split,
    Wait,
    Test,
    /// `{ key: EXPR }`, which has no units.
    Body,
}

pub struct Layout<'a> {
    text: &'a str,
    pub tokens: &'a [Token],
    /// For each token the open bracket it stands in.
    parents: Vec<Option<usize>>,
    /// For each open bracket its closing one, and the other way round; itself where there is none.
    partners: Vec<usize>,
    /// For each brace left open, the token before which it was taken to end.
    ends: BTreeMap<usize, usize>,
    /// The first token of each stretch of whole parts.
    pub chunks: Vec<Range<usize>>,
    pub problems: Vec<Diagnostic>,
    pub mends: Vec<Mend>,
    /// Chunks whose brackets do not match, so that what stands outside of them is no mistake of its own.
    pub torn: Vec<usize>,
    file: FileId,
}

impl<'a> Layout<'a> {
    pub fn new(file: FileId, text: &'a str, tokens: &'a [Token]) -> Self {
        let mut layout = Self {
            text,
            tokens,
            parents: vec![None; tokens.len()],
            partners: (0..tokens.len()).collect(),
            ends: BTreeMap::new(),
            chunks: Vec::new(),
            problems: Vec::new(),
            mends: Vec::new(),
            torn: Vec::new(),
            file,
        };
        let borders: Vec<usize> = (0..tokens.len()).filter(|i| *i > 0 && layout.is_border(*i)).collect();
        let mut start = 0;
        for end in borders.into_iter().chain([tokens.len()]) {
            layout.match_brackets(start..end);
            layout.chunks.push(start..end);
            start = end;
        }
        layout
    }

    pub fn slice(&self, index: usize) -> &'a str {
        self.tokens.get(index).and_then(|t| self.text.get(t.start..t.end)).unwrap_or("")
    }

    pub fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    fn is_border(&self, index: usize) -> bool {
        let Some(token) = self.token(index) else { return false };
        let before = self.text.get(..token.start).and_then(|t| t.chars().next_back());
        token.kind == Kind::Word
            && matches!(before, None | Some('\n' | '\r'))
            && PART_BORDERS.contains(&self.slice(index))
            && !matches!(self.slice(index + 1), ":" | "," | "->" | "=" | ".")
    }

    /// Finds the partners of a chunk. Where a block is left open, the indentation says which.
    fn match_brackets(&mut self, chunk: Range<usize>) {
        let (open, stray) = self.pair(chunk.clone(), false);
        if open.is_empty() && stray.is_empty() {
            return;
        }
        self.torn.push(self.chunks.len());
        let (open, stray) = if open.is_empty() { (open, stray) } else { self.pair(chunk.clone(), true) };
        for index in stray {
            let Some(token) = self.token(index).copied() else { continue };
            let span = Span::new(self.file, token.start, token.end);
            let problem = Diagnostic::error(Code::F0101, "this `}` closes nothing", span, "no block is open here");
            self.problems.push(problem.with_help("take it out, or look for a `}` too many above").with_edit(span, ""));
            self.mends.push(Mend { at: token.start, bytes: " ".to_owned() });
        }
        for index in open.into_iter().rev() {
            self.leave_open(index, chunk.end);
        }
    }

    /// Reports an open brace and closes it behind the last token before `end`.
    fn leave_open(&mut self, index: usize, end: usize) {
        let Some(token) = self.token(index).copied() else { return };
        self.ends.insert(index, end);
        let span = Span::new(self.file, token.start, token.end);
        let problem = Diagnostic::error(Code::F0107, "this block is never closed", span, "opened here");
        let place = end.checked_sub(1).and_then(|last| self.token(last)).map_or(self.text.len(), |last| last.end);
        let here = Span::new(self.file, place, place);
        let problem = match self.token(end).filter(|next| next.leads) {
            Some(next) => {
                let next = Span::new(self.file, next.start, next.end);
                problem.with_label(next, "something else begins here")
            }
            None => problem,
        };
        self.problems.push(problem.with_help("close it with `}`").with_edit(here, "\n}"));
        self.mends.push(Mend { at: place, bytes: "}".to_owned() });
    }

    /// The braces left open and the closing ones that close nothing.
    fn pair(&mut self, chunk: Range<usize>, by_indent: bool) -> (Vec<usize>, Vec<usize>) {
        let mut stack: Vec<usize> = Vec::new();
        let (mut open, mut stray) = (Vec::new(), Vec::new());
        for index in chunk {
            let kind = self.tokens.get(index).map_or(Kind::Symbol, |t| t.kind);
            // Round and square brackets do not reach over a brace or the next statement; pest reports them.
            if kind == Kind::Close(b'}') || self.leads_statement(index) {
                while stack.last().is_some_and(|top| !self.is_brace(*top)) {
                    stack.pop();
                }
            }
            if kind == Kind::Close(b'}') {
                while by_indent && self.belongs_further_out(index, &stack) {
                    let Some(top) = stack.pop() else { break };
                    self.leave_open(top, index);
                }
            }
            let closes = match kind {
                Kind::Close(b'}') => true,
                Kind::Close(_) => stack.last().is_some_and(|top| !self.is_brace(*top)),
                _ => false,
            };
            match (closes, stack.last().copied()) {
                (true, Some(top)) => {
                    stack.pop();
                    self.set(index, stack.last().copied(), top);
                    self.set(top, stack.last().copied(), index);
                }
                (true, None) => stray.push(index),
                (false, top) => self.set(index, top, index),
            }
            if matches!(kind, Kind::Open(_)) {
                stack.push(index);
            }
        }
        open.extend(stack.into_iter().filter(|top| self.is_brace(*top)));
        (open, stray)
    }

    fn leads_statement(&self, index: usize) -> bool {
        let word = self.slice(index);
        let begins = word == "->" || STATEMENTS.contains(&word) || PARTS.contains(&word);
        begins && self.token(index).is_some_and(|t| t.leads)
    }

    fn set(&mut self, index: usize, parent: Option<usize>, partner: usize) {
        if let Some(slot) = self.parents.get_mut(index) {
            *slot = parent;
        }
        if let Some(slot) = self.partners.get_mut(index) {
            *slot = partner;
        }
    }

    fn is_brace(&self, index: usize) -> bool {
        self.token(index).is_some_and(|t| t.kind == Kind::Open(b'{'))
    }

    /// Whether a `}` on its own line stands further left than the block it would close, and fits one around that.
    fn belongs_further_out(&self, close: usize, stack: &[usize]) -> bool {
        let Some((top, outer)) = stack.split_last() else { return false };
        if !self.token(close).is_some_and(|t| t.leads) {
            return false;
        }
        let here = self.indent(close);
        here < self.indent(*top) && outer.iter().any(|o| self.is_brace(*o) && self.indent(*o) == here)
    }

    /// The indentation of the line a token stands on.
    fn indent(&self, index: usize) -> usize {
        let line = self.token(index).and_then(|t| self.text.get(..t.end)).and_then(|t| t.rsplit(['\n', '\r']).next());
        line.map_or(0, |line| line.len() - line.trim_start().len())
    }

    /// The first token that ends after a place.
    pub fn at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|t| t.end <= offset)
    }

    /// The block around a token whose units can be left out: no round or square bracket, no map body.
    pub fn block_of(&self, index: usize) -> Option<usize> {
        let closes_block = matches!(self.token(index).map(|t| t.kind), Some(Kind::Close(b'}')));
        let partner = self.partners.get(index).copied().unwrap_or(index);
        let mut parent = match closes_block && partner != index {
            true => Some(partner),
            false => self.parents.get(index).copied().flatten(),
        };
        while let Some(open) = parent {
            if self.is_brace(open) && self.scope(open) != Scope::Body {
                break;
            }
            parent = self.parents.get(open).copied().flatten();
        }
        parent
    }

    /// The token of `block` in which `index` stands, itself or an open bracket.
    fn lift(&self, index: usize, block: Option<usize>) -> usize {
        let mut index = index;
        while let Some(parent) = self.parents.get(index).copied().flatten() {
            if Some(parent) == block {
                break;
            }
            index = parent;
        }
        index
    }

    /// The token before, in the same block; whole brackets are passed over.
    fn previous(&self, index: usize, block: Option<usize>) -> Option<usize> {
        let before = index.checked_sub(1)?;
        if Some(before) == block {
            return None;
        }
        match self.token(before).map(|t| t.kind) {
            Some(Kind::Close(_)) => Some(self.partners.get(before).copied().unwrap_or(before)),
            _ => Some(before),
        }
    }

    /// The token after, in the same block.
    pub fn next(&self, index: usize) -> usize {
        match self.token(index).map(|t| t.kind) {
            Some(Kind::Open(_)) => match self.ends.get(&index) {
                Some(end) => *end,
                None => self.partners.get(index).copied().unwrap_or(index).max(index) + 1,
            },
            _ => index + 1,
        }
    }

    /// The token that closes a block; the end of the file for none.
    fn end_of(&self, block: Option<usize>) -> usize {
        let partner = |open: usize| self.partners.get(open).copied().filter(|close| *close > open);
        let end = |open: usize| self.ends.get(&open).copied().or_else(|| partner(open));
        block.and_then(end).unwrap_or(self.tokens.len())
    }

    /// The unit around a token: its tokens, and the block it stands in. `fresh` says that a unit may begin here.
    pub fn unit(&self, index: usize, fresh: bool) -> (Range<usize>, Option<usize>) {
        let block = self.block_of(index);
        let end_of_block = self.end_of(block);
        let anchor = if index >= end_of_block { end_of_block } else { self.lift(index, block) };
        // Where a unit begins but none could, the one before is not complete.
        let cut = anchor == end_of_block || (!fresh && anchor == index && self.begins_unit(index, block));
        let mut start = anchor;
        if cut && let Some(before) = self.previous(start, block) {
            start = before;
        }
        if !(fresh && anchor == index) || anchor == end_of_block {
            while !self.begins_unit(start, block)
                && let Some(before) = self.previous(start, block)
            {
                start = before;
            }
        }
        let mut end = anchor;
        while end < end_of_block && !(cut && start < anchor) {
            end = self.next(end);
            if end < end_of_block && self.begins_unit(end, block) {
                break;
            }
        }
        (start..end.min(end_of_block), block)
    }

    fn begins_unit(&self, index: usize, block: Option<usize>) -> bool {
        let Some(before) = self.previous(index, block) else { return true };
        if !self.token(index).is_some_and(|t| t.leads) {
            return false;
        }
        let word = self.slice(index);
        if word == "else" {
            return !(self.slice(index - 1) == "}" && self.governs_if(before, block));
        }
        let begins = PARTS.contains(&word) || STATEMENTS.contains(&word) || word == "->" || word == "}";
        begins || !(continues(word) || expects_more(self.slice(index - 1)))
    }

    /// Whether the unit that a brace ends is an `if`.
    fn governs_if(&self, brace: usize, block: Option<usize>) -> bool {
        let mut at = brace;
        while let Some(before) = self.previous(at, block) {
            at = before;
            let word = self.slice(at);
            if word == "if" || (self.token(at).is_some_and(|t| t.leads) && word != "else") {
                return word == "if";
            }
        }
        self.slice(at) == "if"
    }

    /// What the units of a block are, from the words before its brace.
    pub fn scope(&self, block: usize) -> Scope {
        let first = self.slice(block + 1);
        if self.slice(block + 2) == ":" && !first.is_empty() {
            return Scope::Body;
        }
        let around = self.parents.get(block).copied().flatten();
        let mut at = block;
        while let Some(before) = self.previous(at, around) {
            at = before;
            if self.token(at).is_some_and(|t| t.kind == Kind::Word)
                && let Some(scope) = opens(self.slice(at))
            {
                return scope;
            }
            if self.token(at).is_some_and(|t| t.leads) {
                break;
            }
        }
        Scope::Statements
    }

    pub fn scope_of(&self, block: Option<usize>) -> Scope {
        block.map_or(Scope::File, |open| self.scope(open))
    }
}

/// What stands in the block that belongs to a word.
fn opens(word: &str) -> Option<Scope> {
    Some(match word {
        "step" | "if" | "else" | "on" => Scope::Statements,
        "menu" => Scope::Menu,
        "keywords" | "always" => Scope::Keywords,
        "defaults" | "ask" | "record" | "dial" | "fetch" | "send" | "enqueue" | "refer" | "reject" | "stream"
        | "connect" | "pay" => Scope::Settings,
        "hours" => Scope::Hours,
        "match" => Scope::Match,
        "split" => Scope::Split,
        "wait" => Scope::Wait,
        "test" => Scope::Test,
        "emit" | "query" | "json" | "form" | "template" => Scope::Body,
        _ => return None,
    })
}

/// Whether a token at the beginning of a line goes on with what stood before.
fn continues(word: &str) -> bool {
    let operators = ["and", "or", "in", "contains", "starts_with", "matches", "also", "then", "hidden"];
    operators.contains(&word)
        || word.starts_with(['+', '-', '%', '=', '!', '<', '>', '?', ',', '.', ':', '&', '|', ')', ']', '{', '('])
}

/// Whether a token cannot be the last of a unit.
fn expects_more(word: &str) -> bool {
    let operators = ["and", "or", "not", "in", "contains", "starts_with", "matches", "also", "then"];
    operators.contains(&word)
        || (word.starts_with(['+', '-', '=', '<', '>', '?', ',', ':', '&', '|', '(', '[']) && !is_reserved(word))
}
