//! Whatever a file of translations says, the checker answers, and what is written anew stays as it is.
#![no_main]

use flowtone::check;
use flowtone::source::Sources;
use libfuzzer_sys::fuzz_target;

const FLOW: &str = include_str!("../../tests/cases/check/translations_spoken/clinic.flow");

fuzz_target!(|text: &str| {
    let mut sources = Sources::new();
    sources.add("clinic.flow", FLOW);
    sources.add("clinic.es-MX.toml", text);
    for problem in check::check(&sources).problems {
        for span in problem.places() {
            assert!(sources.get(span.file).is_some_and(|file| file.text.get(span.range()).is_some()), "{problem:?}");
        }
    }
    let Ok(written) = check::refresh(&sources, "es-MX") else { return };
    let mut again = Sources::new();
    again.add("clinic.flow", FLOW);
    again.add("clinic.es-MX.toml", written.text.as_str());
    let twice = check::refresh(&again, "es-MX").expect("what was written can be read");
    assert_eq!((twice.text, twice.added), (written.text, 0));
});
