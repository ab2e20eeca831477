//! The wording that we generate, by language: one file a language, English where there is none.

mod de;
mod en;
mod es;
mod fr;
mod money;
mod pt;
mod wording;

use crate::value::{primary, region};

use wording::Table;
pub use wording::{PHRASES, Phrases};

/// The phrases for a language tag.
pub fn phrases(tag: &str) -> Phrases {
    Phrases::new(tag, table(tag).unwrap_or(&en::AMERICAN))
}

/// Whether there are phrases of ours in a language; else they are English.
pub fn has_phrases(tag: &str) -> bool {
    table(tag).is_some()
}

fn table(tag: &str) -> Option<&'static Table> {
    Some(match (primary(tag).as_str(), region(tag).as_str()) {
        ("en", "" | "US" | "CA" | "PH") => &en::AMERICAN,
        ("en", _) => &en::BRITISH,
        ("es", "MX" | "US" | "PR" | "GT" | "HN" | "NI" | "SV" | "DO" | "PA" | "419") => &es::MEXICAN,
        ("es", _) => &es::SPANISH,
        ("fr", _) => &fr::FRENCH,
        ("de", _) => &de::GERMAN,
        ("pt", "PT") => &pt::EUROPEAN,
        ("pt", _) => &pt::BRAZILIAN,
        _ => return None,
    })
}
