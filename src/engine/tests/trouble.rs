use super::flow::*;
use super::talk::*;
use crate::engine::*;
use crate::program::*;
use crate::value::{Channel, Type, Value};

#[track_caller]
fn fault(step: &Step) -> FaultCode {
    let fault = step.fault.as_ref().expect("a fault");
    assert!(step.session.ended && step.session.waiting.is_none());
    assert!(!fault.text.is_empty());
    match step.effects.as_slice() {
        [Effect::Prompt(_), Effect::Hangup] => assert!(step.session.channel.is_voice()),
        [Effect::Message(message)] => assert!(!message.body.is_empty()),
        other => panic!("no apology but {other:?}"),
    }
    fault.code
}

#[test]
fn a_circle_is_stopped_with_an_apology() {
    let f = Flow::new();
    let program = f.node("a", vec![Op::Pause(1), enter("a")]).build();
    for channel in Channel::ALL {
        assert_eq!(fault(&Talk::start(&program, channel, None).last), FaultCode::StepLimit);
    }
    let program = Flow::new().node("a", vec![Op::Goto(0)]).build();
    assert_eq!(fault(&Talk::call(&program).last), FaultCode::StepLimit);
}

#[test]
fn a_long_straight_turn_fits() {
    let f = Flow::new();
    let mut code: Vec<Op> = (0..99).map(|n| f.say(&format!("{n}"))).collect();
    code.push(Op::End);
    let program = f.node("a", code).build();
    assert!(Talk::call(&program).last.fault.is_none());
}

#[test]
fn calls_go_thirty_two_deep() {
    let deep = |depth: i64| {
        let f = Flow::new().var_with("n", Type::Number, number(0));
        let count = set("n", binary(BinaryOp::Add, variable("n"), number(1)));
        let more = Op::Unless { condition: binary(BinaryOp::Less, variable("n"), number(depth)), otherwise: 3 };
        let program = f.node("a", vec![more, count, call("a", None), Op::End]).build();
        Talk::call(&program).last
    };
    assert_eq!(deep(32).fault, None);
    assert_eq!(fault(&deep(33)), FaultCode::DepthLimit);
}

#[test]
fn a_session_takes_five_hundred_inputs() {
    let f = Flow::new();
    let program = f.node("a", vec![wait(f_keywords()), Op::End]).build();
    let mut talk = Talk::text_first(&program, "hi");
    talk.last.session.turns = 499;
    talk.text("x").gives(&[]);
    talk.text("x");
    assert_eq!(fault(&talk.last), FaultCode::TurnLimit);
}

fn f_keywords() -> Wait {
    Flow::new().keywords(vec![word("bye", 1)], None)
}

#[test]
fn whatever_a_session_says_its_place_is_found_or_lost() {
    let f = Flow::new();
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let program = f.node("a", vec![wait(menu), Op::Resume]).build();
    let good = Talk::call(&program);
    let broken: [fn(&mut Session); 5] = [
        |s| s.frames.clear(),
        |s| s.frames[0].node = "gone".to_owned(),
        |s| s.frames[0].at = usize::MAX,
        |s| s.frames[0].at = 1,
        |s| s.frames[0].node = ALWAYS.to_owned(),
    ];
    for break_it in broken {
        let mut session = good.stored();
        break_it(&mut session);
        session.language = "xx".to_owned();
        let input = Input {
            at_ms: i64::MIN,
            event: Event::Keys("1".to_owned()),
            params: Default::default(),
            contact: Default::default(),
        };
        assert_eq!(fault(&step(&program, Some(&session), input).unwrap()), FaultCode::Lost);
    }
    let pressed = good.try_give(Event::Keys("1".to_owned())).unwrap();
    assert_eq!(fault(&pressed), FaultCode::Lost);
    assert_eq!(pressed.fault.unwrap().at.unwrap().node, "a");
}

#[test]
fn what_does_not_fit_is_rejected_and_changes_nothing() {
    let f = Flow::new();
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let mut program = f.node("a", vec![wait(menu), Op::End]).build();
    let start = |channel| Input {
        at_ms: NOON,
        event: start_of(channel, None),
        params: Default::default(),
        contact: Default::default(),
    };
    let input = |event| Input { at_ms: NOON, event, params: Default::default(), contact: Default::default() };

    let call = Talk::call(&program);
    let dialled = Event::Dialled { outcome: "busy".to_owned() };
    let recorded = Event::Recorded { url: String::new(), duration_s: 0, sid: String::new() };
    for event in [Event::Texted(texted("1")), dialled.clone(), recorded, start_of(Channel::Voice, None)] {
        assert!(matches!(call.try_give(event), Err(Rejected::Unexpected { waits_for: "keys or speech", .. })));
    }
    let chat = Talk::text_first(&program, "hi");
    for event in [Event::Keys("1".to_owned()), Event::Silence, Event::HungUp, dialled] {
        assert!(matches!(chat.try_give(event), Err(Rejected::Unexpected { waits_for: "a message", .. })));
    }
    let first = step(&program, None, input(Event::Silence));
    assert_eq!(first, Err(Rejected::Unexpected { waits_for: "a start", got: "silence" }));

    let ended = call.try_give(Event::HungUp).unwrap().session;
    assert_eq!(step(&program, Some(&ended), input(Event::Silence)), Err(Rejected::Ended));
    let old = Session { format: 0, ..call.stored() };
    assert_eq!(step(&program, Some(&old), input(Event::Silence)), Err(Rejected::Format(0)));
    let stored = call.stored();
    program.digest = Digest("e".repeat(64));
    assert_eq!(step(&program, Some(&stored), input(Event::Silence)), Err(Rejected::Digest));
    program.entries.sms = None;
    assert_eq!(step(&program, None, start(Channel::Sms)), Err(Rejected::NoEntry));
}

#[test]
fn words_that_cannot_be_put_together_are_left_out() {
    let items = Expr::List((0..200).map(number).collect());
    let f = Flow::new().var_with("l", Type::List, items);
    let endless = "{{#each l}}{{#each ../l}}{{this}}{{/each}}{{/each}}";
    let menu = f.menu(endless, &[("1", "Sales")], vec![choice("1", &[], 2)]);
    let program = f.node("a", vec![f.say(endless), wait(menu), f.say("Sales."), Op::End]).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["gather For Sales, press 1."]);
    assert_eq!(talk.notices().len(), 2);
    talk.press("1").gives(&["say Sales.", "hangup", "end"]);
}

#[test]
fn the_apology_is_in_the_sessions_language() {
    let f = Flow::new();
    let program = f.node("a", vec![Op::Language(SPANISH.to_owned()), Op::Goto(9)]).build();
    let said = show(&Talk::call(&program).last).concat();
    assert_eq!(said, format!("say {}hangupfault Lost", crate::template::phrases(SPANISH).apology(true)));
}

#[test]
fn values_stay_small_enough_to_store() {
    let f =
        Flow::new().var_with("t", Type::Text(None), text("ab")).var_with("l", Type::List, Expr::List(vec![number(1)]));
    let mut code = Vec::new();
    for _ in 0..40 {
        code.push(set("t", binary(BinaryOp::Add, variable("t"), variable("t"))));
        code.push(set("l", Expr::List(vec![variable("l"), variable("l")])));
    }
    code.push(Op::End);
    let program = f.node("a", code).build();
    let talk = Talk::call(&program);
    let Value::Text(text) = &talk.stored().variables["t"] else { panic!("no text") };
    assert_eq!(text.chars().count(), 4_000);
    assert!(serde_json::to_string(&talk.last.session).unwrap().len() < 200_000);
    assert!(talk.notices().iter().any(|notice| notice.contains("`t`")));
}
