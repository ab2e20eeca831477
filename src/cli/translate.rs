use std::path::{Path, PathBuf};

use super::{Exit, files, out};
use crate::check;
use crate::config::Flags;
use crate::diagnostic::render;
use crate::source::{FLOW, Sources};
use crate::syntax::{self, tree::ItemKind};

use super::project::Project;

/// Write or refresh the translations of a flow: adds what is missing, sets aside what is not needed
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 written or nothing to do, 2 a file could not be read or has mistakes.\n\n\
    Example:\n  flowtone translate flows/support.flow --to es-MX")]
pub struct Args {
    /// The flow's file, or its name in the project's folder of flows
    flow: PathBuf,
    /// The language, such as es-MX
    #[arg(long, value_name = "LANG")]
    to: String,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let path = flow(&args.flow)?;
    let tag = args.to.as_str();
    if !is_tag(tag) {
        return Err(format!("`{tag}` is no language: write it as in `es-MX`"));
    }
    let mut sources = Sources::new();
    let id = sources.add_file(files::read_file(&path)?);
    let stem = sources.get(id).map(|file| file.stem().to_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!("{stem}.{tag}.toml"));
    let before = match beside.exists() {
        true => Some(files::read_file(&beside)?),
        false => None,
    };
    if let Some(file) = &before {
        sources.add_file(file.clone());
    }
    let damaged: Vec<_> = sources.iter().filter_map(|(id, file)| check::check_text(id, file)).collect();
    let refreshed = if damaged.is_empty() { check::refresh(&sources, tag) } else { Err(damaged) };
    let refreshed = match refreshed {
        Ok(refreshed) => refreshed,
        Err(problems) => {
            out::note(render::terminal(&problems, &sources, true).trim_end());
            out::note(&format!("`{}` was left as it is: mend this first", beside.display()));
            return Ok(Exit::Failed);
        }
    };
    if before.is_none_or(|file| file.text != refreshed.text) {
        files::replace(&beside, &refreshed.text)?;
    }
    out::note(&format!(
        "{}: {} added, {} without a translation, {} set aside",
        beside.display(),
        refreshed.added,
        refreshed.missing,
        refreshed.stale
    ));
    if !speaks(&sources, tag) {
        out::note(&format!("`{stem}` does not speak `{tag}` yet: add `language {tag}` to it"));
    }
    Ok(Exit::Clean)
}

/// A file, or a flow of the project by its name.
fn flow(named: &Path) -> Result<PathBuf, String> {
    if named.is_file() {
        return Ok(named.to_path_buf());
    }
    let project = Project::load(None, &Flags::default())?;
    let name = named.to_string_lossy();
    let path = project.path(&project.config.flows).join(format!("{}{FLOW}", name.trim_end_matches(FLOW)));
    if path.is_file() { Ok(path) } else { Err(format!("there is no flow `{name}`")) }
}

fn is_tag(tag: &str) -> bool {
    tag.starts_with(|c: char| c.is_ascii_alphabetic()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn speaks(sources: &Sources, tag: &str) -> bool {
    sources.flows().any(|(id, source)| {
        let named = |kind: &ItemKind| matches!(kind, ItemKind::Language { tag: named, .. } if named.text == tag);
        syntax::parse(id, source).tree.items.iter().any(|item| named(&item.kind))
    })
}
