use super::flow::*;
use super::talk::*;
use crate::engine::{Input, is_sensitive, renew, step};
use crate::program::*;
use crate::value::{Type, Value};

fn version(digest: char, reply: &str, begins_with_keywords: bool) -> Program {
    let f = Flow::new().var("kept", Type::Text(Some(3))).var_with("fresh", Type::Number, number(1));
    let ask = Wait { sensitive: true, ..f.ask("kept", AskKind::Text { max: None }, "What?") };
    let arms = vec![word("set", 1), word("go", 3)];
    let mut code =
        vec![wait(f.keywords(arms, None)), wait(ask), Op::AskAgain { to: 0 }, f.say(reply), Op::AskAgain { to: 0 }];
    if !begins_with_keywords {
        code.insert(0, f.say("Hello."));
    }
    let mut program = f.node("inbox", code).build();
    program.digest = Digest(digest.to_string());
    program
}

#[test]
fn a_session_at_its_entry_moves_to_the_newest_version() {
    let (old, new) = (version('a', "old", true), version('b', "new {{kept}}", true));
    let mut talk = Talk::text_first(&old, "set");
    assert_eq!(renew(&talk.stored(), &old, &new), None, "it rests inside an arm");
    assert!(is_sensitive(&old, &talk.stored()));
    talk.text("abc").gives(&[]);
    assert!(!is_sensitive(&old, &talk.stored()));

    let moved = renew(&talk.stored(), &old, &new).expect("it rests at its entry");
    assert_eq!(moved.variables["kept"], Value::Text("abc".to_owned()));
    assert!(moved.sensitive.contains("kept"));
    let input = Input {
        at_ms: NOON,
        event: crate::engine::Event::Texted(texted("go")),
        params: Default::default(),
        contact: Default::default(),
    };
    assert_eq!(show(&step(&new, Some(&moved), input).unwrap()), ["message new abc"]);
    assert_eq!(renew(&talk.stored(), &old, &version('c', "", false)), None, "the newer one begins otherwise");
}
