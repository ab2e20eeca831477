//! Two values and an operator between them.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Operator};
use crate::value::{Channel, Type};

use super::checker::Checker;
use super::{suggest, types};

impl<'a> Checker<'a> {
    pub fn binary(&mut self, operator: Operator, left: &'a Expr, right: &'a Expr) -> Type {
        match operator {
            Operator::And | Operator::Or => {
                let word = if operator == Operator::And { "and" } else { "or" };
                let why = format!("`{word}` joins two yes-or-no values");
                self.expect_yes_or_no(left, &why);
                self.expect_yes_or_no(right, &why);
                Type::Bool
            }
            Operator::Else => {
                let (left, right) = (self.infer(left), self.infer(right));
                types::either(left, right)
            }
            Operator::Equal | Operator::NotEqual => {
                if !self.channel_compared(left, right) {
                    let types = (self.infer(left), self.infer(right));
                    self.check_equality(operator, types, left, right);
                }
                Type::Bool
            }
            Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => {
                let types = (self.infer(left), self.infer(right));
                self.check_order(types, left, right);
                Type::Bool
            }
            Operator::In | Operator::NotIn => {
                if !self.channel_compared(left, right) {
                    let (part, whole) = (self.infer(left), self.infer(right));
                    self.check_containing(whole, part, right, left);
                }
                Type::Bool
            }
            Operator::Contains => {
                let (whole, part) = (self.infer(left), self.infer(right));
                self.check_containing(whole, part, left, right);
                Type::Bool
            }
            Operator::StartsWith => {
                let (whole, part) = (self.infer(left), self.infer(right));
                for (ty, side) in [(whole, left), (part, right)] {
                    if !matches!(ty, Type::Text(_) | Type::Phone | Type::List | Type::Any) {
                        self.mismatch(
                            side.span,
                            ty,
                            "`starts_with` compares two texts",
                            "compare it with `==`, `<` or `>`",
                        );
                    }
                }
                Type::Bool
            }
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                self.arithmetic(operator, left, right)
            }
        }
    }

    fn check_equality(&mut self, operator: Operator, (a, b): (Type, Type), left: &'a Expr, right: &'a Expr) {
        if may_equal(a, b) {
            return;
        }
        let always = if operator == Operator::Equal { "never equal" } else { "always different" };
        let problem = Diagnostic::error(
            Code::F0301,
            format!("{} and {} are {always}", types::words(a), types::words(b)),
            left.span.to(right.span),
            format!("the left side is {}, the right side is {}", types::words(a), types::words(b)),
        );
        let help = match (a, b) {
            (Type::Text(_) | Type::Phone, Type::Number) if is_literal(right) => "put the number in quotes",
            (Type::Number, Type::Text(_) | Type::Phone) if is_literal(left) => "put the number in quotes",
            (Type::Text(_), Type::Number) | (Type::Number, Type::Text(_)) => {
                "make both the same, with `number(…)` around the text"
            }
            (Type::Bool, Type::Text(_)) | (Type::Text(_), Type::Bool) => {
                "a yes or no is compared with `true` or `false`"
            }
            (Type::Map, _) | (_, Type::Map) => "take one field of the map, as in `input.text`",
            _ => "compare two values of the same type",
        };
        self.report(problem.with_help(help));
    }

    fn check_order(&mut self, (a, b): (Type, Type), left: &'a Expr, right: &'a Expr) {
        for (ty, side) in [(a, left), (b, right)] {
            if matches!(ty, Type::List | Type::Map) {
                let help = "compare its length, as in `length(…) > 3`, or one of its items";
                self.mismatch(side.span, ty, "this cannot be larger or smaller than something", help);
                return;
            }
        }
        if !may_equal(a, b) {
            self.report(
                Diagnostic::error(
                    Code::F0301,
                    format!("{} and {} cannot be compared", types::words(a), types::words(b)),
                    left.span.to(right.span),
                    format!("the left side is {}, the right side is {}", types::words(a), types::words(b)),
                )
                .with_help("compare two values of the same type; `number(…)` makes a number of a text"),
            );
        }
    }

    fn check_containing(&mut self, whole: Type, part: Type, whole_at: &'a Expr, part_at: &'a Expr) {
        match whole {
            Type::List | Type::Any => {}
            Type::Text(_) | Type::Phone | Type::Map => {
                if !types::fits(part, Type::Text(None)) {
                    self.mismatch(
                        part_at.span,
                        part,
                        "only a text can be looked for in this",
                        "put it in quotes, or make a text of it with `text(…)`",
                    );
                }
            }
            _ => {
                let why = "nothing can be looked for in this: a list or a text is needed";
                self.mismatch(whole_at.span, whole, why, "list the values, as in `[1, 2, 3]`");
            }
        }
    }

    fn arithmetic(&mut self, operator: Operator, left: &'a Expr, right: &'a Expr) -> Type {
        let (a, b) = (self.infer(left), self.infer(right));
        if let Some(result) = result(operator, a, b) {
            return result;
        }
        let sign = sign(operator);
        let problem = Diagnostic::error(
            Code::F0301,
            format!("`{sign}` does not work on {} and {}", types::words(a), types::words(b)),
            left.span.to(right.span),
            format!("the left side is {}, the right side is {}", types::words(a), types::words(b)),
        );
        let text = |ty| matches!(ty, Type::Text(_) | Type::Phone);
        let help = if text(a) || text(b) {
            "`number(…)` makes a number of a text"
        } else {
            "calculate with two numbers, or with dates and lengths of time"
        };
        self.report(problem.with_help(help));
        Type::Any
    }

    /// `channel == voice`, `channel in [sms, whatsapp]`: beside `channel` the channels' names need no quotes.
    /// False where `channel` is not compared here.
    fn channel_compared(&mut self, left: &'a Expr, right: &'a Expr) -> bool {
        if self.is_channel(left) {
            self.channel_words(right);
        } else if self.is_channel(right) {
            self.channel_words(left);
        } else {
            return false;
        }
        self.mentioned.insert("channel".to_owned());
        true
    }

    pub fn is_channel(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name(name) if name == "channel")
    }

    /// What `channel` is compared with.
    pub fn channel_words(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::List(items) => items.iter().for_each(|item| self.channel_words(item)),
            ExprKind::Group(inner) => self.channel_words(inner),
            ExprKind::Name(name) if self.names.meaning(name, self.parameters).is_none() => {
                self.channel_word(name, expr.span);
            }
            ExprKind::Text(text) if !text.value.contains("{{") => self.channel_word(&text.value, text.span),
            _ => {
                let ty = self.infer(expr);
                if !types::fits(ty, Type::Text(None)) && ty != Type::List {
                    self.mismatch(
                        expr.span,
                        ty,
                        "`channel` is a name",
                        "the channels are `voice`, `sms` and `whatsapp`",
                    );
                }
            }
        }
    }

    fn channel_word(&mut self, word: &str, span: Span) {
        let all = Channel::ALL.map(Channel::as_str);
        if all.contains(&word) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0215,
            format!("no channel is called `{word}`"),
            span,
            "`channel` never has this value",
        );
        let near = match word {
            "call" | "phone" => Some("voice"),
            "text" | "message" => None,
            _ => nearest(word, all),
        };
        self.report(suggest::or_else(problem, near, || "the channels are `voice`, `sms` and `whatsapp`".to_owned()));
    }
}

/// Whether two values of these types can ever be equal: dates and times are equal to the text that writes them.
pub(super) fn may_equal(a: Type, b: Type) -> bool {
    let written = |ty| matches!(ty, Type::Date | Type::Time | Type::Moment);
    match (a, b) {
        (Type::Text(_), ty) | (ty, Type::Text(_)) if written(ty) => true,
        _ => types::fits(a, b),
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Number(_))
}

/// What a calculation gives; `None` where it never gives anything.
fn result(operator: Operator, a: Type, b: Type) -> Option<Type> {
    let text = |ty| matches!(ty, Type::Text(_) | Type::Phone);
    let moves = |ty| matches!(ty, Type::Date | Type::Time | Type::Moment);
    match (operator, a, b) {
        (Operator::Add, a, b) if text(a) || text(b) => Some(Type::Text(None)),
        (_, Type::Any, _) | (_, _, Type::Any) => Some(Type::Any),
        (_, Type::Number, Type::Number) => Some(Type::Number),
        (Operator::Add, Type::List, Type::List) => Some(Type::List),
        (Operator::Add | Operator::Subtract, Type::Duration, Type::Duration) => Some(Type::Duration),
        (Operator::Add | Operator::Subtract, moved, Type::Duration) if moves(moved) => Some(moved),
        (Operator::Add, Type::Duration, moved) if moves(moved) => Some(moved),
        (Operator::Subtract, a, b) if a == b && moves(a) => Some(Type::Duration),
        (Operator::Multiply, Type::Duration, Type::Number) | (Operator::Multiply, Type::Number, Type::Duration) => {
            Some(Type::Duration)
        }
        (Operator::Divide, Type::Duration, Type::Number) => Some(Type::Duration),
        (Operator::Divide, Type::Duration, Type::Duration) => Some(Type::Number),
        _ => None,
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        _ => "%",
    }
}
