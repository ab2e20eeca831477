/// A piece of what a caller hears. The TwiML writer gives each its SSML form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speech {
    Text(String),
    /// Spoken character by character.
    Characters(String),
    Emphasis(String),
    /// Silence in milliseconds.
    Break(u32),
}

/// The words without their markup.
pub fn plain(speech: &[Speech]) -> String {
    let mut out = String::new();
    for piece in speech {
        match piece {
            Speech::Text(text) | Speech::Characters(text) | Speech::Emphasis(text) => out.push_str(text),
            Speech::Break(_) => {}
        }
    }
    out
}
