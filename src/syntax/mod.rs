//! From a file's text to its tree, with every mistake reported and the rest kept.

pub mod tree;
