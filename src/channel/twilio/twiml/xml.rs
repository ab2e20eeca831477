//! Writes XML that every parser accepts, whatever the texts hold. Knows nothing of verbs.

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

pub(super) struct Xml {
    out: String,
    /// The start tag has no `>` yet: attributes may still come, and without content it closes itself.
    tag_open: bool,
}

/// A point to go back to.
pub(super) struct Mark {
    len: usize,
    tag_open: bool,
}

impl Xml {
    /// The declaration first: the provider takes no byte before it.
    pub(super) fn document() -> Xml {
        Xml { out: DECLARATION.to_owned(), tag_open: false }
    }

    /// Attributes come first in `content`, then text and children.
    pub(super) fn element(&mut self, name: &'static str, content: impl FnOnce(&mut Xml)) {
        self.close_tag();
        self.out.push('<');
        self.out.push_str(name);
        self.tag_open = true;
        content(self);
        if self.tag_open {
            self.out.push_str("/>");
            self.tag_open = false;
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An attribute of the element just begun.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        debug_assert!(self.tag_open, "`{name}` comes after the content of its element");
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for character in value.chars() {
            match character {
                '"' => self.out.push_str("&quot;"),
                '\t' => self.out.push_str("&#9;"),
                '\n' => self.out.push_str("&#10;"),
                other => self.escaped(other),
            }
        }
        self.out.push('"');
    }

    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        for character in text.chars() {
            self.escaped(character);
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { len: self.out.len(), tag_open: self.tag_open }
    }

    /// Bytes written since.
    pub(super) fn since(&self, mark: &Mark) -> usize {
        self.out.len().saturating_sub(mark.len)
    }

    /// Takes back all that was written since.
    pub(super) fn undo(&mut self, mark: &Mark) {
        self.out.truncate(mark.len);
        self.tag_open = mark.tag_open;
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    fn close_tag(&mut self) {
        if self.tag_open {
            self.out.push('>');
            self.tag_open = false;
        }
    }

    /// A bare carriage return would be read back as a line feed.
    fn escaped(&mut self, character: char) {
        match character {
            '&' => self.out.push_str("&amp;"),
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '\r' => self.out.push_str("&#13;"),
            other if is_allowed(other) => self.out.push(other),
            _ => {}
        }
    }
}

/// Whether XML 1.0 can carry the character at all; there is no escape for the others.
pub(super) fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(content: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml::document();
        xml.element("R", content);
        String::from_utf8(xml.into_bytes()).unwrap().strip_prefix(DECLARATION).unwrap().to_owned()
    }

    #[test]
    fn escapes_by_place() {
        let hostile = "<a>&\"'\r\n\t]]>\0\u{FFFE}";
        assert_eq!(body(|xml| xml.text(hostile)), "<R>&lt;a&gt;&amp;\"'&#13;\n\t]]&gt;</R>");
        let expected = "<R a=\"&lt;a&gt;&amp;&quot;'&#13;&#10;&#9;]]&gt;\"/>";
        assert_eq!(body(|xml| xml.attribute("a", hostile)), expected);
    }

    #[test]
    fn takes_back_to_a_mark() {
        let written = body(|xml| {
            let mark = xml.mark();
            xml.element("Gone", |xml| xml.text("x"));
            assert_eq!(xml.since(&mark), ">".len() + "<Gone>x</Gone>".len());
            xml.undo(&mark);
        });
        assert_eq!(written, "<R/>");
    }
}
