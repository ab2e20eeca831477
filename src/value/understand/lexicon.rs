use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::value::calendar::{months, weekdays};
use crate::value::language::primary;

use super::item::{Atom, Item, Kind, items, plain};
use super::words::{ALL, Role, Style, Words};

/// A language's words, in the form in which they are looked up.
pub(super) struct Lexicon {
    pub language: &'static str,
    pub style: Style,
    atoms: BTreeMap<String, Atom>,
    phrases: BTreeMap<Role, Vec<Phrase>>,
    months: BTreeMap<String, i64>,
    weekdays: BTreeMap<String, i64>,
}

/// Words in a row, and the number that they stand for where their list has numbers.
struct Phrase {
    words: Vec<String>,
    value: i64,
}

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| ALL.iter().map(|words| Lexicon::new(words)).collect());

/// The lexicons that count in a language: its own, then English, whose words people use everywhere.
pub(super) fn lexicons(tag: &str) -> impl Iterator<Item = &'static Lexicon> {
    let own = primary(tag);
    let own = LEXICONS.iter().find(move |lexicon| lexicon.language == own && own != "en");
    own.into_iter().chain(LEXICONS.first())
}

/// The one lexicon that knows more of a text's words for numbers and money, the language's own where they know as many:
/// a sentence in English must not be half read in another language.
pub(super) fn spoken_in(text: &str, tag: &str) -> Option<&'static Lexicon> {
    let mut best: Option<(usize, &Lexicon)> = None;
    for lexicon in lexicons(tag) {
        let known = lexicon.known_words(text);
        if best.is_none_or(|(most, _)| known > most) {
            best = Some((known, lexicon));
        }
    }
    best.map(|(_, lexicon)| lexicon)
}

impl Lexicon {
    fn new(words: &Words) -> Self {
        let mut lexicon = Self {
            language: words.language,
            style: words.style,
            atoms: BTreeMap::new(),
            phrases: BTreeMap::new(),
            months: BTreeMap::new(),
            weekdays: BTreeMap::new(),
        };
        for (role, list) in words.lists {
            let phrases = lexicon.parse(list);
            lexicon.phrases.entry(*role).or_default().extend(phrases);
        }
        for phrases in lexicon.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        lexicon.atoms = lexicon.number_words(words);
        lexicon.months = lexicon.names(months(words.language), Role::Month);
        lexicon.weekdays = lexicon.names(weekdays(words.language), Role::Weekday);
        lexicon
    }

    fn parse(&self, list: &str) -> Vec<Phrase> {
        let words = |text: &str| -> Vec<String> {
            let plain = self.plain_phrase(text);
            items(&plain).unwrap_or_default().iter().map(|item| item.text.to_owned()).collect()
        };
        let entry = |entry: &str| {
            let (text, value) = entry.rsplit_once('=').unwrap_or((entry, "0"));
            Phrase { words: words(text), value: value.trim().parse().unwrap_or_default() }
        };
        list.split(',').map(entry).filter(|phrase| !phrase.words.is_empty()).collect()
    }

    /// Like [`plain`], with a closing dot kept: `a.m.`
    fn plain_phrase(&self, text: &str) -> String {
        let dot = if text.trim().len() > 1 && text.ends_with('.') { "." } else { "" };
        format!("{}{dot}", plain(text, self.language))
    }

    fn number_words(&self, words: &Words) -> BTreeMap<String, Atom> {
        let mut atoms = BTreeMap::new();
        let lists = |role: Role| words.lists.iter().filter(move |(r, _)| *r == role).flat_map(|(_, l)| l.split(','));
        let mut add = |spellings: &str, atom: Atom| {
            for word in spellings.split('/') {
                atoms.entry(plain(word, self.language)).or_insert(atom);
            }
        };
        for (number, spellings) in (0..).zip(lists(Role::Small)) {
            add(spellings, if number < 10 { Atom::Unit(number) } else { Atom::Teen(number) });
        }
        for (ten, spellings) in (2..).zip(lists(Role::Tens)) {
            add(spellings, Atom::Ten(ten * 10));
        }
        for (role, atom) in [(Role::Whole, Atom::Whole as fn(u32) -> Atom), (Role::Hundreds, Atom::Hundreds)] {
            for entry in lists(role) {
                let (word, number) = entry.split_once('=').unwrap_or((entry, ""));
                add(word, atom(number.trim().parse().unwrap_or_default()));
            }
        }
        for (role, atom) in [
            (Role::Hundred, Atom::Hundred),
            (Role::Thousand, Atom::Scale(1_000)),
            (Role::Million, Atom::Scale(1_000_000)),
            (Role::And, Atom::And),
            (Role::Article, Atom::Article),
            (Role::AndHalf, Atom::AndHalf),
        ] {
            lists(role).for_each(|word| add(word, atom));
        }
        atoms
    }

    /// Names by their whole and by each beginning of three letters or more that is of one name only.
    fn names(&self, names: &[&str], others: Role) -> BTreeMap<String, i64> {
        let plain_name = |name: &str| {
            let plain = plain(name, self.language);
            plain.split('-').next().unwrap_or_default().to_owned()
        };
        let whole: Vec<String> = names.iter().map(|name| plain_name(name)).collect();
        let mut found = BTreeMap::new();
        for (value, name) in (0..).zip(&whole) {
            for (end, _) in name.char_indices().skip(3).chain([(name.len(), ' ')]) {
                let beginning = name.get(..end).unwrap_or_default();
                if beginning == name || whole.iter().filter(|other| other.starts_with(beginning)).count() == 1 {
                    found.insert(beginning.to_owned(), value);
                }
            }
        }
        let first = if others == Role::Month { 1 } else { 0 };
        found.values_mut().for_each(|value| *value += first);
        for phrase in self.phrases.get(&others).into_iter().flatten() {
            if let [word] = phrase.words.as_slice() {
                found.insert(word.clone(), phrase.value);
            }
        }
        found
    }

    pub fn plain(&self, text: &str) -> String {
        plain(text, self.language)
    }

    /// The items of a plain text with what they mean in numbers; `dreiundzwanzig` becomes three items.
    pub fn items<'t>(&self, plain: &'t str) -> Option<Vec<Item<'t>>> {
        let mut out = Vec::new();
        for item in items(plain)? {
            match self.atoms.get(item.text) {
                Some(atom) => out.push(Item { atom: Some(*atom), ..item }),
                None => match self.compound(&item) {
                    Some(parts) => out.extend(parts),
                    None => out.push(item),
                },
            }
        }
        Some(out)
    }

    /// A word that is nothing but number words.
    fn compound<'t>(&self, item: &Item<'t>) -> Option<Vec<Item<'t>>> {
        const LONGEST_ATOM: usize = 16;
        const LONGEST_WORD: usize = 100;
        if item.text.len() > LONGEST_WORD || !item.text.is_ascii() {
            return None;
        }
        let mut parts: Vec<Item<'t>> = Vec::new();
        let mut from = 0;
        while from < item.text.len() {
            let longest = item.text.len().min(from + LONGEST_ATOM);
            let (text, atom) = (from + 1..=longest).rev().find_map(|to| {
                let text = item.text.get(from..to)?;
                let atom = *self.atoms.get(text)?;
                let fits = atom != Atom::Article && (atom != Atom::And || !parts.is_empty());
                fits.then_some((text, atom))
            })?;
            let glued = item.glued || !parts.is_empty();
            parts.push(Item { text, atom: Some(atom), glued, at: item.at + from, ..*item });
            from += text.len();
        }
        Some(parts)
    }

    /// The longest phrase of a list with which the items begin: what it stands for, and how many items it takes.
    pub fn find(&self, role: Role, items: &[Item<'_>]) -> Option<(i64, usize)> {
        let phrases = self.phrases.get(&role)?;
        phrases
            .iter()
            .find(|phrase| {
                phrase.words.len() <= items.len()
                    && phrase.words.iter().zip(items).all(|(word, item)| word == item.text)
            })
            .map(|phrase| (phrase.value, phrase.words.len()))
    }

    /// How many items the longest phrase of a list takes with which the items begin, 0 where there is none.
    pub fn skip(&self, role: Role, items: &[Item<'_>]) -> usize {
        self.find(role, items).map_or(0, |(_, length)| length)
    }

    pub fn begins(&self, role: Role, items: &[Item<'_>]) -> bool {
        self.find(role, items).is_some()
    }

    fn known_words(&self, text: &str) -> usize {
        let plain = self.plain(text);
        let items = self.items(&plain).unwrap_or_default();
        let money = |item: &Item<'_>| {
            let item = std::slice::from_ref(item);
            self.begins(Role::Currency, item) || self.begins(Role::Cents, item)
        };
        items.iter().filter(|item| item.kind == Kind::Word && (item.counts() || money(item))).count()
    }

    /// A month by its name or its beginning, 1 to 12.
    pub fn month(&self, word: &str) -> Option<i64> {
        self.months.get(word).copied()
    }

    /// A weekday by its name or its beginning, 0 for Monday.
    pub fn weekday(&self, word: &str) -> Option<i64> {
        self.weekdays.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_come_before_english_ones() {
        let languages = |tag| lexicons(tag).map(|lexicon| lexicon.language).collect::<Vec<_>>();
        assert_eq!(languages("es-MX"), ["es", "en"]);
        assert_eq!(languages("en-GB"), ["en"]);
        assert_eq!(languages("ja"), ["en"]);
        assert_eq!(languages(""), ["en"]);
    }

    #[test]
    fn names_are_known_by_their_beginnings() {
        let german = lexicons("de").next().unwrap();
        for (name, month) in [("marz", Some(3)), ("mar", Some(3)), ("janner", Some(1)), ("ma", None), ("ju", None)] {
            assert_eq!(german.month(name), month, "{name}");
        }
        let french = lexicons("fr").next().unwrap();
        assert_eq!((french.month("jui"), french.month("juin"), french.month("aou")), (None, Some(6), Some(8)));
        let portuguese = lexicons("pt").next().unwrap();
        assert_eq!((portuguese.weekday("quarta"), portuguese.weekday("qua")), (Some(2), Some(2)));
        assert_eq!(lexicons("en").next().unwrap().weekday("tues"), Some(1));
    }

    #[test]
    fn every_phrase_can_be_found() {
        for lexicon in LEXICONS.iter() {
            for (role, phrases) in &lexicon.phrases {
                for phrase in phrases {
                    let text = phrase.words.join(" ");
                    let items = items(&text).unwrap_or_default();
                    let found = items.len() == phrase.words.len() && lexicon.begins(*role, &items);
                    assert!(found, "{role:?} {text} in {}", lexicon.language);
                }
            }
        }
    }
}
