//! The look at a template before Handlebars parses it: one pass that bounds its size and nesting (Handlebars aborts
//! the process on deep nesting), finds where each word stands, and says in plain words what is wrong with blocks.

use super::error::TemplateError;
use super::limits::{MAX_NESTING, MAX_SOURCE};

/// What the pass found, in the order of the source.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan<'s> {
    /// Names within tags, closing tags and texts left out.
    pub words: Vec<Word<'s>>,
    /// Where `{{{` and `{{&` stand.
    pub raw: Vec<usize>,
    /// Where `{{>` and `{{#>` stand.
    pub partials: Vec<usize>,
    /// Where tags begin.
    pub tags: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'s> {
    pub text: &'s str,
    pub offset: usize,
}

fn wrong<T>(offset: usize, message: impl Into<String>) -> Result<T, TemplateError> {
    Err(TemplateError { message: message.into(), offset, limit: false })
}

fn too_much<T>(offset: usize, message: impl Into<String>) -> Result<T, TemplateError> {
    Err(TemplateError { message: message.into(), offset, limit: true })
}

/// Refuses a text longer than [`MAX_SOURCE`].
pub(super) fn size(source: &str) -> Result<(), TemplateError> {
    match source.char_indices().nth(MAX_SOURCE) {
        None => Ok(()),
        Some((offset, _)) => too_much(offset, format!("the text is longer than {MAX_SOURCE} characters")),
    }
}

pub(super) fn scan(source: &str) -> Result<Scan<'_>, TemplateError> {
    size(source)?;
    let mut scan = Scan::default();
    let mut blocks = Blocks::default();
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + found;
        let after = source.get(start..).unwrap_or_default();
        let backslashes = source.get(at..start).unwrap_or_default().bytes().rev().take_while(|b| *b == b'\\').count();
        if backslashes == 1 {
            at = start + if after.starts_with("{{{{") { 4 } else { 2 };
            continue;
        }
        let tag = Tag::read(source, start)?;
        scan.tags.push(start);
        tag.note(&mut scan);
        blocks.take(&tag)?;
        if !tag.sigils.contains('/') {
            let else_words = usize::from(tag.is_else() && !tag.sigils.contains('^'));
            scan.words.extend(tag.words.into_iter().skip(else_words));
        }
        at = tag.end;
    }
    blocks.finish()?;
    Ok(scan)
}

/// One `{{…}}`.
#[derive(Debug)]
struct Tag<'s> {
    start: usize,
    end: usize,
    /// What stands between the braces and the first word: `#`, `/`, `^`, `>` …
    sigils: &'s str,
    words: Vec<Word<'s>>,
}

impl<'s> Tag<'s> {
    fn read(source: &'s str, start: usize) -> Result<Tag<'s>, TemplateError> {
        let inner = source.get(start + 2..).unwrap_or_default();
        if inner.starts_with("{{") {
            return wrong(
                start,
                "four braces have no meaning here; write `\\{{` for braces that are said as they stand",
            );
        }
        let body = inner.trim_start_matches(|c: char| c == '~' || c.is_ascii_whitespace());
        let body_at = start + 2 + (inner.len() - body.len());
        if let Some(comment) = body.strip_prefix('!') {
            return Tag::comment(comment, start, body_at + 1);
        }
        let rest = body.trim_start_matches(|c: char| "#/^>*&{~".contains(c) || c.is_ascii_whitespace());
        let sigils = body.get(..body.len() - rest.len()).unwrap_or_default();
        let mut lexer = Lexer { source, start, at: body_at + sigils.len(), open: Vec::new(), words: Vec::new() };
        if sigils.contains('{') {
            lexer.open.push('}');
        }
        let end = lexer.run()?;
        Ok(Tag { start, end, sigils, words: lexer.words })
    }

    fn comment(comment: &'s str, start: usize, at: usize) -> Result<Tag<'s>, TemplateError> {
        let long = comment.trim_start().strip_prefix("--").and_then(|_| comment.find("--}}").map(|found| found + 4));
        match long.or_else(|| comment.find("}}").map(|found| found + 2)) {
            Some(length) => Ok(Tag { start, end: at + length, sigils: "!", words: Vec::new() }),
            None => wrong(start, "this comment is not closed with `}}`"),
        }
    }

    fn name(&self) -> &'s str {
        self.words.first().map_or("", |word| word.text)
    }

    fn is_else(&self) -> bool {
        self.sigils.contains('^') || (self.sigils.trim_matches(['~', ' ']).is_empty() && self.name() == "else")
    }

    fn note(&self, scan: &mut Scan<'_>) {
        if self.sigils.contains(['{', '&']) {
            scan.raw.push(self.start);
        }
        if self.sigils.contains('>') {
            scan.partials.push(self.start);
        }
    }
}

/// Reads to the end of a tag.
struct Lexer<'s> {
    source: &'s str,
    start: usize,
    at: usize,
    /// The brackets still to be closed.
    open: Vec<char>,
    words: Vec<Word<'s>>,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Gives where the tag ends.
    fn run(&mut self) -> Result<usize, TemplateError> {
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else {
                return wrong(self.start, "this `{{` is not closed with `}}`");
            };
            if self.open.is_empty() && rest.starts_with("}}") {
                return Ok(self.at + 2);
            }
            if rest.starts_with("{{") {
                return wrong(self.at, "`{{` cannot stand inside `{{…}}`; use `( … )` for a helper within a helper");
            }
            match c {
                '"' | '\'' => self.text(c)?,
                '(' => self.push(')')?,
                '[' => self.push(']')?,
                '{' => self.push('}')?,
                ')' | ']' | '}' => self.pop(c)?,
                _ if is_part(c) => self.word(),
                _ => self.at += c.len_utf8(),
            }
        }
    }

    fn push(&mut self, close: char) -> Result<(), TemplateError> {
        if self.open.len() >= MAX_NESTING {
            return too_much(self.at, format!("brackets stand more than {MAX_NESTING} deep in each other"));
        }
        self.open.push(close);
        self.at += 1;
        Ok(())
    }

    fn pop(&mut self, close: char) -> Result<(), TemplateError> {
        if self.open.pop() != Some(close) {
            return wrong(self.at, format!("this `{close}` closes nothing"));
        }
        self.at += 1;
        Ok(())
    }

    /// Skips a text in quotes.
    fn text(&mut self, quote: char) -> Result<(), TemplateError> {
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((length, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                self.at += length + 1;
                return Ok(());
            }
        }
        wrong(self.at, format!("this text is not closed with `{quote}`"))
    }

    /// Takes a path, with `[any words]` after a dot as part of it.
    fn word(&mut self) {
        let rest = self.rest();
        let mut length = 0;
        while let Some(c) = rest.get(length..).and_then(|r| r.chars().next()) {
            if is_part(c) {
                length += c.len_utf8();
            } else if c == '[' && rest.get(..length).is_some_and(|before| before.ends_with(['.', '/'])) {
                let Some(close) = rest.get(length..).and_then(|r| r.find(']')) else { break };
                length += close + 1;
            } else {
                break;
            }
        }
        if let Some(text) = rest.get(..length) {
            self.words.push(Word { text, offset: self.at });
        }
        self.at += length;
    }
}

fn is_part(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()[]{}\"'=|~,".contains(c)
}

/// The blocks that are open.
#[derive(Default)]
struct Blocks<'s> {
    open: Vec<Block<'s>>,
    depth: usize,
}

struct Block<'s> {
    name: &'s str,
    start: usize,
    /// Itself and its `{{else if}}`s, which stand in each other once parsed.
    depth: usize,
    has_else: bool,
}

impl<'s> Blocks<'s> {
    fn take(&mut self, tag: &Tag<'s>) -> Result<(), TemplateError> {
        if tag.sigils.contains('*') {
            return wrong(tag.start, "`{{*…}}` has no meaning here");
        }
        if tag.sigils == "!" {
            return Ok(());
        }
        if tag.name().is_empty() && !tag.is_else() && !tag.sigils.contains('/') && !tag.words_optional() {
            return wrong(tag.start, "there is nothing between these braces");
        }
        if tag.sigils.contains('#') {
            self.open.push(Block { name: tag.name(), start: tag.start, depth: 1, has_else: false });
            return self.deeper(tag.start);
        }
        if tag.sigils.contains('/') {
            return self.close(tag);
        }
        if tag.is_else() {
            return self.branch(tag);
        }
        if tag.name().starts_with("else") {
            let message = format!(
                "`{{{{{}}}}}` is read as `{{{{else …}}}}`: a name that begins so cannot stand here",
                tag.name()
            );
            return wrong(tag.start, message);
        }
        Ok(())
    }

    fn deeper(&mut self, start: usize) -> Result<(), TemplateError> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return too_much(start, format!("blocks stand more than {MAX_NESTING} deep in each other"));
        }
        Ok(())
    }

    fn close(&mut self, tag: &Tag<'s>) -> Result<(), TemplateError> {
        let Some(block) = self.open.pop() else {
            return wrong(tag.start, format!("`{{{{/{}}}}}` closes a block that was not opened", tag.name()));
        };
        if block.name != tag.name() {
            let (open, close) = (block.name, tag.name());
            return wrong(tag.start, format!("`{{{{/{close}}}}}` stands where `{{{{#{open}}}}}` must be closed first"));
        }
        self.depth = self.depth.saturating_sub(block.depth);
        Ok(())
    }

    fn branch(&mut self, tag: &Tag<'s>) -> Result<(), TemplateError> {
        let chained = tag.words.len() > usize::from(!tag.sigils.contains('^'));
        let Some(block) = self.open.last_mut() else {
            return wrong(tag.start, "`{{else}}` stands outside of a block");
        };
        if block.has_else {
            return wrong(tag.start, "nothing can follow the `{{else}}` of a block");
        }
        if !chained {
            block.has_else = true;
            return Ok(());
        }
        block.depth += 1;
        self.deeper(tag.start)
    }

    fn finish(&self) -> Result<(), TemplateError> {
        match self.open.last() {
            None => Ok(()),
            Some(block) => {
                let name = block.name;
                wrong(block.start, format!("`{{{{#{name}}}}}` is not closed with `{{{{/{name}}}}}`"))
            }
        }
    }
}

impl Tag<'_> {
    /// A tag can hold a bracketed name, `{{[my name]}}`, or a sub-expression alone.
    fn words_optional(&self) -> bool {
        self.end - self.start > 4 + self.sigils.len() + 2
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn error(source: &str) -> (String, usize) {
        let error = scan(source).unwrap_err();
        (error.message, error.offset)
    }

    #[test]
    fn finds_words_where_they_stand() {
        let source =
            r#"Hi {{name}}, {{#if (eq a.b "x y")}}{{~{raw}~}}{{else if c}}…{{else}}\{{no}}{{! no }}{{/if}} \\{{yes}}"#;
        let found = scan(source).unwrap();
        let words: Vec<&str> = found.words.iter().map(|w| w.text).collect();
        assert_eq!(words, ["name", "if", "eq", "a.b", "raw", "if", "c", "yes"]);
        assert!(found.words.iter().all(|w| source[w.offset..].starts_with(w.text)));
        assert_eq!(found.raw.len(), 1);
    }

    #[test]
    fn says_what_is_wrong() {
        for (source, message, offset) in [
            ("Hi {{name", "this `{{` is not closed with `}}`", 3),
            ("{{#if a}}x", "`{{#if}}` is not closed with `{{/if}}`", 0),
            ("x{{/if}}", "`{{/if}}` closes a block that was not opened", 1),
            ("{{#if a}}{{/each}}", "`{{/each}}` stands where `{{#if}}` must be closed first", 9),
            ("{{else}}", "`{{else}}` stands outside of a block", 0),
            ("{{#if a}}{{else}}{{else}}{{/if}}", "nothing can follow the `{{else}}` of a block", 17),
            ("a {{}}", "there is nothing between these braces", 2),
            ("{{date \"x}}", "this text is not closed with `\"`", 7),
            ("{{date x)}}", "this `)` closes nothing", 8),
            ("{{! x", "this comment is not closed with `}}`", 0),
        ] {
            assert_eq!(error(source), (message.to_owned(), offset), "{source}");
        }
    }

    #[test]
    fn bounds_size_and_depth() {
        assert!(size(&"é".repeat(MAX_SOURCE)).is_ok());
        assert_eq!(size(&"é".repeat(MAX_SOURCE + 1)).unwrap_err().offset, 2 * MAX_SOURCE);
        let blocks = |n: usize| format!("{}{}", "{{#if a}}".repeat(n), "{{/if}}".repeat(n));
        assert!(scan(&blocks(MAX_NESTING)).is_ok());
        assert!(scan(&blocks(MAX_NESTING + 1)).unwrap_err().limit);
        assert!(scan(&"{{#if a}}{{/if}}".repeat(400)).is_ok());
        let calls = |n: usize| format!("{{{{a {}b{}}}}}", "(a ".repeat(n), ")".repeat(n));
        assert!(scan(&calls(MAX_NESTING)).is_ok());
        assert!(scan(&calls(MAX_NESTING + 1)).unwrap_err().limit);
        let chain = |n: usize| format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{else if a}}".repeat(n));
        assert!(scan(&chain(MAX_NESTING - 1)).is_ok());
        assert!(scan(&chain(MAX_NESTING)).unwrap_err().limit);
    }

    proptest! {
        #[test]
        fn takes_any_text(source in "([{}#/^!>&*~()\\[\\]\"' \\\\a.=|é-]|\\{\\{|\\}\\}|else|if){0,60}") {
            if let Ok(found) = scan(&source) {
                prop_assert!(found.words.iter().all(|w| source[w.offset..].starts_with(w.text)));
            }
        }
    }
}
