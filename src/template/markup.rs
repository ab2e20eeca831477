//! Speech markup within Handlebars' output, as characters that XML 1.0 forbids and no value can therefore carry.

use std::borrow::Cow;

use super::speech::{Speech, plain};

const CHARACTERS: char = '\u{1}';
const EMPHASIS: char = '\u{2}';
const BREAK: char = '\u{3}';
const END: char = '\u{4}';
/// Begins a value that is no text, on its way between helpers; see [`super::carry`].
pub(super) const TYPED: char = '\u{8}';

/// Whether an XML 1.0 document can hold the character.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without the characters that XML forbids, our own marks among them.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

/// Writes pieces as marked-up text. Pieces without words are left out.
pub(super) fn write(pieces: &[Speech], out: &mut String) {
    let marked = |out: &mut String, mark: char, text: &str| {
        let text = clean(text);
        if !text.is_empty() {
            out.push(mark);
            out.push_str(&text);
            out.push(END);
        }
    };
    for piece in pieces {
        match piece {
            Speech::Characters(text) => marked(out, CHARACTERS, text),
            Speech::Emphasis(text) => marked(out, EMPHASIS, text),
            Speech::Break(0) => {}
            Speech::Break(ms) => marked(out, BREAK, &ms.to_string()),
            Speech::Text(text) => {
                let text = clean(text);
                out.push_str(&text);
            }
        }
    }
}

/// The pieces of marked-up text, neighbouring words in one piece.
pub(super) fn split(marked: &str) -> Vec<Speech> {
    let mut pieces = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find([CHARACTERS, EMPHASIS, BREAK]) {
        let (words, after) = rest.split_at(at);
        push_words(&mut pieces, words);
        let mut chars = after.chars();
        let mark = chars.next();
        let (content, after) = chars.as_str().split_once(END).unwrap_or((chars.as_str(), ""));
        let content = content.to_owned();
        pieces.push(match mark {
            Some(CHARACTERS) => Speech::Characters(content),
            Some(EMPHASIS) => Speech::Emphasis(content),
            _ => Speech::Break(content.parse().unwrap_or_default()),
        });
        rest = after;
    }
    push_words(&mut pieces, rest);
    pieces
}

fn push_words(pieces: &mut Vec<Speech>, words: &str) {
    if words.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Speech::Text(before)) => before.push_str(words),
        _ => pieces.push(Speech::Text(words.to_owned())),
    }
}

/// The pieces as plain text without what XML forbids.
pub(super) fn flat(pieces: &[Speech]) -> String {
    let text = plain(pieces);
    match clean(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(cleaned) => cleaned,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(pieces: &[Speech]) -> String {
        let mut out = String::new();
        write(pieces, &mut out);
        out
    }

    #[test]
    fn pieces_come_back() {
        let pieces = vec![
            Speech::Text("a <b> ".into()),
            Speech::Characters("12".into()),
            Speech::Break(500),
            Speech::Emphasis("now".into()),
            Speech::Text("!".into()),
        ];
        assert_eq!(split(&marked(&pieces)), pieces);
        assert_eq!(flat(&pieces), "a <b> 12now!");
    }

    #[test]
    fn neighbours_join_and_empty_pieces_go() {
        let pieces = [
            Speech::Text("a".into()),
            Speech::Characters("\u{1}\u{4}".into()),
            Speech::Break(0),
            Speech::Text("b\u{0}\u{fffe}".into()),
        ];
        assert_eq!(split(&marked(&pieces)), [Speech::Text("ab".into())]);
    }

    proptest! {
        #[test]
        fn no_text_adds_a_piece(text in any::<String>(), marks in "[\u{0}-\u{8}a]{0,20}") {
            let text = format!("{text}{marks}");
            let pieces = split(&marked(&[Speech::Text("<".into()), Speech::Characters(text.clone()), Speech::Text(">".into())]));
            let cleaned = clean(&text).into_owned();
            if cleaned.is_empty() {
                prop_assert_eq!(pieces, vec![Speech::Text("<>".into())]);
            } else {
                prop_assert_eq!(pieces, vec![Speech::Text("<".into()), Speech::Characters(cleaned), Speech::Text(">".into())]);
            }
        }
    }
}
