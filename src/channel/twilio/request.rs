//! Webhooks that a flow answers, decoded.

use std::collections::BTreeMap;

use crate::engine::{Event, Location, Media, Texted};
use crate::program::Reads;
use crate::value::Channel;

use super::field::{self, Malformed};
use super::form::Form;
use super::params;

/// No channel sends more attachments with one message.
const MEDIA_MAX: u32 = 10;

/// What a webhook says.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    pub account: String,
    /// The conversation: `call/CA…`, or `sms/{ours}/{theirs}`.
    pub thread: String,
    /// The same for each retry of one webhook, and within the thread for no other.
    pub dedupe: String,
    pub channel: Channel,
    /// The person, without `whatsapp:`.
    pub caller: String,
    /// Our number or sender, without `whatsapp:`.
    pub called: String,
    pub happened: Happened,
    /// The parameters as they came, for [`Inbound::params`]: which of them the flow reads is known once it is known which
    /// version of the flow goes on.
    pub form: Vec<u8>,
    /// The call has ended: what we answer is not played.
    pub call_over: bool,
}

impl Inbound {
    /// The parameters that a flow reads.
    pub fn params(&self, reads: &Reads) -> BTreeMap<String, String> {
        if reads.is_empty() {
            return BTreeMap::new();
        }
        Form::parse(&self.form).map_or_else(|_| BTreeMap::new(), |form| params::named(&form, reads))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Happened {
    CallBegan,
    Event(Event),
    Message(Texted),
}

impl Inbound {
    /// Whether a texter opted out or in with this message: the provider has answered it.
    pub fn opted(&self) -> Option<Event> {
        if self.channel.is_voice() {
            return None;
        }
        match Form::parse(&self.form).ok()?.get("OptOutType")?.as_ref() {
            "STOP" => Some(Event::OptedOut),
            "START" => Some(Event::OptedIn),
            _ => None,
        }
    }

    /// A report on a message of ours, which went the other way: its sender is our number.
    pub fn message_report(form: &Form<'_>, account: String, dedupe: String, event: Event) -> Result<Self, Malformed> {
        let (called, is_whatsapp) = field::message_party(form, "From")?;
        let (caller, _) = field::message_party(form, "To")?;
        let channel = if is_whatsapp { Channel::Whatsapp } else { Channel::Sms };
        Ok(Inbound {
            account,
            thread: format!("{}/{called}/{caller}", channel.as_str()),
            dedupe,
            channel,
            caller,
            called,
            happened: Happened::Event(event),
            form: form.text().to_vec(),
            call_over: false,
        })
    }

    /// A report on a call, which names no numbers.
    pub fn report(form: &Form<'_>, account: String, call: &str, dedupe: String, event: Event) -> Self {
        Inbound {
            account,
            thread: format!("call/{call}"),
            dedupe,
            channel: Channel::Voice,
            caller: String::new(),
            called: String::new(),
            happened: Happened::Event(event),
            form: form.text().to_vec(),
            call_over: false,
        }
    }
}

/// A webhook of a call. `turn` is the number in the path of an action or redirect address of ours, and `None` for a
/// number's voice address.
pub fn voice(form: &Form<'_>, turn: Option<u64>) -> Result<Inbound, Malformed> {
    let call = field::sid(form, "CallSid", &["CA"])?;
    let call_over = field::state(form, "CallStatus")?.is_some_and(|status| is_over(&status));
    let happened = match turn {
        None => Happened::CallBegan,
        Some(_) => Happened::Event(call_event(form, call_over)?),
    };
    Ok(Inbound {
        account: field::sid(form, "AccountSid", &["AC"])?,
        thread: format!("call/{call}"),
        dedupe: turn.unwrap_or(0).to_string(),
        channel: Channel::Voice,
        caller: field::call_party(form, "From")?,
        called: field::call_party(form, "To")?,
        happened,
        form: form.text().to_vec(),
        call_over,
    })
}

/// A message that came in: SMS, MMS or WhatsApp.
pub fn message(form: &Form<'_>) -> Result<Inbound, Malformed> {
    let (caller, from_whatsapp) = field::message_party(form, "From")?;
    let (called, to_whatsapp) = field::message_party(form, "To")?;
    if from_whatsapp != to_whatsapp {
        return Err(Malformed { field: "To", why: "is on another channel than `From`" });
    }
    let channel = if from_whatsapp { Channel::Whatsapp } else { Channel::Sms };
    Ok(Inbound {
        account: field::sid(form, "AccountSid", &["AC"])?,
        thread: format!("{}/{called}/{caller}", channel.as_str()),
        dedupe: field::sid(form, "MessageSid", &["SM", "MM"])?,
        channel,
        caller,
        called,
        happened: Happened::Message(texted(form)?),
        form: form.text().to_vec(),
        call_over: false,
    })
}

/// Whether a call in this state can no longer be spoken to.
pub(super) fn is_over(status: &str) -> bool {
    matches!(status, "completed" | "busy" | "failed" | "no-answer" | "canceled")
}

/// A dial's outcome comes first, since it may carry a recording of its own. What the caller did counts even where the
/// call has ended since.
fn call_event(form: &Form<'_>, call_over: bool) -> Result<Event, Malformed> {
    if let Some(status) = field::state(form, "DialCallStatus")? {
        let outcome = match &*status {
            "completed" | "answered" => "answered",
            "busy" => "busy",
            "no-answer" => "noanswer",
            _ => "failed",
        };
        return Ok(Event::Dialled { outcome: outcome.to_owned() });
    }
    if let Some(outcome) = ended(form)? {
        return Ok(match outcome {
            "" => Event::HungUp,
            outcome => Event::Performed { outcome: outcome.to_owned() },
        });
    }
    if let Some(url) = field::url(form, "RecordingUrl")? {
        let sid = field::optional_sid(form, "RecordingSid", &["RE"])?.unwrap_or_default();
        let duration_s = field::count(form, "RecordingDuration")?.unwrap_or(0);
        return Ok(Event::Recorded { url, duration_s, sid });
    }
    if let Some(text) = spoken(form)? {
        let confidence = field::filled(form, "Confidence")?.and_then(|value| value.parse::<f64>().ok());
        return Ok(Event::Speech { text, confidence: confidence.filter(|score| score.is_finite()) });
    }
    match pressed(form)? {
        Some(keys) => Ok(Event::Keys(keys)),
        None if call_over => Ok(Event::HungUp),
        None => Ok(Event::Silence),
    }
}

/// How a voice verb ended; empty where the caller hung up meanwhile.
fn ended(form: &Form<'_>) -> Result<Option<&'static str>, Malformed> {
    if let Some(result) = field::state(form, "QueueResult")? {
        return Ok(Some(match &*result {
            "bridged" | "bridging-in-process" | "redirected-from-bridged" => "answered",
            "leave" | "redirected" => "left",
            "hangup" => "",
            "queue-full" => "full",
            _ => "failed",
        }));
    }
    if let Some(result) = field::state(form, "Result")? {
        return Ok(Some(match &*result {
            "success" => "paid",
            "caller-interrupted-with-star" => "cancelled",
            "caller-hung-up" => "",
            "payment-connector-error" | "validation-error" | "too-many-failed-attempts" => "declined",
            _ => "failed",
        }));
    }
    if let Some(status) = field::state(form, "ReferCallStatus")? {
        let refused =
            |name: &'static str| Ok(field::count(form, name)?.is_some_and(|code| !(100..300).contains(&code)));
        let refused = refused("ReferSipResponseCode")? || refused("NotifySipResponseCode")?;
        let lost = matches!(&*status, "busy" | "failed" | "no-answer" | "canceled");
        return Ok(Some(if refused || lost { "failed" } else { "accepted" }));
    }
    // A server that was talked to and is done says nothing of its own.
    let connected =
        field::optional_sid(form, "StreamSid", &["MZ"])?.is_some() || field::filled(form, "SessionId")?.is_some();
    let broken = field::filled(form, "ErrorCode")?.is_some()
        || field::state(form, "SessionStatus")?.is_some_and(|status| status == "failed");
    if connected && broken {
        return Ok(Some("failed"));
    }
    Ok(None)
}

fn spoken(form: &Form<'_>) -> Result<Option<String>, Malformed> {
    Ok(field::one(form, "SpeechResult")?.filter(|text| !text.trim().is_empty()))
}

/// The keys without the one that finished the entry. A recording that the caller ended by hanging up says `hangup`.
fn pressed(form: &Form<'_>) -> Result<Option<String>, Malformed> {
    let Some(digits) = field::filled(form, "Digits")?.filter(|digits| digits != "hangup") else { return Ok(None) };
    let mut keys = field::keys("Digits", digits)?;
    let finish = field::filled(form, "FinishedOnKey")?;
    if let Some(rest) = finish.and_then(|finish| keys.strip_suffix(&finish).map(str::len)) {
        keys.truncate(rest);
    }
    Ok(Some(keys).filter(|keys| !keys.is_empty()))
}

fn texted(form: &Form<'_>) -> Result<Texted, Malformed> {
    let text = form.get("Body").unwrap_or_default().into_owned();
    let button = match field::filled(form, "ButtonPayload")? {
        Some(payload) => Some(payload),
        None => field::filled(form, "ListId")?,
    };
    Ok(Texted { text, media: media(form), location: location(form)?, button })
}

/// Attachments whose address or type is missing are left out: a message must not be lost over one of its pictures.
fn media(form: &Form<'_>) -> Vec<Media> {
    let count = form.get("NumMedia").and_then(|count| count.trim().parse::<u32>().ok()).unwrap_or(0);
    let attachment = |number: u32| {
        let url = form.get(&format!("MediaUrl{number}")).filter(|url| url.starts_with("http"))?.into_owned();
        let content_type = form.get(&format!("MediaContentType{number}"))?.into_owned();
        Some(Media { url, content_type })
    };
    (0..count.min(MEDIA_MAX)).filter_map(attachment).collect()
}

fn location(form: &Form<'_>) -> Result<Option<Location>, Malformed> {
    let (Some(latitude), Some(longitude)) = (field::degrees(form, "Latitude")?, field::degrees(form, "Longitude")?)
    else {
        return Ok(None);
    };
    let (label, address) = (field::filled(form, "Label")?, field::filled(form, "Address")?);
    Ok(Some(Location { latitude, longitude, label, address }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALL: &str = "AccountSid=AC00000000000000000000000000000001&CallSid=CA00000000000000000000000000000002\
                        &From=%2B15551230001&To=%2B15005550006";
    const TEXT: &str = "AccountSid=AC00000000000000000000000000000001&MessageSid=SM00000000000000000000000000000003";

    fn call(extra: &str) -> Result<Inbound, Malformed> {
        let body = format!("{CALL}&{extra}");
        voice(&Form::parse(body.as_bytes()).unwrap(), Some(3))
    }

    fn event(extra: &str) -> Event {
        match call(extra).unwrap().happened {
            Happened::Event(event) => event,
            other => panic!("{other:?}"),
        }
    }

    fn text(extra: &str) -> Result<Inbound, Malformed> {
        let body = format!("{TEXT}&{extra}");
        message(&Form::parse(body.as_bytes()).unwrap())
    }

    fn texted(extra: &str) -> Texted {
        match text(&format!("From=whatsapp:%2B1555&To=whatsapp:%2B1500&{extra}")).unwrap().happened {
            Happened::Message(texted) => texted,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_call_begins_at_the_voice_address_only() {
        let form = Form::parse(CALL.as_bytes()).unwrap();
        let inbound = voice(&form, None).unwrap();
        assert_eq!(inbound.happened, Happened::CallBegan);
        assert_eq!((&*inbound.thread, &*inbound.dedupe), ("call/CA00000000000000000000000000000002", "0"));
        assert_eq!((&*inbound.caller, &*inbound.called), ("+15551230001", "+15005550006"));
        assert_eq!(inbound.form, CALL.as_bytes());
        assert_eq!(call("").unwrap().dedupe, "3");
    }

    #[test]
    fn each_outcome_of_a_wait_is_told_apart() {
        assert_eq!(event("Digits=&FinishedOnKey=&CallStatus=in-progress"), Event::Silence);
        assert_eq!(event("Digits=12%23&FinishedOnKey=%23"), Event::Keys("12".into()));
        assert_eq!(event("Digits=%23&FinishedOnKey="), Event::Keys("#".into()));
        assert_eq!(
            event("SpeechResult=talk+to&Confidence=0.5&Digits="),
            Event::Speech { text: "talk to".into(), confidence: Some(0.5) }
        );
        assert_eq!(event("SpeechResult=a&Confidence=NaN"), Event::Speech { text: "a".into(), confidence: None });
        assert_eq!(event("CallStatus=completed"), Event::HungUp);
        assert_eq!(event("CallStatus=completed&Digits=hangup"), Event::HungUp);
        assert_eq!(event("CallStatus=completed&Digits=1"), Event::Keys("1".into()));
        for (status, outcome) in [
            ("completed", "answered"),
            ("answered", "answered"),
            ("busy", "busy"),
            ("no-answer", "noanswer"),
            ("failed", "failed"),
            ("canceled", "failed"),
        ] {
            let extra = format!("DialCallStatus={status}&RecordingUrl=https://r/1");
            assert_eq!(event(&extra), Event::Dialled { outcome: outcome.into() });
        }
    }

    #[test]
    fn each_end_of_a_voice_verb_is_told_apart() {
        for (extra, outcome) in [
            ("QueueResult=bridged&QueueTime=3", "answered"),
            ("QueueResult=leave", "left"),
            ("QueueResult=queue-full", "full"),
            ("QueueResult=system-error", "failed"),
            ("Result=success&PaymentToken=tok_1", "paid"),
            ("Result=caller-interrupted-with-star", "cancelled"),
            ("Result=validation-error", "declined"),
            ("Result=internal-error", "failed"),
            ("ReferCallStatus=completed&ReferSipResponseCode=202", "accepted"),
            ("ReferCallStatus=completed&ReferSipResponseCode=202&NotifySipResponseCode=486", "failed"),
            ("ReferCallStatus=failed", "failed"),
            ("StreamSid=MZ0000000000000000000000000000000d&ErrorCode=31921", "failed"),
        ] {
            assert_eq!(event(extra), Event::Performed { outcome: outcome.into() }, "{extra}");
        }
        assert_eq!(event("StreamSid=MZ0000000000000000000000000000000d"), Event::Silence);
        assert_eq!(event("QueueResult=hangup&CallStatus=completed"), Event::HungUp);
        assert_eq!(event("Result=caller-hung-up&CallStatus=completed"), Event::HungUp);
    }

    #[test]
    fn a_recording_counts_although_the_caller_hung_up() {
        let inbound = call(
            "RecordingUrl=https://api.twilio.com/r&RecordingSid=RE00000000000000000000000000000005&RecordingDuration=7\
             &Digits=hangup&CallStatus=completed",
        )
        .unwrap();
        assert!(inbound.call_over);
        let (url, sid) = ("https://api.twilio.com/r".to_owned(), "RE00000000000000000000000000000005".to_owned());
        assert_eq!(inbound.happened, Happened::Event(Event::Recorded { url, duration_s: 7, sid }));
    }

    #[test]
    fn a_message_names_its_thread() {
        let inbound = text("From=%2B1555&To=%2B1500&Body=hi").unwrap();
        assert_eq!((inbound.channel, &*inbound.thread), (Channel::Sms, "sms/+1500/+1555"));
        assert_eq!(inbound.dedupe, "SM00000000000000000000000000000003");
        let inbound = text("From=whatsapp:%2B1555&To=whatsapp:%2B1500").unwrap();
        assert_eq!((inbound.channel, &*inbound.thread), (Channel::Whatsapp, "whatsapp/+1500/+1555"));
        assert_eq!(text("From=whatsapp:%2B1555&To=%2B1500").unwrap_err().field, "To");
    }

    #[test]
    fn a_message_keeps_what_came_with_it() {
        let with = texted("Body=x&NumMedia=3&MediaUrl0=https://m/0&MediaContentType0=image/png&MediaUrl2=javascript:1");
        assert_eq!(with.media, [Media { url: "https://m/0".into(), content_type: "image/png".into() }]);
        assert_eq!(texted("NumMedia=4294967295").media, []);
        let place = texted("Latitude=37.7&Longitude=-122.4&Label=Pier").location.unwrap();
        assert_eq!((&*place.latitude, place.label.as_deref()), ("37.7", Some("Pier")));
        assert_eq!(texted("ButtonPayload=yes&ListId=no").button.as_deref(), Some("yes"));
        assert_eq!(texted("ListId=dest_den").button.as_deref(), Some("dest_den"));
        assert_eq!(texted("Body=++padded++").text, "  padded  ");
    }

    #[test]
    fn every_field_must_look_like_itself() {
        for (extra, field) in [
            ("CallSid=CA00000000000000000000000000000009", "CallSid"),
            ("From=%2B15551230002", "From"),
            ("Digits=1;drop", "Digits"),
            ("RecordingUrl=javascript:alert(1)", "RecordingUrl"),
            ("RecordingUrl=https://r&RecordingSid=REx", "RecordingSid"),
            ("CallStatus=In Progress", "CallStatus"),
        ] {
            assert_eq!(call(extra).unwrap_err().field, field, "{extra}");
        }
        for (extra, field) in [
            ("To=%2B1500&Body=x", "From"),
            ("From=%2B1555/../x&To=%2B1500", "From"),
            ("From=+1555&To=%2B1500", "From"),
            ("From=%2B1555&To=sms:%2B1500", "To"),
            ("From=%2B1555&To=%2B1500&Latitude=1e9", "Latitude"),
        ] {
            assert_eq!(text(extra).unwrap_err().field, field, "{extra}");
        }
        let short = Form::parse(b"CallSid=CA1&AccountSid=AC1").unwrap();
        assert_eq!(voice(&short, None).unwrap_err().field, "CallSid");
    }

    #[test]
    fn callers_come_in_many_forms() {
        for from in ["anonymous", "sip:bob@example.com;transport=tcp", "client:jane_doe", "266696687", "Restricted", ""]
        {
            let body = CALL.replace("%2B15551230001", from);
            let inbound = voice(&Form::parse(body.as_bytes()).unwrap(), None).unwrap();
            assert_eq!(inbound.caller, if from.is_empty() { "anonymous" } else { from });
        }
    }

    proptest! {
        #[test]
        fn no_body_panics(body in proptest::collection::vec(any::<u8>(), 0..300), turn in any::<Option<u64>>()) {
            let bytes = [CALL.as_bytes(), b"&Body=", &body].concat();
            let form = Form::parse(&bytes).unwrap();
            let _ = voice(&form, turn);
            let _ = message(&form);
        }
    }
}
