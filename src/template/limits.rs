/// The longest text, in characters: far more than anyone listens to, and what Handlebars parses in milliseconds.
pub const MAX_SOURCE: usize = 10_000;
/// How deep blocks, and sub-expressions within a tag, may stand in each other. Handlebars aborts the process at some
/// 1,600; people lose their way at four.
pub const MAX_NESTING: usize = 32;
/// The most bytes that rendering gives: a TwiML document may have 64 kB.
pub const MAX_OUTPUT: usize = 60 * 1024;
/// The most items of one list that `each` goes through: nobody listens to more.
pub const MAX_EACH: usize = 200;
/// The work that one rendering may do: each value, helper and item costs 1, and each 64 bytes of text 1 more.
pub const MAX_WORK: usize = 100_000;
