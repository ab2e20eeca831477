//! Why a test failed, in the words of the checker's findings.

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Fault;
use crate::program::Test;
use crate::source::Span;
use crate::value::Value;

use super::effects::shown;
use super::transcript::{self, Exchange};

/// What was not as the test says.
#[derive(Debug)]
pub(super) enum Failed {
    NotHeard {
        /// `heard` or `read`.
        verb: &'static str,
        wanted: String,
        came: String,
        /// It did come, but before what an earlier line found.
        before: bool,
    },
    Elsewhere {
        wanted: String,
        at: String,
    },
    Ended {
        wanted: String,
    },
    GoesOn {
        at: String,
    },
    NoCall,
    NotAsked {
        what: String,
        asked: Vec<String>,
    },
    NotSo {
        values: Vec<(String, Value)>,
    },
    Unfit(String),
    Unanswered(String),
    Fault(Fault),
    Unstored(String),
    Unused,
}

/// The report of a failure: where, what was expected, what came, the conversation so far.
pub(super) fn diagnostic(test: &Test, span: Span, failed: &Failed, exchanges: &[Exchange]) -> Diagnostic {
    let name = &test.name;
    let problem = match failed {
        Failed::NotHeard { verb, wanted, came, before } => {
            let problem = failure(name, &format!("\"{wanted}\" was not {verb}"), span, "this was expected");
            let problem = match came.as_str() {
                "" => problem.with_note(format!("nothing was {verb}")),
                came => problem.with_note(format!("what was {verb}: {came}")),
            };
            let order = "the words came, but before those of the line above: put the lines in the order of the words";
            if *before { problem.with_help(order) } else { problem }
        }
        Failed::Elsewhere { wanted, at } => failure(
            name,
            &format!("the conversation is at `{at}`, not at `{wanted}`"),
            span,
            format!("it waits at `{at}`"),
        ),
        Failed::Ended { wanted } => {
            failure(name, &format!("the conversation has ended, it is not {wanted}"), span, "nothing waits any more")
        }
        Failed::GoesOn { at } => failure(name, "the conversation has not ended", span, format!("it waits at `{at}`")),
        Failed::NoCall => {
            failure(name, "a message cannot be hung up", span, "this is no call").with_help("write `expect end`")
        }
        Failed::NotAsked { what, asked } => {
            let problem = failure(name, &format!("no such `{what}`"), span, "this was expected");
            match asked.as_slice() {
                [] => problem.with_note("the flow asked for nothing since the last input"),
                asked => problem.with_note(format!("what the flow asked for: {}", asked.join(", "))),
            }
        }
        Failed::NotSo { values } => {
            let told: Vec<String> =
                values.iter().map(|(name, value)| format!("`{name}` is {}", shown(value))).collect();
            let label = if told.is_empty() { "this does not hold".to_owned() } else { told.join(", ") };
            failure(name, "what is expected does not hold", span, label)
        }
        Failed::Unfit(why) => failure(name, "this cannot be done here", span, why),
        Failed::Unanswered(url) => {
            failure(name, "a test has no network", span, format!("the flow fetches `{url}` here")).with_help(format!(
                "say before what it answers, as in `given fetch \"{url}\" 200 {{ … }}` or `… failed`"
            ))
        }
        Failed::Fault(fault) => {
            let problem = Diagnostic::error(
                Code::F1022,
                format!("test `{name}` failed: the flow broke down"),
                span,
                fault.text.clone(),
            );
            match &fault.at {
                Some(at) => problem.with_note(format!("in node `{}`, line {}", at.node, at.place.line)),
                None => problem,
            }
        }
        Failed::Unstored(why) => Diagnostic::error(
            Code::F1022,
            format!("test `{name}` failed: the session cannot be stored"),
            span,
            why.clone(),
        )
        .with_help("this is a mistake in Flowtone: please report it with this flow"),
        Failed::Unused => {
            return Diagnostic::error(
                Code::F1021,
                format!("test `{name}` failed: a `given` was not used"),
                span,
                "nothing asked for this",
            )
            .with_help("remove it, or mend the flow so that it asks; a `given` stands before the input that needs it");
        }
    };
    match exchanges {
        [] => problem,
        exchanges => problem.with_note(format!("the conversation:{}", transcript::shown(exchanges))),
    }
}

fn failure(name: &str, what: &str, span: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::F1020, format!("test `{name}` failed: {what}"), span, label)
}
