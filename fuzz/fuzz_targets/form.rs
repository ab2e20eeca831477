//! Whatever a body holds, it decodes or is refused, as a call and as a message.
#![no_main]

use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::{request, status};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(form) = Form::parse(body) else { return };
    let _ = request::voice(&form, None);
    let _ = request::voice(&form, Some(1));
    let _ = request::message(&form);
    let _ = status::call_status(&form);
    let _ = status::message_status(&form);
    let _ = status::recording_status(&form);
    let _ = status::transcription(&form);
    let _ = status::fallback(&form);
});
