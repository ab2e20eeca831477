//! Long texts in pieces: between sentences, else between words, else between characters.

use unicode_normalization::char::is_combining_mark;

/// The length that the provider's limits count: UTF-16 units, which is never less than the number of characters.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Cuts a text into pieces of at most `max` units. A text that fits stays as it is; where it is cut, the white space
/// around the cut goes.
pub(super) fn pieces(text: &str, max: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while units(rest) > max {
        let (piece, after) = rest.split_at(cut(rest, max));
        pieces.push(piece.trim_end());
        rest = after.trim_start();
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The last good place, in bytes, to cut a text longer than `max` units; past its first character.
pub(super) fn cut(text: &str, max: usize) -> usize {
    let (mut sentence, mut word, mut character) = (0, 0, 0);
    let mut used = 0;
    let mut before = None;
    for (at, next) in text.char_indices() {
        if let Some(before) = before {
            let head = text.get(..at).unwrap_or_default();
            if next.is_whitespace() {
                word = at;
                if ends_sentence(head) || next == '\n' {
                    sentence = at;
                }
            } else if is_full_stop_wide(before) && !is_full_stop_wide(next) && !matches!(next, '」' | '』' | '）' | '”')
            {
                sentence = at;
            }
            if !is_joined(head, before, next) {
                character = at;
            }
        }
        used += next.len_utf16();
        if used > max {
            break;
        }
        before = Some(next);
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    [sentence, word, character, hard_cut(text, max), first].into_iter().find(|at| *at > 0).unwrap_or(text.len())
}

/// Where only length counts: one character of the text may be longer than any limit in a run of combining marks.
fn hard_cut(text: &str, max: usize) -> usize {
    let mut used = 0;
    let fits = text.char_indices().take_while(|(_, character)| {
        used += character.len_utf16();
        used <= max
    });
    fits.last().map_or(0, |(at, character)| at + character.len_utf8())
}

fn ends_sentence(head: &str) -> bool {
    head.trim_end_matches(['"', '\'', ')', ']', '»', '”', '’']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Full stops that no space follows.
fn is_full_stop_wide(character: char) -> bool {
    matches!(character, '。' | '！' | '？')
}

/// Whether two neighbours are seen as one character: marks, joined emoji, flags, Hangul letters, line ends.
fn is_joined(head: &str, before: char, next: char) -> bool {
    const JOINER: char = '\u{200D}';
    let is_flag_letter = |character: char| ('\u{1F1E6}'..='\u{1F1FF}').contains(&character);
    let is_hangul_letter = |character: char| ('\u{1100}'..='\u{11FF}').contains(&character);
    let is_syllable = |character: char| ('\u{AC00}'..='\u{D7A3}').contains(&character);
    let modifies = matches!(next, '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}');
    let flag_begun = || head.chars().rev().take_while(|letter| is_flag_letter(*letter)).count() % 2 == 1;
    (before == '\r' && next == '\n')
        || next == JOINER
        || before == JOINER
        || modifies
        || is_combining_mark(next)
        || (is_flag_letter(next) && flag_begun())
        || (is_hangul_letter(next) && (is_hangul_letter(before) || is_syllable(before)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prefers_sentences_then_words_then_characters() {
        assert_eq!(pieces("One two. Three four.", 14), ["One two.", "Three four."]);
        assert_eq!(pieces("He said \"no.\" Then left.", 20), ["He said \"no.\"", "Then left."]);
        assert_eq!(pieces("one two three", 9), ["one two", "three"]);
        assert_eq!(pieces("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(pieces("日本。東京です。", 5), ["日本。", "東京です。"]);
        assert_eq!(pieces("  fits  ", 8), ["  fits  "]);
        assert!(pieces("", 8).is_empty());
    }

    #[test]
    fn keeps_what_is_seen_as_one_character() {
        assert_eq!(pieces("ae\u{301}x", 2), ["a", "e\u{301}", "x"]);
        assert_eq!(pieces("🇩🇪🇫🇷", 6), ["🇩🇪", "🇫🇷"]);
        assert_eq!(pieces("ab👩‍👧", 5), ["ab", "👩‍👧"]);
        assert_eq!(pieces("x👍🏽", 4), ["x", "👍🏽"]);
        assert_eq!(pieces(&format!("e{}", "\u{301}".repeat(5)), 4), ["e\u{301}\u{301}\u{301}", "\u{301}\u{301}"]);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "\\PC{0,80}|[a. ]{0,80}", max in 2_usize..20) {
            let pieces = pieces(&text, max);
            prop_assert!(pieces.iter().all(|piece| units(piece) <= max && !piece.is_empty()));
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&pieces.concat()), solid(&text));
        }
    }
}
