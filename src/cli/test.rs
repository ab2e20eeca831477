use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::given::Given;
use super::{Exit, files, out};
use crate::check;
use crate::diagnostic::{self, Diagnostic, render};
use crate::program::{Program, flow_of};
use crate::sim::{self, Edge, Key, Kind, Ran};
use crate::source::Sources;

/// Run the `test` blocks of flows: conversations in virtual time, without a network
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 all passed, 1 a test failed or a flow is wrong, 2 wrong usage or an unreadable file.\n\n\
    Examples:\n  flowtone test\n  flowtone test flows/support.flow --filter voicemail\n  flowtone test --coverage --junit tests.xml\n  \
    flowtone test --explore flows/support.flow >> flows/support.flow"
)]
pub struct Args {
    /// Files and folders [default: the project's flows]
    paths: Vec<PathBuf>,
    /// Only the tests with this in their names
    #[arg(long, value_name = "WORD")]
    filter: Option<String>,
    /// Tell which nodes, arms, outcomes and retries no test went through
    #[arg(long)]
    coverage: bool,
    /// Write the results as JUnit XML, for a build server
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write tests for what no test goes through yet
    #[arg(long, conflicts_with_all = ["filter", "coverage", "junit"])]
    explore: bool,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let given = Given::read(&files::find(&args.paths)?)?;
    let sources = &given.sources;
    let checked = check::check(sources);
    let is_error = |p: &Diagnostic| p.severity == diagnostic::Severity::Error && given.is_asked(p.primary.span);
    if checked.problems.iter().any(is_error) {
        let errors: Vec<_> = checked.problems.into_iter().filter(is_error).collect();
        out::result(&render::terminal(&errors, sources, true));
        out::note(&format!("not tested: {}", render::summary(&errors)));
        return Ok(Exit::Findings);
    }
    let programs: Vec<_> = checked.programs.into_iter().filter(|program| given.is_named(program)).collect();
    let programs = programs.as_slice();
    let is_wanted =
        |name: &str| args.filter.as_deref().is_none_or(|word| name.to_lowercase().contains(&word.to_lowercase()));
    let suites: Vec<(String, Vec<Ran<'_>>)> = programs
        .iter()
        .map(|program| {
            let tests = program.tests.iter().filter(|test| is_wanted(&test.name));
            (program.flow.clone(), tests.map(|test| sim::run(program, test)).collect())
        })
        .collect();
    if args.explore {
        return Ok(explore(programs, &suites, sources));
    }
    tell(&suites, sources);
    if args.coverage {
        out::result(&coverage(programs, &suites, sources));
    }
    if let Some(path) = &args.junit {
        std::fs::write(path, sim::junit(&suites, sources))
            .map_err(|e| format!("cannot write `{}`: {e}", path.display()))?;
    }
    verdict(&suites, args.filter.as_deref())
}

/// A line a test, and why those that failed did.
fn tell(suites: &[(String, Vec<Ran<'_>>)], sources: &Sources) {
    for (flow, ran) in suites.iter().filter(|(_, ran)| !ran.is_empty()) {
        let mut text = format!("{flow}\n");
        for ran in ran {
            let mark = if ran.failure.is_some() { "FAILED" } else { "ok" };
            text.push_str(&format!("  {mark:<6} {}\n", ran.test.name));
        }
        text.push('\n');
        let failures: Vec<_> = ran.iter().filter_map(|ran| ran.failure.clone()).collect();
        text.push_str(&render::terminal(&failures, sources, true));
        out::result(&text);
    }
}

fn verdict(suites: &[(String, Vec<Ran<'_>>)], filter: Option<&str>) -> Result<Exit, String> {
    let all = || suites.iter().flat_map(|(_, ran)| ran);
    let failed = all().filter(|ran| ran.failure.is_some()).count();
    if all().next().is_none() {
        return match filter {
            Some(word) => Err(format!("no test has `{word}` in its name")),
            None => {
                out::note("no tests: write one as in `test \"a first call\" { call  hear \"Welcome\" }`");
                Ok(Exit::Clean)
            }
        };
    }
    out::result(&format!("{} passed, {failed} failed\n", all().count() - failed));
    Ok(if failed > 0 { Exit::Findings } else { Exit::Clean })
}

/// The ways that the tests of a flow went.
fn passed(ran: &[Ran<'_>]) -> BTreeSet<Key> {
    ran.iter().flat_map(|ran| ran.passed.iter().copied()).collect()
}

fn coverage(programs: &[Arc<Program>], suites: &[(String, Vec<Ran<'_>>)], sources: &Sources) -> String {
    let mut text = String::new();
    for (program, (flow, ran)) in programs.iter().zip(suites) {
        let passed = passed(ran);
        let edges = sim::edges(program);
        let parts: Vec<String> = Kind::ALL
            .into_iter()
            .filter_map(|kind| {
                let all = edges.iter().filter(|edge| edge.kind == kind);
                let (all, went) = (all.clone().count(), all.filter(|edge| passed.contains(&edge.key)).count());
                (all > 0).then(|| format!("{went} of {all} {}", kind.plural()))
            })
            .collect();
        text.push_str(&format!("{flow}: {}\n", parts.join(", ")));
        let missed = edges.iter().filter(|edge| !passed.contains(&edge.key));
        missed.for_each(|edge| text.push_str(&missed_line(program, edge, sources)));
        text.push('\n');
    }
    text
}

/// `  flows/support.flow:36  key 2 of `welcome``
fn missed_line(program: &Program, edge: &Edge, sources: &Sources) -> String {
    let node = program.nodes.get(edge.key.at.0).map_or("", |node| node.name.as_str());
    let flow = flow_of(node).unwrap_or(&program.flow);
    let file = sources.flows().find(|(_, file)| file.stem() == flow).map_or("", |(_, file)| file.name.as_str());
    format!("  {file}:{}  {}\n", edge.place.line, edge.what)
}

fn explore(programs: &[Arc<Program>], suites: &[(String, Vec<Ran<'_>>)], sources: &Sources) -> Exit {
    let mut exit = Exit::Clean;
    for (program, (flow, ran)) in programs.iter().zip(suites) {
        let explored = sim::explore(program, &passed(ran));
        for dialogue in &explored.dialogues {
            out::result(&format!("\n{dialogue}"));
        }
        let reached = explored.ways - explored.missed.len();
        out::note(&format!(
            "{flow}: {} new tests; {reached} of {} ways reached",
            explored.dialogues.len(),
            explored.ways
        ));
        for edge in &explored.missed {
            out::note(missed_line(program, edge, sources).trim_end());
            exit = Exit::Findings;
        }
    }
    exit
}
