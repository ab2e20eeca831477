//! The words for a mistake: what was expected, what is there, and how to mend it.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, Span};
use crate::syntax::expected::{could_be, list};
use crate::syntax::grammar::{Error, Rule};
use crate::syntax::layout::{Layout, Scope};
use crate::syntax::scan::Kind;
use crate::syntax::words::{HOURS_LINES, PARTS, PATTERNS, SETTINGS, STATEMENTS, TEST_STEPS, WAIT_EVENTS, is_reserved};

/// Where pest could not go on, in terms of tokens.
pub struct Mistake<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub layout: &'a Layout<'a>,
    pub error: &'a Error,
    /// The token that does not fit.
    pub index: usize,
    /// The tokens of the statement, arm, setting or part around it.
    pub unit: Range<usize>,
    pub block: Option<usize>,
}

/// The words that go on with a statement.
const ENDS: &[&str] = &["media", "interrupt", "template", "continue"];

/// What people bring along from other languages, and what it is here.
const FOREIGN: &[(&str, &str)] = &[
    ("goto", "to jump to a node write `-> node`"),
    ("go", "to jump to a node write `-> node`"),
    ("jump", "to jump to a node write `-> node`"),
    ("redirect", "to jump to a node write `-> node`"),
    ("transfer", "to bridge the call write `dial \"+15550100\"`; to jump to a node write `-> node`"),
    ("call", "to call a node and come back write `do node`; to call a number write `dial \"+15550100\"`"),
    ("elif", "write `else if`"),
    ("elsif", "write `else if`"),
    ("elseif", "write `else if`"),
    ("else", "an `else` stands right behind the `}` of its `if`"),
    ("print", "to speak or send words write `say \"…\"`"),
    ("speak", "to speak or send words write `say \"…\"`"),
    ("tell", "to speak or send words write `say \"…\"`"),
    ("prompt", "to ask for something write `ask name: text \"…\"`"),
    ("gather", "to ask for something write `ask name: digits(4) \"…\"`"),
    ("input", "to ask for something write `ask name: text \"…\"`"),
    ("exit", "to end the session write `end`"),
    ("stop", "to end the session write `end`"),
    ("quit", "to end the session write `end`"),
    ("hang", "to close the call write `hangup`"),
    ("let", "variables are declared outside of steps with `var name: type`, and set with `set name = value`"),
    ("var", "variables are declared outside of steps with `var name: type`, and set with `set name = value`"),
    ("sleep", "to be silent on a call write `pause 2s`; to wait in messaging write `wait 1h { … }`"),
    ("delay", "to be silent on a call write `pause 2s`; to wait in messaging write `wait 1h { … }`"),
    ("while", "there are no loops: a step that waits may jump to itself"),
    ("for", "there are no loops: a step that waits may jump to itself"),
    ("loop", "there are no loops: a step that waits may jump to itself"),
    ("switch", "to choose by a value write `match value { … }`"),
    ("case", "to choose by a value write `match value { … }`"),
    ("node", "a node is a `step`, a `menu` or `keywords`"),
    ("function", "a node is a `step`, a `menu` or `keywords`"),
    ("import", "to reach the nodes of another flow write `use \"flow\"`"),
    ("include", "to reach the nodes of another flow write `use \"flow\"`"),
];

pub fn explain(mistake: &Mistake<'_>) -> Diagnostic {
    mistake
        .operator()
        .or_else(|| mistake.inner_quote())
        .or_else(|| mistake.unknown_word())
        .or_else(|| mistake.reserved())
        .or_else(|| mistake.missing_braces())
        .or_else(|| mistake.missing_arrow())
        .or_else(|| mistake.missing_comma())
        .or_else(|| mistake.missing_quotes())
        .unwrap_or_else(|| mistake.generic())
}

impl Mistake<'_> {
    fn slice(&self, index: usize) -> &str {
        self.layout.slice(index)
    }

    /// The place of a token; behind the last one, the end of the file.
    fn span(&self, index: usize) -> Span {
        let end = self.text.trim_end().len();
        let (start, end) = self.layout.token(index).map_or((end, end), |t| (t.start, t.end));
        Span::new(self.file, start, end)
    }

    fn kind(&self, index: usize) -> Option<Kind> {
        self.layout.token(index).map(|t| t.kind)
    }

    fn is_word(&self, index: usize) -> bool {
        self.kind(index) == Some(Kind::Word)
    }

    fn scope(&self) -> Scope {
        self.layout.scope_of(self.block)
    }

    fn found(&self) -> String {
        match self.kind(self.index) {
            None => "the end of the file".to_owned(),
            Some(Kind::Text) => "a text".to_owned(),
            Some(Kind::Regex) => "a regex".to_owned(),
            Some(_) => format!("`{}`", self.slice(self.index)),
        }
    }

    fn error(&self, code: Code, headline: impl Into<String>, at: usize, label: &str) -> Diagnostic {
        Diagnostic::error(code, headline, self.span(at), label)
    }

    /// Operators of other languages.
    fn operator(&self) -> Option<Diagnostic> {
        let found = self.slice(self.index);
        let right = match found {
            "&&" | "&" => "and",
            "||" | "|" => "or",
            "!" => "not",
            "#" if could_be(self.error, &[Rule::statement, Rule::item, Rule::setting]) => {
                let problem =
                    self.error(Code::F0101, "`#` begins no comment", self.index, "not a comment of the language");
                return Some(problem.with_help("a comment begins with `//`").with_edit(self.span(self.index), "//"));
            }
            _ => return None,
        };
        let problem = self.error(
            Code::F0101,
            format!("`{found}` is written `{right}`"),
            self.index,
            "not an operator of the language",
        );
        let space = if found == "!" { " " } else { "" };
        Some(problem.with_help(format!("write `{right}`")).with_edit(self.span(self.index), format!("{right}{space}")))
    }

    /// A unit that begins with a word that begins none.
    fn unknown_word(&self) -> Option<Diagnostic> {
        let first = self.unit.start;
        let word = self.slice(first);
        let scope = self.scope();
        if !self.is_word(first)
            || self.index > first + 1
            || self.index >= self.layout.tokens.len() && self.index != first
        {
            return None;
        }
        let (code, what, known) = match scope {
            Scope::File => (Code::F0102, "part", PARTS),
            Scope::Statements => (Code::F0103, "statement", STATEMENTS),
            Scope::Menu | Scope::Settings => (Code::F0110, "setting", SETTINGS),
            Scope::Test => (Code::F0103, "test step", TEST_STEPS),
            Scope::Keywords => (Code::F0101, "keyword", PATTERNS),
            Scope::Hours => (Code::F0101, "line of opening hours", HOURS_LINES),
            Scope::Wait => (Code::F0101, "event", WAIT_EVENTS),
            Scope::Match | Scope::Split | Scope::Body => return None,
        };
        if known.contains(&word) {
            return None;
        }
        if let Some(problem) = self.misplaced(word, scope) {
            return Some(problem);
        }
        let more: &[&str] = if scope == Scope::Statements { ENDS } else { &[] };
        let near = nearest(word, known.iter().copied().chain(more.iter().copied()));
        if scope == Scope::Settings && near.is_none() && self.index != first && self.is_word(self.index) {
            return None;
        }
        if scope == Scope::Keywords && near.is_none() {
            return None;
        }
        let problem =
            self.error(code, format!("unknown {what} `{word}`"), first, &format!("no {what} begins with this word"));
        let foreign = FOREIGN.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| *ours);
        Some(match (foreign, near) {
            (Some(help), _) => problem.with_help(help),
            (None, Some(near)) => {
                problem.with_help(format!("did you mean `{near}`?")).with_edit(self.span(first), near)
            }
            (None, None) => self.hint(problem, word, scope),
        })
    }

    /// What else a word without a likeness may have been meant for.
    fn hint(&self, problem: Diagnostic, word: &str, scope: Scope) -> Diagnostic {
        let first = self.unit.start;
        if scope == Scope::Statements && self.slice(first + 1) == "=" {
            let help = format!("to give a variable a value write `set {word} = …`");
            return problem.with_help(help).with_edit(self.span(first).head(), "set ");
        }
        let alone =
            self.layout.token(first + 1).is_none_or(|next| next.leads) || matches!(self.slice(first + 1), "}" | "(");
        if scope == Scope::Statements && alone {
            let help = format!("to jump to the node `{word}` write `-> {word}`, to call it `do {word}`");
            return problem.with_help(help).with_edit(self.span(first).head(), "-> ");
        }
        problem.with_help(match scope {
            Scope::File => "a part begins with a word such as `step`, `menu`, `keywords`, `var` or `on`",
            Scope::Menu => "an arm of a menu begins with its key, as in `1 \"Sales\" -> sales`",
            Scope::Test => "a line of a test begins with a word such as `call`, `press`, `text`, `hear` or `expect`",
            Scope::Settings => "a setting begins with a word such as `timeout`, `noinput`, `tries` or `failed`",
            Scope::Hours => "a line begins with days such as `mon-fri`, or with `closed` or `special`",
            Scope::Wait => "there are `message` and `timeout`",
            _ => "a statement begins with `->` or a word such as `say`, `ask`, `set`, `if` or `end`",
        })
    }

    /// A word that begins something, but not here.
    fn misplaced(&self, word: &str, scope: Scope) -> Option<Diagnostic> {
        let is_part = PARTS.contains(&word) && word != "var";
        let (headline, help) = match scope {
            Scope::File if STATEMENTS.contains(&word) => (
                format!("`{word}` stands outside of a node"),
                "statements stand in a block, as in `step name { … }`; look for a `}` too many above".to_owned(),
            ),
            Scope::File if SETTINGS.contains(&word) => {
                (format!("`{word}` stands outside of a block"), "put it into `defaults { … }`, or into the braces of a wait".to_owned())
            }
            Scope::Statements if is_part => {
                (format!("`{word}` cannot stand in a block"), "close the block above with `}` first".to_owned())
            }
            Scope::Statements if SETTINGS.contains(&word) && word != "input" => (
                format!("`{word}` is a setting, not a statement"),
                "settings stand in braces behind the statement they belong to, as in `ask code: digits(4) \"…\" { timeout 5s }`"
                    .to_owned(),
            ),
            Scope::Menu if STATEMENTS.contains(&word) => (
                format!("`{word}` cannot stand among the arms of a menu"),
                "an arm begins with its key, as in `1 \"Sales\" -> sales`".to_owned(),
            ),
            _ => return None,
        };
        Some(self.error(Code::F0101, headline, self.unit.start, "not in this place").with_help(help))
    }

    /// `say "He said "hi" to me"`
    fn inner_quote(&self) -> Option<Diagnostic> {
        let before = self.layout.token(self.index.checked_sub(1)?)?;
        let here = self.layout.token(self.index)?;
        let stuck =
            before.end == here.start && before.kind == Kind::Text && matches!(here.kind, Kind::Word | Kind::Number);
        if !stuck {
            return None;
        }
        let quote = Span::new(self.file, before.end - 1, before.end);
        let problem = Diagnostic::error(Code::F0101, "the text ends within its line", quote, "this `\"` ends the text");
        Some(problem.with_help("a quote that is part of a text is written `\\\"`"))
    }

    fn reserved(&self) -> Option<Diagnostic> {
        let word = self.slice(self.index);
        let same_line = !self.layout.token(self.index)?.leads;
        if !is_reserved(word)
            || !same_line
            || self.index == self.unit.start
            || !could_be(
                self.error,
                &[Rule::target, Rule::target_name, Rule::name, Rule::expr, Rule::term, Rule::event],
            )
        {
            return None;
        }
        let problem =
            self.error(Code::F0105, format!("`{word}` is a reserved word"), self.index, "this cannot be a name");
        let before = self.slice(self.index - 1);
        Some(match (before, word) {
            ("->", "end" | "hangup" | "return") => {
                let arrow = self.span(self.index - 1).to(self.span(self.index));
                problem.with_help(format!("write `{word}` without the arrow")).with_edit(arrow, word)
            }
            _ => {
                problem.with_help("reserved words begin statements and parts, or are operators; names are other words")
            }
        })
    }

    /// `1 "Sales" set asked = true`
    fn missing_braces(&self) -> Option<Diagnostic> {
        let word = self.slice(self.index);
        let begins = self.index == self.unit.start;
        if begins || !STATEMENTS.contains(&word) || !could_be(self.error, &[Rule::action]) {
            return None;
        }
        let headline = format!("`{word}` stands in braces here");
        let problem = self.error(Code::F0101, headline, self.index, "not an action by itself");
        let form = form_of_statement(word).unwrap_or(word);
        Some(problem.with_help(format!("write it between braces, as in `{{ {form} }}`; more than one may stand there")))
    }

    /// `1 "Sales" sales`
    fn missing_arrow(&self) -> Option<Diagnostic> {
        let word = self.slice(self.index);
        if !self.is_word(self.index) || is_reserved(word) || !could_be(self.error, &[Rule::action, Rule::arrow]) {
            return None;
        }
        let problem = self.error(
            Code::F0101,
            format!("expected an action, found `{word}`"),
            self.index,
            "`->` is missing before the node",
        );
        let help = format!(
            "write `-> {word}`; an action is `-> node`, `end`, `hangup`, a statement such as `say \"…\"`, or a block"
        );
        Some(problem.with_help(help).with_edit(self.span(self.index).head(), "-> "))
    }

    /// `{ a: 1 b: 2 }`
    fn missing_comma(&self) -> Option<Diagnostic> {
        let another = self.is_word(self.index) && self.slice(self.index + 1) == ":";
        let before = self.span(self.index.checked_sub(1)?);
        if !another || !could_be(self.error, &[Rule::comma]) {
            return None;
        }
        let end = Span { start: before.end, ..before };
        let headline = format!("expected `,`, found `{}`", self.slice(self.index));
        let problem = Diagnostic::error(Code::F0101, headline, end, "a comma belongs between the fields");
        Some(problem.with_help("write `,` here").with_edit(end, ","))
    }

    /// `say Hello there`
    fn missing_quotes(&self) -> Option<Diagnostic> {
        let quotable = matches!(self.kind(self.index), Some(Kind::Word | Kind::Number));
        if !quotable
            || !could_be(self.error, &[Rule::text, Rule::words, Rule::prompt, Rule::pattern, Rule::keyword_arm])
        {
            return None;
        }
        let mut last = self.index;
        let goes_on = |index: usize| {
            let token = self.layout.token(index);
            let stops = matches!(self.slice(index), "->" | "," | "also" | "then" | "{" | "}");
            !stops && token.is_some_and(|t| !t.leads && matches!(t.kind, Kind::Word | Kind::Number | Kind::Symbol))
        };
        while goes_on(last + 1) {
            last += 1;
        }
        let span = self.span(self.index).to(self.span(last));
        let words = self.text.get(span.range()).unwrap_or("");
        let problem = Diagnostic::error(
            Code::F0101,
            format!("expected a text, found `{}`", self.slice(self.index)),
            span,
            "words stand in quotes",
        );
        let problem =
            problem.with_help("what callers hear, and what texters read and write, stands between `\"` and `\"`");
        Some(problem.with_edit(span, format!("\"{words}\"")))
    }

    fn generic(&self) -> Diagnostic {
        let (found, label) = (self.found(), list(self.error, self.index == self.unit.start));
        let headline = match &label {
            Some(expected) => format!("expected {expected}, found {found}"),
            None => format!("{found} does not fit here"),
        };
        let problem = self.error(Code::F0101, headline, self.index, "this does not fit here");
        match self.help() {
            Some(help) => problem.with_help(help),
            None => problem,
        }
    }

    fn stands_behind_else(&self) -> bool {
        let mut at = self.block.map_or(0, |open| open + 1);
        while at < self.index && self.slice(at) != "else" {
            at = self.layout.next(at);
        }
        at < self.index
    }

    /// The form of what was begun.
    fn help(&self) -> Option<String> {
        let form = match (self.scope(), self.slice(self.unit.start)) {
            (Scope::File, word) => form_of_part(word)?,
            (Scope::Statements, word) => form_of_statement(word)?,
            (Scope::Menu, word) if !SETTINGS.contains(&word) => "1 \"Sales\" also \"buy\" -> sales",
            (Scope::Menu | Scope::Settings, word) => form_of_setting(word)?,
            (Scope::Keywords, _) => "\"status\", \"order\"* -> look_up",
            (Scope::Hours, _) => "mon-fri 09:00-12:00, 13:00-17:00",
            (Scope::Match, _) if self.stands_behind_else() => return Some("`else` stands last".to_owned()),
            (Scope::Match, _) => "\"shipped\" -> shipped",
            (Scope::Split, _) => "80% -> a",
            (Scope::Wait, _) => "message -> answered",
            (Scope::Test, _) => return None,
            (Scope::Body, _) => "{ id: order_id, status: \"new\" }",
        };
        Some(format!("the form is `{form}`"))
    }
}

fn form_of_part(word: &str) -> Option<&'static str> {
    Some(match word {
        "edition" => "edition 1",
        "title" => "title \"Acme Support\"",
        "language" => "language en-US voice \"Polly.Joanna\"",
        "zone" => "zone \"America/New_York\"",
        "expires" => "expires 4h",
        "max_call" => "max_call 30m \"words\"",
        "defaults" => "defaults { timeout 6s }",
        "hours" => "hours office \"America/New_York\" { mon-fri 09:00-17:00 }",
        "var" => "var order_id: text(10)",
        "contact" => "contact name: text",
        "const" => "const support_line = \"+15550100\"",
        "use" => "use \"billing\"",
        "on" => "on call -> welcome",
        "always" => "always { \"agent\" -> agent }",
        "step" => "step name { … }",
        "menu" => "menu name \"prompt\" { 1 \"Sales\" -> sales }",
        "keywords" => "keywords name { \"status\" -> look_up }",
        "test" => "test \"what it shows\" { … }",
        _ => return None,
    })
}

fn form_of_statement(word: &str) -> Option<&'static str> {
    Some(match word {
        "say" => "say \"Hello\"",
        "play" => "play \"https://…\" or \"words\"",
        "pause" => "pause 2s",
        "ask" => "ask order_id: digits(4..10) \"What is your order number?\"",
        "record" => "record memo \"Please leave a message.\" { max 2m }",
        "set" => "set total = total + 1",
        "clear" => "clear order_id",
        "if" => "if total > 3 { … } else { … }",
        "match" => "match status { \"new\" -> a else -> b }",
        "split" => "split { 80% -> a 20% -> b }",
        "fetch" => "fetch order from \"https://…\" { failed -> sorry }",
        "send" => "send sms to caller \"words\"",
        "emit" => "emit \"order.checked\" { id: order_id }",
        "dial" => "dial \"+15550100\" { busy, noanswer, failed -> voicemail }",
        "wait" => "wait 24h { message -> a timeout -> b }",
        "do" => "do node",
        "->" => "-> node",
        "return" => "return value",
        "language" => "language es-MX",
        "tag" => "tag \"vip\"",
        "log" => "log \"words\"",
        _ => return None,
    })
}

fn form_of_setting(word: &str) -> Option<&'static str> {
    Some(match word {
        "timeout" => "timeout 6s",
        "noinput" => "noinput \"first\" then \"second\"` or `noinput 2 -> agent",
        "nomatch" => "nomatch \"first\" then \"second\"` or `nomatch 2 -> agent",
        "tries" => "tries 3 -> agent",
        "finish" => "finish \"#\"",
        "input" => "input keys",
        "hints" => "hints \"yes no\"",
        "interrupt" => "interrupt any",
        "max" => "max 2m",
        "caller_id" => "caller_id \"+15550100\"",
        "whisper" => "whisper \"words\"",
        "method" => "method post",
        "header" => "header \"Name\" \"value\"",
        "query" => "query { page: 1 }",
        "json" => "json { id: order_id }",
        "form" => "form { id: order_id }",
        "retry" => "retry 2",
        "hold" => "hold \"One moment please.\"",
        "failed" => "failed -> sorry",
        _ => return None,
    })
}
