use serde::Serialize;

use super::super::Diagnostic;
use crate::source::{Sources, Span};

/// The version of the layout below.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: String,
    severity: &'static str,
    headline: &'a str,
    primary: Mark<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<Mark<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Mark<'a>>,
}

/// A place with its text: bytes from 0, lines and columns (in characters) from 1.
#[derive(Serialize)]
struct Mark<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

/// One JSON document with every problem.
pub fn json(problems: &[Diagnostic], sources: &Sources) -> String {
    let report = Report {
        schema: SCHEMA,
        problems: problems
            .iter()
            .map(|p| Problem {
                code: p.code.to_string(),
                severity: p.severity.as_str(),
                headline: &p.headline,
                primary: mark(p.primary.span, &p.primary.text, sources),
                others: p.others.iter().map(|l| mark(l.span, &l.text, sources)).collect(),
                notes: p.notes.iter().map(String::as_str).collect(),
                help: p.help.as_deref(),
                edit: p.edit.as_ref().map(|e| mark(e.span, &e.replacement, sources)),
            })
            .collect(),
    };
    let mut out = serde_json::to_string_pretty(&report).unwrap_or_default();
    out.push('\n');
    out
}

fn mark<'a>(span: Span, text: &'a str, sources: &'a Sources) -> Mark<'a> {
    let file = sources.get(span.file);
    let place = |offset| file.map(|f| f.line_column(offset)).map_or((0, 0), |p| (p.line, p.column));
    let ((line, column), (end_line, end_column)) = (place(span.start), place(span.end));
    Mark {
        file: file.map_or("", |f| f.name.as_str()),
        start: span.start,
        end: span.end,
        line,
        column,
        end_line,
        end_column,
        text,
    }
}
