use super::*;

fn names(source: &str) -> Vec<(String, usize)> {
    let analysis = analyse(source).unwrap_or_else(|e| panic!("{source}: {e:?}"));
    analysis.names.into_iter().map(|name| (name.path.join("."), name.offset)).collect()
}

#[test]
fn lists_names_where_they_stand() {
    for (source, expected) in [
        ("plain", vec![]),
        ("{{a}} {{a.b}}", vec![("a", 2), ("a.b", 8)]),
        ("{{upper a}}{{(lower b)}}", vec![("a", 8), ("b", 20)]),
        ("é {{a}}", vec![("a", 5)]),
        (
            "{{#if a}}{{b}}{{else if c}}{{d}}{{else}}{{e}}{{/if}}{{f}}",
            vec![("a", 6), ("b", 11), ("c", 24), ("d", 29), ("e", 42), ("f", 54)],
        ),
        (
            "{{#each xs}}{{name}}{{this}}{{@index}}{{../up}}{{else}}{{none}}{{/each}}{{name}}",
            vec![("xs", 8), ("none", 57), ("name", 74)],
        ),
        ("{{#each xs as |x i|}}{{x.a}}{{i}}{{/each}}", vec![("xs", 8)]),
        ("{{#each xs}}{{#each ys}}{{a}}{{/each}}{{@root.b.c}}{{/each}}", vec![("xs", 8), ("b.c", 40)]),
        ("{{today}} {{date today}} {{date (today)}} {{hour}}", vec![("hour", 44)]),
        ("{{pause 1s}}{{pause 1h30m}}", vec![]),
        ("{{plural n \"n\" 'n'}}{{n}}", vec![("n", 9), ("n", 22)]),
        ("{{this.a}}{{./b}}{{../c}}", vec![("a", 2), ("b", 12), ("c", 19)]),
        ("{{if}}{{#if if}}{{/if}}{{if}}", vec![("if", 2), ("if", 12), ("if", 25)]),
        ("{{true.a}}", vec![("true.a", 2)]),
    ] {
        let expected: Vec<(String, usize)> = expected.into_iter().map(|(n, at)| (n.to_owned(), at)).collect();
        assert_eq!(names(source), expected, "{source}");
    }
}

#[test]
fn lists_helpers_with_their_arguments() {
    let source = "{{#if (eq a 1)}}{{date (first xs) \"UTC\"}}{{/if}}{{nope}}{{nope 1 2}}{{now}}";
    let analysis = analyse(source).unwrap();
    let helpers: Vec<(&str, usize, bool, usize)> =
        analysis.helpers.iter().map(|h| (h.name.as_str(), h.arguments, h.block, h.offset)).collect();
    let expected = [
        ("if", 1, true, 3),
        ("eq", 2, false, 7),
        ("date", 2, false, 18),
        ("first", 1, false, 24),
        ("nope", 2, false, 58),
        ("now", 0, false, 70),
    ];
    assert_eq!(helpers, expected);
}

#[test]
fn finds_raw_output_and_partials() {
    let analysis = analyse("a {{{b}}} {{&c}} {{~&d}} {{> e}}").unwrap();
    assert_eq!(analysis.raw, [2, 10, 17]);
    assert_eq!(analysis.partials, [25]);
    assert_eq!(analysis.names.len(), 3);
}

#[test]
fn roots_hold_all_that_a_loop_may_read() {
    let mut templates = Templates::default();
    let id = templates
        .add("{{#each xs as |x|}}{{x.a}}{{name}}{{../up.b}}{{this.own}}{{@index}}{{/each}}{{date d}}")
        .unwrap();
    let roots: Vec<&str> = templates.roots(id).iter().map(|root| root.name.as_str()).collect();
    assert_eq!(roots, ["d", "name", "up", "xs"]);
}

#[test]
fn says_what_cannot_be_rendered() {
    for (source, message, offset) in [
        ("{{nope 1}}", "there is no helper `nope`", 2),
        ("a {{> b}}", "a template cannot include another", 2),
        ("{{#upper a}}{{/upper}}", "`upper` is no block: write `{{upper …}}`", 3),
        ("{{if a}}", "`if` is a block: write `{{#if …}}…{{/if}}`", 2),
        ("{{#with a}}{{/with}}", "there is no helper `with`", 3),
        ("{{lookup a b}}", "there is no helper `lookup`", 2),
        ("{{log a}}", "there is no helper `log`", 2),
        ("{{date a zone=\"UTC\"}}", "`date` takes no values by name: write them one after the other", 2),
        ("{{pause 1x}}", "`1x` is neither a name nor a length of time such as `1s`", 8),
        ("x {{a b.}}", "this `{{…}}` is not written as a name, a helper with its values, or a block", 2),
        ("{{a}} {{1 +}}", "this `{{…}}` is not written as a name, a helper with its values, or a block", 6),
        (
            "{{{{raw}}}}a{{{{/raw}}}}",
            "four braces have no meaning here; write `\\{{` for braces that are said as they stand",
            0,
        ),
        ("{{* deco}}", "`{{*…}}` has no meaning here", 0),
        ("{{#*inline \"a\"}}{{/inline}}", "`{{*…}}` has no meaning here", 0),
        ("{{elsewhere}}", "`{{elsewhere}}` is read as `{{else …}}`: a name that begins so cannot stand here", 0),
        ("{{a {{b}} }}", "`{{` cannot stand inside `{{…}}`; use `( … )` for a helper within a helper", 4),
    ] {
        let error = Templates::default().add(source).unwrap_err();
        assert_eq!((error.message.as_str(), error.offset), (message, offset), "{source}");
        assert!(!error.limit);
    }
}
