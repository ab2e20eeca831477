//! What is asked of a file before it is read: text, and a name, for a flow is called by its file's.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Sources, Span};

/// Reports a file that is not UTF-8 text. Nothing else can be said of it.
pub fn check_text(id: FileId, source: &SourceFile) -> Option<Diagnostic> {
    let at = source.damaged_at?;
    let place = Span::new(id, at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    let headline = format!("`{}` is not UTF-8 text", source.name);
    let problem =
        Diagnostic::error(Code::F0002, headline, place, format!("byte {at} is the first that cannot be read"));
    Some(problem.with_help("save the file as UTF-8: editors offer it as the encoding"))
}

/// Reports a file whose name cannot name a flow, or names one that is already there.
pub(super) fn check_name(sources: &Sources, id: FileId, source: &SourceFile, problems: &mut Vec<Diagnostic>) {
    let stem = source.stem();
    let head = Span::new(id, 0, 0);
    if !is_name(stem) {
        problems.push(
            Diagnostic::error(
                Code::F0005,
                format!("the file name `{stem}` cannot name a flow"),
                head,
                "the flow is called like its file",
            )
            .with_help(format!("rename the file to `{}.flow`: lower-case letters, digits and `_`", as_name(stem))),
        );
    }
    let first = sources.flows().take_while(|(other, _)| *other != id).find(|(_, other)| other.stem() == stem);
    if let Some((other, file)) = first {
        problems.push(
            Diagnostic::error(
                Code::F0004,
                format!("two files are called `{stem}`"),
                head,
                format!("`{}` has this name already", file.name),
            )
            .with_label(Span::new(other, 0, 0), "the first one")
            .with_help("rename one of the two: flows are told apart by their names, whatever their folders"),
        );
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The name that comes nearest to a text.
fn as_name(text: &str) -> String {
    let name: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '_' })
        .collect();
    let name = name.trim_matches('_');
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name.to_owned() } else { format!("flow_{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_names_that_are_names() {
        for (text, name) in [("Support Line", "support_line"), ("24h", "flow_24h"), ("a-b.c", "a_b_c"), ("é", "flow_")]
        {
            assert_eq!(as_name(text), name);
            assert!(is_name(name), "{name}");
        }
    }
}
