use std::io::Write as _;
use std::path::{Path, PathBuf};

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
            replace(&path, &formatted)?;
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

/// Writes beside the file, then renames over it, so that no reader ever sees half of it. A link stays one: the file
/// that it leads to is written.
fn replace(path: &Path, text: &str) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("cannot write `{}`: {e}", path.display());
    let path = &path.canonicalize().map_err(fail)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".flowtone-tmp");
    let beside = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(std::fs::metadata(path)?.permissions())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|e| {
        // The half-written copy is of no use; that it could not be removed adds nothing to the first error.
        let _ = std::fs::remove_file(&beside);
        fail(e)
    })
}
