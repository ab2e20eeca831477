//! Writes files of the whole grammar at random: they mean nothing, and parse. The same seed gives the same file.
//!
//! A rule is a choice of lines. In a line `RULE` is written by its rule, `RULE?` half of the time, `RULE*` up to four
//! times, `RULE,` as a list with commas; `~` glues to what stands before; all else stands as it is.

/// So deep only the first line of a rule is taken, which leads to no other rule of its kind.
const DEPTH: u32 = 9;

const RULES: &[(&str, &[&str])] = &[
    (
        "ITEM",
        &[
            "title TEXT",
            "language TAG VOICE?",
            "expires LENGTH",
            "max_call LENGTH TEXT?",
            "defaults { SETTING* }",
            "use \"billing\"",
            "hours NAME TEXT { HOURS* }",
            "var NAME TYPED? VALUE?",
            "contact NAME TYPED? VALUE?",
            "const NAME VALUE",
            "on EVENT ACTION",
            "always { KEYWORD* }",
            "step NAME PARAMS { STATEMENT* }",
            "step NAME PARAMS { STATEMENT* STATEMENT* }",
            "menu NAME PARAMS PROMPT { CHOICE* CHOICE* }",
            "keywords NAME PARAMS { KEYWORD* }",
            "test TEXT { DEED* DEED* }",
        ],
    ),
    ("VOICE", &["voice TEXT"]),
    ("TYPED", &["~: TYPE"]),
    ("VALUE", &["= EXPR"]),
    ("PARAMS", &["", "", "", "~( PARAM, ~)"]),
    ("PARAM", &["NAME TYPED?"]),
    ("HOURS", &["DAYS, TIMES,", "closed DATE TEXT?", "closed DATE ~.. ~DATE TEXT?", "special DATE TIMES,"]),
    ("PROMPT", &["SAID", "say SAID"]),
    ("SAID", &["TEXT", "TEXT", "voice TEXT text TEXT", "sms TEXT whatsapp TEXT"]),
    (
        "CHOICE",
        &[
            "KEY TEXT ACTION",
            "KEY TEXT also TEXT, ACTION",
            "KEY TEXT hidden ACTION",
            "else ACTION",
            "timeout LENGTH",
            "tries 3 ACTION",
        ],
    ),
    ("KEYWORD", &["PATTERN, ACTION", "else ACTION"]),
    ("PATTERN", &["TEXT", "TEXT ~*", "has TEXT", "button TEXT", "REGEX", "media", "location", "7"]),
    (
        "ACTION",
        &[
            "-> TARGET",
            "end",
            "hangup",
            "return",
            "say SAID",
            "play TEXT",
            "log TEXT",
            "tag TEXT",
            "clear PLACE",
            "language TAG",
            "do TARGET",
            "emit TEXT BODY?",
            "{ STATEMENT* }",
            "{ STATEMENT* }",
            "{ STATEMENT* }",
        ],
    ),
    ("TARGET", &["bye", "billing ~. ~start", "bye ~( EXPR, ~)"]),
    (
        "STATEMENT",
        &[
            "end",
            "say SAID",
            "say SAID media TEXT interrupt none",
            "play TEXT",
            "play TEXT or TEXT",
            "pause LENGTH",
            "ask NAME ~: KIND PROMPT SETTINGS",
            "record NAME TEXT SETTINGS",
            "record NAME voice TEXT SETTINGS",
            "record NAME SETTINGS",
            "set PLACE = EXPR",
            "set PLACE = do TARGET",
            "clear PLACE",
            "if EXPR { STATEMENT* } ELSE",
            "match EXPR { ARM* OTHERWISE? }",
            "split { SHARE* }",
            "fetch NAME from TEXT SETTINGS",
            "send CHANNEL to caller TEXT",
            "send CHANNEL to \"+15550100\" template \"HX01\" BODY SETTINGS",
            "send CHANNEL to caller TEXT media TEXT continue TARGET",
            "emit TEXT BODY?",
            "dial DIALLED, SETTINGS",
            "enqueue \"support\" SETTINGS",
            "refer \"sip:a@example.com\"",
            "wait LENGTH { WOKEN* }",
            "-> TARGET",
            "do TARGET",
            "return EXPR",
            "return",
            "language TAG",
            "tag TEXT",
            "log TEXT",
            "hangup",
        ],
    ),
    ("ELSE", &["", "else { STATEMENT* }", "else if EXPR { STATEMENT* } ELSE"]),
    ("ARM", &["FIT, ACTION"]),
    ("FIT", &["TEXT", "NUMBER", "REGEX", "1 ~.. ~5", "low .. high", "none", "true", "NAME", "LENGTH"]),
    ("OTHERWISE", &["else ACTION"]),
    ("SHARE", &["50% ACTION"]),
    ("DIALLED", &["\"+15550100\"", "sip TEXT", "client TEXT", "queue TEXT", "support_line"]),
    ("WOKEN", &["message ACTION", "timeout ACTION"]),
    ("PLACE", &["NAME", "contact ~. ~nickname"]),
    ("SETTINGS", &["", "{ SETTING* SETTING* }"]),
    (
        "SETTING",
        &[
            "sensitive",
            "timeout LENGTH",
            "noinput SAID THEN*",
            "nomatch SAID THEN*",
            "noinput COUNT ACTION",
            "nomatch ACTION",
            "tries COUNT ACTION",
            "finish \"#\"",
            "input keys",
            "hints TEXT",
            "interrupt any",
            "max LENGTH",
            "transcribe",
            "caller_id EXPR",
            "record",
            "whisper TEXT",
            "method post",
            "header TEXT TEXT",
            "query BODY",
            "json BODY",
            "json EXPR",
            "form BODY",
            "retry COUNT",
            "retry COUNT always",
            "hold TEXT",
            "hold play TEXT",
            "OUTCOME, ACTION",
        ],
    ),
    ("THEN", &["then SAID"]),
    ("BODY", &["{ }", "{ FIELD, }"]),
    ("FIELD", &["FIELDNAME ~: TERM", "FIELDNAME ~: EXPR", "FIELDNAME ~: BODY"]),
    ("EXPR", &["TERM", "TERM OPERATOR TERM", "not TERM", "- TERM and TERM", "TERM matches REGEX", "TERM"]),
    (
        "TERM",
        &[
            "NAME",
            "true",
            "none",
            "LENGTH",
            "NUMBER",
            "TEXT",
            "NAME ~. ~status",
            "NAME ~[ EXPR ~]",
            "length ~( EXPR ~)",
            "( EXPR ~)",
            "[ EXPR, ~]",
            "[ ~]",
        ],
    ),
    (
        "DEED",
        &[
            "at MOMENT",
            "later LENGTH",
            "call",
            "call from TEXT to TEXT",
            "text TEXT",
            "whatsapp TEXT",
            "press 12#",
            "press \"12*\"",
            "speak TEXT",
            "silence",
            "tap TEXT",
            "media TEXT",
            "location 52.5, 13.4",
            "hangup",
            "hear TEXT",
            "read TEXT",
            "given fetch TEXT 200 BODY",
            "given dial busy",
            "expect at TARGET",
            "expect end",
            "expect hangup",
            "expect dial TEXT",
            "expect emit TEXT BODY?",
            "expect EXPR",
        ],
    ),
];

/// Rules whose lines are single words.
const WORDS: &[(&str, &[&str])] = &[
    ("NAME", &["a", "order_id", "bye", "x9", "inbox"]),
    (
        "TEXT",
        &[
            "\"\"",
            "\"Hello.\"",
            "\"Order {{spell order_id}}, {{#if a}}yes{{else}}no{{/if}}.\"",
            "\"A \\\"quote\\\", a \\\\ and a \\n line\"",
            "\"{{plural n \"item\" \"items\"}}\"",
            "\"\\{{ two braces \\u{41}\"",
            "\"Größe: ½ “x” 🎉\"",
            "\"\"\"\n    Several\n      lines.\n\n    And more.\n    \"\"\"",
            "\"\"\"short\"\"\"",
        ],
    ),
    ("NUMBER", &["0", "1", "42", "-3", "1.5", "-0.25", "007"]),
    ("COUNT", &["1", "2", "3", "12"]),
    ("LENGTH", &["500ms", "5s", "2m", "1h30m", "3d", "90s"]),
    ("REGEX", &["/a+/", "/order\\s+#?(?<order_id>\\d{4,10})/", "/[/\\]]x/", "/^a\\/b$/", "/é|ü/"]),
    ("TAG", &["en-US", "es-MX", "de-DE", "pt-BR"]),
    ("TYPE", &["text", "text(10)", "number", "bool", "date", "any"]),
    ("EVENT", &["call", "message", "hangup", "opt_out", "error"]),
    ("DAYS", &["mon", "mon-fri", "sat", "daily", "sun-tue"]),
    ("DATE", &["2026-12-24", "2027-01-01"]),
    ("MOMENT", &["\"2026-11-23 10:00 America/New_York\"", "\"2026-11-23 10:00\""]),
    ("TIMES", &["09:00-17:00", "22:00-06:00"]),
    ("KEY", &["1", "2", "0", "*", "#", "911"]),
    ("CHANNEL", &["sms", "whatsapp"]),
    ("KIND", &["text", "digits(4)", "digits(4..10)", "number(1..99)", "yesno", "date", "pattern(/a+/)"]),
    ("OUTCOME", &["busy", "failed", "404", "5xx", "answered"]),
    ("FIELDNAME", &["id", "\"a key\"", "status", "x-y", "1"]),
    (
        "OPERATOR",
        &["??", "or", "and", "not in", "in", "contains", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"],
    ),
];

/// What stands between two words.
const GAPS: &[&str] =
    &[" ", " ", " ", " ", " ", "\n", "\n", "  ", "\n\n\n", " // a note\n", "\n// above\n", " /* between */ "];

pub fn file(seed: u64) -> String {
    let mut pen = Pen { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, out: String::new(), depth: 0 };
    if pen.below(4) == 0 {
        pen.out.push_str("edition 1");
    }
    for _ in 0..1 + pen.below(6) {
        pen.rule("ITEM");
    }
    pen.out
}

struct Pen {
    state: u64,
    out: String,
    depth: u32,
}

impl Pen {
    fn below(&mut self, n: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        ((self.state >> 11) % n as u64) as usize
    }

    fn rule(&mut self, name: &str) {
        let Some((_, lines)) = RULES.iter().find(|(rule, _)| *rule == name) else { return self.word(name) };
        self.depth += 1;
        let line = if self.depth > DEPTH { lines[0] } else { lines[self.below(lines.len())] };
        line.split(' ').filter(|part| !part.is_empty()).for_each(|part| self.part(part));
        self.depth -= 1;
    }

    fn part(&mut self, part: &str) {
        let is_rule = |name: &str| RULES.iter().chain(WORDS).any(|(rule, _)| *rule == name);
        let (name, how) = part.split_at(part.len() - part.chars().next_back().map_or(0, char::len_utf8));
        match (is_rule(part), is_rule(name), how) {
            (true, _, _) => self.rule(part),
            (_, true, "?") => {
                if self.below(2) == 0 {
                    self.rule(name);
                }
            }
            (_, true, "*") => {
                let times = if self.depth > DEPTH { 0 } else { self.below(4) };
                (0..times).for_each(|_| self.rule(name));
            }
            (_, true, ",") => {
                for index in 0..1 + self.below(3) {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.rule(name);
                }
            }
            _ => self.word(part),
        }
    }

    fn word(&mut self, word: &str) {
        let (word, glued) = word.strip_prefix('~').map_or((word, false), |word| (word, true));
        if !glued {
            let gap = match self.below(4) {
                0 => GAPS[self.below(GAPS.len())],
                _ => " ",
            };
            self.out.push_str(gap);
        }
        let choice = WORDS.iter().find(|(rule, _)| *rule == word).map(|(_, words)| words[self.below(words.len())]);
        self.out.push_str(choice.unwrap_or(word));
    }
}
