//! What is laid out once stays as it is, and still parses.
#![no_main]

use flowtone::source::{FileId, SourceFile};
use flowtone::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(once) = syntax::format(&SourceFile::new("fuzz.flow", text)) else { return };
    let file = SourceFile::new("fuzz.flow", once.clone());
    let problems = syntax::parse(FileId(0), &file).problems;
    assert!(problems.is_empty(), "{once}\n{problems:?}");
    let twice = syntax::format(&file).expect("what was laid out can be laid out");
    assert_eq!(once, twice);
});
