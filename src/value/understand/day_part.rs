use super::item::Item;
use super::lexicon::Lexicon;
use super::words::Role;

/// A part of the day, as said beside an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayPart {
    Am,
    Pm,
    Morning,
    SmallHours,
    Midday,
    Afternoon,
    Evening,
    Night,
}

const PARTS: [(Role, DayPart); 8] = [
    (Role::Am, DayPart::Am),
    (Role::Pm, DayPart::Pm),
    (Role::Morning, DayPart::Morning),
    (Role::SmallHours, DayPart::SmallHours),
    (Role::Midday, DayPart::Midday),
    (Role::Afternoon, DayPart::Afternoon),
    (Role::Evening, DayPart::Evening),
    (Role::Night, DayPart::Night),
];

/// Takes the words for parts of the day out of the items: `nine pm tonight`.
pub(super) fn take_day_parts<'t>(items: &[Item<'t>], lexicon: &Lexicon) -> (Vec<DayPart>, Vec<Item<'t>>) {
    let (mut parts, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(ahead) = items.get(at..).filter(|ahead| !ahead.is_empty()) {
        let found = PARTS.iter().map(|(role, part)| (lexicon.skip(*role, ahead), *part));
        match found.max_by_key(|(length, _)| *length) {
            // `mittags` alone is a time of its own.
            Some((length, part)) if length > 0 && (part != DayPart::Midday || items.len() > length) => {
                parts.push(part);
                at += length;
            }
            _ => {
                rest.extend(ahead.first().copied());
                at += 1;
            }
        }
    }
    (parts, rest)
}

impl DayPart {
    /// The hour of a 24-hour clock for an hour said with this part of the day.
    pub fn hour(self, hour: u32) -> Option<u32> {
        let early = matches!(self, DayPart::Am | DayPart::Morning | DayPart::SmallHours);
        match (self, hour) {
            (_, 13..=23) => (!early).then_some(hour),
            (DayPart::Am | DayPart::SmallHours | DayPart::Night, 12) => Some(0),
            (DayPart::Pm | DayPart::Midday | DayPart::Afternoon, 12) => Some(12),
            (DayPart::SmallHours, 1..=6) | (DayPart::Am | DayPart::Morning, 1..=11) => Some(hour),
            (DayPart::Night, 1..=5) => Some(hour),
            (DayPart::Pm | DayPart::Afternoon | DayPart::Evening | DayPart::Night, 1..=11) => Some(hour + 12),
            (DayPart::Midday, 11) => Some(11),
            (DayPart::Midday, 1..=3) => Some(hour + 12),
            _ => None,
        }
    }
}
