use crate::value::fold::{fold, has_phrase};
use crate::value::language::primary;

struct Words {
    language: &'static str,
    yes: &'static [&'static str],
    no: &'static [&'static str],
}

/// Folded. English counts in every language.
const WORDS: [Words; 5] = [
    Words {
        language: "en",
        yes: &[
            "yes",
            "y",
            "yeah",
            "yep",
            "yup",
            "yea",
            "ok",
            "okay",
            "sure",
            "correct",
            "right",
            "true",
            "absolutely",
            "definitely",
            "of course",
            "affirmative",
            "please do",
            "that's right",
            "\u{1F44D}",
        ],
        no: &[
            "no",
            "n",
            "nope",
            "nah",
            "never",
            "wrong",
            "incorrect",
            "false",
            "not really",
            "negative",
            "don't",
            "do not",
            "not",
            "\u{1F44E}",
        ],
    },
    Words {
        language: "es",
        yes: &["sí", "si", "s", "claro", "vale", "correcto", "por supuesto", "de acuerdo", "cierto"],
        no: &["no", "nunca", "incorrecto", "para nada", "tampoco"],
    },
    Words {
        language: "fr",
        yes: &["oui", "o", "ouais", "d'accord", "bien sûr", "exact", "correct", "tout à fait", "volontiers"],
        no: &["non", "nan", "pas du tout", "jamais", "incorrect", "pas"],
    },
    Words {
        language: "de",
        yes: &["ja", "j", "jawohl", "jep", "klar", "genau", "richtig", "gerne", "natürlich", "stimmt", "sicher"],
        no: &["nein", "nee", "nö", "falsch", "niemals", "auf keinen fall", "nicht", "lieber nicht"],
    },
    Words {
        language: "pt",
        yes: &["sim", "s", "claro", "com certeza", "certo", "isso", "correto", "pode ser", "é"],
        no: &["não", "nao", "nunca", "errado", "de jeito nenhum", "negativo"],
    },
];

/// Longer sentences are not answered yes or no by one word in them.
const LONGEST: usize = 40;

/// A yes or a no: `yes please`, `Nope!`, `claro que sí`. Key `1` is yes and `2` is no. An answer with both in it is
/// neither.
pub fn yes_no(text: &str, language: &str) -> Option<bool> {
    let folded = fold(text);
    match folded.as_str() {
        "1" => return Some(true),
        "2" => return Some(false),
        _ => {}
    }
    let language = primary(language);
    let known: Vec<&Words> = WORDS.iter().filter(|w| w.language == language || w.language == "en").collect();
    let whole = |words: &[&str]| words.contains(&folded.as_str());
    let part = |words: &[&str]| folded.len() <= LONGEST && words.iter().any(|word| has_phrase(&folded, word));
    let own_first = known.iter().rev();
    for words in own_first {
        if whole(words.yes) || whole(words.no) {
            return Some(whole(words.yes));
        }
    }
    let (yes, no) = (known.iter().any(|w| part(w.yes)), known.iter().any(|w| part(w.no)));
    (yes != no).then_some(yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        for (text, language, expected) in [
            ("Yes!", "en", Some(true)),
            ("yes please", "en-US", Some(true)),
            ("Nope.", "en", Some(false)),
            ("no thanks", "en", Some(false)),
            ("1", "en", Some(true)),
            ("2", "de", Some(false)),
            ("Sí", "es", Some(true)),
            ("si", "es-MX", Some(true)),
            ("claro que sí", "es", Some(true)),
            ("oui", "fr", Some(true)),
            ("Non merci", "fr", Some(false)),
            ("ja bitte", "de", Some(true)),
            ("NEIN", "de", Some(false)),
            ("sim", "pt-BR", Some(true)),
            ("Não", "pt", Some(false)),
            ("yes", "de", Some(true)),
            ("yes and no", "en", None),
            ("maybe", "en", None),
            ("", "en", None),
            ("not correct", "en", None),
            ("si", "en", None),
            ("oui", "en", None),
            ("\u{1F44D}", "en", Some(true)),
            ("nobody", "en", None),
            ("yes well it is a long story about my order you see", "en", None),
        ] {
            assert_eq!(yes_no(text, language), expected, "{text} in {language}");
        }
    }
}
