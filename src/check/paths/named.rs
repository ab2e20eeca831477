//! The keys that hand-written words name: "press 2 for billing", "reply 2", "drücken Sie die Zwei".

use super::tongues::{TONGUES, Tongue};

/// A key, where it is named, and the labels right before and behind it.
#[derive(Debug, PartialEq)]
pub struct Named {
    pub key: String,
    pub start: usize,
    pub end: usize,
    pub labels: Vec<String>,
}

/// In the order of the text; what is not sure to be a key is left out.
pub fn named_keys(text: &str) -> Vec<Named> {
    let words = words(text);
    let mut found: Vec<Named> = Vec::new();
    for (index, (at, word)) in words.iter().enumerate() {
        let verb = word.to_lowercase();
        for tongue in TONGUES.iter().filter(|t| t.press.contains(&verb.as_str()) || t.reply.contains(&verb.as_str())) {
            let behind = words.get(index + 1..).unwrap_or_default();
            if let Some((key, start, end)) = key_behind(text, at + word.len(), behind, tongue) {
                let labels = labels(text.get(..*at).unwrap_or(""), text.get(end..).unwrap_or(""), tongue);
                found.push(Named { key, start, end, labels });
                break;
            }
        }
    }
    found
}

/// The key that a verb names, and its place. `behind` are the words after it.
fn key_behind(
    text: &str,
    verb_end: usize,
    behind: &[(usize, &str)],
    tongue: &Tongue,
) -> Option<(String, usize, usize)> {
    let filler = |word: &str| tongue.between.contains(&word.to_lowercase().as_str());
    let skipped = behind.iter().take_while(|(_, word)| filler(word)).count();
    let begin = behind.get(..skipped)?.last().map_or(verb_end, |(at, word)| at + word.len());
    if !is_gap(text.get(verb_end..begin)?) {
        return None;
    }
    let rest = text.get(begin..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '"', '“']).len();
    if rest.get(gap..)?.starts_with('*') {
        return Some(("*".to_owned(), begin + gap, begin + gap + 1));
    }
    let mut words = behind.iter().skip(skipped);
    let (start, word) = words.next().copied()?;
    let end = start + word.len();
    let next = words.next().map(|(_, word)| word.to_lowercase());
    let counts = next.as_ref().is_some_and(|next| tongue.counted.contains(&next.as_str()));
    if start != begin + gap || counts || text.get(end..).is_some_and(continues) {
        return None;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return Some((word.to_owned(), start, end));
    }
    // "press one" names a key where nothing goes on behind it but what it is for.
    let lower = word.to_lowercase();
    let spelt = tongue.digits.iter().position(|digit| *digit == lower).map(|digit| digit.to_string());
    let key = spelt.or_else(|| tongue.star.contains(&lower.as_str()).then(|| "*".to_owned()))?;
    let after = text.get(end..).unwrap_or("").trim_start_matches([' ', '"', '”']);
    let stops = after.is_empty() || after.starts_with(['.', ',', ';', ':', '!', '?']);
    let leads = next.is_some_and(|next| tongue.lead.contains(&next.as_str()));
    (stops || leads).then_some((key, start, end))
}

fn is_gap(text: &str) -> bool {
    text.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// Is the number followed by more of itself, as in `1.5`, `1-3` or `1{{more}}`?
fn continues(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('{' | '-' | '–' | '/') => true,
        Some('.' | ',' | ':') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(' ') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Runs of letters and digits with their places, outside `{{…}}`.
pub fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (before, c) {
            ('{', '{') => depth += 1,
            ('}', '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        match (c.is_alphanumeric() && depth == 0, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.extend(text.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// "For sales, press 2" and "press 2 for sales": what stands for the label, with and without its article.
fn labels(before: &str, after: &str, tongue: &Tongue) -> Vec<String> {
    let stops = ['.', ',', ';', ':', '!', '?', '\n'];
    let ahead = before.trim_end_matches([' ', ',', '"', '“']).rsplit(stops).next().unwrap_or("");
    let behind = after.trim_start_matches(['"', '”']).split(stops).next().unwrap_or("");
    let lead = |phrase: &str| {
        let phrase = phrase.trim().to_lowercase();
        let (word, rest) = phrase.split_once(' ')?;
        tongue.lead.contains(&word).then(|| rest.trim().to_owned())
    };
    // With words on both sides it is open which of them the key is for.
    let ((Some(label), None) | (None, Some(label))) = (lead(ahead), lead(behind)) else { return Vec::new() };
    let bare = tongue.articles.iter().find_map(|article| label.strip_prefix(article)?.strip_prefix(' '));
    bare.map(str::to_owned).into_iter().chain([label.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        named_keys(text).into_iter().map(|named| named.key).collect()
    }

    #[test]
    fn a_key_is_named_where_a_digit_follows() {
        assert_eq!(keys("For sales, press 1. For help press the number 22!"), ["1", "22"]);
        assert_eq!(keys("Pour les ventes, appuyez sur la touche 3."), ["3"]);
        assert_eq!(keys("Drücken Sie die 4."), ["4"]);
        assert_eq!(keys("Reply 1 for yes or reply with \"2\" for no."), ["1", "2"]);
        assert_eq!(keys("Responda 3 para salir"), ["3"]);
        assert_eq!(keys("Press * to hear this again."), ["*"]);
    }

    #[test]
    fn a_key_may_be_spelt() {
        assert_eq!(keys("Press one for sales, press two to leave, or press star."), ["1", "2", "*"]);
        assert_eq!(keys("Para ventas, oprima uno. Para soporte, marque el dos."), ["1", "2"]);
        assert_eq!(keys("Tapez un pour les ventes"), ["1"]);
        assert_eq!(keys("Drücken Sie die Zwei für den Verkauf."), ["2"]);
        assert_eq!(keys("Digite três para vendas."), ["3"]);
    }

    #[test]
    fn what_may_mean_something_else_is_left_alone() {
        for text in [
            "press one of the keys",
            "press one or two",
            "press 3 times",
            "press 4 digits",
            "press 1.5",
            "press 1-3",
            "press {{key}}",
            "the 2 press",
            "press. 4 of us",
            "{{press 1}}",
            "composez le 0 800 12 34 56",
            "a free press. One",
        ] {
            assert!(keys(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn labels_are_read_on_either_side() {
        assert_eq!(named_keys("Hello. For Sales, press 1.")[0].labels, ["sales"]);
        assert_eq!(named_keys("Press 2 for order status, or wait.")[0].labels, ["order status"]);
        assert_eq!(named_keys("Para las ventas, oprima 2.")[0].labels, ["ventas", "las ventas"]);
        assert_eq!(named_keys("Für den Verkauf drücken Sie 1.")[0].labels, ["verkauf", "den verkauf"]);
    }
}
