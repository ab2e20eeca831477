//! The grammar's rules in the words of people.

use crate::syntax::grammar::{Error, Rule, expected};

/// Whether one of these rules could have stood where pest could not go on.
pub fn could_be(error: &Error, rules: &[Rule]) -> bool {
    expected(error).iter().any(|rule| rules.contains(rule))
}

/// What was expected, as `a, b or c`. `fresh` says that a new unit begins here, so what could have gone on with the one
/// before is left out.
pub fn list(error: &Error, fresh: bool) -> Option<String> {
    let rules = expected(error);
    let mut words: Vec<String> = Vec::new();
    let units_only = fresh && rules.iter().any(|rule| is_unit(*rule) || *rule == Rule::close);
    for rule in rules.iter().filter(|rule| !units_only || is_unit(**rule) || **rule == Rule::close) {
        if let Some(word) = human(*rule)
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    // After a value any operator could follow, and before one a `not`: that says nothing.
    if rules.contains(&Rule::kw_and) || rules.contains(&Rule::term) {
        words.retain(|word| !OPERATORS.contains(&word.as_str()));
    }
    let Some(last) = words.pop() else { return rules.contains(&Rule::kw_and).then(|| "an operator".to_owned()) };
    Some(if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) })
}

/// What may go on with a value, as [`human`] names it.
const OPERATORS: &[&str] =
    &["`and`", "`or`", "`not`", "`in`", "`contains`", "`starts_with`", "`matches`", "`[`", "`(`", "`..`"];

fn is_unit(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::item
            | Rule::statement
            | Rule::setting
            | Rule::menu_part
            | Rule::keyword_arm
            | Rule::match_arm
            | Rule::split_arm
            | Rule::wait_arm
            | Rule::hours_line
            | Rule::test_step
    )
}

fn human(rule: Rule) -> Option<String> {
    let word = match rule {
        Rule::item => "a part such as `step` or `menu`",
        Rule::statement | Rule::expect_effect => "a statement",
        Rule::setting | Rule::outcome => "a setting",
        Rule::menu_part | Rule::menu_arm => "an arm such as `1 \"Sales\" -> sales`",
        Rule::keyword_arm | Rule::pattern => "a keyword such as `\"status\"`",
        Rule::match_arm | Rule::match_pattern | Rule::match_literal => "a value to compare with",
        Rule::split_arm | Rule::percent => "a percentage",
        Rule::wait_arm => "`message` or `timeout`",
        Rule::hours_line => "days, `closed` or `special`",
        Rule::test_step => "a test step",
        Rule::action | Rule::failure_bound => "an action",
        Rule::block
        | Rule::menu_block
        | Rule::keyword_block
        | Rule::hours_block
        | Rule::test_block
        | Rule::wait_block
        | Rule::settings
        | Rule::open => "`{`",
        Rule::close => "`}`",
        Rule::lparen | Rule::params | Rule::arguments | Rule::ask_argument => "`(`",
        Rule::rparen => "`)`",
        Rule::lsquare => "`[`",
        Rule::rsquare => "`]`",
        Rule::comma => "`,`",
        Rule::colon | Rule::of_type => "`:`",
        Rule::dots => "`..`",
        Rule::arrow | Rule::jump => "`->`",
        Rule::assign | Rule::value_of => "`=`",
        Rule::dash => "`-`",
        Rule::text | Rule::words | Rule::prompt | Rule::failure_words => "a text in quotes",
        Rule::failure => "a text in quotes, a number or an action",
        Rule::regex => "a regex between slashes",
        Rule::number | Rule::location_value => "a number",
        Rule::count => "a whole number",
        Rule::duration => "a length of time such as `5s`",
        Rule::def_name | Rule::name | Rule::place | Rule::param => "a name",
        Rule::target | Rule::target_name => "the name of a node",
        Rule::event => "an event",
        Rule::expr | Rule::term | Rule::dial_target => "a value",
        Rule::list => "a list",
        Rule::body => "`{ key: value }`",
        Rule::field | Rule::field_key => "a key",
        Rule::word | Rule::type_name | Rule::choice_word | Rule::field_name | Rule::given_what => "a word",
        Rule::ask_kind => "a kind such as `digits(4)`",
        Rule::language_tag => "a language such as `en-US`",
        Rule::channel => "`voice`, `text`, `sms` or `whatsapp`",
        Rule::key | Rule::keys => "a key",
        Rule::date => "a date such as `2026-12-25`",
        Rule::time | Rule::times | Rule::time_range => "times such as `09:00-17:00`",
        Rule::day | Rule::days => "a day such as `mon`",
        _ => return keyword(rule),
    };
    Some(word.to_owned())
}

/// `kw_also` → `` `also` ``.
fn keyword(rule: Rule) -> Option<String> {
    format!("{rule:?}").strip_prefix("kw_").map(|word| format!("`{word}`"))
}
