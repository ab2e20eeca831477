//! From a file's text to its tree, with every mistake reported and the rest kept.

mod build;
mod expected;
mod explain;
mod format;
mod grammar;
mod layout;
mod recover;
mod scan;
pub mod tree;
pub mod words;

pub use grammar::prepare;
pub use scan::MAX_NESTING;

use crate::diagnostic::{Code, Diagnostic, sort};
use crate::source::{FileId, SourceFile, Span};
use build::Builder;
use scan::Scan;

/// The largest file that is read, in bytes. Flows are written by hand; this is some 20,000 lines.
pub const MAX_BYTES: usize = 1 << 20;

/// Problems reported of one file.
const MAX_PROBLEMS: usize = 200;

/// What a file says, and what is wrong with how it says it.
#[derive(Debug)]
pub struct Parsed {
    /// Where the file is too large or nests too deeply, one bad item.
    pub tree: tree::File,
    /// Errors only, in the order of the file.
    pub problems: Vec<Diagnostic>,
}

/// Reads a file. One mistake costs one item, statement, arm or setting, which leaves a `Bad` node; the rest is read.
pub fn parse(file: FileId, source: &SourceFile) -> Parsed {
    let text = source.text.as_str();
    let whole = Span::new(file, 0, text.len());
    if text.len() > MAX_BYTES {
        return refused(whole, too_large(whole, text.len()));
    }
    let scan = scan::scan(file, text);
    if let Some(at) = scan.too_deep {
        return refused(whole, too_deep(Span::new(file, at, at + 1)));
    }
    let mut builder = Builder::new(file, text.len());
    let mut tree = tree::File { span: whole, ..Default::default() };
    // A control character is a hole to the grammar, and must not pass for one that was reported.
    let torn = text.contains('\u{1}');
    match grammar::read(text) {
        Ok(pairs) if !torn => builder.file(pairs, 0, &mut tree),
        Err(error) if grammar::is_exhausted(&error) => return refused(whole, grammar::too_much_work(whole.head())),
        _ => mended(file, text, scan, &mut builder, &mut tree),
    }
    let mut problems = builder.problems;
    sort(&mut problems);
    problems.truncate(MAX_PROBLEMS);
    Parsed { tree, problems }
}

/// The file as it is written properly. What is formatted already comes out unchanged; the tree stays the same.
///
/// # Errors
/// The problems of a file that does not parse cleanly: it is left alone.
pub fn format(source: &SourceFile) -> Result<String, Vec<Diagnostic>> {
    let file = FileId::default();
    let parsed = parse(file, source);
    if parsed.problems.is_empty() { Ok(format::write(file, source, &parsed.tree)) } else { Err(parsed.problems) }
}

/// Builds what can be read of a file that does not parse.
fn mended(file: FileId, text: &str, scan: Scan, builder: &mut Builder, tree: &mut tree::File) {
    let recovered = recover::recover(file, text, scan);
    builder.problems.extend(recovered.problems);
    for (start, work) in &recovered.chunks {
        if let Ok(pairs) = grammar::read(work) {
            builder.file(pairs, *start, tree);
        }
    }
}

fn refused(whole: Span, problem: Diagnostic) -> Parsed {
    let items = vec![tree::Item { kind: tree::ItemKind::Bad, span: whole }];
    Parsed { tree: tree::File { items, comments: Vec::new(), span: whole }, problems: vec![problem] }
}

fn too_large(whole: Span, bytes: usize) -> Diagnostic {
    let headline = format!("the file is too large: {bytes} bytes");
    Diagnostic::error(Code::F0001, headline, whole.head(), format!("at most {MAX_BYTES} bytes are read"))
        .with_help("split the flow into several files and join them with `use`")
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::F0003,
        "brackets are nested too deeply",
        span,
        format!("the {}th within each other", MAX_NESTING + 1),
    )
    .with_help("move a part of this into a `step` of its own")
}
