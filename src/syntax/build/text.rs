//! Quoted texts: escapes, and the folding of `"""…"""` blocks.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, one};
use crate::syntax::tree::Text;

/// A character and its offset in the quoted text; what folding puts in has the offset of the line end.
type Stream = Vec<(usize, char)>;

impl Builder {
    /// The text of the child `text`.
    pub(super) fn text_in(&mut self, pair: &Pair<'_>) -> Text {
        match one(pair, Rule::text) {
            Some(kid) => self.text(&kid),
            None => {
                Text { value: String::new(), span: self.span(pair).head(), map: Vec::new(), block: false, flow: None }
            }
        }
    }

    pub(super) fn texts_in(&mut self, pair: &Pair<'_>) -> Vec<Text> {
        all(pair, Rule::text).map(|kid| self.text(&kid)).collect()
    }

    pub(super) fn text(&mut self, pair: &Pair<'_>) -> Text {
        let raw = pair.as_str();
        let block = raw.len() >= 6 && raw.starts_with("\"\"\"");
        let marks = if block { 3 } else { 1 };
        let inner = raw.get(marks..raw.len().saturating_sub(marks)).unwrap_or("");
        let stream =
            if block { fold(inner, marks) } else { inner.char_indices().map(|(i, c)| (i + marks, c)).collect() };
        let offset = pair.as_span().start();
        let mut reader =
            Reader { stream: &stream, at: 0, value: String::new(), map: Vec::new(), base: self.base + offset };
        while let Some(slip) = reader.step() {
            let span = self.place(offset + slip.start, offset + slip.end);
            let problem = Diagnostic::error(slip.code, slip.headline, span, slip.label).with_help(slip.help);
            self.report(match slip.mend {
                Some(mend) => problem.with_edit(span, mend),
                None => problem,
            });
        }
        Text { value: reader.value, span: self.span(pair), map: reader.map, block, flow: None }
    }
}

/// Drops the common indent, folds single line ends into spaces, keeps blank lines.
fn fold(inner: &str, marks: usize) -> Stream {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = marks;
    for line in inner.split('\n') {
        lines.push((start, line.trim_end()));
        start += line.len() + 1;
    }
    let own_line = lines.first().is_some_and(|(_, line)| line.trim().is_empty());
    let indent = lines
        .iter()
        .skip(1)
        .filter(|(_, line)| !line.is_empty())
        .map(|(_, line)| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let mut stream = Stream::new();
    let mut blanks = 0;
    let mut end_of_last = None;
    for (number, (start, line)) in lines.into_iter().enumerate() {
        let cut = if number == 0 { line.len() - line.trim_start().len() } else { indent };
        let Some(kept) = line.get(cut..).filter(|kept| !kept.is_empty()) else {
            blanks += usize::from(!(number == 0 && own_line));
            continue;
        };
        if let Some(end) = end_of_last {
            let joint = if blanks == 0 { " ".to_owned() } else { "\n".repeat(blanks + 1) };
            stream.extend(joint.chars().map(|c| (end, c)));
        }
        stream.extend(kept.char_indices().map(|(i, c)| (start + cut + i, c)));
        end_of_last = Some(start + line.len());
        blanks = 0;
    }
    stream
}

/// A mistake within a text, in offsets of the quoted text.
struct Slip {
    code: Code,
    start: usize,
    end: usize,
    headline: String,
    label: &'static str,
    help: &'static str,
    mend: Option<String>,
}

struct Reader<'a> {
    stream: &'a [(usize, char)],
    at: usize,
    value: String,
    map: Vec<(u32, u32)>,
    base: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.stream.get(self.at + ahead).map(|(_, c)| *c)
    }

    /// The offset of a character to come; at the end, one past the last.
    fn offset(&self, ahead: usize) -> usize {
        match self.stream.get(self.at + ahead) {
            Some((offset, _)) => *offset,
            None => self.stream.last().map_or(0, |(offset, c)| offset + c.len_utf8()),
        }
    }

    fn push(&mut self, c: char, offset: usize) {
        let here = u32::try_from(self.value.len()).unwrap_or(u32::MAX);
        let source = u32::try_from(self.base + offset).unwrap_or(u32::MAX);
        let runs_on = self.map.last().is_some_and(|(v, s)| source.checked_sub(*s) == here.checked_sub(*v));
        if !runs_on {
            self.map.push((here, source));
        }
        self.value.push(c);
    }

    /// Takes this many characters as they are.
    fn keep(&mut self, count: usize) {
        for _ in 0..count {
            if let Some((offset, c)) = self.stream.get(self.at).copied() {
                self.push(c, offset);
                self.at += 1;
            }
        }
    }

    /// Takes an escape of `count` characters as `c`.
    fn replace(&mut self, count: usize, c: char) {
        self.push(c, self.offset(0));
        self.at += count;
    }

    /// Reads on to the next mistake or the end.
    fn step(&mut self) -> Option<Slip> {
        while let Some(c) = self.peek(0) {
            let slip = match (c, self.peek(1)) {
                ('\\', next) => self.escape(next),
                ('{', Some('{')) => self.braces(),
                _ => {
                    self.keep(1);
                    None
                }
            };
            if slip.is_some() {
                return slip;
            }
        }
        None
    }

    fn escape(&mut self, next: Option<char>) -> Option<Slip> {
        match next {
            Some('\\') if self.peek(2) == Some('{') && self.peek(3) == Some('{') => self.keep(2),
            Some('\\') => self.replace(2, '\\'),
            Some('{') if self.peek(2) == Some('{') => self.keep(3),
            Some('"') => self.replace(2, '"'),
            Some('n') => self.replace(2, '\n'),
            Some('t') => self.replace(2, '\t'),
            Some('u') => return self.unicode(),
            other => return Some(self.unknown(other)),
        }
        None
    }

    fn unknown(&mut self, next: Option<char>) -> Slip {
        let written: String = std::iter::once('\\').chain(next).collect();
        let (start, end) = (self.offset(0), self.offset(1 + next.map_or(0, |_| 1)));
        self.at += 1;
        self.keep(usize::from(next.is_some()));
        Slip {
            code: Code::F0106,
            start,
            end,
            headline: format!("unknown escape `{written}`"),
            label: "this means nothing in a text",
            help: "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\u{…}` and `\\{{`; a backslash itself is `\\\\`",
            mend: next.map(|c| format!("\\\\{c}")),
        }
    }

    /// `\u{1F600}`; braces and backslashes are refused, because what they make would be read as a template.
    fn unicode(&mut self) -> Option<Slip> {
        let mut digits = String::new();
        let mut length = 2;
        let open = self.peek(length) == Some('{');
        length += usize::from(open);
        while let Some(c) = self.peek(length).filter(|c| open && c.is_ascii_hexdigit() && digits.len() < 7) {
            digits.push(c);
            length += 1;
        }
        let closed = open && self.peek(length) == Some('}');
        length += usize::from(closed);
        let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
        match c.filter(|c| closed && !matches!(c, '{' | '}' | '\\' | '\0')) {
            Some(c) => {
                self.replace(length, c);
                None
            }
            None => {
                let (start, end) = (self.offset(0), self.offset(length));
                self.at += length;
                Some(Slip {
                    code: Code::F0106,
                    start,
                    end,
                    headline: "this `\\u{…}` names no character".to_owned(),
                    label: "not a character that can be written so",
                    help: "write the character's number in hexadecimal, as in `\\u{e9}` for é; braces and backslashes are written as they are",
                    mend: None,
                })
            }
        }
    }

    /// `{{…}}` is kept as it is; where it is not closed the template engine says so.
    fn braces(&mut self) -> Option<Slip> {
        let start = self.at;
        let mut second = None;
        let mut ahead = 2;
        loop {
            match (self.peek(ahead), self.peek(ahead + 1)) {
                (Some('}'), Some('}')) => break,
                (Some('{'), Some('{')) if ahead > 2 && second.is_none() => second = Some(ahead),
                (None, _) => {
                    self.keep(ahead);
                    return None;
                }
                _ => {}
            }
            ahead += 1;
        }
        let Some(second) = second else {
            self.keep(ahead + 2);
            return None;
        };
        let slip = Slip {
            code: Code::F0101,
            start: self.offset(second),
            end: self.offset(second + 2),
            headline: "expected `}}`, found a second `{{`".to_owned(),
            label: "the `{{` before this one is still open",
            help: "close the first with `}}`, or write `\\{{` for a literal pair of braces",
            mend: None,
        };
        // Left out of the value, so that the template engine does not report it again.
        self.at = start + ahead + 2;
        Some(slip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(inner: &str) -> String {
        fold(inner, 3).into_iter().map(|(_, c)| c).collect()
    }

    #[test]
    fn a_block_is_dedented_and_folded() {
        assert_eq!(folded("\n    One\n    two.\n\n    Three.\n    "), "One two.\n\nThree.");
        assert_eq!(folded("One\n  two"), "One two");
        assert_eq!(folded("\n  a\n    b\n"), "a   b");
        assert_eq!(folded(""), "");
        assert_eq!(folded("\r\n  a\r\n  b\r\n"), "a b");
    }

    fn read(inner: &str) -> (String, Vec<(u32, u32)>, usize) {
        let stream: Stream = inner.char_indices().collect();
        let mut reader = Reader { stream: &stream, at: 0, value: String::new(), map: Vec::new(), base: 0 };
        let mut slips = 0;
        while reader.step().is_some() {
            slips += 1;
        }
        (reader.value, reader.map, slips)
    }

    #[test]
    fn escapes_are_resolved_and_mapped() {
        assert_eq!(read(r#"a\"b\n"#), ("a\"b\n".to_owned(), vec![(0, 0), (2, 3)], 0));
        assert_eq!(read(r"\u{e9}!").0, "é!");
        assert_eq!(read(r"a\\b").0, r"a\b");
    }

    #[test]
    fn braces_stay_for_the_template_engine() {
        assert_eq!(read(r#"{{plural n "a\b"}}"#).0, r#"{{plural n "a\b"}}"#);
        assert_eq!(read(r"\{{x}}").0, r"\{{x}}");
        assert_eq!(read(r"\\{{x}}").0, r"\\{{x}}");
    }

    #[test]
    fn mistakes_are_counted() {
        assert_eq!(read(r"\q").2, 1);
        assert_eq!(read(r"\u{110000}").2, 1);
        assert_eq!(read(r"\u{7b}").2, 1);
        assert_eq!(read(r"\u").2, 1);
        assert_eq!(read("{{a {{b}} c").2, 1);
        assert_eq!(read("{{{x}}}").2, 0);
    }
}
