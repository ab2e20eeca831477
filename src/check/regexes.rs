//! Regexes of a flow: compiled at load, with a limit on their size.

use crate::diagnostic::{Code, Diagnostic};
use crate::program::Regex;
use crate::syntax::tree::Pattern;

/// A compiled regex may take so many bytes, so that no pattern costs a noticeable part of a load
/// (`\w{500}` takes a quarter of a second before it fails at the library's own limit).
const MAX_COMPILED_BYTES: usize = 256 * 1024;

/// Where a regex stands, and so how it is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// After `matches` and in `match`: found anywhere, case counts.
    Value,
    /// In `keywords`: found anywhere, case ignored.
    Keyword,
    /// In `ask … pattern(…)`: fits the whole answer, case ignored.
    Answer,
}

pub(super) fn compile(pattern: &Pattern, how: Use) -> Result<Regex, Box<Diagnostic>> {
    let build = |source: &str| {
        regex::RegexBuilder::new(source)
            .case_insensitive(how != Use::Value)
            .size_limit(MAX_COMPILED_BYTES)
            .build()
            .map_err(|error| Box::new(report(pattern, &error)))
    };
    let mut compiled = build(&pattern.source)?;
    if how == Use::Answer {
        compiled = build(&format!("^(?:{})$", pattern.source))?;
    }
    Ok(Regex { source: pattern.source.clone(), compiled })
}

fn report(pattern: &Pattern, error: &regex::Error) -> Diagnostic {
    let problem = |label: String| Diagnostic::error(Code::F0109, "this regex cannot be used", pattern.span, label);
    match error {
        regex::Error::CompiledTooBig(_) => problem("it would take too much memory".to_owned()).with_help(
            "write smaller repetitions, such as `{1,10}`, or `[0-9]` and `[a-z]` instead of `\\d` and `\\w`",
        ),
        other => {
            let text = other.to_string();
            let reason =
                text.lines().rev().find_map(|line| line.trim().strip_prefix("error: ")).unwrap_or("it does not parse");
            let help = if reason.contains("look-around") || reason.contains("backreference") {
                "write it without: such a regex could take forever on a long message"
            } else if reason.contains("range") {
                "write the smaller end first"
            } else {
                "a special character that means itself has a `\\` before it, as in `\\(`"
            };
            problem(reason.to_owned()).with_help(help)
        }
    }
}
