use super::flow::*;
use super::talk::*;
use crate::program::*;
use crate::value::{Channel, Type, Value};

fn emit(name: &str, fields: Vec<(&str, Expr)>) -> Op {
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::Emit(Box::new(EmitSpec { name: name.to_owned(), fields }))
}

fn send(to: Expr, body: Option<crate::template::TemplateId>) -> SendSpec {
    SendSpec { channel: Channel::Sms, to, body, media: None, template: None, proceed: None }
}

fn sends(spec: SendSpec) -> Op {
    Op::Send(Box::new(spec))
}

#[test]
fn events_and_messages_go_out_and_the_flow_goes_on() {
    let f = Flow::new().var("n", Type::Number);
    let code = vec![
        f.say("One."),
        set("n", number(7)),
        emit("a.b", vec![("n", variable("n")), ("gone", variable("nothing"))]),
        sends(send(Expr::Builtin(Builtin::Caller), Some(f.text("Number {{n}} & more")))),
        f.say("Two."),
        Op::End,
    ];
    let program = f.node("main", code).build();
    Talk::call(&program).gives(&[
        "say One.",
        "emit a.b n=7 gone=null",
        "send sms +15550100001 Number 7 & more",
        "say Two.",
        "hangup",
        "end",
    ]);
    // What is said to a texter is one message all the same.
    Talk::text_first(&program, "hi").gives(&[
        "message One.\n\nTwo.",
        "emit a.b n=7 gone=null",
        "send sms +15550100001 Number 7 & more",
        "end",
    ]);
}

#[test]
fn nothing_goes_out_in_clear_that_was_given_in_confidence() {
    let f = Flow::new().var("pin", Type::Text(None)).var("number", Type::Text(None));
    let whole = SendSpec {
        media: Some(f.text("https://example.com/{{pin}}.png")),
        template: Some(TemplateSpec { sid: "HX".to_owned(), variables: vec![("1".to_owned(), variable("pin"))] }),
        proceed: Some(("main".to_owned(), vec![variable("pin")])),
        ..send(text("+15550100002"), Some(f.text("Your PIN is {{pin}}.")))
    };
    let nested = Expr::Map(vec![("pin".to_owned(), variable("pin")), ("ok".to_owned(), text("yes"))]);
    let code = vec![
        wait(Wait { sensitive: true, ..f.ask("pin", AskKind::Text { max: None }, "PIN?") }),
        emit("got", vec![("pin", variable("pin")), ("all", nested), ("words", Expr::Template(f.text("is {{pin}}")))]),
        sends(whole),
        sends(send(variable("pin"), Some(f.text("Hello.")))),
        Op::End,
    ];
    let program = f.node("main", code).build();
    let mut talk = Talk::text_first(&program, "hi");
    talk.text("1234").gives(&[
        "emit got pin=\"***\" all={\"ok\":\"yes\",\"pin\":\"***\"} words=\"is ***\"",
        "send sms +15550100002 Your PIN is ***. HX [(\"1\", \"***\")] -> main [Text(\"***\")]",
        "end",
    ]);
    assert_eq!(
        talk.notices(),
        [
            "the picture's address holds what was given in confidence, so it is left out",
            "the number to send to was given in confidence, so nothing is sent"
        ]
    );
}

#[test]
fn nobody_and_nothing_are_left_out() {
    let f = Flow::new().var("x", Type::Text(None));
    let code = vec![
        sends(send(variable("x"), Some(f.text("Hello.")))),
        sends(send(text("+15550100002"), Some(f.text(" {{x}} ")))),
        Op::End,
    ];
    let program = f.node("main", code).build();
    let talk = Talk::text_first(&program, "hi");
    assert_eq!(show(&talk.last), ["end"]);
    assert_eq!(talk.notices().len(), 2);
}

/// An event is no words: it goes out before a fetch is answered, beside a question, and although the flow breaks down.
#[test]
fn what_goes_out_waits_for_nothing() {
    let f = Flow::new().var("order", Type::Any);
    let mut hello = f.say("Hello.");
    if let Op::Say(say) = &mut hello {
        say.interrupt = Some(Interrupt::Any);
    }
    let code = vec![
        f.say("Wait."),
        emit("one", vec![]),
        Op::Fetch(Box::new(f.fetch("order", "https://shop.example/", Some(3)))),
        hello,
        emit("two", vec![]),
        wait(f.ask("order", AskKind::YesNo, "Well?")),
        emit("three", vec![]),
        f.say("Gone."),
        Op::Goto(99),
    ];
    let program = f.node("main", code).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["emit one", "fetch GET https://shop.example/"]);
    let outcome = crate::engine::Outcome::Failed { why: "reset".to_owned() };
    talk.give(crate::engine::Event::Fetched { id: 1, outcome });
    talk.gives(&["say Wait.", "emit two", "gather Hello. | Well?"]);
    talk.press("1").has("order", Value::Bool(true));
    let shown = show(&talk.last);
    assert_eq!(shown.first().map(String::as_str), Some("emit three"));
    assert_eq!(shown.last().map(String::as_str), Some("fault Lost"));
    assert!(!shown.iter().any(|line| line.contains("Gone.")), "{shown:?}");
}
