//! What `check --proofs` prints: for each flow and entry, after how much it lets go of people who do not answer, and
//! dialogues that come to what was found.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::check::{Bound, Row};
use crate::diagnostic::{Code, Diagnostic};
use crate::program::Program;
use crate::sim;
use crate::source::Sources;

/// Findings about a path, which a dialogue can show.
const OF_PATHS: [Code; 7] = [Code::F0509, Code::F1101, Code::F1106, Code::F1108, Code::F1109, Code::F1201, Code::F1202];

/// To so many findings of a run: each dialogue is looked for anew.
const MAX_SHOWN: usize = 20;

/// Puts to each finding about a path a dialogue that goes it, as a test that can be run and kept.
pub fn show_ways(problems: &mut [Diagnostic], programs: &[Arc<Program>], sources: &Sources) {
    for problem in problems.iter_mut().filter(|problem| OF_PATHS.contains(&problem.code)).take(MAX_SHOWN) {
        let Some(file) = sources.get(problem.primary.span.file) else { continue };
        let Some(program) = programs.iter().find(|program| program.flow == file.stem()) else { continue };
        let place = file.line_column(problem.primary.span.start);
        let unset = problem.thing().filter(|_| problem.code == Code::F1101);
        if let Some(test) = sim::witness(program, place, unset) {
            problem.notes.push(format!("this dialogue comes here:\n{}", test.trim_end()));
        }
    }
}

/// One line for each entry and person.
pub fn table(flows: &[(String, Vec<Row>)]) -> String {
    let mut out = String::new();
    for (flow, rows) in flows {
        let _ = writeln!(out, "{flow}");
        for row in rows {
            let _ = writeln!(out, "  {:<12} {:<32} {}", row.entry, row.person.words(), bound(&row.bound));
        }
    }
    if !out.is_empty() {
        out.push_str("Time is waiting alone: what is spoken, and talk with people put through, is not in it.\n");
    }
    out
}

fn bound(bound: &Bound) -> String {
    match bound {
        Bound::Within { prompts, ms } => {
            let questions = match prompts {
                0 => "no question".to_owned(),
                1 => "1 question".to_owned(),
                n => format!("at most {n} questions"),
            };
            // Who writes takes a time of their own.
            if *ms == 0 {
                format!("let go after {questions}")
            } else {
                format!("let go after {questions}, {}", time(*ms))
            }
        }
        Bound::Open { circle } => format!("not proved: round and round by {circle} until something changes"),
        Bound::Never { circle } => format!("never let go: {circle}"),
        Bound::Unknown => "not proved: the way leads into another file".to_owned(),
    }
}

/// Seconds, or hours and minutes where there are many.
fn time(ms: i64) -> String {
    let seconds = ms.saturating_add(999) / 1_000;
    match seconds {
        0..=599 => format!("{seconds} s"),
        600..=35_999 => format!("{} min", (seconds + 59) / 60),
        _ => format!("{} h", (seconds + 3_599) / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_are_rounded_up() {
        let shown: Vec<String> = [0, 1, 18_000, 599_000, 600_001, 36_000_000, 86_400_000].map(time).into();
        assert_eq!(shown, ["0 s", "1 s", "18 s", "599 s", "11 min", "10 h", "24 h"]);
    }
}
