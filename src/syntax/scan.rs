//! A linear look over a file before pest reads it: where words, texts and brackets stand, and how deep they nest.
//!
//! pest stops at the first mistake; the tokens found here say where to go on. Slips of single characters (curly quotes,
//! `;`, `=>`, an open text) are reported and mended here, so that they cost nothing else.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::words::{SETTINGS, is_reserved};

/// Brackets that may stand within each other. pest, the builders, the checker and the formatter recurse as deep as
/// brackets nest, and must fit a stack of 2 MiB.
pub const MAX_NESTING: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    Text,
    Regex,
    Open(u8),
    Close(u8),
    Symbol,
}

#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// The first of its line.
    pub leads: bool,
}

/// Bytes to be written over others, as many as they replace.
#[derive(Debug)]
pub struct Mend {
    pub at: usize,
    pub bytes: String,
}

#[derive(Debug, Default)]
pub struct Scan {
    pub tokens: Vec<Token>,
    /// The bracket that nests too deeply.
    pub too_deep: Option<usize>,
    pub problems: Vec<Diagnostic>,
    pub mends: Vec<Mend>,
    /// From here on nothing can be read: a comment or a `"""` text is never closed.
    pub lost: Option<usize>,
}

pub fn scan(file: FileId, text: &str) -> Scan {
    let scan = Scan::default();
    let mut scanner = Scanner { file, text, at: 0, leads: true, depth: 0, line_end: 0, no_regex: false, scan };
    while scanner.at < text.len() {
        scanner.step();
    }
    scanner.scan
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    leads: bool,
    depth: usize,
    line_end: usize,
    /// No regex closes on the rest of this line.
    no_regex: bool,
    scan: Scan,
}

const SYMBOLS: &[&str] = &["->", "==", "!=", "<=", ">=", "??", "..", "&&", "||"];

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The rest of the line.
    fn line(&self) -> &str {
        self.text.get(self.at..self.line_end.max(self.at)).unwrap_or("")
    }

    /// Keeps the end of the line at hand: a line may be as long as the file, and is asked for at every text.
    fn find_line_end(&mut self) {
        if self.line_end < self.at || self.at == 0 {
            self.line_end = self.rest().find(['\n', '\r']).map_or(self.text.len(), |end| self.at + end);
            self.no_regex = false;
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let (start, end) = (self.at, self.at + length);
        self.scan.tokens.push(Token { kind, start, end, leads: std::mem::take(&mut self.leads) });
        self.at = end;
    }

    fn report(&mut self, code: Code, length: usize, headline: &str, label: &str, help: &str, edit: Option<String>) {
        let span = Span::new(self.file, self.at, self.at + length);
        let problem = Diagnostic::error(code, headline, span, label).with_help(help);
        self.scan.problems.push(match edit {
            Some(replacement) => problem.with_edit(span, replacement),
            None => problem,
        });
    }

    fn mend(&mut self, at: usize, bytes: impl Into<String>) {
        self.scan.mends.push(Mend { at, bytes: bytes.into() });
    }

    fn step(&mut self) {
        self.find_line_end();
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        match c {
            '\n' | '\r' => {
                self.leads = true;
                self.at += 1;
            }
            ' ' | '\t' | '\u{A0}' | '\u{FEFF}' => self.at += c.len_utf8(),
            '/' if rest.starts_with("//") => self.at += self.line().len(),
            '/' if rest.starts_with("/*") => self.comment(),
            '/' => self.slash(),
            '"' => self.text(),
            '{' | '(' | '[' => {
                self.depth += 1;
                if self.depth > MAX_NESTING && self.scan.too_deep.is_none() {
                    self.scan.too_deep = Some(self.at);
                }
                self.push(Kind::Open(c as u8), 1);
            }
            '}' | ')' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.push(Kind::Close(c as u8), 1);
            }
            '0'..='9' => {
                let length = number_length(rest);
                self.push(Kind::Number, length);
            }
            _ if c.is_alphabetic() || c == '_' => {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                self.push(Kind::Word, length);
            }
            _ => self.symbol(c),
        }
    }

    fn comment(&mut self) {
        if let Some(end) = self.rest().find("*/") {
            self.at += end + 2;
            return;
        }
        let help = "close it with `*/`, or use `//` for a comment of one line";
        self.report(Code::F0112, 2, "this comment is never closed", "opened here", help, None);
        self.lose();
    }

    /// Gives up the rest of the file.
    fn lose(&mut self) {
        self.scan.lost = Some(self.at);
        self.at = self.text.len();
    }

    /// A regex or a division.
    fn slash(&mut self) {
        let is_operand = match self.scan.tokens.as_slice() {
            [.., before, word] if word.kind == Kind::Word => {
                let slice = |t: &Token| self.text.get(t.start..t.end).unwrap_or("");
                !is_reserved(slice(word)) && !matches!(slice(before), "->" | "do")
            }
            [.., last] => matches!(last.kind, Kind::Number | Kind::Close(b')' | b']')),
            [] => false,
        };
        if self.no_regex || (is_operand && !self.leads) {
            self.push(Kind::Symbol, 1);
            return;
        }
        match regex_length(self.line()) {
            Some(length) => self.push(Kind::Regex, length),
            None => {
                self.no_regex = true;
                self.push(Kind::Symbol, 1);
            }
        }
    }

    fn text(&mut self) {
        let block = self.rest().starts_with("\"\"\"");
        let length = if block { block_length(self.rest()) } else { text_length(self.line()) };
        match length {
            Some(length) => self.push(Kind::Text, length),
            None if block => {
                let help = "close it with `\"\"\"`";
                self.report(Code::F0104, 3, "this `\"\"\"` text is never closed", "opened here", help, None);
                self.lose();
            }
            None => match self.broken_text() {
                Some(length) => self.push(Kind::Text, length),
                None => self.open_text(),
            },
        }
    }

    /// A text that was meant to go on over the line end: its length.
    fn broken_text(&mut self) -> Option<usize> {
        let (start, first) = (self.at, self.line().len());
        if guessed_end(self.line()).is_some() {
            return None;
        }
        let mut length = first;
        let mut rest = self.rest().get(first..)?;
        loop {
            let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
            length += rest.len() - line.len();
            rest = line;
            let line = rest.split(['\n', '\r']).next().unwrap_or("");
            let word = line.trim_start().split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
            let starts_anew = is_reserved(word) || SETTINGS.contains(&word) || line.trim_start().starts_with("->");
            let quotes = line.matches('"').count();
            if line.trim().is_empty() || starts_anew || quotes > 1 {
                return None;
            }
            if quotes == 1 {
                length += line.find('"').unwrap_or(0) + 1;
                break;
            }
            length += line.len();
            rest = rest.get(line.len()..)?;
        }
        let text = self.text.get(start..start + length)?;
        for (at, _) in text.match_indices(['\n', '\r']) {
            self.mend(start + at, " ");
        }
        let place = Span::new(self.file, start + first, start + first);
        let problem =
            Diagnostic::error(Code::F0104, "a text goes on over the line end", place, "the line ends within the text");
        let opened = Span::new(self.file, start, start + 1);
        let problem = problem.with_label(opened, "the text begins here");
        self.scan.problems.push(problem.with_help("write it on one line, or between `\"\"\"` and `\"\"\"`"));
        Some(length)
    }

    /// A text that the line ends. Where a ` -> node` or a ` {` follows the words, that was hardly meant as part of them.
    fn open_text(&mut self) {
        let line = self.line().trim_end();
        let guessed = guessed_end(line);
        let words = guessed.map_or(line, |end| line.get(..end).unwrap_or(line)).trim_end().len();
        let (start, end) = (self.at, self.at + words);
        let span = Span::new(self.file, start, end);
        let problem = Diagnostic::error(
            Code::F0104,
            "a text is not closed on its line",
            Span::new(self.file, end, end),
            "a `\"` belongs here",
        );
        let opened = Span::new(self.file, start, start + 1);
        self.scan.problems.push(
            problem
                .with_label(opened, "the text begins here")
                .with_help("close the text with `\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`")
                .with_edit(Span { start: span.end, ..span }, "\""),
        );
        // The quote goes over white space: the space before `{` or `->`, else the line end.
        let quote = if guessed.is_none() { start + self.line().len() } else { end };
        self.mend(quote, "\"");
        self.push(Kind::Text, quote - start);
    }

    fn symbol(&mut self, c: char) {
        match c {
            '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2018}'..='\u{201B}' => self.curly(c),
            '\'' if self.opens_quote() => self.curly(c),
            ';' => {
                self.report(
                    Code::F0101,
                    1,
                    "`;` is not needed",
                    "take this out",
                    "statements need no end mark",
                    Some(String::new()),
                );
                self.mend(self.at, " ");
                self.at += 1;
            }
            '=' if self.rest().starts_with("=>") => self.arrow("=>", 2),
            '\u{2192}' | '\u{21D2}' | '\u{27A1}' => self.arrow(&c.to_string(), c.len_utf8()),
            c if c.is_control() => {
                self.report(
                    Code::F0101,
                    c.len_utf8(),
                    "a control character",
                    "it cannot be seen, and means nothing here",
                    "take it out",
                    Some(String::new()),
                );
                self.mend(self.at, " ".repeat(c.len_utf8()));
                self.at += c.len_utf8();
            }
            _ => {
                let two = SYMBOLS.iter().any(|symbol| self.rest().starts_with(symbol));
                self.push(Kind::Symbol, if two { 2 } else { c.len_utf8() });
            }
        }
    }

    fn arrow(&mut self, written: &str, length: usize) {
        let headline = format!("`{written}` is written `->`");
        self.report(
            Code::F0101,
            length,
            &headline,
            "this is not an arrow of the language",
            "write `->`",
            Some("->".to_owned()),
        );
        self.mend(self.at, format!("{:<length$}", "->"));
        self.push(Kind::Symbol, length);
    }

    fn opens_quote(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|t| t.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ',' | '[' | '{'))
    }

    /// A text in quotes that are not `"`.
    fn curly(&mut self, open: char) {
        let line = self.line();
        let body = line.get(open.len_utf8()..).unwrap_or("");
        let single = matches!(open, '\'' | '\u{2018}'..='\u{201B}');
        let is_close = |c: char| match single {
            true => matches!(c, '\'' | '\u{2018}'..='\u{201B}'),
            false => matches!(c, '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '"'),
        };
        let close = body.char_indices().find(|(at, c)| {
            let next = body.get(at + c.len_utf8()..).and_then(|t| t.chars().next());
            is_close(*c) && !(single && next.is_some_and(char::is_alphanumeric))
        });
        let Some((inner, close)) = close.filter(|(at, _)| !body.get(..*at).unwrap_or("").contains(['"', '\\'])) else {
            self.push(Kind::Symbol, open.len_utf8());
            return;
        };
        let length = open.len_utf8() + inner + close.len_utf8();
        let right = format!("\"{}\"", body.get(..inner).unwrap_or(""));
        let headline = format!("texts stand between `\"` and `\"`, not `{open}` and `{close}`");
        self.report(
            Code::F0101,
            length,
            &headline,
            "other quotes than `\"`",
            "use the straight double quote `\"`",
            Some(right),
        );
        self.mend(self.at, format!("{:>1$}", "\"", open.len_utf8()));
        self.mend(self.at + open.len_utf8() + inner, format!("{:<1$}", "\"", close.len_utf8()));
        self.push(Kind::Text, length);
    }
}

/// Where a text that is not closed probably ends: before ` {` at the line end, or before ` -> `.
fn guessed_end(line: &str) -> Option<usize> {
    let brace = line.trim_end().strip_suffix('{').filter(|words| words.ends_with(' ')).map(str::len);
    brace.or_else(|| line.rfind(" -> ").map(|at| at + 1))
}

/// Digits, the letters stuck to them, and dots that a digit or letter follows.
fn number_length(rest: &str) -> usize {
    let mut length = 0;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let dot = c == '.' && chars.peek().is_some_and(char::is_ascii_alphanumeric);
        if !(c.is_ascii_alphanumeric() || c == '_' || dot) {
            break;
        }
        length += 1;
    }
    length
}

/// The length of a text that closes on its line. Mirrors `text_line` of the grammar.
fn text_length(line: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let rest = line.get(at..)?;
        let c = rest.chars().next()?;
        at += match c {
            '"' => return Some(at + 1),
            '\\' => escape_length(rest),
            '{' if rest.starts_with("{{") => braces_length(rest),
            _ => c.len_utf8(),
        };
    }
}

/// Mirrors `text_block` of the grammar.
fn block_length(rest: &str) -> Option<usize> {
    let mut at = 3;
    loop {
        let tail = rest.get(at..)?;
        let c = tail.chars().next()?;
        if tail.starts_with("\"\"\"") {
            return Some(at + 3);
        }
        at += match c {
            '\\' => escape_length(tail),
            '{' if tail.starts_with("{{") => braces_length(tail),
            _ => c.len_utf8(),
        };
    }
}

/// The length of `{{…}}`; 1 where another `{{` or the end comes first.
fn braces_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    for (at, pair) in bytes.windows(3).enumerate().skip(2) {
        match pair {
            b"\"\"\"" => return 1,
            [b'{', b'{', _] => return 1,
            [b'}', b'}', _] => return at + 2,
            _ => {}
        }
    }
    if bytes.len() > 3 && bytes.ends_with(b"}}") { bytes.len() } else { 1 }
}

fn escape_length(rest: &str) -> usize {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some('{') if chars.next() == Some('{') => 3,
        Some('\n' | '\r') | None => 1,
        Some(c) => 1 + c.len_utf8(),
    }
}

/// The length of a regex that closes on its line. Mirrors `regex` of the grammar.
fn regex_length(line: &str) -> Option<usize> {
    let mut class = false;
    let mut chars = line.char_indices().skip(1).peekable();
    let mut empty = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '/' if !class => return (!empty).then_some(at + 1),
            '\\' => {
                chars.next();
            }
            '[' if !class => {
                class = true;
                chars.next_if(|(_, c)| *c == '^');
                chars.next_if(|(_, c)| *c == ']');
            }
            ']' => class = false,
            _ => {}
        }
        empty = false;
    }
    None
}
