//! The registry of diagnostic codes. A number is never used again for something else.
//!
//! Ranges: 00 files, 01 syntax, 02 names, 03 types, 04 paths, 05 waits and menus, 06 keywords,
//! 07 channels, 08 templates, 09 not supported yet, 10 tests of flows, 11 proofs, 12 sizes, 13 opening hours and zones,
//! 14 several files and languages, 15 allowances.

/// A diagnostic's number, as in `F0201`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

/// What is known of a code without a flow at hand.
#[derive(Debug)]
pub struct CodeInfo {
    pub code: Code,
    pub title: &'static str,
    /// The page that `flowtone explain` prints, in Markdown.
    pub page: &'static str,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "F{:04}", self.0)
    }
}

macro_rules! codes {
    ($($name:ident = $number:literal $title:literal;)*) => {
        impl Code {
            $(pub const $name: Code = Code($number);)*
        }

        static ALL: &[CodeInfo] = &[
            $(CodeInfo {
                code: Code($number),
                title: $title,
                page: include_str!(concat!("../../docs/codes/", stringify!($name), ".md")),
            },)*
        ];
    };
}

codes! {
    F0001 = 1 "the file is too large";
    F0002 = 2 "the file is not UTF-8 text";
    F0003 = 3 "brackets are nested too deeply";
    F0004 = 4 "two files have the same flow name";
    F0005 = 5 "the flow's file name is not a name";
    F0101 = 101 "something else was expected here";
    F0102 = 102 "unknown part";
    F0103 = 103 "unknown statement";
    F0104 = 104 "a text is not closed on its line";
    F0105 = 105 "a reserved word is used as a name";
    F0106 = 106 "unknown escape in a text";
    F0107 = 107 "a block is not closed";
    F0108 = 108 "not a number or length of time";
    F0109 = 109 "a regex that cannot be used";
    F0110 = 110 "unknown setting";
    F0111 = 111 "`=` where a comparison was meant";
    F0112 = 112 "a comment is not closed";
    F0113 = 113 "unknown edition";
    F0114 = 114 "not a name";
    F0115 = 115 "an expression is too long";
    F0201 = 201 "unknown node";
    F0202 = 202 "unknown variable";
    F0203 = 203 "unknown template helper";
    F0204 = 204 "a name is used twice";
    F0205 = 205 "unknown function";
    F0206 = 206 "unknown field";
    F0207 = 207 "a part stands twice";
    F0208 = 208 "wrong number of values for a node";
    F0209 = 209 "this cannot be set";
    F0210 = 210 "a variable is never used";
    F0211 = 211 "unknown type";
    F0212 = 212 "a capture without a variable";
    F0213 = 213 "unknown outcome";
    F0214 = 214 "unknown event";
    F0215 = 215 "unknown word";
    F0301 = 301 "types do not agree";
    F0302 = 302 "a condition is not a yes or no";
    F0303 = 303 "a function is called with the wrong values";
    F0304 = 304 "a pattern can never fit";
    F0305 = 305 "a constant is not constant";
    F0401 = 401 "a node is never reached";
    F0402 = 402 "a path has no end";
    F0403 = 403 "a cycle without a wait";
    F0404 = 404 "a statement is never reached";
    F0405 = 405 "the flow has no entry";
    F0406 = 406 "an outcome is not handled";
    F0407 = 407 "an action must leave the wait";
    F0408 = 408 "a lifecycle block talks or waits";
    F0409 = 409 "an event that never happens";
    F0410 = 410 "a conversation goes on where nothing waits";
    F0501 = 501 "a wait without a give-up";
    F0502 = 502 "a key is the beginning of another";
    F0503 = 503 "a key stands twice";
    F0504 = 504 "a label must be plain words";
    F0505 = 505 "a setting does not fit here";
    F0506 = 506 "a range is the wrong way round";
    F0507 = 507 "a messaging timeout is too short";
    F0508 = 508 "a menu without arms";
    F0509 = 509 "a wording names another choice";
    F0510 = 510 "an address that cannot be fetched";
    F0511 = 511 "a credential stands in the flow";
    F0512 = 512 "something that cannot be sent";
    F0513 = 513 "shares that are not all";
    F0514 = 514 "words and choices do not go together";
    F0601 = 601 "a keyword is never reached";
    F0602 = 602 "a keyword belongs to the carrier";
    F0603 = 603 "keywords are reached on a call";
    F0604 = 604 "a choice hides one of `always`";
    F0605 = 605 "keywords leave messages unanswered";
    F0606 = 606 "words name a keyword that nothing takes";
    F0701 = 701 "only a call can do this";
    F0702 = 702 "only a message can do this";
    F0703 = 703 "words are too long for the channel";
    F0801 = 801 "a template does not parse";
    F0802 = 802 "raw output in a template";
    F0803 = 803 "a template includes another";
    F0804 = 804 "a template helper is used wrongly";
    F0805 = 805 "a template is too large or too deep";
    F0806 = 806 "a name in single braces";
    F1001 = 1001 "a test's step comes too early";
    F1002 = 1002 "a test's step does not fit the channel";
    F1003 = 1003 "a test's time cannot be set";
    F1004 = 1004 "a `given` is not understood";
    F1005 = 1005 "two tests have one name";
    F1006 = 1006 "a test begins where the flow does not";
    F1007 = 1007 "keys that no phone has";
    F1020 = 1020 "a test failed";
    F1021 = 1021 "a `given` was not used";
    F1022 = 1022 "the flow broke down in a test";
    F1101 = 1101 "a value is read before it is set";
    F1102 = 1102 "someone is never let go";
    F1103 = 1103 "no end can be reached";
    F1104 = 1104 "a pattern is always taken by others";
    F1105 = 1105 "a regex fits everything";
    F1106 = 1106 "a match leaves out a value";
    F1107 = 1107 "an arm of a match is never taken";
    F1108 = 1108 "a sensitive value stands in clear";
    F1109 = 1109 "free words after the 24-hour window";
    F1201 = 1201 "a message has too many parts";
    F1202 = 1202 "too much for one message or list";
    F1203 = 1203 "a sign makes a message dear";
    F1301 = 1301 "unknown time zone";
    F1302 = 1302 "not a day, a date or a time";
    F1303 = 1303 "opening times lie over each other";
    F1304 = 1304 "hours that are never open";
    F1401 = 1401 "unknown flow";
    F1402 = 1402 "flows use each other in a circle";
    F1403 = 1403 "a flow is used and never gone to";
    F1404 = 1404 "a used flow speaks another language";
    F1411 = 1411 "a translation is missing";
    F1412 = 1412 "a file of translations cannot be read";
    F1413 = 1413 "translations of nothing";
    F1414 = 1414 "a translation does not agree with its text";
    F1415 = 1415 "a translation is of no text any more";
    F1416 = 1416 "two choices are said in the same words";
    F1417 = 1417 "a phrase that cannot be used";
    F1501 = 1501 "an allowance without a reason";
    F1502 = 1502 "an allowance of nothing";
}

impl Code {
    pub fn all() -> &'static [CodeInfo] {
        ALL
    }

    /// Reads `F0201`, `f0201` or `0201`.
    pub fn parse(text: &str) -> Option<&'static CodeInfo> {
        let digits = text.strip_prefix(['F', 'f']).unwrap_or(text);
        let number: u16 = digits.parse().ok()?;
        ALL.iter().find(|info| info.code.0 == number)
    }

    pub fn info(self) -> Option<&'static CodeInfo> {
        ALL.iter().find(|info| info.code == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_in_order() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn every_page_begins_with_its_code_and_title() {
        for info in ALL {
            let heading = format!("# {}: {}\n", info.code, info.title);
            assert!(info.page.starts_with(&heading), "docs/codes/{}.md should begin with {heading:?}", info.code);
        }
    }
}
