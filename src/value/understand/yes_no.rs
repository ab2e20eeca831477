use super::digits::digits;
use super::item::{Item, items, plain};
use super::lexicon::{Lexicon, lexicons};
use super::words::Role;
use crate::value::language::primary;

/// Longer sentences are not answered yes or no by one word in them. In bytes.
const LONGEST: usize = 48;

/// A yes or a no: `yes please`, `Nope!`, `claro que sí`, 👍. Key `1` is yes and `2` is no. An answer with both in it
/// is neither, and so is one that says that it is not sure.
pub fn yes_no(text: &str, language: &str) -> Option<bool> {
    let plain = plain(text, &primary(language));
    let items = items(&plain)?;
    let known: Vec<&Lexicon> = lexicons(language).collect();
    let alone = |role: Role| known.iter().any(|lexicon| lexicon.skip(role, &items) == items.len());
    if alone(Role::YesAlone) || alone(Role::NoAlone) {
        return (alone(Role::YesAlone) != alone(Role::NoAlone)).then(|| alone(Role::YesAlone));
    }
    match digits(text, language).as_deref() {
        Some("1") => return Some(true),
        Some("2") => return Some(false),
        Some(_) => return None,
        None => {}
    }
    if plain.len() > LONGEST {
        return None;
    }
    known.iter().map(|lexicon| said(&items, lexicon)).find(|said| *said != Said::Nothing)?.answer()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Yes,
    No,
    Neither,
}

impl Said {
    fn answer(self) -> Option<bool> {
        match self {
            Said::Yes => Some(true),
            Said::No => Some(false),
            Said::Nothing | Said::Neither => None,
        }
    }

    fn and(self, other: Said) -> Said {
        match (self, other) {
            (Said::Nothing, said) | (said, Said::Nothing) => said,
            (one, two) if one == two => one,
            _ => Said::Neither,
        }
    }
}

/// What all phrases in the text say, each as long as can be: `of course not` is one no.
fn said(items: &[Item<'_>], lexicon: &Lexicon) -> Said {
    const MEANINGS: [(Role, Said); 3] = [(Role::Yes, Said::Yes), (Role::No, Said::No), (Role::Unsure, Said::Neither)];
    let mut said = Said::Nothing;
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let phrases = MEANINGS.iter().map(|(role, meaning)| (lexicon.skip(*role, rest), *meaning));
        let (length, meaning) = phrases.max_by_key(|(length, _)| *length).unwrap_or((0, Said::Nothing));
        if length > 0 {
            said = said.and(meaning);
        }
        at += length.max(1);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        for (text, language, expected) in [
            ("Yes!", "en", Some(true)),
            ("yes please", "en-US", Some(true)),
            ("Nope.", "en", Some(false)),
            ("no thanks", "en", Some(false)),
            ("1", "en", Some(true)),
            ("2", "de", Some(false)),
            ("3", "de", None),
            ("Sí", "es", Some(true)),
            ("si", "es-MX", Some(true)),
            ("claro que sí", "es", Some(true)),
            ("oui", "fr", Some(true)),
            ("Non merci", "fr", Some(false)),
            ("ja bitte", "de", Some(true)),
            ("NEIN", "de", Some(false)),
            ("sim", "pt-BR", Some(true)),
            ("Não", "pt", Some(false)),
            ("yes", "de", Some(true)),
            ("yes and no", "en", None),
            ("sim, no sábado", "pt", Some(true)),
            ("maybe", "en", None),
            ("", "en", None),
            ("not correct", "en", Some(false)),
            ("of course not", "en", Some(false)),
            ("I don't know", "en", None),
            ("si", "en", None),
            ("oui", "en", None),
            ("\u{1F44D}", "en", Some(true)),
            ("\u{1F44D}\u{1F3FD}", "ja", Some(true)),
            ("nobody", "en", None),
            ("yes well it is a long story about my order you see", "en", None),
        ] {
            assert_eq!(yes_no(text, language), expected, "{text} in {language}");
        }
    }
}
