//! Voice verbs beside `dial`: their values checked, and what cannot be used left out.

use super::document::Addresses;
use super::value::{self, Seconds};
use super::verb::{Connect, End, Enqueue, Pay, Refer, Stream};
use super::voice::Notes;
use crate::engine::VerbCall;
use crate::program::Verb;

/// The provider's limit on the time for an entry of a payment.
const ENTRY_MAX_S: i64 = 600;
/// The languages in which the provider asks for a payment.
const PAY_LANGUAGES: [&str; 15] = [
    "de-DE", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-PH", "en-US", "en-ZA", "es-ES", "es-US",
    "fr-CA", "fr-FR", "it-IT",
];

impl Notes {
    /// How a document ends with this verb. Where that cannot be written, the call comes straight back to the action
    /// without an outcome.
    pub(super) fn verb<'a>(&mut self, call: &VerbCall, addresses: &Addresses<'_>) -> End<'a> {
        let action = self.address("action", addresses.action);
        let target = call.target.as_deref().unwrap_or_default();
        let end = match call.verb {
            Verb::Enqueue => self.kept("queue", target, value::queue(target)).map(|queue| {
                let wait_url = option(call, "wait_url").and_then(|url| self.address("waiting", url));
                End::Enqueue(Enqueue { action: action.clone(), wait_url, queue })
            }),
            Verb::Refer => self
                .kept("SIP address", target, value::sip(target))
                .map(|address| End::Refer(Refer { action: action.clone(), address })),
            Verb::Connect => self.stream(call).map(|stream| End::Connect(Connect { action: action.clone(), stream })),
            Verb::Pay => self.pay(call).map(|pay| End::Pay(Pay { action: action.clone(), ..pay })),
            Verb::Reject => return End::Reject { busy: target == "busy" },
            Verb::Stream => None,
        };
        end.unwrap_or_else(|| action.map_or(End::Open, End::Redirect))
    }

    pub(super) fn stream(&mut self, call: &VerbCall) -> Option<Stream> {
        let target = call.target.as_deref().unwrap_or_default();
        let url = self.kept("stream address", target, value::socket(target))?;
        let name = option(call, "name").and_then(|name| self.kept("stream name", name, value::label(name)));
        let track = option(call, "track").and_then(|track| match track {
            "inbound" => Some("inbound_track"),
            "outbound" => Some("outbound_track"),
            "both" => Some("both_tracks"),
            _ => None,
        });
        Some(Stream { url, name, track })
    }

    /// A wrong amount is no reason to take none: then nothing is paid.
    fn pay(&mut self, call: &VerbCall) -> Option<Pay> {
        let amount = match call.target.as_deref() {
            Some(text) => Some(self.kept("amount", text, value::amount(text))?),
            None => None,
        };
        let currency = match option(call, "currency") {
            Some(text) => Some(self.kept("currency", text, value::currency(text))?),
            None => None,
        };
        let mut labelled = |name: &str| option(call, name).and_then(|text| self.kept(name, text, value::label(text)));
        let (connector, description) = (labelled("connector"), labelled("description"));
        let attempts = option(call, "attempts").filter(|count| matches!(*count, "1" | "2" | "3")).map(str::to_owned);
        let token = option(call, "token").and_then(|token| match token {
            "once" => Some("one-time"),
            "reusable" => Some("reusable"),
            _ => None,
        });
        let language = PAY_LANGUAGES.into_iter().find(|tag| *tag == call.language);
        let timeout = call.timeout_ms.map(|ms| Seconds::up_to(ms, ENTRY_MAX_S));
        Some(Pay { action: None, amount, currency, connector, description, attempts, token, timeout, language })
    }
}

fn option<'c>(call: &'c VerbCall, name: &str) -> Option<&'c str> {
    call.options.iter().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
}
