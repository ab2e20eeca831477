//! F1501 and F1502: `// allow F0602: the reason` keeps a warning or a hint to itself.
//!
//! It stands at the end of the line it is about, or alone on the line before. An error cannot be allowed, nor can
//! anything without a reason.

use crate::diagnostic::{Code, Diagnostic, Severity, has_errors};
use crate::source::{SourceFile, Span};
use crate::syntax::tree::Comment;

/// A comment that allows something.
#[derive(Debug)]
struct Allowance<'c> {
    span: Span,
    /// As written, such as `F0602`.
    codes: Vec<&'c str>,
    has_reason: bool,
    /// The line that it is about.
    line: u32,
}

/// Takes out what the comments of a file allow, and reports the comments that allow nothing.
pub(super) fn apply(comments: &[Comment], source: &SourceFile, problems: &mut Vec<Diagnostic>) {
    let found: Vec<Allowance<'_>> = comments.iter().filter_map(|comment| read(comment, comments, source)).collect();
    let broken = has_errors(problems);
    let mut told = Vec::new();
    for allowance in &found {
        if !allowance.has_reason {
            told.push(without_reason(allowance));
            continue;
        }
        for code in &allowance.codes {
            let here = |problem: &Diagnostic| {
                problem.code.to_string() == *code
                    && source.line_column(problem.primary.span.start).line == allowance.line
            };
            let is_error = problems.iter().any(|problem| here(problem) && problem.severity == Severity::Error);
            let before = problems.len();
            problems.retain(|problem| problem.severity == Severity::Error || !here(problem));
            // With an error in the file some checks have not been made.
            if is_error || (problems.len() == before && !broken) {
                told.push(in_vain(allowance, code, is_error));
            }
        }
    }
    problems.append(&mut told);
}

fn read<'c>(comment: &'c Comment, all: &[Comment], source: &SourceFile) -> Option<Allowance<'c>> {
    let text = comment.text.trim_start_matches(['/', '*']).trim_end_matches(['/', '*']).trim();
    let (word, rest) = text.split_once(char::is_whitespace)?;
    let (head, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let codes: Vec<&str> = head.split([',', ' ']).map(str::trim).filter(|word| is_code(word)).collect();
    if !word.eq_ignore_ascii_case("allow") || !head.trim_start().get(..5).is_some_and(is_code) {
        return None;
    }
    let has_reason = reason.chars().any(char::is_alphanumeric);
    Some(Allowance { span: comment.span, codes, has_reason, line: line_of(comment, all, source) })
}

fn is_code(word: &str) -> bool {
    word.strip_prefix('F').is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The comment's own line where something stands before it, else the line behind it and the comments that follow.
fn line_of(comment: &Comment, all: &[Comment], source: &SourceFile) -> u32 {
    let text = source.text.as_str();
    let before = text.get(..comment.span.start as usize).unwrap_or("");
    let own = source.line_column(comment.span.start).line;
    if before.rsplit('\n').next().is_some_and(|line| !line.trim().is_empty()) {
        return own;
    }
    let mut end = comment.span.end;
    for next in all.iter().filter(|next| next.span.start >= comment.span.end) {
        match text.get(end as usize..next.span.start as usize) {
            Some(gap) if gap.trim().is_empty() && gap.matches('\n').count() <= 1 => end = next.span.end,
            _ => break,
        }
    }
    let gap = text.get(end as usize..).unwrap_or("");
    let gap = gap.get(..gap.len() - gap.trim_start().len()).unwrap_or("");
    let lines = u32::from(gap.contains('\n'));
    source.line_column(end).line + lines
}

fn without_reason(allowance: &Allowance<'_>) -> Diagnostic {
    let codes = allowance.codes.join(", ");
    let headline = format!("`{codes}` is allowed without a reason");
    Diagnostic::warning(Code::F1501, headline, allowance.span, "so it is reported all the same")
        .with_help(format!("write why this is all right here: `// allow {codes}: the reason`"))
}

fn in_vain(allowance: &Allowance<'_>, code: &str, is_error: bool) -> Diagnostic {
    if is_error {
        let headline = format!("`{code}` is an error and cannot be allowed");
        return Diagnostic::warning(Code::F1502, headline, allowance.span, "only warnings and hints can be")
            .with_help("mend what is reported: the flow would not work as it stands");
    }
    let headline = format!("the allowance of `{code}` allows nothing");
    let (label, help) = match Code::parse(code) {
        None => (format!("there is no code `{code}`"), "write a code as it is reported, such as `F0602`".to_owned()),
        Some(_) => (
            format!("line {} has no such finding", allowance.line),
            "take it out, or put it at the end of the line it is about or on the line before".to_owned(),
        ),
    };
    Diagnostic::warning(Code::F1502, headline, allowance.span, label).with_help(help)
}
