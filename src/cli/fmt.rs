use std::io::Write as _;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::{Exit, files, out};
use crate::diagnostic::render;
use crate::source::{SourceFile, Sources};
use crate::syntax;

/// Lay out flows in the one standard way; comments stay
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 done or nothing to do, 1 --check or --diff found a difference, 2 a file could \
    not be read or has mistakes.\n\nExamples:\n  flowtone fmt\n  flowtone fmt --check flows\n  flowtone fmt - < draft.flow")]
pub struct Args {
    /// Files and folders [default: flows]; `-` formats standard input to standard output
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
        let text = files::read_text(&path)?;
        let Some(formatted) = format(&path.to_string_lossy(), &text) else {
            broken = true;
            continue;
        };
        if formatted == text {
            continue;
        }
        different = true;
        if args.diff {
            out::result(&diff(&path.to_string_lossy(), &text, &formatted));
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
    let text = files::read_stdin()?;
    let Some(formatted) = format("stdin.flow", &text) else { return Ok(Exit::Failed) };
    if args.diff {
        out::result(&diff("stdin.flow", &text, &formatted));
    } else if !args.check {
        out::result(&formatted);
    }
    Ok(if formatted != text && (args.check || args.diff) { Exit::Findings } else { Exit::Clean })
}

/// A file with mistakes is left as it is, and its mistakes are shown.
fn format(name: &str, text: &str) -> Option<String> {
    match syntax::format(&SourceFile::new(name, text)) {
        Ok(formatted) => Some(formatted),
        Err(problems) => {
            let mut sources = Sources::new();
            sources.add(name, text);
            out::note(render::terminal(&problems, &sources, true).trim_end());
            out::note(&format!("`{name}` was left as it is: mend it first"));
            None
        }
    }
}

fn diff(name: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(name, name).to_string()
}

/// Writes beside the file, then renames over it, so that no reader ever sees half of it.
fn replace(path: &Path, text: &str) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("cannot write `{}`: {e}", path.display());
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
