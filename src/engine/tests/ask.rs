use super::flow::*;
use super::talk::*;
use crate::engine::{Event, Location, Media, Texted};
use crate::program::*;
use crate::value::{Channel, Type, Value};

fn asking(ty: Type, kind: AskKind) -> Program {
    let f = Flow::new().var("x", ty).var("part", Type::Text(None));
    let ask = f.ask("x", kind, "Well?");
    f.node("a", vec![wait(ask), f.say("Got {{x}}."), Op::End]).build()
}

/// What each text gives; `None` where it is asked again.
#[track_caller]
fn table(program: &Program, answers: &[(&str, Option<Value>)]) {
    for (answer, expected) in answers {
        let mut talk = Talk::text_first(program, "hi");
        talk.text(answer);
        let got = talk.last.session.ended.then(|| talk.last.session.variables["x"].clone());
        assert_eq!(got, *expected, "for {answer:?}");
    }
}

fn text_value(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn number_value(text: &str) -> Option<Value> {
    Some(Value::Number(text.parse().unwrap()))
}

#[test]
fn texts() {
    let program = asking(Type::Text(None), AskKind::Text { max: Some(5) });
    table(&program, &[("  héllo ", text_value("héllo")), ("hello!", None), ("", None)]);
}

#[test]
fn digits() {
    let program = asking(Type::Text(None), AskKind::Digits { min: 4, max: 6 });
    table(
        &program,
        &[
            ("1234", text_value("1234")),
            ("123", None),
            ("1234567", None),
            ("12 34 56", text_value("123456")),
            ("abc", None),
        ],
    );
    let mut talk = Talk::call(&program);
    assert_eq!((talk.gather().num_digits, talk.gather().finish.clone()), (Some(6), None));
    talk.press("0042").has("x", "0042");
}

#[test]
fn numbers() {
    let kind = AskKind::Number { min: Some(number(1)), max: Some(number(100)) };
    let program = asking(Type::Number, kind);
    table(
        &program,
        &[("23", number_value("23")), ("twenty three", number_value("23")), ("0", None), ("101", None), ("lots", None)],
    );
}

#[test]
fn yes_and_no() {
    let program = asking(Type::Bool, AskKind::YesNo);
    table(&program, &[("Yes please", Some(Value::Bool(true))), ("no", Some(Value::Bool(false))), ("maybe", None)]);
    assert_eq!(Talk::call(&program).gather().num_digits, Some(1));
}

#[test]
fn dates_and_times() {
    let date = jiff::civil::date(2026, 11, 24);
    let program = asking(Type::Date, AskKind::Date);
    table(&program, &[("tomorrow", Some(Value::Date(date))), ("2026-11-24", Some(Value::Date(date))), ("soon", None)]);
    let program = asking(Type::Time, AskKind::Time);
    let time = jiff::civil::time(17, 30, 0, 0);
    table(&program, &[("5:30 pm", Some(Value::Time(time))), ("17:30", Some(Value::Time(time))), ("late", None)]);
}

#[test]
fn phones_addresses_and_sums() {
    let program = asking(Type::Phone, AskKind::Phone);
    table(&program, &[("+1 555 010 0001", text_value("+15550100001")), ("my phone", None)]);
    let program = asking(Type::Text(None), AskKind::Email);
    table(&program, &[("ann@example.com", text_value("ann@example.com")), ("ann", None)]);
    let program = asking(Type::Number, AskKind::Money);
    table(&program, &[("$12.50", number_value("12.50")), ("a lot", None)]);
}

#[test]
fn patterns_store_what_they_found_and_their_captures() {
    let program = asking(Type::Text(None), AskKind::Pattern(regex(r"[a-z]{2}(?<part>\d+)")));
    table(&program, &[("it is AB12, I think", text_value("AB12")), ("12", None)]);
    Talk::text_first(&program, "hi").text("ab34").has("part", "34");
}

#[test]
fn pictures_and_places() {
    let program = asking(Type::Map, AskKind::Media);
    let mut talk = Talk::start(&program, Channel::Whatsapp, None);
    talk.text("here").gives(&["message Wrong one.\n\nWell?"]);
    let media = vec![Media { url: "https://x.example/p".to_owned(), content_type: "image/png".to_owned() }];
    talk.give(Event::Texted(Texted { media, ..texted("") }));
    let Value::Map(map) = &talk.last.session.variables["x"] else { panic!("no map") };
    assert_eq!(map["url"], Value::Text("https://x.example/p".to_owned()));

    let program = asking(Type::Map, AskKind::Location);
    let mut talk = Talk::start(&program, Channel::Whatsapp, None);
    let location = Location { latitude: "1.5".to_owned(), longitude: "x".to_owned(), label: None, address: None };
    talk.give(Event::Texted(Texted { location: Some(location), ..texted("") }));
    let Value::Map(map) = &talk.last.session.variables["x"] else { panic!("no map") };
    assert_eq!((map.get("latitude"), map.get("longitude")), (Some(&Value::Number("1.5".parse().unwrap())), None));
}

#[test]
fn a_stored_answer_is_cut_to_its_declared_length() {
    let program = asking(Type::Text(Some(3)), AskKind::Text { max: None });
    let mut talk = Talk::text_first(&program, "hi");
    talk.text("abcdef").has("x", "abc");
    assert_eq!(talk.notices(), ["`x` was cut to its declared length"]);
}

#[test]
fn what_is_given_in_confidence_shows_nowhere() {
    const SECRET: &str = "4111222233334444";
    let f = Flow::new().var("card", Type::Text(Some(4))).var("copy", Type::Text(None));
    let digits = AskKind::Digits { min: 13, max: 19 };
    let ask = Wait { sensitive: true, ..f.ask("card", digits, "Card number?") };
    let copied = set("copy", binary(BinaryOp::Add, variable("card"), text("!")));
    let log = Op::Log(f.text("card {{card}}, copy {{copy}}, input {{input.text}}"));
    let code = vec![wait(ask), copied, log, wait(f.ask("copy", AskKind::Text { max: None }, "Name?")), Op::End];
    let program = f.node("a", code).build();
    let mut talk = Talk::text_first(&program, "hi");
    for answer in ["4111", SECRET] {
        talk.params = [("body".to_owned(), answer.to_owned())].into();
        talk.text(answer);
        assert!(!format!("{:?}{:?}{:?}", talk.last.trace, talk.last.notices, talk.last.effects).contains("4111"));
        assert!(!format!("{:?}{:?}", talk.last.session.input, talk.last.session.params).contains("4111"));
    }
    talk.has("card", "4111").has("copy", "4111!");
    assert!(talk.last.trace.iter().any(|entry| entry.text == "log: card ***, copy ***, input ***"));
    assert_eq!(talk.last.session.sensitive.len(), 2);
    talk.text("Ann");
    assert_eq!(talk.last.session.sensitive.len(), 1);
}
