//! Calls of the language's functions.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::function;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Name};
use crate::value::Type;

use super::checker::Checker;
use super::names::What;
use super::{suggest, types, zones};

/// Functions of opening hours, whose name stands where others take a value.
pub(super) const OF_HOURS: [&str; 2] = ["open", "next_open"];

impl<'a> Checker<'a> {
    pub fn call(&mut self, name: &'a Name, arguments: &'a [Expr], span: Span) -> Type {
        if OF_HOURS.contains(&name.text.as_str()) {
            return self.call_of_hours(name, arguments, span);
        }
        let Some(function) = function::lookup(&name.text) else {
            self.examine_all(arguments);
            self.unknown_function(name);
            return Type::Any;
        };
        let types: Vec<Type> = arguments.iter().map(|argument| self.infer(argument)).collect();
        let (least, most) = function.arity();
        if !(least..=most).contains(&arguments.len()) {
            self.report(
                Diagnostic::error(
                    Code::F0303,
                    format!(
                        "`{}` takes {}, {}",
                        function.name,
                        types::at_least(least, most),
                        types::given(arguments.len())
                    ),
                    span,
                    "the wrong number of values",
                )
                .with_help(format!("it is written `{}`", function.signature())),
            );
            return function.returns;
        }
        for (index, (argument, ty)) in arguments.iter().zip(types).enumerate() {
            let Some(parameter) = function.parameter(index) else { break };
            if let ExprKind::Text(text) = &argument.kind
                && parameter.name == "zone"
                && !text.value.contains("{{")
                && let Err(problem) = zones::zone(&text.value, text.span)
            {
                self.report(*problem);
            }
            if parameter.types.is_empty() || parameter.types.iter().any(|wanted| types::fits(ty, *wanted)) {
                continue;
            }
            let wanted: Vec<&str> = parameter.types.iter().map(|ty| types::words(*ty)).collect();
            self.report(
                Diagnostic::error(
                    Code::F0303,
                    format!("`{}` wants {} here, not {}", function.name, wanted.join(" or "), types::words(ty)),
                    argument.span,
                    format!("this is {}", types::words(ty)),
                )
                .with_help(format!("it is written `{}`: {}", function.signature(), function.about)),
            );
        }
        function.returns
    }

    fn call_of_hours(&mut self, name: &'a Name, arguments: &'a [Expr], span: Span) -> Type {
        let place = match arguments {
            [Expr { kind: ExprKind::Name(hours), span }] => {
                self.check_hours_named(&name.text, hours, *span);
                None
            }
            [argument] => Some(argument.span),
            _ => Some(span),
        };
        if let Some(place) = place {
            self.needs_hours(&name.text, place);
        }
        function::lookup(&name.text).map_or(Type::Any, |function| function.returns)
    }

    /// That the name which `open` and its kin were given is one of opening hours.
    pub fn check_hours_named(&mut self, function: &str, name: &str, span: Span) {
        if self.names.hours(name) {
            self.mentioned.insert(name.to_owned());
            return;
        }
        if self.names.get(name).is_some() {
            return self.needs_hours(function, span);
        }
        if !self.is_news("hours", name) {
            return;
        }
        let problem =
            Diagnostic::error(Code::F0202, format!("unknown hours `{name}`"), span, "no opening hours have this name");
        let all = self.names.iter().filter(|(_, d)| matches!(d.what, What::Hours)).map(|(name, _)| name);
        let near = nearest(name, all).map(str::to_owned);
        self.report(suggest::or_else(problem, near.as_deref(), || {
            format!("declare them, as in `hours {name} \"America/New_York\" {{ mon-fri 09:00-17:00 }}`")
        }));
    }

    pub fn needs_hours(&mut self, function: &str, span: Span) {
        self.report(
            Diagnostic::error(
                Code::F0303,
                format!("`{function}` wants the name of opening hours here"),
                span,
                "these are no opening hours",
            )
            .with_help(format!("it is written `{function}(office)`, where `office` is declared with `hours`")),
        );
    }

    fn unknown_function(&mut self, name: &Name) {
        if !self.is_news("function", &name.text) {
            return;
        }
        let problem = Diagnostic::error(
            Code::F0205,
            format!("unknown function `{}`", name.text),
            name.span,
            "no function is called this",
        );
        let all = || function::all().iter().map(|f| f.name);
        self.report(suggest::or_else(problem, nearest(&name.text, all()), || {
            format!("the functions are {}", suggest::listed(all()))
        }));
    }
}
