use std::collections::BTreeSet;

/// Which of the provider's parameters a flow reads, as in `call.from_city`. A session and its log keep no others:
/// they are most of a webhook's bytes, and personal data that nobody asked for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Reads {
    names: BTreeSet<String>,
    /// Where one is picked at run time.
    all: bool,
}

impl Reads {
    pub fn everything() -> Reads {
        Reads { names: BTreeSet::new(), all: true }
    }

    pub fn add(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    pub fn add_all(&mut self) {
        self.all = true;
    }

    pub fn contains(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }

    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty()
    }
}
