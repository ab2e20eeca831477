use crate::value::fold;

use super::input::{Event, Location, Media, Texted};
use super::limits;
use super::session::LastInput;
use super::words::MASK;

/// What the person gave, in a form that menus and questions judge alike.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// In the order in which they are tried.
    pub words: Vec<Given>,
    pub media: Vec<Media>,
    pub location: Option<Location>,
}

#[derive(Debug)]
pub(super) struct Given {
    pub how: How,
    /// Trimmed.
    pub raw: String,
    pub folded: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Pressed,
    Spoken,
    Typed,
    /// The payload of a button or list row, which speaks before its title.
    Tapped,
}

impl Answer {
    /// `None` where the person gave nothing: no key before the finishing one counts as silence.
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Keys(keys) => Self::words(How::Pressed, keys),
            Event::Speech { text, .. } => Self::words(How::Spoken, text),
            Event::Texted(texted) => Some(Self::typed(texted)),
            _ => None,
        }
    }

    fn words(how: How, text: &str) -> Option<Self> {
        let given = Given::new(how, text);
        (!given.raw.is_empty()).then(|| Self { words: vec![given], ..Self::default() })
    }

    fn typed(texted: &Texted) -> Self {
        let tapped = texted.button.as_deref().map(|payload| Given::new(How::Tapped, payload));
        let typed = Given::new(How::Typed, &texted.text);
        Self {
            words: tapped.into_iter().chain([typed]).collect(),
            media: texted.media.clone(),
            location: texted.location.clone(),
        }
    }
}

impl Given {
    fn new(how: How, text: &str) -> Self {
        let raw = limits::cut(text, limits::TEXT_CHARS).0.trim().to_owned();
        let folded = fold(&raw);
        Self { how, raw, folded }
    }
}

/// What `input` gives after this event; `None` where it stays as it was.
pub(super) fn last_input(event: &Event, sensitive: bool) -> Option<LastInput> {
    let shown = |text: &str| match sensitive {
        true => MASK.to_owned(),
        false => limits::cut(text, limits::TEXT_CHARS).0.to_owned(),
    };
    match event {
        Event::Keys(keys) => Some(LastInput { digits: Some(shown(keys)), ..LastInput::default() }),
        Event::Speech { text, confidence } => Some(LastInput {
            speech: Some(shown(text)),
            confidence: confidence.filter(|c| (0.0..=1.0).contains(c)).map(rounded),
            ..LastInput::default()
        }),
        Event::Texted(_) if sensitive => {
            let texted = Texted { text: MASK.to_owned(), ..Texted::default() };
            Some(LastInput { texted: Some(texted), ..LastInput::default() })
        }
        Event::Texted(texted) => Some(LastInput {
            texted: Some(Texted { text: shown(&texted.text), ..texted.clone() }),
            ..LastInput::default()
        }),
        Event::Silence => Some(LastInput::default()),
        _ => None,
    }
}

/// To four digits, which JSON gives back to the bit.
fn rounded(confidence: f64) -> f64 {
    (confidence * 10_000.0).round() / 10_000.0
}
