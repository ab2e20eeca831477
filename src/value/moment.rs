use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, and the zone in which it is told, where it has one: the next opening of an office is told by the
/// office's clock. Two moments are equal whatever their zones.
#[derive(Debug, Clone)]
pub struct Moment {
    pub at: Timestamp,
    pub zone: Option<TimeZone>,
}

impl Moment {
    pub fn checked_add(&self, by: SignedDuration) -> Option<Moment> {
        Some(Moment { at: self.at.checked_add(by).ok()?, zone: self.zone.clone() })
    }

    /// By the clock of its own zone, or of `otherwise`.
    pub fn zoned(&self, otherwise: &TimeZone) -> Zoned {
        self.at.to_zoned(self.zone.as_ref().unwrap_or(otherwise).clone())
    }

    /// With the zone's name behind it, from which it is read back.
    pub fn stored(&self) -> String {
        match self.zone.as_ref().and_then(TimeZone::iana_name) {
            Some(name) => format!("{self}[{name}]"),
            None => self.to_string(),
        }
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Moment {
        Moment { at, zone: None }
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        self.at == other.at
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.at.cmp(&other.at)
    }
}

/// RFC 3339, with the offset of its zone.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.zone {
            Some(zone) if *zone != TimeZone::UTC => {
                write!(f, "{}", self.at.display_with_offset(zone.to_offset(self.at)))
            }
            _ => write!(f, "{}", self.at),
        }
    }
}

/// The zone's name is looked up anew: its rules may have changed since the moment was written.
impl FromStr for Moment {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Moment, jiff::Error> {
        let (at, zone) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((at, name)) => (at, TimeZone::get(name).ok()),
            None => (text, None),
        };
        Ok(Moment { at: at.parse()?, zone })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.stored())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_with_its_zone_and_read_back() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let moment = Moment { at: "2026-11-24T14:00:00Z".parse().unwrap(), zone: Some(zone) };
        assert_eq!(moment.to_string(), "2026-11-24T09:00:00-05:00");
        assert_eq!(moment.stored(), "2026-11-24T09:00:00-05:00[America/New_York]");
        let read: Moment = moment.stored().parse().unwrap();
        assert_eq!((read.stored(), &read), (moment.stored(), &moment));
        assert_eq!(moment, Moment::from(moment.at));
    }

    #[test]
    fn a_zone_whose_rules_have_changed_is_no_obstacle() {
        let read: Moment = "2026-11-24T09:00:00-09:00[America/New_York]".parse().unwrap();
        assert_eq!(read.to_string(), "2026-11-24T13:00:00-05:00");
        let read: Moment = "2026-11-24T09:00:00Z[Mars/North]".parse().unwrap();
        assert_eq!(read.stored(), "2026-11-24T09:00:00Z");
    }
}
