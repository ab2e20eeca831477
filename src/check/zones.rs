//! Time zones by their names in the IANA database.

use jiff::tz::{self, TimeZone};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::Text;

use super::checker::Checker;
use super::suggest;

/// What people write for a zone whose place they do not name.
const ALIASES: [(&str, &str); 12] = [
    ("eastern", "America/New_York"),
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("central", "America/Chicago"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("mountain", "America/Denver"),
    ("mdt", "America/Denver"),
    ("pacific", "America/Los_Angeles"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("bst", "Europe/London"),
];

/// Abbreviations that the database keeps for old times: an offset without summer time.
const OLD: [&str; 6] = ["EST", "MST", "HST", "EST5EDT", "CST6CDT", "PST8PDT"];

impl<'a> Checker<'a> {
    /// The zone that a text names; one that names none is reported.
    pub fn check_zone(&mut self, text: &'a Text) {
        if let Err(problem) = zone(&text.value, text.span) {
            self.report(*problem);
        }
    }
}

/// The zone of a name, or what is wrong with the name.
pub(super) fn zone(name: &str, span: Span) -> Result<TimeZone, Box<Diagnostic>> {
    if let Ok(zone) = TimeZone::get(name)
        && !OLD.contains(&name)
    {
        return Ok(zone);
    }
    let problem = Diagnostic::error(
        Code::F1301,
        format!("unknown time zone `{name}`"),
        span,
        "no zone of the IANA database is called this",
    );
    let near = near(name).map(|near| format!("\"{near}\""));
    Err(Box::new(suggest::or_else(problem, near.as_deref(), || {
        "name it by a continent and a city, as in `\"America/New_York\"` or `\"Europe/Berlin\"`".to_owned()
    })))
}

/// By its city alone, by what people call it, or by a name that is nearly the same.
fn near(name: &str) -> Option<String> {
    let folded = name.trim().to_lowercase().replace([' ', '-'], "_");
    let word = folded.trim_end_matches("_time").trim_end_matches("_standard").trim_end_matches("_daylight");
    let word = word.strip_prefix("us/").unwrap_or(word);
    if let Some((_, zone)) = ALIASES.iter().find(|(alias, _)| *alias == word) {
        return Some((*zone).to_owned());
    }
    let all: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
    let city = |zone: &&String| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(word));
    let by_city = all.iter().find(|zone| zone.contains('/') && city(zone)).cloned();
    by_city.or_else(|| nearest(name, all.iter().map(String::as_str)).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for (written, meant) in [
            ("New York", Some("America/New_York")),
            ("America/New York", Some("America/New_York")),
            ("Europe/Berln", Some("Europe/Berlin")),
            ("EST", Some("America/New_York")),
            ("Pacific Time", Some("America/Los_Angeles")),
            ("the moon", None),
        ] {
            assert_eq!(near(written).as_deref(), meant, "{written}");
        }
    }
}
