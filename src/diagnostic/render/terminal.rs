use annotate_snippets::{AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet};

use super::super::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, Sources, Span};

/// Draws problems on their sources, as rustc does. `styled` adds ANSI colours.
pub fn terminal(problems: &[Diagnostic], sources: &Sources, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for problem in problems {
        out.push_str(&renderer.render(&report(problem, sources)));
        out.push_str("\n\n");
    }
    out
}

fn report<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let mut elements: Vec<Element<'a>> = Vec::new();
    for file in files(problem) {
        elements.extend(snippet(problem, file, sources).map(Element::from));
    }
    elements.extend(problem.notes.iter().map(|note| Level::NOTE.message(note.as_str()).into()));
    let mend = problem.edit.as_ref().and_then(|edit| Some((edit, sources.get(edit.span.file)?)));
    let mut groups = Vec::new();
    let title = level.primary_title(problem.headline.as_str()).id(problem.code.to_string());
    match (mend, &problem.help) {
        (Some((edit, file)), help) => {
            groups.push(title.elements(elements));
            let words = help.as_deref().unwrap_or("write this instead");
            let window = Window::around(file, [edit.span]);
            let patch = Patch::new(window.range(edit.span), edit.replacement.as_str());
            let source = Snippet::source(window.text).line_start(window.line).path(file.name.as_str()).patch(patch);
            groups.push(Level::HELP.secondary_title(words).element(source));
        }
        (None, Some(help)) => {
            elements.push(Level::HELP.message(help.as_str()).into());
            groups.push(title.elements(elements));
        }
        (None, None) => groups.push(title.elements(elements)),
    }
    groups
}

/// The files that the problem's labels are in, the primary one first.
fn files(problem: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![problem.primary.span.file];
    for label in &problem.others {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn snippet<'a>(
    problem: &'a Diagnostic,
    id: FileId,
    sources: &'a Sources,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let file = sources.get(id)?;
    let labels = || problem.labels().filter(|label| label.span.file == id);
    let window = Window::around(file, labels().map(|label| label.span));
    let mark = |label: &'a Label| {
        let is_primary = std::ptr::eq(label, &problem.primary);
        let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(window.range(label.span)).label(label.text.as_str())
    };
    Some(Snippet::source(window.text).line_start(window.line).path(file.name.as_str()).annotations(labels().map(mark)))
}

/// The lines of a file that a drawing needs: the renderer goes over all the text it is given, for each problem anew.
struct Window<'a> {
    text: &'a str,
    start: usize,
    /// The number of its first line.
    line: usize,
}

impl<'a> Window<'a> {
    fn around(file: &'a SourceFile, spans: impl IntoIterator<Item = Span>) -> Window<'a> {
        let len = file.text.len();
        let (from, to) = spans.into_iter().fold((len, 0), |(from, to), span| {
            (from.min(span.start as usize), to.max(span.end as usize).max(span.start as usize))
        });
        let (from, to) = (from.min(len), to.min(len));
        let start = file.text.get(..from).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let end = file.text.get(to..).and_then(|tail| tail.find('\n')).map_or(len, |at| to + at + 1);
        let line = file.line_column(u32::try_from(start).unwrap_or(u32::MAX)).line as usize;
        Window { text: file.text.get(start..end).unwrap_or(&file.text), start, line }
    }

    /// The renderer panics at a place within a character.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let within = |offset: u32| self.text.floor_char_boundary((offset as usize).saturating_sub(self.start));
        within(span.start)..within(span.end).max(within(span.start))
    }
}
