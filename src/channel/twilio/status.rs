//! Webhooks that only report: their answer is dropped by the provider.

use super::field::{self, Malformed};
use super::form::Form;
use super::request::is_over;

/// A call reached a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallStatus {
    pub account: String,
    pub call: String,
    pub status: String,
    /// Nothing comes after this state.
    pub is_final: bool,
    pub duration_s: Option<u32>,
}

impl CallStatus {
    /// How the call ended, in the flow's words; `None` while it goes on.
    pub fn end(&self) -> Option<&'static str> {
        Some(match &*self.status {
            "completed" => "completed",
            "busy" => "busy",
            "no-answer" => "noanswer",
            "failed" | "canceled" => "failed",
            _ => return None,
        })
    }
}

/// A message of ours reached a state. Reports may overtake each other; `read` implies `delivered`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageStatus {
    pub account: String,
    pub message: String,
    pub status: String,
    /// Nothing but `read` comes after this state.
    pub is_final: bool,
    pub error_code: Option<u32>,
}

impl MessageStatus {
    /// What became of it, where that is settled: `delivered`, `read` or `undelivered`.
    pub fn outcome(&self) -> Option<&'static str> {
        match &*self.status {
            "delivered" => Some("delivered"),
            "read" => Some("read"),
            "undelivered" | "failed" => Some("undelivered"),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingStatus {
    pub account: String,
    pub call: String,
    pub recording: String,
    pub status: String,
    pub url: Option<String>,
    pub duration_s: Option<u32>,
}

/// The words of a recording, or `None` where they could not be made out. May come minutes after the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcription {
    pub account: String,
    pub call: String,
    pub recording: String,
    pub text: Option<String>,
}

/// Why the provider asked the fallback address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fallback {
    pub error_code: Option<u32>,
    pub error_url: Option<String>,
}

impl Fallback {
    /// Whether our document itself is at fault, so that the same again would not help: too large (11750), not readable
    /// (12xxx), or with a verb that cannot be carried out (13xxx for calls, 14xxx for messages).
    pub fn is_of_document(&self) -> bool {
        self.error_code.is_some_and(|code| code == 11750 || (12_000..15_000).contains(&code))
    }
}

pub fn call_status(form: &Form<'_>) -> Result<CallStatus, Malformed> {
    let status = required_state(form, "CallStatus")?;
    Ok(CallStatus {
        account: field::sid(form, "AccountSid", &["AC"])?,
        call: field::sid(form, "CallSid", &["CA"])?,
        is_final: is_over(&status),
        status,
        duration_s: field::count(form, "CallDuration")?,
    })
}

pub fn message_status(form: &Form<'_>) -> Result<MessageStatus, Malformed> {
    let status = required_state(form, "MessageStatus")?;
    Ok(MessageStatus {
        account: field::sid(form, "AccountSid", &["AC"])?,
        message: field::sid(form, "MessageSid", &["SM", "MM"])?,
        is_final: matches!(&*status, "delivered" | "undelivered" | "failed" | "canceled" | "read"),
        status,
        error_code: error_code(form)?,
    })
}

pub fn recording_status(form: &Form<'_>) -> Result<RecordingStatus, Malformed> {
    Ok(RecordingStatus {
        account: field::sid(form, "AccountSid", &["AC"])?,
        call: field::sid(form, "CallSid", &["CA"])?,
        recording: field::sid(form, "RecordingSid", &["RE"])?,
        status: required_state(form, "RecordingStatus")?,
        url: field::url(form, "RecordingUrl")?,
        duration_s: field::count(form, "RecordingDuration")?,
    })
}

pub fn transcription(form: &Form<'_>) -> Result<Transcription, Malformed> {
    let completed = required_state(form, "TranscriptionStatus")? == "completed";
    Ok(Transcription {
        account: field::sid(form, "AccountSid", &["AC"])?,
        call: field::sid(form, "CallSid", &["CA"])?,
        recording: field::sid(form, "RecordingSid", &["RE"])?,
        text: field::filled(form, "TranscriptionText")?.filter(|_| completed),
    })
}

/// What a fallback request says beside the parameters of the failed one; decode those with
/// [`voice`](super::request::voice) or [`message`](super::request::message).
pub fn fallback(form: &Form<'_>) -> Result<Fallback, Malformed> {
    Ok(Fallback { error_code: error_code(form)?, error_url: field::url(form, "ErrorUrl")? })
}

/// The provider's error number, where there is one; `0` says that all went well.
fn error_code(form: &Form<'_>) -> Result<Option<u32>, Malformed> {
    Ok(field::count(form, "ErrorCode")?.filter(|code| *code != 0))
}

fn required_state(form: &Form<'_>, name: &'static str) -> Result<String, Malformed> {
    field::state(form, name)?.ok_or(Malformed { field: name, why: "is missing" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: &str = "AccountSid=AC00000000000000000000000000000001&CallSid=CA00000000000000000000000000000002\
                       &MessageSid=MM00000000000000000000000000000003&RecordingSid=RE00000000000000000000000000000005";

    fn with<T>(extra: &str, decode: impl Fn(&Form<'_>) -> T) -> T {
        let body = format!("{IDS}&{extra}");
        decode(&Form::parse(body.as_bytes()).unwrap())
    }

    #[test]
    fn states_say_whether_they_are_the_last() {
        assert!(with("CallStatus=no-answer", call_status).unwrap().is_final);
        assert!(!with("CallStatus=ringing", call_status).unwrap().is_final);
        assert!(!with("MessageStatus=sent", message_status).unwrap().is_final);
        let failed = with("MessageStatus=undelivered&ErrorCode=30003", message_status).unwrap();
        assert_eq!((failed.is_final, failed.error_code), (true, Some(30003)));
        assert_eq!(with("", message_status).unwrap_err().field, "MessageStatus");
    }

    #[test]
    fn what_comes_after_a_recording() {
        let done = with("RecordingStatus=completed&RecordingUrl=https://r/1&RecordingDuration=-1", recording_status);
        assert_eq!(done.unwrap().duration_s, None);
        let words = |extra| with(extra, transcription).unwrap().text;
        assert_eq!(words("TranscriptionStatus=completed&TranscriptionText=call+me").as_deref(), Some("call me"));
        assert_eq!(words("TranscriptionStatus=failed&TranscriptionText="), None);
    }

    #[test]
    fn a_fallback_says_why() {
        let fallback = with("ErrorCode=11205&ErrorUrl=https://ivr.example.com/sms", fallback).unwrap();
        assert_eq!(
            (fallback.error_code, fallback.error_url.as_deref()),
            (Some(11205), Some("https://ivr.example.com/sms"))
        );
        assert!(!fallback.is_of_document(), "it did not get our document");
        let of_document = |code| Fallback { error_code: Some(code), error_url: None }.is_of_document();
        assert!([11750, 12100, 12200, 13520, 14103].into_iter().all(of_document));
        assert!(![11200, 11999, 15000].into_iter().any(of_document));
    }
}
