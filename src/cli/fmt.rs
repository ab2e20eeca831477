use std::path::PathBuf;

use similar::TextDiff;

use super::{Exit, files, out};
use crate::check;
use crate::diagnostic::render;
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;

/// Lay out flows in the one standard way; comments stay
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 done or nothing to do, 1 --check or --diff found a difference, 2 a file could \
    not be read or has mistakes.\n\nExamples:\n  flowtone fmt\n  flowtone fmt --check flows\n  flowtone fmt - < draft.flow")]
pub struct Args {
    /// Files and folders [default: the project's flows]; `-` formats standard input to standard output
    paths: Vec<PathBuf>,
    /// Change nothing; list the files that are not laid out
    #[arg(long)]
    check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    diff: bool,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    if args.paths == [PathBuf::from("-")] {
        return stdin(args);
    }
    let (mut different, mut broken) = (false, false);
    for path in files::find(&args.paths)? {
        let file = files::read_file(&path)?;
        if !file.is_flow() {
            out::note(&format!("`{}` holds translations: `flowtone translate` lays it out", file.name));
            broken = true;
            continue;
        }
        let Some(formatted) = format(&file) else {
            broken = true;
            continue;
        };
        if formatted == file.text {
            continue;
        }
        different = true;
        if args.diff {
            out::result(&diff(&file, &formatted));
        } else if args.check {
            out::result(&format!("{}\n", path.display()));
        } else {
            files::replace(&path, &formatted)?;
        }
    }
    Ok(match (broken, different && (args.check || args.diff)) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

fn stdin(args: &Args) -> Result<Exit, String> {
    let file = files::read_stdin("stdin.flow")?;
    let Some(formatted) = format(&file) else { return Ok(Exit::Failed) };
    if args.diff {
        out::result(&diff(&file, &formatted));
    } else if !args.check {
        out::result(&formatted);
    }
    Ok(if formatted != file.text && (args.check || args.diff) { Exit::Findings } else { Exit::Clean })
}

/// A file with mistakes is left as it is, and its mistakes are shown.
fn format(file: &SourceFile) -> Option<String> {
    let formatted = match check::check_text(FileId(0), file) {
        Some(problem) => Err(vec![problem]),
        None => syntax::format(file),
    };
    let problems = match formatted {
        Ok(formatted) => return Some(formatted),
        Err(problems) => problems,
    };
    let mut sources = Sources::new();
    sources.add_file(file.clone());
    out::note(render::terminal(&problems, &sources, true).trim_end());
    out::note(&format!("`{}` was left as it is: mend it first", file.name));
    None
}

fn diff(before: &SourceFile, after: &str) -> String {
    TextDiff::from_lines(before.text.as_str(), after).unified_diff().header(&before.name, &before.name).to_string()
}
