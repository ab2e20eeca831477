//! Points and ways by channel: who can take which.

use std::collections::BTreeSet;

use super::chart::{Chart, Does, Point, PointId, Question, Way, When};
use crate::check::paths::channels::{Channels, is_channel, named_by, narrow};
use crate::check::paths::graph::{Graph, NodeKind};
use crate::value::Channel;

/// As far as it is known; what is not understood lets all through.
pub(super) fn passable(point: &Point<'_>, way: &Way<'_>) -> Channels {
    of_point(&point.does) & of_way(way.when)
}

fn of_point(does: &Does<'_>) -> Channels {
    match does {
        Does::Rest | Does::Sleep(_) => Channels::TEXT,
        Does::Dial { .. } | Does::Verb(_) => Channels::VOICE,
        Does::Ask(asked) => match asked.what {
            Question::Record { .. } => Channels::VOICE,
            Question::Ask { kind, .. } if matches!(kind.name.text.as_str(), "media" | "location") => Channels::TEXT,
            _ => Channels::ALL,
        },
        _ => Channels::ALL,
    }
}

fn of_way(when: When<'_>) -> Channels {
    let none = BTreeSet::new();
    match when {
        When::True(condition) => narrow(condition, &none).yes.maybe,
        When::False(condition) => narrow(condition, &none).no.maybe,
        When::Fits { subject, patterns } if is_channel(subject) => named_by(patterns).unwrap_or(Channels::ALL),
        When::NoneFits { subject, arms } if is_channel(subject) => {
            let named = arms.iter().filter_map(|arm| named_by(&arm.patterns));
            Channels::ALL.without(named.fold(Channels::NONE, |all, channels| all | channels))
        }
        // It leaves the channel: the session goes on in messages.
        When::Continue(channels) => channels,
        _ => Channels::ALL,
    }
}

/// The number of a point on a channel.
pub(super) fn at(point: PointId, channel: usize) -> usize {
    point * Channel::ALL.len() + channel
}

/// Where sessions begin, with the channel's number.
pub(super) fn entries(chart: &Chart<'_>, graph: &Graph<'_>) -> Vec<(PointId, usize)> {
    let mut found = Vec::new();
    for (id, node) in graph.ids() {
        let (NodeKind::Entry(_, channels), Some(start)) = (node.kind, chart.starts.get(id.0)) else { continue };
        let of = Channel::ALL.iter().enumerate().filter(|(_, channel)| channels.meets(Channels::of(**channel)));
        found.extend(of.map(|(channel, _)| (*start, channel)));
    }
    found
}

/// On which channels a session of this one goes on.
pub(super) fn channels_after(point: &Point<'_>, way: &Way<'_>, channel: usize) -> impl Iterator<Item = usize> {
    let open = passable(point, way);
    let changes = matches!(way.when, When::Continue(_));
    let all = Channel::ALL.into_iter().enumerate();
    all.filter(move |(index, c)| (changes || *index == channel) && open.meets(Channels::of(*c))).map(|(index, _)| index)
}
