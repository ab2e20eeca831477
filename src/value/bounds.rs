use super::base::Value;

/// The longest text an operation makes, in bytes: a reply can carry no more, and without a bound a text could
/// double with each step of a flow.
pub const MAX_TEXT: usize = 64 * 1024;
/// The most values in one value, those inside counted. Keeps a session small enough to be written each turn.
pub const MAX_ITEMS: usize = 10_000;
/// How deep lists and maps may stand in each other. The session's reader allows 128 levels, of which a map takes two.
pub const MAX_DEPTH: usize = 32;

impl Value {
    /// The value, or `none` where it is too large or too deep to be kept.
    pub fn bounded(self) -> Value {
        let mut room = Room { items: MAX_ITEMS, bytes: MAX_TEXT.saturating_mul(4) };
        if room.takes(&self, 0) { self } else { Value::None }
    }
}

struct Room {
    items: usize,
    bytes: usize,
}

impl Room {
    fn takes(&mut self, value: &Value, depth: usize) -> bool {
        if depth > MAX_DEPTH || self.items == 0 {
            return false;
        }
        self.items -= 1;
        match value {
            Value::Text(text) => text.len() <= MAX_TEXT && self.text(text),
            Value::List(items) => items.iter().all(|item| self.takes(item, depth + 1)),
            Value::Map(fields) => fields.iter().all(|(key, item)| self.text(key) && self.takes(item, depth + 1)),
            _ => true,
        }
    }

    fn text(&mut self, text: &str) -> bool {
        let fits = text.len() <= self.bytes;
        self.bytes = self.bytes.saturating_sub(text.len());
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> Value {
        (0..depth).fold(Value::None, |inner, _| Value::List(vec![inner]))
    }

    #[test]
    fn keeps_to_the_limits() {
        assert_eq!(nested(MAX_DEPTH).bounded(), nested(MAX_DEPTH));
        assert_eq!(nested(MAX_DEPTH + 1).bounded(), Value::None);
        let text = |length: usize| Value::Text("a".repeat(length));
        assert_eq!(text(MAX_TEXT).bounded(), text(MAX_TEXT));
        assert_eq!(text(MAX_TEXT + 1).bounded(), Value::None);
        assert_ne!(Value::List(vec![Value::None; MAX_ITEMS - 1]).bounded(), Value::None);
        assert_eq!(Value::List(vec![Value::None; MAX_ITEMS]).bounded(), Value::None);
        assert_eq!(Value::List(vec![text(MAX_TEXT); 5]).bounded(), Value::None);
    }
}
