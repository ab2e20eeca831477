//! From pairs to the tree. Each file adds to [`Builder`] what it takes to build one kind of thing.

mod arms;
mod builder;
mod expr;
mod item;
mod literal;
mod setting;
mod statement;
mod test;
mod text;
mod words;

pub(super) use builder::Builder;
