//! The tests' reader of TwiML judges any bytes without falling over, and judges what we write as sound.
#![no_main]

#[path = "../../tests/it/support/twiml.rs"]
#[allow(dead_code)]
mod reader;

use flowtone::channel::twilio::twiml;
use flowtone::engine::{Effect, Message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = reader::faults(bytes, "voice");
    let _ = reader::faults(bytes, "messaging");
    let body = String::from_utf8_lossy(bytes).into_owned();
    let document = twiml::message(&[Effect::Message(Message { body, media: Vec::new() })]);
    reader::assert_valid(&document.bytes, "messaging");
});
