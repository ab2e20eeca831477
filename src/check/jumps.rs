//! Jumps and calls: that the node is there and gets its values.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::syntax::tree::Target;

use super::checker::Checker;
use super::names::{Names, Parameters};
use super::{suggest, types};

impl<'a> Checker<'a> {
    pub fn target(&mut self, target: &'a Target) {
        let Some(names) = self.names_of(target) else { return self.examine_all(&target.arguments) };
        let Some(parameters) = names.node(&target.node.text) else {
            self.examine_all(&target.arguments);
            return self.unknown_node(target, names);
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
        if let Some(names) = self.names_of(target)
            && names.node(&target.node.text).is_none()
        {
            self.unknown_node(target, names);
        }
    }

    /// The names of the flow that a target lies in, where they are known.
    fn names_of(&mut self, target: &Target) -> Option<&'a Names<'a>> {
        let Some(flow) = &target.flow else { return Some(self.names) };
        if let Some(used) = self.uses.get(flow.text.as_str()) {
            return *used;
        }
        if self.is_news("flow", &flow.text) {
            let problem = Diagnostic::error(
                Code::F1401,
                format!("`{}` is not used here", flow.text),
                flow.span,
                "no `use` names this flow",
            );
            let known = self.uses.iter().filter(|(_, names)| names.is_some()).map(|(flow, _)| *flow);
            let near = nearest(&flow.text, known);
            self.report(suggest::or_else(problem, near, || {
                format!("write `use \"{}\"` above, or name a node of this flow", flow.text)
            }));
        }
        None
    }

    fn unknown_node(&mut self, target: &Target, names: &Names<'a>) {
        let (name, span) = (target.node.text.as_str(), target.node.span);
        let written = match &target.flow {
            Some(flow) => format!("{}.{name}", flow.text),
            None => name.to_owned(),
        };
        let problem = match names.get(name) {
            Some(declared) => Diagnostic::error(
                Code::F0201,
                format!("`{written}` is {}, not a node", declared.what.words()),
                span,
                "only a step, a menu or keywords can be gone to",
            )
            .with_label(declared.span, "declared here")
            .with_help("name a node here"),
            None => {
                let problem = Diagnostic::error(
                    Code::F0201,
                    format!("unknown node `{written}`"),
                    span,
                    "no step, menu or keywords has this name",
                );
                suggest::or_else(problem, nearest(name, names.nodes()), || match &target.flow {
                    Some(flow) => format!("the nodes of `{}` are {}", flow.text, suggest::listed(names.nodes())),
                    None => format!("write it, as in `step {name} {{ … }}`, or name a node that is there"),
                })
            }
        };
        if self.is_news("node", &written) {
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
