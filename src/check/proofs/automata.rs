//! Whether all texts that one regex fits are fitted by others: the product of two automata, within small limits.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

/// An automaton may take so many bytes. What is larger is not looked into.
const MAX_BYTES: usize = 128 * 1024;
/// So many pairs of states are visited.
const MAX_PAIRS: usize = 5_000;

type Dfa = dense::DFA<Vec<u32>>;

/// Automata of some patterns, each made once; `None` for one that is too large.
#[derive(Default)]
pub(super) struct Automata(RefCell<BTreeMap<Key, Option<Rc<Dfa>>>>);

/// The patterns, and whether letters and digits are those of all scripts.
type Key = (Vec<String>, bool);

impl Automata {
    /// Does each text that `small` fits as a whole fit one of `large` as a whole? `None` where this is too much to tell.
    ///
    /// With letters and digits as ASCII has them the automata are small: most questions are answered by these. Where
    /// they say yes, those of all scripts have to agree, unless they are too large.
    pub fn covers(&self, large: &[String], small: &str) -> Option<bool> {
        match self.compare(large, small, false) {
            Some(true) => self.compare(large, small, true).or(Some(true)),
            Some(false) => Some(false),
            None => self.compare(large, small, true),
        }
    }

    /// The same as far as ASCII goes, which is quick.
    pub fn covers_ascii(&self, large: &str, small: &str) -> bool {
        self.compare(&[large.to_owned()], small, false) == Some(true)
    }

    fn compare(&self, large: &[String], small: &str, unicode: bool) -> Option<bool> {
        let small = self.automaton(&[small.to_owned()], unicode)?;
        // One that is too large by itself makes all of them too large.
        let sizes = large.iter().map(|one| self.automaton(std::slice::from_ref(one), unicode).map(drop));
        sizes.collect::<Option<()>>()?;
        let large = self.automaton(large, unicode)?;
        includes(&large, &small)
    }

    fn automaton(&self, patterns: &[String], unicode: bool) -> Option<Rc<Dfa>> {
        let known = self.0.borrow().get(&(patterns.to_vec(), unicode)).cloned();
        known.unwrap_or_else(|| {
            let made = build(patterns, unicode).map(Rc::new);
            self.0.borrow_mut().insert((patterns.to_vec(), unicode), made.clone());
            made
        })
    }
}

fn includes(large: &Dfa, small: &Dfa) -> Option<bool> {
    let bytes = representatives(small, large);
    let begin = (begin(small)?, begin(large)?);
    let mut seen: BTreeSet<(StateID, StateID)> = BTreeSet::from([begin]);
    let mut open = vec![begin];
    let mut fits_any = false;
    while let Some((a, b)) = open.pop() {
        let ends = |dfa: &Dfa, state| dfa.is_match_state(dfa.next_eoi_state(state));
        if ends(small, a) {
            fits_any = true;
            if !ends(large, b) {
                return Some(false);
            }
        }
        for byte in &bytes {
            let next = (small.next_state(a, *byte), large.next_state(b, *byte));
            if small.is_quit_state(next.0) || large.is_quit_state(next.1) {
                return None;
            }
            if !small.is_dead_state(next.0) && seen.insert(next) {
                if seen.len() > MAX_PAIRS {
                    return None;
                }
                open.push(next);
            }
        }
    }
    // What fits nothing is another mistake.
    Some(fits_any)
}

fn build(patterns: &[String], unicode: bool) -> Option<Dfa> {
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .minimize(false)
        .dfa_size_limit(Some(MAX_BYTES))
        .determinize_size_limit(Some(MAX_BYTES));
    let patterns: Vec<String> = patterns.iter().map(|pattern| format!("\\A(?:{pattern})\\z")).collect();
    let thompson = regex_automata::nfa::thompson::Config::new().nfa_size_limit(Some(MAX_BYTES));
    let syntax = syntax::Config::new().unicode(unicode).utf8(unicode);
    let thompson = thompson.utf8(unicode);
    dense::Builder::new().configure(config).thompson(thompson).syntax(syntax).build_many(&patterns).ok()
}

fn begin(dfa: &Dfa) -> Option<StateID> {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()
}

/// One byte of each class that neither automaton tells apart.
fn representatives(a: &Dfa, b: &Dfa) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    (0..=u8::MAX).filter(|byte| seen.insert((a.byte_classes().get(*byte), b.byte_classes().get(*byte)))).collect()
}

#[cfg(test)]
mod tests {
    use super::Automata;

    fn all(large: &[&str], small: &str) -> Option<bool> {
        Automata::default().covers(&large.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), small)
    }

    #[test]
    fn inclusion_is_told() {
        assert_eq!(all(&["(?s:.*)\\d(?s:.*)"], "(?s:.*)\\d{4}(?s:.*)"), Some(true));
        assert_eq!(all(&["(?s:.*)\\d{4}(?s:.*)"], "(?s:.*)\\d(?s:.*)"), Some(false));
        assert_eq!(all(&["a", "b"], "a|b"), Some(true));
        assert_eq!(all(&["a", "b"], "[abc]"), Some(false));
        assert_eq!(all(&["(?i:order)"], "Order"), Some(true));
        assert_eq!(all(&["(?s:.*)^a(?s:.*)"], "ab*"), Some(true));
    }

    #[test]
    fn what_is_too_large_is_left_alone() {
        assert_eq!(all(&["a"], "(?:é|[a-z]|\\pL){900}"), None);
    }
}
