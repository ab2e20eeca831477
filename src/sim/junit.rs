//! Results for build servers, in the XML that JUnit made common.

use std::fmt::Write as _;

use crate::diagnostic::render;
use crate::source::Sources;

use super::run::Ran;

/// A suite a flow, a case a test. `suites` are the flows' names with what came of their tests.
pub fn junit(suites: &[(String, Vec<Ran<'_>>)], sources: &Sources) -> String {
    let count = |ran: &[Ran<'_>]| (ran.len(), ran.iter().filter(|ran| ran.failure.is_some()).count());
    let (tests, failures) =
        suites.iter().map(|(_, ran)| count(ran)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failures}\">");
    for (flow, ran) in suites {
        let (tests, failures) = count(ran);
        let _ = writeln!(out, "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">", escaped(flow));
        ran.iter().for_each(|ran| case(&mut out, flow, ran, sources));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, flow: &str, ran: &Ran<'_>, sources: &Sources) {
    let span = ran.test.span;
    let file = sources.get(span.file);
    let name = file.map_or("", |file| file.name.as_str());
    let line = file.map_or(1, |file| file.line_column(span.start).line);
    let _ = write!(
        out,
        "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{line}\"",
        escaped(&ran.test.name),
        escaped(flow),
        escaped(name)
    );
    match &ran.failure {
        None => out.push_str("/>\n"),
        Some(problem) => {
            let told = render::terminal(std::slice::from_ref(problem), sources, false);
            let _ = writeln!(
                out,
                ">\n      <failure message=\"{}\" type=\"{}\">{}</failure>\n    </testcase>",
                escaped(&problem.headline),
                problem.code,
                escaped(told.trim_end())
            );
        }
    }
}

/// For text and attributes; characters that XML cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a<b> & \"c\"\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}");
    }
}
