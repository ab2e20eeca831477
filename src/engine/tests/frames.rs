use super::flow::*;
use super::talk::*;
use crate::program::*;
use crate::value::{Type, Value};

#[test]
fn do_comes_back_with_a_value() {
    let f = Flow::new().var("sum", Type::Number);
    let double =
        vec![Op::Return(Some(binary(BinaryOp::Add, Expr::Local("n".to_owned()), Expr::Local("n".to_owned()))))];
    let call = Op::Call { node: "double".to_owned(), arguments: vec![text("4")], result: Some(session("sum")) };
    let code = vec![call, f.say("{{sum}}"), Op::End];
    let program = f.node("a", code).with_parameters("double", &[("n", Type::Number)], double).build();
    Talk::call(&program).gives(&["say 8", "hangup", "end"]).has("sum", Value::Number(8.into()));
}

#[test]
fn a_wait_inside_do_comes_back_after_the_answer() {
    let f = Flow::new().var("name", Type::Text(None));
    let ask = f.ask("name", AskKind::Text { max: None }, "Name?");
    let sub = vec![wait(ask), Op::Return(None)];
    let main = vec![call("sub", None), f.say("Hello {{name}}."), Op::End];
    let program = f.node("main", main).node("sub", sub).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["gather Name?"]);
    assert_eq!(talk.last.session.frames.len(), 2);
    talk.speak("Ann").gives(&["say Hello Ann.", "hangup", "end"]);
}

#[test]
fn a_jump_inside_do_still_comes_back() {
    let f = Flow::new().var("x", Type::Text(None));
    let second = vec![Op::Return(Some(text("from second")))];
    let main = vec![call("first", Some("x")), f.say("{{x}}"), Op::End];
    let program = f.node("main", main).node("first", vec![enter("second")]).node("second", second).build();
    Talk::call(&program).gives(&["say from second", "hangup", "end"]);
}

#[test]
fn locals_belong_to_their_node() {
    let f = Flow::new();
    let greet = vec![
        Op::Set {
            variable: Place::Local("name".to_owned()),
            value: binary(BinaryOp::Add, Expr::Local("name".to_owned()), text("!")),
        },
        f.say("Hi {{name}}"),
        Op::Return(None),
    ];
    let greet_ann = Op::Call { node: "greet".to_owned(), arguments: vec![text("Ann")], result: None };
    let main = vec![greet_ann, f.say("[{{name}}]"), Op::End];
    let program = f.node("main", main).with_parameters("greet", &[("name", Type::Text(Some(3)))], greet).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["say Hi Ann", "say []", "hangup", "end"]);
    assert_eq!(talk.notices().len(), 1);
}

#[test]
fn a_return_with_nobody_waiting_ends() {
    let program = Flow::new().node("a", vec![Op::Return(None)]).build();
    Talk::call(&program).gives(&["hangup", "end"]);
}

#[test]
fn always_inside_do_leaves_the_inner_node_only() {
    let f = Flow::new();
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let sub = vec![wait(menu), Op::Return(None)];
    let agent = vec![f.say("Agent."), Op::Return(None)];
    let main = vec![call("sub", None), f.say("Back."), Op::End];
    let always = vec![enter("agent"), Op::Return(None)];
    let program = f
        .node("main", main)
        .node("sub", sub)
        .node("agent", agent)
        .always(vec![word("agent", 0), word("back", 1)], always)
        .build();
    Talk::call(&program).speak("agent").gives(&["say Agent.", "say Back.", "hangup", "end"]);
    Talk::call(&program).speak("back").gives(&["say Back.", "hangup", "end"]);
}

#[test]
fn conditions_and_matches() {
    let f = Flow::new().var_with("n", Type::Number, number(7)).var("year", Type::Text(None));
    let patterns = vec![
        (vec![MatchPattern::Value(number(1)), MatchPattern::Value(number(2))], 2),
        (vec![MatchPattern::Range(number(5), number(7))], 4),
    ];
    let by_regex = vec![(vec![MatchPattern::Regex(regex(r"(?<year>\d{4})"))], 7)];
    let code = vec![
        Op::Match { subject: variable("n"), arms: patterns, otherwise: 2 },
        Op::End,
        f.say("wrong"),
        Op::End,
        Op::Unless { condition: binary(BinaryOp::Equal, variable("n"), number(8)), otherwise: 6 },
        f.say("wrong"),
        Op::Match { subject: text("in 2026"), arms: by_regex, otherwise: 2 },
        f.say("{{year}}"),
        Op::Clear(session("n")),
        Op::Unless { condition: binary(BinaryOp::Equal, variable("n"), Expr::Const(Value::None)), otherwise: 2 },
        Op::End,
    ];
    let program = f.node("a", code).build();
    Talk::call(&program).gives(&["say 2026", "hangup", "end"]);
}

#[test]
fn tags_are_kept_once_and_logs_are_traced() {
    let f = Flow::new();
    let code = vec![
        Op::Tag(f.text("vip")),
        Op::Tag(f.text(" vip ")),
        Op::Tag(f.text("")),
        Op::Log(f.text("from {{caller}}")),
        Op::End,
    ];
    let program = f.node("a", code).build();
    let talk = Talk::call(&program);
    assert_eq!(talk.last.session.tags, ["vip"]);
    assert!(talk.last.trace.iter().any(|entry| entry.text == "log: from +15550100001" && entry.at.place.column == 4));
}
