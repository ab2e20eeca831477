use crate::value::fold::cut;

use super::item::items;
use super::lexicon::{Lexicon, lexicons};
use super::words::Role;

/// RFC 5321's longest address.
const LONGEST: usize = 254;
/// A spelled address has a word a letter.
const MOST_WORDS: usize = 80;
/// Words before the address that may belong to the sentence.
const MOST_LEAD: usize = 8;

/// An email address, typed or said (`ann at example dot com`, `ana arroba ejemplo punto es`). Words that people say
/// before it, such as `my email is`, are dropped, and so are the spaces between said words, since spelled letters come
/// with them. Checked for its shape only: whether it exists, only a message to it can tell. The host is lower-cased.
pub fn email(text: &str, language: &str) -> Option<String> {
    let words: Vec<&str> = cut(text).split_whitespace().take(MOST_WORDS + 1).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    shaped(text).or_else(|| lexicons(language).find_map(|lexicon| after_lead(&words, lexicon)))
}

/// The address after as many words of the sentence as can be dropped.
fn after_lead(words: &[&str], lexicon: &Lexicon) -> Option<String> {
    let lead = words.iter().take(MOST_LEAD).take_while(|word| is_phrase(word, Role::EmailLead, lexicon)).count();
    (0..=lead).rev().find_map(|lead| {
        let words = words.get(lead..)?;
        let typed = words.iter().any(|word| word.contains('@'));
        let spoken = !typed || words.iter().any(|word| is_phrase(word, Role::Dot, lexicon));
        shaped(&if spoken { said(words, lexicon) } else { closed(words) })
    })
}

fn is_phrase(text: &str, role: Role, lexicon: &Lexicon) -> bool {
    let plain = lexicon.plain(text);
    items(&plain).is_some_and(|items| lexicon.skip(role, &items) == items.len())
}

/// A typed address with the spaces around its `@` closed up.
fn closed(words: &[&str]) -> String {
    words.join(" ").split('@').map(str::trim).collect::<Vec<_>>().join("@")
}

/// Words for signs as signs, all joined.
fn said(words: &[&str], lexicon: &Lexicon) -> String {
    const SIGNS: [(Role, char); 5] =
        [(Role::Underscore, '_'), (Role::Dash, '-'), (Role::At, '@'), (Role::Dot, '.'), (Role::Plus, '+')];
    const LONGEST_PHRASE: usize = 3;
    let mut out = String::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let sign = (1..=LONGEST_PHRASE).rev().find_map(|length| {
            let phrase = words.get(at..at + length)?.join(" ");
            let (_, sign) = SIGNS.iter().find(|(role, _)| is_phrase(&phrase, *role, lexicon))?;
            Some((*sign, length))
        });
        // Nothing begins with a sign: `at` in front is a word of the sentence.
        match sign.filter(|_| at > 0) {
            Some((sign, length)) => {
                out.push(sign);
                at += length;
            }
            None => {
                out.push_str(&word.trim_end_matches([',', '?', '!', '.']).to_lowercase());
                at += 1;
            }
        }
    }
    out
}

/// The address, if the text is one.
fn shaped(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"', '\'', ',', ';', '(', ')']).trim_end_matches(['.', '!', '?']);
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    if text.len() > LONGEST {
        return None;
    }
    let (local, host) = text.rsplit_once('@')?;
    let host = host.to_lowercase();
    (is_local(local) && is_host(&host)).then(|| format!("{local}@{host}"))
}

fn is_local(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    (1..=64).contains(&local.len())
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_host(host: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(label) && top.chars().count() >= 2 && top.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, expected) in [
            ("ann@example.com", "ann@example.com"),
            (" Ann.Lee+x@Example.COM. ", "Ann.Lee+x@example.com"),
            ("ann at example dot com", "ann@example.com"),
            ("Ann underscore Lee at mail dot example dot org", "ann_lee@mail.example.org"),
            ("<ann@example.com>", "ann@example.com"),
            ("josé@example.es", "josé@example.es"),
        ] {
            assert_eq!(email(text, "en").as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "a b@example.com",
            "ann@@example.com",
            "ann@-x.com",
            "ann@x..com",
            ".ann@example.com",
            "ann@example.1",
            "ann@exa mple.com",
        ] {
            assert_eq!(email(text, "en"), None, "{text}");
        }
    }
}
