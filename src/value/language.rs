/// The language of a tag, lower case: `en` of `en-US`.
pub fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The country of a tag, upper case: `US` of `en-US`, empty where there is none.
pub fn region(tag: &str) -> String {
    let is_region = |part: &&str| part.len() == 2 || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
    tag.split(['-', '_']).skip(1).find(is_region).unwrap_or_default().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_tag() {
        for (tag, language, country) in
            [("en-US", "en", "US"), ("PT", "pt", ""), ("zh-Hant-TW", "zh", "TW"), ("es-419", "es", "419"), ("", "", "")]
        {
            assert_eq!((primary(tag).as_str(), region(tag).as_str()), (language, country));
        }
    }
}
