//! How people are told in each language which key to press or what to answer.

/// The words of one language around a key. All in lower case.
#[derive(Debug)]
pub struct Tongue {
    /// After these a key is named, on a call and in a message.
    pub press: &'static [&'static str],
    pub reply: &'static [&'static str],
    /// These may stand between.
    pub between: &'static [&'static str],
    /// Zero to nine.
    pub digits: [&'static str; 10],
    pub star: &'static [&'static str],
    /// These lead in what the key is for.
    pub lead: &'static [&'static str],
    /// Articles of a label.
    pub articles: &'static [&'static str],
    /// "press 5 times" names no key, nor does "press 4 digits".
    pub counted: &'static [&'static str],
}

pub const TONGUES: [Tongue; 6] = [
    Tongue {
        press: &["press"],
        reply: &["reply"],
        between: &["the", "key", "number", "with"],
        digits: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        star: &["star"],
        lead: &["for", "to"],
        articles: &["the", "our", "your", "a", "an"],
        counted: &["times", "seconds", "minutes", "digits", "letters", "keys", "characters"],
    },
    Tongue {
        press: &["pulse", "oprima", "presione", "marque", "teclee"],
        reply: &["responda", "responde", "conteste"],
        between: &["el", "la", "número", "tecla", "con"],
        digits: ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
        star: &["asterisco", "estrella"],
        lead: &["para"],
        articles: &["el", "la", "los", "las", "nuestro", "nuestra", "nuestros", "nuestras", "su"],
        counted: &["veces", "segundos", "minutos", "dígitos", "cifras", "números", "teclas", "letras"],
    },
    Tongue {
        press: &["appuyez", "tapez", "pressez", "composez"],
        reply: &["répondez"],
        between: &["sur", "la", "le", "touche", "par", "avec"],
        digits: ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
        star: &["étoile"],
        lead: &["pour"],
        articles: &["le", "la", "les", "un", "une", "nos", "notre", "votre"],
        counted: &["fois", "secondes", "minutes", "chiffres", "lettres", "touches", "numéros"],
    },
    Tongue {
        press: &["drücken", "wählen", "tippen", "drücke", "wähle"],
        reply: &["antworten", "antworte"],
        between: &["sie", "die", "taste", "mit", "der", "ziffer"],
        digits: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
        star: &["stern", "sterntaste"],
        lead: &["für"],
        articles: &["die", "der", "das", "den", "unsere", "unseren", "ihre", "ihren", "eine", "einen"],
        counted: &["mal", "sekunden", "minuten", "ziffern", "stellen", "tasten", "zeichen", "zahlen"],
    },
    Tongue {
        press: &["pressione", "tecle", "digite", "marque", "aperte", "prima"],
        reply: &["responda", "responde"],
        between: &["o", "a", "número", "tecla", "com"],
        digits: ["zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"],
        star: &["asterisco", "estrela"],
        lead: &["para"],
        articles: &["o", "a", "os", "as", "nosso", "nossa", "nossos", "nossas", "seu", "sua"],
        counted: &["vezes", "segundos", "minutos", "dígitos", "algarismos", "números", "teclas", "letras"],
    },
    Tongue {
        press: &["prema", "premere", "digiti"],
        reply: &["risponda", "rispondi"],
        between: &["il", "la", "tasto", "numero", "con"],
        digits: ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"],
        star: &["asterisco"],
        lead: &["per"],
        articles: &["il", "lo", "la", "i", "gli", "le", "i nostri", "le nostre"],
        counted: &["volte", "secondi", "minuti", "cifre", "numeri", "tasti", "lettere"],
    },
];
