//! The words of the language, for messages and for finding a way on after a mistake.

/// The words that begin a part.
pub const PARTS: &[&str] = &[
    "edition", "title", "language", "zone", "expires", "max_call", "defaults", "hours", "var", "contact", "const",
    "use", "on", "always", "step", "menu", "keywords", "test",
];

/// The words that begin a statement.
pub const STATEMENTS: &[&str] = &[
    "say", "play", "pause", "ask", "record", "set", "clear", "if", "match", "split", "fetch", "send", "emit", "dial",
    "enqueue", "refer", "reject", "stream", "connect", "pay", "wait", "do", "return", "language", "tag", "log", "end",
    "hangup",
];

/// The words that begin a setting.
pub const SETTINGS: &[&str] = &[
    "timeout",
    "noinput",
    "nomatch",
    "tries",
    "failed",
    "finish",
    "input",
    "hints",
    "interrupt",
    "sensitive",
    "max",
    "transcribe",
    "caller_id",
    "record",
    "whisper",
    "method",
    "header",
    "query",
    "json",
    "form",
    "retry",
    "hold",
];

/// The words that begin a line of a test.
pub const TEST_STEPS: &[&str] = &[
    "at", "later", "call", "text", "whatsapp", "press", "speak", "silence", "tap", "media", "location", "hangup",
    "hear", "read", "given", "expect",
];

/// The words that begin an arm of `keywords` or `always`, besides texts.
pub const PATTERNS: &[&str] = &["has", "media", "location", "button", "else"];

/// The words that begin a line of `hours`.
pub const HOURS_LINES: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily", "closed", "special"];

/// What an arm of `wait` can be for.
pub const WAIT_EVENTS: &[&str] = &["message", "timeout"];

/// The operators and fixed values among the reserved words.
const OTHERS: &[&str] =
    &["and", "or", "not", "in", "contains", "starts_with", "matches", "true", "false", "none", "else"];

/// Whether a word can never be a name.
pub fn is_reserved(word: &str) -> bool {
    [PARTS, STATEMENTS, OTHERS].iter().any(|words| words.contains(&word))
}

/// Whether this is a name: `[a-z][a-z0-9_]*`.
pub fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The nearest proper name, where there is an obvious one: `Ask-Order` gives `ask_order`.
pub fn as_name(word: &str) -> Option<String> {
    let name: String = word.to_lowercase().replace('-', "_");
    (is_name(&name) && !is_reserved(&name)).then_some(name)
}
