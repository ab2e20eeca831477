//! Whatever a file holds, the parser answers with a tree and problems whose places are in the file.
#![no_main]

use flowtone::source::{FileId, SourceFile};
use flowtone::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = syntax::parse(FileId(0), &SourceFile::new("fuzz.flow", text));
    for problem in &parsed.problems {
        assert!(text.get(problem.primary.span.range()).is_some(), "{problem:?}");
    }
});
