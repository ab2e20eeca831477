/// One way in which a request may have changed on its way.
pub(super) struct Suspect<T> {
    pub(super) signed: T,
    /// Completes "the signature fits …".
    pub(super) when: String,
}

/// Decoded names and values, in any order.
pub(super) type Pairs = Vec<(Vec<u8>, Vec<u8>)>;
