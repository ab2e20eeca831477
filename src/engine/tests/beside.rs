use super::flow::*;
use super::talk::*;
use crate::engine::{Event, Rejected, Session, proceeding};
use crate::program::*;
use crate::value::{Channel, Type, Value};

const HOUR: i64 = 3_600_000;

fn emit(name: &str) -> Op {
    Op::Emit(Box::new(EmitSpec { name: name.to_owned(), fields: Vec::new() }))
}

fn sleep(ms: Option<i64>) -> WaitKind {
    WaitKind::Sleep { ms, message: Some(2), timeout: Some(4) }
}

/// Sleeps for a day; `help` counts meanwhile.
fn sleepy(ms: Option<i64>) -> Program {
    let f = Flow::new();
    let bed = Wait { noinput: Vec::new(), nomatch: Vec::new(), ..f.wait(sleep(ms)) };
    let code = vec![f.say("Good night."), wait(bed), f.say("A message."), Op::End, f.say("The time."), Op::End];
    f.node("main", code)
        .always(vec![word("help", 0)], vec![f.say("Help."), Op::Resume])
        .on("expired", vec![emit("expired"), Op::Return(None)])
        .build()
}

fn due(talk: &mut Talk<'_>, after: i64) {
    talk.at_ms += after;
    talk.last = talk.try_give(Event::Due).unwrap();
}

#[test]
fn a_wait_ends_with_a_message_or_its_time_and_keeps_it() {
    let program = sleepy(Some(48 * HOUR));
    let mut talk = Talk::text_first(&program, "hello");
    talk.gives(&["message Good night."]);
    let wakes_ms = talk.at_ms + 48 * HOUR;
    assert_eq!(talk.stored().wakes_ms(&program), Some(wakes_ms), "longer than the session lasts otherwise");
    talk.at_ms += 30 * HOUR;
    talk.text("help").gives(&["message Help."]);
    assert_eq!(talk.stored().wakes_ms(&program), Some(wakes_ms), "a choice that always counts does not put it off");
    talk.at_ms = wakes_ms - 1;
    assert!(matches!(talk.try_give(Event::Due), Err(Rejected::Unexpected { .. })));
    due(&mut talk, 1);
    talk.gives(&["message The time.", "end"]);

    let mut talk = Talk::text_first(&program, "hello");
    talk.text("up").gives(&["message A message.", "end"]);
}

#[test]
fn a_wait_without_a_time_lasts_until_the_session_expires() {
    let program = sleepy(None);
    let mut talk = Talk::text_first(&program, "hello");
    due(&mut talk, 24 * HOUR);
    talk.gives(&["emit expired", "end"]);
}

#[test]
fn a_call_never_sleeps() {
    let program = sleepy(Some(HOUR));
    Talk::call(&program).gives(&["say Good night.", "say The time.", "hangup", "end"]);
}

#[test]
fn a_texters_time_is_a_failed_try_and_begins_anew_each_time() {
    let f = Flow::new();
    let menu = f.menu("Which?", &[("1", "Sales")], vec![choice("1", &["Sales"], 2)]);
    let menu = Wait { text_timeout_ms: Some(30 * HOUR), tries: bound(2, 1), ..menu };
    let program = f.node("main", vec![wait(menu), Op::End, Op::End]).build();
    let mut talk = Talk::text_first(&program, "hello");
    due(&mut talk, 30 * HOUR);
    talk.gives(&["message Silence one.\n\nWhich?\n1. Sales"]);
    assert_eq!(talk.stored().wakes_ms(&program), Some(talk.at_ms + 30 * HOUR));
    due(&mut talk, 30 * HOUR);
    talk.gives(&["end"]);
    // On a call the other timeout counts.
    assert_eq!(Talk::call(&program).gather().timeout_ms, 6_000);
}

fn desk() -> Program {
    let f = Flow::new().var("memo", Type::Map).var("n", Type::Number);
    let spec = RecordSpec { max_ms: 60_000, transcribe: true, beep: true };
    let record = Wait { tries: bound(1, 2), ..f.wait(WaitKind::Record { variable: session("memo"), spec }) };
    let more = binary(BinaryOp::Add, variable("n"), number(1));
    f.node("main", vec![set("n", number(0)), wait(record), wait(f.ask("n", AskKind::YesNo, "Well?")), Op::End])
        .on("hangup", vec![emit("hangup"), set("n", more), Op::Return(None)])
        .on("completed", vec![emit("completed"), Op::End])
        .on("transcription", vec![f.say("Nobody hears this."), Op::Return(None)])
        .on("undelivered", vec![Op::Log(f.text("{{message.error_code}}")), Op::Goto(99)])
        .build()
}

#[test]
fn what_happens_beside_leaves_the_session_where_it_is() {
    let program = desk();
    let mut talk = Talk::call(&program);
    let sid = "RE1".to_owned();
    talk.give(Event::Recorded { url: "https://r.example/1".to_owned(), duration_s: 7, sid: sid.clone() });
    let before = talk.stored();
    talk.last = talk.try_give(Event::Transcribed { sid, text: Some("call me".to_owned()) }).unwrap();
    talk.gives(&[]);
    let memo = talk.stored().variables.remove("memo").unwrap();
    assert_eq!(memo.field("transcript"), Value::text("call me"));
    let after = Session { variables: before.variables.clone(), recordings: before.recordings.clone(), ..talk.stored() };
    assert_eq!((after.frames, after.waiting, after.turns), (before.frames, before.waiting, before.turns));
    // A block that breaks down breaks nothing else.
    talk.last = talk.try_give(Event::Fared { status: "undelivered".to_owned() }).unwrap();
    talk.gives(&[]);
    assert_eq!(talk.notices().len(), 1);
    talk.silence().gives(&["gather Silence one. | Well?"]);
}

#[test]
fn a_call_ends_once_and_is_heard_of_afterwards() {
    let program = desk();
    let over = || Event::Over { status: "completed".to_owned() };
    let mut talk = Talk::call(&program);
    talk.give(Event::HungUp).gives(&["emit hangup", "end"]);
    talk.has("n", Value::Number(1.into()));
    talk.last = talk.try_give(over()).unwrap();
    talk.gives(&["emit completed", "end"]);
    // Where the hang-up was not told before.
    let mut talk = Talk::call(&program);
    talk.last = talk.try_give(over()).unwrap();
    talk.gives(&["emit hangup", "emit completed", "end"]);
    assert_eq!(talk.try_give(Event::Silence), Err(Rejected::Ended));
    assert!(matches!(talk.try_give(Event::OptedOut), Err(Rejected::Unexpected { .. })));
}

#[test]
fn on_error_goes_on_once_and_never_round() {
    let f = Flow::new();
    let broken = vec![f.say("Never said."), emit("seen"), Op::Goto(99)];
    let program = f
        .node("main", broken)
        .node("ask", vec![f.say("Sorry."), wait(f.ask("x", AskKind::YesNo, "Well?")), Op::Goto(99)])
        .on("error", vec![enter("ask")])
        .build();
    let mut talk = Talk::call(&program);
    talk.gives(&["emit seen", "say Sorry.", "gather Well?"]);
    assert_eq!(talk.notices().len(), 1);
    talk.press("1").gives(&["say Sorry.", "gather Well?"]);

    let f = Flow::new();
    let program = f.node("main", vec![Op::Goto(99)]).on("error", vec![enter("main")]).build();
    let shown = show(&Talk::call(&program).last);
    assert_eq!(shown.last().map(String::as_str), Some("fault Lost"));
    assert_eq!(shown.len(), 3, "an apology, the end and the fault: {shown:?}");
    let f = Flow::new();
    let program = f.node("main", vec![Op::Goto(99)]).on("error", vec![emit("broke"), Op::Return(None)]).build();
    let shown = show(&Talk::text_first(&program, "hi").last);
    assert_eq!(shown.first().map(String::as_str), Some("emit broke"));
    assert_eq!(shown.last().map(String::as_str), Some("fault Lost"));
}

#[test]
fn a_call_goes_on_in_messages_with_its_values() {
    let f = Flow::new().var("name", Type::Text(None));
    let proceed = Some(("pictures".to_owned(), vec![text("roof")]));
    let send = SendSpec {
        channel: Channel::Sms,
        to: Expr::Builtin(Builtin::Caller),
        body: Some(f.text("Hello.")),
        media: None,
        template: None,
        proceed,
    };
    let code = vec![set("name", text("Ann")), Op::Send(Box::new(send)), Op::End];
    let ask = wait(f.ask("name", AskKind::Media, "A picture of the {{what}}, {{name}}?"));
    let program =
        f.node("main", code).with_parameters("pictures", &[("what", Type::Text(None))], vec![ask, Op::End]).build();
    let talk = Talk::call(&program);
    let Some(crate::engine::Effect::Send(send)) = talk.last.effects.first() else { panic!("{:?}", talk.last.effects) };
    let from = proceeding(&talk.last.session, send, "s2".to_owned(), 8).unwrap();
    let input = crate::engine::Input {
        at_ms: NOON,
        event: Event::Proceed(Box::new(from)),
        params: std::collections::BTreeMap::new(),
        contact: Default::default(),
    };
    let step = crate::engine::step(&program, None, input).unwrap();
    assert_eq!(show(&step), ["message A picture of the roof, Ann?"]);
    assert_eq!((step.session.channel, step.session.caller.as_str()), (Channel::Sms, "+15550100001"));
}
