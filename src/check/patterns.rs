//! The patterns of `match`, and regexes wherever they stand.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, MatchPattern, Pattern};
use crate::value::Type;

use super::checker::Checker;
use super::names::{Meaning, What};
use super::operators::may_equal;
use super::regexes::{self, Use};
use super::{constants, types};

impl<'a> Checker<'a> {
    /// A pattern held against a value of this type; beside `channel` the channels' names are values.
    pub fn check_pattern(&mut self, pattern: &'a MatchPattern, subject: Type, channel: bool) {
        match pattern {
            MatchPattern::Value(value) if channel => self.channel_words(value),
            MatchPattern::Value(value) => {
                if self.is_known(value) {
                    let ty = self.infer(value);
                    self.check_fit(ty, subject, value.span);
                }
            }
            MatchPattern::Range { from, to, span } => {
                if self.is_known(from) && self.is_known(to) {
                    self.check_range(from, to, *span);
                    let ty = types::either(self.infer(from), self.infer(to));
                    self.check_fit(ty, subject, *span);
                }
            }
            MatchPattern::Regex(pattern) => {
                self.check_regex(pattern, Use::Value);
                self.check_fit(Type::Text(None), subject, pattern.span);
            }
        }
    }

    /// Patterns are values or constants, so that the first that fits can be read off.
    fn is_known(&mut self, value: &'a Expr) -> bool {
        let ExprKind::Name(name) = &value.kind else { return true };
        match self.value_named(name, value.span) {
            Some(Meaning::Constant(_)) => true,
            None => false,
            Some(_) => {
                self.report(
                    Diagnostic::error(
                        Code::F0305,
                        format!("`{name}` is not a constant"),
                        value.span,
                        "a pattern is a value or the name of a constant",
                    )
                    .with_help(format!("quote it if it is text; to compare with a variable, write `if … == {name}`")),
                );
                false
            }
        }
    }

    fn check_fit(&mut self, pattern: Type, subject: Type, span: Span) {
        if may_equal(pattern, subject) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0304,
            format!("`{}` can never fit", self.short(span)),
            span,
            format!("what is matched is {}, this is {}", types::words(subject), types::words(pattern)),
        );
        let help = match (pattern, subject) {
            (Type::Number, Type::Text(_) | Type::Phone) => "put it in quotes, or match `number(…)`",
            (Type::Text(_), Type::Number) => "write the number without quotes",
            (Type::Text(_), Type::Bool) => "write `true` or `false`, without quotes",
            _ => "match it against values of its own type",
        };
        self.report(problem.with_help(help));
    }

    /// Both ends of a range, as far as they are known here.
    pub fn check_range(&mut self, from: &Expr, to: &Expr, span: Span) {
        use crate::value::Value;
        let (Some(Value::Number(low)), Some(Value::Number(high))) =
            (constants::value(self.names, from), constants::value(self.names, to))
        else {
            return;
        };
        if low > high {
            self.report(
                Diagnostic::error(
                    Code::F0506,
                    format!("the range `{low}..{high}` is the wrong way round"),
                    span,
                    "nothing lies in it",
                )
                .with_help(format!("write `{high}..{low}`"))
                .with_edit(span, format!("{high}..{low}")),
            );
        }
    }

    /// That a regex compiles, and that its named captures have a variable to go to.
    pub fn check_regex(&mut self, pattern: &Pattern, how: Use) {
        let regex = match regexes::compile(pattern, how) {
            Ok(regex) => regex,
            Err(problem) => return self.report(*problem),
        };
        for name in regex.compiled.capture_names().flatten() {
            self.mentioned.insert(name.to_owned());
            if matches!(self.names.get(name).map(|declared| &declared.what), Some(What::Variable(_))) {
                continue;
            }
            if !self.is_news("capture", name) {
                continue;
            }
            let problem = Diagnostic::error(
                Code::F0212,
                format!("no variable takes the capture `{name}`"),
                pattern.span,
                format!("`(?<{name}>…)` is stored in a variable of its name"),
            );
            let variables =
                self.names.iter().filter(|(_, d)| matches!(d.what, What::Variable(_))).map(|(name, _)| name);
            let help = match nearest(name, variables) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("declare it, as in `var {name}: text`, or write `(…)` if it is not needed"),
            };
            self.report(problem.with_help(help));
        }
    }
}
