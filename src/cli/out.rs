//! What is printed: results on stdout, everything else on stderr.

use std::io::Write as _;

use anstream::ColorChoice;

/// Sets when to colour for the rest of the process.
pub fn set_color(when: clap::ColorChoice) {
    match when {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
    }
    .write_global();
}

/// A result, on stdout. A reader that has gone away, as `| head` does, is no error.
pub fn result(text: &str) {
    let mut stdout = anstream::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Progress or advice, on stderr.
pub fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Why the command could not do its work, on stderr.
pub fn problem(text: &str) {
    let _ = writeln!(anstream::stderr(), "error: {text}");
}
