use serde::{Deserialize, Serialize};

/// How the person reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Voice,
    Sms,
    Whatsapp,
}

impl Channel {
    pub const ALL: [Channel; 3] = [Channel::Voice, Channel::Sms, Channel::Whatsapp];

    pub fn is_voice(self) -> bool {
        self == Channel::Voice
    }

    /// The word for it in flows and in logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Voice => "voice",
            Channel::Sms => "sms",
            Channel::Whatsapp => "whatsapp",
        }
    }
}
