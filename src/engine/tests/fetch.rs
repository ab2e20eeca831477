use super::flow::*;
use super::talk::*;
use crate::engine::{Event, Outcome, Rejected};
use crate::program::*;
use crate::value::{Channel, Type, Value};

fn answered(id: u32, code: u16) -> Event {
    Event::Fetched { id, outcome: Outcome::Status { code, body: Value::text("a lamp") } }
}

fn failed(id: u32) -> Event {
    Event::Fetched { id, outcome: Outcome::Failed { why: "reset".to_owned() } }
}

/// Says, fetches, says what came, and asks.
fn shop() -> Program {
    let f = Flow::new().var("order", Type::Any);
    let arm = |least, most, to| StatusArm { least, most, to };
    let spec = FetchSpec {
        arms: vec![arm(400, 499, 3), arm(404, 404, 5), arm(204, 204, 7)],
        hold: Some(Hold::Say(f.words("One moment."))),
        ..f.fetch("order", "https://shop.example/{{caller}}", Some(9))
    };
    let code = vec![
        f.say("Hello."),
        Op::Fetch(Box::new(spec)),
        Op::Goto(10),
        f.say("Four."),
        Op::Goto(10),
        f.say("Unknown."),
        Op::Goto(10),
        f.say("Empty {{order}}."),
        Op::Goto(10),
        f.say("Failed."),
        f.say("It is {{order}}."),
        wait(f.menu("Well?", &[("1", "Again")], vec![choice("1", &[], 1)])),
    ];
    f.node("main", code).build()
}

const MENU: &str = "gather Well? For Again, press 1.";

#[test]
fn an_answer_goes_on_with_what_was_said_before() {
    let program = shop();
    let mut talk = Talk::call(&program);
    talk.gives(&["fetch GET https://shop.example/%2B15550100001"]);
    assert!(talk.last.session.waiting.is_none());
    talk.give(answered(1, 200)).gives(&["say Hello.", "say It is a lamp.", MENU]);
    talk.has("order", "a lamp");
    assert_eq!((talk.last.session.turns, &talk.last.session.fetching), (1, &None));
    talk.press("1").gives(&["fetch GET https://shop.example/%2B15550100001"]);
    talk.has("order", Value::None);
    talk.give(answered(2, 200)).gives(&["say It is a lamp.", MENU]);
}

#[test]
fn arms_go_by_status_then_class_then_failed() {
    let program = shop();
    for (event, told) in [
        (answered(1, 404), "say Unknown."),
        (answered(1, 410), "say Four."),
        (answered(1, 204), "say Empty a lamp."),
        (answered(1, 500), "say Failed."),
        (answered(1, 302), "say Failed."),
        (failed(1), "say Failed."),
    ] {
        let mut talk = Talk::call(&program);
        talk.give(event);
        assert_eq!(show(&talk.last)[1], told);
    }
    let mut talk = Talk::call(&program);
    talk.give(answered(1, 404)).has("order", Value::None);
}

#[test]
fn a_call_on_hold_hears_the_words_now_and_then() {
    let program = shop();
    let mut talk = Talk::call(&program);
    talk.give(Event::Waited).gives(&["say Hello.", "say One moment."]);
    for _ in 0..4 {
        talk.give(Event::Waited).gives(&["say <2000 ms>"]);
    }
    talk.give(Event::Waited).gives(&["say One moment."]);
    talk.give(answered(1, 200)).gives(&["say It is a lamp.", MENU]);
}

#[test]
fn a_hold_without_end_is_a_failure() {
    let program = shop();
    let mut talk = Talk::call(&program);
    for _ in 0..200 {
        talk.give(Event::Waited);
    }
    talk.give(Event::Waited).gives(&["say Failed.", "say It is .", MENU]);
}

#[test]
fn only_its_own_answer_is_taken() {
    let program = shop();
    let mut talk = Talk::call(&program);
    for event in [answered(2, 200), Event::Silence, Event::Keys("1".to_owned())] {
        assert!(matches!(talk.try_give(event), Err(Rejected::Unexpected { waits_for: "the answer to a fetch", .. })));
    }
    talk.give(answered(1, 200));
    assert!(talk.try_give(answered(1, 200)).is_err(), "the same answer twice");
    assert!(talk.try_give(Event::Waited).is_err());
    let mut texter = Talk::start(&program, Channel::Sms, Some(texted("hi")));
    assert!(texter.try_give(Event::Waited).is_err(), "a message cannot be held");
    texter.give(answered(1, 200)).gives(&["message Hello.\n\nIt is a lamp.\n\nWell?\n1. Again"]);
}

#[test]
fn a_caller_may_hang_up_meanwhile() {
    let program = shop();
    let mut talk = Talk::call(&program);
    talk.give(Event::HungUp).gives(&["end"]);
    assert_eq!(talk.last.session.fetching, None);
}

#[test]
fn a_circle_of_fetches_ends() {
    let f = Flow::new().var("x", Type::Any);
    let code = vec![Op::Fetch(Box::new(f.fetch("x", "https://shop.example/", Some(1)))), f.say("again"), Op::Goto(0)];
    let program = f.node("main", code).build();
    let mut talk = Talk::call(&program);
    for id in 1..=100 {
        if talk.last.session.ended {
            break;
        }
        talk.give(answered(id, 200));
    }
    assert!(talk.last.fault.is_some());
}

#[test]
fn the_first_message_is_kept_for_the_keywords_behind_a_fetch() {
    let f = Flow::new().var("x", Type::Any);
    let main = vec![Op::Fetch(Box::new(f.fetch("x", "https://shop.example/", Some(1)))), enter("inbox")];
    let inbox = vec![wait(f.keywords(vec![word("hi", 1)], None)), f.say("Hi {{x}}."), Op::End];
    let program = f.node("main", main).node("inbox", inbox).build();
    let mut talk = Talk::text_first(&program, "hi");
    talk.give(answered(1, 200)).gives(&["message Hi a lamp.", "end"]);
}

#[test]
fn the_request_holds_names_of_secrets_and_no_markup_of_the_body() {
    let f = Flow::new().var("x", Type::Any);
    let secret = || Part::Secret("key".to_owned());
    let caller = || Part::Value(Expr::Builtin(Builtin::Caller));
    let json = Json::Map(vec![
        ("a\"b".to_owned(), Json::Text(vec![secret(), Part::Template(f.words("\"{{caller}}\"").voice.unwrap())])),
        (
            "c".to_owned(),
            Json::List(vec![Json::Value(Expr::Const(Value::Bool(true))), Json::Value(Expr::Const(Value::None))]),
        ),
    ]);
    let spec = FetchSpec {
        headers: vec![("X".to_owned(), vec![secret()])],
        query: vec![("n".to_owned(), vec![Part::Value(Expr::Const(Value::None))]), ("q".to_owned(), vec![caller()])],
        body: Some(Body::Json(json)),
        ..f.fetch("x", "https://shop.example/", Some(1))
    };
    let program = f.node("main", vec![Op::Fetch(Box::new(spec)), Op::End]).build();
    let talk = Talk::call(&program);
    let written = serde_json::to_value(&talk.last.session.fetching.as_ref().unwrap().request).unwrap();
    assert_eq!(
        written,
        serde_json::json!({
            "id": 1, "method": "GET", "url": "https://shop.example/",
            "headers": [{"name": "X", "value": [{"secret": "key"}]}],
            "query": [{"name": "q", "value": [{"text": "+15550100001"}]}],
            "body": {"json": [{"text": "{\"a\\\"b\":\""}, {"secret": "key"}, {"text": "\\\"+15550100001\\\"\",\"c\":[true,null]}"}]},
            "timeout_ms": 3000, "retries": 0, "repeatable": true,
        })
    );
}
