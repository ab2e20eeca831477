//! Secrets in the settings of a `fetch`: alone, or in a text as `{{secret.name}}` and in no other way, so that they
//! can stay names until the request is made.

use crate::syntax::tree::{Expr, ExprKind, Text};
use crate::template::{self, Analysis};

pub(super) const SECRET: &str = "secret";

/// A piece of a text with secrets in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Template(&'a str),
    Secret(&'a str),
}

/// The name of the secret that an expression is.
pub(super) fn named(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Field { of, name } if of.kind == ExprKind::Name(SECRET.to_owned()) => Some(&name.text),
        ExprKind::Group(inner) => named(inner),
        _ => None,
    }
}

/// Whether a template reads a secret.
pub(super) fn reads(analysis: &Analysis) -> bool {
    analysis.names.iter().any(|name| name.path.first().is_some_and(|root| root == SECRET))
}

/// The pieces of a text; `None` where a secret stands in it otherwise than as `{{secret.name}}`.
pub(super) fn split(text: &Text) -> Option<Vec<Piece<'_>>> {
    let source = text.value.as_str();
    let analysis = template::analyse(source).ok()?;
    let mut pieces = Vec::new();
    let mut rest = 0;
    for name in analysis.names.iter().filter(|name| name.path.first().is_some_and(|root| root == SECRET)) {
        let [_, field] = name.path.as_slice() else { return None };
        let before = source.get(rest..name.offset)?.trim_end().strip_suffix("{{")?;
        let after = source.get(name.offset..)?.strip_prefix(SECRET)?.strip_prefix('.')?;
        let key = after.get(..field.len()).filter(|key| key == field)?;
        let behind = after.get(key.len()..)?.trim_start().strip_prefix("}}")?;
        pieces.extend((!before.is_empty()).then_some(Piece::Template(before)));
        pieces.push(Piece::Secret(key));
        rest = source.len() - behind.len();
    }
    let last = source.get(rest..)?;
    pieces.extend((!last.is_empty()).then_some(Piece::Template(last)));
    // A block around a secret would be torn apart.
    let whole = |piece: &Piece<'_>| match piece {
        Piece::Template(source) => template::analyse(source).is_ok(),
        Piece::Secret(_) => true,
    };
    pieces.iter().all(whole).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceFile};
    use crate::syntax::tree::{ItemKind, StatementKind};

    fn of(written: &str) -> Option<Vec<String>> {
        let source = SourceFile::new("a.flow", format!("step a {{ log \"{written}\" end }}"));
        let file = crate::syntax::parse(FileId(0), &source).tree;
        let ItemKind::Step(step) = &file.items[0].kind else { panic!("no step") };
        let StatementKind::Log(text) = &step.body.statements[0].kind else { panic!("no log") };
        split(text).map(|pieces| pieces.iter().map(|piece| format!("{piece:?}")).collect())
    }

    #[test]
    fn secrets_stand_alone_in_a_text() {
        assert_eq!(of("Bearer {{ secret.a }}").unwrap(), ["Template(\"Bearer \")", "Secret(\"a\")"]);
        assert_eq!(
            of("{{secret.a}}:{{x}}{{secret.b}}").unwrap(),
            ["Secret(\"a\")", "Template(\":{{x}}\")", "Secret(\"b\")"]
        );
        assert_eq!(of("plain").unwrap(), ["Template(\"plain\")"]);
        for wrong in
            ["{{upper secret.a}}", "{{#if x}}{{secret.a}}{{/if}}", "{{secret}}", "{{secret.a.b}}", "{{~secret.a}}"]
        {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
