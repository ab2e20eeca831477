//! F0806: `{name}` in single braces is said as it stands.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::Text;

use super::checker::Checker;

impl Checker<'_> {
    /// A known value in single braces was most likely meant to be put in.
    pub fn check_braces(&mut self, text: &Text) {
        for (at, word) in in_single_braces(&text.value) {
            let root = word.split('.').next().unwrap_or(word);
            if self.names.meaning(root, self.parameters).is_none() && root != "contact" {
                continue;
            }
            let span = text.place(at, at + word.len() + 2);
            let headline = format!("`{{{word}}}` is said as it stands");
            let label = format!("`{root}` is a value, and is put in where two braces stand on each side");
            self.report(
                Diagnostic::hint(Code::F0806, headline, span, label)
                    .with_help(format!("write `{{{{{word}}}}}`"))
                    .with_edit(span, format!("{{{{{word}}}}}")),
            );
        }
    }
}

/// Names in single braces, with the place of the first brace.
fn in_single_braces(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('{') {
        let before = text.get(..at).unwrap_or("");
        let Some((word, behind)) = text.get(at + 1..).and_then(|rest| rest.split_once('}')) else { continue };
        let is_name = word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'));
        if is_name && !before.ends_with(['{', '\\', '$']) && !behind.starts_with('}') {
            found.push((at, word));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::in_single_braces;

    #[test]
    fn two_braces_and_other_things_are_left_alone() {
        assert_eq!(in_single_braces("Hi {name}, order {order.id}."), [(3, "name"), (17, "order.id")]);
        for text in ["{{name}}", "\\{{name}}", "{ name }", "{\"a\": 1}", "{Name}", "{name", "a}"] {
            assert!(in_single_braces(text).is_empty(), "{text}");
        }
    }
}
