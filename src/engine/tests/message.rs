use super::flow::*;
use super::talk::*;
use crate::engine::{Event, Texted};
use crate::program::*;
use crate::value::{Channel, Type};

#[test]
fn the_first_message_answers_the_keywords_it_reaches() {
    let f = Flow::new().var("order_id", Type::Text(Some(10)));
    let arms =
        vec![word("status", 1), arm(Matcher::Regex(regex(r"order\s+#?(?<order_id>\d{4,10})")), 3), word("help", 5)];
    let code = vec![
        wait(f.keywords(arms, Some(7))),
        f.say("Which order?"),
        Op::End,
        f.say("Order {{order_id}}."),
        Op::AskAgain { to: 0 },
        f.say("Reply STATUS."),
        Op::AskAgain { to: 0 },
        f.say("Thanks."),
        Op::AskAgain { to: 0 },
    ];
    let program = f.node("inbox", code).build();
    Talk::text_first(&program, "Status!").gives(&["message Which order?", "end"]);
    let mut talk = Talk::text_first(&program, "my ORDER #12345 please");
    talk.gives(&["message Order 12345."]).has("order_id", "12345");
    talk.text("hello").gives(&["message Thanks."]);
    talk.text("  HELP. ").gives(&["message Reply STATUS."]);
    assert_eq!(talk.last.session.turns, 3);
}

#[test]
fn the_first_message_is_no_answer_to_a_menu_but_is_input() {
    let f = Flow::new();
    let menu =
        f.menu("Which?", &[("1", "Sales"), ("2", "Help")], vec![choice("1", &["Sales"], 2), choice("2", &[], 2)]);
    let program = f.node("a", vec![f.say("You said {{input.text}}."), wait(menu), Op::End]).build();
    let mut talk = Talk::text_first(&program, "1");
    talk.gives(&["message You said 1.\n\nWhich?\n1. Sales\n2. Help"]);
    talk.text("sales").gives(&["end"]);
}

#[test]
fn a_later_keywords_wait_is_reached_by_the_first_message() {
    let f = Flow::new();
    let code = vec![wait(f.keywords(vec![word("go", 1)], None)), enter("inbox")];
    let inbox = vec![wait(f.keywords(vec![word("go", 1)], None)), f.say("Gone."), Op::End];
    let program = f.node("a", vec![enter("b")]).node("b", code).node("inbox", inbox).build();
    let mut talk = Talk::text_first(&program, "go");
    talk.gives(&[]);
    assert_eq!(talk.last.session.frames[0].node, "inbox");
    talk.text("go").gives(&["message Gone.", "end"]);
}

#[test]
fn media_starts_a_message_and_what_follows_joins_it() {
    let f = Flow::new();
    let picture =
        Op::Say(Say { words: f.words("A map."), media: Some(f.text("https://x.example/map.png")), interrupt: None });
    let program = f
        .node("a", vec![f.say("One."), f.say("Two."), f.say("{{nothing}}"), picture, f.say("Three."), Op::End])
        .build();
    let lines = ["message One.\n\nTwo.", "message A map.\n\nThree. [\"https://x.example/map.png\"]", "end"];
    Talk::text_first(&program, "hi").gives(&lines);
    Talk::call(&program).gives(&["say One.", "say Two.", "say A map.", "say Three.", "hangup", "end"]);
}

#[test]
fn a_wrong_answer_is_told_and_asked_again_in_one_message() {
    let f = Flow::new();
    let menu = Wait { tries: bound(2, 1), ..f.menu("Which?", &[("1", "Sales")], vec![choice("1", &["Sales"], 1)]) };
    let program = f.node("a", vec![wait(menu), Op::End]).build();
    let mut talk = Talk::text_first(&program, "hi");
    talk.text("what").gives(&["message Wrong one.\n\nWhich?\n1. Sales"]);
    talk.text("what").gives(&["end"]);
}

#[test]
fn a_tapped_payload_speaks_before_its_title() {
    let f = Flow::new();
    let code = |wait_: Wait| vec![wait(wait_), f.say("title"), Op::End, f.say("payload"), Op::End];
    let keywords = f.keywords(vec![word("help", 1), arm(Matcher::Button("help_btn".to_owned()), 3)], None);
    let menu = f.menu("?", &[], vec![choice("1", &["Sales"], 1), choice("2", &["Support"], 3)]);
    let (keywords, menu) = (code(keywords), code(menu));
    let program = f
        .node(
            "a",
            vec![wait(Flow::new().keywords(vec![word("menu", 1), word("words", 2)], None)), enter("m"), enter("k")],
        )
        .node("k", keywords)
        .node("m", menu)
        .build();
    let start = |first| Talk::start(&program, Channel::Whatsapp, Some(texted(first)));
    start("words").tap("help_btn", "Help").gives(&["message payload", "end"]);
    start("words").tap("other", "Help").gives(&["message title", "end"]);
    start("menu").tap("2", "Sales").gives(&["message payload", "end"]);
    start("menu").tap("xyz", "Sales").gives(&["message title", "end"]);
}

#[test]
fn pictures_and_places_are_choices() {
    let f = Flow::new();
    let arms = vec![
        arm(Matcher::Media, 1),
        arm(Matcher::Location, 2),
        arm(Matcher::Prefix("order".to_owned()), 3),
        arm(Matcher::Has("a person".to_owned()), 4),
    ];
    let again = || Op::AskAgain { to: 0 };
    let code = vec![
        wait(f.keywords(arms, None)),
        Op::Goto(5),
        Op::Goto(7),
        Op::Goto(9),
        Op::Goto(11),
        f.say("picture {{input.media.0.url}}"),
        again(),
        f.say("place"),
        again(),
        f.say("order"),
        again(),
        f.say("person"),
        again(),
    ];
    let program = f.node("a", code).build();
    let mut talk = Talk::text_first(&program, "orders please");
    talk.gives(&["message order"]);
    talk.text("I want a person now").gives(&["message person"]);
    talk.text("I want a personal one").gives(&[]);
    let media =
        vec![crate::engine::Media { url: "https://x.example/p".to_owned(), content_type: "image/png".to_owned() }];
    talk.give(Event::Texted(Texted { media, ..texted("") })).gives(&["message picture https://x.example/p"]);
    let location =
        crate::engine::Location { latitude: "1.5".to_owned(), longitude: "2".to_owned(), label: None, address: None };
    talk.give(Event::Texted(Texted { location: Some(location), ..texted("") })).gives(&["message place"]);
}

#[test]
fn what_only_a_call_can_do_is_passed_over() {
    let f = Flow::new().var("memo", Type::Map);
    let spec = RecordSpec { max_ms: 1, transcribe: false, beep: false };
    let play = Op::Play(Play { url: f.text("https://x.example/a.mp3"), or: None });
    let record = wait(f.wait(WaitKind::Record { variable: session("memo"), spec }));
    let program = f.node("a", vec![play, Op::Pause(500), record, f.say("Done."), Op::Hangup]).build();
    let mut talk = Talk::text_first(&program, "hi");
    talk.gives(&["message Done.", "end"]);
    assert_eq!(talk.notices(), ["a message has nothing to record"]);
}
