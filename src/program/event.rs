//! What happens beside a conversation, by the names of the `on …` blocks that hear of it.

/// What happens to a call.
pub const CALL_EVENTS: [&str; 7] = ["hangup", "busy", "noanswer", "failed", "completed", "recording", "transcription"];

/// What happens to a conversation in messages.
pub const TEXT_EVENTS: [&str; 3] = ["expired", "opt_out", "opt_in"];

/// What becomes of a message that was sent, in a call as in a conversation.
pub const REPORTS: [&str; 3] = ["delivered", "read", "undelivered"];

/// That something failed on which the flow counts.
pub const FAULT: &str = "error";

/// All events beside a conversation.
pub fn beside() -> impl Iterator<Item = &'static str> {
    CALL_EVENTS.into_iter().chain(REPORTS).chain(TEXT_EVENTS).chain([FAULT])
}
