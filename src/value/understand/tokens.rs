/// The folded text's words, at most so many: nobody answers with a longer sentence to a question for one value, and
/// each word costs.
pub(super) fn tokens(folded: &str) -> Option<Vec<&str>> {
    const MOST: usize = 24;
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    (!words.is_empty() && words.len() <= MOST).then_some(words)
}
