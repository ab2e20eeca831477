//! The conversation so far, for people.

use crate::program::Deed;
use crate::value::show_duration;

/// One line of a test that did something, and what came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Exchange {
    pub deed: String,
    pub lines: Vec<String>,
}

/// Exchanges of a failing test that are shown; what came before is left out.
const SHOWN: usize = 12;

/// Lines of one exchange that are shown.
const LINES: usize = 12;

/// The exchanges as they went, deeds at the left and what came of them behind `>`.
pub(super) fn shown(exchanges: &[Exchange]) -> String {
    let left_out = exchanges.len().saturating_sub(SHOWN);
    let mut out = if left_out > 0 { format!("\n… {left_out} more before this") } else { String::new() };
    for exchange in exchanges.iter().skip(left_out) {
        out.push_str(&format!("\n{}", exchange.deed));
        let lines = exchange.lines.iter().flat_map(|line| line.lines());
        let left_out = lines.clone().count().saturating_sub(LINES);
        lines.take(LINES).for_each(|line| out.push_str(&format!("\n  > {line}")));
        if left_out > 0 {
            out.push_str(&format!("\n  > … {left_out} more lines"));
        }
    }
    out
}

/// A deed as a test writes it.
pub(super) fn written(deed: &Deed) -> String {
    let quoted = |word: &str, text: &str| format!("{word} \"{text}\"");
    match deed {
        Deed::Call { from: Some(from), .. } => quoted("call from", from),
        Deed::Call { .. } => "call".to_owned(),
        Deed::Text(text) => quoted("text", text),
        Deed::Whatsapp(text) => quoted("whatsapp", text),
        Deed::Press(keys) => format!("press {keys}"),
        Deed::Speak(words) => quoted("speak", words),
        Deed::Silence => "silence".to_owned(),
        Deed::Tap(button) => quoted("tap", button),
        Deed::Media(url) => quoted("media", url),
        Deed::Location { .. } => "location".to_owned(),
        Deed::HangUp => "hangup".to_owned(),
        Deed::At(_) => "at".to_owned(),
        Deed::Later(ms) => format!("later {}", show_duration(*ms)),
        _ => String::new(),
    }
}
