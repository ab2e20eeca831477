//! What bounds a turn and a session, so that no flow hangs and no session outgrows its store.

/// Statements run in one turn. Real turns run a dozen or two; a circle without a wait reaches any number.
pub(super) const STATEMENTS: u32 = 100;

/// Ops of any kind in one turn. Conditions and jumps are no statements, and a flow of many `if`s has many of them.
pub(super) const OPS: u32 = 2_000;

/// Inputs of one session: a person who answers 500 times is a machine, or stuck in the flow.
pub(super) const TURNS: u32 = 500;

/// Nodes entered with `do` and not yet returned from, those interrupted by a choice of `always` included.
pub(super) const DEPTH: usize = 32;

/// Characters of one value and of one rendered text. Twilio's `<Say>` takes 4,096.
pub(super) const TEXT_CHARS: usize = 4_000;

/// Tags of one session, as a list for people to read.
pub(super) const TAGS: usize = 50;
pub(super) const TAG_CHARS: usize = 100;

/// Recordings of one session whose words are waited for.
pub(super) const RECORDINGS: usize = 20;

/// Of a value in the trace: enough to recognise it.
pub(super) const TRACE_CHARS: usize = 80;

/// What the provider's recogniser takes: 500 hints of 100 characters.
pub(super) const HINTS: usize = 500;
pub(super) const HINT_CHARS: usize = 100;

/// How often a call comes back for one answer. The longest fetch takes two minutes, and each hold some seconds.
pub(super) const HOLDS: u32 = 200;

/// The hold words are said at every so many holds, with silence between: a few seconds each.
pub(super) const HOLD_EVERY: u32 = 5;
pub(super) const HOLD_PAUSE_MS: u32 = 2_000;

/// The first `max` characters, and whether any were left off.
pub(super) fn cut(text: &str, max: usize) -> (&str, bool) {
    match text.char_indices().nth(max) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    }
}
