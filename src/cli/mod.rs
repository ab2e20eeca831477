//! The command line: one file a command.

mod check;
mod config;
mod explain;
mod files;
mod fmt;
mod given;
mod needs;
mod new;
mod out;
mod project;
mod proofs;
mod request;
mod serve;
mod sign;
mod test;
mod translate;
mod verify;

use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

/// Phone menus and messaging bots from `.flow` files.
#[derive(Debug, Parser)]
#[command(name = "flowtone", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    /// When to colour what is printed; NO_COLOR is heeded too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Serve(serve::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Test(test::Args),
    Translate(translate::Args),
    Explain(explain::Args),
    Sign(sign::Args),
    Verify(verify::Args),
    #[command(subcommand)]
    Config(config::Command),
}

/// The codes a command ends with.
enum Exit {
    /// All is well.
    Clean,
    /// The command worked and has something to complain of.
    Findings,
    /// The command could not do its work: wrong usage, unreadable input, no server.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    out::set_color(cli.color);
    let exit = match cli.command {
        Command::New(args) => new::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Translate(args) => translate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Sign(args) => sign::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Config(command) => config::run(&command),
    };
    match exit {
        Ok(exit) => exit.into(),
        Err(problem) => {
            out::problem(&problem);
            Exit::Failed.into()
        }
    }
}
