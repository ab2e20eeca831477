//! Jumps and calls: that the node is there and gets its values.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::syntax::tree::Target;

use super::checker::Checker;
use super::names::Parameters;
use super::{suggest, types};

impl<'a> Checker<'a> {
    pub fn target(&mut self, target: &'a Target) {
        if let Some(flow) = &target.flow {
            self.unsupported(
                &format!("a jump into another flow, `{}.{}`,", flow.text, target.node.text),
                target.span,
                "keep the nodes of one conversation in one file for now",
            );
            return;
        }
        let name = target.node.text.as_str();
        let names = self.names;
        let Some(parameters) = names.node(name) else {
            self.examine_all(&target.arguments);
            return self.unknown_node(target);
        };
        if target.arguments.len() != parameters.len() {
            self.examine_all(&target.arguments);
            return self.wrong_count(target, parameters);
        }
        for (argument, (parameter, ty)) in target.arguments.iter().zip(parameters) {
            self.assign(argument, *ty, parameter);
        }
    }

    /// A node that is named and not gone to.
    pub fn node_of(&mut self, target: &'a Target) {
        if target.flow.is_some() {
            self.target(target);
        } else if self.names.node(&target.node.text).is_none() {
            self.unknown_node(target);
        }
    }

    fn unknown_node(&mut self, target: &Target) {
        let (name, span) = (target.node.text.as_str(), target.node.span);
        let problem = match self.names.get(name) {
            Some(declared) => Diagnostic::error(
                Code::F0201,
                format!("`{name}` is {}, not a node", declared.what.words()),
                span,
                "only a step, a menu or keywords can be gone to",
            )
            .with_label(declared.span, "declared here")
            .with_help("name a node here"),
            None => {
                let problem = Diagnostic::error(
                    Code::F0201,
                    format!("unknown node `{name}`"),
                    span,
                    "no step, menu or keywords has this name",
                );
                suggest::or_else(problem, nearest(name, self.names.nodes()), || {
                    format!("write it, as in `step {name} {{ … }}`, or name a node that is there")
                })
            }
        };
        if self.is_news("node", name) {
            self.report(problem);
        }
    }

    fn wrong_count(&mut self, target: &Target, parameters: &Parameters) {
        let name = &target.node.text;
        let values = types::values(parameters.len());
        let listed: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
        let help = if parameters.is_empty() {
            format!("write `{name}` alone")
        } else {
            format!("write `{name}({})`, with a value for each", listed.join(", "))
        };
        self.report(
            Diagnostic::error(
                Code::F0208,
                format!("`{name}` takes {values}, {}", types::given(target.arguments.len())),
                target.span,
                "the wrong number of values",
            )
            .with_help(help),
        );
    }
}
