//! How many parts a text message is sent and paid in, and the cheap spelling of what makes it dear.
//!
//! A message goes out in GSM-7 where each of its characters is in that alphabet, and as a whole in UCS-2 otherwise,
//! which holds less than half as much.

use unicode_normalization::char::is_combining_mark;

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
                     abcdefghijklmnopqrstuvwxyzäöñüà";
/// These take two places.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    Gsm7,
    Ucs2,
}

/// The parts of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    pub alphabet: Alphabet,
    /// What each part holds, in septets or UTF-16 units; never empty.
    pub parts: Vec<usize>,
}

impl Segments {
    pub fn count(&self) -> usize {
        self.parts.len()
    }
}

/// Splits a text as it is sent: a message of one part has more room than each of several.
pub fn segments(text: &str) -> Segments {
    if text.chars().all(is_cheap) {
        let sizes = text.chars().map(|c| if EXTENSION.contains(c) { 2 } else { 1 });
        return Segments { alphabet: Alphabet::Gsm7, parts: fill(sizes, 160, 153) };
    }
    Segments { alphabet: Alphabet::Ucs2, parts: fill(clusters(text).into_iter(), 70, 67) }
}

/// Whether a character is in the cheap alphabet.
pub fn is_cheap(c: char) -> bool {
    BASIC.contains(c) || EXTENSION.contains(c)
}

/// The same in the cheap alphabet, for characters that word processors and phones put in by themselves.
pub fn cheap_spelling(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '`' | '´' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '«' | '»' => "\"",
        '\u{201a}' => ",",
        '\u{2039}' => "<",
        '\u{203a}' => ">",
        '\u{2010}'..='\u{2015}' | '\u{2022}' | '\u{2043}' | '\u{2212}' => "-",
        '…' => "...",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' => "",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        '÷' | '\u{2044}' => "/",
        '\u{203c}' => "!!",
        _ => return None,
    })
}

/// Nothing that belongs together is split between two parts.
fn fill(sizes: impl Iterator<Item = usize> + Clone, single: usize, multi: usize) -> Vec<usize> {
    let total: usize = sizes.clone().sum();
    if total <= single {
        return vec![total];
    }
    let mut parts = Vec::new();
    let mut used = 0;
    for mut size in sizes {
        if used + size > multi && used > 0 {
            parts.push(used);
            used = 0;
        }
        while size > multi {
            parts.push(multi);
            size -= multi;
        }
        used += size;
    }
    parts.push(used);
    parts
}

/// The sizes in UTF-16 units of what is seen as one character: marks, joined emoji, flags and skin tones included.
fn clusters(text: &str) -> Vec<usize> {
    let mut sizes: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    let mut flags = 0_usize;
    for c in text.chars() {
        let joins = is_combining_mark(c)
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
            || before == Some('\u{200d}') && !c.is_alphanumeric();
        let is_flag = matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        flags = if is_flag { flags + 1 } else { 0 };
        match sizes.last_mut() {
            Some(last)
                if before.is_some_and(|b| !b.is_control()) && (joins || (is_flag && flags.is_multiple_of(2))) =>
            {
                *last += c.len_utf16();
            }
            _ => sizes.push(c.len_utf16()),
        }
        before = Some(c);
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTORS: &str = include_str!("../../tests/protocol/sms-segments.json");

    #[test]
    fn every_vector_comes_out() {
        let file: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        assert_eq!(file["format"], "sms-segments/1");
        let vectors = file["vectors"].as_array().unwrap();
        assert!(vectors.len() >= 95);
        for vector in vectors {
            let text = vector["text"].as_str().unwrap();
            let found = segments(text);
            let alphabet = |name: &serde_json::Value| if name == "GSM-7" { Alphabet::Gsm7 } else { Alphabet::Ucs2 };
            let parts: Vec<usize> =
                vector["per_segment_units"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
            assert_eq!(found.alphabet, alphabet(&vector["encoding"]), "{} {}", vector["id"], vector["name"]);
            assert_eq!(found.parts, parts, "{} {}", vector["id"], vector["name"]);
            assert_eq!(found.count() as u64, vector["segments"].as_u64().unwrap(), "{}", vector["id"]);

            let mut smart = String::new();
            for c in text.chars() {
                match cheap_spelling(c).filter(|_| !is_cheap(c)) {
                    Some(cheap) => smart.push_str(cheap),
                    None => smart.push(c),
                }
            }
            let expected = &vector["smart"];
            assert_eq!(segments(&smart).alphabet, alphabet(&expected["encoding"]), "{} smart", vector["id"]);
            assert_eq!(segments(&smart).count() as u64, expected["segments"].as_u64().unwrap(), "{}", vector["id"]);
        }
    }

    #[test]
    fn cheap_spellings_are_cheap() {
        for c in ('\0'..='\u{ffff}').filter(|c| cheap_spelling(*c).is_some()) {
            assert!(!is_cheap(c), "{c:?}");
            assert!(cheap_spelling(c).unwrap().chars().all(is_cheap), "{c:?}");
        }
    }
}
