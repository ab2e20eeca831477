//! Numbers, lengths of time, percents and regexes.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, one};
use crate::syntax::tree::{Count, Duration, Pattern};

/// Milliseconds of each unit.
const UNITS: &[(&str, i64)] = &[("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

const NUMBER_HELP: &str =
    "a number is written `12`, `-3.5`; a length of time is a number and its unit: `500ms`, `5s`, `2m`, `1h`, `3d`";
const DURATION_HELP: &str =
    "write a number and its unit without a space: `500ms`, `5s`, `2m`, `1h`, `3d`, or joined `1h30m`";

impl Builder {
    fn wrong_number(&mut self, span: Span, headline: String, label: &str, help: &str) {
        self.report(Diagnostic::error(Code::F0108, headline, span, label).with_help(help));
    }

    /// A number as written; `0` where it is none.
    pub(super) fn number(&mut self, pair: &Pair<'_>) -> String {
        let text = pair.as_str();
        if one(pair, Rule::number_wrong).is_none() {
            return text.to_owned();
        }
        self.wrong_number(self.span(pair), format!("`{text}` is not a number"), "not a number", NUMBER_HELP);
        "0".to_owned()
    }

    /// The whole number of the child `count`.
    pub(super) fn count_in(&mut self, pair: &Pair<'_>) -> Count {
        match one(pair, Rule::count) {
            Some(kid) => self.count(&kid),
            None => Count { value: 0, span: self.span(pair).head() },
        }
    }

    pub(super) fn count(&mut self, pair: &Pair<'_>) -> Count {
        let span = self.span(pair);
        let text = pair.as_str();
        let value = text.parse::<u32>().ok();
        if value.is_none() {
            let too_large = text.bytes().all(|b| b.is_ascii_digit());
            let label = if too_large { "this number is too large" } else { "a whole number belongs here" };
            self.wrong_number(span, format!("`{text}` is not a count"), label, "write a whole number such as `3`");
        }
        Count { value: value.unwrap_or(1), span }
    }

    pub(super) fn percent(&mut self, pair: &Pair<'_>) -> Count {
        let span = self.span(pair);
        let text = pair.as_str();
        let right = one(pair, Rule::percent_right).is_some();
        let value = text.trim_end_matches('%').parse::<u32>().ok().filter(|_| right);
        if value.is_none() {
            let problem = Diagnostic::error(
                Code::F0108,
                format!("`{text}` is not a percentage"),
                span,
                "a percentage belongs here",
            );
            let problem = problem.with_help("write a whole number and `%`, such as `50%`");
            let whole = text.parse::<u32>().is_ok();
            self.report(if whole { problem.with_edit(span, format!("{text}%")) } else { problem });
        }
        Count { value: value.unwrap_or(0), span }
    }

    pub(super) fn duration_in(&mut self, pair: &Pair<'_>) -> Duration {
        match one(pair, Rule::duration) {
            Some(kid) => self.duration(&kid),
            None => Duration { millis: 0, span: self.span(pair).head() },
        }
    }

    pub(super) fn duration(&mut self, pair: &Pair<'_>) -> Duration {
        let span = self.span(pair);
        if one(pair, Rule::duration_wrong).is_none() {
            return Duration { millis: self.millis(pair), span };
        }
        let text = pair.as_str();
        let problem = Diagnostic::error(
            Code::F0108,
            format!("`{text}` is not a length of time"),
            span,
            if text.bytes().all(|b| b.is_ascii_digit()) { "the unit is missing" } else { "not a number and a unit" },
        );
        let problem = problem.with_help(match mended(text) {
            Some(better) => format!("write `{better}`"),
            None => DURATION_HELP.to_owned(),
        });
        self.report(match mended(text) {
            Some(better) => problem.with_edit(span, better),
            None => problem,
        });
        Duration { millis: 1_000, span }
    }

    /// Milliseconds of `1h30m`; reported and 0 where they are too many.
    pub(super) fn millis(&mut self, pair: &Pair<'_>) -> i64 {
        let total = sum(pair.as_str());
        if total.is_none() {
            let headline = format!("`{}` is too long", pair.as_str());
            self.wrong_number(self.span(pair), headline, "longer than can be counted", "write a shorter time");
        }
        total.unwrap_or(0)
    }

    /// The regex of the child `regex`.
    pub(super) fn regex_in(&self, pair: &Pair<'_>) -> Pattern {
        match one(pair, Rule::regex) {
            Some(kid) => self.regex(&kid),
            None => Pattern { source: String::new(), span: self.span(pair).head() },
        }
    }

    pub(super) fn regex(&self, pair: &Pair<'_>) -> Pattern {
        let text = pair.as_str();
        let source = text.strip_prefix('/').and_then(|t| t.strip_suffix('/')).unwrap_or(text);
        Pattern { source: source.to_owned(), span: self.span(pair) }
    }
}

fn sum(text: &str) -> Option<i64> {
    let mut total: i64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at_checked(digits)?;
        let letters = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let (unit, after) = after.split_at_checked(letters)?;
        let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(*millis)?)?;
        rest = after;
    }
    Some(total)
}

/// `6sec`, `6 seconds` → `6s`; a bare `6` is taken for seconds.
fn mended(text: &str) -> Option<String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at_checked(digits)?;
    let unit = match unit.trim().to_lowercase().as_str() {
        "ms" | "msec" | "millisecond" | "milliseconds" => "ms",
        "" | "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    (!number.is_empty()).then(|| format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_units_add_up() {
        assert_eq!(sum("1h30m"), Some(5_400_000));
        assert_eq!(sum("500ms"), Some(500));
        assert_eq!(sum("1d1h1m1s1ms"), Some(90_061_001));
    }

    #[test]
    fn too_long_is_none() {
        assert_eq!(sum("9223372036854775807d"), None);
        assert_eq!(sum("99999999999999999999s"), None);
    }

    #[test]
    fn common_spellings_are_mended() {
        assert_eq!(mended("6").as_deref(), Some("6s"));
        assert_eq!(mended("10 Minutes").as_deref(), Some("10m"));
        assert_eq!(mended("3weeks"), None);
    }
}
