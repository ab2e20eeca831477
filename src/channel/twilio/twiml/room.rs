//! How much of a document may still be written.

use super::xml::Xml;

/// The provider refuses 65,536 bytes; this leaves room for what is written around the prompts.
pub(super) const DOCUMENT_MAX: usize = 64_000;

/// Once something does not fit, nothing after it is written either: a document has no holes.
pub(super) struct Room {
    left: usize,
    pub(super) left_out: usize,
}

impl Room {
    pub(super) fn of(left: usize) -> Room {
        Room { left, left_out: 0 }
    }

    pub(super) fn fit(&mut self, xml: &mut Xml, write: impl FnOnce(&mut Xml)) {
        let mark = xml.mark();
        write(xml);
        let used = xml.since(&mark);
        if used <= self.left {
            self.left -= used;
        } else {
            xml.undo(&mark);
            self.left = 0;
            self.left_out += 1;
        }
    }
}

/// Renders with room for everything, and where that is too long, again with the room that the bare document leaves.
/// Gives the document and how many parts were left out.
pub(super) fn render(write: impl Fn(&mut Xml, &mut Room)) -> (Vec<u8>, usize) {
    let rendered = |left: usize| {
        let (mut xml, mut room) = (Xml::document(), Room::of(left));
        xml.element("Response", |xml| write(xml, &mut room));
        (xml.into_bytes(), room.left_out)
    };
    let (whole, _) = rendered(usize::MAX);
    if whole.len() <= DOCUMENT_MAX {
        return (whole, 0);
    }
    let (bare, _) = rendered(0);
    rendered(DOCUMENT_MAX.saturating_sub(bare.len()))
}
