use super::{Exit, out};
use crate::diagnostic::{Code, nearest};

/// Tell what a diagnostic's code means and how to mend it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  flowtone explain F0201\n  flowtone explain        lists all codes")]
pub struct Args {
    /// As printed by `check`: F0201
    code: Option<String>,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let Some(wanted) = &args.code else {
        let list: String = Code::all().iter().map(|info| format!("{}  {}\n", info.code, info.title)).collect();
        out::result(&list);
        return Ok(Exit::Clean);
    };
    if let Some(info) = Code::parse(wanted) {
        out::result(info.page);
        return Ok(Exit::Clean);
    }
    let codes: Vec<String> = Code::all().iter().map(|info| info.code.to_string()).collect();
    let near = nearest(wanted, codes.iter().map(String::as_str));
    let hint = near.map_or("`flowtone explain` lists them all".to_owned(), |code| format!("did you mean `{code}`?"));
    Err(format!("there is no code `{wanted}`; {hint}"))
}
