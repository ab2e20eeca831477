use std::path::PathBuf;

use super::project::Project;
use super::{Exit, out};
use crate::config::{self, Flags};

/// Look at the settings
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Print every setting in force, with its default; secrets are masked
    Print {
        /// The project file [default: flowtone.toml, where there is one]
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
}

pub fn run(command: &Command) -> Result<Exit, String> {
    let Command::Print { config } = command;
    let project = Project::load(config.as_deref(), &Flags::default())?;
    out::result(&config::print(&project.config));
    Ok(Exit::Clean)
}
