//! A text that a regex fits.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::program::Regex;

/// The shortest text that comes to mind; `None` where none does.
pub(super) fn sample(regex: &Regex) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(&regex.source).ok()?;
    let mut out = String::new();
    write(&hir, &mut out);
    let text = out.trim().to_owned();
    (!text.is_empty() && regex.compiled.is_match(&text)).then_some(text)
}

fn write(hir: &Hir, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => out.extend(character(class)),
        HirKind::Repetition(repetition) => {
            for _ in 0..repetition.min {
                write(&repetition.sub, out);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, out)),
        HirKind::Alternation(parts) => {
            if let Some(first) = parts.first() {
                write(first, out);
            }
        }
    }
}

/// A character of a class: a digit, a letter or a space where there is one.
fn character(class: &Class) -> Option<char> {
    const LIKED: &str = "1234567890abcdefghijklmnopqrstuvwxyz -";
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let liked = LIKED.chars().find(|c| ranges.iter().any(|(from, to)| from <= c && c <= to));
    liked.or_else(|| ranges.first().map(|(from, _)| *from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_fit() {
        for (source, text) in [
            (r"order\s+#?(?<id>\d{4,10})", "order 1111"),
            ("^1", "1"),
            ("(?:order|#)\\s*\\d{2}", "order11"),
            ("[a-f]+@[^.]*", "a@"),
            ("(?i)Yes", "yes"),
        ] {
            let regex = Regex { source: source.to_owned(), compiled: regex::Regex::new(source).unwrap() };
            let found = sample(&regex).unwrap();
            assert_eq!(found.to_lowercase(), text, "{source}");
        }
    }
}
