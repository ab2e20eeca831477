use super::flow::*;
use super::talk::*;
use crate::program::*;
use crate::value::{Type, Value};

/// A menu, a question and a free question, with "agent"/0 and "help" that work everywhere.
fn program() -> Program {
    let f = Flow::new().var("n", Type::Number).var("free", Type::Text(None));
    let menu =
        Wait { tries: bound(2, 2), ..f.menu("Which?", &[], vec![choice("1", &["help me"], 1), choice("2", &[], 3)]) };
    let menu = vec![wait(menu), f.say("One."), Op::End, enter("question")];
    let number = AskKind::Number { min: Some(number(0)), max: Some(number(10)) };
    let question = vec![
        wait(Wait { tries: bound(2, 2), ..f.ask("n", number, "How many?") }),
        enter("free"),
        f.say("Enough."),
        Op::End,
    ];
    let free = vec![wait(f.ask("free", AskKind::Text { max: None }, "Say anything.")), Op::End];
    let always = vec![f.say("Here is help."), Op::Resume, enter("agent")];
    let agent = vec![f.say("A person."), Op::End];
    f.node("menu", menu)
        .node("question", question)
        .node("free", free)
        .node("agent", agent)
        .always(vec![word("help", 0), choice("0", &["agent"], 2)], always)
        .build()
}

#[test]
fn a_choice_of_always_comes_back_without_a_failed_try() {
    let program = program();
    let mut talk = Talk::call(&program);
    talk.silence().gives(&["gather Silence one. | Which?"]);
    talk.speak("Help!").gives(&["say Here is help.", "gather Which?"]);
    talk.speak("help").gives(&["say Here is help.", "gather Which?"]);
    assert_eq!(talk.last.session.waiting.unwrap().noinput, 1);
    assert_eq!(talk.last.session.frames.len(), 1);
    talk.silence().gives(&["hangup", "end"]);
}

#[test]
fn a_choice_of_always_that_leaves_drops_what_it_interrupted() {
    let program = program();
    let mut talk = Talk::call(&program);
    talk.press("0").gives(&["say A person.", "hangup", "end"]);
    let nodes: Vec<&str> = talk.last.session.frames.iter().map(|frame| frame.node.as_str()).collect();
    assert_eq!(nodes, ["agent"]);
}

#[test]
fn at_a_question_keys_are_an_answer_and_words_a_choice() {
    let program = program();
    let mut talk = Talk::call(&program);
    talk.press("2").gives(&["gather How many?"]);
    talk.speak("help").gives(&["say Here is help.", "gather How many?"]);
    talk.press("0").gives(&["gather Say anything."]).has("n", Value::Number(0.into()));
    talk.speak("help").gives(&["hangup", "end"]).has("free", "help");
}

#[test]
fn numbers_keep_to_their_bounds() {
    let program = program();
    let mut talk = Talk::call(&program);
    talk.press("2");
    talk.press("11").gives(&["gather Wrong one. | How many?"]);
    talk.press("12").gives(&["say Enough.", "hangup", "end"]).has("n", Value::None);
}

#[test]
fn an_else_takes_whatever_is_left_after_always() {
    let f = Flow::new();
    let kind = WaitKind::Menu { arms: vec![choice("1", &[], 1)], otherwise: Some(2), options: Vec::new() };
    let menu = Wait { prompt: Some(f.words("Which?")), ..f.wait(kind) };
    let code = vec![wait(menu), Op::End, f.say("Else {{input.text}}."), Op::AskAgain { to: 0 }];
    let always = vec![f.say("Help."), Op::Resume];
    let program = f.node("a", code).always(vec![word("help", 0)], always).build();
    let mut talk = Talk::call(&program);
    talk.press("5").gives(&["say Else 5.", "gather Which?"]);
    talk.speak("help").gives(&["say Help.", "gather Which?"]);
    talk.silence().gives(&["gather Silence one. | Which?"]);
}

#[test]
fn a_choice_of_always_may_itself_ask() {
    let f = Flow::new().var("sure", Type::Bool);
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let ask = f.ask("sure", AskKind::YesNo, "Sure?");
    let sure = Op::Unless { condition: variable("sure"), otherwise: 3 };
    let always = vec![wait(ask), sure, enter("bye"), Op::Resume];
    let bye = vec![f.say("Bye."), Op::End];
    let program = f.node("a", vec![wait(menu), Op::End]).node("bye", bye).always(vec![word("stop", 0)], always).build();
    let mut talk = Talk::call(&program);
    talk.silence();
    talk.speak("stop").gives(&["gather Sure?"]);
    talk.speak("stop").gives(&["gather Sure?"]);
    talk.speak("no").gives(&["gather Sure?"]);
    talk.speak("no").gives(&["gather Which?"]);
    assert_eq!(talk.last.session.waiting.unwrap().noinput, 1);
    talk.speak("stop").speak("yes").gives(&["say Bye.", "hangup", "end"]);
    assert_eq!(talk.last.session.frames.len(), 1);
}
