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
    /// For the words that one who was dialled hears on answering.
    pub whisper: Option<&'a str>,
}

impl<'a> Addresses<'a> {
    pub(super) fn only(action: &'a str) -> Addresses<'a> {
        Addresses { action, transcription: None, recording: None, whisper: None }
    }

    /// Of a document that nothing comes after.
    pub(super) fn none() -> Addresses<'a> {
        Addresses::only("")
    }
}
