/// A reply's body, and what could not be written into it: for the log and the flow's author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub bytes: Vec<u8>,
    pub notes: Vec<String>,
}

/// Where the provider calls back. Paths on our own server will do.
#[derive(Debug, Clone, Copy)]
pub struct Addresses<'a> {
    /// With the outcome of the document's wait.
    pub action: &'a str,
    /// With the words of a recording.
    pub transcription: Option<&'a str>,
    /// With the states of a recording.
    pub recording: Option<&'a str>,
}
