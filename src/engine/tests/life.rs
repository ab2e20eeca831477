use super::flow::*;
use super::talk::*;
use crate::engine::{Event, Rejected};
use crate::program::*;

const HOUR: i64 = 3_600_000;

fn program() -> Program {
    let f = Flow::new();
    f.node("a", vec![wait(f.menu("Which?", &[("1", "Sales")], vec![choice("1", &["Sales"], 1)])), Op::End]).build()
}

#[test]
fn a_conversation_wakes_when_it_expires_and_ends_without_a_word() {
    let program = program();
    let mut talk = Talk::text_first(&program, "hello");
    talk.text("what");
    let wakes = talk.stored().wakes_ms(&program);
    assert_eq!(wakes, Some(talk.at_ms + 24 * HOUR));
    talk.at_ms += 24 * HOUR - 1;
    let early = Rejected::Unexpected { waits_for: "a later moment", got: "a moment" };
    assert_eq!(talk.try_give(Event::Due), Err(early));
    talk.at_ms += 1;
    talk.last = talk.try_give(Event::Due).unwrap();
    talk.gives(&["end"]);
    assert_eq!(talk.stored().wakes_ms(&program), None);
    assert_eq!(talk.try_give(Event::Due), Err(Rejected::Ended));
}

#[test]
fn a_call_of_which_nothing_is_heard_wakes_an_hour_after_its_longest_time() {
    let program = program();
    let mut talk = Talk::call(&program);
    talk.silence();
    assert_eq!(talk.stored().wakes_ms(&program), Some(NOON + 2 * HOUR));
    talk.at_ms = NOON + 2 * HOUR;
    talk.last = talk.try_give(Event::Due).unwrap();
    talk.gives(&["end"]);
}
