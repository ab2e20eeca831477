//! F0501 and F0507: every wait has a bound, and texters get the time they need.

use super::channels::{Channels, Reach};
use super::flow::Flow;
use super::graph::{Wait, WaitKind};
use super::settings::Bounds;
use crate::check::settings::MESSAGING_MIN_MS;
use crate::diagnostic::{Code, Diagnostic};

pub fn check(flow: &Flow<'_>, problems: &mut Vec<Diagnostic>) {
    for wait in &flow.graph.waits {
        let own = Bounds::read(wait.settings.iter());
        let reach = flow.reached.at(wait.node, wait.reach);
        problems.extend(unbounded(wait, &own, flow.defaults.of(flow.file.file), reach));
        problems.extend(hurried(&own, reach));
        if wait.kind != WaitKind::Record {
            problems.extend(unheard(&own, reach));
        }
    }
}

fn unbounded(wait: &Wait<'_>, own: &Bounds<'_>, defaults: &Bounds<'_>, reach: Reach) -> Option<Diagnostic> {
    if own.incomplete || defaults.incomplete || own.tries.or(defaults.tries).is_some() {
        return None;
    }
    let (word, can_be_wrong) = match wait.kind {
        WaitKind::Menu { otherwise } => ("menu", !otherwise),
        WaitKind::Ask { anything } => ("ask", !anything),
        WaitKind::Record => ("record", false),
    };
    let can_be_silent = reach.maybe.meets(Channels::VOICE) || (own.times_texters() && !reach.maybe.is_empty());
    let silent = can_be_silent && own.noinput.or(defaults.noinput).is_none();
    let wrong = can_be_wrong && own.nomatch.or(defaults.nomatch).is_none();
    let (label, other) = match (silent, wrong) {
        (true, true) => ("after silence or a wrong answer this asks again, without end", ""),
        (true, false) => ("after silence this asks again, without end", " (or `noinput 3 -> NODE`)"),
        (false, true) => ("after a wrong answer this asks again, without end", " (or `nomatch 3 -> NODE`)"),
        (false, false) => return None,
    };
    let headline = format!("`{word} {}` never gives up", wait.name.text);
    let help = format!("say where to go after some tries: `tries 3 -> NODE`{other}, here or in `defaults`");
    Some(Diagnostic::error(Code::F0501, headline, wait.name.span, label).with_help(help))
}

/// Only where it is sure that the timeout is meant for texters.
fn hurried(own: &Bounds<'_>, reach: Reach) -> Option<Diagnostic> {
    let timeout = own.timeout.filter(|t| t.millis < MESSAGING_MIN_MS)?;
    if reach.maybe.meets(Channels::VOICE) || reach.sure.is_empty() {
        return None;
    }
    let label = "only texters come here, and they need a minute at least";
    Some(
        Diagnostic::error(Code::F0507, "the `timeout` is too short for messages", timeout.span, label).with_help(
            "write a minute or more, such as `timeout 30m`, or leave it out: the session's `expires` ends it",
        ),
    )
}

/// Only where it is sure that nobody but callers comes here.
fn unheard(own: &Bounds<'_>, reach: Reach) -> Option<Diagnostic> {
    let timeout = own.timeout.filter(|_| own.times_texters())?;
    if reach.maybe.meets(Channels::TEXT) || reach.sure.is_empty() {
        return None;
    }
    let label = "only callers come here, and this counts in messages only";
    Some(
        Diagnostic::warning(Code::F0505, "this `timeout` is too long for a call", timeout.span, label)
            .with_help("for a call, a few seconds are what people expect; under a minute counts"),
    )
}
