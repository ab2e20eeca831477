//! Whatever a flow says, the checker answers: with problems, or with a program that runs.
#![no_main]

use flowtone::check;
use flowtone::engine::{self, Event, Input, Start};
use flowtone::value::Channel;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let checked = check::check_one("fuzz.flow", text);
    for problem in &checked.problems {
        for span in problem.places() {
            assert!(text.get(span.range()).is_some(), "{problem:?}");
        }
    }
    for program in &checked.programs {
        for channel in Channel::ALL {
            let start = Start {
                session_id: "fuzz".to_owned(),
                seed: 1,
                channel,
                caller: "+15550100001".to_owned(),
                called: "+15550100000".to_owned(),
                first: None,
            };
            let input = |event| Input { at_ms: 1_795_428_000_000, event, params: Default::default(), contact: Default::default() };
            let Ok(mut step) = engine::step(program, None, input(Event::Start(Box::new(start)))) else { continue };
            for event in [Event::Silence, Event::Keys("1".to_owned()), Event::Keys("9".to_owned())] {
                match engine::step(program, Some(&step.session), input(event)) {
                    Ok(next) => step = next,
                    Err(_) => break,
                }
            }
        }
    }
});
