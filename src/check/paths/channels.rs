//! Sets of channels, and what a condition says about them.

use std::collections::BTreeSet;
use std::ops::{BitAnd, BitOr};

use crate::syntax::tree::{Expr, ExprKind, MatchPattern, Operator};
use crate::value::Channel;

/// Conditions joined deeper than this say nothing about the channel.
const MAX_DEPTH: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Channels(u8);

impl Channels {
    pub const NONE: Channels = Channels(0b000);
    pub const VOICE: Channels = Channels(0b001);
    pub const SMS: Channels = Channels(0b010);
    pub const WHATSAPP: Channels = Channels(0b100);
    pub const TEXT: Channels = Channels(0b110);
    pub const ALL: Channels = Channels(0b111);

    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    pub fn meets(self, other: Channels) -> bool {
        !(self & other).is_empty()
    }

    pub fn without(self, other: Channels) -> Channels {
        Channels(self.0 & !other.0)
    }

    pub fn of(channel: Channel) -> Channels {
        match channel {
            Channel::Voice => Self::VOICE,
            Channel::Sms => Self::SMS,
            Channel::Whatsapp => Self::WHATSAPP,
        }
    }

    pub fn iter(self) -> impl Iterator<Item = Channel> {
        Channel::ALL.into_iter().filter(move |c| self.meets(Self::of(*c)))
    }

    fn from_word(word: &str) -> Option<Channels> {
        match word.to_lowercase().as_str() {
            "voice" => Some(Self::VOICE),
            "sms" => Some(Self::SMS),
            "whatsapp" => Some(Self::WHATSAPP),
            "text" => Some(Self::TEXT),
            _ => None,
        }
    }
}

impl BitAnd for Channels {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Channels {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known of the channels that take a path: those that surely can, and those that cannot be
/// ruled out. A problem is reported only for the first kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    pub sure: Channels,
    pub maybe: Channels,
}

impl Reach {
    pub const NONE: Reach = Reach { sure: Channels::NONE, maybe: Channels::NONE };
    pub const ALL: Reach = Reach { sure: Channels::ALL, maybe: Channels::ALL };

    pub fn only(self, channels: Channels) -> Reach {
        Reach { sure: self.sure & channels, maybe: self.maybe & channels }
    }

    /// The path asks for the channel in words that are not understood here.
    pub fn doubted(self) -> Reach {
        Reach { sure: Channels::NONE, ..self }
    }

    pub fn and(self, other: Reach) -> Reach {
        Reach { sure: self.sure & other.sure, maybe: self.maybe & other.maybe }
    }

    pub fn or(self, other: Reach) -> Reach {
        Reach { sure: self.sure | other.sure, maybe: self.maybe | other.maybe }
    }
}

/// The channels for which a condition can be true, and those for which it can be false.
#[derive(Debug, Clone, Copy)]
pub struct Narrowing {
    pub yes: Reach,
    pub no: Reach,
}

impl Narrowing {
    const SILENT: Narrowing = Narrowing { yes: Reach::ALL, no: Reach::ALL };

    fn exactly(yes: Channels) -> Narrowing {
        Narrowing { yes: Reach::ALL.only(yes), no: Reach::ALL.only(Channels::ALL.without(yes)) }
    }

    fn doubtful() -> Narrowing {
        Narrowing { yes: Reach::ALL.doubted(), no: Reach::ALL.doubted() }
    }

    fn swapped(self) -> Narrowing {
        Narrowing { yes: self.no, no: self.yes }
    }
}

/// Reads a condition. `carriers` are the variables that may hold the channel's name.
pub fn narrow(condition: &Expr, carriers: &BTreeSet<String>) -> Narrowing {
    narrow_within(condition, carriers, MAX_DEPTH)
}

fn narrow_within(condition: &Expr, carriers: &BTreeSet<String>, depth: usize) -> Narrowing {
    let unread = || if asks(condition, carriers) { Narrowing::doubtful() } else { Narrowing::SILENT };
    let Some(depth) = depth.checked_sub(1) else { return unread() };
    match &condition.kind {
        ExprKind::Group(inner) => narrow_within(inner, carriers, depth),
        ExprKind::Not(inner) => narrow_within(inner, carriers, depth).swapped(),
        ExprKind::Binary { operator, left, right } => match operator {
            Operator::And => {
                let (a, b) = (narrow_within(left, carriers, depth), narrow_within(right, carriers, depth));
                Narrowing { yes: a.yes.and(b.yes), no: a.no.or(b.no) }
            }
            Operator::Or => {
                let (a, b) = (narrow_within(left, carriers, depth), narrow_within(right, carriers, depth));
                Narrowing { yes: a.yes.or(b.yes), no: a.no.and(b.no) }
            }
            Operator::Equal | Operator::NotEqual | Operator::In | Operator::NotIn => {
                let named = match (is_channel(left), is_channel(right)) {
                    (true, false) => words(right),
                    (false, true) if matches!(operator, Operator::Equal | Operator::NotEqual) => words(left),
                    _ => None,
                };
                match (named, operator) {
                    (Some(set), Operator::Equal | Operator::In) => Narrowing::exactly(set),
                    (Some(set), _) => Narrowing::exactly(set).swapped(),
                    (None, _) => unread(),
                }
            }
            _ => unread(),
        },
        _ => unread(),
    }
}

/// Is this the name `channel` itself?
pub fn is_channel(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(name) => name == "channel",
        ExprKind::Group(inner) => matches!(&inner.kind, ExprKind::Name(name) if name == "channel"),
        _ => false,
    }
}

/// The channels that the patterns of a `match channel` arm name; `None` where one is not understood.
pub fn named_by(patterns: &[MatchPattern]) -> Option<Channels> {
    patterns.iter().try_fold(Channels::NONE, |all, pattern| match pattern {
        MatchPattern::Value(expr) => words(expr).map(|named| all | named),
        MatchPattern::Range { .. } | MatchPattern::Regex(_) => None,
    })
}

fn words(expr: &Expr) -> Option<Channels> {
    match &expr.kind {
        ExprKind::Name(word) => Channels::from_word(word),
        ExprKind::Text(text) => Channels::from_word(&text.value),
        ExprKind::List(items) => items.iter().try_fold(Channels::NONE, |all, item| match &item.kind {
            ExprKind::List(_) => None,
            _ => words(item).map(|named| all | named),
        }),
        _ => None,
    }
}

/// Does the expression read the channel, or a variable that may hold it?
pub fn asks(expr: &Expr, carriers: &BTreeSet<String>) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Name(name) if name == "channel" || carriers.contains(name) => return true,
            ExprKind::Field { name, .. } if name.text == "channel" || carriers.contains(&name.text) => return true,
            ExprKind::Text(text) if text.value.contains("{{") && text.value.contains("channel") => return true,
            ExprKind::List(items) | ExprKind::Call { arguments: items, .. } => open.extend(items),
            ExprKind::Map(fields) => open.extend(fields.iter().map(|f| &f.value)),
            ExprKind::Field { of, .. } => open.push(of),
            ExprKind::Index { of, index } => open.extend([&**of, &**index]),
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Group(inner) => open.push(inner),
            ExprKind::Matches { subject, .. } => open.push(subject),
            ExprKind::Binary { left, right, .. } => open.extend([&**left, &**right]),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn expr(kind: ExprKind) -> Expr {
        Expr { kind, span: Span::default() }
    }

    fn name(word: &str) -> Box<Expr> {
        Box::new(expr(ExprKind::Name(word.into())))
    }

    fn binary(operator: Operator, left: Box<Expr>, right: Box<Expr>) -> Box<Expr> {
        Box::new(expr(ExprKind::Binary { operator, left, right }))
    }

    fn read(condition: &Expr) -> (Channels, Channels) {
        let found = narrow(condition, &BTreeSet::new());
        (found.yes.sure, found.no.sure)
    }

    #[test]
    fn a_comparison_narrows_both_ways() {
        let is_voice = binary(Operator::Equal, name("channel"), name("voice"));
        assert_eq!(read(&is_voice), (Channels::VOICE, Channels::TEXT));
        assert_eq!(read(&expr(ExprKind::Not(is_voice))), (Channels::TEXT, Channels::VOICE));
    }

    #[test]
    fn and_with_something_else_leaves_the_other_side_open() {
        let is_voice = binary(Operator::Equal, name("channel"), name("voice"));
        let both = binary(Operator::And, is_voice, name("vip"));
        assert_eq!(read(&both), (Channels::VOICE, Channels::ALL));
    }

    #[test]
    fn a_list_names_several() {
        let list = Box::new(expr(ExprKind::List(vec![*name("sms"), *name("whatsapp")])));
        assert_eq!(read(&binary(Operator::In, name("channel"), list.clone())), (Channels::TEXT, Channels::VOICE));
        assert_eq!(read(&binary(Operator::NotIn, name("channel"), list)), (Channels::VOICE, Channels::TEXT));
    }

    #[test]
    fn a_question_that_is_not_understood_gives_doubt() {
        let odd = binary(Operator::Equal, name("channel"), name("favourite"));
        let found = narrow(&odd, &BTreeSet::new());
        assert_eq!((found.yes.sure, found.yes.maybe), (Channels::NONE, Channels::ALL));
        let carried = narrow(&name("by_phone"), &BTreeSet::from(["by_phone".to_owned()]));
        assert_eq!(carried.no.sure, Channels::NONE);
    }

    #[test]
    fn a_very_long_condition_is_no_danger() {
        let mut long = name("a");
        for _ in 0..2_000 {
            long = binary(Operator::Or, long, name("b"));
        }
        assert_eq!(read(&long), (Channels::ALL, Channels::ALL));
    }
}
