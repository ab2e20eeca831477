use super::flow::*;
use super::talk::*;
use crate::engine::{DialTarget, Effect, Event, PromptKind};
use crate::program::*;
use crate::value::{Type, Value};

fn support() -> Program {
    let f = Flow::new();
    let menu = f.menu(
        "Welcome. How can we help?",
        &[("1", "Order status"), ("0", "A person")],
        vec![choice("1", &["Order status", "where is my order"], 2), choice("0", &["A person"], 5)],
    );
    let code = vec![
        f.say("Hello."),
        wait(menu),
        f.say("It is on its way."),
        f.say("Anything else?"),
        Op::AskAgain { to: 1 },
        f.say("Goodbye."),
        Op::Hangup,
    ];
    f.node("welcome", code).build()
}

#[test]
fn a_menu_is_asked_answered_and_asked_again() {
    let program = support();
    let asked = "gather Welcome. How can we help? For Order status, press 1. For A person, press 0.";
    let mut talk = Talk::call(&program);
    talk.gives(&["say Hello.", asked]);
    talk.press("1").gives(&["say It is on its way.", "say Anything else?", asked]);
    talk.speak("Where is my order?").gives(&["say It is on its way.", "say Anything else?", asked]);
    talk.speak("zero").gives(&["say Goodbye.", "hangup", "end"]);
    assert_eq!(talk.last.session.turns, 4);
    assert_eq!(talk.last.session.waiting, None);
}

#[test]
fn the_gather_knows_when_an_entry_is_complete() {
    let gather = |keys: &[&str], finish: Option<&str>| {
        let f = Flow::new();
        let arms = keys.iter().map(|key| choice(key, &[], 1)).collect();
        let menu = Wait { finish: finish.map(str::to_owned), ..f.menu("Which?", &[], arms) };
        let program = f.node("a", vec![wait(menu), Op::End]).build();
        let gather = Talk::call(&program).gather().clone();
        (gather.num_digits, gather.finish)
    };
    let owned = |text: &str| Some(text.to_owned());
    assert_eq!(gather(&["1", "2"], None), (Some(1), owned("")));
    assert_eq!(gather(&["11", "22"], None), (Some(2), owned("")));
    assert_eq!(gather(&["1", "12"], None), (None, None));
    assert_eq!(gather(&["1", "12"], Some("*")), (None, owned("*")));
    assert_eq!(gather(&["1", "#"], None), (Some(1), owned("")));
    assert_eq!(gather(&["12", "#"], None), (None, owned("")));
    assert_eq!(gather(&["1", "*"], Some("*")), (Some(1), owned("")));
    assert_eq!(gather(&[], None), (None, None));
}

#[test]
fn the_keys_of_always_count_for_the_length() {
    let f = Flow::new();
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let program =
        f.node("a", vec![wait(menu), Op::End]).always(vec![choice("00", &["agent"], 0)], vec![Op::Hangup]).build();
    let mut talk = Talk::call(&program);
    assert_eq!(talk.gather().num_digits, None);
    assert_eq!(talk.gather().hints, ["agent"]);
    talk.press("00").gives(&["hangup", "end"]);
}

#[test]
fn the_gather_carries_settings_and_hints() {
    let f = Flow::new();
    let menu = Wait {
        hints: Hints { words: vec!["Acme".to_owned()], ..Hints::default() },
        interrupt: Interrupt::None,
        timeout_ms: 9_000,
        ..f.menu("Which?", &[("1", "Sales")], vec![choice("1", &["Sales", "buy something"], 1)])
    };
    let program = f.node("a", vec![wait(menu), Op::End]).build();
    let talk = Talk::call(&program);
    let gather = talk.gather();
    assert_eq!(gather.hints, ["Acme", "Sales", "buy something"]);
    assert!(!gather.interrupt && gather.keys && gather.speech);
    assert_eq!((gather.timeout_ms, gather.language.as_str()), (9_000, "en-US"));
    assert_eq!(gather.prompts[0].voice.as_deref(), Some("Polly.Joanna"));
}

#[test]
fn options_stand_where_the_prompt_has_a_place() {
    let f = Flow::new();
    let menu = f.menu("{{options}} Which?", &[("1", "Sales"), ("2", "Help & more")], vec![choice("1", &[], 1)]);
    let program = f.node("a", vec![wait(menu), Op::End]).build();
    Talk::call(&program).gives(&["gather For Sales, press 1. For Help & more, press 2. Which?"]);
    Talk::text_first(&program, "hi").gives(&["message 1. Sales\n2. Help & more Which?"]);
}

#[test]
fn words_of_a_channels_own_name_the_keys_themselves() {
    let f = Flow::new();
    let words = Words { voice: Some(f.text("Press one for sales.")), sms: Some(f.text("Reply 1.")), whatsapp: None };
    let menu = Wait { prompt: Some(words), ..f.menu("", &[("1", "Sales")], vec![choice("1", &[], 1)]) };
    let program = f.node("a", vec![wait(menu), Op::End]).build();
    Talk::call(&program).gives(&["gather Press one for sales."]);
    Talk::text_first(&program, "hi").gives(&["message Reply 1."]);
}

#[test]
fn recordings_silence_and_what_may_be_interrupted() {
    let f = Flow::new();
    let play = |url: &str, or: Option<&str>| Op::Play(Play { url: f.text(url), or: or.map(|or| f.text(or)) });
    let interruptible = Op::Say(Say { words: f.words("Over me."), media: None, interrupt: Some(Interrupt::Any) });
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 6)]);
    let code = vec![
        play("https://x.example/a.mp3", None),
        play("{{missing}}", Some("No recording.")),
        play("{{missing}}", None),
        Op::Pause(2_000),
        interruptible,
        wait(menu),
        Op::End,
    ];
    let program = f.node("a", code).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["say <https://x.example/a.mp3>", "say No recording.", "say <2000 ms>", "gather Over me. | Which?"]);
    assert_eq!(talk.notices().len(), 1);
}

#[test]
fn a_dial_goes_on_at_its_outcome() {
    let f = Flow::new();
    let outcome = |outcome: &str, to| OutcomeArm { outcome: outcome.to_owned(), to };
    let dial = DialSpec {
        targets: vec![DialNumber::Number(text("+15550100")), DialNumber::Client(variable("nobody"))],
        timeout_ms: Some(20_000),
        caller_id: Some(Expr::Builtin(Builtin::Called)),
        record: false,
        whisper: None,
        arms: vec![outcome("busy", 2), outcome("failed", 4)],
    };
    let code = vec![Op::Dial(Box::new(dial)), Op::End, f.say("Busy."), Op::End, f.say("No luck."), Op::End];
    let program = f.node("a", code).build();
    let start = || Talk::call(&program);
    let talk = start();
    let Some(Effect::Dial(dial)) = talk.last.effects.last() else { panic!("no dial") };
    assert_eq!(dial.targets, [DialTarget::Number("+15550100".to_owned())]);
    assert_eq!(dial.caller_id.as_deref(), Some("+15550100000"));
    let dialled = |outcome: &str| Event::Dialled { outcome: outcome.to_owned() };
    start().give(dialled("answered")).gives(&["hangup", "end"]);
    start().give(dialled("busy")).gives(&["say Busy.", "hangup", "end"]);
    start().give(dialled("noanswer")).gives(&["say No luck.", "hangup", "end"]);
    start().give(dialled("canceled")).gives(&["say No luck.", "hangup", "end"]);
    start().silence().gives(&["say No luck.", "hangup", "end"]);
    assert!(start().try_give(Event::Keys("1".to_owned())).is_err());
}

#[test]
fn nobody_to_dial_has_failed_at_once() {
    let f = Flow::new();
    let arms = vec![OutcomeArm { outcome: "failed".to_owned(), to: 1 }];
    let targets = vec![DialNumber::Number(variable("nobody"))];
    let dial = DialSpec { targets, timeout_ms: None, caller_id: None, record: false, whisper: None, arms };
    let program = f.node("a", vec![Op::Dial(Box::new(dial)), Op::End]).build();
    Talk::call(&program).gives(&["hangup", "end"]);
}

#[test]
fn a_recording_is_stored_and_silence_is_none() {
    let f = Flow::new().var("memo", Type::Map);
    let spec = RecordSpec { max_ms: 120_000, transcribe: true, beep: true };
    let record = Wait {
        prompt: Some(f.words("After the tone.")),
        noinput_bound: bound(2, 2),
        ..f.wait(WaitKind::Record { variable: session("memo"), spec })
    };
    let code = vec![wait(record), Op::Hangup, f.say("Nothing heard."), Op::Hangup];
    let program = f.node("a", code).build();
    let mut talk = Talk::call(&program);
    talk.gives(&["record After the tone."]);
    talk.silence().gives(&["say Silence one.", "record After the tone."]);
    assert!(talk.try_give(Event::Keys("1".to_owned())).is_err());
    let recorded = Event::Recorded { url: "https://x.example/r".to_owned(), duration_s: 7, sid: "RE1".to_owned() };
    assert!(talk.try_give(recorded).is_ok_and(|step| {
        let Some(Value::Map(memo)) = step.session.variables.get("memo") else { panic!("no memo") };
        memo["duration"] == Value::Number(7.into()) && memo["url"] == Value::Text("https://x.example/r".to_owned())
    }));
    talk.silence().gives(&["say Nothing heard.", "hangup", "end"]);
}

#[test]
fn the_language_changes_voice_and_phrases() {
    let f = Flow::new();
    let menu = f.menu("?", &[("1", "Ventas")], vec![choice("1", &[], 2)]);
    let program = f.node("a", vec![Op::Language(SPANISH.to_owned()), wait(menu), Op::End]).build();
    let talk = Talk::call(&program);
    let gather = talk.gather();
    assert_eq!((gather.language.as_str(), gather.prompts[0].voice.as_deref()), (SPANISH, None));
    let PromptKind::Say(_) = gather.prompts[0].kind else { panic!("not said") };
}

#[test]
fn a_long_call_is_ended_politely() {
    let mut f = Flow::new();
    f.max_call = Some((60_000, "We have to end here."));
    let menu = f.menu("Which?", &[], vec![choice("1", &[], 1)]);
    let program = f.node("a", vec![wait(menu), Op::AskAgain { to: 0 }]).build();
    let mut talk = Talk::call(&program);
    talk.press("1").gives(&["gather Which?"]);
    talk.at_ms += 60_000;
    talk.press("1").gives(&["say We have to end here.", "hangup", "end"]);
}

#[test]
fn a_caller_may_hang_up() {
    let program = support();
    Talk::call(&program).give(Event::HungUp).gives(&["end"]);
}
