use super::flow::*;
use super::talk::*;
use crate::program::*;

/// A menu whose bounds lead to "failed", "noinput" and "nomatch", and whose first choice comes back.
fn menu(tries: u32, noinput: u32, nomatch: u32) -> Program {
    let f = Flow::new();
    let menu = Wait {
        tries: bound(tries, 4),
        noinput_bound: bound(noinput, 6),
        nomatch_bound: bound(nomatch, 8),
        ..f.menu("Which?", &[], vec![choice("1", &[], 1), choice("2", &[], 3)])
    };
    let code = vec![
        wait(menu),
        f.say("Chosen."),
        Op::AskAgain { to: 0 },
        enter("a"),
        f.say("failed"),
        Op::End,
        f.say("noinput"),
        Op::End,
        f.say("nomatch"),
        Op::End,
    ];
    f.node("a", code).build()
}

#[test]
fn words_grow_and_the_last_repeats() {
    let program = menu(9, 9, 9);
    let mut talk = Talk::call(&program);
    talk.silence().gives(&["gather Silence one. | Which?"]);
    talk.press("7").gives(&["gather Wrong one. | Which?"]);
    talk.silence().gives(&["gather Silence two. | Which?"]);
    talk.silence().gives(&["gather Silence two. | Which?"]);
    talk.press("").gives(&["gather Silence two. | Which?"]);
    talk.speak(" ").gives(&["gather Silence two. | Which?"]);
    let waiting = talk.last.session.waiting.unwrap();
    assert_eq!((waiting.noinput, waiting.nomatch), (5, 1));
}

#[test]
fn the_kinds_bound_goes_before_the_total() {
    let program = menu(3, 3, 2);
    let mut talk = Talk::call(&program);
    talk.silence().silence();
    talk.silence().gives(&["say noinput", "hangup", "end"]);
    let mut talk = Talk::call(&program);
    talk.press("7");
    talk.press("7").gives(&["say nomatch", "hangup", "end"]);
    let mut talk = Talk::call(&program);
    talk.press("7").silence();
    talk.silence().gives(&["say failed", "hangup", "end"]);
}

#[test]
fn counters_stay_when_asked_again_and_start_anew_after_a_jump() {
    let program = menu(3, 9, 9);
    let mut talk = Talk::call(&program);
    talk.silence().silence();
    talk.press("1").gives(&["say Chosen.", "gather Which?"]);
    talk.silence().gives(&["say failed", "hangup", "end"]);
    let mut talk = Talk::call(&program);
    talk.silence().silence();
    talk.press("2").gives(&["gather Which?"]);
    talk.silence().gives(&["gather Silence one. | Which?"]);
}

#[test]
fn an_arm_that_asks_something_else_keeps_the_menus_counters() {
    let f = Flow::new().var("name", crate::value::Type::Text(None));
    let menu = Wait { tries: bound(2, 3), ..f.menu("Which?", &[], vec![choice("1", &[], 1)]) };
    let ask = f.ask("name", AskKind::Text { max: None }, "Your name?");
    let program = f.node("a", vec![wait(menu), wait(ask), Op::AskAgain { to: 0 }, Op::End]).build();
    let mut talk = Talk::call(&program);
    talk.silence();
    talk.press("1").gives(&["gather Your name?"]);
    talk.silence().gives(&["gather Silence one. | Your name?"]);
    talk.speak("Ann").gives(&["gather Which?"]).has("name", "Ann");
    talk.silence().gives(&["hangup", "end"]);
}

#[test]
fn without_words_the_prompt_alone_is_said_again() {
    let f = Flow::new();
    let menu = Wait { noinput: Vec::new(), ..f.menu("Which?", &[], vec![choice("1", &[], 1)]) };
    let program = f.node("a", vec![wait(menu), Op::End]).build();
    Talk::call(&program).silence().gives(&["gather Which?"]);
}
