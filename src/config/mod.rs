//! Settings as data: the project file, the environment over it, flags over both, and a default for everything.
//!
//! Nothing here reads a file or the environment; both are handed in. All problems are reported at once, each with its
//! place and what to do.

mod check;
mod limits;
mod model;
mod nearest;
mod network;
mod print;
mod problem;
mod read;
mod secret;
mod section;
#[cfg(test)]
mod tests;
mod tree;
mod units;

use std::collections::BTreeMap;

pub use self::limits::{Amount, Limit, Limits, TABLE as LIMITS};
pub use self::model::{Account, Config, Durability, Endpoint, Flags, Listen, StorePlace, StoreSettings};
pub use self::network::Network;
pub use self::print::print;
pub use self::problem::{Place, Problem};
pub use self::secret::{MASK, Secret, SecretRef};
pub use self::units::{format_duration, format_size, parse_duration, parse_size};

/// Reads the settings. `file` is the project file's name, for messages, and its text.
/// All problems are given, in the order of their places.
pub fn load(
    file: Option<(&str, &str)>,
    environment: &BTreeMap<String, String>,
    flags: &Flags,
) -> Result<Config, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut tree = file.map_or_else(tree::Table::new, |(name, text)| tree::from_file(name, text, &mut problems));
    tree::lay_environment(&mut tree, environment);
    tree::lay_flags(&mut tree, flags);
    let config = read::settings(tree, environment, flags.dev, &mut problems);
    if problems.is_empty() {
        return Ok(config);
    }
    problems.sort();
    problems.dedup();
    Err(problems)
}
