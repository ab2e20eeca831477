use std::path::{Path, PathBuf};

use super::{Exit, out};

/// Begin a project that works at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  flowtone new clinic && cd clinic && flowtone serve --dev")]
pub struct Args {
    /// The folder to make
    dir: PathBuf,
}

/// The files of a new project and what is in them.
const FILES: [(&str, &str); 3] = [
    ("flowtone.toml", include_str!("new/flowtone.toml")),
    ("flows/hello.flow", include_str!("new/hello.flow")),
    (".gitignore", "/data\n"),
];

pub fn run(args: &Args) -> Result<Exit, String> {
    let dir = &args.dir;
    let occupied = |path: &Path| path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if dir.is_file() || occupied(dir) {
        return Err(format!("`{}` is there already and not empty; choose another name", dir.display()));
    }
    for (name, text) in FILES {
        let path = dir.join(name);
        let fail = |e: std::io::Error| format!("cannot write `{}`: {e}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(fail)?;
        }
        std::fs::write(&path, text).map_err(fail)?;
    }
    out::note(&format!(
        "made `{0}`\n\n  cd {0}\n  flowtone serve --dev     then, in another terminal:\n\n{1}",
        dir.display(),
        include_str!("new/try.txt").trim_end()
    ));
    Ok(Exit::Clean)
}
