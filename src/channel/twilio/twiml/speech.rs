//! What is said, as `<Say>` elements.

use std::borrow::Cow;

use crate::template::Speech;

use super::split::{pieces, units};
use super::value::writable;
use super::verb::{Piece, Say};

/// Longer text draws a warning and is cut by the provider.
const SAY_MAX: usize = 4096;
/// The longest `<break>`.
const BREAK_MAX_MS: u32 = 10_000;
/// A longer silence inside a sentence is a mistake.
const SILENCE_MAX_MS: u32 = 60_000;

/// One `<Say>`, or several where it is too long for one; none where nothing would be heard.
pub(super) fn says<'a>(speech: &'a [Speech], language: Option<&'a str>, voice: Option<&'a str>) -> Vec<Say<'a>> {
    let mut said = Vec::new();
    let mut current = Vec::new();
    let mut used = 0;
    for piece in speech.iter().flat_map(parts) {
        let length = length(&piece);
        if used + length > SAY_MAX {
            said.push(std::mem::take(&mut current));
            used = 0;
        }
        used += length;
        current.push(piece);
    }
    said.push(current);
    said.retain(|pieces| pieces.iter().any(is_heard));
    said.into_iter().map(|pieces| Say { language, voice, pieces }).collect()
}

/// A piece of speech in parts that each fit into a `<Say>`.
fn parts(speech: &Speech) -> Vec<Piece<'_>> {
    match speech {
        Speech::Text(text) => texts(text, Piece::Text),
        Speech::Characters(text) if !text.trim().is_empty() => texts(text, Piece::Characters),
        Speech::Emphasis(text) if !text.trim().is_empty() => texts(text, Piece::Emphasis),
        Speech::Characters(text) | Speech::Emphasis(text) => texts(text, Piece::Text),
        Speech::Break(ms) => breaks(*ms),
    }
}

fn texts<'a>(text: &'a str, piece: impl Fn(Cow<'a, str>) -> Piece<'a>) -> Vec<Piece<'a>> {
    let text = writable(text);
    if text.is_empty() {
        return Vec::new();
    }
    if units(&text) <= SAY_MAX {
        return vec![piece(text)];
    }
    pieces(&text, SAY_MAX).into_iter().map(|part| piece(Cow::Owned(part.to_owned()))).collect()
}

fn breaks<'a>(ms: u32) -> Vec<Piece<'a>> {
    let mut left = ms.min(SILENCE_MAX_MS);
    let mut breaks = Vec::new();
    while left > 0 {
        let length = left.min(BREAK_MAX_MS);
        breaks.push(Piece::Break(length));
        left -= length;
    }
    breaks
}

fn length(piece: &Piece<'_>) -> usize {
    match piece {
        Piece::Text(text) | Piece::Characters(text) | Piece::Emphasis(text) => units(text),
        Piece::Break(_) => 0,
    }
}

fn is_heard(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Text(text) | Piece::Characters(text) | Piece::Emphasis(text) => !text.trim().is_empty(),
        Piece::Break(_) => true,
    }
}
