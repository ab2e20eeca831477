use crate::value::fold::fold;

use super::tokens::tokens;
use super::words::{Word, word};

/// Words that people say around digits.
const FILLERS: [&str; 14] =
    ["it", "it's", "its", "is", "my", "the", "number", "order", "code", "pin", "please", "um", "uh", "and"];

/// The digits of an answer, in the order in which they were typed or said: `12 34-56` is `123456`, `one two three`
/// is `123`, `double five` is `55`, `forty two seventeen` is `4217`. Other words make it no answer.
pub fn digits(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut out = String::new();
    let mut times = 1;
    let mut ten = None;
    for token in tokens(&folded)?.iter().flat_map(|t| t.split(['-', '.', ',', '/', '#', '(', ')', '+'])) {
        if token.is_empty() || (FILLERS.contains(&token) && times == 1) {
            continue;
        }
        match token {
            "double" => times = 2,
            "triple" => times = 3,
            _ if token.bytes().all(|b| b.is_ascii_digit()) => {
                flush(&mut ten, &mut out);
                push(&mut out, token, &mut times);
            }
            _ => match (word(token)?, ten) {
                (Word::Small(n @ 1..=9), Some(t)) if times == 1 => {
                    ten = None;
                    push(&mut out, &(t + n).to_string(), &mut times);
                }
                (Word::Small(n), _) => {
                    flush(&mut ten, &mut out);
                    push(&mut out, &n.to_string(), &mut times);
                }
                (Word::Ten(t), _) if times == 1 => {
                    flush(&mut ten, &mut out);
                    ten = Some(t);
                }
                _ => return None,
            },
        }
    }
    flush(&mut ten, &mut out);
    (times == 1 && !out.is_empty()).then_some(out)
}

fn flush(ten: &mut Option<u32>, out: &mut String) {
    if let Some(ten) = ten.take() {
        out.push_str(&ten.to_string());
    }
}

fn push(out: &mut String, digits: &str, times: &mut usize) {
    out.push_str(&digits.repeat(*times));
    *times = 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, expected) in [
            ("1234", "1234"),
            ("12 34-56", "123456"),
            ("one two three", "123"),
            ("٣٤", "34"),
            ("#1234", "1234"),
            ("double five oh seven", "5507"),
            ("forty two seventeen", "4217"),
            ("forty seventeen", "4017"),
            ("It's 1 2 3.", "123"),
            ("my order number is 1234 please", "1234"),
            ("twenty", "20"),
            ("ten", "10"),
            ("(212) 555-0100", "2125550100"),
            ("triple 4 nine", "4449"),
        ] {
            assert_eq!(digits(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "hello", "12a", "one hundred", "double", "is it", "two dogs", "double twenty"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
