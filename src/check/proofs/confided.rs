//! What an expression or a text gives away of the names in it. What `mask` leaves may be shown.

use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Operator, Text};
use crate::template;

/// A name whose value comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub name: String,
    pub span: Span,
}

/// Functions whose result tells nothing of what they are given.
const TELL_NOTHING: [&str; 3] = ["mask", "count", "length"];

/// Whether the value has something in it of a name that is seen so.
pub(super) fn carries(expr: &Expr, sees: &dyn Fn(&str) -> bool) -> bool {
    let mut found = Vec::new();
    carried(expr, &mut found);
    found.iter().any(|shown| sees(&shown.name))
}

/// The names whose values are in the value of an expression. A comparison tells little of what it compares.
pub(super) fn carried(expr: &Expr, found: &mut Vec<Shown>) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Name(name) => found.push(Shown { name: name.clone(), span: expr.span }),
            ExprKind::Text(text) => found.extend(shown(text)),
            ExprKind::List(items) => open.extend(items),
            ExprKind::Map(fields) => open.extend(fields.iter().map(|field| &field.value)),
            ExprKind::Call { function, arguments } if !TELL_NOTHING.contains(&function.text.as_str()) => {
                open.extend(arguments);
            }
            ExprKind::Index { of, index } => open.extend([&**of, &**index]),
            ExprKind::Field { of: inner, .. } | ExprKind::Negate(inner) | ExprKind::Group(inner) => open.push(inner),
            ExprKind::Binary { operator, left, right } if keeps_value(*operator) => open.extend([&**left, &**right]),
            _ => {}
        }
    }
}

fn keeps_value(operator: Operator) -> bool {
    use Operator::{Add, Divide, Else, Multiply, Remainder, Subtract};
    matches!(operator, Add | Subtract | Multiply | Divide | Remainder | Else)
}

/// The names whose values a text shows.
pub(super) fn shown(text: &Text) -> Vec<Shown> {
    if !text.value.contains("{{") {
        return Vec::new();
    }
    let names = template::analyse(&text.value).map(|analysis| analysis.names).unwrap_or_default();
    let seen = names.into_iter().filter(|used| comes_out(&text.value, used.offset));
    seen.filter_map(|used| {
        let name = used.path.into_iter().next()?;
        Some(Shown { span: text.place(used.offset, used.offset + name.len()), name })
    })
    .collect()
}

/// Whether the value itself comes out at this place of a tag: not masked, and not only asked about.
fn comes_out(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or("");
    let head = before.rfind("{{").and_then(|at| before.get(at + 2..)).unwrap_or("");
    let head = head.trim_start_matches(['~', ' ']);
    let masked =
        head.starts_with("mask ") || head.rfind("(mask ").is_some_and(|at| !head.get(at..).unwrap_or("").contains(')'));
    let asked = ["#if ", "#unless ", "else if "].iter().any(|word| head.starts_with(word));
    !masked && !asked
}

#[cfg(test)]
mod tests {
    use super::comes_out;

    #[test]
    fn what_is_masked_or_asked_about_stays_in() {
        for (text, out) in [
            ("Card {{card}}", true),
            ("Card {{spell card}}", true),
            ("Card {{mask card}}", false),
            ("Card {{~ mask card}}", false),
            ("Card {{spell (mask card)}}", false),
            ("{{list (mask pin) card}}", true),
            ("{{#if card}}yes{{/if}}", false),
        ] {
            let at = text.find("card").unwrap_or_default();
            assert_eq!(comes_out(text, at), out, "{text}");
        }
    }
}
