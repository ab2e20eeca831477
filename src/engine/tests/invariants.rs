use std::sync::LazyLock;

use proptest::prelude::*;

use super::flow::*;
use super::talk::*;
use crate::engine::*;
use crate::program::*;
use crate::value::{Channel, Type};

static EVERYTHING: LazyLock<Program> = LazyLock::new(everything);
static INBOX: LazyLock<Program> = LazyLock::new(inbox);

/// A program with something of everything, legal and not.
fn everything() -> Program {
    let f =
        Flow::new().var("n", Type::Number).var("t", Type::Text(Some(5))).var("memo", Type::Map).var("ok", Type::Bool);
    let arms = vec![
        choice("1", &["ask"], 1),
        choice("2", &["dial"], 3),
        choice("3", &["record"], 5),
        choice("4", &["sub"], 7),
        arm(Matcher::Regex(regex(r"(?<t>\w+) x")), 9),
        choice("5", &["circle"], 12),
        choice("6", &["lost"], 13),
        choice("7", &["fetch"], 14),
        choice("8", &["queue"], 16),
    ];
    let menu =
        Wait { tries: bound(3, 11), noinput_bound: bound(2, 11), ..f.menu("Which? {{n}}", &[("1", "Ask")], arms) };
    let dial = DialSpec {
        targets: vec![DialNumber::Number(Expr::Builtin(Builtin::Caller))],
        timeout_ms: None,
        caller_id: None,
        record: true,
        whisper: None,
        arms: vec![OutcomeArm { outcome: "busy".to_owned(), to: 4 }],
    };
    let queue = VerbSpec {
        verb: Verb::Enqueue,
        target: Some(variable("t")),
        options: Vec::new(),
        timeout_ms: None,
        arms: vec![OutcomeArm { outcome: "failed".to_owned(), to: 4 }],
    };
    let spec = RecordSpec { max_ms: 60_000, transcribe: false, beep: true };
    let record = Wait { tries: bound(2, 6), ..f.wait(WaitKind::Record { variable: session("memo"), spec }) };
    let ask =
        Wait { tries: bound(2, 2), sensitive: true, ..f.ask("n", AskKind::Number { min: None, max: None }, "Number?") };
    let main = vec![
        wait(menu),
        wait(ask),
        Op::AskAgain { to: 0 },
        Op::Dial(Box::new(dial)),
        Op::AskAgain { to: 0 },
        wait(record),
        Op::AskAgain { to: 0 },
        call("sub", Some("ok")),
        enter("main"),
        f.say("{{t}} {{input.text}}"),
        Op::AskAgain { to: 0 },
        Op::Hangup,
        Op::Goto(12),
        Op::Goto(99),
        Op::Fetch(Box::new(f.fetch("n", "https://example.com/{{t}}", Some(6)))),
        Op::Emit(Box::new(EmitSpec { name: "e".to_owned(), fields: vec![("n".to_owned(), variable("n"))] })),
        Op::AskAgain { to: 0 },
        Op::Verb(Box::new(queue)),
        Op::AskAgain { to: 0 },
    ];
    let sub = vec![
        wait(f.ask("ok", AskKind::YesNo, "Well?")),
        Op::Language(SPANISH.to_owned()),
        Op::Return(Some(variable("ok"))),
    ];
    let always = vec![f.say("Help."), Op::Resume, call("sub", None), Op::Resume, enter("main"), Op::Return(None)];
    f.node("main", main)
        .node("sub", sub)
        .always(vec![word("help", 0), word("deep", 2), word("home", 4), word("back", 5)], always)
        .build()
}

fn inbox() -> Program {
    let f = Flow::new().var("t", Type::Text(None));
    let arms = vec![word("1", 1), arm(Matcher::Has("ask".to_owned()), 2), arm(Matcher::Media, 4)];
    let code = vec![
        wait(f.keywords(arms, Some(5))),
        Op::AskAgain { to: 0 },
        wait(Wait { tries: bound(2, 0), ..f.ask("t", AskKind::Text { max: Some(3) }, "Text?") }),
        enter("inbox"),
        Op::End,
        f.say("What is {{input.text}}?"),
        Op::AskAgain { to: 0 },
    ];
    f.node("inbox", code).always(vec![word("help", 0)], vec![Op::Resume]).build()
}

fn events() -> impl Strategy<Value = Event> {
    let words = prop_oneof![
        prop::sample::select(vec![
            "1", "2", "3", "4", "5", "6", "7", "7", "8", "ask", "help", "deep", "home", "back", "yes", "no", "a x",
            "dial", "record", "sub", ""
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    let texted =
        (words.clone(), proptest::option::of(words.clone()), any::<bool>()).prop_map(|(text, button, picture)| {
            let media = Media { url: "https://x.example/p".to_owned(), content_type: "image/png".to_owned() };
            Event::Texted(Texted {
                text,
                button,
                media: picture.then_some(media).into_iter().collect(),
                location: None,
            })
        });
    prop_oneof![
        4 => "[0-9*#]{0,3}".prop_map(Event::Keys),
        4 => (words, proptest::option::of(any::<f64>())).prop_map(|(text, confidence)| Event::Speech { text, confidence }),
        2 => Just(Event::Silence),
        6 => texted,
        2 => any::<u32>().prop_map(|duration_s| Event::Recorded { url: "u".to_owned(), duration_s, sid: "RE".to_owned() }),
        2 => prop::sample::select(vec!["answered", "busy", "noanswer", "odd"])
            .prop_map(|outcome| Event::Dialled { outcome: outcome.to_owned() }),
        1 => Just(Event::HungUp),
        3 => (1_u32..3, 199_u16..600).prop_map(|(id, code)| Event::Fetched { id, outcome: Outcome::Status { code, body: 7.into() } }),
        1 => (1_u32..3).prop_map(|id| Event::Fetched { id, outcome: Outcome::Failed { why: "x".to_owned() } }),
        2 => Just(Event::Waited),
        1 => Just(Event::Due),
        2 => prop_oneof![Just("answered"), Just("failed"), Just("x")].prop_map(|outcome| Event::Performed { outcome: outcome.to_owned() }),
    ]
}

fn holds(before: Option<&Session>, step: &Step) {
    let session = &step.session;
    let waits = usize::from(session.waiting.is_some()) + usize::from(session.fetching.is_some());
    assert_eq!(waits, usize::from(!session.ended), "a session waits for one thing or has ended");
    let fetched = before.is_some_and(|before| before.fetching.is_some()) && !session.ended;
    assert!(fetched || session.turns == before.map_or(0, |before| before.turns) + 1 || session.ended);
    assert!(session.frames.len() <= 33);
    let last = step.effects.len().saturating_sub(1);
    for (index, effect) in step.effects.iter().enumerate() {
        if let Effect::Fetch(request) = effect {
            let only = step.effects.iter().filter(|effect| !effect.is_outward()).count() == 1;
            assert!(only && session.fetching.as_ref().is_some_and(|f| f.request == **request));
            continue;
        }
        let stops = matches!(effect, Effect::Gather(_) | Effect::Record(_) | Effect::Dial(_) | Effect::Hangup);
        assert!(!stops || index == last, "what stops the turn is its last effect");
        let is_message = matches!(effect, Effect::Message(_));
        assert!(effect.is_outward() || is_message != session.channel.is_voice());
    }
    assert!(step.fault.is_none() || session.ended);
    let json = serde_json::to_string(session).unwrap();
    assert_eq!(*session, serde_json::from_str::<Session>(&json).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_conversation_breaks_the_engine(
        seed in any::<u64>(),
        channel in prop::sample::select(Channel::ALL.to_vec()),
        first in proptest::option::of("\\PC{0,8}"),
        events in prop::collection::vec((events(), any::<i64>()), 0..25),
        is_inbox in any::<bool>(),
    ) {
        let program: &Program = if is_inbox { &INBOX } else { &EVERYTHING };
        let start = Event::Start(Box::new(Start {
            session_id: "s".to_owned(), seed, channel, caller: "+1".to_owned(), called: "+2".to_owned(),
            first: first.map(|text| texted(&text)),
        }));
        let input = |event, at_ms| Input { at_ms, event, params: Default::default(), contact: Default::default() };
        let mut now = step(program, None, input(start, 0)).unwrap();
        holds(None, &now);
        for (event, at_ms) in events {
            let before: Session = serde_json::from_str(&serde_json::to_string(&now.session).unwrap()).unwrap();
            let next = step(program, Some(&before), input(event.clone(), at_ms % 5_000_000));
            prop_assert_eq!(&next, &step(program, Some(&before), input(event, at_ms % 5_000_000)));
            match next {
                Ok(next) => {
                    holds(Some(&before), &next);
                    now = next;
                }
                Err(rejected) => prop_assert_eq!(before.ended, rejected == Rejected::Ended),
            }
        }
    }

    #[test]
    fn no_stored_session_breaks_the_engine(at in 0usize..20, node in prop::sample::select(vec!["main", "sub", ALWAYS, "gone"]), depth in 0usize..40, event in events()) {
        let program: &Program = &EVERYTHING;
        let start = Input { at_ms: 0, event: start_of(Channel::Voice, None), params: Default::default(), contact: Default::default() };
        let mut session = step(program, None, start).unwrap().session;
        session.frames = vec![Frame { node: node.to_owned(), at, ..Frame::default() }; depth];
        if let Ok(next) = step(program, Some(&session), Input { at_ms: i64::MAX, event, params: Default::default(), contact: Default::default() }) {
            prop_assert_eq!(next.session.ended, next.session.waiting.is_none());
        }
    }
}
