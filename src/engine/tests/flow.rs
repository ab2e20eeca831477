use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::program::*;
use crate::source::LineColumn;
use crate::template::{TemplateId, Templates};
use crate::value::{Type, Value, fold};

/// A program being put together.
pub struct Flow {
    templates: RefCell<Templates>,
    nodes: RefCell<Vec<Node>>,
    always: RefCell<BTreeMap<String, Always>>,
    variables: RefCell<Vec<Variable>>,
    pub max_call: Option<(i64, &'static str)>,
}

pub const SPANISH: &str = "es-MX";

impl Flow {
    pub fn new() -> Self {
        Self {
            templates: RefCell::default(),
            nodes: RefCell::default(),
            always: RefCell::default(),
            variables: RefCell::default(),
            max_call: None,
        }
    }

    pub fn node(&self, name: &str, code: Vec<Op>) -> &Self {
        self.add(name, NodeKind::Step, Vec::new(), code);
        self
    }

    pub fn with_parameters(&self, name: &str, parameters: &[(&str, Type)], code: Vec<Op>) -> &Self {
        let parameters = parameters.iter().map(|(name, ty)| ((*name).to_owned(), *ty)).collect();
        self.add(name, NodeKind::Step, parameters, code);
        self
    }

    pub fn always(&self, arms: Vec<Arm>, code: Vec<Op>) -> &Self {
        self.add(ALWAYS, NodeKind::Always, Vec::new(), code);
        self.always.borrow_mut().insert(ALWAYS.to_owned(), Always { arms });
        self
    }

    /// The block of an event beside the conversation.
    pub fn on(&self, event: &str, code: Vec<Op>) -> &Self {
        self.add(&format!("on {event}"), NodeKind::Lifecycle, Vec::new(), code);
        self
    }

    fn add(&self, name: &str, kind: NodeKind, parameters: Vec<(String, Type)>, code: Vec<Op>) {
        let mut nodes = self.nodes.borrow_mut();
        let line = u32::try_from(nodes.len() + 1).unwrap();
        let places = (1..).map(|column| LineColumn { line, column }).take(code.len()).collect();
        nodes.push(Node { name: name.to_owned(), kind, parameters, code, places });
    }

    pub fn var(self, name: &str, ty: Type) -> Self {
        self.variables.borrow_mut().push(Variable { name: name.to_owned(), ty, initial: None });
        self
    }

    pub fn var_with(self, name: &str, ty: Type, initial: Expr) -> Self {
        self.variables.borrow_mut().push(Variable { name: name.to_owned(), ty, initial: Some(initial) });
        self
    }

    /// The first node is where all channels begin.
    pub fn build(&self) -> Program {
        let nodes = self.nodes.take();
        let beside = [NodeKind::Always, NodeKind::Lifecycle];
        let entry = nodes.iter().find(|node| !beside.contains(&node.kind)).map(|node| node.name.clone());
        let by_name: BTreeMap<String, usize> =
            nodes.iter().enumerate().map(|(index, node)| (node.name.clone(), index)).collect();
        let max_call_words = self.max_call.map(|(_, words)| self.text(words));
        Program {
            flow: "test".to_owned(),
            digest: Digest("d".repeat(64)),
            title: None,
            languages: vec![
                Language { tag: "en-US".to_owned(), voice: Some("Polly.Joanna".to_owned()) },
                Language { tag: SPANISH.to_owned(), voice: None },
            ],
            files: Vec::new(),
            expires_ms: 86_400_000,
            max_call_ms: self.max_call.map_or(3_600_000, |(ms, _)| ms),
            max_call_words,
            variables: self.variables.take(),
            nodes,
            by_name,
            entries: Entries { call: entry.clone(), sms: entry.clone(), whatsapp: entry },
            always: self.always.take(),
            clock: crate::value::UTC.clone(),
            contact: Vec::new(),
            templates: self.templates.take(),
            reads: Reads::everything(),
            tests: Vec::new(),
        }
    }

    pub fn text(&self, source: &str) -> TemplateId {
        self.templates.borrow_mut().add(source).unwrap()
    }

    pub fn words(&self, source: &str) -> Words {
        Words::same(self.text(source))
    }

    pub fn say(&self, source: &str) -> Op {
        Op::Say(Say { words: self.words(source), media: None, interrupt: None })
    }

    /// A GET without an arm but `failed`.
    pub fn fetch(&self, variable: &str, url: &str, failed: Option<usize>) -> FetchSpec {
        FetchSpec {
            variable: session(variable),
            method: Method::Get,
            url: self.words(url).voice.expect("words for a call"),
            headers: Vec::new(),
            query: Vec::new(),
            body: None,
            timeout_ms: 3_000,
            retries: 0,
            repeatable: true,
            hold: None,
            arms: Vec::new(),
            failed,
        }
    }

    pub fn menu(&self, prompt: &str, options: &[(&str, &str)], arms: Vec<Arm>) -> Wait {
        let owned = |(key, label): &(&str, &str)| ((*key).to_owned(), (*label).into());
        let options = options.iter().map(owned).collect();
        Wait { prompt: Some(self.words(prompt)), ..self.wait(WaitKind::Menu { arms, otherwise: None, options }) }
    }

    pub fn ask(&self, variable: &str, kind: AskKind, prompt: &str) -> Wait {
        Wait { prompt: Some(self.words(prompt)), ..self.wait(WaitKind::Ask { variable: session(variable), kind }) }
    }

    pub fn keywords(&self, arms: Vec<Arm>, otherwise: Option<usize>) -> Wait {
        Wait {
            prompt: None,
            noinput: Vec::new(),
            nomatch: Vec::new(),
            ..self.wait(WaitKind::Keywords { arms, otherwise })
        }
    }

    /// A wait with words for its failed tries and no bounds.
    pub fn wait(&self, kind: WaitKind) -> Wait {
        Wait {
            kind,
            prompt: None,
            timeout_ms: 6_000,
            text_timeout_ms: None,
            noinput: vec![self.words("Silence one."), self.words("Silence two.")],
            nomatch: vec![self.words("Wrong one."), self.words("Wrong two.")],
            noinput_bound: None,
            nomatch_bound: None,
            tries: None,
            finish: None,
            input: InputModes { keys: true, speech: true },
            hints: Hints::default(),
            interrupt: Interrupt::Any,
            sensitive: false,
        }
    }
}

pub fn wait(wait: Wait) -> Op {
    Op::Wait(Box::new(wait))
}

pub fn session(name: &str) -> Place {
    Place::Session(name.to_owned())
}

pub fn enter(node: &str) -> Op {
    Op::Enter { node: node.to_owned(), arguments: Vec::new() }
}

pub fn call(node: &str, result: Option<&str>) -> Op {
    Op::Call { node: node.to_owned(), arguments: Vec::new(), result: result.map(session) }
}

pub fn set(name: &str, value: Expr) -> Op {
    Op::Set { variable: session(name), value }
}

pub fn bound(count: u32, to: usize) -> Option<Bound> {
    Some(Bound { count, to })
}

/// A key and what it is called.
pub fn choice(key: &str, words: &[&str], to: usize) -> Arm {
    let mut matchers = vec![Matcher::Key(key.to_owned())];
    matchers.extend(words.iter().map(|word| Matcher::Whole(fold(word))));
    Arm { matchers, translated: BTreeMap::new(), to }
}

pub fn word(text: &str, to: usize) -> Arm {
    arm(Matcher::Whole(fold(text)), to)
}

pub fn arm(matcher: Matcher, to: usize) -> Arm {
    Arm { matchers: vec![matcher], translated: BTreeMap::new(), to }
}

pub fn regex(source: &str) -> Regex {
    let compiled = regex::RegexBuilder::new(source).case_insensitive(true).build().unwrap();
    Regex { source: source.to_owned(), compiled }
}

pub fn text(text: &str) -> Expr {
    Expr::Const(Value::Text(text.to_owned()))
}

pub fn number(number: i64) -> Expr {
    Expr::Const(Value::Number(number.into()))
}

pub fn variable(name: &str) -> Expr {
    Expr::Variable(name.to_owned())
}

pub fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    Expr::Binary(op, Box::new(left), Box::new(right))
}
