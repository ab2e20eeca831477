/// RFC 5321's longest address.
const LONGEST: usize = 254;

/// An email address, typed or said (`ann at example dot com`). Checked for its shape only: whether it exists, only a
/// message to it can tell. The host is lower-cased.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"', ',', ';']).trim_end_matches(['.', '!', '?']);
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    if text.len() > LONGEST {
        return None;
    }
    let typed = if text.contains('@') { text.to_owned() } else { said(text) };
    let (local, host) = typed.rsplit_once('@')?;
    let host = host.to_ascii_lowercase();
    (is_local(local) && is_host(&host)).then(|| format!("{local}@{host}"))
}

fn said(text: &str) -> String {
    let spaced = format!(" {} ", text.to_lowercase());
    let marks =
        [(" at ", "@"), (" dot ", "."), (" underscore ", "_"), (" dash ", "-"), (" hyphen ", "-"), (" plus ", "+")];
    let marked = marks.iter().fold(spaced, |text, (word, mark)| text.replace(word, mark));
    marked.split_whitespace().collect()
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
            assert_eq!(email(text).as_deref(), Some(expected), "{text}");
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
            assert_eq!(email(text), None, "{text}");
        }
    }
}
