//! Numbers in words, made without the tables that read them.

/// A number from 0 to 999,999,999 in the words of a language.
pub(super) fn say(n: u32, language: &str, variant: bool) -> String {
    match language {
        "en" => english(n, variant),
        "es" => spanish(n, true),
        "fr" => french(n, variant),
        "de" => german(n, variant),
        "pt" => portuguese(n),
        other => panic!("no words for {other}"),
    }
}

const EN: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                  seventeen eighteen nineteen";
const EN_TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
const ES: &str = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis \
                  diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco \
                  veintiséis veintisiete veintiocho veintinueve";
const ES_TENS: &str = "treinta cuarenta cincuenta sesenta setenta ochenta noventa";
const ES_HUNDREDS: &str = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos \
                           novecientos";
const FR: &str = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept \
                  dix-huit dix-neuf";
const FR_TENS: &str = "vingt trente quarante cinquante soixante";
const DE: &str = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn \
                  siebzehn achtzehn neunzehn";
const DE_TENS: &str = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";
const PT: &str = "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis \
                  dezessete dezoito dezenove";
const PT_TENS: &str = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa";
const PT_HUNDREDS: &str =
    "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos";

fn word(list: &str, at: u32) -> String {
    list.split_whitespace().nth(at as usize).expect("a word").to_owned()
}

fn join(parts: &[String], with: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(with)
}

/// The words for a rest, nothing for zero.
fn rest(n: u32, say: impl Fn(u32) -> String) -> String {
    if n == 0 { String::new() } else { say(n) }
}

fn english(n: u32, and: bool) -> String {
    let say = |n| english(n, and);
    let after_hundred = |n| if and { format!("and {}", say(n)) } else { say(n) };
    match n {
        0..20 => word(EN, n),
        20..100 => join(&[word(EN_TENS, n / 10 - 2), rest(n % 10, say)], if and { "-" } else { " " }),
        100..1_000 => join(&[format!("{} hundred", say(n / 100)), rest(n % 100, after_hundred)], " "),
        1_000..1_000_000 => join(&[format!("{} thousand", say(n / 1_000)), rest(n % 1_000, say)], " "),
        _ => join(&[format!("{} million", say(n / 1_000_000)), rest(n % 1_000_000, say)], " "),
    }
}

/// `last`: nothing follows, so that one is `uno`.
fn spanish(n: u32, last: bool) -> String {
    let short = |text: String| match text.strip_suffix("uno").filter(|_| !last) {
        Some("veinti") => "veintiún".to_owned(),
        Some(stem) => format!("{stem}un"),
        None => text,
    };
    match n {
        0..30 => short(word(ES, n)),
        30..100 => short(join(&[word(ES_TENS, n / 10 - 3), rest(n % 10, |n| word(ES, n))], " y ")),
        100 => "cien".to_owned(),
        101..1_000 => join(&[word(ES_HUNDREDS, n / 100 - 1), rest(n % 100, |n| spanish(n, last))], " "),
        1_000..1_000_000 => {
            let count = if n < 2_000 { String::new() } else { spanish(n / 1_000, false) };
            join(&[count, "mil".to_owned(), rest(n % 1_000, |n| spanish(n, last))], " ")
        }
        _ => {
            let name = if n < 2_000_000 { "millón" } else { "millones" };
            join(&[spanish(n / 1_000_000, false), name.to_owned(), rest(n % 1_000_000, |n| spanish(n, last))], " ")
        }
    }
}

fn french(n: u32, belgian: bool) -> String {
    let say = |n| french(n, belgian);
    match n {
        0..20 => word(FR, n),
        20..70 => match n % 10 {
            0 => word(FR_TENS, n / 10 - 2),
            1 => format!("{} et un", word(FR_TENS, n / 10 - 2)),
            unit => format!("{}-{}", word(FR_TENS, n / 10 - 2), word(FR, unit)),
        },
        70..80 if belgian => match n % 10 {
            0 => "septante".to_owned(),
            1 => "septante et un".to_owned(),
            unit => format!("septante-{}", word(FR, unit)),
        },
        90..100 if belgian => match n % 10 {
            0 => "nonante".to_owned(),
            unit => format!("nonante {}", word(FR, unit)),
        },
        71 => "soixante et onze".to_owned(),
        70..80 => format!("soixante-{}", word(FR, n - 60)),
        80 => "quatre-vingts".to_owned(),
        81..100 => format!("quatre-vingt-{}", word(FR, n - 80)),
        100..1_000 => {
            let count = if n < 200 { String::new() } else { word(FR, n / 100) };
            let name = if n >= 200 && n.is_multiple_of(100) { "cents" } else { "cent" };
            join(&[count, name.to_owned(), rest(n % 100, say)], " ")
        }
        1_000..1_000_000 => {
            let count = if n < 2_000 { String::new() } else { say(n / 1_000) };
            join(&[count, "mille".to_owned(), rest(n % 1_000, say)], " ")
        }
        _ => {
            let name = if n < 2_000_000 { "million" } else { "millions" };
            join(&[say(n / 1_000_000), name.to_owned(), rest(n % 1_000_000, say)], " ")
        }
    }
}

/// `apart`: compounds in separate words, as some recognisers write them.
fn german(n: u32, apart: bool) -> String {
    let glue = if apart { " " } else { "" };
    let below_million = |n: u32| -> String {
        let below_hundred = |n: u32| match n {
            1 => "eins".to_owned(),
            0..20 => word(DE, n),
            _ if n.is_multiple_of(10) => word(DE_TENS, n / 10 - 2),
            _ => join(&[word(DE, n % 10), "und".to_owned(), word(DE_TENS, n / 10 - 2)], glue),
        };
        let below_thousand = |n: u32| match n {
            0..100 => below_hundred(n),
            _ => join(&[word(DE, n / 100), "hundert".to_owned(), rest(n % 100, below_hundred)], glue),
        };
        let bare = |text: String| text.strip_suffix("eins").map_or(text.clone(), |stem| format!("{stem}ein"));
        match n {
            0..1_000 => below_thousand(n),
            _ => {
                let count = bare(below_thousand(n / 1_000));
                join(&[count, "tausend".to_owned(), rest(n % 1_000, below_thousand)], glue)
            }
        }
    };
    match n {
        0..1_000_000 => below_million(n),
        1_000_000..2_000_000 => join(&["eine Million".to_owned(), rest(n % 1_000_000, below_million)], " "),
        _ => {
            let count = below_million(n / 1_000_000);
            let count = count.strip_suffix("eins").map_or(count.clone(), |stem| format!("{stem}ein"));
            join(&[format!("{count} Millionen"), rest(n % 1_000_000, below_million)], " ")
        }
    }
}

fn portuguese(n: u32) -> String {
    match n {
        0..20 => word(PT, n),
        20..100 => join(&[word(PT_TENS, n / 10 - 2), rest(n % 10, portuguese)], " e "),
        100 => "cem".to_owned(),
        101..1_000 => join(&[word(PT_HUNDREDS, n / 100 - 1), rest(n % 100, portuguese)], " e "),
        1_000..1_000_000 => {
            let count = if n < 2_000 { String::new() } else { portuguese(n / 1_000) };
            let left = n % 1_000;
            let and = if left < 100 || left.is_multiple_of(100) { "e " } else { "" };
            join(&[count, "mil".to_owned(), rest(left, |left| format!("{and}{}", portuguese(left)))], " ")
        }
        _ => {
            let name = if n < 2_000_000 { "milhão" } else { "milhões" };
            join(&[portuguese(n / 1_000_000), name.to_owned(), rest(n % 1_000_000, portuguese)], " ")
        }
    }
}
