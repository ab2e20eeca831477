use std::path::PathBuf;

use clap::ValueEnum;

use super::given::Given;
use super::{Exit, files, out, proofs};
use crate::check;
use crate::diagnostic::render;
use crate::diagnostic::{Diagnostic, Severity};

/// Find the mistakes in flows before a caller does
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 nothing found, 1 something found, 2 wrong usage or an unreadable file.\n\n\
    Examples:\n  flowtone check\n  flowtone check flows/support.flow --format json\n  cat draft.flow | flowtone check -")]
pub struct Args {
    /// Files and folders [default: the project's flows]; `-` reads one flow from standard input
    paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Print after how much each entry lets go of people who do not answer, and dialogues that come to what was found
    #[arg(long)]
    proofs: bool,
    /// What to call the flow that standard input holds
    #[arg(long, value_name = "NAME", default_value = "stdin.flow")]
    stdin_filename: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let given = if args.paths == [PathBuf::from("-")] {
        Given::gather(vec![files::read_stdin(&args.stdin_filename)?])
    } else {
        Given::read(&files::find(&args.paths)?)?
    };
    let sources = &given.sources;
    let checked = check::check(sources);
    let mut problems = checked.problems;
    problems.retain(|problem| given.is_asked(problem.primary.span));
    if args.proofs {
        proofs::show_ways(&mut problems, &checked.programs, sources);
    }
    match args.format {
        Format::Json => out::result(&render::json(&problems, sources)),
        Format::Text => out::result(&render::terminal(&problems, sources, true)),
    }
    if args.proofs {
        out::result(&proofs::table(&check::bounds(sources)));
    }
    if args.format == Format::Text {
        out::note(&verdict(&problems, given.counts()));
    }
    Ok(if problems.iter().any(|p| counts(p, args.strict)) { Exit::Findings } else { Exit::Clean })
}

/// Hints never fail a check; warnings do with `--strict`.
fn counts(problem: &Diagnostic, strict: bool) -> bool {
    match problem.severity {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Hint => false,
    }
}

fn verdict(problems: &[Diagnostic], (flows, translations): (usize, usize)) -> String {
    let flows = if flows == 1 { "1 flow".to_owned() } else { format!("{flows} flows") };
    let flows = match translations {
        0 => flows,
        1 => format!("{flows} and 1 translation"),
        n => format!("{flows} and {n} translations"),
    };
    let Some(first) = problems.first() else { return format!("{flows} checked: no problem found") };
    let more = format!("`flowtone explain {}` tells more", first.code);
    format!("{flows} checked: {}; {more}", render::summary(problems))
}
