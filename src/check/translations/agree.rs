//! A translation has what its text has in braces, and can be used where the text is.

use std::collections::BTreeSet;

use super::side::{Entry, Side};
use super::texts::{Kind, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::template::{self, Analysis};

pub(super) fn check(wanted: &[Wanted<'_>], side: &Side<'_>, problems: &mut Vec<Diagnostic>) {
    for wanted in wanted {
        let Some(entry) = side.find(wanted.key()) else { continue };
        let problem = match wanted.kind {
            Kind::Text | Kind::Recording => template_of(wanted, entry, side.tag),
            Kind::Label | Kind::Word => plain(entry),
        };
        problems.extend(problem);
    }
}

fn plain(entry: &Entry) -> Option<Diagnostic> {
    let (label, help) = if entry.words.contains("{{") {
        ("this must be the same for everyone", "write plain words")
    } else if crate::value::fold(&entry.words).is_empty() {
        ("nobody can say or type this", "write at least one word or number")
    } else {
        return None;
    };
    Some(Diagnostic::error(Code::F1414, "this translation must be plain words", entry.span, label).with_help(help))
}

fn template_of(wanted: &Wanted<'_>, entry: &Entry, tag: &str) -> Option<Diagnostic> {
    let report = |headline: String, label: &str, help: String| {
        let problem = Diagnostic::error(Code::F1414, headline, entry.span, label);
        Some(problem.with_label(wanted.span(), "the text").with_help(help))
    };
    // A mistake in the text itself is told at the text.
    let text = template::analyse(wanted.key()).ok()?;
    let translation = match template::analyse(&entry.words) {
        Ok(translation) => translation,
        Err(error) => {
            return report(
                "the `{{…}}` of this translation cannot be read".to_owned(),
                &error.message,
                KEEP.to_owned(),
            );
        }
    };
    if !translation.raw.is_empty() || !translation.partials.is_empty() {
        return report(
            "the `{{…}}` of this translation cannot be used".to_owned(),
            "no raw output, no partials",
            KEEP.to_owned(),
        );
    }
    let (here, there) = (names(&text), names(&translation));
    if let Some(name) = here.difference(&there).next() {
        return report(format!("the translation lacks `{name}`"), "the text has it", KEEP.to_owned());
    }
    if let Some(name) = there.difference(&here).next() {
        return report(
            format!("the translation has `{name}`, the text has not"),
            "this may have no value here",
            KEEP.to_owned(),
        );
    }
    for helper in &translation.helpers {
        let name = helper.name.as_str();
        let fits = |(least, most): (usize, usize)| (least..=most).contains(&helper.arguments);
        if helper.block != template::is_block_helper(name) || !template::helper_arity(name).is_some_and(fits) {
            return report(
                format!("`{name}` cannot be used like this"),
                "no helper or function takes these values",
                "use it as the text does".to_owned(),
            );
        }
        let forms = template::plural_forms(tag);
        if name == "plural" && helper.arguments > forms.len() + 1 {
            return report(
                format!("`{tag}` has {} forms of a word, {} are given", forms.len(), helper.arguments - 1),
                "the last ones would never be said",
                format!("the forms stand in this order: {}", forms.join(", ")),
            );
        }
    }
    None
}

const KEEP: &str = "keep each `{{…}}` of the text; the words around it, and their order, are yours";

fn names(analysis: &Analysis) -> BTreeSet<String> {
    analysis.names.iter().map(|name| name.path.join(".")).collect()
}

/// What stands in single braces in a phrase.
pub(super) fn places(phrase: &str) -> Vec<String> {
    let pieces = phrase.split('{').skip(1);
    pieces.filter_map(|piece| piece.split_once('}')).map(|(name, _)| format!("{{{name}}}")).collect()
}
