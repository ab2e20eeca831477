use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind};

/// The parts of a file that could not be read whole.
#[derive(Debug)]
pub struct Gaps {
    parts: Vec<Span>,
    /// What holds for every wait may stand in what could not be read.
    pub in_settings: bool,
}

impl Gaps {
    pub fn new(tree: &tree::File, problems: &[Diagnostic]) -> Gaps {
        let mut gaps = Gaps { parts: Vec::new(), in_settings: false };
        for problem in problems.iter().filter(|problem| leaves_gap(problem)) {
            let place = problem.primary.span;
            let item = tree.items.iter().find(|item| item.span.start <= place.start && place.start <= item.span.end);
            gaps.in_settings |= item.is_none_or(|item| matches!(item.kind, ItemKind::Bad | ItemKind::Defaults(_)));
            gaps.parts.push(item.map_or(place, |item| item.span));
        }
        gaps
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether one of the problem's places lies in a part that could not be read whole.
    pub fn touch(&self, problem: &Diagnostic) -> bool {
        let labels = problem.labels();
        let meets = |a: Span, b: Span| a.start <= b.end && b.start <= a.end;
        labels.into_iter().any(|label| self.parts.iter().any(|part| meets(*part, label.span)))
    }
}

/// A mistake of syntax, whereas two files of one name say nothing about what is in them.
fn leaves_gap(problem: &Diagnostic) -> bool {
    let of_names = [Code::F0004, Code::F0005].contains(&problem.code);
    problem.severity == Severity::Error && problem.code < Code::F0201 && !of_names
}
