//! What the lowering of a flow gathers: code, places, templates.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::program::{Builtin, Node, NodeKind, Op, Reads, Regex};
use crate::source::{LineColumn, SourceFile, Sources, Span};
use crate::syntax::tree::{Pattern, Setting, Text};
use crate::template::{TemplateId, Templates};

use super::super::names::{self, Names, Parameters, What};
use super::super::translations::{Side, Sides};
use super::super::{regexes, templates};

/// Where code goes on after an action that does not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// With the statement behind, whose index is filled in later.
    Next,
    /// The wait at this index asks again.
    AskAgain(usize),
    /// The wait that an `always` arm interrupted asks again.
    Resume,
    /// Nowhere: the checker has made sure that the action leaves.
    Nowhere,
}

pub(super) struct Builder<'a> {
    pub names: &'a Names<'a>,
    pub sources: &'a Sources,
    pub sides: &'a Sides<'a>,
    /// The `defaults` that hold for the node at hand.
    pub defaults: &'a [Setting],
    pub templates: Templates,
    /// What could not be compiled; the program is not used then.
    pub problems: Vec<Diagnostic>,
    pub parameters: &'a Parameters,
    /// Constants that templates read, and lists: they are kept as variables that nothing sets.
    pub constants: BTreeSet<String>,
    pub reads: Reads,
    code: Vec<Op>,
    places: Vec<LineColumn>,
    place: LineColumn,
}

impl<'a> Builder<'a> {
    pub fn new(names: &'a Names<'a>, sources: &'a Sources, sides: &'a Sides<'a>) -> Self {
        Self {
            names,
            sources,
            sides,
            defaults: &[],
            templates: Templates::default(),
            problems: Vec::new(),
            parameters: &[],
            constants: BTreeSet::new(),
            reads: Reads::default(),
            code: Vec::new(),
            places: Vec::new(),
            place: LineColumn { line: 1, column: 1 },
        }
    }

    /// The ops emitted from here on stand at this place.
    pub fn at(&mut self, span: Span) {
        if let Some(file) = self.sources.get(span.file) {
            self.place = file.line_column(span.start);
        }
    }

    /// The index of the next op.
    pub fn here(&self) -> usize {
        self.code.len()
    }

    pub fn emit(&mut self, op: Op) -> usize {
        self.code.push(op);
        self.places.push(self.place);
        self.code.len() - 1
    }

    /// Keeps an index for an op that is known later.
    pub fn reserve(&mut self) -> usize {
        self.emit(Op::End)
    }

    pub fn fill(&mut self, index: usize, op: Op) {
        if let Some(slot) = self.code.get_mut(index) {
            *slot = op;
        }
    }

    /// Fills each of these indexes with a jump to here.
    pub fn land(&mut self, jumps: Vec<usize>) {
        let here = self.here();
        for index in jumps {
            self.fill(index, Op::Goto(here));
        }
    }

    /// Takes the code gathered so far as a node.
    pub fn finish(&mut self, name: String, kind: NodeKind) -> Node {
        Node {
            name,
            kind,
            parameters: self.parameters.to_vec(),
            code: std::mem::take(&mut self.code),
            places: std::mem::take(&mut self.places),
        }
    }

    pub fn template(&mut self, text: &Text) -> TemplateId {
        self.template_of(&text.value, text)
    }

    /// A piece of a text as a template of its own.
    pub fn template_of(&mut self, source: &str, text: &Text) -> TemplateId {
        let global = |name: &str| global_in(text, name);
        match self.templates.add_within(text.flow.as_deref(), source, global) {
            Ok(id) => {
                self.note_reads(id);
                id
            }
            Err(error) => {
                self.problems.push(templates::unusable(text, &error));
                TemplateId(0)
            }
        }
    }

    /// Which constants and which of the provider's parameters a template reads.
    fn note_reads(&mut self, id: TemplateId) {
        let names = self.names;
        let constant = |name: &&String| matches!(names.get(name).map(|d| &d.what), Some(What::Constant(_)));
        let roots = self.templates.roots(id).iter().map(|root| &root.global);
        self.constants.extend(roots.filter(constant).cloned());
        let provider = |root: &str| matches!(Builtin::parse(root), Some(Builtin::Call | Builtin::Message));
        for (_, fields) in self.templates.fields(id).filter(|(root, _)| provider(root)) {
            match fields {
                Some(fields) => fields.iter().for_each(|field| self.reads.add(field)),
                None => self.reads.add_all(),
            }
        }
    }

    /// A text that is heard or read, with its translations.
    pub fn said(&mut self, text: &Text) -> TemplateId {
        let id = self.template(text);
        for side in self.sides_of(text.span) {
            let Some(entry) = side.find(&text.value) else { continue };
            let added = self.templates.translate(id, side.tag, &entry.words, |name| global_in(text, name));
            if let Err(error) = added {
                self.problems.push(
                    Diagnostic::error(Code::F1414, "this translation cannot be used", entry.span, error.message)
                        .with_label(text.span, "the text"),
                );
            }
        }
        self.note_reads(id);
        id
    }

    /// The translations of the flow that stands in a file.
    pub fn sides_of(&self, place: Span) -> Vec<&'a Side<'a>> {
        let flow = self.sources.get(place.file).map(SourceFile::stem).unwrap_or_default();
        self.sides.of(flow).collect()
    }

    pub fn regex(&mut self, pattern: &Pattern, how: regexes::Use) -> Option<Regex> {
        regexes::compile(pattern, how).map_err(|problem| self.problems.push(*problem)).ok()
    }
}

/// What a name in a text is called in the program.
fn global_in(text: &Text, name: &str) -> String {
    if names::is_taken(name) { name.to_owned() } else { text.global(name) }
}
