//! The one way a flow is written: two spaces, one blank line between parts, actions in a column. Texts stay byte for byte,
//! comments stay with what they stand at.

mod align;
mod arms;
mod expr;
mod item;
mod printer;
mod setting;
mod statement;
mod test;

use crate::source::{FileId, SourceFile};
use crate::syntax::tree;
use printer::Printer;

/// Lines are kept shorter than this where there is a choice.
const WIDTH: usize = 104;

/// Writes a file anew that parses to `tree` without a problem.
pub(super) fn write(file: FileId, source: &SourceFile, tree: &tree::File) -> String {
    let mut printer = Printer::new(file, source, &tree.comments);
    printer.file(tree);
    printer.finish()
}
