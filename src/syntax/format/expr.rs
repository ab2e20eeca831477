//! Expressions and bodies.

use crate::source::Span;
use crate::syntax::format::printer::Printer;
use crate::syntax::tree::{Expr, ExprKind, Field, Operator, Target};

impl Printer<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::None => self.write("none"),
            ExprKind::Bool(value) => self.write(if *value { "true" } else { "false" }),
            ExprKind::Number(_) | ExprKind::Duration(_) | ExprKind::Text(_) | ExprKind::Name(_) | ExprKind::Bad => {
                self.copy(expr.span);
            }
            ExprKind::List(items) => {
                self.write("[");
                self.exprs(items);
                self.write("]");
            }
            ExprKind::Map(fields) => self.body(expr.span, fields),
            ExprKind::Field { of, name } => {
                self.expr(of);
                self.write(".");
                self.write(&name.text);
            }
            ExprKind::Index { of, index } => {
                self.expr(of);
                self.write("[");
                self.expr(index);
                self.write("]");
            }
            ExprKind::Call { function, arguments } => {
                self.write(&function.text);
                self.write("(");
                self.exprs(arguments);
                self.write(")");
            }
            ExprKind::Not(operand) => {
                self.write("not ");
                self.expr(operand);
            }
            ExprKind::Negate(operand) => {
                // A sign right before a digit would be read as part of the number.
                self.write(if begins_with_number(operand) { "- " } else { "-" });
                self.expr(operand);
            }
            ExprKind::Binary { operator, left, right } => {
                self.expr(left);
                self.write(sign(*operator));
                self.expr(right);
            }
            ExprKind::Matches { subject, pattern } => {
                self.expr(subject);
                self.write(" matches ");
                self.copy(pattern.span);
            }
            ExprKind::Group(inner) => {
                self.write("(");
                self.expr(inner);
                self.write(")");
            }
        }
    }

    pub(super) fn exprs(&mut self, exprs: &[Expr]) {
        for (number, expr) in exprs.iter().enumerate() {
            self.write(if number == 0 { "" } else { ", " });
            self.expr(expr);
        }
    }

    /// `{ key: EXPR, … }`
    pub(super) fn body(&mut self, braces: Span, fields: &[Field]) {
        let Some(last) = fields.last() else {
            self.block(braces, fields, field_span, Self::field);
            return;
        };
        // Each field with whether a comma follows, because a block writes its units one by one.
        let units: Vec<(&Field, bool)> = fields.iter().map(|field| (field, !std::ptr::eq(field, last))).collect();
        let span = |(field, _): &(&Field, bool)| field_span(field);
        self.spaced_block(braces, &units, " ", span, |printer, (field, more)| {
            printer.field(field);
            printer.write(if *more { "," } else { "" });
        });
    }

    fn field(&mut self, field: &Field) {
        self.copy(field.key.span);
        self.write(": ");
        self.expr(&field.value);
    }

    pub(super) fn target(&mut self, target: &Target) {
        if let Some(flow) = &target.flow {
            self.write(&flow.text);
            self.write(".");
        }
        self.write(&target.node.text);
        if !target.arguments.is_empty() {
            self.write("(");
            self.exprs(&target.arguments);
            self.write(")");
        }
    }
}

fn field_span(field: &Field) -> Span {
    field.key.span.to(field.value.span)
}

fn begins_with_number(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Duration(_) => true,
        ExprKind::Field { of, .. } | ExprKind::Index { of, .. } => begins_with_number(of),
        _ => false,
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => " + ",
        Operator::Subtract => " - ",
        Operator::Multiply => " * ",
        Operator::Divide => " / ",
        Operator::Remainder => " % ",
        Operator::Equal => " == ",
        Operator::NotEqual => " != ",
        Operator::Less => " < ",
        Operator::LessEqual => " <= ",
        Operator::Greater => " > ",
        Operator::GreaterEqual => " >= ",
        Operator::And => " and ",
        Operator::Or => " or ",
        Operator::In => " in ",
        Operator::NotIn => " not in ",
        Operator::Contains => " contains ",
        Operator::StartsWith => " starts_with ",
        Operator::Else => " ?? ",
    }
}
