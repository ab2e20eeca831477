//! What is wrong with a setting, where, and what to do.

use std::fmt;
use std::ops::Range;

/// Where a setting was made. Problems are reported in this order: the file from top to bottom, the environment, flags.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Lines and columns count from 1, columns in characters.
    File {
        line: usize,
        column: usize,
        name: String,
    },
    Environment(String),
    Flag(&'static str),
    /// Nothing was set, and that is what is wrong.
    Nowhere,
}

impl Place {
    pub(super) fn in_file(name: &str, text: &str, span: &Range<usize>) -> Place {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Place::File {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            name: name.to_owned(),
        }
    }

    pub(super) fn is_file(&self) -> bool {
        matches!(self, Place::File { .. })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File { line, column, name } => write!(f, "{name}:{line}:{column}"),
            Place::Environment(name) => write!(f, "environment variable {name}"),
            Place::Flag(name) => write!(f, "flag {name}"),
            Place::Nowhere => write!(f, "settings"),
        }
    }
}

/// One problem. Values of secrets never appear in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub place: Place,
    pub message: String,
    pub help: String,
}

impl Problem {
    pub(super) fn new(place: &Place, message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { place: place.clone(), message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { place, message, help } = self;
        write!(f, "{place}: {message}\n  help: {help}")
    }
}
