//! What an expression comes to: its type as far as it is known, and what is wrong in it.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::program::Builtin;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Name};
use crate::value::Type;

use super::checker::{Checker, fields_of, type_of};
use super::names::Meaning;
use super::regexes::Use;
use super::{constants, suggest, types};

impl<'a> Checker<'a> {
    /// The type of an expression; `Any` where it is not known or already reported.
    pub fn infer(&mut self, expr: &'a Expr) -> Type {
        match &expr.kind {
            ExprKind::None | ExprKind::Bad => Type::Any,
            ExprKind::Bool(_) => Type::Bool,
            ExprKind::Number(written) => {
                self.check_number(written, expr.span);
                Type::Number
            }
            ExprKind::Duration(_) => Type::Duration,
            ExprKind::Text(text) => {
                self.check_template(text);
                Type::Text(None)
            }
            ExprKind::List(items) => {
                self.examine_all(items);
                Type::List
            }
            ExprKind::Map(fields) => {
                fields.iter().for_each(|field| self.examine(&field.value));
                Type::Map
            }
            ExprKind::Name(name) => match self.value_named(name, expr.span) {
                Some(meaning) => self.type_of_meaning(meaning),
                None => Type::Any,
            },
            ExprKind::Field { of, name } => self.field(of, name),
            ExprKind::Index { of, index } => self.index(of, index),
            ExprKind::Call { function, arguments } => self.call(function, arguments, expr.span),
            ExprKind::Not(inner) => {
                self.expect_yes_or_no(inner, "`not` turns a yes into a no");
                Type::Bool
            }
            ExprKind::Negate(inner) => {
                let ty = self.infer(inner);
                if !matches!(ty, Type::Number | Type::Duration | Type::Any) {
                    self.mismatch(
                        inner.span,
                        ty,
                        "`-` needs a number behind it",
                        "`number(…)` makes a number of a text",
                    );
                    return Type::Any;
                }
                ty
            }
            ExprKind::Binary { operator, left, right } => self.binary(*operator, left, right),
            ExprKind::Matches { subject, pattern } => {
                let ty = self.infer(subject);
                if !types::fits(ty, Type::Text(None)) {
                    self.mismatch(subject.span, ty, "`matches` looks into a text", "compare it with `==`, `<` or `>`");
                }
                self.check_regex(pattern, Use::Value);
                Type::Bool
            }
            ExprKind::Group(inner) => self.infer(inner),
        }
    }

    /// An expression of which any type will do.
    pub fn examine(&mut self, expr: &'a Expr) {
        self.infer(expr);
    }

    pub fn examine_all(&mut self, exprs: &'a [Expr]) {
        exprs.iter().for_each(|expr| self.examine(expr));
    }

    fn type_of_meaning(&mut self, meaning: Meaning<'a>) -> Type {
        match meaning {
            Meaning::Constant(value) => match constants::value(self.names, value) {
                Some(value) => Type::of(&value),
                None => Type::Any,
            },
            other => type_of(other),
        }
    }

    fn check_number(&mut self, written: &str, span: Span) {
        if constants::number(written).is_none() {
            self.report(
                Diagnostic::error(
                    Code::F0108,
                    format!("the number `{written}` is too long"),
                    span,
                    "numbers have up to 28 digits",
                )
                .with_help(
                    "a number that is not calculated with, such as an account's, is better kept as text, in quotes",
                ),
            );
        }
    }

    fn field(&mut self, of: &'a Expr, name: &'a Name) -> Type {
        if let ExprKind::Name(root) = &of.kind {
            return match self.value_named(root, of.span) {
                Some(meaning) => self.field_of(meaning, root, &name.text, name.span),
                None => Type::Any,
            };
        }
        let ty = self.infer(of);
        self.field_of_type(ty, &name.text, name.span)
    }

    /// The type of `root.name`.
    pub fn field_of(&mut self, meaning: Meaning<'a>, root: &str, name: &str, span: Span) -> Type {
        if let Meaning::Builtin(Builtin::Contact) = meaning {
            return self.contact_field(name, span).unwrap_or(Type::Any);
        }
        let Some(fields) = fields_of(meaning) else {
            let ty = self.type_of_meaning(meaning);
            return self.field_of_type(ty, name, span);
        };
        if let Some((_, ty)) = fields.iter().find(|(n, _)| *n == name) {
            return *ty;
        }
        let problem = Diagnostic::error(Code::F0206, format!("`{root}` has no field `{name}`"), span, "unknown field");
        let all = || fields.iter().map(|(name, _)| *name);
        self.report(suggest::or_else(problem, nearest(name, all()), || {
            format!("the fields are {}", suggest::listed(all()))
        }));
        Type::Any
    }

    /// The type of a field of the person; one that is not declared is reported.
    pub fn contact_field(&mut self, name: &str, span: Span) -> Option<Type> {
        if let Some(ty) = self.names.contact(name) {
            self.mentioned.insert(name.to_owned());
            return Some(ty);
        }
        if self.is_news("contact", name) {
            let problem =
                Diagnostic::error(Code::F0206, format!("unknown contact field `{name}`"), span, "nothing declares it");
            let near = nearest(name, self.names.contacts()).map(str::to_owned);
            self.report(suggest::or_else(problem, near.as_deref(), || {
                format!("declare it at the top of the file, as in `contact {name}: text`")
            }));
        }
        None
    }

    /// A field of a value of which only the type is known.
    pub fn field_of_type(&mut self, ty: Type, name: &str, span: Span) -> Type {
        if !matches!(ty, Type::Map | Type::Any) {
            self.report(
                Diagnostic::error(
                    Code::F0206,
                    format!("{} has no field `{name}`", types::words(ty)),
                    span,
                    "nothing is in it to be read",
                )
                .with_help("recordings, `input`, `session` and variables of type `map` or `any` have fields"),
            );
        }
        Type::Any
    }

    fn index(&mut self, of: &'a Expr, index: &'a Expr) -> Type {
        let ty = self.infer(of);
        if !matches!(ty, Type::List | Type::Map | Type::Any) {
            self.mismatch(
                of.span,
                ty,
                "only a list has numbered items",
                "leave the square brackets out, or keep a list in it",
            );
        }
        let place = self.infer(index);
        let wanted = if ty == Type::Map { Type::Text(None) } else { Type::Number };
        if ty != Type::Any && !types::fits(place, wanted) {
            let why = format!("{} is read by {}", types::words(ty), types::words(wanted));
            self.mismatch(
                index.span,
                place,
                &why,
                "the items of a list are counted from 0, the fields of a map have names",
            );
        }
        Type::Any
    }

    /// An expression that decides something.
    pub fn condition(&mut self, expr: &'a Expr) {
        self.expect_yes_or_no(expr, "a condition is a yes or a no");
    }

    pub fn expect_yes_or_no(&mut self, expr: &'a Expr, why: &str) {
        let ty = self.infer(expr);
        if types::fits(ty, Type::Bool) {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::F0302,
                format!("`{}` is {}, not a yes or no", self.short(expr.span), types::words(ty)),
                expr.span,
                why,
            )
            .with_help("compare it with something, as in `… == …`, or ask whether it is there, as in `… != none`"),
        );
    }

    /// A value of a type that cannot stand here.
    pub fn mismatch(&mut self, span: Span, ty: Type, why: &str, help: &str) {
        let headline = format!("`{}` is {}", self.short(span), types::words(ty));
        self.report(Diagnostic::error(Code::F0301, headline, span, why).with_help(help));
    }

    /// The source of a place, cut to what fits a headline.
    pub fn short(&self, span: Span) -> String {
        const MOST: usize = 40;
        let text = self.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= MOST {
            return text;
        }
        text.chars().take(MOST - 1).chain(['…']).collect()
    }
}
