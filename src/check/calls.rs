//! Calls of the language's functions.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::function;
use crate::source::Span;
use crate::syntax::tree::{Expr, Name};
use crate::value::Type;

use super::checker::Checker;
use super::{suggest, types};

/// Functions of opening hours, which do not run yet.
pub(super) const OF_HOURS: [&str; 2] = ["open", "next_open"];

impl<'a> Checker<'a> {
    pub fn call(&mut self, name: &'a Name, arguments: &'a [Expr], span: Span) -> Type {
        if OF_HOURS.contains(&name.text.as_str()) {
            self.unsupported_name(&name.text, span, "leave the opening hours out for now");
            return Type::Any;
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
