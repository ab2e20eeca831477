//! F0703: words that are too long to be spoken at once.

use super::channels::Channels;
use super::flow::Flow;
use crate::diagnostic::{Code, Diagnostic};

/// What the provider speaks in one go, in characters.
const MAX_SPOKEN: usize = 4_096;

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for spoken in &flow.graph.spoken {
        if !flow.reached.at(spoken.node, spoken.reach).sure.meets(Channels::VOICE) {
            continue;
        }
        for form in &spoken.words.forms {
            let for_calls = form.channel.as_ref().is_none_or(|channel| channel.text == "voice");
            let length = literal_length(&form.text.value);
            if for_calls && length > MAX_SPOKEN {
                let headline = format!("{length} characters are too many to speak at once");
                problems.push(
                    Diagnostic::warning(Code::F0703, headline, form.text.span, "a caller would not hear all of this")
                        .with_help(format!("split it: one text of a call holds {MAX_SPOKEN} characters")),
                );
            }
        }
    }
}

/// Without what stands in `{{…}}`, whose length is not known.
fn literal_length(text: &str) -> usize {
    let mut length = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        length += before.chars().count();
        rest = after.split_once("}}").map_or("", |(_, behind)| behind);
    }
    length + rest.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_count() {
        assert_eq!(literal_length("Hi {{name}}, ä!"), 7);
        assert_eq!(literal_length("{{open"), 0);
    }
}
