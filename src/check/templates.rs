//! Texts with `{{…}}` in them: that they parse, and that their names and helpers exist.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::function;
use crate::source::Span;
use crate::syntax::tree::Text;
use crate::template::{self, Analysis, HelperUse, NameUse, TemplateError};

use super::calls::OF_HOURS;
use super::checker::Checker;
use super::{secrets, suggest, types};

/// In a menu's prompt, the place of its choices.
const OPTIONS: &str = "options";

impl<'a> Checker<'a> {
    pub fn check_template(&mut self, text: &'a Text) {
        self.template(text, false);
    }

    /// A menu's prompt, which may say where the choices go.
    pub fn check_menu_prompt(&mut self, text: &'a Text) {
        self.template(text, true);
    }

    fn template(&mut self, text: &'a Text, in_menu: bool) {
        let analysis = match template::analyse(&text.value) {
            Ok(analysis) => analysis,
            Err(error) => return self.report(unusable(text, &error)),
        };
        self.check_forbidden(text, &analysis);
        self.check_braces(text);
        if self.secrets && secrets::reads(&analysis) && secrets::split(text).is_none() {
            self.report(
                Diagnostic::error(
                    Code::F0202,
                    "`secret` is used in too many ways here",
                    text.span,
                    "a secret is put in when the request is made, and cannot be worked with before",
                )
                .with_help("write each secret as `{{secret.NAME}}`, outside of any block or helper"),
            );
        }
        for name in &analysis.names {
            self.check_name(text, name, in_menu);
        }
        for helper in &analysis.helpers {
            self.check_helper(text, helper);
        }
    }

    fn check_forbidden(&mut self, text: &Text, analysis: &Analysis) {
        for at in &analysis.raw {
            self.report(
                Diagnostic::error(
                    Code::F0802,
                    "raw output is not allowed",
                    brace(text, *at),
                    "this would not be escaped",
                )
                .with_help("write `{{…}}`: values are always escaped for where they go"),
            );
        }
        for at in &analysis.partials {
            self.report(
                Diagnostic::error(
                    Code::F0803,
                    "a text cannot include another",
                    brace(text, *at),
                    "there are no partials here",
                )
                .with_help("write the words out, or keep them in a `const`"),
            );
        }
    }

    fn check_name(&mut self, text: &Text, name: &NameUse, in_menu: bool) {
        let Some((root, fields)) = name.path.split_first() else { return };
        // The path may be written with `this.` or `@root.` before it.
        let written = text.value.get(name.offset..).unwrap_or_default();
        let mut at = name.offset + written.find(root.as_str()).unwrap_or_default();
        let span = word(text, at, root);
        if root == OPTIONS && fields.is_empty() {
            if !in_menu {
                self.report(
                    Diagnostic::error(
                        Code::F0202,
                        "`options` is known in a menu's prompt only",
                        span,
                        "there are no choices here",
                    )
                    .with_help("use it in the prompt of a `menu`, or write the choices out"),
                );
            }
            return;
        }
        if root == secrets::SECRET && self.secrets {
            return;
        }
        // Checked with the function that asks about it.
        if OF_HOURS.contains(&word_before(text, name.offset)) {
            return;
        }
        let declared = self.names.meaning(root, self.parameters).is_some() || self.names.get(root).is_some();
        if !declared && template::helper_arity(root).is_some() {
            let headline = format!("`{root}` needs values");
            return self.report(
                Diagnostic::error(Code::F0804, headline, span, "a helper alone has nothing to work on")
                    .with_help(format!("it is written `{}`", usage(root))),
            );
        }
        let Some(meaning) = self.value_named(root, span) else { return };
        at += root.len();
        let mut ty = None;
        for field in fields {
            at += 1;
            // Items of a list are read as `xs.0`, which only running can tell.
            if field.starts_with(|c: char| c.is_ascii_digit()) {
                return;
            }
            let span = word(text, at, field);
            ty = Some(match ty {
                None => self.field_of(meaning, root, field, span),
                Some(ty) => self.field_of_type(ty, field, span),
            });
            at += field.len();
        }
    }

    fn check_helper(&mut self, text: &Text, helper: &HelperUse) {
        let name = helper.name.as_str();
        let span = word(text, helper.offset, name);
        if OF_HOURS.contains(&name) && helper.arguments == 1 {
            let (hours, at) = next_word(text, helper.offset + name.len());
            return match hours {
                "" => self.needs_hours(name, span),
                hours => self.check_hours_named(name, hours, word(text, at, hours)),
            };
        }
        let Some((least, most)) = template::helper_arity(name) else {
            if self.is_news("helper", name) {
                self.unknown_helper(name, span);
            }
            return;
        };
        let usage = usage(name);
        if helper.block != template::is_block_helper(name) {
            let (is, label) = if helper.block {
                ("no block", "`#` begins a block")
            } else {
                ("a block", "a block begins with `#` and is closed again")
            };
            self.report(
                Diagnostic::error(Code::F0804, format!("`{name}` is {is}"), span, label)
                    .with_help(format!("it is written `{usage}`")),
            );
        } else if !(least..=most).contains(&helper.arguments) {
            let takes = types::at_least(least, most);
            let headline = format!("`{name}` takes {takes}, {}", types::given(helper.arguments));
            self.report(
                Diagnostic::error(Code::F0804, headline, span, "the wrong number of values")
                    .with_help(format!("it is written `{usage}`, with spaces between the values")),
            );
        }
    }

    fn unknown_helper(&mut self, name: &str, span: Span) {
        let problem = Diagnostic::error(
            Code::F0203,
            format!("unknown helper `{name}`"),
            span,
            "no helper or function is called this",
        );
        let all = template::helper_names().iter().copied().chain(function::all().iter().map(|f| f.name));
        let value = self.names.meaning(name, self.parameters).is_some();
        self.report(suggest::or_else(problem, nearest(name, all), || {
            if value {
                format!("`{name}` is a value: write it alone, as in `{{{{{name}}}}}`")
            } else {
                format!("the helpers are {}", suggest::listed(template::helper_names().iter().copied()))
            }
        }));
    }

    /// A text that is read as it stands, such as a label or a keyword.
    pub fn check_plain(&mut self, text: &Text, what: &str) {
        if has_template(&text.value) {
            self.report(
                Diagnostic::error(
                    Code::F0504,
                    format!("{what} cannot have `{{{{…}}}}` in it"),
                    text.span,
                    "this must be the same for everyone",
                )
                .with_help("write plain words; for two literal braces write `\\{{`"),
            );
        }
    }

    /// Words that a person may say or type.
    pub fn check_spoken(&mut self, text: &Text, what: &str) {
        self.check_plain(text, what);
        if !has_template(&text.value) && crate::value::fold(&text.value).is_empty() {
            self.report(
                Diagnostic::error(
                    Code::F0504,
                    format!("{what} has no words in it"),
                    text.span,
                    "nobody can say or type this",
                )
                .with_help("write at least one word or number"),
            );
        }
    }
}

/// How a helper is written.
fn usage(name: &str) -> String {
    if template::is_block_helper(name) {
        return format!("{{{{#{name} …}}}}…{{{{/{name}}}}}");
    }
    let helper = template::helpers().find(|helper| helper.name == name).map(|helper| helper.usage.to_owned());
    let function = || {
        let parameters = function::lookup(name).map_or(&[][..], |function| function.parameters);
        let words: Vec<String> = parameters.iter().map(|p| p.name.to_uppercase()).collect();
        format!("{name} {}", words.join(" ")).trim_end().to_owned()
    };
    format!("{{{{{}}}}}", helper.unwrap_or_else(function))
}

/// Why a text is no template.
pub(super) fn unusable(text: &Text, error: &TemplateError) -> Diagnostic {
    let span = brace(text, error.offset);
    if error.limit {
        return Diagnostic::error(Code::F0805, "this text is too large or too deep", span, error.message.clone())
            .with_help("split it into several statements: nobody listens to so much at once");
    }
    Diagnostic::error(Code::F0801, "this text's `{{…}}` cannot be read", span, error.message.clone())
        .with_help("a value stands as `{{name}}`, worked out before by `set`; for two literal braces write `\\{{`")
}

/// Whether a `{{` stands in a text that is not escaped.
fn has_template(value: &str) -> bool {
    value.match_indices("{{").any(|(at, _)| {
        let before = value.get(..at).unwrap_or_default();
        let backslashes = before.chars().rev().take_while(|c| *c == '\\').count();
        backslashes % 2 == 0
    })
}

/// The name that follows in a template, and where it stands.
fn next_word(text: &Text, from: usize) -> (&str, usize) {
    let rest = text.value.get(from..).unwrap_or_default();
    let word = rest.trim_start();
    let at = from + rest.len() - word.len();
    let end = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
    (word.get(..end).unwrap_or_default(), at)
}

/// The word that stands before this place in a template.
fn word_before(text: &Text, to: usize) -> &str {
    let before = text.value.get(..to).unwrap_or_default().trim_end();
    before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The place of a word of a template.
fn word(text: &Text, offset: usize, word: &str) -> Span {
    text.place(offset, offset + word.len())
}

/// The place of one character of a template, or of its end.
fn brace(text: &Text, offset: usize) -> Span {
    let length = text.value.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    text.place(offset, offset + length)
}
